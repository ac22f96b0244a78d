"""Sealing with each kind of key, the authority in this process, against hash and raw signing."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from app.core.cms import Identity, Signer
from app.evidence import certificates, keys
from app.evidence.seal import Sealer
from app.gateways.signer.module_keys import make
from app.gateways.signer.pkcs11 import ModuleKey, SecurityModule
from app.gateways.signer.software import PublicKey, Software
from app.gateways.timestamp import TimestampPort, Token
from app.gateways.timestamp.authority import answer
from app.gateways.timestamp.rfc3161 import query
from app.gateways.timestamp.token import Wanted, check
from bench.house import House
from bench.papers import cpu_ms
from bench.rows import Row
from tests.evidence import samples
from tests.support import softhsm

TIMES = 100
AIMS = {"P-256": "aim <= 10 x", "RSA-2048": "aim <= 6 x"}


class InProcess:
    """A timestamp authority without a network: its token is made and checked all the same."""

    def __init__(self, tsa: Identity, roots: Sequence[x509.Certificate]):
        self.tsa, self.roots = tsa, roots

    def stamp(self, digest: bytes, algorithm: str = "sha256") -> Token:
        wanted = Wanted(digest, secrets.randbits(64), algorithm=algorithm)
        reply = tsp.TimeStampResp.load(answer(self.tsa, query(wanted)))
        return check(reply["time_stamp_token"].dump(), wanted, self.roots)


def measure(house: House) -> Iterator[Row]:
    """One paper of three pages and one signature."""
    pdf = samples.concluded()
    authority = InProcess(
        keys.identity(house.settings.keys, "tsa"),
        keys.certificates(house.settings.keys / "trust.pem"),
    )
    with tempfile.TemporaryDirectory(prefix="bench-softhsm-") as folder:
        for name, identity in identities(Path(folder)).items():
            yield figure(pdf, name, identity, authority)


def figure(pdf: bytes, name: str, identity: Identity, authority: TimestampPort) -> Row:
    """One kind of key."""
    sealer = Sealer(identity, authority)
    stamping = Software(ec.generate_private_key(ec.SECP256R1()))
    floor = cpu_ms(least(pdf, identity.signer, stamping), TIMES)
    sealing = cpu_ms(lambda: sealer.seal(pdf), TIMES)
    hello = f"hash + 2 raw: {floor:.3f} ms"
    row = f"seal, {name}, no network"
    return Row(row, sealing, "CPU-ms", sealing / floor, hello, AIMS.get(name, ""))


def least(pdf: bytes, mine: Signer, stamping: Signer) -> Callable[[], object]:
    """What no sealed and timestamped file can do without."""
    return lambda: (hashlib.sha256(pdf).digest(), mine.sign(b"x" * 150), stamping.sign(b"x" * 150))


def identities(folder: Path) -> dict[str, Identity]:
    """One key of each kind with a certificate of its own."""
    module = _module(folder)

    def held(label: str) -> Identity:
        public = make(module, label, use_rsa=label == "rsa")
        return _certified(ModuleKey(module, label, public), public)

    p256 = ec.generate_private_key(ec.SECP256R1())
    rsa2048 = rsa.generate_private_key(65537, 2048)
    return {
        "P-256": _certified(Software(p256), p256.public_key()),
        "RSA-2048": _certified(Software(rsa2048), rsa2048.public_key()),
        "PKCS #11 P-256 (SoftHSM2)": held("p256"),
        "PKCS #11 RSA-3072 (SoftHSM2)": held("rsa"),
    }


def _certified(signer: Signer, public: PublicKey) -> Identity:
    issuing = ec.generate_private_key(ec.SECP256R1())
    name = certificates.name("bench", "bench")
    usage = (certificates.usage(certify=False),)
    return Identity(signer, certificates.issue(name, public, name, issuing, usage))


def _module(folder: Path) -> SecurityModule:
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    return SecurityModule(softhsm.token("bench", folder / "refused"), writable=True)

"""What stays beside its seal (`Sealer.attest`): whether that seal holds."""

import asyncio
import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from app.gateways.timestamp.chain import only_for_timestamps
from app.gateways.timestamp.token import Wanted, check


def holds(content: bytes, seal: bytes, roots: Sequence[x509.Certificate]) -> bool:
    """Whether this CMS (DER) seals the content, at a time a trusted authority vouches for."""
    with ThreadPoolExecutor(1) as aside:  # it starts an event loop: never inside another's
        return aside.submit(lambda: asyncio.run(_holds(content, seal, roots))).result()


async def _holds(content: bytes, seal: bytes, roots: Sequence[x509.Certificate]) -> bool:
    try:
        signed = cms.ContentInfo.load(seal, strict=True)["content"]
        info = signed["signer_infos"][0]
        attributes = {each["type"].native: each["values"] for each in info["unsigned_attrs"]}
        imprint = hashlib.sha256(info["signature"].native).digest()
        token = check(attributes["signature_time_stamp_token"][0].dump(), Wanted(imprint), roots)
        trust = [Certificate.load(root.public_bytes(Encoding.DER)) for root in roots]
        context = ValidationContext(trust_roots=trust, moment=token.at, allow_fetching=False)
        status = await async_validate_detached_cms(content, signed, context)
        signer = x509.load_der_x509_certificate(status.signing_cert.dump())
    except Exception:  # whatever it is, a seal that cannot be read does not hold
        return False
    return bool(status.bottom_line) and not only_for_timestamps(signer)

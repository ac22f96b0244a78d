"""The adapter of security modules, before SoftHSM2."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256

from app.gateways.signer import NoSignature, WrongPin
from app.gateways.signer.module_keys import make
from app.gateways.signer.pkcs11 import ModuleKey, Place, SecurityModule
from app.gateways.signer.software import PublicKey
from tests.support import softhsm

MESSAGE = b"signed attributes"


@pytest.fixture(scope="module")
def place(tokens: Path) -> Place:
    return softhsm.token("dojang", tokens / "refused")


@pytest.fixture(scope="module")
def public(place: Place) -> dict[str, PublicKey]:
    """Two keys that were born in the module."""
    module = SecurityModule(place, writable=True)
    made = {name: make(module, name, use_rsa=name == "rsa") for name in ("p256", "rsa")}
    module.close()
    return made


@pytest.fixture
def module(place: Place, public: dict[str, PublicKey]) -> Iterator[SecurityModule]:
    made = SecurityModule(place)
    yield made
    made.close()


def holds(key: PublicKey, signature: bytes) -> bool:
    """As `cryptography` checks it; raises otherwise."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, MESSAGE, ec.ECDSA(SHA256()))
    else:
        key.verify(signature, MESSAGE, padding.PKCS1v15(), SHA256())
    return True


@pytest.mark.parametrize("name", ["p256", "rsa"])
def test_its_signatures_hold(module, public, name):
    assert holds(public[name], ModuleKey(module, name, public[name]).sign(MESSAGE))


def test_many_threads_sign_with_one_session(module, public):
    signers = [ModuleKey(module, name, public[name]) for name in ("p256", "rsa")] * 40
    with ThreadPoolExecutor(8) as pool:
        signatures = list(pool.map(lambda signer: signer.sign(MESSAGE), signers))
    for signer, signature in zip(signers, signatures, strict=True):
        assert holds(public[signer._label], signature)


def test_a_lost_session_is_opened_again(module, public):
    signer = ModuleKey(module, "p256", public["p256"])
    signer.sign(MESSAGE)
    pkcs11.lib(softhsm.LIBRARY).reinitialize()  # every session of this process ends
    assert holds(public["p256"], signer.sign(MESSAGE))


def test_a_token_that_went_away_and_came_back(module, public, tokens):
    signer = ModuleKey(module, "rsa", public["rsa"])
    signer.sign(MESSAGE)
    (tokens / "tokens").rename(tokens / "away")
    (tokens / "tokens").mkdir()
    pkcs11.lib(softhsm.LIBRARY).reinitialize()
    with pytest.raises(NoSignature, match="security module: "):
        signer.sign(MESSAGE)
    (tokens / "tokens").rmdir()
    (tokens / "away").rename(tokens / "tokens")
    assert holds(public["rsa"], signer.sign(MESSAGE))


def test_a_wrong_pin_is_offered_once_whoever_asks(tokens, public, tmp_path):
    place = softhsm.token("other", tmp_path / "refused", pin="wrong-for-now")
    module = SecurityModule(place)
    with pytest.raises(WrongPin):
        ModuleKey(module, "p256", public["p256"]).sign(MESSAGE)
    token = pkcs11.lib(softhsm.LIBRARY).get_token(token_label="other")
    with token.open(user_pin=softhsm.PIN, rw=True) as session:
        session.set_pin(softhsm.PIN, "wrong-for-now")  # it would be taken now, if it were offered
    with pytest.raises(WrongPin, match="not tried again"):
        ModuleKey(module, "p256", public["p256"]).sign(MESSAGE)
    with pytest.raises(WrongPin, match="not tried again"):
        ModuleKey(SecurityModule(place), "p256", public["p256"]).sign(MESSAGE)
    (tmp_path / "refused").unlink()
    writable = SecurityModule(place, writable=True)
    assert make(writable, "p256", use_rsa=False)
    writable.close()


def test_another_pin_is_offered(place, public):
    place.refused.write_text("fingerprint of the one before")
    module = SecurityModule(place)
    assert holds(public["p256"], ModuleKey(module, "p256", public["p256"]).sign(MESSAGE))
    module.close()


def test_a_key_that_is_not_there(module, public):
    with pytest.raises(NoSignature, match="no key labelled nothing"):
        ModuleKey(module, "nothing", public["rsa"]).sign(MESSAGE)


def test_a_module_that_cannot_be_loaded(public, tmp_path):
    place = Place("/nonexistent.so", "dojang", "1", "f", tmp_path / "refused")
    with pytest.raises(NoSignature, match="/nonexistent"):
        ModuleKey(SecurityModule(place), "p256", public["p256"]).sign(MESSAGE)


def test_no_pin_in_what_is_printed(place):
    assert softhsm.PIN not in repr(place)


@pytest.mark.parametrize(("name", "other"), [("p256", "rsa"), ("rsa", "p256")])
def test_another_key_under_the_label_seals_nothing(module, public, name, other):
    with pytest.raises(NoSignature, match="not the certificate's key"):
        ModuleKey(module, name, public[other]).sign(MESSAGE)

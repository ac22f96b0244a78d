"""Making keys inside a security module: they are born there and cannot be taken out."""

from typing import Any

import pkcs11
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from app.core.der import BIT_STRING, NULL, oid, sequence, tagged
from app.gateways.signer.pkcs11 import SecurityModule
from app.gateways.signer.software import PublicKey

RSA_BITS = 3072


def make(module: SecurityModule, label: str, *, use_rsa: bool) -> PublicKey:
    """A key pair under `label`. The module must be writable; raises NoSignature."""
    return module.use(lambda session: _make(session, label, use_rsa=use_rsa))


def _make(session: Any, label: str, *, use_rsa: bool) -> PublicKey:
    if use_rsa:
        public, _ = session.generate_keypair(pkcs11.KeyType.RSA, RSA_BITS, store=True, label=label)
        algorithm = sequence(oid("1.2.840.113549.1.1.1"), tagged(NULL))
        bits = tagged(BIT_STRING, b"\0", encode_rsa_public_key(public))
        found = load_der_public_key(sequence(algorithm, bits))
    else:
        curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
        parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
        public, _ = parameters.generate_keypair(store=True, label=label)
        found = load_der_public_key(encode_ec_public_key(public))
    assert isinstance(found, PublicKey)
    return found

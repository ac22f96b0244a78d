"""Reading and checking a timestamp token (RFC 3161, RFC 5816)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from app.core.der import SET, tagged
from app.gateways.timestamp import NoTimestamp, Token
from app.gateways.timestamp.chain import leads_to, only_for_timestamps

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


@dataclass(frozen=True)
class Wanted:
    """What a token must answer: the digest, our nonce, and, where set, the policy."""

    digest: bytes
    nonce: int | None = None
    policy: str | None = None
    algorithm: str = "sha256"


def check(der: bytes, wanted: Wanted, roots: Sequence[x509.Certificate]) -> Token:
    """The token if it answers what was asked and a trusted authority signed it.

    Raises NoTimestamp. Whatever the bytes are, nothing else is raised.
    """
    try:
        return _check(der, wanted, roots)
    except NoTimestamp:
        raise
    except Exception as problem:
        raise NoTimestamp(f"the token cannot be read: {type(problem).__name__}") from problem


def imprint_algorithm(der: bytes) -> str:
    """The name of the hash algorithm that a token is over; raises ValueError, KeyError."""
    signed = cms.ContentInfo.load(der, strict=True)["content"]
    stated = signed["encap_content_info"]["content"].parsed
    return str(stated["message_imprint"]["hash_algorithm"]["algorithm"].native)


def _check(der: bytes, wanted: Wanted, roots: Sequence[x509.Certificate]) -> Token:
    info = cms.ContentInfo.load(der, strict=True)
    _need(info["content_type"].native == "signed_data", "no signed data")
    signed = info["content"]
    content = signed["encap_content_info"]
    _need(content["content_type"].native == "tst_info", "no timestamp info")
    stated: tsp.TSTInfo = content["content"].parsed
    _need(_plain(signed), "an unusual envelope")
    _answers(stated, wanted)
    at: datetime = stated["gen_time"].native
    certificates = [
        x509.load_der_x509_certificate(each.chosen.dump()) for each in signed["certificates"]
    ]
    signer = _signer(signed["signer_infos"][0], certificates, content["content"].contents)
    _need(only_for_timestamps(signer), "the certificate is not for timestamps alone")
    _need(leads_to(signer, certificates, roots, at), "the authority is not trusted")
    return Token(der, at, signer.subject.rfc4514_string(), signer)


def _plain(signed: cms.SignedData) -> bool:
    """One signer, and nothing unsigned that could be changed without notice (RFC 3161 2.4.2)."""
    (info,) = signed["signer_infos"]
    by_name = info["sid"].name == "issuer_and_serial_number"
    return (
        signed["version"].native == "v3"
        and info["version"].native == ("v1" if by_name else "v3")
        and [each.dump() for each in signed["digest_algorithms"]]
        == [info["digest_algorithm"].dump()]
    )


def _answers(stated: tsp.TSTInfo, wanted: Wanted) -> None:
    imprint = stated["message_imprint"]
    _need(imprint["hash_algorithm"]["algorithm"].native == wanted.algorithm, "another hash")
    _need(imprint["hashed_message"].native == wanted.digest, "another document's hash")
    _need(wanted.nonce is None or stated["nonce"].native == wanted.nonce, "another nonce")
    policy = stated["policy"].dotted
    _need(wanted.policy in (None, policy), "another policy")


def _signer(
    info: cms.SignerInfo, certificates: list[x509.Certificate], content: bytes
) -> x509.Certificate:
    """The certificate that signed `content`, as the signed attributes themselves name it.

    Their bytes are taken first: reading an attribute makes asn1crypto write it anew.
    """
    signed = tagged(SET, info["signed_attrs"].contents)  # [0] becomes SET (RFC 5652 5.4)
    attributes = {each["type"].native: each["values"] for each in info["signed_attrs"]}
    algorithm = _HASHES[info["digest_algorithm"]["algorithm"].native]
    _need(attributes["content_type"][0].native == "tst_info", "attributes of another content")
    digest = attributes["message_digest"][0].native
    _need(digest == _digest(algorithm, content), "the content was changed")
    signer = _named(attributes, certificates)
    _verify(signer, info["signature"].native, signed, algorithm)
    return signer


def _named(
    attributes: dict[str, cms.CMSAttributes], found: list[x509.Certificate]
) -> x509.Certificate:
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"][0]["certs"][0]
        name, expected = named["hash_algorithm"]["algorithm"].native, named["cert_hash"].native
    else:
        name = "sha1"
        expected = attributes["signing_certificate"][0]["certs"][0]["cert_hash"].native
    for certificate in found:
        algorithm = hashes.SHA1() if name == "sha1" else _HASHES[name]  # noqa: S303 (RFC 2634)
        if certificate.fingerprint(algorithm) == expected:
            return certificate
    raise NoTimestamp("the signer's certificate is not in the token")


def _verify(
    signer: x509.Certificate, signature: bytes, signed: bytes, algorithm: hashes.HashAlgorithm
) -> None:
    key = signer.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), algorithm)
        else:
            raise NoTimestamp("a kind of key we don't check")
    except InvalidSignature as problem:
        raise NoTimestamp("the signature does not hold") from problem


def _digest(algorithm: hashes.HashAlgorithm, content: bytes) -> bytes:
    return hashlib.new(algorithm.name, content).digest()


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NoTimestamp(otherwise)

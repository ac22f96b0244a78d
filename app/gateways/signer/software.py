"""Keys in memory, loaded once: reading an RSA key checks it, which costs more than signing."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key

LEAST_RSA_BITS = 2048

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


class Software:
    """core.cms.Signer over a loaded key; used by many threads at once."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        self._key = key

    def sign(self, message: bytes) -> bytes:
        """ECDSA (DER) or PKCS #1 v1.5, over the message's SHA-256."""
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), SHA256())
        return self._key.sign(message, ec.ECDSA(SHA256()))

    def public_key(self) -> PublicKey:
        """What its certificate must hold."""
        return self._key.public_key()


def read(content: bytes, name: str) -> Software:
    """A signer from PEM or DER (PKCS #8); raises ValueError unless it is P-256 or RSA >= 2048."""
    load = load_pem_private_key if content.startswith(b"-----") else load_der_private_key
    key = load(content, None)
    p256 = isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)
    if not p256 and not (isinstance(key, rsa.RSAPrivateKey) and key.key_size >= LEAST_RSA_BITS):
        raise ValueError(f"{name} must be a P-256 key, or RSA with at least {LEAST_RSA_BITS} bits")
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return Software(key)


def holds(public: PublicKey, signature: bytes, message: bytes) -> bool:
    """Whether it is that key's signature over the message, made as `Software` makes them."""
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, padding.PKCS1v15(), SHA256())
        else:
            public.verify(signature, message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True

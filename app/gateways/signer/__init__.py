"""Where an institution's private key lies and signs: `app.core.cms.Signer` is the port.

Adapters: `software` (the key in this process's memory), `pkcs11` (the key in a security module,
which it never leaves).
"""


class NoSignature(Exception):
    """The key cannot sign now; the paper waits and is tried again. The message names no secret."""


class WrongPin(NoSignature):
    """The module refused our PIN. It is not offered again: a few more tries lock the module."""

"""The document timestamps above a seal: each over all that lies below, each by a trusted authority.

What they prove is how long the paper has existed as it is. Each was made while the certificate of
the one below still held, or the protection ended with that certificate.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from app.core.cms import HASHES
from app.core.der import element_size
from app.evidence.sealed import SealedPaper
from app.gateways.timestamp import Token
from app.gateways.timestamp.token import Wanted, check, imprint_algorithm

RFC3161 = "/ETSI.RFC3161"


def archived(paper: SealedPaper) -> bool:
    """Whether every signature above the seal is a document timestamp that holds, in order."""
    tokens = [paper.token, *archive_tokens(paper)]
    return all(below.at <= above.at for below, above in pairwise(tokens))


def archive_tokens(paper: SealedPaper) -> Sequence[Token]:
    """Their tokens, the lowest first; whatever does not hold raises."""
    return [_token(paper, each) for each in paper.signatures[1:]]


def protected_until(paper: SealedPaper) -> datetime:
    """Until when the newest timestamp protects the paper, or the day on which a renewal was
    missed."""
    tokens = [paper.token, *archive_tokens(paper)]
    for below, above in pairwise(tokens):
        if below.certificate.not_valid_after_utc < above.at:
            return below.certificate.not_valid_after_utc
    return tokens[-1].certificate.not_valid_after_utc


def _token(paper: SealedPaper, stamp: EmbeddedPdfSignature) -> Token:
    """The token of one document timestamp, over its whole byte range, with nothing beside it."""
    start, before, after, length = (int(number) for number in stamp.byte_range)
    if start or str(stamp.sig_object["/SubFilter"]) != RFC3161:
        raise ValueError("not a document timestamp")
    padded: bytes = stamp.pkcs7_content
    der = padded[: element_size(padded)]
    gap = b"<" + der.hex().encode().ljust(after - before - 2, b"0") + b">"
    if paper.pdf[before:after].lower() != gap:
        raise ValueError("something else stands in the timestamp's place")
    algorithm = imprint_algorithm(der)
    if algorithm not in HASHES:
        raise ValueError("a hash algorithm we don't accept")
    covered = hashlib.new(algorithm, paper.pdf[:before])
    covered.update(paper.pdf[after : after + length])
    return check(der, Wanted(covered.digest(), algorithm=algorithm), paper.roots)

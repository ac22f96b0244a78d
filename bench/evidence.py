"""What a sealed paper costs besides: its envelope, its archive revision, its checks."""

import resource
from collections.abc import Iterator
from pathlib import Path

from app.archive.strengthen import Archivist
from app.core.cms import envelope, sign
from app.evidence import keys
from app.evidence.examine import EXAMINER, examine
from app.evidence.seal import Sealer
from app.evidence.verify import verify
from bench.house import House
from bench.papers import cpu_ms, hash_and_sign
from bench.rows import Row
from bench.seals import InProcess
from tests.evidence import samples

SIGNERS, TIMES = 3, 15


def measure(house: House) -> Iterator[Row]:
    """A paper with three signatures, its seal and timestamps from this process."""
    folder = house.settings.keys
    trust = folder / "trust.pem"
    roots, lists = keys.certificates(trust), keys.revocation_lists(folder)
    authority = InProcess(keys.identity(folder, "tsa"), roots)
    mine = keys.identity(folder, "seal")
    sealer, archivist = Sealer(mine, authority), Archivist(authority)
    pdf = samples.concluded(SIGNERS)

    token = authority.stamp(bytes(32)).der

    def enveloped() -> bytes:
        attributes, signature = sign(mine, bytes(32))
        parts = (mine.certificates, mine.issuer_and_serial, attributes, signature)
        return envelope(*parts, token=token)

    floor = cpu_ms(lambda: hash_and_sign(pdf), 50)
    made = cpu_ms(enveloped, 50)
    hello = f"hash + 2 P-256: {floor:.3f} ms"
    yield Row("envelope around a token", made, "CPU-ms", made / floor, hello, "aim <= 0.3, 0.2")
    sealed = sealer.seal(pdf).content
    archived = archivist.strengthen(sealed, roots, lists)[0].content
    growing = cpu_ms(lambda: archivist.strengthen(sealed, roots, lists), TIMES)
    yield Row("archive revision (B-LTA)", growing, "CPU-ms", aim="aim <= 250, 100")
    yield Row("archived paper, 3 signers", len(archived) / 1024, "KB", aim="aim <= 260, 200")
    for name, file in (("sealed", sealed), ("archived", archived)):
        checking = cpu_ms(lambda file=file: verify(file, trust.read_bytes()), TIMES)  # type: ignore[misc]
        name = f"check a paper that is {name}, pages and ink"
        yield Row(name, checking, "CPU-ms", aim="aim <= 450, 200")
    once, often = (examined(archived, trust, times) for times in (1, 1 + TIMES))
    each = (often - once) / TIMES
    yield Row("  … in a process of its own", each, "CPU-ms", each / checking)
    yield Row("  … and the first one after a start", once, "CPU-ms")


def examined(pdf: bytes, trust: Path, times: int) -> float:
    """CPU milliseconds of an examiner, from its start to its end, and of its copies."""
    before = children()
    for _ in range(times):
        examine(pdf, trust)
    EXAMINER.end()
    return (children() - before) * 1000


def children() -> float:
    """CPU seconds of processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

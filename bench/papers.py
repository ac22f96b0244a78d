"""Rendering and sealing, against hashing and raw signing."""

import hashlib
import time
from collections.abc import Callable, Iterator
from statistics import median

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from app.db.unit import reading
from app.evidence import keys, registry, render
from app.evidence.models import Seal
from app.signing import papers
from app.signing.models import Document
from bench.house import House
from bench.rows import Row


def measure(house: House) -> Iterator[Row]:
    """The concluded papers of earlier journeys, rendered and sealed again in this process."""
    render.warm()
    sealer = keys.sealer(house.settings)
    with reading() as session:
        seal = session.query(Seal).all()[0]
        concluded = session.query(Document).filter(Document.concluded_at.is_not(None)).all()
        others = iter(concluded)  # Typst remembers a paper it has set before

        def rendered() -> bytes:
            return papers.concluded(session, next(others), demo=True, site=house.server.url)

        pdf = rendered()
        floor = cpu_ms(lambda: hash_and_sign(pdf), 50)
        hello = f"hash + 2 P-256: {floor:.3f} ms"
        rendering, sealing = (
            cpu_ms(rendered, len(concluded) - 1),
            cpu_ms(lambda: sealer.seal(pdf), 25),
        )
    yield Row("render the concluded paper", rendering, "CPU-ms", rendering / floor, hello)
    yield Row(
        "seal it, authority included", sealing, "CPU-ms", sealing / floor, hello, "aim <= 40 x"
    )
    yield Row("sealed paper", len(registry.store().get(seal.store_key)) / 1024, "KB")


def hash_and_sign(pdf: bytes) -> None:
    """What no sealed and timestamped file can do without: its hash and two signatures."""
    digest = hashlib.sha256(pdf).digest()
    for _ in range(2):
        _KEY.sign(digest, ec.ECDSA(hashes.SHA256()))


def cpu_ms(act: Callable[[], object], times: int) -> float:
    """Median CPU milliseconds of this process."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return median(taken) * 1000


_KEY = ec.generate_private_key(ec.SECP256R1())

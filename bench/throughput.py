"""Papers a second that leave the workers: rendered, sealed, stamped, kept, registered."""

from collections.abc import Iterator

from sqlalchemy import delete, func, select

from app.db.types import new_id
from app.db.unit import reading, unit
from app.delivery import outbox
from app.delivery.rules import Lane
from app.evidence.models import Seal
from app.signing import waiting
from app.signing.models import Document
from bench.house import House, wait
from bench.journey import whole
from bench.phone import new_phone
from bench.rows import Row

PAPERS = 120
CREWS = (1, 2)


def measure(house: House) -> Iterator[Row]:
    """The concluded papers of earlier journeys, sealed once more by one worker, then by two."""
    while concluded() < PAPERS:
        whole(new_phone(house), slowly=False)
    house.server.stop()
    alone = 0.0
    for workers in CREWS:
        rate = sealed_by(house, workers)
        alone = alone or rate
        name = f"papers sealed, {workers} worker{'s' * (workers > 1)}, demo authority"
        yield Row(name, rate, "1/s", rate / alone, "one worker", "aim >= 16, 30 per core")
    house.server.start()


def sealed_by(house: House, workers: int) -> float:
    """Papers a second between the first and the last of them."""
    forget()
    crew = [house.server.flask("worker") for _ in range(workers)]
    wait(lambda: sealed() == PAPERS)
    for worker in crew:
        worker.terminate()
    for worker in crew:
        worker.wait()
    with reading() as session:
        first, last = session.execute(
            select(func.min(Seal.sealed_at), func.max(Seal.sealed_at))
        ).one()
    return (PAPERS - 1) / (last - first).total_seconds()


def forget() -> None:
    """As if the papers had just been concluded and none was sealed."""
    with unit() as u:
        u.session.execute(delete(Seal))
        query = select(Document.id).where(Document.concluded_at.is_not(None)).limit(PAPERS)
        for document in u.session.scalars(query):
            key, about = f"again:{new_id()}", {"document": document}
            outbox.put(u, waiting.KIND, key, about, lane=Lane.PAPERS)


def concluded() -> int:
    """Papers there are."""
    with reading() as session:
        return session.scalar(_COUNT.where(Document.concluded_at.is_not(None))) or 0


def sealed() -> int:
    """Those that are registered as sealed."""
    with reading() as session:
        return session.scalar(select(func.count(Seal.id))) or 0


_COUNT = select(func.count(Document.id))

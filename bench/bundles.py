"""An evidence bundle made and checked, against what no bundle can do without."""

import io
import zipfile
from collections.abc import Iterator

from sqlalchemy import select

from app.db.unit import reading
from app.evidence.bundles import container
from app.evidence.bundles.report import report_on
from app.evidence.verify import verify
from app.signing import bundles
from app.signing.models import Document
from bench.house import House
from bench.journey import whole
from bench.papers import cpu_ms
from bench.phone import new_phone
from bench.rows import Row

TIMES = 30


def measure(house: House) -> Iterator[Row]:
    """Of one paper of three pages and one signature."""
    document = _concluded(house)
    roots = (house.settings.keys / "trust.pem").read_bytes()

    def make() -> bytes:
        with reading() as session:
            gathered = bundles.gather(session, document)
        return bundles.pack(gathered, roots)

    made = make()
    files = container.read(made)
    floor = cpu_ms(lambda: _zipped(files), TIMES)
    same = f"zipping {len(made) // 1000} kB: {floor:.3f} ms"
    making = cpu_ms(make, TIMES)
    yield Row("bundle, made from rows and the kept paper", making, "CPU-ms", making / floor, same)
    paper = files["paper.pdf"]
    beside = len(made) - len(paper)
    yield Row("bundle, beside the paper", beside, "bytes", beside / len(paper), "the paper's bytes")
    alone = cpu_ms(lambda: verify(paper, roots), 5)
    checking = cpu_ms(lambda: report_on(made, roots), 5)
    compared = f"the paper alone: {alone:.0f} ms"
    yield Row("bundle, checked", checking, "CPU-ms", checking / alone, compared)


def _concluded(house: House) -> Document:
    phone = new_phone(house)
    whole(phone, slowly=False)
    with reading() as session:
        return session.scalars(select(Document).where(Document.number == phone.number)).one()


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()

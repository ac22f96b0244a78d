"""A phone walking an agreement with the requests htmx and our scripts make, as fast as it can."""

import json
import time
from dataclasses import dataclass

from sqlalchemy import select

from app.db.unit import reading
from app.evidence.models import Seal
from app.gateways.demo_phone.models import DemoMessage
from app.signing.models import Document
from bench.house import House, wait
from tests.support import signer
from tests.support.signer import ANSWERS, CAUTIONS, INK, REQUIRED
from tests.support.wire import Answer, Wire

BROTLI = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "main#page"}
ARTICLES = 10
STEPS = ("request", "cautions", "text", "ticks", "sign")


@dataclass
class Phone:
    """One person's phone at one agreement."""

    house: House
    wire: Wire
    number: str

    def at(self, step: str = "") -> str:
        return f"/agreements/{self.number}/{step}".rstrip("/")

    def open(self, path: str) -> Answer:
        """Tap a link; htmx follows where it leads."""
        answer = self.wire.get(path)
        while answer.status == 303:
            answer = self.wire.get(answer.headers["Location"])
        assert answer.status == 200, (path, answer.status)
        return answer

    def answer(self, step: str, form: dict[str, object]) -> Answer:
        """Press a step's button; htmx follows to the next step."""
        answer = self.wire.post(self.at(step), {"idempotency_key": self.wire.key, **form})
        assert answer.status == 303, (step, answer.status, answer.text[:2000])
        return self.open(answer.headers["Location"])

    def walk(self, *, slowly: bool) -> None:
        """From the list to the code's page; `slowly` keeps drafts and notes what is read."""
        self.open("/agreements")
        self.open(self.at())
        for step in STEPS:
            if slowly:
                self._dwell(step)
            self.answer(step, ANSWERS[step])

    def ask(self) -> str:
        """Have the code sent and read it."""
        since = newest_code()
        self.answer("identify/send", {"channel": "sms"})
        wait(lambda: newest_code() != since, 0.005)
        return newest_code()[1]

    def take_home(self) -> Answer:
        """Wait for the seal, let the page notice, download the paper."""
        wait(lambda: sealed(self.number), 0.002)
        self.wire.get(f"{self.at('status')}?part=seal")
        paper = self.wire.get(self.at("paper.pdf"))
        assert paper.body.startswith(b"%PDF")
        return paper

    def _dwell(self, step: str) -> None:
        if step == "cautions":
            for end in range(len(CAUTIONS)):
                self._keep(step, {"caution": CAUTIONS[: end + 1]})
        elif step == "text":
            for article in range(1, ARTICLES + 1):
                noted = self.wire.post_json(f"{self.at('articles')}/{article}", {})
                assert noted.status == 204, (article, noted.status)
        elif step == "ticks":
            self._keep(step, {"tick": REQUIRED})
        elif step == "sign":
            strokes = json.loads(INK)
            for end in (1, 2):
                ink = json.dumps(strokes | {"strokes": strokes["strokes"][:end]})
                self._keep(step, {"way": ["ink"], "ink": [ink], "name": [""]})

    def _keep(self, step: str, values: dict[str, list[str]]) -> None:
        draft = self.wire.post_json(self.at("draft"), {"step": step, "values": values})
        assert draft.status == 204, (step, draft.status)


def new_phone(house: House) -> Phone:
    """Somebody new, signed in, with an agreement waiting."""
    login, mobile = house.person()
    number = f"AR-2031-{house.people:04}"
    signer.send(number, mobile)
    wire = Wire(house.server.url, dict(BROTLI))
    wire.sign_in(login)
    wire.more |= PARTIAL
    return Phone(house, wire, number)


def newest_code() -> tuple[str, str]:
    """Id and digits of the newest code on the demo phone."""
    query = (
        select(DemoMessage.id, DemoMessage.code)
        .where(DemoMessage.channel == "sms")
        .order_by(DemoMessage.at.desc(), DemoMessage.id.desc())
    )
    with reading() as session:
        rows = session.execute(query.limit(5)).all()
    return next(((str(id_), str(code)) for id_, code in rows if code), ("", ""))


def sealed(number: str) -> bool:
    """Whether the paper of the agreement is registered as sealed."""
    query = (
        select(Seal.id)
        .join(Document, Document.id == Seal.document_id)
        .where(Document.number == number)
    )
    with reading() as session:
        return session.scalar(query) is not None


def settle() -> None:
    """Let the worker finish what is left over, so that it is not measured with what follows."""
    time.sleep(0.4)

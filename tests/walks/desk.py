"""The other side of a walk: agreements sent to 홍길동 or a firm in the live server's database, time
moved, rows looked at. Every walk gets an agreement of its own, so that walks don't meet."""

import json
import time
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask
from sqlalchemy import func, select, update

from app.agreements import actions, requests
from app.agreements.models import AgreementRequest
from app.agreements.queries import owner_of
from app.core import clock
from app.db.unit import reading, unit
from app.demo import stories
from app.evidence.models import Seal
from app.identity.models import Challenge
from app.parties.models import Person, Representation
from app.signing.models import Document, Draft, Mark, Signature, Signer
from tests.support import demo_phone, signer
from tests.support.server import LiveServer

GILDONG = "010-0000-0001"
"""홍길동's number of record, as the phone shows it."""
NUMBERS = count(1001)
SOLE, JOINT, SEVERAL, MANAGED = "0998100014", "0998100028", "0998100033", "0998600042"
"""Firms of the demo: 김가상 alone; 이시험 and 박데모 together, 김담당 reading;
최예시 and 정표본, each of them alone; 정표본 with 한견본, who manages it in fact."""


class Case:
    """One agreement and what the database knows about it."""

    def __init__(self, app: Flask, server: LiveServer, firm: str = "", designated: str = ""):
        self.app, self.server = app, server
        self.number = f"AR-2026-{next(NUMBERS)}"
        self.began = clock.now()
        signer.send(self.number, business_number=firm, designated=designated)

    # --- ahead of the walk

    def walk_to(self, step: str, login: str = "gildong") -> None:
        """Have somebody do everything before `step` on some other device, without a browser."""
        ahead = signer.Signer(self.app, self.server.settings, self.number)
        ahead.enter(login).to(step)

    def sign(self, name: str, *, pledge: bool = False) -> None:
        """Have somebody sign one of the papers, somewhere else."""
        with reading() as session:
            query = select(Signer.person_id).where(
                Signer.document_id == self._document(session, 2 if pledge else 1).id,
                Signer.name == name,
            )
            person_id = session.scalars(query).one()
        stories.sign(self.number, person_id, pledge=pledge)

    def conclude(self) -> None:
        """Have 홍길동 sign on some other device, to the end."""
        ahead = signer.Signer(self.app, self.server.settings, self.number).enter().to("identify")
        before = self.last_code("sms")
        ahead.answer("identify/send", {"channel": "sms"})
        answered = ahead.confirm(self.next_code("sms", before))
        assert answered.status_code == 303, answered.text

    # --- what happens meanwhile

    def end_deadline(self) -> None:
        """Let the deadline pass."""
        with unit() as u:
            request = self._request(u.session)
            request.deadline = u.now - timedelta(seconds=1)
            actions.schedule(u, request)

    def recall(self) -> None:
        """The branch takes the request back."""
        requests.recall(self.number, "서류를 다시 받습니다")

    def replace(self, name: str, by: str) -> None:
        """The firm's register names somebody else in a person's place."""
        with unit() as u:
            ids = {person.name: person.id for person in u.session.scalars(select(Person))}
            mine = Representation.firm_id == self._request(u.session).firm_id
            theirs = Representation.person_id == ids[name]
            u.session.execute(update(Representation).where(mine, theirs).values(person_id=ids[by]))

    def correct(self) -> None:
        """The branch changes the terms: 2천만원 now."""
        start = clock.today() + timedelta(days=8)
        order = {
            "institution": "FOUND",
            "branch": "창원지점",
            "business_number": "0991200056",
            "product": "소상공인 일반보증",
            "amount": 20_000_000,
            "period_start": start.isoformat(),
            "years": 5,
            "ratio_bps": 8500,
            "fee_bps": 100,
            "bank": "데모은행 창원지점",
            "purpose": "운전자금",
            "deadline": (clock.now() + timedelta(days=14)).isoformat(),
        }
        requests.correct(self.number, json.dumps(order), demo=True)

    def end_codes(self) -> None:
        """Let every code sent for this agreement grow too old."""
        with unit() as u:
            subject = owner_of(self._request(u.session).id)
            past = u.now - timedelta(seconds=1)
            u.session.execute(
                update(Challenge)
                .where(Challenge.subject == subject)
                .values(created_at=past - timedelta(minutes=10), expires_at=past)
            )

    def last_code(self, channel: str, to: str = GILDONG) -> str:
        """When the newest code arrived, as the phone tells it; empty before the first.

        to: the number of the one who waits for it: others' codes arrive when they like.
        """
        return next((m["at"] for m in self._codes(channel, to)), "")

    def next_code(self, channel: str, after: str, to: str = GILDONG) -> str:
        """The code that arrives later than `after`."""
        end = time.monotonic() + demo_phone.PATIENCE
        while self.last_code(channel, to) == after:
            assert time.monotonic() < end, f"no {channel} code arrived"
            time.sleep(0.1)
        return str(self._codes(channel, to)[0]["code"])

    def _codes(self, channel: str, to: str) -> list[dict[str, Any]]:
        arrived = demo_phone.messages(self.server, channel)
        return [m for m in arrived if m["code"] and m["to"] == to]

    def texts(self, to: str) -> list[str]:
        """The text messages, codes aside, this number was sent since the agreement was; newest
        first."""
        return [
            str(m["text"])
            for m in demo_phone.messages(self.server, "sms")
            if m["to"] == to and not m["code"] and datetime.fromisoformat(m["at"]) >= self.began
        ]

    # --- what the rows say

    @property
    def state(self) -> str:
        """The request's state."""
        with reading() as session:
            return self._request(session).state

    def marks(self, kind: str) -> list[str]:
        """What was recorded as seen, read or acknowledged."""
        query = select(Mark.key).join(Signer, Mark.signer_id == Signer.id)
        with reading() as session:
            found = session.scalars(
                query.where(Signer.document_id == self._document(session).id, Mark.kind == kind)
            )
            return sorted(found)

    def draft(self, name: str = "홍길동", position: int = 1) -> dict[str, Any]:
        """Somebody's signature as it is kept so far."""
        query = select(Draft.signature).join(Signer, Draft.signer_id == Signer.id)
        with reading() as session:
            document = self._document(session, position)
            query = query.where(Signer.document_id == document.id, Signer.name == name)
            return dict(session.scalar(query) or {})

    def signatures(self, position: int = 1) -> list[Signature]:
        """The binding acts."""
        with reading() as session:
            document = self._document(session, position)
            query = select(Signature).where(Signature.document_id == document.id)
            return list(session.scalars(query.order_by(Signature.at)))

    def challenges(self) -> int:
        """How many codes were asked for."""
        with reading() as session:
            subject = owner_of(self._request(session).id)
            query = select(func.count()).select_from(Challenge).filter_by(subject=subject)
            return session.scalar(query) or 0

    def document_hash(self) -> str:
        """약정 내용 확인값."""
        with reading() as session:
            return self._document(session).document_hash

    def file_hashes(self, position: int = 1) -> list[str]:
        """SHA-256 of every sealed paper in the registry: one, when all is well."""
        with reading() as session:
            document = self._document(session, position)
            query = select(Seal.file_hash).where(Seal.document_id == document.id)
            return list(session.scalars(query))

    def _request(self, session: Any) -> AgreementRequest:
        query = select(AgreementRequest).where(AgreementRequest.number == self.number)
        found: AgreementRequest = session.scalars(query).one()
        return found

    def _document(self, session: Any, position: int = 1) -> Document:
        owner = owner_of(self._request(session).id)
        query = select(Document).where(Document.owner == owner, Document.position == position)
        found: Document = session.scalars(query).one()
        return found

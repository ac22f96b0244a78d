"""Agreements that are under way when the demo opens: walked by the same verbs as everyone's."""

from dataclasses import dataclass

from app.agreements import actions as agreements
from app.agreements.queries import Visit, visit
from app.db.types import new_id
from app.db.unit import Unit, reading, unit
from app.delivery.models import OutboxRow
from app.identity import actions as identity
from app.identity import queries as identity_queries
from app.identity.actions import Wording
from app.identity.rules import Binding
from app.parties.queries import numbers_of
from app.signing import actions, drafts
from app.signing.queries import Sitting


def sign(number: str, person_id: str, *, pledge: bool = False) -> None:
    """Let a person read, tick, sign by name and be checked, up to their signature."""
    session_id = new_id()
    asked = ready(number, person_id, session_id, pledge=pledge)
    with unit() as u:
        spent = identity.spend_try(u, asked.challenge_id, session_id, person_id)
    with unit() as u:
        agreements.locked_open(u, number)
        sitting = actions.open_sitting(u, asked.document_id, person_id)
        check = identity.use_code(u, spent, asked.code, asked.binding)
        proof = actions.Proof(check.id, identity_queries.record_of(check), session_id)
        actions.sign(u, sitting, proof, new_id())


@dataclass(frozen=True)
class Asked:
    """A code that is on its way to somebody who lacks nothing else."""

    document_id: str
    challenge_id: str
    binding: Binding
    code: str


def ready(number: str, person_id: str, session_id: str, *, pledge: bool = False) -> Asked:
    """Let a person read, tick, sign by name and ask for a code, in a session of theirs."""
    document_id = _sitting(number, person_id, pledge=pledge).document.id
    with unit() as u:
        agreements.locked_open(u, number)
        _read_and_execute(u, document_id, person_id)
        agreements.executed(u, number)
    with reading() as session:
        seen = visit(session, number, person_id)
    assert seen is not None, "the person signs this agreement"
    binding = _binding(seen, _sitting(number, person_id, pledge=pledge), session_id)
    with unit() as u:
        challenge = identity.send_code(
            u,
            person_id=person_id,
            number=binding.number,
            channel="sms",
            binding=binding,
            institution_id=seen.agreement.institution_id,
            wording=Wording(seen.agreement.institution_short, seen.agreement.institution, "약정"),
        )
        return Asked(document_id, challenge.id, binding, _code(u, challenge.id))


def _sitting(number: str, person_id: str, *, pledge: bool) -> Sitting:
    with reading() as session:
        seen = visit(session, number, person_id)
    found = (seen.pledge if pledge else seen.guarantee) if seen else None
    assert found is not None, "the person signs this document"
    return found


def _read_and_execute(u: Unit, document_id: str, person_id: str) -> None:
    sitting = actions.open_sitting(u, document_id, person_id)
    paper = sitting.paper
    actions.mark(u, sitting, "request")
    actions.mark(u, sitting, "caution", [caution.key for caution in paper.cautions])
    actions.mark(u, sitting, "article", [str(article.number) for article in paper.articles])
    for step in ("pledge", "text", "ticks"):
        actions.mark(u, sitting, step)
    drafts.keep_ticks(u, sitting, [tick.key for tick in paper.ticks if tick.required])
    drafts.keep_signature(u, sitting, "name", None, sitting.signer.name)
    actions.execute(u, actions.open_sitting(u, document_id, person_id), new_id())


def _binding(seen: Visit, sitting: Sitting, session_id: str) -> Binding:
    with reading() as session:
        number = numbers_of(session, seen.agreement.institution_id, sitting.signer.person_id)[0]
    return Binding(
        purpose="sign",
        agreement=sitting.document.owner,
        version=sitting.document.version,
        document_hash=sitting.document.document_hash,
        amount=seen.agreement.amount,
        number=number.digits,
        session=session_id,
        act=sitting.act_hash,
    )


def _code(u: Unit, challenge_id: str) -> str:
    """The code on its way, read before the worker can take it."""
    key = identity_queries.message_key(challenge_id)
    row = u.session.query(OutboxRow).filter_by(dedup_key=key).one()
    text = str((row.payload or {})["text"])
    return next(word for word in text.replace("]인증번호 ", " ").split() if word.isdigit())

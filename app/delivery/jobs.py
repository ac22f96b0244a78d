"""What the worker does with messages: hand them to the ports, keep how it went."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.events import SYSTEM, Event
from app.db.unit import Unit, unit
from app.delivery import outbox
from app.delivery.messages import NOWHERE
from app.delivery.models import Message
from app.delivery.outbox import Finish, Job
from app.gateways.failures import BROKEN, Undelivered
from app.gateways.mail import MailPort
from app.gateways.sms import SmsPort
from app.gateways.voice import Outcome, ReadOut, Stage, VoicePort

Work = Callable[[Job], Finish | None]
Act = Callable[[Job], Finish]

NOTICE_TTL = timedelta(days=1)

ENDED: dict[Outcome, str] = {
    "announced": "read",
    "busy": "busy",
    "rejected": "busy",
    "no_answer": "no_answer",
    "hung_up_early": "no_answer",
    "no_key": "no_answer",
}
"""What a call's end means to the person who waits; anything else is `failed`."""


def handlers(sms: SmsPort, voice: VoicePort, mail: MailPort) -> dict[str, Work]:
    """The work for outbox rows of the kinds `sms`, `voice` and `mail`, and of `nowhere`: none."""
    return {
        NOWHERE: _nothing,
        "sms": _careful(lambda job: _text(sms, job)),
        "voice": _careful(lambda job: _call(voice, job)),
        "mail": _careful(lambda job: _mail(mail, job)),
    }


def _nothing(job: Job) -> None:
    """What goes nowhere is done when it is taken up."""


def _careful(act: Act) -> Work:
    """Never send what is too late; turn a port's refusal into the message's end."""

    def work(job: Job) -> Finish | None:
        if job.not_after and job.not_after < clock.now():
            return _ends(job, "expired")
        outbox.renew(job)
        try:
            return act(job)
        except Undelivered as problem:
            if problem.reason == "throttled":
                raise
            state = "unknown" if problem.reason == "unknown" else "failed"
            return _ends(job, state, reason=problem.reason)

    return work


def _text(port: SmsPort, job: Job) -> Finish:
    payload = job.payload
    receipt = port.send(
        job.dedup_key, payload["to"], payload["text"], payload["kind"], _seconds_left(job)
    )
    return _ends(job, "delivered" if receipt.delivered else "sent", ref=receipt.ref)


def _mail(port: MailPort, job: Job) -> Finish:
    payload = job.payload
    ref = port.post(job.dedup_key, payload["to"], payload["subject"], payload["text"])
    return _ends(job, "sent", ref=ref)


def _call(port: VoicePort, job: Job) -> Finish:
    def tell(stage: Stage) -> None:
        outbox.renew(job)
        with unit() as u:
            _change(u, job, stage)

    script = ReadOut(**job.payload["script"])
    outcome = port.place(job.dedup_key, job.payload["to"], script, tell)
    reason = "" if outcome == "announced" else outcome
    return _ends(job, ENDED.get(outcome, "failed"), reason=reason)


def _seconds_left(job: Job) -> int:
    left = job.not_after - clock.now() if job.not_after else NOTICE_TTL
    return max(int(left.total_seconds()), 1)


def _ends(job: Job, state: str, *, reason: str = "", ref: str = "") -> Finish:
    """The message's end, to be kept together with the outbox row."""

    def finish(u: Unit) -> None:
        message = _change(u, job, state, reason=reason, provider_ref=ref)
        if state in ("failed", "unknown"):
            _report(u, message, "delivery:message:failed")
        if reason in BROKEN:
            _report(u, message, "delivery:channel:broken")

    return finish


def _change(u: Unit, job: Job, state: str, **more: Any) -> Message:
    query = select(Message).where(Message.key == job.dedup_key)
    message = u.session.scalars(query.with_for_update()).one()
    message.state, message.at = state, u.now
    if state == "answered":
        message.answered_at = u.now
    for name, value in more.items():
        setattr(message, name, value)
    return message


def _report(u: Unit, message: Message, what: str) -> None:
    facts = {"message": message.id, "channel": message.channel, "reason": message.reason}
    u.emit(Event(what, message.subject, message.institution_id, SYSTEM, facts))

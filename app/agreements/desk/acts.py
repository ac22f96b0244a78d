"""What an officer does to a request that is out: 다시 알림, 기한 연장, 회수, 고쳐서 다시 요청,
창구에서 서명. Each asks first, answers 303, and does nothing the second time."""

from datetime import timedelta

from flask import current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import acts, rules
from app.agreements import typed as forms
from app.agreements.desk.correcting import begin
from app.agreements.desk.list_ import reach_of
from app.agreements.desk.officer import act_key, officer_here
from app.agreements.desk.qr import qr_path
from app.agreements.desk.queries import Line, one
from app.agreements.desk.reasons import posted_reason
from app.agreements.desk.subjects import subjects
from app.agreements.models import AgreementRequest
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.types import new_id
from app.db.unit import reading, unit
from app.parties.policies import EXTENSION_DAYS, in_force
from app.records import looking
from app.web.pages import render


def remind(number: str) -> Response:
    """다시 알림: whoever has yet to sign."""
    with unit() as u:
        acts.remind(u, number, officer_here(), act_key())
    return _back(number)


def extend(number: str) -> Response:
    """기한 연장: ask for the new deadline, put it off."""
    line, _ = found(number)
    if request.method == "GET":
        open_line(line)
        return _extension(line, _later(line), [])
    typed = {name: request.form.get(name, "") for name in ("deadline_day", "deadline_time")}
    deadline = forms.deadline(typed)
    try:
        if deadline is None:
            raise Refused("EXTEND_EARLIER", 422)
        with unit() as u:
            acts.extend(u, number, officer_here(), deadline, act_key())
    except Refused as refusal:
        if refusal.status != 422:
            raise
        text = t(refusal.key, **refusal.params)
        return _extension(line, typed, [{"field": "deadline_day", "text": text}])
    return _back(number)


def recall(number: str) -> Response:
    """회수: ask for the reason, take the request back."""
    line, _ = found(number)
    if request.method == "GET":
        open_line(line)
        return _recalling(line, "", [])
    reason, problem = posted_reason()
    if problem:
        return _recalling(line, reason, [{"field": "reason", "text": problem}])
    with unit() as u:
        acts.recall(u, number, officer_here(), reason, act_key())
    return _back(number)


def correct(number: str) -> Response:
    """고쳐서 다시 요청: a draft with the request's terms; the same one when pressed again."""
    line, terms = found(number)
    open_line(line)
    draft_id = begin(officer_here(), line, terms)
    return redirect(url_for("desk_agreements.draft", draft_id=draft_id), 303)


def counter(number: str) -> Response:
    """창구에서 서명: where the signer signs, to be shown or printed; no link of theirs, no code."""
    line, asked = found(number)
    open_line(line)
    if request.method == "POST":
        with unit() as u:
            acts.hand_over(u, number, officer_here(), act_key())
        return _back(number)
    address = f"{current_app.config['DOJANG'].base_url}/login?next=/agreements"
    path, size = qr_path(address)
    looking.shows(subjects([asked.id]), "agreement", number)
    return render(
        "desk/counter.html",
        officer=current_user,
        line=line,
        address=address,
        path=path,
        size=size,
        key=new_id(),
    )


def found(number: str) -> tuple[Line, AgreementRequest]:
    """The request; another branch's or institution's is not there (404)."""
    with reading() as session:
        it = one(session, reach_of(), number)
    if it is None:
        raise NotFound()
    return it


def open_line(line: Line) -> None:
    """Refuse what needs an open request (409, 410)."""
    rules.check_open(line.state)


def _extension(line: Line, typed: dict[str, str], errors: list[dict[str, str]]) -> Response:
    with reading() as session:
        days = in_force(session, current_user.institution_id, EXTENSION_DAYS)
    return render(
        "desk/extend.html",
        422 if errors else 200,
        officer=current_user,
        line=line,
        typed=typed,
        latest=line.deadline + timedelta(days=days),
        key=act_key(),
        errors=errors,
    )


def _later(line: Line) -> dict[str, str]:
    """A week later at the same hour, to begin with."""
    then = clock.kst(line.deadline) + timedelta(days=7)
    return {"deadline_day": f"{then:%Y-%m-%d}", "deadline_time": f"{then:%H:%M}"}


def _recalling(line: Line, reason: str, errors: list[dict[str, str]]) -> Response:
    return render(
        "desk/recall.html",
        422 if errors else 200,
        officer=current_user,
        line=line,
        reason=reason,
        key=act_key(),
        errors=errors,
    )


def _back(number: str) -> Response:
    return redirect(url_for("desk_agreements.request", number=number), 303)

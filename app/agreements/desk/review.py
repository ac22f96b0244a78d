"""결재: what another officer composed, seen whole, released or returned with a reason."""

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.models import Account
from app.agreements import drafts, release, rules
from app.agreements import typed as forms
from app.agreements.desk import compose
from app.agreements.desk.composition import compose_view
from app.agreements.desk.drafts import visible
from app.agreements.desk.officer import demo, officer_here
from app.agreements.desk.reasons import posted_reason
from app.agreements.forms import WrongOrder
from app.agreements.models import AgreementDraft
from app.core.errors import Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.parties.models import Branch, Person
from app.records import looking
from app.web.pages import render


def show(draft: AgreementDraft) -> Response:
    """What waits: to its composer, who may take it back, and to the one who is to release it."""
    return _page(draft)


def answer(draft_id: str) -> Response:
    """결재하고 보내기: as it was seen."""
    draft = visible(draft_id)
    if draft.state == rules.SENT:
        return compose.onward(draft)
    try:
        good = compose.checked(draft.typed, draft.branch_id)
    except WrongOrder as wrong:
        raise Refused("DRAFT_STALE", 409) from wrong
    revision = request.form.get("revision", 0, type=int)
    return compose.onward(release.release(draft_id, officer_here(), good, revision, demo=demo()))


def hand_back(draft_id: str) -> Response:
    """돌려보내기, with a reason its composer reads."""
    draft = visible(draft_id)
    reason, problem = posted_reason()
    if problem:
        return _page(draft, reason, [{"field": "reason", "text": problem}])
    with unit() as u:
        drafts.hand_back(u, draft_id, officer_here(), reason)
    return redirect(url_for("desk_agreements.drafts"), 303)


def take_back(draft_id: str) -> Response:
    """거두어 고치기: its composer goes on with it."""
    with unit() as u:
        drafts.take_back(u, draft_id, officer_here())
    return redirect(url_for("desk_agreements.draft", draft_id=draft_id), 303)


def _page(
    draft: AgreementDraft, reason: str = "", errors: list[dict[str, str]] | None = None
) -> Response:
    with reading() as session:
        shown = compose_view(
            session,
            officer_here(),
            {**draft.typed, "branch": draft.branch_id or ""},
            number=draft.number,
            corrects=bool(draft.correcting),
        )
        composer = session.get_one(Account, draft.composed_by)
        by = session.get_one(Person, composer.person_id).name
        branch = session.get(Branch, draft.branch_id) if draft.branch_id else None
    looking.shows(shown.people, "draft", draft.number)
    mine = composer.person_id == current_user.person_id
    signs = current_user.person_id in {
        each.person_id for each in (shown.firm.people if shown.firm else []) if each.signs
    }
    return render(
        "desk/review.html",
        422 if errors else 200,
        officer=current_user,
        draft=draft,
        by=by,
        mine=mine,
        signs=signs,
        branch=branch.name if branch else "",
        extract=forms.day(draft.typed.get("extract", "")),
        register_changed=bool(shown.firm and shown.firm.register != draft.register),
        shown=shown,
        agreement=shown.preview,
        journey=compose.journey_of(shown.preview),
        reason=reason,
        errors=[{"field": "", "text": t("desk.compose.wrong")}, *errors] if errors else [],
    )

"""What a draft's signers will read, before it is sent: the papers' text, and as PDF."""

from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import papers
from app.agreements import typed as forms
from app.agreements.desk import compose
from app.agreements.desk.drafts import visible
from app.agreements.desk.officer import demo
from app.agreements.forms import WrongOrder
from app.agreements.models import AgreementDraft
from app.agreements.release import Checked
from app.core.errors import Refused
from app.core.texts import t
from app.records import looking
from app.web.pages import render


def text(draft_id: str) -> Response:
    """Every paper to be read."""
    draft = visible(draft_id)
    good = _good(draft)
    if isinstance(good, Response):
        return good
    found = papers.texts(_number(draft), good.terms, good.parties)
    return render(
        "desk/text.html",
        officer=current_user,
        draft_id=draft_id,
        papers=[paper for paper, _ in found],
    )


def pdf(draft_id: str, position: int) -> Response:
    """One paper as its signers will download it; nothing of it is kept."""
    draft = visible(draft_id)
    good = _good(draft)
    if isinstance(good, Response):
        return good
    found = papers.texts(_number(draft), good.terms, good.parties)
    if position > len(found):
        raise Refused("NOT_FOUND", 404)
    paper, signers = found[position - 1]
    drawn = papers.drawn(paper, _number(draft), signers, demo=demo())
    return Response(drawn, mimetype="application/pdf")


def _good(draft: AgreementDraft) -> Checked | Response:
    """The draft's order, or the form that says what is still missing (422)."""
    try:
        good = compose.checked(draft.typed, draft.branch_id)
    except WrongOrder as wrong:
        if draft.composed_by != current_user.account_id:
            raise Refused("DRAFT_STALE", 409) from wrong
        return compose.page(draft.id, draft.typed, draft, forms.by_control(wrong.problems))
    asked = good.parties.signatories
    people = [each.person_id for each in (*asked.guarantee, *asked.pledge)]
    looking.shows(people, "draft", draft.number)
    return good


def _number(draft: AgreementDraft) -> str:
    return draft.number or draft.correcting or t("desk.compose.number_later")

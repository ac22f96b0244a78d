"""새 전자약정 요청: typed, kept at every press, shown as its signers will see it, sent.

Whatever is pressed keeps what was typed first; with JavaScript it is kept while typing, too.
"""

import re
from collections.abc import Mapping

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.agreements import drafts, release, rules
from app.agreements import typed as forms
from app.agreements.desk.composition import Composition, compose_view
from app.agreements.desk.officer import demo, officer_here
from app.agreements.forms import WrongOrder
from app.agreements.models import AgreementDraft
from app.agreements.products import product_named, products_of, usual_figures
from app.agreements.queries import AgreementView
from app.agreements.release import Checked
from app.core.errors import NotFound
from app.core.texts import t
from app.db.types import new_id
from app.db.unit import reading, unit
from app.parties.models import Branch, Institution
from app.records import looking
from app.signing.screens.frame import JourneyView
from app.web.pages import render, render_part


def blank() -> Response:
    """A new form; it becomes a draft when something is pressed in it."""
    with reading() as session:
        offered = products_of(session, current_user.institution_id)
    chosen = {"product": offered[0].name} if offered else {}
    return page(new_id(), _defaulted({**forms.fresh(), **chosen}))


def show(draft: AgreementDraft) -> Response:
    """The officer's own draft."""
    return page(draft.id, draft.typed, draft)


def answer(draft_id: str) -> Response:
    """Keep what was typed, then do what was pressed."""
    act = request.form.get("act", "")
    draft = keep(draft_id)
    if draft.state not in drafts.OPEN:
        return onward(draft)
    if act == "drop":
        with unit() as u:
            drafts.drop(u, draft_id, officer_here())
        return redirect(url_for("desk_agreements.drafts"), 303)
    if act in ("send", "counter"):
        return _send(draft, to_counter=act == "counter")
    said = "?kept=1" if act == "keep" else ""
    return redirect(url_for("desk_agreements.draft", draft_id=draft_id) + said, 303)


def live(draft_id: str) -> Response:
    """While typing: keep it, and show what it comes to."""
    draft = keep(draft_id)
    shown = _shown(draft.typed, draft)
    return render_part("desk/_compose_live.html", oob=True, **_live(shown, draft.typed))


def keep(draft_id: str) -> AgreementDraft:
    """Keep the posted fields; raises NotFound for somebody else's draft or no id of ours."""
    if not re.fullmatch(r"[0-9a-f-]{36}", draft_id):
        raise NotFound()
    typed, who = posted(), officer_here()
    with unit() as u:
        branch = who.branch_id or _branch(typed)
        return drafts.keep(u, draft_id, who, _defaulted(typed), branch)


def posted() -> dict[str, str]:
    """The form's fields as they were typed."""
    given = ((name, request.form.get(name, "")[: forms.LONGEST]) for name in forms.FIELDS)
    return {name: value.replace("\0", "").strip() for name, value in given if value}


def checked(typed: Mapping[str, str], branch_id: str | None) -> Checked:
    """The order it makes, good; raises WrongOrder."""
    institution, branch = _place(branch_id)
    return release.check(current_user.institution_id, forms.given(typed, institution, branch))


def onward(draft: AgreementDraft) -> Response:
    """Where a draft stands that is a draft no more: its request, or the wait for a second person"""
    if draft.state == rules.SENT:
        return redirect(url_for("desk_agreements.request", number=draft.number), 303)
    return redirect(url_for("desk_agreements.draft", draft_id=draft.id), 303)


def _send(draft: AgreementDraft, *, to_counter: bool) -> Response:
    found, good = [], None
    try:
        good = checked(draft.typed, draft.branch_id)
    except WrongOrder as wrong:
        found = wrong.problems
    with reading() as session:
        firm = compose_view(
            session, officer_here(), draft.typed, number="", corrects=bool(draft.correcting)
        ).firm
    found = found + forms.compared(draft.typed, firm.register if firm else "")
    if found or good is None:
        return page(draft.id, draft.typed, draft, forms.by_control(found))
    done = release.hand_in(draft.id, officer_here(), good, demo=demo())
    if to_counter and done.state == rules.SENT:
        return redirect(url_for("desk_agreements.counter", number=done.number), 303)
    return onward(done)


def page(
    draft_id: str,
    typed: Mapping[str, str],
    draft: AgreementDraft | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    """The form with what was typed; 422 with what is wrong with it."""
    shown = _shown(typed, draft)
    looking.shows(shown.people, "draft", draft.number if draft else "")
    summary = [{"field": "", "text": t("desk.compose.wrong")}] if wrong else []
    summary += [
        {"field": name, "text": f"{t(f'desk.compose.{name}')}: {text}"}
        for name, text in (wrong or {}).items()
    ]
    return render(
        "desk/compose.html",
        422 if wrong else 200,
        officer=current_user,
        draft_id=draft_id,
        draft=draft,
        wrong=wrong or {},
        errors=summary,
        kept="kept" in request.args,
        oob=False,
        **_live(shown, typed),
    )


def journey_of(agreement: AgreementView) -> JourneyView:
    """Where in their journey the signers begin: the preview shows it above the page."""
    return JourneyView(
        title=t("agreements.journey.request", no=agreement.number),
        position=2,
        total=8 if agreement.corporation else 6,
        part="",
        back_url="/agreements",
        back_label=t("ui.back"),
    )


def _live(shown: Composition, typed: Mapping[str, str]) -> dict[str, object]:
    return {
        "shown": shown,
        "typed": {name: typed.get(name, "") for name in forms.FIELDS},
        "agreement": shown.preview,
        "journey": journey_of(shown.preview),
    }


def _shown(typed: Mapping[str, str], draft: AgreementDraft | None) -> Composition:
    number = (draft.number or draft.correcting) if draft else ""
    with reading() as session:
        return compose_view(
            session,
            officer_here(),
            typed,
            number=number or t("desk.compose.number_later"),
            corrects=bool(draft and draft.correcting),
        )


def _defaulted(typed: dict[str, str]) -> dict[str, str]:
    """A product just chosen fills the figures that are still empty."""
    with reading() as session:
        found = product_named(session, current_user.institution_id, typed.get("product", ""))
    if found is None:
        return typed
    usual = usual_figures(found)
    return {**typed, **{name: value for name, value in usual.items() if not typed.get(name)}}


def _branch(typed: Mapping[str, str]) -> str | None:
    """The branch chosen by somebody of the whole institution; another institution's is none."""
    with reading() as session:
        found = session.get(Branch, typed.get("branch", ""))
    ours = found is not None and found.institution_id == current_user.institution_id
    return found.id if found is not None and ours else None


def _place(branch_id: str | None) -> tuple[str, str]:
    """The institution's code and the branch's name, as an order names them."""
    with reading() as session:
        institution = session.get_one(Institution, current_user.institution_id)
        branch = session.get(Branch, branch_id) if branch_id else None
        return institution.code, branch.name if branch else ""

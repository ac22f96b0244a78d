"""Editing one part of a draft: every button keeps what was typed, then does its own."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.errors import NotFound, Refused
from app.core.texts import t
from app.db.unit import reading, unit
from app.editions import actions, checks, clauses, forms, parts, queries, rules, sample
from app.editions.clauses import Content
from app.editions.desk import frame, preview
from app.evidence import papers
from app.web.pages import render


def show(template_id: str, version: int, part: str) -> Response:
    """The part as it is kept; a version that is no draft any more is only shown."""
    _known(template_id, part)
    with reading() as session:
        found = frame.one(session, template_id, version)
    if found.edition is None or found.edition.state not in rules.OPEN_STATES:
        return frame.to(template_id, version)
    return _page(found, part, parts.of(found.edition.content, part))


def answer(template_id: str, version: int, part: str) -> Response:
    """Keep the part; then go on where the button leads."""
    _known(template_id, part)
    typed = forms.read_part(part, request.form)
    wish = request.form.get("do", "")
    kept, at = _changed(part, typed, wish) if wish else (typed, "saved")
    try:
        with unit() as u:
            seen = request.form.get("seen", "")
            actions.edit(u, frame.by(), template_id, version, part, seen, kept)
    except Refused as refusal:
        if refusal.code != "EDITION_CHANGED":
            raise
        return _conflict(template_id, version, part, typed)
    if "leave" in request.form:
        return frame.to(template_id, version)
    onward = request.form.get("goto", "")
    if onward in parts.PARTS_OF[template_id]:
        return frame.to(template_id, version, f"/edit/{onward}")
    anchor = f"#{at}" if wish else ""
    return frame.to(template_id, version, f"/edit/{part}?at={at}{anchor}")


def _changed(part: str, typed: Content, wish: str) -> tuple[Content, str]:
    """The part with what a button wishes done, and the id of the piece to look at."""
    what, path = forms.read_change(part, wish)
    try:
        changed, at = clauses.change(typed, what, path)
    except LookupError as problem:
        raise Refused("BAD_REQUEST", 400) from problem
    if len(changed[parts.LISTS[part]]) > parts.PIECES:
        return typed, "saved"
    return changed, "-".join(map(str, at))


def _conflict(template_id: str, version: int, part: str, typed: Content) -> Response:
    """Somebody was quicker: what was typed stays on the page, and may be kept once they know."""
    with reading() as session:
        found = frame.one(session, template_id, version)
    errors = [{"field": "", "text": t("editions.edit.conflict")}]
    return _page(found, part, typed, 409, errors)


def _page(
    found: queries.Version,
    part: str,
    held: Content,
    status: int = 200,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    edition = found.edition
    assert edition, "shipped versions are not edited"
    typed = sample.with_part(found.template, held)
    problems = checks.problems(typed)
    with reading() as session:
        house = frame.house(session)
    counts = {p: sum(each.part == p for each in problems) for p in parts.PARTS_OF[typed.id]}
    return render(
        "editions/edit.html",
        status,
        officer=current_user,
        version=found,
        base=frame.address(typed.id, edition.version),
        part=part,
        counts=counts,
        held=held,
        seen=parts.digest(parts.of(edition.content, part)),
        at=request.args.get("at", ""),
        errors=errors or [],
        problems=[each for each in problems if each.part == part],
        wrong=_by_field([each for each in problems if each.part == part]),
        asked=edition.state == rules.ASKED,
        must={tick.key for tick in papers.load(typed.id, queries.BASE).ticks if tick.required},
        values=sample.values(found.template, house),
        full=len(held[parts.LISTS[part]]) >= parts.PIECES,
        signed=typed.id in rules.SIGNED,
        **preview.shown(typed, house, part),
    )


def _by_field(problems: list[checks.Problem]) -> dict[str, list[str]]:
    """Input -> what is wrong in it."""
    found: dict[str, list[str]] = {}
    for each in problems:
        found.setdefault(each.field, []).append(each.sentence)
    return found


def _known(template_id: str, part: str) -> Any:
    if part not in parts.PARTS_OF.get(template_id, ()):
        raise NotFound()

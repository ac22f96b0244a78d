"""The desk's doors to the paper templates: looked at, drafted, compared, published by a second."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from app.editions.desk import compare, deciding, edit, list_, one, preview
from app.web.guards import admin, officer, sensitive

doors = Blueprint("desk_templates", __name__, url_prefix="/desk/templates")

LONGEST_FORM = 256 * 1024
"""Bytes of a part of a long agreement: a Korean letter takes nine in a form."""

VERSION = "/<template_id>/<int:version>"


@doors.url_value_preprocessor
def _take_long_forms(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Before the gate reads the form for its token."""
    request.max_form_memory_size = LONGEST_FORM


@doors.get("")
@officer
def templates() -> Response:
    """약정 서식: every template of the institution with its versions."""
    return list_.show()


@doors.post("/<template_id>/drafts")
@officer
def begin(template_id: str) -> Response:
    """새 판 만들기: a draft, or the one that is open."""
    return deciding.begin(template_id)


@doors.get(VERSION)
@officer
def version(template_id: str, version: int) -> Response:
    """One version: its words, who did what, and what can be done with it."""
    return one.show(template_id, version)


@doors.get(f"{VERSION}/edit/<part>")
@officer
def part(template_id: str, version: int, part: str) -> Response:
    """One part of a draft, to be edited beside the signer's phone."""
    return edit.show(template_id, version, part)


@doors.post(f"{VERSION}/edit/<part>")
@officer
def keep(template_id: str, version: int, part: str) -> Response:
    """Keep the part as typed, then do what the button says."""
    return edit.answer(template_id, version, part)


@doors.post(f"{VERSION}/edit/<part>/preview")
@officer
def phone(template_id: str, version: int, part: str) -> Response:
    """The signer's phone with the part as it is being typed; nothing is kept."""
    return preview.phone(template_id, version, part)


@doors.get(f"{VERSION}/preview.pdf")
@officer
def paper(template_id: str, version: int) -> Response:
    """The paper it makes, with made-up data, marked 미리보기."""
    return preview.paper(template_id, version)


@doors.get(f"{VERSION}/diff/<int:other>")
@officer
def diff(template_id: str, version: int, other: int) -> Response:
    """What changed from the other version to this one."""
    return compare.show(template_id, version, other)


@doors.post(f"{VERSION}/ask")
@officer
def ask(template_id: str, version: int) -> Response:
    """발행 요청하기, with the first day."""
    return deciding.ask(template_id, version)


@doors.post(f"{VERSION}/discard")
@officer
def discard(template_id: str, version: int) -> Response:
    """초안 버리기."""
    return deciding.discard(template_id, version)


@doors.post(f"{VERSION}/publish")
@admin
@sensitive
def publish(template_id: str, version: int) -> Response:
    """발행하기, by somebody who had no hand in it."""
    return deciding.publish(template_id, version)


@doors.post(f"{VERSION}/send-back")
@admin
def send_back(template_id: str, version: int) -> Response:
    """돌려보내기, with a reason."""
    return deciding.send_back(template_id, version)

"""서명: with a finger or by typing the registered name; then 약정 실행."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from app.core.errors import Refused
from app.core.texts import t
from app.signing import actions, drafts
from app.signing.screens.frame import Frame, posted_key

ON_THE_PAGE = {
    "SIGNATURE_MISSING": "signing.sign.missing",
    "SIGNATURE_TOO_SIMPLE": "signing.sign.too_little",
    "NAME_DIFFERS": "signing.sign.other_name",
}
"""Refusals answered on the page itself, with what was drawn or typed still there."""


def show(frame: Frame) -> Response:
    """The pad with what was drawn so far, on whichever device."""
    return _page(frame, frame.sitting.drawn)


def answer(frame: Frame) -> Response:
    """약정 실행: keep the signature, commit to it, go on to 본인인증."""
    drawn = _drawn({name: request.form.getlist(name) for name in ("way", "ink", "name")})
    _keep(frame, drawn)
    try:
        with frame.open_unit() as (u, sitting):
            actions.execute(u, sitting, posted_key())
            frame.room.executed(u)
    except Refused as refusal:
        if refusal.code not in ON_THE_PAGE:
            raise
        problem = t(ON_THE_PAGE[refusal.code], name=frame.sitting.signer.name)
        return _page(frame, drawn, problem)
    return frame.onward()


def keep(frame: Frame, values: Mapping[str, list[str]]) -> None:
    """The autosave of this page."""
    _keep(frame, _drawn(values))


def _drawn(values: Mapping[str, list[str]]) -> dict[str, str]:
    way, ink, name = (next(iter(values.get(key, [])), "") for key in ("way", "ink", "name"))
    # Without JavaScript nothing can be drawn: a typed name is what was meant.
    return {"method": "name" if name and not ink else way, "ink": ink, "name": name}


def _keep(frame: Frame, drawn: Mapping[str, str]) -> None:
    with frame.open_unit() as (u, sitting):
        drafts.keep_signature(u, sitting, drawn["method"], drawn["ink"], drawn["name"])


def _page(frame: Frame, drawn: Mapping[str, str], problem: str = "") -> Response:
    draft = {
        "way": drawn.get("method", "ink"),
        "ink": drawn.get("ink", ""),
        "name": drawn.get("name", ""),
    }
    errors = [{"field": "step", "text": problem}] if problem else []
    return frame.page("signing/sign.html", 422 if problem else 200, draft=draft, errors=errors)

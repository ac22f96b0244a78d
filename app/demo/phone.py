"""The demo phone's screen: what was sent, called and mailed, newest first; calls can be heard."""

import io
from typing import Any

from flask import Response, g, jsonify, request, send_file, url_for
from sqlalchemy.orm import Session

from app.accounts import second_factor
from app.accounts.queries import authenticators
from app.core import clock
from app.core.errors import NotFound
from app.core.texts import t
from app.db.unit import reading
from app.demo.screens import doors
from app.gateways.demo_phone import queries
from app.gateways.demo_phone.models import DemoMessage
from app.web.guards import demo_only
from app.web.pages import render, render_part


@doors.get("/demo/phone")
@demo_only
def phone() -> Response:
    """The page, or the part of it that refreshes itself."""
    with reading() as session:
        messages = [_shown(row) for row in queries.newest(session)] + _apps(session)
    if request.args.get("part") == "messages":
        return render_part("demo/_messages.html", messages=messages)
    g.sound = True
    return render("demo/phone.html", messages=messages)


@doors.get("/demo/phone.json")
@demo_only
def phone_json() -> Response:
    """The same for scripts."""
    with reading() as session:
        rows = [_shown(row) for row in queries.newest(session)] + _apps(session)
    return jsonify([_plain(row) for row in rows])


@doors.get("/demo/phone/<message_id>.wav")
@demo_only
def recording(message_id: str) -> Response:
    """What a call said, put together in memory."""
    with reading() as session:
        sound = queries.recording(session, message_id)
    if sound is None:
        raise NotFound()
    return send_file(io.BytesIO(sound), mimetype="audio/wav", max_age=0)


def _shown(row: DemoMessage) -> dict[str, Any]:
    spoken = row.channel == "voice"
    audio = url_for("demo.recording", message_id=row.id) if spoken else ""
    return {
        "at": row.at,
        "channel": row.channel,
        "to": row.to,
        "text": row.text,
        "code": row.code or "",
        "audio": audio,
    }


def _apps(session: Session) -> list[dict[str, Any]]:
    """What the authenticator apps show now; on the phone since they were enrolled."""
    return [
        {
            "at": found.enrolled_at,
            "channel": "totp",
            "to": login_id,
            "text": t("demo.phone.totp_text"),
            "code": second_factor.code_at(found.secret, clock.now()),
            "audio": "",
        }
        for login_id, found in authenticators(session)
    ]


def _plain(shown: dict[str, Any]) -> dict[str, Any]:
    at = clock.kst(shown["at"]).isoformat()
    rest = {name: shown[name] for name in ("channel", "to", "text")}
    return {"at": at, **rest, "code": shown["code"] or None}

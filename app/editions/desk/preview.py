"""What a draft will look like: on the signer's phone while it is typed, and as the paper."""

from typing import Any

from flask import Response as Plain
from flask import current_app, request
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import NotFound
from app.core.texts import speaking, t
from app.db.unit import reading
from app.editions import forms, parts, sample
from app.editions.desk import frame
from app.evidence.marks import Place
from app.evidence.papers import Paper, PaperTemplate
from app.web.pages import render_part

PAGES = {"cautions": "agreements/cautions.html", "ticks": "signing/ticks.html"}
"""Part -> the signer's own page that shows it; the others are read with the articles."""

PLACES = {"cautions": (3, ""), "text": (4, "1/3"), "ticks": (4, "2/3")}
"""Where on the signer's way those pages are."""


def phone(template_id: str, version: int, part: str) -> Response:
    """The phone's inside, with the form as it stands."""
    if part not in parts.PARTS_OF.get(template_id, ()):
        raise NotFound()
    with reading() as session:
        found = frame.one(session, template_id, version)
        house = frame.house(session)
    typed = sample.with_part(found.template, forms.read_part(part, request.form))
    return render_part("editions/_phone.html", **shown(typed, house, part))


def shown(template: PaperTemplate, house: str, part: str) -> dict[str, Any]:
    """What the signer's page wants to know, for the page that shows this part."""
    paper = sample.filled(template, house)
    key = part if part in PAGES else "text"
    position, step = PLACES[key]
    return {
        "inside": PAGES.get(part, "signing/text.html"),
        "paper": paper,
        "cautions": [{**vars(each), "read_at": None} for each in paper.cautions],
        "journey": {
            "title": t(f"agreements.journey.{key}"),
            "position": position,
            "total": 6,
            "part": step,
            "back_url": "/agreements",
            "back_label": t("ui.back"),
        },
    }


def paper(template_id: str, version: int) -> Response:
    """The paper as it is kept now; rendering keeps no transaction waiting."""
    from app.evidence.render import render_preview  # here: few requests need the renderer

    with reading() as session:
        found = frame.one(session, template_id, version)
        filled = sample.filled(found.template, frame.house(session))
    with speaking("ko"):
        pdf = render_preview(
            filled,
            number=t("editions.version.name", number=version),
            signers=_places(filled),
            at=clock.now(),
            demo=current_app.config["DOJANG"].demo,
        )
    name = f"{template_id}-{version}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Plain(pdf, mimetype="application/pdf", headers=headers)


def _places(paper: Paper) -> list[Place]:
    name = paper.data.get("applicant") or paper.data.get("representatives")
    return [Place(t("signing.role.SOLE"), str(name))] if name else []

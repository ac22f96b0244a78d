"""The request's paper: its data put into the template, rendered and hashed before release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.agreements.actions import Terms
from app.core import clock
from app.core.korean_ids import business_number_hyphened
from app.core.phone import hyphened
from app.core.texts import speaking, t
from app.evidence import registry
from app.evidence.canonical import document_hash
from app.evidence.marks import Place
from app.evidence.papers import fill, load, missing_glyphs
from app.signing.actions import Prepared

if TYPE_CHECKING:
    from app.agreements.requests import Parties

TEMPLATE = ("credit-guarantee", 1)


def prepare(number: str, terms: Terms, parties: Parties, *, demo: bool) -> Prepared:
    """Render and keep the paper the signers will read; its hash is what they sign."""
    from app.evidence.render import render_presign  # here: only composing needs the renderer

    data = _data(number, terms, parties)
    paper = fill(load(*TEMPLATE), data)
    with speaking("ko"):
        places = [Place(t(f"signing.role.{s.role}"), s.name) for s in parties.signers]
    pdf = render_presign(paper, number=number, signers=places, released_at=clock.now(), demo=demo)
    key, presign_hash = registry.keep_unsigned(pdf)
    return Prepared(
        number=number,
        template_id=TEMPLATE[0],
        template_version=TEMPLATE[1],
        data=data,
        presign_key=key,
        presign_hash=presign_hash,
        document_hash=document_hash(paper, presign_hash),
    )


def unprintable(terms: Terms, parties: Parties) -> list[str]:
    """Sentences about characters the paper's font cannot draw (decision 54)."""
    return [
        f"{name}: the paper's font cannot draw {' '.join(sorted(missing))}"
        for name, value in _data("", terms, parties).items()
        if (missing := missing_glyphs(str(value)))
    ]


def _data(number: str, terms: Terms, parties: Parties) -> dict[str, str | int]:
    return {
        "number": number,
        "institution": parties.institution.name,
        "branch": parties.branch.name,
        "branch_phone": hyphened(parties.branch.phone),
        "firm": parties.firm.name,
        "applicant": terms.applicant,
        "business_number": business_number_hyphened(parties.firm.business_number),
        "product": terms.product,
        "amount": terms.amount,
        "period_start": terms.period_start.isoformat(),
        "period_end": terms.period_end.isoformat(),
        "ratio_bps": terms.ratio_bps,
        "fee_bps": terms.fee_bps,
        "bank": terms.bank,
        "purpose": terms.purpose,
    }

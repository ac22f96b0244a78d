"""The request's papers: data put into the templates, rendered and hashed before release.

The pledge carries the guarantee's document hash, so that neither passes without the other.
"""

from app.agreements.forms import Problem
from app.agreements.parties import Parties
from app.agreements.signatories import Signatory
from app.agreements.terms import Terms
from app.core import clock
from app.core.korean_ids import business_number_hyphened
from app.core.phone import hyphened
from app.core.texts import speaking, t
from app.db.unit import reading
from app.editions.queries import in_force
from app.evidence import registry
from app.evidence.canonical import document_hash
from app.evidence.fields import Data
from app.evidence.marks import Place
from app.evidence.papers import Paper, PaperTemplate, fill, missing_glyphs
from app.signing.documents import Prepared

GUARANTEE, PLEDGE = "credit-guarantee", "responsible-management"


def prepare(number: str, terms: Terms, parties: Parties, *, demo: bool) -> list[Prepared]:
    """Render and keep the papers the signers will read; their hashes are what they sign."""
    asked, home = parties.signatories, parties.institution.id
    data = _guarantee(terms, parties, number)
    guarantee = prepared(todays(home, GUARANTEE), number, data, asked.guarantee, demo=demo)
    if not asked.pledge:
        return [guarantee]
    data = _pledge(terms, parties, number, guarantee.document_hash)
    return [guarantee, prepared(todays(home, PLEDGE), number, data, asked.pledge, demo=demo)]


def todays(institution_id: str, template_id: str) -> PaperTemplate:
    """The text that is in force at the institution today; a paper that is out keeps its own."""
    with reading() as session:
        return in_force(session, institution_id, template_id, clock.today())


def texts(number: str, terms: Terms, parties: Parties) -> list[tuple[Paper, tuple[Signatory, ...]]]:
    """The papers as their signers would read them, each with its signers; nothing is kept."""
    asked, home = parties.signatories, parties.institution.id
    data = _guarantee(terms, parties, number)
    found = [(fill(todays(home, GUARANTEE), data), asked.guarantee)]
    if asked.pledge:
        data = _pledge(terms, parties, number, "0" * 64)
        found.append((fill(todays(home, PLEDGE), data), asked.pledge))
    return found


def unprintable(terms: Terms, parties: Parties) -> list[Problem]:
    """The characters the papers' font cannot draw (decision 54)."""
    data = {**_guarantee(terms, parties, ""), **_pledge(terms, parties, "", "")}
    return [
        Problem(name, "glyphs", {"glyphs": " ".join(sorted(missing))})
        for name, value in data.items()
        if (missing := missing_glyphs(str(value)))
    ]


def prepared(
    template: PaperTemplate,
    number: str,
    data: Data,
    signers: tuple[Signatory, ...],
    *,
    demo: bool,
) -> Prepared:
    """Put the data into the template, render and keep the paper."""
    paper = fill(template, data)
    key, presign_hash = registry.keep_unsigned(drawn(paper, number, signers, demo=demo))
    return Prepared(
        number=number,
        template_id=template.id,
        template_version=template.version,
        data=data,
        presign_key=key,
        presign_hash=presign_hash,
        document_hash=document_hash(paper, presign_hash),
    )


def drawn(paper: Paper, number: str, signers: tuple[Signatory, ...], *, demo: bool) -> bytes:
    """The paper as the PDF that is read before it is signed."""
    from app.evidence.render import render_presign  # here: only composing needs the renderer

    with speaking("ko"):
        places = [Place(t(f"signing.role.{each.role}"), each.name) for each in signers]
    return render_presign(paper, number=number, signers=places, released_at=clock.now(), demo=demo)


def _guarantee(terms: Terms, parties: Parties, number: str) -> Data:
    return {
        **_both(terms, parties, number),
        "applicant": terms.applicant,
        "product": terms.product,
        "period_start": terms.period_start.isoformat(),
        "period_end": terms.period_end.isoformat(),
        "ratio_bps": terms.ratio_bps,
        "fee_bps": terms.fee_bps,
        "bank": terms.bank,
    }


def _pledge(terms: Terms, parties: Parties, number: str, guarantee_hash: str) -> Data:
    names = ", ".join(each.name for each in parties.signatories.pledge)
    return {
        **_both(terms, parties, number),
        "representatives": names,
        "guarantee_hash": guarantee_hash,
    }


def _both(terms: Terms, parties: Parties, number: str) -> Data:
    return {
        "number": number,
        "institution": parties.institution.name,
        "branch": parties.branch.name,
        "branch_phone": hyphened(parties.branch.phone),
        "firm": parties.firm.name,
        "business_number": business_number_hyphened(parties.firm.business_number),
        "amount": terms.amount,
        "purpose": terms.purpose,
    }

"""A template filled with made-up data, to look at before it is published."""

from datetime import timedelta
from typing import Any

from app.core import clock
from app.core.periods import last_day
from app.core.texts import speaking, t
from app.editions.clauses import Content, content_of, template_of
from app.evidence import fields, papers
from app.evidence.fields import Data, Value
from app.evidence.papers import Paper, PaperTemplate

HASH = "0123456789abcdef" * 4


def sample_data(template: PaperTemplate, institution: str) -> Data:
    """A value for every data field; the institution's own name, everything else invented."""
    start = clock.today() + timedelta(days=8)
    known: dict[str, Value] = {
        "institution": institution,
        "amount": 30_000_000,
        "period_start": start.isoformat(),
        "period_end": last_day(start - timedelta(days=1), years=5).isoformat(),
        "ratio_bps": 8500,
        "fee_bps": 100,
        "guarantee_hash": HASH,
        "document_hash": HASH,
    }
    with speaking("ko"):
        return {n: known[n] if n in known else t(f"editions.sample.{n}") for n in template.fields}


def filled(template: PaperTemplate, institution: str) -> Paper:
    """The paper of these words; a data field that does not exist stays readable, in brackets."""
    day = template.effective_from
    content = _readable(content_of(template), template)
    made = template_of(content, template, template.version, day)
    return papers.fill(made, sample_data(template, institution))


def values(template: PaperTemplate, institution: str) -> dict[str, str]:
    """Every placeholder that may be written, with what it becomes."""
    data = sample_data(template, institution)
    return {
        place: fields.put("{" + place + "}", template.fields, data)
        for place in fields.places(template.fields)
    }


def with_part(template: PaperTemplate, given: Content) -> PaperTemplate:
    """The template with a part as it is being typed."""
    content = {**content_of(template), **given}
    return template_of(content, template, template.version, template.effective_from)


def _readable(value: Any, template: PaperTemplate) -> Any:
    if isinstance(value, str):
        for wrong in fields.wrong_places(template.fields, value):
            value = value.replace("{" + wrong + "}", f"({wrong})")
        return value
    if isinstance(value, list):
        return [_readable(item, template) for item in value]
    if isinstance(value, dict):
        return {name: _readable(item, template) for name, item in value.items()}
    return value

"""Paper templates at the desk."""

from datetime import date
from types import SimpleNamespace as Bag
from typing import Any

from app.editions import parts
from app.editions.clauses import content_of
from app.editions.desk.preview import PAGES as PAGES_OF_A_PHONE
from app.evidence.papers import read
from tests.web.samples.common import DIGEST, OFFICER, THEN, Samples, journey

WORDS = read(
    """
    id = "credit-guarantee"
    version = 2
    effective_from = 2026-12-01
    title = "신용보증 약정서"
    issuer = "{institution}"
    lead = "{institution}과 약정합니다."
    closing = "전자서명합니다."
    facts = [{ label = "기관", value = "{institution}", strong = true }]
    articles = [{ title = "목적", paragraphs = ["정합니다.", "범위입니다."] }]
    cautions = [{ key = "debt", title = "책임이 남습니다", text = "갚아야 합니다." }]
    notices = [{ key = "collection", title = "개인정보 안내", paragraphs = ["알려 드립니다."] }]
    ticks = [{ key = "received", required = true, label = "수령 확인", detail = "받았습니다." }]
    [fields]
    institution = "text"
    """
)

EDITION_DRAFT, EDITION_ASKED = (
    Bag(
        template=WORDS,
        version=2,
        standing=state.lower(),
        effective_from=date(2026, 12, 1),
        changed_at=THEN,
        content_hash=DIGEST,
        edition=Bag(
            state=state,
            reason="제1조를 고쳐 주세요",
            drafted_by="a",
            drafted_at=THEN,
            asked_by="b",
            asked_at=THEN,
            published_by=None,
            published_at=None,
            content_hash=DIGEST,
        ),
    )
    for state in ("DRAFT", "ASKED")
)

SHIPPED = Bag(
    template=WORDS,
    version=1,
    standing="in-force",
    effective_from=date(2026, 1, 1),
    changed_at=None,
    content_hash=DIGEST,
    edition=None,
)

EDITION_CHIPS = {"draft": "new", "asked": "waiting", "in-force": "done"}

PROBLEM = Bag(part="articles", field="articles-0-title", sentence="제1조 제목: 비어 있습니다.")

TEMPLATES: dict[str, Any] = {
    "officer": OFFICER,
    "kinds": {"credit-guarantee": [EDITION_DRAFT, SHIPPED]},
    "open": {"credit-guarantee": True},
    "chips": EDITION_CHIPS,
    "names": {"a": "김창구"},
}

TEMPLATE_DRAFT: dict[str, Any] = {
    "officer": OFFICER,
    "version": EDITION_DRAFT,
    "others": [SHIPPED],
    "paper": WORDS,
    "chips": EDITION_CHIPS,
    "base": "/desk/templates/credit-guarantee/2",
    "entries": [{"at": THEN, "what": "drafted", "by": "김창구", "hash": "0c28afa2"}],
    "errors": [],
    "typed": {},
    "names": {"a": "김창구", "b": "박관리"},
    "problems": [PROBLEM],
    "first": date(2026, 11, 24),
    "may": "",
}

TEMPLATE_DIFF: dict[str, Any] = {
    "officer": OFFICER,
    "template_id": "credit-guarantee",
    "old": SHIPPED,
    "new": EDITION_DRAFT,
    "changes": [
        {"place": "제1조", "state": "changed", "lines": [[("same", "보증"), ("del", "7일")]]}
    ],
    "same": 9,
}


def template_edit(part: str) -> dict[str, Any]:
    """The editor at one part, with something wrong in the articles."""
    return {
        "officer": OFFICER,
        "version": EDITION_DRAFT,
        "base": "/desk/templates/credit-guarantee/2",
        "part": part,
        "counts": {"head": 0, "articles": 1, "cautions": 0, "ticks": 0, "close": 0},
        "held": parts.of(content_of(WORDS), part),
        "seen": DIGEST,
        "at": "saved",
        "errors": [],
        "problems": [PROBLEM] if part == "articles" else [],
        "wrong": {"articles-0-title": ["제1조 제목: 비어 있습니다."]},
        "asked": False,
        "must": {"received"},
        "values": {"institution": "데모경남신용보증재단"},
        "full": False,
        "signed": True,
        "inside": PAGES_OF_A_PHONE.get(part, "signing/text.html"),
        "paper": WORDS,
        "cautions": [{**vars(each), "read_at": None} for each in WORDS.cautions],
        "journey": journey("text"),
    }


PAGES: Samples = {
    "desk-templates": ("editions/list.html", TEMPLATES),
    "desk-template-draft": ("editions/one.html", TEMPLATE_DRAFT),
    "desk-template-asked": (
        "editions/one.html",
        TEMPLATE_DRAFT | {"version": EDITION_ASKED, "may": "decide", "problems": []},
    ),
    "desk-template-diff": ("editions/diff.html", TEMPLATE_DIFF),
    **{
        f"desk-template-edit-{part}": ("editions/edit.html", template_edit(part))
        for part in parts.LISTS
    },
}

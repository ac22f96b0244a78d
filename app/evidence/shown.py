"""The words and signatures that a concluded paper has to show, from what is attached to it.

Everything on the pages is accounted for: what the record and the evidence say must stand there, in
order and to the letter, and between it nothing but what the sheet (`templates/papers/paper.typ`)
adds of its own. A sheet that changes adds its words here and takes none away: old papers stay.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.evidence.page import DRAWING, Reading, bare

DEMO = "시연용-효력없음"
SEALED = "전자서명과 시점확인으로 봉인했습니다. 봉인한 뒤에 한 글자라도 바뀌면 드러납니다."
BESIDE = 6
"""Signers whose boxes to tick stand beside an item; those of more stand under it."""
PLACE = re.compile(rf"https?://[!-~]{{1,200}}확인번호(?:[2-9A-Z]{{4}}-?){{3}}|{DRAWING}")
"""How the paper is found in the register: neither address nor code is part of the record."""


@dataclass(frozen=True)
class Words:
    """Something a paper shows; `must` unless only some sheets add it. pattern: for what the record
    has in other words."""

    text: str = ""
    must: bool = True
    pattern: re.Pattern[str] | None = None

    def ends(self, shown: str, at: int) -> int | None:
        """Where it ends in `shown` if it stands there at `at`."""
        if self.pattern:
            found = self.pattern.match(shown, at)
            return found.end() if found else None
        return at + len(self.text) if shown.startswith(self.text, at) else None


def shows(reading: Reading, record: dict[str, Any], evidence: dict[str, Any]) -> bool:
    """Whether the pages show what record and evidence say, and nothing else."""
    return (
        not reading.odd
        and _said(reading.words, list(words(record["clauses"], evidence)))
        and _margins(reading.margins, record["clauses"], evidence)
    )


def _said(shown: str, wanted: Sequence[Words]) -> bool:
    at = 0
    for each in wanted:
        end = each.ends(shown, at)
        if end is None and each.must:
            return False
        at = at if end is None else end
    return at == len(shown)


def words(clauses: dict[str, Any], evidence: dict[str, Any]) -> Iterator[Words]:
    """What stands on the pages, in order; margins and ornaments apart."""
    signers = evidence["signers"]
    yield from _must(clauses["title"], clauses["lead"])
    yield from _may("항목", "내용")
    for fact in clauses["facts"]:
        yield from _must(fact["label"], fact["value"])
    yield from _articles(clauses)
    yield from _ticks(clauses["ticks"], signers)
    if signers:
        yield from _may("서명")
        yield from _must(clauses["closing"])
    for number, signer in enumerate(signers, start=1):
        yield from _signature(signer, f"{number}." if len(signers) > 1 else "")
    yield from _seal(clauses, evidence)
    if len(signers) > 1:
        yield from _summary(clauses["ticks"], signers)


def signed_in_order(signers: Sequence[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    """Signers with their numbers, as the summary at the end lists them."""
    return sorted(enumerate(signers, start=1), key=lambda it: (it[1]["signed_at"], it[0]))


def _must(*texts: str) -> Iterator[Words]:
    return (Words(bare(text)) for text in texts)


def _may(*texts: str) -> Iterator[Words]:
    return (Words(bare(text), must=False) for text in texts)


def _articles(clauses: dict[str, Any]) -> Iterator[Words]:
    yield from _may("약정 조항")
    for article in clauses["articles"]:
        yield from _must(f"제{article['number']}조({article['title']})")
        several = len(article["paragraphs"]) > 1
        for i, paragraph in enumerate(article["paragraphs"]):
            yield from _may(circled(i + 1)) if several else ()
            yield from _must(paragraph)
    yield from _may("유의사항")
    for i, caution in enumerate(clauses["cautions"], start=1):
        yield from _may(str(i))
        yield from _must(caution["title"], caution["text"])
    for notice in clauses["notices"]:
        yield from _must(notice["title"], *notice["paragraphs"])


def circled(number: int) -> str:
    """① to ㊿."""
    first, since = (0x2460, 1) if number <= 20 else (0x3251, 21) if number <= 35 else (0x32B1, 36)
    return chr(first + number - since)


def _ticks(ticks: Sequence[dict[str, Any]], signers: Sequence[dict[str, Any]]) -> Iterator[Words]:
    if not ticks:
        return
    yield from _may("확인 항목")
    yield from _may("".join(_heads(signers)))
    many = len(signers) > BESIDE
    for tick in ticks:
        boxes = ["■" if signer["ticks"].get(tick["key"]) else "□" for signer in signers]
        yield from _must(tick["label"], tick["detail"])
        if many:
            yield from _must("".join(f"{i}{box}" for i, box in enumerate(boxes, start=1)))
        yield from _must("필수" if tick["required"] else "선택")
        yield from () if many else _must("".join(boxes))
    yield from _may("■ 체크함 □ 체크하지 않음", "숫자는 아래 서명자의 번호입니다.")


def _heads(signers: Sequence[dict[str, Any]]) -> list[str]:
    """Of the table of ticks."""
    names = [signers[0]["name"]] if len(signers) == 1 else [f"{i + 1}" for i in range(len(signers))]
    return ["항목", "구분", *(names if len(signers) <= BESIDE else ())]


def _signature(signer: dict[str, Any], number: str) -> Iterator[Words]:
    """Role and name, how they were checked, when they signed, and their ink or name."""
    yield from _must(f"{number}{signer['role']}", signer["name"])
    yield _how(signer)
    yield from _must(DRAWING if signer["ink"] else signer["name"])


def _how(signer: dict[str, Any]) -> Words:
    """Method and identity check in words, with the masked number of the record, and the instant."""
    number = re.escape(bare(signer["identity"].get("number", "")))
    at = re.escape(bare(said(signer["signed_at"])))
    return Words(pattern=re.compile(rf"[^{DRAWING}]{{1,80}}?{number}[^{DRAWING}]{{0,20}}?{at}"))


def said(instant: str) -> str:
    """An instant of the record as the sheet says it: `2026-11-23 14:05:10 +09:00 (KST)`."""
    day, _, rest = instant.partition("T")
    return f"{day} {rest[:8]} {rest[8:]} (KST)"


def _seal(clauses: dict[str, Any], evidence: dict[str, Any]) -> Iterator[Words]:
    yield from _must(clauses["issuer"])
    yield from _may(SEALED)
    yield from _may("문서번호")
    yield from _must(evidence["number"])
    yield from _may("체결일시")
    yield from _must(said(evidence["concluded_at"]))
    yield from _may("약정 내용 확인값")
    yield from _must(evidence["document_hash"])
    yield from _may("문서 확인")
    yield Words(pattern=PLACE, must=False)
    if anchor := evidence["audit_anchor"]:
        yield from _may(f"감사 기록 {anchor['number']}호{anchor['hash']}")
    yield Words(pattern=PLACE, must=False)


def _summary(ticks: Sequence[dict[str, Any]], signers: Sequence[dict[str, Any]]) -> Iterator[Words]:
    """The page at the end on which several signers stand once more."""
    yield from _may("서명 요약", "서명한 순서입니다. 번호는 앞에 적힌 서명자의 번호입니다.")
    yield from _may("번호 서명자 방법과 일시 체크 서명")
    for number, signer in signed_in_order(signers):
        yield from _must(f"{number}{signer['role']}", signer["name"])
        yield _how(signer)
        ticked = sum(1 for at in signer["ticks"].values() if at)
        yield from _must(f"{ticked}/{len(ticks)}", DRAWING if signer["ink"] else signer["name"])


def _margins(margins: Sequence[str], clauses: dict[str, Any], evidence: dict[str, Any]) -> bool:
    """Header and footer of every page, and between them repeated table heads and the stamp."""
    issuer, number = bare(clauses["issuer"]), bare(evidence["number"])
    heads = ("항목내용", bare("".join(_heads(evidence["signers"]))), "번호서명자방법과일시체크서명")
    stamp = [f"{issuer}{last}" for last in ("인", "의인")]
    between = "|".join(map(re.escape, (*heads, *stamp)))
    line = re.compile(
        rf"{re.escape(issuer)}(?:{DEMO})?{re.escape(number)}(?:{between})*"
        rf"약정내용확인값{evidence['document_hash']}(\d+)/{len(margins)}"
    )
    found = [line.fullmatch(margin) for margin in margins]
    return [match and match[1] for match in found] == [f"{i + 1}" for i in range(len(margins))]

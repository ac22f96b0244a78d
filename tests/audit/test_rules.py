"""Whatever is done to a chain afterwards is found, and where."""

from datetime import UTC, datetime, timedelta

import pytest

from app.audit.rules import START, Fault, Link, find_fault, link_hash

Chain = list[tuple[Link, str]]


def chain(length: int = 4) -> Chain:
    made: Chain = []
    previous = START
    for seq in range(1, length + 1):
        link = Link(
            subject="agreement:1",
            seq=seq,
            institution_id="i",
            at=datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=seq),
            action="agreements:cautions:acknowledged",
            actor="person:p",
            request_id="E-1",
            facts={"n": seq},
            person_id="p",
            personal=b"sealed",
            previous_hash=previous,
        )
        previous = link_hash(link)
        made.append((link, previous))
    return made


def head(entries: Chain) -> tuple[int, str]:
    return len(entries), entries[-1][1]


def test_a_whole_chain_has_no_fault() -> None:
    entries = chain()
    assert find_fault("agreement:1", entries, head(entries)) is None
    assert find_fault("agreement:1", [], None) is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("facts", {"n": 99}),
        ("actor", "person:someone-else"),
        ("action", "agreements:request:declined"),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("personal", b"other"),
        ("request_id", "E-2"),
        ("institution_id", "j"),
    ],
)
def test_an_edited_entry_is_found(field: str, value: object) -> None:
    entries = chain()
    link, recorded = entries[1]
    entries[1] = (Link(**{**link.__dict__, field: value}), recorded)
    assert find_fault("agreement:1", entries, head(entries)) == Fault("agreement:1", 2, "edited")


def test_a_deleted_entry_is_found() -> None:
    entries = chain()
    kept = [entry for entry in entries if entry[0].seq != 2]
    assert find_fault("agreement:1", kept, head(entries)) == Fault(
        "agreement:1", 2, "missing or out of order"
    )


def test_reordered_entries_are_found() -> None:
    entries = chain()
    entries[1], entries[2] = entries[2], entries[1]
    fault = find_fault("agreement:1", entries, head(entries))
    assert fault and fault.seq == 2


def test_an_entry_rewritten_with_a_fresh_hash_is_found_by_the_next() -> None:
    entries = chain()
    forged = Link(**{**entries[1][0].__dict__, "facts": {"n": 99}})
    entries[1] = (forged, link_hash(forged))
    fault = find_fault("agreement:1", entries, head(entries))
    assert fault == Fault("agreement:1", 3, "does not follow the entry before it")


def test_a_cut_tail_is_found_by_the_head() -> None:
    entries = chain()
    fault = find_fault("agreement:1", entries[:-1], head(entries))
    assert fault == Fault("agreement:1", 4, "the end of the chain was cut off")

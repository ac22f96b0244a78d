"""One way to write a value down."""

import hashlib
import json
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.evidence.canonical import canonical_json, document_hash, document_record
from tests.evidence.samples import paper

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def test_keys_are_sorted_text_is_composed_and_nothing_is_escaped():
    decomposed = "\u1112\u1169\u11bc"
    assert canonical_json({"b": 1, "a": [decomposed, None, True]}) == (
        '{"a":["홍",null,true],"b":1}'.encode()
    )


@given(VALUES)
def test_writing_down_what_was_read_gives_the_same_bytes(value):
    written = canonical_json(value)
    assert canonical_json(json.loads(written)) == written


@given(VALUES, st.randoms())
def test_neither_order_nor_the_way_letters_are_composed_makes_a_difference(value, chance):
    written = canonical_json(value)
    assert canonical_json(shuffled(value, chance)) == written
    assert canonical_json(spelled(value, "NFD")) == canonical_json(spelled(value, "NFC")) == written


@given(VALUES, VALUES)
def test_different_values_are_never_written_alike(one, other):
    """Different but for the order of keys and the composing of letters, both of them told apart
    from `canonical_json` itself by what is compared here."""
    same = plain(one) == plain(other)
    assert (canonical_json(one) == canonical_json(other)) == same


@given(st.text(), st.text())
def test_of_two_keys_that_are_one_when_composed_none_is_lost(key, other):
    alike = unicodedata.normalize("NFC", key) == unicodedata.normalize("NFC", other)
    if key != other and alike:
        with pytest.raises(ValueError):
            canonical_json({key: 1, other: 2})
    else:
        assert len(json.loads(canonical_json({key: 1, other: 2}))) == len({key, other})


@pytest.mark.parametrize("pair", [("가", "\u1100\u1161"), ("\u212b", "Å"), ("1", 1)])
def test_two_names_of_one_key_are_refused(pair):
    with pytest.raises(ValueError, match="twice"):
        canonical_json(dict.fromkeys(pair, 1))


@given(VALUES)
def test_nothing_is_written_but_what_json_needs(value):
    """Integers as they are, no spaces outside texts, no escapes but the few JSON demands."""
    written = canonical_json(value).decode()
    assert (
        json.dumps(json.loads(written), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        == written
    )
    assert unicodedata.is_normalized("NFC", written)
    assert list(keys_in_order(json.loads(written))) == []


def test_another_process_with_other_hash_seeds_writes_the_same():
    code = (
        "import hashlib; from tests.evidence.samples import paper;"
        "from app.evidence.canonical import document_record as r;"
        "print(hashlib.sha256(r(paper(), 'ab' * 32)).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": "."},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("0", "1")
    }
    assert found == {document_hash(paper(), "ab" * 32)}


def shuffled(value: Any, chance: Any) -> Any:
    """The same, its keys in another order."""
    if isinstance(value, list):
        return [shuffled(each, chance) for each in value]
    if isinstance(value, dict):
        items = [(key, shuffled(each, chance)) for key, each in value.items()]
        chance.shuffle(items)
        return dict(items)
    return value


def spelled(value: Any, form: Any) -> Any:
    """The same, its texts (not its keys) composed or taken apart."""
    if isinstance(value, str):
        return unicodedata.normalize(form, value)
    if isinstance(value, list):
        return [spelled(each, form) for each in value]
    if isinstance(value, dict):
        return {key: spelled(each, form) for key, each in value.items()}
    return value


def plain(value: Any) -> Any:
    """Something that is equal for equal values only: True is not 1."""
    if isinstance(value, list):
        return ("list", [plain(each) for each in value])
    if isinstance(value, dict):
        composed = {unicodedata.normalize("NFC", key): plain(v) for key, v in value.items()}
        return ("dict", sorted(composed.items(), key=lambda item: item[0]))
    if isinstance(value, str):
        return ("text", unicodedata.normalize("NFC", value))
    return (type(value).__name__, value)


def keys_in_order(value: Any) -> Iterator[Any]:
    """Objects whose keys are not sorted."""
    if isinstance(value, dict):
        if list(value) != sorted(value):
            yield value
        for each in value.values():
            yield from keys_in_order(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys_in_order(each)


@pytest.mark.parametrize("value", [1.5, {"a": [0.0]}, b"x", object()])
def test_what_has_no_one_form_is_refused(value):
    with pytest.raises(ValueError):
        canonical_json(value)


def test_the_hash_is_that_of_the_record():
    record = document_record(paper(), "ab" * 32)
    assert document_hash(paper(), "ab" * 32) == hashlib.sha256(record).hexdigest()


def test_any_change_gives_another_hash():
    first = paper()
    tick = replace(first.ticks[0], detail=first.ticks[0].detail + " ")
    others = [
        document_hash(first, "cd" * 32),
        document_hash(paper(amount=30_000_001), "ab" * 32),
        document_hash(replace(first, ticks=(tick, *first.ticks[1:])), "ab" * 32),
        document_hash(replace(first, cautions=first.cautions[1:]), "ab" * 32),
    ]
    assert len({document_hash(first, "ab" * 32), *others}) == 5

"""One way to write a value down."""

import hashlib
import json
from dataclasses import replace

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

"""A proof of any entry of any chain among any others holds; changed anywhere, it does not."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.audit.proofs import Proof, proves
from app.audit.rules import START, Link, link_hash, link_text
from app.core import merkle
from app.core.chain import End, leaf

AT = datetime(2026, 11, 23, tzinfo=UTC)
FIRST = Link(
    subject="agreement:1",
    seq=1,
    institution_id="i",
    at=AT,
    action="signing:ticks:recorded",
    actor="person:1",
    request_id="E-1",
    facts={},
    person_id="",
    personal=b"",
    previous_hash=START,
)
words = st.text(max_size=12)
facts = st.lists(st.dictionaries(words, words | st.integers() | st.none()), min_size=1, max_size=6)


@st.composite
def proofs(draw: st.DrawFn) -> Proof:
    """From some entry of a chain to its end, under an anchor with others."""
    chain: list[Link] = []
    for number, said in enumerate(draw(facts)):
        before = link_hash(chain[-1]) if chain else START
        at, personal = AT + timedelta(minutes=number), draw(st.binary(max_size=20))
        chain.append(
            replace(
                FIRST, seq=number + 1, at=at, facts=said, personal=personal, previous_hash=before
            )
        )
    mine = leaf(End(FIRST.subject, len(chain), link_hash(chain[-1])))
    others = [leaf(End(f"agreement:{n}", 1, START)) for n in range(2, draw(st.integers(2, 40)))]
    leaves = sorted([mine, *others])
    place = leaves.index(mine)
    return {
        "entries": [link_text(link) for link in chain[draw(st.integers(0, len(chain) - 1)) :]],
        "place": place,
        "path": [step.hex() for step in merkle.inclusion(leaves, place)],
        "anchor": json.dumps({"size": len(leaves), "root": merkle.root(leaves).hex()}),
    }


@given(proofs())
def test_it_holds(proof: Proof) -> None:
    assert proves(proof)


@given(proofs(), st.sampled_from((math.inf, 1e300, 2.0, True, "2", None)))
def test_a_place_or_a_size_that_is_no_whole_number_proves_nothing(proof: Proof, odd: Any) -> None:
    anchor = json.dumps({**json.loads(proof["anchor"]), "size": odd})
    assert not proves({**proof, "anchor": anchor})
    assert not proves({**proof, "place": odd})


@given(proofs(), st.data())
def test_no_entry_can_be_changed(proof: Proof, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(proof["entries"]) - 1))
    entries = [*proof["entries"]]
    entries[at] = json.dumps({**json.loads(entries[at]), "actor": "staff:x"})
    assert not proves({**proof, "entries": entries})


@given(proofs(), st.data())
def test_no_entry_can_be_left_out_moved_or_added(proof: Proof, data: st.DataObject) -> None:
    entries = proof["entries"]
    assert not proves({**proof, "entries": entries[:-1]})
    assert not proves({**proof, "entries": [*entries, entries[-1]]})
    if len(entries) > 1:
        assert not proves({**proof, "entries": entries[::-1]})
    if len(entries) > 2:
        gap = data.draw(st.integers(1, len(entries) - 2))
        assert not proves({**proof, "entries": entries[:gap] + entries[gap + 1 :]})


@given(proofs(), st.data())
def test_no_step_of_the_path_can_be_changed(proof: Proof, data: st.DataObject) -> None:
    assert not proves({**proof, "path": [*proof["path"], START]})
    assert not proves({**proof, "place": proof["place"] + 40})
    if proof["path"]:
        at = data.draw(st.integers(0, len(proof["path"]) - 1))
        path = [START if n == at else step for n, step in enumerate(proof["path"])]
        assert not proves({**proof, "path": path})

"""DER, held against another encoder."""

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from app.core import der


@given(st.integers(min_value=0, max_value=2**160))
def test_integers(value):
    assert der.integer(value) == core.Integer(value).dump()


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 65_535, 65_536])
def test_lengths(size):
    assert der.octets(b"x" * size) == core.OctetString(b"x" * size).dump()


@pytest.mark.parametrize(
    "dotted", ["1.2.840.113549.1.7.2", "2.16.840.1.101.3.4.2.1", "0.9", "1.3.128"]
)
def test_object_identifiers(dotted):
    assert der.oid(dotted) == core.ObjectIdentifier(dotted).dump()


@given(st.lists(st.integers(min_value=0, max_value=2**40), unique=True))
def test_sets_are_sorted(values):
    class Numbers(core.SetOf):
        _child_spec = core.Integer

    assert der.set_of(*map(der.integer, values)) == Numbers(values).dump()


def test_explicit_tags():
    assert der.explicit(1, der.integer(5)) == core.Integer(5, explicit=1).dump()

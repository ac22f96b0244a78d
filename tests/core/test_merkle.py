"""The tree against the published vectors of Certificate Transparency, and against anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.merkle import included, inclusion, leaf_hash, root

ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PATHS = {
    0: [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    5: [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
LEAVES = [leaf_hash(entry) for entry in ENTRIES]

trees = st.lists(st.binary(max_size=40).map(leaf_hash), min_size=1, max_size=70)


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_published_roots(size: int) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize("index", PATHS)
def test_the_published_paths(index: int) -> None:
    assert [step.hex() for step in inclusion(LEAVES, index)] == PATHS[index]


@given(trees, st.data())
def test_every_leaf_is_proved_and_only_where_it_stands(
    leaves: list[bytes], data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    size, path, top = len(leaves), inclusion(leaves, index), root(leaves)
    assert included(leaves[index], index, size, path, top)
    assert not included(leaf_hash(b"another" * 9), index, size, path, top)
    assert not included(leaves[index], index, size, [*path, top], top)
    assert not included(leaves[index], size, size, path, top)
    if path:
        assert not included(leaves[index], index, size, path[:-1], top)


@given(trees, st.data())
def test_a_changed_leaf_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves]
    changed[index] = leaf_hash(b"another" * 9)
    assert root(changed) != root(leaves)


@pytest.mark.parametrize("index", [-1, 8])
def test_there_is_no_path_for_what_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        inclusion(LEAVES, index)

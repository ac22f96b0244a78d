"""Merkle trees as in RFC 6962 and RFC 9162, 2.1: one hash over many entries, and proof of each.

Leaf and node are hashed under different prefixes, so that no node can pass for an entry.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256


def leaf_hash(entry: bytes) -> bytes:
    """What stands for an entry in the tree (32 bytes)."""
    return sha256(b"\x00" + entry).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's hash over leaf hashes in order; an empty tree has the hash of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else sha256().digest()


def inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at `index` (from 0), lowest first; raises IndexError."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    path, level = [], list(leaves)
    while len(level) > 1:
        if (beside := index ^ 1) < len(level):
            path.append(level[beside])
        index, level = index // 2, _above(level)
    return path


def included(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """Whether the path leads from this leaf, at this place of a tree of `size`, to that root.

    RFC 9162, 2.1.3.2: a path too short or too long proves nothing.
    """
    if not 0 <= index < size:
        return False
    try:
        reached = leaf
        for beside, left in sides(index, size, path):
            reached = _node(beside, reached) if left else _node(reached, beside)
    except ValueError:
        return False
    return reached == expected


def sides(index: int, size: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The steps of a path from the leaf at `index` up: what stands beside, and whether left of it.

    Raises ValueError for a path that is too short or too long.
    """
    last, steps = size - 1, iter(path)
    while last:
        if index % 2 or index < last:
            beside = next(steps, None)
            if beside is None:
                raise ValueError("the path is too short")
            yield beside, bool(index % 2)
        index, last = index // 2, last // 2
    if next(steps, None) is not None:
        raise ValueError("the path is too long")


def _above(level: list[bytes]) -> list[bytes]:
    """The next level up; one without a neighbour goes up as it is."""
    pairs = [_node(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return pairs + level[-1:] if len(level) % 2 else pairs


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()

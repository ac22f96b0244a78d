"""What a report and the register say together, in one word. Pure."""

from collections.abc import Mapping

HOLDS, VOID, DIFFERS, UNSURE = "holds", "void", "differs", "unsure"

OURS = ("readable", "seal", "trusted")
"""Checks without which a file may be anything: nothing can be said about it."""


def verdict(checks: Mapping[str, bool], state: str | None) -> str:
    """원본이 맞습니다 / 무효가 된 문서 / 원본과 다릅니다 / 확인할 수 없습니다.

    checks: what was looked at -> whether it holds; state: the register's word, None if the file is
    not in it. A whole seal that the register doesn't know is no original of ours.
    """
    if not all(checks.get(key, False) for key in OURS):
        return DIFFERS if checks.get("seal") and not checks.get("intact") else UNSURE
    if not all(checks.values()):
        return DIFFERS
    if state is None:
        return UNSURE
    return VOID if state == "void" else HOLDS

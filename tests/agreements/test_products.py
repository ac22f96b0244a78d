"""Products from a command: offered with limits, changed, offered no more."""

import pytest
from flask import Flask

from app.agreements.products import products_of
from app.db.unit import reading
from app.parties.queries import institution_by_code
from tests.support.signer import register


def run(app: Flask, *words: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["agreements", "product", *words])
    return done.exit_code, done.output


def offered() -> list[tuple[str, int]]:
    with reading() as session:
        home = institution_by_code(session, "FOUND")
        assert home
        return [(each.name, each.ratio_bps) for each in products_of(session, home.id)]


def test_a_product_is_offered_changed_and_stopped(app: Flask) -> None:
    register()
    assert run(app, "FOUND", "창업보증") == (0, "창업보증\n")
    assert run(app, "FOUND", "창업보증", "--ratio", "9000", "8000", "10000")[0] == 0
    assert offered() == [("창업보증", 9000)]
    assert run(app, "FOUND", "창업보증", "--stop")[0] == 0
    assert offered() == []
    assert run(app, "FOUND", "창업보증")[0] == 0
    assert offered() == [("창업보증", 8500)]


@pytest.mark.parametrize(
    "words",
    [
        ("FOUND", "창업보증", "--ratio", "9000", "9500", "10000"),
        ("FOUND", "창업보증", "--amount", "5", "4"),
        ("FOUND", "창업보증", "--years", "5", "31"),
        ("FOUND", "가" * 41),
        ("NOBODY", "창업보증"),
        ("FOUND", "없는 상품", "--stop"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(app: Flask, words: tuple[str, ...]) -> None:
    register()
    code, said = run(app, *words)
    assert (code, said.startswith("Error: ")) == (1, True)
    assert offered() == []

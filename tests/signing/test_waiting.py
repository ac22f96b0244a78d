"""A concluded paper without its timestamp: it waits, says so, and nothing half-sealed exists."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Flask

from app.config import Settings
from app.core import clock as clock_door
from app.core.cms import Identity
from app.db.unit import reading, unit
from app.delivery import outbox
from app.delivery.rules import Lane
from app.evidence import keys
from app.evidence.verify import verify
from app.gateways.timestamp.authority import Authority, answer
from app.signing.waiting import unsealed
from app.worker import Worker, drain
from tests.conftest import Clock
from tests.support.authorities import Reply, asked_otherwise, expired, serving
from tests.support.signer import Signer, register, send

NOBODY = "http://127.0.0.1:9/"


@pytest.fixture
def signer(app: Flask, settings: Settings, clock: Clock) -> Signer:
    """홍길동, who has just concluded; nothing is sealed yet."""
    register()
    send()
    signer = Signer(app, settings).enter()
    signer.to("identify")
    assert signer.conclude().status_code == 303
    return signer


@pytest.fixture
def tsa(settings: Settings) -> Identity:
    keys.make_demo(settings.keys)
    return keys.identity(settings.keys, "tsa")


@pytest.fixture
def wrong(settings: Settings, tsa: Identity) -> Iterator[list[str]]:
    """Authorities that each fail in another way, the root of the expired one being trusted."""
    old, root = expired()
    with (settings.keys / "trust.pem").open("ab") as trust:
        trust.write(root.public_bytes(Encoding.PEM))
    seal = keys.identity(settings.keys, "seal")
    replies: list[Reply] = [
        lambda _: b"garbage",
        asked_otherwise(tsa, nonce=5),
        asked_otherwise(tsa, digest=bytes(32)),
        lambda asked: answer(old, asked),
        lambda asked: answer(seal, asked),
    ]
    with ExitStack() as open_doors:
        yield [NOBODY, *(open_doors.enter_context(serving(reply)) for reply in replies)]


def work_with(settings: Settings, *urls: str) -> None:
    """One worker, from its start on, does what is due."""
    crew = Worker(replace(settings, timestamp_urls=urls))
    while crew._one("worker", list(Lane)):
        pass


def sealed_files(settings: Settings) -> list[Path]:
    return list((settings.var / "papers").glob("sealed/**/*.pdf"))


def test_no_wrong_authority_gives_a_file_and_the_agreement_stays_concluded(
    signer: Signer, settings: Settings, clock: Clock, wrong: list[str]
) -> None:
    for url in wrong:
        work_with(settings, url)
        clock.move(timedelta(minutes=10))
    work_with(settings, *wrong)
    done = signer.enter().see("done").text
    assert "시각 확인 대기 중(약정은 체결되었습니다)" in done
    assert "paper.pdf" not in done
    assert signer.see("paper.pdf").status_code == 409
    assert sealed_files(settings) == []
    with reading() as session:
        (waits,) = unsealed(session)
    assert (waits.number, waits.problem, waits.attempts) == (signer.number, "NoTimestamp", 7)
    assert waits.next_try == clock.instant + timedelta(seconds=64)


def test_it_is_sealed_with_the_true_time_once_an_authority_answers(
    signer: Signer, settings: Settings, clock: Clock, wrong: list[str], tsa: Identity
) -> None:
    work_with(settings, *wrong)
    clock.move(timedelta(hours=5))
    with Authority(tsa) as authority:
        work_with(settings, *wrong, authority.url)
    (file,) = sealed_files(settings)
    report = verify(file.read_bytes(), (settings.keys / "trust.pem").read_bytes())
    assert report.ok
    assert report.facts["stamped_at"] == clock_door.kst(clock.instant).isoformat()
    assert signer.enter().see("paper.pdf").data == file.read_bytes()
    with reading() as session:
        assert unsealed(session) == []


def test_staff_see_what_waits(
    app: Flask, signer: Signer, settings: Settings, tsa: Identity
) -> None:
    said = app.test_cli_runner().invoke(args=["seals", "waiting"]).output
    assert "AR-2026-0001 (1): concluded" in said
    assert "tries 0, last problem -" in said
    assert "1 waiting" in said
    work_with(settings, NOBODY)
    said = app.test_cli_runner().invoke(args=["seals", "waiting"]).output
    assert "tries 1, last problem NoTimestamp, next 20" in said


def test_staff_see_what_killed_its_workers(app: Flask, signer: Signer, clock: Clock) -> None:
    while outbox.claim("mortal", [Lane.PAPERS]):
        clock.move(timedelta(minutes=3))
    said = app.test_cli_runner().invoke(args=["seals", "waiting"]).output
    assert "next parked" in said
    with unit() as u:
        outbox.retry(u)
    with reading() as session:
        assert not unsealed(session)[0].parked


def test_nothing_waits_once_everything_is_sealed(
    app: Flask, signer: Signer, settings: Settings
) -> None:
    drain(settings)
    assert app.test_cli_runner().invoke(args=["seals", "waiting"]).output == "0 waiting\n"

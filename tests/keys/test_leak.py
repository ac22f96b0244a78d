"""A sealing key leaks: what `/verify` says of papers sealed before, since, and with a new key."""

from datetime import timedelta

from flask import Flask

from app.config import Settings
from app.core.texts import t
from app.worker import drain
from tests.conftest import Clock
from tests.support.signer import Signer, register, send
from tests.support.visitor import Visitor
from tests.vault.test_verify_page import check, heading

HOUR = timedelta(hours=1)


def test_what_a_stranger_is_told(app: Flask, settings: Settings, clock: Clock) -> None:
    clock.move(-6 * HOUR)  # a stranger's check looks at the true clock
    register()

    def run(*words: str) -> str:
        done = app.test_cli_runner().invoke(args=["keys", *words])
        assert done.exit_code == 0, done.output
        return done.output

    def sealed(number: str) -> bytes:
        send(number)
        signer = Signer(app, settings, number).enter()
        signer.sign_guarantee()
        drain(settings)
        return bytes(signer.get(signer.at("paper.pdf")).data)

    key = run("create", "FOUND", "--own-authority").split()[0]
    before = sealed("AR-2026-0001")
    clock.move(2 * HOUR)
    leaked = clock.instant
    clock.move(HOUR)
    after = sealed("AR-2026-0002")
    run("revoke", key, "--since", leaked.isoformat())
    run("create", "FOUND", "--own-authority")
    clock.move(HOUR)
    anew = sealed("AR-2026-0003")
    stranger = Visitor(app.test_client())
    said = [heading(check(stranger, paper)) for paper in (before, after, anew)]
    assert said == ["원본이 맞습니다", "확인할 수 없습니다", "원본이 맞습니다"]
    why = t("evidence.check.trusted.bad")
    assert [why in check(stranger, paper).text for paper in (before, after)] == [False, True]

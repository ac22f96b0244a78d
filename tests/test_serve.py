"""`make run`'s command: it starts from nothing, says what to try, keeps its data, starts over."""

import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.server import LiveServer

FIRST = "AR-2026-0001"
WRONG = ("DATABASE_URL", "BASE_URL", "SECRET_KEY", "KEY_RING", "TIMESTAMP_URLS", "SMS_ADAPTER")


def sign_in(phone: Page) -> None:
    """Open the start page and tap the first person's button."""
    phone.goto("/")
    phone.get_by_role("button", name="홍길동").first.click()


def test_one_tap_from_the_start_page_to_the_first_request(phone: Page) -> None:
    sign_in(phone)
    expect(phone.get_by_text(FIRST).first).to_be_visible()


def test_the_same_without_javascript(plain_phone: Page) -> None:
    sign_in(plain_phone)
    expect(plain_phone.get_by_text(FIRST).first).to_be_visible()


def test_a_second_start_after_a_power_cut_keeps_the_data(own_server: LiveServer) -> None:
    own_server.start()
    own_server.run("agreements", "recall", FIRST, "시험")
    own_server.kill()
    own_server.start()
    refusal = own_server.outcome("agreements", "recall", FIRST, "시험")
    assert refusal.returncode == 1
    own_server.run("reset")
    own_server.run("agreements", "recall", FIRST, "시험")


def test_ctrl_c_ends_everything(own_server: LiveServer) -> None:
    own_server.start()
    assert own_server.interrupt() == 0
    assert own_server.status("/healthz") == 0


def test_it_says_where_it_is_and_who_to_be(own_server: LiveServer) -> None:
    own_server.start()
    said = own_server.log.read_text("utf-8")
    assert f"http://localhost:{own_server.port}" in said
    assert f"http://localhost:{own_server.port}/demo/phone" in said
    assert "gildong" in said
    assert "Demo!2026" in said


def test_it_names_every_wrong_setting(own_server: LiveServer) -> None:
    wrong = LiveServer("mysql://localhost/x", own_server.var, MODE="production", SECRET_KEY="short")
    refusal = wrong.outcome("migrate")
    assert refusal.returncode != 0
    assert all(name in refusal.stderr for name in WRONG)
    assert "Traceback" not in refusal.stderr


def test_a_port_in_use_is_said_before_anything_is_touched(own_server: LiveServer) -> None:
    own_server.start()
    refusal = own_server.outcome("serve")
    assert refusal.returncode == 1
    assert refusal.stderr.startswith(f"Error: port {own_server.port}: Address already in use.")
    assert own_server.status("/readyz") == 200


def test_a_database_that_cannot_be_reached_is_said_in_words(tmp_path: Path) -> None:
    for url in ("postgresql+psycopg://localhost:1/x", "sqlite:////dev/null/x.db"):
        refusal = LiveServer(url, tmp_path).outcome("serve")
        assert refusal.returncode == 1
        assert "DATABASE_URL: " in refusal.stderr
        assert "Traceback" not in refusal.stderr


def test_what_is_kept_is_nobody_elses(tmp_path: Path) -> None:
    var = tmp_path / "var"
    LiveServer(f"sqlite:///{var}/dojang.db", var).run("reset")
    shared = [path for path in (var, *var.rglob("*")) if path.stat().st_mode & 0o077]
    assert [path for path in shared if not path.is_socket()] == []


def test_a_database_of_an_unreleased_version_is_said_and_can_be_made_anew(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.db"
    server = LiveServer(url, tmp_path / "var")
    server.run("migrate")
    with closing(sqlite3.connect(tmp_path / "old.db")) as database:
        database.execute("ALTER TABLE outbox DROP COLUMN deaths")
    refusal = server.outcome("serve")
    assert refusal.returncode == 1
    assert "make reset" in refusal.stderr
    server.run("reset")
    server.run("migrate")
    server.run("agreements", "recall", FIRST, "시험")

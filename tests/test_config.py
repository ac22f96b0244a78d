"""Settings: each wrong one is named, all at once; production refuses what belongs to the demo."""

import base64
from pathlib import Path

import pytest
from flask import request

from app import create_app
from app.config import WrongSettings, from_environment
from app.web import guards

KEY = base64.b64encode(b"k" * 32).decode()


def production(**changes: str) -> dict[str, str]:
    return {
        "MODE": "production",
        "BASE_URL": "https://sign.example.kr",
        "SECRET_KEY": "s" * 40,
        "KEY_RING": f"2026:{KEY}",
        "KEY_PEPPER": KEY,
        "TIMESTAMP_URLS": "https://tsa.example.kr",
        "SMS_ADAPTER": "none",
        "VOICE_ADAPTER": "none",
        "MAIL_ADAPTER": "smtp",
        "SMTP_URL": "smtps://mail.example.kr",
        "SMTP_FROM": "sign@example.kr",
        **changes,
    }


def problems(environ: dict[str, str]) -> str:
    with pytest.raises(WrongSettings) as wrong:
        from_environment(environ)
    return "\n".join(wrong.value.problems)


def test_demo_needs_nothing(tmp_path: Path) -> None:
    settings = from_environment({"VAR": str(tmp_path)})
    assert settings.demo
    assert settings.database_url == f"sqlite:///{tmp_path / 'dojang.db'}"


def test_production_without_telephones(tmp_path: Path) -> None:
    settings = from_environment(production(VAR=str(tmp_path)))
    assert (settings.demo, settings.sms, settings.voice) == (False, "none", "none")
    assert settings.mail_server
    assert settings.mail_server.host == "mail.example.kr"


def test_demo_secrets_are_random_and_kept(tmp_path: Path) -> None:
    first, again = (from_environment({"VAR": str(tmp_path / "a")}) for _ in range(2))
    other = from_environment({"VAR": str(tmp_path / "b")})
    assert first.ring.pepper == again.ring.pepper != other.ring.pepper
    assert first.secret_key == again.secret_key != other.secret_key


def test_production_names_everything_that_is_missing() -> None:
    said = problems({"MODE": "production"})
    names = ("BASE_URL", "SECRET_KEY", "KEY_RING", "TIMESTAMP_URLS")
    adapters = ("SMS_ADAPTER", "VOICE_ADAPTER", "MAIL_ADAPTER")
    assert [name for name in (*names, *adapters) if name not in said] == []


@pytest.mark.parametrize("name", ["SMS_ADAPTER", "VOICE_ADAPTER", "MAIL_ADAPTER"])
def test_production_refuses_the_demo_phone(name: str) -> None:
    assert f"{name}=demo-phone is refused in production" in problems(
        production(**{name: "demo-phone"})
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SMS_ADAPTER": "pigeon"}, "SMS_ADAPTER must be none, or demo-phone in demo mode"),
        ({"MAIL_ADAPTER": "none"}, "MAIL_ADAPTER must be smtp, or demo-phone in demo mode"),
        ({"SMTP_URL": "mail.example.kr"}, "SMTP_URL"),
        ({"SMTP_FROM": ""}, "SMTP_FROM"),
        ({"SMTP_TRUST": "/nowhere.pem"}, "SMTP_TRUST: there is no /nowhere.pem"),
        ({"MODE": "test"}, "MODE must be demo or production"),
        ({"BASE_URL": "http://sign.example.kr"}, "BASE_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"KEY_RING": "2026:notbase64!"}, "KEY_RING"),
        ({"KEY_RING": f"2026:{base64.b64encode(b'short').decode()}"}, "KEY_RING"),
        ({"KEY_PEPPER": ""}, "KEY_RING"),
        ({"KEY_RING": f"2026:{KEY},2025:zz"}, "2025 is not base64"),
        ({"BASE_URL": "https://"}, "BASE_URL"),
        ({"BASE_URL": "https://sign.example.kr:x"}, "BASE_URL"),
        ({"TIMESTAMP_URLS": "tsa.example.kr"}, "TIMESTAMP_URLS: tsa.example.kr is no http"),
        ({"VAR": "/dev/null/var"}, "VAR: /dev/null/var cannot be written to"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL must name a file"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, str], said: str) -> None:
    assert said in problems(production(**change))


def test_every_setting_of_the_mail_server_is_named_at_once() -> None:
    said = problems(production(SMTP_URL="", SMTP_FROM="", SMTP_TRUST="/nowhere.pem"))
    assert [name for name in ("SMTP_URL", "SMTP_FROM", "SMTP_TRUST") if name not in said] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"VAR": "/dev/null/var"}, "VAR: /dev/null/var cannot be written to"),
        ({"BASE_URL": "http://192.168.0.7:8000"}, "BASE_URL"),
        ({"BASE_URL": "nonsense"}, "BASE_URL"),
    ],
)
def test_a_wrong_setting_of_the_demo_is_named(
    tmp_path: Path, change: dict[str, str], said: str
) -> None:
    assert said in problems({"VAR": str(tmp_path), **change})


def test_secrets_never_show_in_a_printed_settings(tmp_path: Path) -> None:
    settings = from_environment({"VAR": str(tmp_path)})
    assert settings.secret_key not in repr(settings)
    assert repr(settings.ring.pepper) not in repr(settings)


def test_addresses_of_the_demo_do_not_exist_in_production(tmp_path: Path) -> None:
    from dataclasses import replace

    demo = from_environment({"VAR": str(tmp_path)})
    app = create_app(replace(demo, mode="production", base_url="https://sign.example.kr"))
    rows = guards.table(app)
    assert [row for row in rows if row.rule.startswith("/demo") or row.who == "demo-only"] == []
    client = app.test_client()
    assert client.get("/demo/phone", base_url="https://sign.example.kr").status_code == 404
    assert "도장" in client.get("/", base_url="https://sign.example.kr").text


@pytest.mark.parametrize(("proxies", "seen"), [("0", "192.0.2.9"), ("1", "203.0.113.7")])
def test_only_as_many_forwarded_addresses_are_believed_as_there_are_proxies(
    tmp_path: Path, proxies: str, seen: str
) -> None:
    app = create_app(from_environment({"VAR": str(tmp_path), "PROXIES": proxies}))

    def address() -> str:
        return request.remote_addr or ""

    app.view_functions["home.healthz"] = guards.public(address)
    forwarded = {"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}
    answer = app.test_client().get(
        "/healthz", headers=forwarded, environ_base={"REMOTE_ADDR": "192.0.2.9"}
    )
    assert answer.text == seen


def test_a_security_module_is_set_up_wholly_or_not_at_all(tmp_path: Path) -> None:
    said = problems(production(VAR=str(tmp_path), PKCS11_PIN="4711-secret"))
    assert "PKCS11_MODULE, PKCS11_TOKEN, PKCS11_PIN: all of them or none" in said
    assert "4711" not in said
    said = problems(production(VAR=str(tmp_path), PKCS11_MODULE="/nowhere/it.so"))
    assert "there is no /nowhere/it.so" in said

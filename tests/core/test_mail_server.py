"""SMTP_URL: what it may say, and that a password never travels in the clear."""

import pytest

from app.core.mail_server import parse

SENDER = "sign@demo.example"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtps://mail.example.kr", ("mail.example.kr", 465, "tls", "")),
        ("smtp://mail.example.kr", ("mail.example.kr", 587, "starttls", "")),
        ("smtp://u%40x:p@mail.example.kr:2587/", ("mail.example.kr", 2587, "starttls", "u@x")),
        ("smtp://localhost", ("localhost", 25, "none", "")),
        ("smtp://u:p@localhost", ("localhost", 587, "starttls", "u")),
    ],
)
def test_what_it_may_say(url: str, found: tuple[str, int, str, str]) -> None:
    server = parse(url, SENDER, "")
    assert (server.host, server.port, server.cover, server.user) == found


def test_the_password_is_not_printed() -> None:
    assert "geheim" not in repr(parse("smtps://u:geheim@mail.example.kr", SENDER, ""))


@pytest.mark.parametrize(
    ("url", "sender", "trust", "said"),
    [
        ("", SENDER, "", "SMTP_URL"),
        ("http://mail.example.kr", SENDER, "", "SMTP_URL"),
        ("smtp://mail.example.kr:x", SENDER, "", "SMTP_URL"),
        ("smtp://mail.example.kr/path", SENDER, "", "SMTP_URL"),
        ("smtps://mail.example.kr", "nobody", "", "SMTP_FROM"),
        ("smtps://mail.example.kr", "도장@demo.example", "", "SMTP_FROM"),
        ("smtps://mail.example.kr", SENDER, "/nowhere.pem", "SMTP_TRUST: there is no /nowhere.pem"),
    ],
)
def test_what_is_wrong_is_named(url: str, sender: str, trust: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse(url, sender, trust)

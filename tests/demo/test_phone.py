"""The demo phone as people and scripts see it; in production it does not exist."""

import io
import wave
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from app.core import clock
from app.gateways.demo_phone import DemoPhone
from app.gateways.voice import ReadOut

SCRIPT = ReadOut("데모경남신용보증재단", 30_000_000, "402917")


@pytest.fixture
def phone(client: FlaskClient) -> DemoPhone:
    """A phone that received a text, a call and a mail, in that order."""
    phone = DemoPhone()
    phone.send("a", "01000000001", "[데모]인증번호 123456 약정", "otp", 180)
    phone.place("b", "0550000001", SCRIPT, lambda stage: None)
    phone.post("c", "gildong@demo.example", "제목", "본문")
    return phone


def test_json_newest_first(client: FlaskClient, phone: DemoPhone) -> None:
    answer = client.get("/demo/phone.json")
    assert answer.status_code == 200
    messages = answer.get_json()
    assert [set(m) for m in messages] == [{"at", "channel", "to", "text", "code"}] * 3
    assert [m["channel"] for m in messages] == ["mail", "voice", "sms"]
    assert [m["code"] for m in messages] == [None, "402917", "123456"]
    assert messages[2]["to"] == "010-0000-0001"
    at = datetime.fromisoformat(messages[0]["at"])
    assert at.utcoffset() == timedelta(hours=9)
    assert abs(clock.now() - at) < timedelta(minutes=1)


def test_the_page_shows_them_and_lets_calls_be_heard(client: FlaskClient, phone: DemoPhone) -> None:
    answer = client.get("/demo/phone")
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    page = answer.get_data(as_text=True)
    assert "123456" in page
    assert "055-000-0001" in page
    address = page.split('src="/demo/phone/')[1].split('"')[0]
    sound = client.get(f"/demo/phone/{address}")
    assert sound.mimetype == "audio/wav"
    with wave.open(io.BytesIO(sound.data)) as file:
        assert file.getnframes() > 8000 * 20


def test_the_part_that_refreshes_itself(client: FlaskClient, phone: DemoPhone) -> None:
    part = client.get("/demo/phone?part=messages").get_data(as_text=True)
    assert "<html" not in part
    assert "123456" in part


def test_only_calls_can_be_heard(client: FlaskClient, phone: DemoPhone) -> None:
    ref = phone.send("a", "01000000001", "", "notice", 1).ref
    assert client.get(f"/demo/phone/{ref}.wav").status_code == 404
    assert client.get("/demo/phone/none.wav").status_code == 404


def test_a_message_that_came_before_changes_nothing(client: FlaskClient, phone: DemoPhone) -> None:
    first = phone.send("a", "01000000001", "[데모]다른 글", "notice", 180)
    again = phone.send("a", "01000000001", "[데모]다른 글", "notice", 180)
    assert first == again
    assert len(client.get("/demo/phone.json").get_json()) == 3

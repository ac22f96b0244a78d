"""The client of timestamp authorities: ours, openssl's, and every kind of bad reply."""

import hashlib
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from app.core import clock
from app.core.cms import Identity
from app.evidence import keys
from app.gateways.timestamp import NoTimestamp
from app.gateways.timestamp.authority import Authority, answer
from app.gateways.timestamp.circuit import PAUSE, REST
from app.gateways.timestamp.rfc3161 import Authorities
from tests.conftest import Clock
from tests.support.authorities import asked_otherwise, expired, serving

DIGEST = hashlib.sha256(b"signature").digest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("timestamp") / "keys"
    keys.make_demo(made)
    return made


@pytest.fixture(scope="module")
def roots(folder: Path) -> list[x509.Certificate]:
    return keys.certificates(folder / "trust.pem")


@pytest.fixture(scope="module")
def tsa(folder: Path) -> Identity:
    return keys.identity(folder, "tsa")


def test_a_token_says_when_and_who(tsa, roots):
    with Authority(tsa) as authority:
        token = Authorities([authority.url], roots).stamp(DIGEST)
    assert abs(token.at - datetime.now(UTC)) < timedelta(seconds=5)
    assert "데모 시점확인기관" in token.authority


def refused(reply: Callable[[bytes], bytes], roots: list[x509.Certificate], **server: float) -> str:
    with serving(reply, **server) as url, pytest.raises(NoTimestamp) as refusal:  # type: ignore[arg-type]
        Authorities([url], roots, seconds=1).stamp(DIGEST)
    return str(refusal.value)


def test_another_nonce_is_refused(tsa, roots):
    assert "another nonce" in refused(asked_otherwise(tsa, nonce=5), roots)


def test_no_nonce_is_refused(tsa, roots):
    assert "nonce" in refused(asked_otherwise(tsa, nonce=None), roots)


def test_another_hash_is_refused(tsa, roots):
    assert "another document" in refused(asked_otherwise(tsa, digest=bytes(32)), roots)


def test_another_policy_is_refused(tsa, roots):
    with serving(asked_otherwise(tsa)) as url, pytest.raises(NoTimestamp, match="another policy"):
        Authorities([url], roots, policy="1.3.6.1.4.1.32473.9").stamp(DIGEST)


@pytest.mark.parametrize("reply", [b"", b"garbage", b"\x30\x80", b"\x30\x03\x02\x01\x00"])
def test_garbage_is_refused(reply, roots):
    assert "cannot be read" in refused(lambda _: reply, roots)


def test_a_refusal_is_refused(tsa, roots):
    assert refused(lambda _: answer(tsa, b"not a query"), roots)


def test_an_error_page_is_refused(tsa, roots):
    assert "status 503" in refused(lambda asked: answer(tsa, asked), roots, status=503)


def test_an_endless_reply_is_refused(roots):
    assert "too long" in refused(lambda _: b"x" * 200_000, roots)


def test_a_slow_authority_is_given_up(tsa, roots):
    began = time.monotonic()
    assert "too slow" in refused(lambda asked: answer(tsa, asked), roots, drip=0.02)
    assert time.monotonic() - began < 4


def test_a_silent_authority_is_given_up(tsa, roots):
    def late(asked: bytes) -> bytes:
        time.sleep(2)
        return answer(tsa, asked)

    assert "no answer" in refused(late, roots)


def test_nobody_there(roots):
    with pytest.raises(NoTimestamp, match="no answer"):
        Authorities(["http://127.0.0.1:9/"], roots, seconds=1).stamp(DIGEST)


def test_the_next_authority_is_asked(tsa, roots):
    with Authority(tsa) as authority:
        urls = ["http://127.0.0.1:9/", authority.url]
        assert Authorities(urls, roots, seconds=1).stamp(DIGEST).der


def test_an_authority_is_needed(roots):
    with pytest.raises(ValueError, match="at least one"):
        Authorities([], roots)


def test_a_changed_token_is_refused(tsa, roots):
    def tampered(asked: bytes) -> bytes:
        reply = bytearray(answer(tsa, asked))
        reply[-1] ^= 1
        return bytes(reply)

    assert refused(tampered, roots)


def test_a_stranger_is_not_trusted(roots, tmp_path):
    keys.make_demo(tmp_path / "keys")
    stranger = keys.identity(tmp_path / "keys", "tsa")
    assert "not trusted" in refused(lambda asked: answer(stranger, asked), roots)


def test_a_certificate_for_anything_else_is_refused(folder, roots):
    seal = keys.identity(folder, "seal")
    assert "not for timestamps" in refused(lambda asked: answer(seal, asked), roots)


def test_an_expired_certificate_is_refused(tsa, roots):
    later = datetime.now(UTC) + timedelta(days=365 * 11)
    with clock.running_from(lambda: later):
        assert "not trusted" in refused(lambda asked: answer(tsa, asked), roots)


def test_a_wrong_clock_is_refused(tsa, roots):
    def yesterday(asked: bytes) -> bytes:
        with clock.running_from(lambda: datetime.now(UTC) - timedelta(hours=20)):
            return answer(tsa, asked)

    assert "apart" in refused(yesterday, roots)


def test_an_authority_with_an_expired_certificate_is_refused():
    old, root = expired()
    assert "not trusted" in refused(lambda asked: answer(old, asked), [root])


def test_an_answer_that_never_gets_past_its_headers_is_given_up(roots):
    done = threading.Event()

    def drip(listener: socket.socket) -> None:
        answering, _ = listener.accept()
        with answering:
            answering.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not done.wait(0.1):
                try:
                    answering.sendall(b"x")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,))
        thread.start()
        began = time.monotonic()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(NoTimestamp):
            Authorities([url], roots, seconds=0.6).stamp(DIGEST)
        assert time.monotonic() - began < 3
        done.set()
        thread.join()


def test_one_that_failed_is_asked_last_for_a_while(tsa, roots, clock: Clock):
    asked = []

    def first(query: bytes) -> bytes:
        asked.append("first")
        return b"garbage" if len(asked) == 1 else answer(tsa, query)

    def second(query: bytes) -> bytes:
        asked.append("second")
        return answer(tsa, query)

    with serving(first) as one, serving(second) as two:
        authorities = Authorities([one, two], roots)
        authorities.stamp(DIGEST)
        authorities.stamp(DIGEST)
        assert asked == ["first", "second", "second"]
        clock.move(REST)
        authorities.stamp(DIGEST)
    assert asked[3:] == ["first"]


def test_one_that_failed_is_asked_again_when_the_others_fail_too(tsa, roots, clock: Clock):
    asked = []

    def first(query: bytes) -> bytes:
        asked.append("first")
        return b"garbage" if len(asked) == 1 else answer(tsa, query)

    with serving(first) as one, serving(lambda _: b"garbage") as two:
        authorities = Authorities([one, two], roots)
        with pytest.raises(NoTimestamp):
            authorities.stamp(DIGEST)
        clock.move(PAUSE)
        assert authorities.stamp(DIGEST).der
    assert asked == ["first", "first"]


def test_after_all_have_failed_the_next_papers_do_not_wait_for_them(roots, clock: Clock):
    asked = []

    def garbage(query: bytes) -> bytes:
        asked.append(query)
        return b"garbage"

    with serving(garbage) as one, serving(garbage) as two:
        authorities = Authorities([one, two], roots)
        for _ in range(10):
            with pytest.raises(NoTimestamp):
                authorities.stamp(DIGEST)
        assert len(asked) == 2
        clock.move(PAUSE)
        with pytest.raises(NoTimestamp, match="cannot be read"):
            authorities.stamp(DIGEST)
    assert len(asked) == 4

"""Files that mean harm: a calm answer, bounded costs, and a server that goes on serving."""

import io
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.evidence import keys
from app.evidence.examiner import SECONDS
from tests.support.server import LiveServer
from tests.support.visitor import Visitor
from tests.vault import hostile
from tests.vault.test_verify_page import check, heading


@pytest.fixture
def stranger(app: Flask, settings: Settings) -> Visitor:
    """Somebody with a file."""
    keys.make_demo(settings.keys)
    return Visitor(app.test_client())


@pytest.mark.parametrize("name", hostile.FILES)
def test_no_file_hurts(stranger: Visitor, name: str) -> None:
    page = check(stranger, hostile.FILES[name]())
    assert (page.status_code, heading(page)) == (200, "확인할 수 없습니다")


def test_a_paper_behind_a_password(stranger: Visitor, tmp_path: Path) -> None:
    page = check(stranger, hostile.encrypted(tmp_path))
    assert (page.status_code, heading(page)) == (200, "확인할 수 없습니다")


def test_others_are_served_meanwhile(live: LiveServer) -> None:
    """One file keeps its own process busy; everybody else's pages come as ever."""
    pdf = hostile.endless_table()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(sent, live.url, pdf)
        waits = []
        while not asked.done():
            began = time.monotonic()
            with urllib.request.urlopen(f"{live.url}/verify", timeout=20) as page:
                assert page.status == 200
            waits.append(time.monotonic() - began)
            time.sleep(0.2)
    assert "확인할 수 없습니다" in asked.result()
    assert len(waits) >= 3
    assert max(waits) < SECONDS / 2


def sent(url: str, pdf: bytes) -> str:
    """The page that /verify answers with to a file."""
    mark = "x" * 30
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = io.BytesIO(head.encode() + pdf + f"\r\n--{mark}--\r\n".encode()).getvalue()
    asked = urllib.request.Request(
        f"{url}/verify", body, {"Content-Type": f"multipart/form-data; boundary={mark}"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.read().decode())

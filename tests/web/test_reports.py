"""Reports of browsers about what our policy stopped."""

import logging

import pytest

from app.web.headers import REPORTS
from tests.support.visitor import Visitor


def send(visitor: Visitor, body: str) -> int:
    answer = visitor.client.post(REPORTS, data=body, content_type="application/csp-report")
    return answer.status_code


def test_the_policy_names_the_address(visitor: Visitor) -> None:
    policy = visitor.get("/display").headers["Content-Security-Policy"]
    assert f"report-uri {REPORTS}" in policy


def test_the_rule_is_noted_and_nothing_else(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    body = (
        '{"csp-report":{"effective-directive":"script-src-elem",'
        '"document-uri":"https://x/agreements/AR-2026-0001"}}'
    )
    with caplog.at_level(logging.WARNING, logger="app.web.reports"):
        assert send(visitor, body) == 204
    assert "script-src" in caplog.text
    assert "AR-2026-0001" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "[" * 8000,
        '{"csp-report": 3}',
        '{"csp-report":{"effective-directive":"evil\\nline"}}',
    ],
)
def test_nonsense_is_not_repeated(
    visitor: Visitor, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    with caplog.at_level(logging.WARNING, logger="app.web.reports"):
        assert send(visitor, body) == 204
    assert "unknown" in caplog.text
    assert "evil" not in caplog.text


def test_a_huge_report_is_refused(visitor: Visitor) -> None:
    assert send(visitor, "x" * 9000) == 413

"""`flask verify`: the report on a file, in words or as JSON, without a database."""

import json
from pathlib import Path
from typing import Any

import click
from cryptography import x509

from app.core.texts import t
from app.evidence.examine import examine
from app.evidence.keys import trust_bundle
from app.evidence.verify import Report

MOST_BYTES = 50 * 1024 * 1024


def verify_command(path: Path, trust: Path, as_json: bool) -> int:
    """Print the report on a file; exit code 0 only if everything holds, 1 if not, 2 without one.

    The file is looked into in a process of its own: whoever checks it need not trust it.
    """
    try:
        trust_pem = trust_bundle(trust)
        x509.load_pem_x509_certificates(trust_pem)
    except (OSError, ValueError):
        return _refuse(t("evidence.verify.no_trust", path=trust))
    try:
        with path.open("rb") as file:  # a device states no size, so the reading itself is bounded
            content = file.read(MOST_BYTES + 1)
    except OSError:
        return _refuse(t("evidence.verify.no_file", path=path))
    if len(content) > MOST_BYTES:
        return _refuse(t("evidence.verify.too_large"))
    report = examine(content, trust, patience=6)
    if report is None:
        click.echo(t("vault.result.too_much"), err=True)
        return 1
    click.echo(_json(report) if as_json else _as_text(report))
    return 0 if report["ok"] else 1


def _as_text(report: dict[str, Any]) -> str:
    lines = [t("evidence.verify.holds" if report["ok"] else "evidence.verify.fails"), ""]
    lines += [f"{'✓' if check['ok'] else '✗'} {check['text']}" for check in report["checks"]]
    lines += ["", *(f"{t(f'evidence.fact.{key}')}: {it}" for key, it in report["facts"].items())]
    return "\n".join([*lines, "", t("evidence.verify.register")])


def in_json(report: Report) -> str:
    """The report for programs."""
    return _json(
        {
            "ok": report.ok,
            "checks": [vars(check) for check in report.checks],
            "facts": report.facts,
            "register_consulted": report.register_consulted,
        }
    )


def _json(report: dict[str, Any]) -> str:
    return json.dumps(report, ensure_ascii=False, indent=2)


def _refuse(sentence: str) -> int:
    click.echo(sentence, err=True)
    return 2

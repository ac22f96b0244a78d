"""`flask audit …`: the check of everything, and the proof of one entry."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from cryptography import x509
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import Anchor
from app.audit.rules import Fault
from app.db.unit import reading

audit = AppGroup("audit", help="The audit chains and their anchors.")


@audit.command("check")
@click.option("--trust", type=click.Path(path_type=Path), help="PEM bundle of roots to trust.")
@click.option("--anchor", "known", multiple=True, help="Hash of an anchor that must be there.")
@click.option("--papers", is_flag=True, help="Compare with what every sealed paper holds, too.")
def check(trust: Path | None, known: tuple[str, ...], papers: bool) -> None:
    """Walk chains and anchors; name each entry that was edited, deleted, reordered or cut off.

    An anchor that was taken away or made anew differs from what later papers hold.
    """
    with reading() as session:
        roots = _roots(trust)
        found = list(_faults(session, roots, known))
        if papers:
            from app.anchors.checks import paper_faults

            found += paper_faults(session, roots)
    for fault in found:
        click.echo(f"{fault.subject} #{fault.seq}: {fault.problem}")
    click.echo(f"{len(found)} faults")
    sys.exit(1 if found else 0)


@audit.command("prove")
@click.argument("subject")
@click.argument("seq", type=click.IntRange(1))
def prove(subject: str, seq: int) -> None:
    """Print (JSON) how entry SEQ of SUBJECT leads to an anchor."""
    from app.audit.proofs import prove as run

    with reading() as session:
        found = run(session, subject, seq)
    if found is None:
        raise click.ClickException("no anchor holds this entry yet, or there is none")
    click.echo(json.dumps(found, ensure_ascii=False, indent=2))


def _faults(
    session: Session, roots: list[x509.Certificate], known: tuple[str, ...]
) -> Iterator[Fault]:
    from app.anchors.checks import every_fault  # pyHanko: 0.5 s nobody else needs

    yield from every_fault(session, roots)
    for hash_ in known:
        if session.scalar(select(Anchor.number).where(Anchor.hash == hash_.lower())) is None:
            yield Fault(f"anchor {hash_}", 0, "missing")


def _roots(trust: Path | None) -> list[x509.Certificate]:
    from app.anchors.checks import roots

    return roots(trust or current_app.config["DOJANG"].keys / "trust.pem")

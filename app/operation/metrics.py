"""What a monitoring system reads, counted anew each time: true for all processes together."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.anchors.models import ChainCheck
from app.audit.models import Anchor
from app.config import Settings
from app.core import clock
from app.db.unit import reading
from app.delivery import beat, outbox
from app.delivery.models import Message
from app.delivery.rules import Lane
from app.evidence import keys as folder
from app.keys import queries, rules
from app.operation import backup, maintenance
from app.signing.waiting import unsealed

Gauge = GaugeMetricFamily
LATELY = timedelta(days=1)


def exposition(settings: Settings) -> bytes:
    """The text that `/metrics` answers."""
    registry = CollectorRegistry()
    with reading() as session:
        registry.register(_House(session, settings))
        return generate_latest(registry)


class _House(Collector):
    def __init__(self, session: Session, settings: Settings):
        self.session, self.settings, self.now = session, settings, clock.now()

    def collect(self) -> Iterator[Gauge]:
        """Every figure."""
        yield from self._work()
        yield from self._evidence()
        yield self._failed()
        yield self._room()
        if made := backup.newest(self.session):
            yield Gauge("dojang_backup_age_seconds", "Age of the newest backup", self._age(made))
        going = maintenance.current(self.session) is not None
        yield Gauge("dojang_maintenance", "1 while nobody may change anything", value=going)

    def _work(self) -> Iterator[Gauge]:
        waits = Gauge("dojang_outbox_oldest_seconds", "Age of the oldest due work", labels=["lane"])
        due = outbox.oldest_due(self.session, self.now)
        for lane in Lane:
            waits.add_metric([lane.name.lower()], self._age(due.get(lane, self.now)))
        yield waits
        parked = len(outbox.parked(self.session))
        yield Gauge("dojang_outbox_parked", "Work put aside for an operator", value=parked)
        alive = beat.alive(self.session)
        yield Gauge("dojang_worker_alive", "1 while a worker gives signs of life", value=alive)

    def _evidence(self) -> Iterator[Gauge]:
        waiting = len(unsealed(self.session))
        yield Gauge("dojang_seals_waiting", "Concluded papers without seal and time", value=waiting)
        text = "Days that a sealing certificate has left"
        days = Gauge("dojang_certificate_days", text, labels=["key"])
        for key, end in self._certificates():
            days.add_metric([key], (end - self.now).total_seconds() / 86400)
        yield days
        anchor = self.session.scalar(select(func.max(Anchor.at)))
        if anchor is not None:
            text = "Age of the newest anchor of the audit chains"
            yield Gauge("dojang_anchor_age_seconds", text, value=self._age(anchor))
        newest = select(ChainCheck).order_by(ChainCheck.at.desc()).limit(1)
        if check := self.session.scalars(newest).first():
            text = "What the last walk over chains and anchors found"
            yield Gauge("dojang_chain_faults", text, value=check.faults)
            age = self._age(check.at)
            yield Gauge("dojang_chain_check_age_seconds", "Age of that walk", value=age)

    def _certificates(self) -> Iterator[tuple[str, datetime]]:
        for row in queries.every(self.session):
            if row.state == rules.ACTIVE and row.not_after:
                yield row.id, row.not_after
        if (self.settings.keys / "seal.pem").exists():
            mine, *_ = folder.certificates(self.settings.keys / "seal.pem")
            yield "seal.key", mine.not_valid_after_utc

    def _failed(self) -> Gauge:
        text = "Messages of the last day that did not arrive"
        failed = Gauge("dojang_messages_failed", text, labels=["channel"])
        lost = and_(Message.state.in_(("failed", "unknown")), Message.at > self.now - LATELY)
        query = select(Message.channel, func.count()).where(lost).group_by(Message.channel)
        found = {str(channel): int(count) for channel, count in self.session.execute(query)}
        for channel in ("sms", "voice", "mail"):
            failed.add_metric([channel], found.get(channel, 0))
        return failed

    def _room(self) -> Gauge:
        free = Gauge("dojang_disk_free_bytes", "Room where papers lie", labels=["folder"])
        free.add_metric(["VAR"], shutil.disk_usage(self.settings.var).free)
        return free

    def _age(self, instant: datetime) -> float:
        return (self.now - instant).total_seconds()

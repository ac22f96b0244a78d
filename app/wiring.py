"""Where adapters are picked and rooms are joined; nothing else knows which is in use."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app import accounts, newcomers, notices, upkeep
from app.agreements import actions as agreements
from app.agreements import jobs as agreement_jobs
from app.audit import actions as audit
from app.config import Settings
from app.core.events import Handlers
from app.db import types
from app.db import unit as units
from app.db.engine import Database, open_database
from app.delivery import messages, wakeup
from app.delivery.outbox import Finish, Job
from app.evidence import registry
from app.gateways.store.objects import in_folder
from app.identity import rules as identity
from app.joining import links, telling

if TYPE_CHECKING:
    from flask import Flask

Work = Callable[[Job], Finish | None]

NONE = "none"
"""The adapter of a channel that this deployment does not have."""

TURNS = {"sqlite": 2, "postgresql": 4}
"""Requests of one web process that work at a time: few, because they share one interpreter."""


def assemble(settings: Settings) -> Database:
    """Bind key ring, database, event handlers and store for this process."""
    database = open_database(settings.database_url)
    types.use_ring(settings.ring)
    units.bind(database, handlers(settings.base_url))
    registry.use_store(in_folder(settings.var / "papers"))
    wakeup.use(str(settings.bell))
    links.use_site(settings.base_url)
    identity.use_limits(identity.GENEROUS if settings.demo else identity.Limits())
    lines: dict[identity.Channel, str] = {"call": settings.voice, "sms": settings.sms}
    identity.use_channels(tuple(way for way, adapter in lines.items() if adapter != NONE))
    silent = {"sms": settings.sms, "voice": settings.voice}
    messages.use_without(frozenset(c for c, adapter in silent.items() if adapter == NONE))
    return database


def handlers(site: str) -> Handlers:
    """Who answers which event. The record comes first, then the rooms, then the messages.

    site: the address people use.
    """
    joined = Handlers()
    joined.on("*", audit.record)
    joined.on("signing:document:signed", agreements.document_signed)
    joined.on("signing:document:concluded", agreements.document_concluded)
    notices.join(joined, site)
    newcomers.join(joined)
    telling.join(joined)
    return joined


def open_doors(app: "Flask", settings: Settings) -> None:
    """Give the web application its guards, pages and rooms."""
    from app.accounts import step_up
    from app.operation import maintenance
    from app.web import assets, csrf, errors, guards, headers, pages, turns

    for ground in (pages, assets, headers, errors, csrf, accounts):
        ground.install(app)
    _join_rooms(app, settings)
    for gate in (guards, step_up, maintenance):
        gate.install(app)
    kind = units.database().reads.dialect.name
    app.wsgi_app = turns.Turns(app, TURNS[kind])  # type: ignore[method-assign]


def _join_rooms(app: "Flask", settings: Settings) -> None:
    from app import demo, desk, home, vault
    from app.accounts.desk import doors as house_desk
    from app.agreements.desk import doors as agreement_desk
    from app.agreements.desk.batch_doors import doors as batch_desk
    from app.agreements.desk.overview import doors as overview
    from app.agreements.desk.product_doors import doors as product_desk
    from app.agreements.screens import doors as agreement_doors
    from app.anchors.screens import doors as anchor_doors
    from app.editions.desk import doors as template_desk
    from app.firms.desk import doors as firm_desk
    from app.joining.desk import doors as people_desk
    from app.joining.screens import doors as joining_doors
    from app.operation.screens import doors as operation
    from app.privacy.desk import doors as privacy_desk
    from app.privacy.screens import doors as privacy
    from app.records.desk import doors as record_desk
    from app.web import display, reports

    app.register_blueprint(display.doors)
    app.register_blueprint(reports.doors)
    app.register_blueprint(agreement_doors)
    app.register_blueprint(joining_doors)
    app.register_blueprint(home.doors)
    app.register_blueprint(anchor_doors)
    app.register_blueprint(desk.doors)
    app.register_blueprint(vault.doors)
    app.register_blueprint(agreement_desk)
    app.register_blueprint(batch_desk)
    app.register_blueprint(product_desk)
    app.register_blueprint(template_desk)
    app.register_blueprint(firm_desk)
    app.register_blueprint(people_desk)
    app.register_blueprint(record_desk)
    app.register_blueprint(privacy)
    app.register_blueprint(privacy_desk)
    app.register_blueprint(house_desk)
    app.register_blueprint(overview)
    app.register_blueprint(demo.doors if settings.demo else home.front)
    app.register_blueprint(operation)


def work(settings: Settings) -> dict[str, Work]:
    """What the worker does for each kind of outbox row, with the adapters of these settings."""
    from app.anchors import jobs as anchor_jobs
    from app.archive import jobs as archive_jobs
    from app.delivery import jobs as delivery_jobs
    from app.gateways.demo_phone import DemoPhone
    from app.gateways.mail.smtp import Smtp
    from app.gateways.off import Off
    from app.joining import numbers
    from app.keys.sealers import Sealers
    from app.privacy import destroying
    from app.signing import jobs as signing_jobs

    off, phone, sealers = Off(), DemoPhone() if settings.demo else None, Sealers(settings)
    mail = Smtp(settings.mail_server) if settings.mail_server else phone
    assert mail, "settings name a mail server, or the demo phone in demo mode"
    sms, voice = ((adapter != NONE and phone) or off for adapter in (settings.sms, settings.voice))
    return {
        **delivery_jobs.handlers(sms, voice, mail),
        **agreement_jobs.handlers(demo=settings.demo),
        **numbers.handlers(),
        upkeep.KIND: upkeep.work,
        destroying.SHRED: destroying.shred,
        **archive_jobs.handlers(settings),
        **anchor_jobs.handlers(sealers, settings.keys / "trust.pem"),
        **signing_jobs.handlers(sealers, demo=settings.demo, site=settings.base_url),
    }

"""The worker: takes rows from the outbox and does them; many may run, none repeats another's."""

import logging
import os
import socket
import threading
from collections.abc import Mapping, Sequence

from app import upkeep, wiring
from app.config import Settings
from app.core import request_id
from app.db.unit import reading, unit
from app.delivery import beat, outbox
from app.delivery.outbox import Job, LostLease
from app.delivery.rules import Lane
from app.delivery.wakeup import Bell
from app.evidence import render
from app.operation import maintenance

log = logging.getLogger(__name__)

POLL = 0.5
"""Seconds between looks at the outbox when nobody nudges."""

LEAST, MOST = 2, 8
"""Threads that render papers: one a core, each with a compiler of its own; Typst leaves the
interpreter to the others meanwhile."""


def crews(cores: int) -> list[Sequence[Lane]]:
    """Which lanes each thread drains; codes and answers never wait for a paper to be rendered."""
    papers = [
        (Lane.PAPERS, Lane.ANSWERS, Lane.BULK)
        if number % 2
        else (Lane.ANSWERS, Lane.PAPERS, Lane.BULK)
        for number in range(min(MOST, max(LEAST, cores)))
    ]
    return [(Lane.CODES,), (Lane.CODES, Lane.ANSWERS), *papers]


class Worker:
    """Threads that drain the outbox until `stop` is set."""

    def __init__(self, settings: Settings):
        self.work: Mapping[str, wiring.Work] = wiring.work(settings)
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.stop = threading.Event()
        self._bell = Bell(str(settings.bell))
        self._nudge = threading.Condition()
        self._rung = 0
        self._paused = False

    def run(self) -> None:
        """Work until stopped; the calling thread keeps the heartbeat and listens for nudges."""
        with unit() as u:
            upkeep.plan(u)
        self._pause_for_maintenance()  # before anybody could take anything up
        threads = [
            threading.Thread(target=self._drain, args=(number, lanes), daemon=True)
            for number, lanes in enumerate(crews(os.cpu_count() or 1))
        ]
        for thread in threads:
            thread.start()
        while not self.stop.is_set():
            self._say_that_it_lives()
            self._pause_for_maintenance()
            self._bell.wait(POLL)
            with self._nudge:
                self._rung += 1
                self._nudge.notify_all()
        for thread in threads:
            thread.join(timeout=10)

    def _say_that_it_lives(self) -> None:
        try:
            beat.record(self.name)
        except Exception:  # a database that restarts must not take the worker with it
            log.exception("no heartbeat")

    def _pause_for_maintenance(self) -> None:
        try:
            with reading() as session:
                self._paused = maintenance.current(session) is not None
        except Exception:
            log.exception("nobody knows whether there is maintenance")

    def _drain(self, number: int, lanes: Sequence[Lane]) -> None:
        owner = f"{self.name}:{number}"
        if Lane.PAPERS in lanes:
            render.warm()
        while not self.stop.is_set():
            heard = self._rung
            if self._paused or not self._tried(owner, lanes):
                self._rest(heard)

    def _rest(self, heard: int) -> None:
        """Wait for a nudge that came after `heard`, or for the next look."""
        with self._nudge:
            self._nudge.wait_for(lambda: self._rung != heard, POLL)

    def _tried(self, owner: str, lanes: Sequence[Lane]) -> bool:
        try:
            return self._one(owner, lanes)
        except Exception:
            log.exception("the outbox could not be used")
            return False

    def _one(self, owner: str, lanes: Sequence[Lane]) -> bool:
        job = outbox.claim(owner, lanes)
        if job is None:
            return False
        try:
            _do(self.work, job)
        except LostLease:
            log.warning("lease lost: %s %s", job.kind, job.id)
        except Exception as problem:
            log.exception("job failed: %s %s", job.kind, job.id)
            outbox.give_back(job, type(problem).__name__)
        return True


def drain(settings: Settings) -> int:
    """Do everything that is due now, in this thread; returns how much was done (tests, bench)."""
    work, done = wiring.work(settings), 0
    while job := outbox.claim("drain", list(Lane)):
        _do(work, job)
        done += 1
    return done


def _do(work: Mapping[str, wiring.Work], job: Job) -> None:
    """Under the number of the request that asked for it."""
    request_id.resume(job.request_id)
    outbox.complete(job, work[job.kind](job))

"""`flask doctor`: everything a house needs to work, looked at once; what to do about the rest."""

from collections.abc import Callable, Iterator, Mapping

from app.config import Settings
from app.operation import machine, sealing
from app.operation.findings import WRONG, Finding, Findings

CHECKS: Mapping[str, Callable[[Settings], Findings]] = {
    "mode": machine.mode,
    "disk": machine.disk,
    "database": machine.tables,
    "key ring": machine.key_ring,
    "worker": machine.worker,
    "backups": machine.backups,
    "maintenance": machine.maintained,
    "gateways": machine.gateways,
    "staff": machine.staff,
    "sealing keys": sealing.keys,
    "timestamps": sealing.timestamps,
    "papers": sealing.papers,
    "anchors": sealing.anchors,
}


def examine(settings: Settings) -> Iterator[tuple[str, Finding]]:
    """Look at everything; a look that breaks is a finding of its own, never the end."""
    for about, look in CHECKS.items():
        try:
            for finding in look(settings):
                yield about, finding
        except Exception as problem:  # the doctor does not die of the illness
            yield about, Finding(WRONG, f"{type(problem).__name__}: {problem}".splitlines()[0])

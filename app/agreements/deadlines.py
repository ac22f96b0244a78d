"""What the worker will do when a deadline comes near and when it is there."""

from app.agreements import rules
from app.agreements.models import AgreementRequest
from app.db.unit import Unit
from app.delivery import outbox
from app.delivery.rules import Lane


def schedule(u: Unit, request: AgreementRequest) -> None:
    """Have the worker end the request at its deadline and remind three days and one day before."""
    key = f"expire:{request.id}:{request.deadline.isoformat()}"
    work = {"number": request.number}
    outbox.put(u, "agreements.expire", key, work, lane=Lane.BULK, due_at=request.deadline)
    for days in rules.REMINDERS:
        due = rules.remind_at(request.deadline, days)
        if due > u.now:
            key = f"remind:{request.id}:{request.deadline.isoformat()}:{days}"
            about = {**work, "deadline": request.deadline.isoformat(), "days": days}
            outbox.put(u, "agreements.remind", key, about, lane=Lane.BULK, due_at=due)

"""Each night from the 10th on: an institution whose month is not reviewed has its auditors told."""

from hashlib import sha256

from app.accounts.queries import mails_of
from app.accounts.rules import AUDITOR
from app.core import clock
from app.db.unit import Unit
from app.delivery import messages
from app.delivery.rules import Lane
from app.parties.models import Institution
from app.records import months, rules


def remind(u: Unit) -> None:
    """A mail to every auditor, once per month that waits."""
    today = clock.kst(u.now).date()
    if today.day <= rules.REMIND_ON:
        return
    month = rules.month_before(rules.month_of(today))
    for institution_id in months.unreviewed(u.session, month):
        place = u.session.get_one(Institution, institution_id)
        for mail in mails_of(u.session, institution_id, AUDITOR):
            mark = sha256(mail.encode()).hexdigest()[:16]
            messages.send_mail(
                u,
                mail,
                "delivery.review_due",
                {"institution": place.name, "month": month.replace("-", ".")},
                f"review:{institution_id}:{month}:{mark}",
                Lane.BULK,
                subject=f"review:{institution_id}",
                institution_id=institution_id,
            )

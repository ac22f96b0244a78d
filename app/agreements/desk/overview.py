"""The desk's doors to what stands above single requests: what needs somebody, how it all went."""

from flask import Blueprint, Response

from app.agreements.desk import attention, figures
from app.web.guards import officer

doors = Blueprint("desk_overview", __name__, url_prefix="/desk")


@doors.get("/attention")
@officer
def needs_attention() -> Response:
    """오늘 할 일: what went wrong or soon will."""
    return attention.show()


@doors.get("/figures")
@officer
def how_it_went() -> Response:
    """현황: how many were sent and concluded, how long it took, where people stopped."""
    return figures.show()

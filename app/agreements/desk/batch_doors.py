"""The desk's doors to lists of requests (일괄 요청)."""

from flask import Blueprint
from werkzeug.wrappers import Response

from app.agreements.desk import batch, batch_tables
from app.web.guards import officer, takes

doors = Blueprint("desk_batches", __name__, url_prefix="/desk/agreements/batches")


@doors.get("")
@officer
def ask() -> Response:
    """일괄 요청: bring a file, or look at one brought before."""
    return batch.ask()


@doors.post("")
@takes(batch.LONGEST)
@officer
def take() -> Response:
    """파일 확인하기."""
    return batch.take()


@doors.get("/sample.csv", defaults={"kind": "csv"})
@doors.get("/sample.xlsx", defaults={"kind": "xlsx"})
@officer
def sample(kind: str) -> Response:
    """A file to begin with."""
    return batch_tables.sample(kind)


@doors.get("/<batch_id>")
@officer
def show(batch_id: str) -> Response:
    """One list: its report, its progress, its results."""
    return batch.show(batch_id)


@doors.get("/<batch_id>/progress")
@officer
def progress(batch_id: str) -> Response:
    """How far its requests are."""
    return batch.progress(batch_id)


@doors.post("/<batch_id>/confirm")
@officer
def confirm(batch_id: str) -> Response:
    """요청 보내기."""
    return batch.confirm(batch_id)


@doors.post("/<batch_id>/drop")
@officer
def drop(batch_id: str) -> Response:
    """버리기."""
    return batch.drop(batch_id)


@doors.get("/<batch_id>/report.csv", defaults={"corrections": False})
@doors.get("/<batch_id>/corrections.csv", defaults={"corrections": True})
@officer
def table(batch_id: str, corrections: bool) -> Response:
    """확인 결과, or 고칠 줄."""
    return batch.table(batch_id, corrections=corrections)

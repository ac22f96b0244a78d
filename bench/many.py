"""A database with as many requests as one likes, made by the database itself."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.base import Base
from app.db.engine import Database
from app.db.types import ring

AT = "'2026-01-01 00:00:00'"
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :size)"
ID, NUMBER = "printf('%036d', i)", "printf('AR-2026-%08d', i)"

INSTITUTION = {"id": "'found'", "code": "'FOUND'", "name": "''", "short_name": "''", "phone": "''"}
BRANCH = {"id": "'changwon'", "institution_id": "'found'", "name": "'창원지점'", "phone": "''"}
PERSON = {"id": "'person'", "name": "'홍길동'"}
FIRM = {
    "id": "printf('firm-%08d', i)",
    "kind": "'SOLE'",
    "name": "'업체 ' || printf('%08d', i)",
    "business_number": "printf('%010d', i)",
}
REQUEST = {
    "id": ID,
    "number": NUMBER,
    "institution_id": "'found'",
    "branch_id": "'changwon'",
    "firm_id": "printf('firm-%08d', i % (:size / 10) + 1)",
    "designated": "''",
    "product": "'소상공인 일반보증'",
    "applicant": "'홍길동'",
    "amount": "30000000",
    "period_start": "'2026-01-01'",
    "period_end": "'2030-12-31'",
    "ratio_bps": "8500",
    "fee_bps": "100",
    "bank": "'데모은행'",
    "purpose": "'운전자금'",
    "deadline": "'2099-01-01 00:00:00'",
    "version": "1",
    "state": "CASE i % 100 WHEN 0 THEN 'REQUESTED' WHEN 1 THEN 'DECLINED' WHEN 2 THEN 'EXPIRED'"
    " WHEN 3 THEN 'EXPIRED' WHEN 4 THEN 'RECALLED' ELSE 'COMPLETED' END",
    "created_at": AT,
    "ended_by": "''",
}
"""Ten to a firm; of a hundred one is open, four are over, the others are concluded."""
DOCUMENT = {
    "id": ID,
    "institution_id": "'found'",
    "owner": f"'agreement:' || {ID}",
    "number": NUMBER,
    "position": "1",
    "version": "1",
    "template_id": "'credit-guarantee'",
    "template_version": "1",
    "data": ":data",
    "presign_key": "''",
    "presign_hash": "''",
    "document_hash": "''",
    "state": "'OPEN'",
    "released_at": AT,
}
SIGNER = {
    "id": ID,
    "document_id": ID,
    "person_id": "'person'",
    "name": "'홍길동'",
    "role": "'PROPRIETOR'",
    "position": "1",
}


def fill(database: Database, size: int) -> None:
    """Tables on SQLite, and `size` requests of one branch in them, each with a signer."""
    Base.metadata.create_all(database.writes)
    with Session(database.writes) as session, session.begin():
        for table, row, count in (
            ("institution", INSTITUTION, 1),
            ("branch", BRANCH, 1),
            ("person", PERSON, 1),
            ("firm", FIRM, size // 10),
            ("agreement_request", REQUEST, size),
            ("document", DOCUMENT, size),
            ("signer", SIGNER, size),
        ):
            _insert(session, table, row, count, size)
    with database.writes.connect() as connection:
        connection.execute(text("ANALYZE"))


def _insert(session: Session, table: str, row: dict[str, str], count: int, size: int) -> None:
    into, values = ", ".join(row), ", ".join(row.values())
    statement = f"{NUMBERS} INSERT INTO {table} ({into}) SELECT {values} FROM n WHERE i <= {count}"
    given = {"size": size, "data": ring().seal(b"{}", "document.data")}
    wanted = {name: value for name, value in given.items() if f":{name}" in statement}
    session.execute(text(statement), wanted)

"""Firms and their people from a file: all or none, told line by line."""

from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app.db.unit import reading
from app.parties.models import Firm, NumberOfRecord, Person
from app.parties.queries import numbers_of
from tests.support import signer

HEAD = "business_number,kind,firm,name,born,role,since,number,mail"
FIRM = "CORPORATION,새봄건설 주식회사"
LINES = (
    f"099-81-00028,{FIRM},신새봄,19900314,JOINT,20200301,010-0000-0031,a@demo.example",
    f"0998100028,{FIRM},이여름,1985-07-01,JOINT,20200301,01000000032,",
)


def enter(app: Flask, path: Path, *lines: str, institution: str = "FOUND") -> Result:
    path.write_text("\n".join((HEAD, *lines)), "utf-8")
    return app.test_cli_runner().invoke(args=["firms", "enter", institution, str(path)])


def counted() -> list[int]:
    with reading() as session:
        models = (Firm, Person, NumberOfRecord)
        return [session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


def test_a_file_is_entered_once_and_its_people_can_sign(app: Flask, tmp_path: Path) -> None:
    signer.register()
    before = counted()
    said = enter(app, tmp_path / "firms.csv", *LINES)
    assert (said.exit_code, said.output) == (0, "2 lines, 2 people entered\n")
    assert [b - a for a, b in zip(before, counted(), strict=True)] == [1, 2, 2]
    assert enter(app, tmp_path / "firms.csv", *LINES).output == "2 lines, 0 people entered\n"
    assert [b - a for a, b in zip(before, counted(), strict=True)] == [1, 2, 2]
    signer.send(business_number="0998100028")
    with reading() as session:
        rows = session.scalars(select(NumberOfRecord))
        ids = {(row.institution_id, row.person_id) for row in rows}
        assert all(numbers_of(session, *each) for each in ids)


def test_one_wrong_line_enters_nobody(app: Flask, tmp_path: Path) -> None:
    signer.register()
    before = counted()
    wrong = LINES[1].replace("1985-07-01", "1985-13-01").replace("JOINT", "PROPRIETOR")
    said = enter(app, tmp_path / "firms.csv", LINES[0], wrong)
    assert said.exit_code == 1
    assert "line 3: 생년월일 8자리" in said.output
    assert "line 3: 자격을 골라" in said.output
    assert counted() == before


def test_what_contradicts_the_register_is_named(app: Flask, tmp_path: Path) -> None:
    signer.register()
    other = LINES[1].replace("새봄건설 주식회사", "다른건설")
    before = counted()
    said = enter(app, tmp_path / "firms.csv", LINES[0], other)
    assert (said.exit_code, "line 3: 다른 업체가 쓰는" in said.output) == (1, True)
    assert counted() == before
    missing = app.test_cli_runner()
    (tmp_path / "x.csv").write_text("name,born\n가,나\n")
    said = missing.invoke(args=["firms", "enter", "FOUND", str(tmp_path / "x.csv")])
    assert "no column business_number" in said.output
    assert enter(app, tmp_path / "firms.csv", *LINES, institution="NOBODY").exit_code == 1

"""Requests from a file: every line checked in the words of the compose page, nothing made before
somebody confirms it, and of each line one request however often anything is pressed or dies."""

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.accounts.rules import ADMIN, AUDITOR
from app.agreements import batches, rules
from app.agreements.models import (
    AgreementBatch,
    AgreementBatchRow,
    AgreementDraft,
    AgreementRequest,
)
from app.audit.queries import faults
from app.config import Settings
from app.core import clock
from app.db.unit import reading, unit
from app.delivery import outbox
from app.delivery.rules import Lane
from app.parties import actions as parties
from app.parties.models import Branch, Representation
from app.records.models import Access
from app.wiring import work
from app.worker import drain
from tests.agreements.desk.conftest import LIMIT, Desk, Officer
from tests.support import lists
from tests.support.lists import csv_file, line, table, xlsx_file
from tests.support.signer import texts_on_phone

ABOVE = f"{LIMIT + 1:,}"
LISTS = "/desk/agreements/batches"


def rows(model: type) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def states() -> list[str]:
    """How the lines stand, in the order of the file."""
    with reading() as session:
        query = select(AgreementBatchRow.state).order_by(AgreementBatchRow.line)
        return list(session.scalars(query))


def upload(
    officer: Officer, content: bytes, name: str = "목록.csv", product: str = ""
) -> TestResponse:
    return officer.post(LISTS, {"file": (io.BytesIO(content), name), "product": product})


def confirm(officer: Officer, address: str, **changes: str) -> TestResponse:
    page = officer.get(address).text
    looked = re.search(r'name="looked" value="(\d+)"', page)
    form = {"confirmed": "yes", "looked": looked[1] if looked else "1", **changes}
    return officer.post(f"{address}/confirm", form)


def brought(officer: Officer, *lines: dict[str, str]) -> str:
    """The address of the batch of these lines."""
    answer = upload(officer, csv_file(table(lines)))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def cells(response: TestResponse) -> list[list[str]]:
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))


def test_good_lines_become_requests_and_the_others_are_named(
    settings: Settings, desk: Desk
) -> None:
    officer, (one, two, three) = desk(), lists.firms(3)
    bad = line(two, amount="5", bank="")
    address = brought(officer, line(one), bad, line(three, business_number="099-80-00000"))
    page = officer.get(address).text
    for words in (
        *("보증금액(원): 1,000,000부터 800,000,000까지의 숫자로", "금융기관: 1자 이상 40자 이하로"),
        *("사업자등록번호 10자리를 다시 확인해 주세요", "데모상회 001", "1건 요청 보내기"),
        "고칠 2건은 빼고 1건만 보냅니다",
    ):
        assert words in page
    assert (rows(AgreementRequest), rows(AgreementDraft)) == (0, 0)
    assert confirm(officer, address).location == address
    page = officer.get(address).text
    for words in ("1건 중 0건", '<progress max="1" value="0"', 'aria-live="polite"', "새로 고침"):
        assert words in page
    assert "HX-Refresh" not in officer.get(f"{address}/progress").headers
    drain(settings)
    assert officer.get(f"{address}/progress").headers["HX-Refresh"] == "true"
    page = officer.get(address).text
    assert "1건을 모두 처리했습니다" in page
    number = re.search(r'href="/desk/agreements/(AR-[\d-]+)"', page)
    assert number
    assert "데모상회 001" in officer.get(f"/desk/agreements/{number[1]}").text
    assert (states(), rows(AgreementRequest)) == (["SENT", "WRONG", "WRONG"], 1)
    assert len(texts_on_phone()) == 1
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
        assert request.composed_by == request.released_by != ""
        assert list(faults(session)) == []


def test_the_same_file_is_never_sent_twice(settings: Settings, desk: Desk) -> None:
    officer = desk()
    lines = [line(number) for number in lists.firms(2)]
    address = brought(officer, *lines)
    assert brought(officer, *lines) == address, "the same list, looked through again"
    confirm(officer, address)
    again = upload(officer, xlsx_file(table(lines)), "다른 이름.xlsx")
    assert again.location == f"{address}?again=1"
    assert "이 파일은 이미" in officer.get(str(again.location)).text
    confirm(officer, address)
    drain(settings)
    assert upload(officer, csv_file(table(lines), "cp949")).location == f"{address}?again=1"
    confirm(officer, address)
    drain(settings)
    assert (rows(AgreementRequest), rows(AgreementBatch)) == (2, 1)


def test_two_tabs_confirm_at_once(settings: Settings, desk: Desk) -> None:
    officers = [desk(), desk("second")]
    address = brought(officers[0], *[line(number) for number in lists.firms(3)])
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda officer: confirm(officer, address), officers))
    assert [answer.status_code for answer in answers] == [303, 303]
    drain(settings)
    assert (states(), rows(AgreementRequest)) == (["SENT"] * 3, 3)


def test_what_was_looked_through_again_meanwhile_is_not_confirmed(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one))
    brought(officer, line(one))
    page = officer.post(f"{address}/confirm", {"confirmed": "yes", "looked": "1"})
    assert (page.status_code, "다시 확인했습니다" in page.text) == (409, True)
    assert states() == ["GOOD"]


def test_without_the_officers_word_nothing_is_sent(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one))
    page = confirm(officer, address, confirmed="")
    assert (page.status_code, "증명서와 견주어 보고 체크해 주세요" in page.text) == (422, True)
    assert states() == ["GOOD"]


def test_twice_in_the_file_and_out_already(settings: Settings, desk: Desk) -> None:
    officer, (one, two) = desk(), lists.firms(2)
    address = brought(officer, line(one), line(one, bank="다른은행"), line(two))
    assert "2번째 줄과 같은 요청입니다" in officer.get(address).text
    confirm(officer, address)
    other = brought(officer, line(two, purpose="시설자금"), line(two, amount="40,000,000"))
    assert "이미 접수되어" in officer.get(other).text
    drain(settings)
    third = brought(officer, line(two, purpose="이전자금"))
    assert "진행 중입니다: AR-" in officer.get(third).text
    confirm(officer, other)
    drain(settings)
    assert rows(AgreementRequest) == 3


def test_two_lists_with_the_same_line_are_confirmed(settings: Settings, desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    both = [brought(officer, line(one)), brought(officer, line(one, purpose="시설자금"))]
    for address in both:
        confirm(officer, address)
    drain(settings)
    assert rows(AgreementRequest) == 1
    assert "이미 접수되어" in officer.get(both[1]).text


def test_above_the_limit_a_second_person_releases(settings: Settings, desk: Desk) -> None:
    officer, (one, two) = desk(), lists.firms(2)
    address = brought(officer, line(one, amount=ABOVE), line(two))
    assert "그 가운데 1건은" in officer.get(address).text
    confirm(officer, address)
    drain(settings)
    assert (states(), rows(AgreementRequest)) == (["WAITING", "SENT"], 1)
    page = officer.get(address).text
    held = re.search(r"/desk/agreements/drafts/([\w-]+)", page)
    assert held
    second = desk("second")
    shown = second.get(held[0]).text
    revision = re.search(r'name="revision" value="(\d+)"', shown)
    assert revision
    assert "데모상회 001" in shown
    assert second.post(f"{held[0]}/release", {"revision": revision[1]}).status_code == 303
    assert "결재 대기" not in second.get(address).text
    assert rows(AgreementRequest) == 2


def test_a_line_that_no_longer_holds_says_why_and_the_others_go_on(
    settings: Settings, desk: Desk
) -> None:
    officer, (one, two) = desk(), lists.firms(2)
    address = brought(officer, line(one), line(two))
    confirm(officer, address)
    with unit() as u:
        firm = u.session.scalars(select(AgreementBatchRow.firm_id).filter_by(line=2)).one()
        changed = update(Representation).where(Representation.firm_id == firm)
        u.session.execute(changed.values(since=date(2021, 3, 3)))
    drain(settings)
    assert (states(), rows(AgreementRequest)) == (["FAILED", "SENT"], 1)
    assert "그 사이에 등록부가 바뀌었습니다" in officer.get(address).text
    assert rows(AgreementDraft) == 1, "nothing is left of the one that failed"


def test_a_signer_of_a_line_cannot_bring_it(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    with unit() as u:
        account = u.session.scalars(select(Account).filter_by(login_id="changwon")).one()
        u.session.execute(update(Representation).values(person_id=account.person_id))
        parties.register_number(u, account.institution_id, account.person_id, "01000000077")
    assert "서명하는 분은 요청을 쓸 수 없습니다" in officer.get(brought(officer, line(one))).text
    assert states() == ["WRONG"]


def test_what_nobody_foresaw_is_given_up_and_said(
    settings: Settings, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one))
    confirm(officer, address)
    monkeypatch.setattr("app.agreements.papers.prepare", lambda *a, **k: 1 / 0)
    make = work(settings)[batches.KIND]
    for _ in range(5):
        job = outbox.claim("test", [Lane.BULK])
        assert job
        try:
            outbox.complete(job, make(job))
        except ZeroDivisionError as problem:
            outbox.give_back(job, type(problem).__name__)
            with unit() as u:
                u.session.execute(update(outbox.OutboxRow).values(due_at=u.now))
    assert states() == ["FAILED"]
    assert "요청을 만들지 못했습니다" in officer.get(address).text


def test_the_report_and_the_lines_to_put_right_come_back_as_a_list(desk: Desk) -> None:
    officer, (one, two) = desk(), lists.firms(2)
    address = brought(officer, line(one), line(two, bank="=HYPERLINK(1)", amount="1"))
    heads, *told = cells(officer.get(f"{address}/report.csv"))
    assert heads == ["줄", "사업자등록번호", "업체", "보증금액(원)", "결과", "사유", "약정번호"]
    assert [each[0] for each in told] == ["2", "3"]
    assert told[1][4] == "고쳐야 함"
    heads, wrong = cells(officer.get(f"{address}/corrections.csv"))
    assert "'=HYPERLINK(1)" in wrong
    wrong[heads.index("보증금액(원)")] = "2,000,000"
    again = upload(officer, csv_file([heads, wrong]))
    assert "1건 요청 보내기" in officer.get(str(again.location)).text


def test_nothing_is_kept_of_a_list_that_is_dropped(settings: Settings, desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one))
    assert officer.post(f"{address}/drop").location == LISTS
    assert (rows(AgreementBatch), rows(AgreementBatchRow)) == (0, 0)
    address = brought(officer, line(one))
    confirm(officer, address)
    officer.post(f"{address}/drop")
    drain(settings)
    assert rows(AgreementRequest) == 1


def test_another_branch_and_institution_see_nothing(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one))
    strangers = [desk("coop", institution="COOP", branch=""), desk("auditor", role=AUDITOR)]
    for stranger, code in zip(strangers, (404, 403), strict=True):
        for tail in ("", "/progress", "/report.csv", "/corrections.csv"):
            assert stranger.get(f"{address}{tail}").status_code == code
        for tail in ("/confirm", "/drop"):
            assert stranger.post(f"{address}{tail}", {"confirmed": "yes"}).status_code == code
    assert states() == ["GOOD"]


def test_staff_of_the_whole_institution_name_the_branch(settings: Settings, desk: Desk) -> None:
    admin, (one, two) = desk("admin", branch="", role=ADMIN), lists.firms(2)
    missing = upload(admin, csv_file(table([line(one)])))
    assert (missing.status_code, "다음 열이 없습니다: 관할지점" in missing.text) == (422, True)
    lines = [line(one, branch="창원지점"), line(two, branch="없는지점")]
    answer = upload(admin, csv_file(table(lines, (*lists.HEADS, "branch"))))
    address = str(answer.location)
    assert "관할지점을 찾을 수 없습니다" in admin.get(address).text
    assert states() == ["GOOD", "WRONG"]
    heads, wrong = cells(admin.get(f"{address}/corrections.csv"))
    assert wrong[heads.index("관할지점")] == "없는지점"
    confirm(admin, address)
    drain(settings)
    with reading() as session:
        branch = session.scalars(select(AgreementRequest.branch_id)).one()
        assert session.get_one(Branch, branch).name == "창원지점"


def test_a_branchs_officer_asks_for_no_other_branch(desk: Desk) -> None:
    officer, (one, two) = desk(), lists.firms(2)
    lines = [line(one, branch="창원지점"), line(two, branch="서울지점")]
    answer = upload(officer, csv_file(table(lines, (*lists.HEADS, "branch"))))
    assert "다른 지점의 요청은 보낼 수 없습니다" in officer.get(str(answer.location)).text
    assert states() == ["GOOD", "WRONG"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_sample_is_a_list_whose_example_is_never_sent(desk: Desk, kind: str) -> None:
    officer = desk()
    sample = officer.get(f"{LISTS}/sample.{kind}")
    answer = upload(officer, sample.data, f"requests.{kind}")
    page = officer.get(str(answer.location)).text
    assert "사업자등록번호 10자리를 다시 확인해 주세요" in page
    assert states() == ["WRONG"]


def test_a_product_is_chosen_for_all_and_its_figures_are_used(
    settings: Settings, desk: Desk
) -> None:
    officer, (one,) = desk(), lists.firms(1)
    short = [name for name in lists.HEADS if name not in ("product", "years", "ratio", "fee")]
    content = csv_file(table([line(one)], short))
    assert "다음 열이 없습니다: 보증상품" in upload(officer, content).text
    answer = upload(officer, content, product=lists.PRODUCT)
    confirm(officer, str(answer.location))
    drain(settings)
    with reading() as session:
        request = session.scalars(select(AgreementRequest)).one()
    assert (request.ratio_bps, request.fee_bps) == (8500, 100)
    assert clock.kst(request.deadline).hour == 18


def test_typed_lines_are_sealed_and_gone_once_they_are_requests(
    settings: Settings, desk: Desk
) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one, purpose="비밀스러운 용도"))
    with reading() as session:
        query = "SELECT typed FROM agreement_batch_row"
        raw = session.connection().exec_driver_sql(query).scalar()
    assert "비밀".encode() not in bytes(raw or b"")
    confirm(officer, address)
    drain(settings)
    with reading() as session:
        assert session.scalars(select(AgreementBatchRow.typed)).one() == {}


def test_lists_are_forgotten_but_not_while_a_line_is_to_be_made(desk: Desk) -> None:
    officer, (one, two) = desk(), lists.firms(2)
    brought(officer, line(one))
    confirm(officer, brought(officer, line(two)))
    with unit() as u:
        batches.forget(u, u.now + timedelta(days=1))
    assert states() == [rules.QUEUED]


def test_whoever_looks_at_a_list_is_written_down(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    address = brought(officer, line(one))
    for path in (address, f"{address}/report.csv", f"{address}/corrections.csv"):
        assert officer.get(path).status_code == 200
    with reading() as session:
        found = list(session.execute(select(Access.action, Access.what, Access.subjects)))
    assert found == [("listed", "batch", 1), *[("downloaded", "batch", 1)] * 2]


BAD_FILES = {
    "": ("빈 파일입니다", b""),
    "junk": ("CSV나 엑셀 파일이 아닙니다", b"\x89PNG\r\n\x1a\n\0\0"),
    "old": ("예전 엑셀(XLS)이거나 암호가 걸린", b"\xd0\xcf\x11\xe0" + b"\0" * 100),
    "broken": ("엑셀 파일을 열 수 없습니다", b"PK\x03\x04junk"),
    "words": ("첫 줄에 열 이름이 없습니다", "안녕하세요\n반갑습니다".encode()),
    "missing": ("다음 열이 없습니다: 증명서 발급일, 보증상품", "사업자등록번호\n1".encode()),
    "rows": ("1,000줄을 넘습니다", b"a\n" * 1002),
    "large": ("2MB를 넘습니다", b"a" * (2 * 1024 * 1024 + 1)),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_list_gets_one_sentence_and_changes_nothing(
    desk: Desk, name: str
) -> None:
    said, content = BAD_FILES[name]
    answer = upload(desk(), content)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert (rows(AgreementBatch), rows(AgreementBatchRow)) == (0, 0)


def test_a_thousand_lines_are_looked_through(desk: Desk) -> None:
    lines = [line(f"{serial:010}", purpose="가" * 40, bank="나" * 40) for serial in range(1000)]
    content = csv_file(table(lines))
    assert len(content) > 256 * 1024, "more than any other form may bring"
    answer = upload(desk(), content)
    assert (answer.status_code, len(states())) == (303, 1000)


def test_heads_alone_a_column_twice_and_far_too_much(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    heads, cells_ = table([line(one)])
    assert "요청이 한 줄도 없습니다" in upload(officer, csv_file([heads])).text
    twice = csv_file([[*heads, "보증금액 (원)"], [*cells_, "1"]])
    assert "같은 열이 두 번 있습니다: 보증금액(원)" in upload(officer, twice).text
    assert upload(officer, b"a" * (3 * 1024 * 1024)).status_code == 413
    assert upload(officer, b"", name="").status_code == 422
    assert rows(AgreementBatch) == 0


def test_columns_that_mean_nothing_are_named_and_days_are_read_leniently(desk: Desk) -> None:
    officer, (one,) = desk(), lists.firms(1)
    heads, cells_ = table([line(one, period_start="2026.12. 10", amount="30000000 원")])
    answer = upload(officer, csv_file([[*heads, "비고"], [*cells_, "급함"]]))
    page = officer.get(str(answer.location)).text
    assert "쓰지 않는 열: 비고" in page
    assert "1건 요청 보내기" in page

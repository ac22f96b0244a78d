"""The tour's scenes of a corporation: what each of its people sees and is sent."""

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.walks.desk import JOINT, MANAGED, SEVERAL
from tests.walks.person import Person
from tests.walks.stage import Look, Stage


def joining(stage: Stage) -> Iterator[str]:
    """이시험 and 박데모, together, from the request to both papers."""
    case = stage.firm(JOINT)
    lee = stage.comes(case, "이시험").is_at("request")
    yield "firm/02-request"
    lee.press("다음")
    lee.is_at("cautions")
    lee.page.get_by_text("신용보증 약정 체결 후 진행할 수 있습니다.").scroll_into_view_if_needed()
    yield "firm/03-cautions-locked"
    case.sign("이시험")
    lee.goto("done").waits(1, 2)
    yield "firm/06-waiting"
    lee.page.goto("/agreements")
    yield "firm/01-list-waiting"
    case.sign("박데모")
    lee.goto("done").is_at("done")
    expect(lee.link("약정서 내려받기")).to_be_visible()
    yield "firm/06-done"
    lee.link("책임경영이행 약정").tap()
    lee.is_at("pledge")
    yield "firm/07-pledge"
    lee.page.goto("/agreements")
    yield "firm/01-list-turn"


def deciding(stage: Stage) -> Iterator[str]:
    """박데모 signs the pledge, the second of the two."""
    case = stage.firm(JOINT)
    for name in ("이시험", "박데모"):
        case.sign(name)
    case.sign("이시험", pledge=True)
    park = stage.comes(case, "박데모").goto("pledge").is_at("pledge")
    yield "firm/07-pledge-second"
    park.press("책임경영이행 약정")
    park.is_at("pledge-text")
    yield "firm/08-text"
    park.press("다음")
    park.is_at("pledge-ticks")
    yield "firm/08-ticks"
    park.tick_required()
    park.press("다음")
    park.is_at("pledge-sign")
    yield "firm/08-sign"
    park.type_name()
    park.press("약정 실행")
    park.is_at("pledge-identify")
    yield "firm/08-identify"
    park.conclude()
    expect(park.link("약정서 내려받기")).to_be_visible()
    yield "firm/08-done"
    park.is_told("약정이 체결되었습니다")
    park.page.goto("/demo/phone")
    yield "firm/phone-both-concluded"


def one_of_several(stage: Stage) -> Iterator[str]:
    """Whoever signs the pledge alone, whoever signs nothing."""
    case = stage.firm(SEVERAL, "최예시")
    other = stage.comes(case, "정표본").is_at("request")
    other.press("다음")
    other.is_at("pledge")
    yield "firm/07-pledge-designated-other"
    case.sign("최예시")
    stage.comes(case, "최예시").goto("done").is_at("done")
    case.sign("최예시", pledge=True)
    stage.comes(case, "최예시").goto("pledge-done").waits(1, 2)
    yield "firm/08-waiting"
    manager = stage.comes(stage.firm(MANAGED), "한견본").is_at("request")
    manager.press("다음")
    manager.is_at("pledge")
    yield "firm/07-pledge-manager"
    case = stage.firm(JOINT)
    case.sign("이시험")
    contact = stage.comes(case, "김담당").is_at("request")
    yield "firm/02-reading"
    contact.page.goto("/agreements")
    yield "firm/01-list-reading"


def ending_together(stage: Stage) -> Iterator[str]:
    """A firm's requests that end between its people's signatures."""
    yield from _declined(stage)
    yield from _recalled(stage)
    yield from _expired(stage)
    yield from _replaced(stage)


def _declined(stage: Stage) -> Iterator[str]:
    case = stage.firm(JOINT)
    case.sign("이시험")
    park = stage.comes(case, "박데모").is_at("request")
    park.link("이 약정을 하지 않겠습니다").tap()
    expect(park.heading).to_have_text("약정 거절")
    park.page.get_by_label("거절하는 까닭").fill("금액이 이사회 결의와 다릅니다")
    park.press("거절하기")
    expect(park.heading).to_have_text("약정을 거절했습니다")
    yield "firm/09-declined-by-me"
    lee = stage.comes(case, "이시험")
    expect(lee.heading).to_have_text("약정이 거절되었습니다")
    yield "firm/09-declined-by-another"
    yield from _phone(stage, (park, lee), "약정이 거절되어", "firm/phone-declined")


def _recalled(stage: Stage) -> Iterator[str]:
    case = stage.firm(JOINT)
    case.sign("이시험")
    case.recall()
    lee = stage.comes(case, "이시험")
    expect(lee.heading).to_have_text("요청이 회수되었습니다")
    yield "firm/09-recalled"
    yield from _phone(stage, (lee,), "약정 요청이 회수되었습니다", "firm/phone-recalled")


def _expired(stage: Stage) -> Iterator[str]:
    case = stage.firm(JOINT)
    case.sign("이시험")
    case.walk_to("sign", "park-demo")
    park = stage.comes(case, "박데모").is_at("sign")
    case.end_deadline()
    park.type_name()
    park.press("약정 실행")
    expect(park.heading).to_have_text("서명 기한이 지났습니다")
    yield "firm/09-expired-while-signing"
    case = stage.firm(JOINT)
    for name in ("이시험", "박데모"):
        case.sign(name)
    case.sign("박데모", pledge=True)
    case.end_deadline()
    lee = stage.comes(case, "박데모")
    expect(lee.heading).to_have_text("서명 기한이 지났습니다")
    yield "firm/09-expired-after-guarantee"
    yield from _phone(stage, (lee,), "서명 기한이 지나", "firm/phone-expired")


def _replaced(stage: Stage) -> Iterator[str]:
    case = stage.firm(JOINT)
    case.sign("이시험")
    case.walk_to("sign", "park-demo")
    park = stage.comes(case, "박데모").is_at("sign")
    case.replace("박데모", "오한정")
    park.type_name()
    park.press("약정 실행")
    expect(park.heading).to_have_text("대표자가 바뀌었습니다")
    yield "firm/09-replaced"
    case.recall()
    case.replace("오한정", "박데모")
    yield from _phone(stage, (park,), "약정 요청이 회수되었습니다", "firm/phone-replaced")


def _phone(stage: Stage, people: tuple[Person, ...], words: str, name: str) -> Iterator[str]:
    """What they were sent about it; in other looks the same sheets would only be seen again."""
    if stage.look.cookie != Look().cookie:
        return
    for person in people:
        person.is_told(words)
    people[0].page.goto("/demo/phone")
    yield name

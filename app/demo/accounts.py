"""The people of the demo. All of them, their numbers and firms are invented."""

from dataclasses import dataclass

PASSWORD = "Demo!2026"  # noqa: S105 - printed on the start page of demo mode


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as; `story` names the sentences that say who they are and what to try."""

    login: str
    name: str
    mobile: str
    story: str


PEOPLE = (
    DemoPerson("gildong", "홍길동", "01000000001", "gildong"),
    DemoPerson("han-gyeonbon", "한견본", "01000000007", "gyeonbon"),
    DemoPerson("kim-gasang", "김가상", "01000000002", "gasang"),
    DemoPerson("lee-siheom", "이시험", "01000000003", "siheom"),
    DemoPerson("park-demo", "박데모", "01000000004", "siheom"),
    DemoPerson("choi-yesi", "최예시", "01000000005", "yesi"),
    DemoPerson("jung-pyobon", "정표본", "01000000006", "yesi"),
)

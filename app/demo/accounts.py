"""The people of the demo. All of them, their numbers and firms are invented."""

from dataclasses import dataclass

PASSWORD = "Demo!2026"


@dataclass(frozen=True)
class DemoPerson:
    """Someone to sign in as: login id, name, mobile number, what to try as them."""

    login: str
    name: str
    mobile: str
    try_key: str


PEOPLE = (
    DemoPerson("gildong", "홍길동", "01000000001", "demo.try.gildong"),
    DemoPerson("kim-gasang", "김가상", "01000000002", "demo.try.empty"),
    DemoPerson("lee-siheom", "이시험", "01000000003", "demo.try.empty"),
    DemoPerson("park-demo", "박데모", "01000000004", "demo.try.empty"),
    DemoPerson("choi-yesi", "최예시", "01000000005", "demo.try.empty"),
    DemoPerson("jung-pyobon", "정표본", "01000000006", "demo.try.empty"),
    DemoPerson("han-gyeonbon", "한견본", "01000000007", "demo.try.han"),
)

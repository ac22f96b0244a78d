"""Passwords that guessers try first, of eight characters and more; shorter ones are refused anyway.

A small list of our own making: the classics, runs over the keyboard, and Korean words typed on an
English layout. Signs and digits put behind such a word don't make it another (`is_common`).
"""

import re

WORDS = frozenset(
    """
    password passw0rd p@ssword p@ssw0rd passwort password1 passpass iloveyou loveyou123 sunshine
    princess football baseball basketball superman spiderman starwars pokemon123 trustno1
    whatever
    computer internet samsung1 samsung123 welcome1 welcome123 letmein1 letmein123 master123
    shadow123
    dragon123 monkey123 michael1 jennifer jordan23 charlie1 liverpool chelsea1 arsenal1 freedom1
    changeme changeit default1 administrator admin123 admin1234 adminadmin root1234 rootroot
    test1234 testtest tester123 guest123 user1234 login123 secret123 access14 hello123 helloworld
    qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwer1234 qwert123 asdf1234 asdfghjk asdfghjkl
    asdfasdf zxcv1234 zxcvbnm1 zxcvbnm123 zxcvzxcv qweasdzxc qwe123asd qazwsxedc qazwsx123 1qaz2wsx
    1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 1234qwer 12345qwert 123qweasd a1b2c3d4
    abcd1234 abcdefgh abc12345 aaaa1111 1111aaaa qqqq1111 aa123456 a1234567 a12345678 a123456789
    123456a1 1234567a 12345678a 123456abc 123abc456 11223344 12341234 12344321 13572468 24681357
    14725836 147258369 15935728 159357456 10203040 20202020 19841984 12121212 13131313 23232323
    dkssudgktpdy tkfkdgody tkfkdgo1 tkfkdgo1234 gkrtod123 eoqkr123 qlalfqjsgh qlalfqjsgh1 ghkrdls1
    rkskek123 gksrnr123 gksrmf123 eogksalsrnr tjdnf1234 qntks1234 rudska123 wkdtks123 ekdls1234
    dojang12 dojang123 dojang1234 korea123 korea1234 seoul123 busan1234
    """.split()  # noqa: SIM905 - a list to read and to add to
)

RUNS = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)


def is_common(password: str) -> bool:
    """Whether a guesser tries it early: on the list, one sign repeated, a run, a pair repeated."""
    plain = password.casefold()
    bare = re.sub(r"[\W\d_]+$", "", plain)
    if plain in WORDS or (len(bare) >= 8 and bare in WORDS):
        return True
    repeated = any(plain == plain[:n] * (len(plain) // n) for n in (1, 2) if not len(plain) % n)
    return repeated or any(plain in run or plain in run[::-1] for run in RUNS)

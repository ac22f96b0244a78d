"""docs/operations.md: whatever somebody types at three in the morning is a command that exists,
with these options, and what the page calls a good answer is what a healthy house says."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.evidence.keys import make_demo
from app.worker import drain
from tests.support.commands import problem_with
from tests.support.signer import Signer, register, send

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/operations.md").read_text("utf-8")
LAYING_OUT = (ROOT / "deploy/README.md").read_text("utf-8")
LINES = [
    line.strip()
    for block in re.findall(r"```sh\n(.*?)```", PAGE + LAYING_OUT, re.DOTALL)
    for line in block.splitlines()
]
OURS = re.compile(r"^(?:dj|runuser -u dojang -- \.venv/bin/flask --app wsgi) (.+)$")
FIRST = ("set -a; . /etc/dojang/dojang.env; set +a; cd /opt/dojang",)
"""Lines of a shell's own words."""

OTHERS = re.compile(
    "adduser|apt-get|certbot|chronyc|cp|createdb|createuser|curl|df|git|install|journalctl"
    "|make|nginx|openssl|runuser|systemctl"
)
HERE = [
    name for name in ("curl", "git", "install", "journalctl", "systemctl") if shutil.which(name)
]


def ours() -> list[str]:
    """What follows `flask --app wsgi` in each line of ours."""
    return [found[1] for line in LINES if (found := OURS.match(line))]


def theirs() -> list[str]:
    """The lines that call a program of the system."""
    known = (*FIRST, "alias dj='runuser -u dojang -- .venv/bin/flask --app wsgi'")
    return [line for line in LINES if not OURS.match(line) and line not in known]


@pytest.mark.parametrize("line", sorted(set(ours())))
def test_a_command_of_ours_is_there_with_these_options(line: str) -> None:
    given = shlex.split(line.replace("chain.pem", str(ROOT / "README.md")))
    assert problem_with(given) == ""


def test_what_does_not_exist_is_found() -> None:
    assert problem_with(["outbox", "lost"])
    assert problem_with(["backup", "make", "--fast", "x"])
    assert problem_with(["keys", "rotate"])


@pytest.mark.parametrize("line", sorted(set(theirs())))
def test_a_command_of_the_system_is_known(line: str) -> None:
    for part in line.split("&&"):
        name, *words = shlex.split(part, comments=True)
        assert OTHERS.fullmatch(name)
        assert [unit for unit in words if not names_a_unit(unit)] == []
        if name in HERE:
            told = subprocess.run(
                [name, "--help", *(["all"] if name == "curl" else [])],
                capture_output=True,
                text=True,
                check=False,
            ).stdout
            long = [word.split("=")[0] for word in words if word.startswith("--")]
            assert [option for option in long if option not in told and name != "git"] == []


def names_a_unit(word: str) -> bool:
    """Whether a word that looks like a unit of ours is one."""
    if not re.match(r"dojang-[a-z]|dojang\.", word) or word.startswith("dojang-keys"):
        return True
    stem = re.sub(r"@.*", "@", word).removesuffix(".target").removesuffix(".service")
    return any(path.stem == stem for path in (ROOT / "deploy/systemd").glob("*.*"))


def test_every_symptom_is_on_the_list_and_every_link_leads_somewhere() -> None:
    heads = [head.strip() for head in re.findall(r"^## (.+)$", PAGE, re.MULTILINE)]
    anchors = {re.sub(r"[^a-z0-9 ]", "", head.lower()).replace(" ", "-") for head in heads}
    listed = re.findall(r"^- \[[^]]+\]\(#([a-z0-9-]+)\)$", PAGE, re.MULTILINE)
    assert set(listed) == anchors
    assert set(re.findall(r"\(#([a-z0-9-]+)\)", PAGE)) <= anchors


def test_the_make_target_is_there() -> None:
    asked = {word for line in LINES for word in re.findall(r"make -C /opt/dojang (\S+)", line)}
    assert asked
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert [target for target in asked if f"\n{target}:" not in makefile] == []


GOOD = {
    "outbox parked": "0 put aside",
    "outbox retry": "0 tried again",
    "seals waiting": "0 waiting",
    "keys list": "for all others",
    "audit check --papers": "0 faults",
    "maintenance begin --minutes 30": "maintenance until about",
    "maintenance end": "",
    "backup make --keep 3 FOLDER": "0 older backups thrown away",
    "backup check FOLDER": "0 problems",
}


def test_a_healthy_house_gives_the_good_answers(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    make_demo(settings.keys)
    register()
    send()
    assert Signer(app, settings).enter().sign_guarantee().status_code == 303
    drain(settings)
    for line, good in GOOD.items():
        written = line.replace("FOLDER", "/var/backups/dojang")
        assert written in ours(), f"the page no longer says {written}"
        words = shlex.split(line.replace("FOLDER", str(tmp_path / "backups")))
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, (line, done.output)
        assert good in (done.output.strip().splitlines() or [""])[-1], (line, done.output)

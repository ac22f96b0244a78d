"""The systemd units: systemd can read them, what they start exists, and they may do little."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.support.commands import problem_with

ROOT = Path(__file__).parents[2]
UNITS = ROOT / "deploy/systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
EXPOSED = 20
"""Of a hundred points of `systemd-analyze security`, the most that a service may have."""


@pytest.fixture
def laid_out(tmp_path: Path) -> Path:
    """The units as on a machine where the house lies where it lies here."""
    for path in UNITS.rglob("*.*"):
        if path.is_file():
            there = tmp_path / path.relative_to(UNITS)
            there.parent.mkdir(exist_ok=True)
            there.write_text(path.read_text("utf-8").replace("/opt/dojang", str(ROOT)))
    return tmp_path


def started(folder: Path, name: str) -> str:
    """The path of a unit, of a template the first it is used for."""
    path = folder / name.replace("@.", "@8001.")
    if "@" in name:
        (folder / name).rename(path)
    return str(path)


@pytest.mark.parametrize("name", sorted(path.name for path in UNITS.glob("*.*") if path.is_file()))
def test_systemd_reads_it(laid_out: Path, name: str) -> None:
    line = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
    unit = started(laid_out, name)
    done = subprocess.run([*line, unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little(laid_out: Path, name: str) -> None:
    line = ["systemd-analyze", "security", "--no-pager", "--offline=yes", f"--threshold={EXPOSED}"]
    unit = started(laid_out, name)
    done = subprocess.run([*line, unit], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_starts_is_a_command_of_ours(name: str) -> None:
    text = (UNITS / name).read_text("utf-8").replace("%i", "8001")
    lines = re.findall(r"^ExecStart=/opt/dojang/\.venv/bin/flask --app wsgi (.+)$", text, re.M)
    assert lines
    assert [
        problem_with(shlex.split(line)) for line in lines if problem_with(shlex.split(line))
    ] == []

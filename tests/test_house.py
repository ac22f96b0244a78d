"""The house keeps its own rules: sizes, floors, third-party files, requirements, README."""

import ast
import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 40
SOURCES = sorted((ROOT / "app").rglob("*.py"))
README = (ROOT / "README.md").read_text("utf-8")
THIRD_PARTY = tomllib.loads((ROOT / "docs/third-party.toml").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def contract(kind: str) -> dict[str, Any]:
    """The import contract of this kind."""
    found = PROJECT["tool"]["importlinter"]["contracts"]
    return next(each for each in found if each["type"] == kind)


def test_files_are_short() -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{short(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: n for name, n in lengths.items() if n > MOST_LINES_OF_A_FUNCTION} == {}


def test_every_module_says_what_it_is() -> None:
    assert [short(path) for path in SOURCES if not ast.get_docstring(tree_of(path))] == []


def test_no_test_is_switched_off_or_faked() -> None:
    switched_off = re.compile(r"pytest\.(mark\.)?(skip|xfail|importorskip)|unittest\.mock")
    tests = {p: p.read_text("utf-8") for p in (ROOT / "tests").rglob("*.py") if p != Path(__file__)}
    assert [short(path) for path, text in tests.items() if switched_off.search(text)] == []


def test_every_rules_module_is_held_pure() -> None:
    rules = {f"app.{path.parent.name}.rules" for path in (ROOT / "app").glob("*/rules.py")}
    assert rules <= set(contract("forbidden")["source_modules"])


def test_every_package_has_its_floor() -> None:
    rows = contract("layers")["layers"]
    placed = {name.strip() for row in rows for name in row.split("|")}
    modules = {path.stem for path in (ROOT / "app").glob("*.py")}
    packages = {path.parent.name for path in (ROOT / "app").glob("*/__init__.py")}
    assert (modules | packages) - {"__init__"} == placed


@pytest.mark.parametrize("file", THIRD_PARTY["file"], ids=lambda file: file["path"])
def test_third_party_files_are_unchanged(file: dict[str, str]) -> None:
    assert set(file) == {"path", "name", "version", "licence", "source", "why", "sha256"}
    assert hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_third_party_files_are_all_listed() -> None:
    there = {short(path) for f in THIRD_PARTY["folders"] for path in (ROOT / f).iterdir()}
    assert there == {file["path"] for file in THIRD_PARTY["file"]}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=[a-zA-Z])", text.strip())
    loose = [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e]
    assert loose == []
    assert not re.search(r"index-url|find-links|trusted-host|https?:|file:", text)


def test_every_requirement_has_its_reason() -> None:
    reasons = (ROOT / "docs/dependencies.md").read_text("utf-8")
    asked = "\n".join((ROOT / n).read_text() for n in ("requirements.in", "requirements-dev.in"))
    names = re.findall(r"^([a-z][\w-]*)", asked, re.MULTILINE)
    assert names
    assert [name for name in names if f"| {name} |" not in reasons] == []


def settings() -> set[str]:
    """The names of every setting that `app/config.py` reads."""
    nodes = ast.walk(tree_of(ROOT / "app/config.py"))
    words = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {w for w in words if isinstance(w, str) and re.fullmatch(r"[A-Z][A-Z_]+", w)}


def test_the_readme_lists_every_setting() -> None:
    assert "DATABASE_URL" in settings()
    assert [name for name in sorted(settings()) if f"| `{name}` |" not in README] == []


def test_the_environment_file_names_every_setting() -> None:
    example = (ROOT / "deploy/dojang.env.example").read_text("utf-8")
    named = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    assert sorted(settings() - named) == []
    assert [name for name in sorted(named) if f"`{name}`" not in README] == []


def test_the_readme_begins_with_two_commands() -> None:
    quick = README.partition("## Quick start")[2].partition("\n## ")[0]
    assert re.findall(r"^make \w+$", quick, re.MULTILINE) == ["make run", "make test"]


def test_decisions_are_numbered_once_each() -> None:
    numbers = [path.name[:4] for path in sorted((ROOT / "docs/adr").glob("*.md"))]
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]

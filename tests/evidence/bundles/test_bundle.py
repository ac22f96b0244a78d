"""The bundle: what is in it for whom, that it holds, and what notices each change."""

import hashlib
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.texts import speaking, t
from app.evidence.bundles import checks, container, layout
from app.evidence.bundles.report import report_on
from app.evidence.command import verify_command
from app.evidence.ink import POINTERS, commitment, parse_ink, timed
from tests.evidence.bundles.conftest import Made, opened
from tests.evidence.bundles.forging import Files, changed, failed, sealed_up, without
from tests.support.printed import printed, table

EVIDENCE = ("records", "strokes", "shapes", "chain", "anchors", "identity", "tokens")


@pytest.mark.parametrize("which", ["whole", "signers", "early", "archived", "second"])
def test_it_holds(made: Made, which: str) -> None:
    report = report_on(getattr(made, which), made.trust)
    assert [check.key for check in report.checks if not check.ok] == []
    assert set(EVIDENCE) <= {check.key for check in report.checks}
    assert (
        report.facts["file_hash"]
        == hashlib.sha256(opened(getattr(made, which))["paper.pdf"]).hexdigest()
    )


def said(bundle: bytes, trust: bytes) -> dict[str, str]:
    return {check.key: check.text for check in report_on(bundle, trust).checks}


def test_a_signer_gets_nobody_elses_strokes(made: Made) -> None:
    whole, mine = opened(made.whole), opened(made.signers)
    of_signers = {name for name in whole if name.startswith(("strokes/", "identity/", "messages/"))}
    assert of_signers == {
        *("strokes/1.json", "strokes/1.salt", "identity/1.json", "messages/1.json"),
        *("strokes/2.json", "strokes/2.salt", "identity/2.json", "messages/2.json"),
    }
    assert of_signers - set(mine) == {name for name in of_signers if "/2." in name}
    everything = b"".join(mine.values())
    assert whole["strokes/2.json"] not in everything
    assert whole["strokes/2.salt"].strip() not in everything
    assert "2개 가운데 1개" in said(made.signers, made.trust)["strokes"]
    assert "2개 가운데 2개" in said(made.whole, made.trust)["strokes"]


def test_what_it_says_of_anchors(made: Made) -> None:
    assert "들어가기 전" in said(made.early, made.trust)["anchors"]
    assert json.loads(opened(made.early)["audit/proofs.json"]) == []
    assert "이어집니다" in said(made.whole, made.trust)["anchors"]
    assert {"anchors/1.json", "anchors/2.json", "anchors/2.p7s"} <= set(opened(made.whole))


def test_personal_data_and_secrets_stay_out(made: Made) -> None:
    for bundle in (made.whole, made.signers):
        files = opened(bundle)
        records = b"".join(
            files[name] for name in files if name.startswith(("identity", "messages", "audit"))
        )
        for secret in (b"01000000002", b"number_hash", b"session", b"mac"):
            assert secret not in records


def test_every_sentence_in_both_languages(made: Made) -> None:
    with speaking("en"):
        english = said(made.whole, made.trust)
    assert not re.search("[가-힣]", "".join(english.values()))
    assert t("bundle.refused.broken") != ""


def test_the_command_in_words_and_as_json(made: Made, tmp_path: Path, capsys: Any) -> None:
    file, bad = tmp_path / "bundle.zip", tmp_path / "bad.zip"
    file.write_bytes(made.whole)
    bad.write_bytes(sealed_up(moved(opened(made.whole), 2)))
    assert verify_command(file, made.roots, as_json=False) == 0
    assert "점 하나까지" in capsys.readouterr().out
    assert verify_command(bad, made.roots, as_json=True) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is False
    (wrong,) = (check for check in report["checks"] if not check["ok"])
    assert wrong["key"] == "strokes"
    assert "2번째 서명자 공동대표 박*모" in wrong["text"]
    assert set(report["facts"]) == {"file_hash", "bundle_hash"}


def moved(files: Files, place: int) -> Files:
    """One point a hair further in time: the shape is the same."""
    name = layout.strokes_of(place)
    drawn = json.loads(files[name])
    drawn["strokes"][0][3][2] += 1
    return {**files, name: json.dumps(drawn, sort_keys=True, separators=(",", ":")).encode()}


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_any_point_time_or_pressure_moved_by_one_is_found_and_whose_it_is(
    made: Made, data: st.DataObject
) -> None:
    files = opened(made.whole)
    place = data.draw(st.sampled_from([1, 2]))
    drawn = json.loads(files[layout.strokes_of(place)])
    stroke = data.draw(st.sampled_from(drawn["strokes"]))
    point = data.draw(st.sampled_from(stroke))
    part = data.draw(st.integers(0, 3))
    point[part] += data.draw(st.sampled_from([-1, 1]))
    text = json.dumps(drawn, sort_keys=True, separators=(",", ":")).encode()
    found = report_on(sealed_up({**files, layout.strokes_of(place): text}), made.trust)
    wrong = {check.key: check.text for check in found.checks if not check.ok}
    assert set(wrong) == ({"strokes", "shapes"} if part < 2 else {"strokes"})
    assert f"{place}번째 서명자" in wrong["strokes"]
    assert f"{3 - place}번째 서명자" not in wrong["strokes"]


spots = st.integers(-10_000, 10_000)
points = st.tuples(spots, spots, st.integers(0, 50), st.integers(0, 255))


@given(st.lists(st.lists(points, min_size=1, max_size=8), min_size=1, max_size=5), st.data())
def test_a_commitment_is_to_every_number_and_to_the_pointer(
    strokes: list[list[tuple[int, int, int, int]]], data: st.DataObject
) -> None:
    ms, drawn = 0, []
    for stroke in strokes:  # time never runs backwards
        drawn.append([[x, y, ms := ms + step, pressure] for x, y, step, pressure in stroke])
    given = {"v": 1, "w": 1000, "h": 620, "by": "touch", "strokes": drawn}
    before = commitment(parse_ink(json.dumps(given)), b"salt")
    change = data.draw(st.sampled_from(["point", "pointer", "height"]))
    if change == "point":
        point = data.draw(st.sampled_from(data.draw(st.sampled_from(drawn))))
        part = data.draw(st.integers(0, 3))
        point[part] += -1 if point[part] in (255, 10_000) else 1
    elif change == "pointer":
        given["by"] = data.draw(st.sampled_from([it for it in POINTERS if it != "touch"]))
    else:
        given["h"] = 621
    try:
        after = commitment(parse_ink(json.dumps(given)), b"salt")
    except ValueError:  # the point now lies after the next: that is refused even sooner
        return
    assert after != before


def test_without_a_pointer_a_commitment_is_what_it_always_was() -> None:
    ink = parse_ink('{"v":1,"w":1000,"h":620,"strokes":[[[1,2,3,4]]]}')
    assert timed(ink) == b'{"height":620,"strokes":[[[1,2,3,4]]],"width":1000}'


def test_the_same_rows_give_the_same_bytes(made: Made) -> None:
    assert container.write(opened(made.whole)) == made.whole
    assert opened(made.whole).keys() == opened(made.archived).keys() - {"archive/1.der"}


def kind(name: str) -> str:
    return re.sub(r"/\d+", "/N", name)


@pytest.fixture(scope="module")
def matrix(made: Made) -> dict[str, list[str]]:
    """What was done to each file, the lists made anew -> what notices: changed; removed; taken
    from the other agreement's bundle."""
    files, other = opened(made.archived), opened(made.second)
    found: dict[str, list[str]] = {}
    for name in files:
        if name in (layout.MANIFEST, layout.SUMS) or kind(name) in found:
            continue
        swapped = {**files, name: other.get(name, b"{}")}
        found[kind(name)] = [
            failed(sealed_up(changed(files, name)), made.trust),
            failed(sealed_up(without(files, name)), made.trust),
            failed(sealed_up(swapped), made.trust) if swapped[name] != files[name] else "the same",
        ]
    return found


NOTHING_VOUCHES = {"README.txt", "trust/roots.pem", "messages/N.json"}


def test_every_change_to_evidence_is_noticed(matrix: dict[str, list[str]]) -> None:
    unnoticed = {name for name, verdicts in matrix.items() if "holds" in verdicts}
    assert unnoticed == NOTHING_VOUCHES


def test_the_lists_notice_every_change_that_leaves_them_as_they_are(made: Made) -> None:
    files = opened(made.archived)
    for name in without(files, layout.MANIFEST):
        for other in (changed(files, name), without(files, name), {**files, f"a{name}": b"x"}):
            variant, words = checks.manifest(other)
            assert (variant, name in words["names"]) == ("files", True)
    assert failed(container.write(changed(files, layout.MANIFEST)), made.trust) != "holds"
    assert "manifest" in failed(container.write(without(files, layout.MANIFEST)), made.trust)


def test_the_document_says_what_was_found(matrix: dict[str, list[str]], made: Made) -> None:
    files = opened(made.whole)
    added = {**files, "notes.txt": b"pay this one too"}
    more = {
        "a file added": [failed(sealed_up(added), made.trust), "", ""],
        "one point a millisecond later": [failed(sealed_up(moved(files, 1)), made.trust), "", ""],
    }
    assert all(verdicts[0] != "holds" for verdicts in more.values())
    lines = [[name, *verdicts] for name, verdicts in {**matrix, **more}.items()]
    text = table(["file", "changed", "removed", "that of another agreement"], lines)
    assert printed("docs/evidence.md", "the bundle", text)


@pytest.mark.parametrize("which", ["whole", "signers", "early", "archived"])
def test_the_readmes_commands_run_by_a_stranger(made: Made, which: str, tmp_path: Path) -> None:
    files = opened(getattr(made, which))
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    blocks = re.findall(r"(?:^ {4}\S.*\n)+", files["README.txt"].decode(), re.MULTILINE)
    told = "".join(run(block, tmp_path) for block in blocks)
    assert told.count("Signature is Valid.") == 1
    assert told.count("Verification: OK") == (2 if which == "archived" else 1)
    assert told.count("CMS Verification successful") == 1 + (which != "early")
    assert len(re.findall(r"strokes/\d.json found", told)) == (1 if which == "signers" else 2)
    assert ("anchor 2 found" in told) == (which != "early")
    assert "complete " in told
    assert "paper.pdf: OK" in told


def run(block: str, folder: Path) -> str:
    """What a block of commands says; every one of them must succeed."""
    script = "set -eo pipefail\n" + re.sub("(?m)^    ", "", block)
    done = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


def test_the_readmes_commands_notice_a_moved_point(made: Made, tmp_path: Path) -> None:
    files = moved(opened(made.whole), 1)
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (block,) = re.findall(
        r"(?:^ {4}\S.*strokes/1.*\n)+", files["README.txt"].decode(), re.MULTILINE
    )
    with pytest.raises(AssertionError):
        run(block, tmp_path)

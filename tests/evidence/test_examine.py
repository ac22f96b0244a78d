"""The process that looks into strangers' files: what it may use, and that it is there again."""

import os
import select
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.evidence.examine import EXAMINER, examine


def bounded(then: str, *, seconds: int = 30, wall: float = 0) -> subprocess.CompletedProcess[str]:
    """What becomes of a process that limits itself and then does something."""
    code = f"from app.evidence.examiner import limit\nlimit({seconds}, {wall})\n{then}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_it_may_not_use_much_memory() -> None:
    assert bounded("bytearray(1 << 30)").stderr.strip().endswith("MemoryError")


def test_it_may_not_compute_for_long() -> None:
    assert bounded("while True: pass", seconds=4).returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_it_may_not_wait_for_long() -> None:
    assert bounded("import time; time.sleep(30)", wall=1).returncode == -signal.SIGALRM


def test_it_may_not_write_a_file(tmp_path: Path) -> None:
    done = bounded(f"open({str(tmp_path / 'mine')!r}, 'wb', 0).write(b'x')")
    assert done.returncode
    assert (tmp_path / "mine").stat().st_size == 0


def test_it_knows_nothing_of_our_settings(
    archived: bytes, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOMETHING_SECRET", "yes")
    EXAMINER.end()
    examine(archived, folder / "trust.pem")
    assert EXAMINER.process
    environ = Path(f"/proc/{EXAMINER.process.pid}/environ").read_bytes()
    assert b"SOMETHING_SECRET" not in environ


def test_one_that_was_killed_is_started_again(archived: bytes, folder: Path) -> None:
    assert holds(archived, folder)
    assert EXAMINER.process
    os.kill(EXAMINER.process.pid, signal.SIGKILL)
    EXAMINER.process.wait()
    assert holds(archived, folder)


def test_several_files_at_once_each_get_their_own_answer(archived: bytes, folder: Path) -> None:
    torn = archived[:-1]
    with ThreadPoolExecutor(4) as pool:
        answers = pool.map(lambda pdf: holds(pdf, folder), [archived, torn, archived, torn])
    assert list(answers) == [True, False, True, False]


def test_copies_that_ended_are_buried(archived: bytes, folder: Path) -> None:
    """The last may still be on its way out; those before it are gone from the table."""
    for _ in range(3):
        assert examine(b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000, folder / "trust.pem")
    assert EXAMINER.process
    line = ["ps", "--ppid", str(EXAMINER.process.pid), "-o", "stat="]
    assert len(subprocess.run(line, capture_output=True, text=True).stdout.split()) <= 1


def test_without_roots(folder: Path) -> None:
    with pytest.raises(ValueError, match="roots"):
        examine(b"%PDF-1.7", folder / "none.pem")


def test_it_ends_with_the_process_that_asked(archived: bytes, folder: Path, tmp_path: Path) -> None:
    """Nobody sends it home: it notices that nobody holds its door."""
    (tmp_path / "paper.pdf").write_bytes(archived)
    code = (
        "import os, sys; from pathlib import Path; from app.evidence.examine import *;"
        "pdf, trust = map(Path, sys.argv[1:]); assert examine(pdf.read_bytes(), trust);"
        "print(EXAMINER.process.pid, flush=True); os._exit(0)"
    )
    line = [sys.executable, "-c", code, str(tmp_path / "paper.pdf"), str(folder / "trust.pem")]
    started = int(subprocess.run(line, capture_output=True, text=True, check=True).stdout)
    gone_by_itself(started)


def gone_by_itself(pid: int) -> None:
    """Wait for a process that is not ours to end."""
    try:
        its_end = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    assert select.select([its_end], [], [], 20)[0]
    os.close(its_end)


def holds(pdf: bytes, folder: Path) -> bool:
    """Whether everything holds in a file."""
    report = examine(pdf, folder / "trust.pem")
    return bool(report and report["ok"])

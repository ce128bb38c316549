"""Other office files (doc, rtf, wps, odt, xlsb …) to usual ones, by LibreOffice if it is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fiscal_notice.errors import OriginalError

SECONDS = 120
#: Of address space, in bytes: what LibreOffice takes for itself, and twice as much.
MOST_MEMORY = 8 * 1024**3
#: Format → what LibreOffice makes of it.
MADE = {
    **dict.fromkeys(("doc", "rtf", "odt", "wordxml"), "docx"),
    **dict.fromkeys(("ods", "xlsb", "excelxml"), "xlsx"),
    "ofd": "pdf",
}
_WORDS = {"docx": ".docx", "xlsx": ".xlsx", "pdf": "PDF"}
# Macros are never run, links never followed.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is, or nothing."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@contextmanager
def converted(path: Path, name: str) -> Iterator[Path]:
    """The file in its new format, there only inside the block; ``name`` is its format now.

    Raises OriginalError if LibreOffice is not there, fails, or takes longer than ``SECONDS``.
    """
    made = MADE[name]
    office = program()
    if office is None:
        raise OriginalError(
            f"files of this kind ({name}) are read only if LibreOffice is installed",
            file=path,
            hint=f"install LibreOffice, or save the file as {_WORDS[made]} and take that file",
        )
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        yield _made(office, path, made, Path(folder))


def _made(office: str, path: Path, made: str, folder: Path) -> Path:
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    out.mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    # A name of its own: what a file is called must not be taken for an option or a format.
    source = folder / f"original{path.suffix if path.suffix.isascii() else ''}"
    shutil.copyfile(path, source)
    command = [
        *(office, "--headless", "--norestore", "--nologo", "--nodefault"),
        f"-env:UserInstallation={profile.as_uri()}",
        *("--convert-to", made, "--outdir", str(out), str(source)),
    ]
    process = subprocess.Popen(  # noqa: S603  a fixed command
        _bounded(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise _failed(path, made, f"no end after {SECONDS} seconds") from None
    finally:
        # LibreOffice starts another process, which has to end as well.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    found = next(iter(sorted(out.iterdir())), None)
    if found is None or not found.stat().st_size:
        raise _failed(path, made, f"exit code {process.returncode}, no file")
    return found


def _bounded(command: list[str]) -> list[str]:
    """The command with a bound to its memory, where there is a shell that sets one."""
    shell = shutil.which("sh")
    if shell is None:
        return command
    return [shell, "-c", f'ulimit -v {MOST_MEMORY // 1024}; exec "$@"', shell, *command]


def _failed(path: Path, made: str, found: str) -> OriginalError:
    return OriginalError(
        "LibreOffice cannot convert the file",
        file=path,
        found=found,
        expected=f"a file that it makes a {_WORDS[made]} of",
        hint=f"open it in the program that made it, save it as {_WORDS[made]}, and take that file",
    )

"""The folder that holds everything of one portal: programs, data, logs and secrets.

Nothing is trusted because it is there: each long step writes a marker when it has finished, beside
its place and then renamed, so that a step cut short is seen and done again.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A UNIX socket's address holds 107 bytes; PostgreSQL's file name needs 14 of them.
_LONGEST_SOCKET_FOLDER = 90
_LOCK_PATIENCE = 600.0
_OTHERS_MAY_ENTER = 0o001


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where each thing of a portal is; ``root`` is absolute and free of symbolic links."""

    root: Path

    @property
    def venv(self) -> Path:
        """CKAN's virtual environment."""
        return self.root / "venv"

    @property
    def python(self) -> Path:
        """The interpreter that CKAN runs in."""
        return self.venv / "bin" / "python"

    @property
    def database(self) -> Path:
        """PostgreSQL's cluster."""
        return self.root / "postgres" / "data"

    @property
    def storage(self) -> Path:
        """CKAN's uploads."""
        return self.root / "storage"

    @property
    def ini(self) -> Path:
        """CKAN's settings, its keys included."""
        return self.root / "secrets" / "ckan.ini"

    @property
    def credentials(self) -> Path:
        """Passwords and keys."""
        return self.root / "secrets" / "credentials.json"

    @property
    def passfile(self) -> Path:
        """The database passwords as PostgreSQL's clients read them."""
        return self.root / "secrets" / "pgpass"

    @property
    def token(self) -> Path:
        """The publisher's API token."""
        return self.root / "secrets" / "token"

    @property
    def port(self) -> Path:
        """The port of the last start."""
        return self.root / "port"

    @property
    def series(self) -> Path:
        """Which CKAN this home is of."""
        return self.root / "series"

    @property
    def filled(self) -> Path:
        """The marker that databases, organisation and account are complete."""
        return self.root / "filled"

    @property
    def access_log(self) -> Path:
        """One line a request."""
        return self.log("access")

    @property
    def sockets(self) -> Path:
        """A folder whose sockets have addresses short enough for the system."""
        if len(os.fsencode(self.root / "run")) <= _LONGEST_SOCKET_FOLDER:
            return self.root / "run"
        digest = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"portal-{os.geteuid()}-{digest}"

    def log(self, part: str) -> Path:
        """Return the log of one part: install, setup, postgres, redis, ckan or access."""
        return self.root / "logs" / f"{part}.log"


def default_root(series: str, environment: Mapping[str, str], *, as_root: bool) -> Path:
    """Return where a portal lives unless told otherwise.

    Root's own home is closed to the account that PostgreSQL has to run as (it refuses to be root),
    so root's portals live under /var/lib.
    """
    chosen = environment.get("FISCAL_NOTICE_PORTAL_HOME")
    if chosen:
        return Path(chosen).expanduser()
    state = environment.get("XDG_STATE_HOME")
    if not state and as_root:
        state = "/var/lib"
    base = Path(state) if state else Path.home() / ".local" / "state"
    return base / "fiscal-notice" / f"portal-{series}"


def open_home(root: Path, series: str) -> Home:
    """Open the home at ``root``, its folders made where missing.

    Raises PublishError where it cannot be written, holds another CKAN or is closed to PostgreSQL.
    """
    home = Home(root=root.absolute())
    if "%" in str(home.root):
        raise PublishError("CKAN cannot read settings from a path with a % in it", file=home.root)
    try:
        home.root.mkdir(parents=True, exist_ok=True)
        home = Home(root=home.root.resolve())
        _claim(home, series)
        _make_folders(home)
    except OSError as error:
        hint = "set FISCAL_NOTICE_PORTAL_HOME to a folder you can write to"
        raise PublishError(
            "the portal's home cannot be made", file=home.root, found=str(error), hint=hint
        ) from error
    return home


def existing_home(root: Path) -> Home | None:
    """Return the home at ``root``, or None where no portal was ever started there."""
    home = Home(root=root.resolve())
    return home if home.series.exists() else None


def _make_folders(home: Home) -> None:
    as_root = os.geteuid() == 0
    if as_root:
        _check_way_in(home.root)
    # As root, PostgreSQL's account has to pass through, but may not look around.
    home.root.chmod(0o711 if as_root else 0o700)
    for name in ("secrets", "logs", "storage", "redis"):
        (home.root / name).mkdir(exist_ok=True)
        (home.root / name).chmod(0o700)


def _check_way_in(root: Path) -> None:
    for folder in root.parents:
        if not folder.stat().st_mode & _OTHERS_MAY_ENTER:
            raise PublishError(
                "PostgreSQL does not run as root, and other accounts may not enter this folder",
                file=folder,
                hint="set FISCAL_NOTICE_PORTAL_HOME to a folder under /var/lib, say",
            )


def _claim(home: Home, series: str) -> None:
    """Take an empty folder as home, or one that is a home of this series already.

    Anything else stays untouched: programs inside a home are ended when its portal is stopped.
    """
    if not home.series.exists():
        held = sorted(each.name for each in home.root.iterdir() if each.name != "series.new")
        if held:
            raise PublishError(
                "this folder is not a portal's home, and not empty",
                file=home.root,
                found=", ".join(held[:5]),
                hint="choose an empty or new folder",
            )
        write_whole(home.series, series)
    found = home.series.read_text(encoding="utf-8")
    if found != series:
        raise PublishError(
            "this home holds a portal of another CKAN",
            file=home.root,
            found=found,
            expected=series,
            hint="choose another home, or remove this one with its data",
        )


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file so that after any crash it is there whole or as it was before."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)


def says(marker: Path, text: str) -> bool:
    """Whether a marker is there and says just this."""
    return marker.exists() and marker.read_text(encoding="utf-8") == text


@contextmanager
def locked(home: Home, patience: float = _LOCK_PATIENCE) -> Iterator[None]:
    """Hold the home alone; waits ``patience`` seconds for another start or stop to end.

    The system frees the lock when its holder dies, so a crash leaves none behind.
    """
    with (home.root / "lock").open("w") as file:
        end = time.monotonic() + patience
        while not _taken(file.fileno()):
            if time.monotonic() > end:
                raise PublishError(
                    "another command is starting or stopping the portal", file=home.root
                )
            time.sleep(0.2)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

"""The folder that holds everything of one portal: programs, data, logs and secrets.

Nothing is trusted because it is there: each long step writes a marker when it has finished, beside
its place and then renamed, so that a step cut short is seen and done again.
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

from .versions import extended

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A UNIX socket's address holds 107 bytes; PostgreSQL's file name needs 14 of them.
_LONGEST_SOCKET_FOLDER = 90
_OTHERS_MAY_ENTER = 0o001
# What a start leaves in an empty folder before it has become a home.
_BEFORE_A_HOME = frozenset({"lock", "series.new"})


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
    def lock(self) -> Path:
        """The file that a start or a stop holds alone."""
        return self.root / "lock"

    @property
    def series(self) -> Path:
        """Which CKAN this home is of."""
        return self.root / "series"

    @property
    def extended(self) -> bool:
        """Whether its portal has extensions."""
        return self.series.exists() and extended(self.series.read_text(encoding="utf-8"))

    @property
    def worker_token(self) -> Path:
        """The API token that XLoader's jobs use; a portal without extensions has none."""
        return self.root / "secrets" / "worker-token"

    @property
    def filled(self) -> Path:
        """The marker that databases, organisation and account are complete."""
        return self.root / "filled"

    @property
    def access_log(self) -> Path:
        """One line a request."""
        return self.log("access")

    @property
    def mark(self) -> str:
        """A name that no other home on this machine has."""
        return f"portal-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]}"

    @property
    def sockets(self) -> Path:
        """A folder whose sockets have addresses short enough for the system."""
        if len(os.fsencode(self.root / "run")) <= _LONGEST_SOCKET_FOLDER:
            return self.root / "run"
        return Path(tempfile.gettempdir()) / f"{self.mark}-{os.geteuid()}"

    def log(self, part: str) -> Path:
        """Return the log of one part: install, setup, postgres, redis, ckan, worker or access."""
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


def open_home(root: Path) -> Home:
    """Find or make the folder ``root`` for a home; nothing is written into it yet.

    Raises PublishError where that cannot be, and for a folder that holds anything else.
    """
    home = Home(root=root.absolute())
    if "%" in str(home.root):
        raise PublishError("CKAN cannot read settings from a path with a % in it", file=home.root)
    with explained(home):
        home.root.mkdir(parents=True, exist_ok=True)
        home = Home(root=home.root.resolve())
        _check_owner(home)
        _check_content(home)
        if os.geteuid() == 0:
            _check_way_in(home.root)
    return home


def existing_home(root: Path) -> Home | None:
    """Return the home at ``root``, or None where no portal was ever started there.

    Raises PublishError for the home of another account.
    """
    home = Home(root=root.resolve())
    with explained(home):
        if not home.root.exists():
            return None
        _check_owner(home)
        return home if home.series.exists() else None


@contextmanager
def explained(home: Home) -> Iterator[None]:
    """Raise PublishError for whatever the system refuses: a full disk, above all."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever reads our output has gone, which is no fault of the home
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        elsewhere = "set FISCAL_NOTICE_PORTAL_HOME to a folder of your own"
        raise PublishError(
            "the portal's home cannot be used",
            file=error.filename or home.root,
            found=error.strerror or str(error),
            hint="free some space" if full else elsewhere,
        ) from error


def _check_owner(home: Home) -> None:
    """Whoever owns a folder can exchange what is in it: no home in a folder of others."""
    owner = home.root.stat().st_uid
    if owner != os.geteuid():
        raise PublishError(
            "this folder belongs to another account",
            file=home.root,
            found=f"account {owner}",
            expected=f"account {os.geteuid()}",
            hint="run this as that account, or set FISCAL_NOTICE_PORTAL_HOME to another folder",
        )


def _check_content(home: Home) -> None:
    """Anything but a home stays untouched: programs in it are ended when the portal is stopped."""
    held = sorted({each.name for each in home.root.iterdir()} - _BEFORE_A_HOME)
    # Looked for last: another start may have made it a home while we looked.
    if held and not home.series.exists():
        raise PublishError(
            "this folder is not a portal's home, and not empty",
            file=home.root,
            found=", ".join(held[:5]),
            hint="choose an empty or new folder",
        )


def prepare(home: Home, series: str) -> None:
    """Make an empty folder the home of a series, with its folders; to be called while locked.

    Raises PublishError if it is the home of another series.
    """
    if not home.series.exists():
        write_whole(home.series, series)
    _check_series(home, series)
    # As root, PostgreSQL's account has to pass through, but may not look around.
    home.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
    for name in ("secrets", "logs", "storage", "redis"):
        (home.root / name).mkdir(exist_ok=True)
        (home.root / name).chmod(0o700)


def _check_way_in(root: Path) -> None:
    for folder in root.parents:
        if not folder.stat().st_mode & _OTHERS_MAY_ENTER:
            raise PublishError(
                "PostgreSQL does not run as root, and other accounts may not enter this folder",
                file=folder,
                hint=f"chmod o+x {folder}, or set FISCAL_NOTICE_PORTAL_HOME to another folder",
            )


def _check_series(home: Home, series: str) -> None:
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


def known_port(home: Home) -> int | None:
    """Return the port of the last start, if it is known."""
    text = home.port.read_text(encoding="utf-8").strip() if home.port.exists() else ""
    return int(text) if text.isdecimal() else None

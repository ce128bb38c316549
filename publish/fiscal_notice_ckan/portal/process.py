"""Processes of a portal: run a step to its end, start a service, find and stop those of a home.

No pid file is kept: a process belongs to a home if its program lies inside it and it runs as an
account of the portal, which the system itself answers. So a crash, a reboot or a pid used again by
someone else cannot mislead.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fiscal_notice.errors import PublishError

from .accounts import Account, portal_uids

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping, Sequence

    from .home import Home

_PROC = Path("/proc")
_TAIL_LINES = 12
_TAIL_BYTES = 16_384
# Each service with the signal that ends it in good order, in the order in which they are stopped.
_GOODBYES = {
    "worker": signal.SIGTERM,
    "ckan": signal.SIGTERM,
    "redis": signal.SIGTERM,
    "postgres": signal.SIGINT,
}
_PATIENCE = 15.0
_DETACH_TIMEOUT = 30.0
# How PostgreSQL's workers call themselves, before the name of their cluster.
_TITLE = "postgres: "
# The shell ends at once and leaves the program to init, so that no zombie is left to its starter.
_DETACHED = ("/bin/sh", "-c", '"$@" </dev/null &', "sh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A living process of a portal; ``service`` is ckan, redis, postgres or, in a start, step."""

    pid: int
    parent: int
    service: str


def run_step(
    problem: str,
    arguments: Sequence[str | Path],
    *,
    log: Path,
    timeout: float,
    environment: Mapping[str, str],
    text: str = "",
    account: Account | None = None,
) -> None:
    """Run a program to its end, ``text`` on its input and its output in ``log``.

    Raises PublishError with ``problem`` and the log's last lines if it fails or takes longer than
    ``timeout`` seconds.
    """
    options = _as_account(account) | {"env": dict(environment), "input": text.encode()}
    _run(problem, arguments, log, timeout, options)


def start_service(
    problem: str,
    arguments: Sequence[str | Path],
    *,
    log: Path,
    environment: Mapping[str, str],
    account: Account | None = None,
    listener: socket.socket | None = None,
) -> None:
    """Start a program that outlives this one, as nobody's child, its output in ``log``.

    It inherits ``listener``, under the same number, and no terminal: Ctrl-C is not for it.
    """
    options = _as_account(account) | {"env": dict(environment), "start_new_session": True}
    options["pass_fds"] = () if listener is None else (listener.fileno(),)
    _run(problem, [*_DETACHED, *arguments], log, _DETACH_TIMEOUT, options)


def _as_account(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.uid, "group": account.gid, "extra_groups": []}


def _run(
    problem: str,
    arguments: Sequence[str | Path],
    log: Path,
    timeout: float,
    options: Mapping[str, Any],
) -> None:
    with log.open("ab") as output:
        try:
            subprocess.run(  # noqa: S603 - programs of the portal's own home
                [str(each) for each in arguments],
                check=True,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                cwd="/",
                umask=0o022,
                **options,
            )
        except subprocess.TimeoutExpired as error:
            raise failure(problem, log, found=f"no end after {timeout:.0f} s") from error
        except OSError as error:
            raise failure(problem, log, found=str(error)) from error
        except subprocess.CalledProcessError as error:
            raise failure(problem, log) from error


def failure(problem: str, log: Path, found: str | None = None) -> PublishError:
    """Make an error that quotes the end of the log of the part that failed."""
    quoted = tail(log)
    said = "\n".join(part for part in (found, quoted) if part)
    return PublishError(problem, file=log, found=said or "the log is empty", hint="read that log")


def tail(log: Path) -> str:
    """Return the last lines of a log."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _TAIL_BYTES))
        lines = file.read().decode("utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_TAIL_LINES:])


def belonging(home: Home) -> list[Process]:
    """List the living processes of a home. Raises PublishError where there is no /proc."""
    if not (_PROC / "self" / "exe").exists():
        raise PublishError("the portal's processes cannot be seen", expected="a file system /proc")
    uids = portal_uids()
    found = (_process(entry, home, uids) for entry in _PROC.iterdir() if entry.name.isdigit())
    return [process for process in found if process is not None and process.pid != os.getpid()]


def _process(entry: Path, home: Home, uids: frozenset[int]) -> Process | None:
    """None for another's process, and for one that ended while it was looked at or is a zombie."""
    try:
        # First the arguments: if a shell becomes its service meanwhile, both still tell of it.
        arguments = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
        program = _program(entry, arguments)
        parent, uid = _parent_and_uid(entry)
    except OSError:
        return None
    # A shell that is about to become a service counts as that service already.
    if tuple(arguments[: len(_DETACHED)]) == _DETACHED:
        arguments = arguments[len(_DETACHED) :]
        program = arguments[0]
    if uid not in uids or not _is_inside(home, program, arguments):
        return None
    return Process(pid=int(entry.name), parent=parent, service=_service(program, arguments))


def _program(entry: Path, arguments: Sequence[str]) -> str:
    try:
        return str((entry / "exe").readlink())
    except PermissionError:
        # Root in a container often may not look into the processes of other accounts; what they
        # were started with everybody can read.
        return arguments[0]


def _parent_and_uid(entry: Path) -> tuple[int, int]:
    """Return the pid of the parent, and the user id that the process acts with."""
    lines = (entry / "status").read_text(encoding="utf-8", errors="replace").splitlines()
    values = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return int(values["PPid"][0]), int(values["Uid"][1])


def _is_inside(home: Home, program: str, arguments: Sequence[str]) -> bool:
    """Whether a process is of this home, by its program, its first argument or its title.

    Python's program is a link out of the home, so its first argument counts. PostgreSQL's workers
    write a title over theirs, which has the name of the cluster.
    """
    # `python -m venv` is the one step whose program is not in the home yet.
    if arguments[1:3] == ["-m", "venv"] and str(home.venv) in arguments:
        return True
    if arguments[0].startswith(f"{_TITLE}{home.mark}: "):
        return True
    return any(text.startswith(f"{home.root}/") for text in (program, arguments[0]))


def _service(program: str, arguments: Sequence[str]) -> str:
    name = Path(program.removesuffix(" (deleted)")).name
    if "gunicorn" in arguments:
        return "ckan"
    if list(arguments[-3:]) == ["jobs", "worker", ""]:
        return "worker"
    if arguments[0].startswith(_TITLE):
        return "postgres"
    return {"postgres": "postgres", "redis-server": "redis"}.get(name, "step")


def mains(processes: Sequence[Process]) -> dict[str, int]:
    """Return the pid of each service's first process, whose parent is none of the home's."""
    pids = {process.pid for process in processes}
    firsts = sorted((each for each in processes if each.parent not in pids), key=lambda p: -p.pid)
    return {process.service: process.pid for process in firsts if process.service != "step"}


def leaders(processes: Sequence[Process]) -> dict[str, int]:
    """Return the pid of each service that is whole: workers whose master was killed are not.

    Redis is a single process; PostgreSQL, the WSGI server and the worker of jobs, which has a
    scheduler, always have others to lead.
    """
    led = {process.parent for process in processes}
    firsts = mains(processes)
    return {name: pid for name, pid in firsts.items() if name == "redis" or pid in led}


def stop(home: Home) -> None:
    """End every process of a home, in good order where it listens, by force where it does not."""
    for service, goodbye in _GOODBYES.items():
        pid = mains(belonging(home)).get(service)
        if pid is not None:
            _send(pid, goodbye)
            _wait_until_gone(home, service)
    for process in belonging(home):
        _send(process.pid, signal.SIGKILL)
    if not _wait_until_gone(home):
        left = ", ".join(str(process.pid) for process in belonging(home))
        raise PublishError("processes of the portal do not end", file=home.root, found=left)


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        return  # gone; or not ours to end, which the wait that follows will tell


def _wait_until_gone(home: Home, service: str | None = None) -> bool:
    end = time.monotonic() + _PATIENCE
    while any(service in (None, process.service) for process in belonging(home)):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True

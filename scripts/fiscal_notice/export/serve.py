"""Datasette on the SQLite download, for whoever sits at this machine: loopback only."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from fiscal_notice.errors import TargetError, require
from fiscal_notice.export.datasette import explore_metadata
from fiscal_notice.export.downloads import make_database
from fiscal_notice.export.typed_tables import read_tables
from fiscal_notice.package import Package

_LOOPBACK = "127.0.0.1"


def serve(package: Package, out: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve the database of ``package``, made in ``out``, until Ctrl-C; returns then.

    ``port`` 0 takes any free one. ``ready`` is called with the address once it answers. Raises
    MissingExtraError if Datasette is not installed, TargetError if the port is in use.
    """
    require("explore")
    database = make_database(package, out)
    metadata = explore_metadata(package, read_tables(package), database)
    _serve(database, str(package.descriptor["name"]), metadata, port, ready)


def _serve(
    database: Path, name: str, metadata: dict[str, Any], port: int, ready: Callable[[str], None]
) -> None:
    import uvicorn  # noqa: PLC0415  an extra

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[Any] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                taken = self.servers[0].sockets[0].getsockname()[1]
                with redirect_stdout(out), redirect_stderr(err):
                    ready(f"http://{_LOOPBACK}:{taken}{site.urls.database(name)}")

    async def run() -> None:
        await site.invoke_startup()
        await Server(config).serve()

    site = _site(database, name, metadata)
    out, err = sys.stdout, sys.stderr
    # Only what goes wrong beyond help is logged: the address is ours to print.
    config = uvicorn.Config(
        site.app(), host=_LOOPBACK, port=port, lifespan="on", log_level="critical"
    )
    try:
        # For a slip in a query Datasette prints pages of traceback; the visitor is told in words.
        with Path(os.devnull).open("w") as aside, redirect_stdout(aside), redirect_stderr(aside):
            asyncio.run(run())
    except KeyboardInterrupt:
        return
    except SystemExit:
        # The server's way to say so; its log says no more.
        raise TargetError(
            f"cannot listen on port {port}", hint="choose another one, or none"
        ) from None


def _site(database: Path, name: str, metadata: dict[str, Any]) -> Any:
    from datasette.app import Datasette  # noqa: PLC0415  an extra
    from datasette.database import Database  # noqa: PLC0415

    site = Datasette(files=[], metadata=metadata)
    site.remove_database("_memory")
    # Under the package's name: that of the file has the version in it.
    site.add_database(Database(site, path=str(database), is_mutable=False), name=name)
    return site

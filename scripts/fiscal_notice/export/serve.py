"""Datasette on the SQLite download, for whoever sits at this machine: loopback only."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Collection
from contextlib import redirect_stderr, redirect_stdout
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from markupsafe import Markup

from fiscal_notice.errors import TargetError, require
from fiscal_notice.export.datasette import amount_columns, explore_metadata
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
    tables = read_tables(package)
    site = _site(
        database,
        str(package.descriptor["name"]),
        explore_metadata(package, tables, database),
        amount_columns(package, tables),
    )
    _serve(site, str(package.descriptor["name"]), port, ready)


def _serve(site: Any, name: str, port: int, ready: Callable[[str], None]) -> None:
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


def _amounts(columns: Collection[str]) -> ModuleType:
    """A plugin that parts the thousands of amounts; JSON and CSV have the plain numbers."""
    from datasette import hookimpl  # noqa: PLC0415  an extra

    def render_cell(value: Any, column: str) -> Markup | None:
        if column not in columns or not isinstance(value, int | float):
            return None
        return Markup('<span class="amount">{}</span>').format(f"{value:,}")

    plugin = ModuleType("fiscal_notice_amounts")  # Datasette knows a plugin by its module's name
    setattr(plugin, "render_cell", hookimpl(render_cell))  # noqa: B010  a module has no such name
    return plugin


def _site(database: Path, name: str, metadata: dict[str, Any], amounts: Collection[str]) -> Any:
    from datasette.app import Datasette  # noqa: PLC0415  an extra
    from datasette.database import Database  # noqa: PLC0415
    from datasette.plugins import pm  # noqa: PLC0415

    site = Datasette(
        files=[], metadata=metadata, template_dir=str(files("fiscal_notice.export") / "templates")
    )
    plugin = _amounts(amounts)
    # Of an earlier package that this process served.
    if pm.has_plugin(plugin.__name__):
        pm.unregister(name=plugin.__name__)
    pm.register(plugin)
    site.remove_database("_memory")
    # Under the package's name: that of the file has the version in it.
    site.add_database(Database(site, path=str(database), is_mutable=False), name=name)
    return site

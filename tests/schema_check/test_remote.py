"""Tables that lie on a server: frictionless fetches them, they are checked in bulk."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from fiscal_notice.schema_check import validate_schema
from schema_check.comparing import SCHEMA, TABLE, same, write


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, format: str, *args: Any) -> None: ...  # noqa: A002


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which its files are served."""
    folder = tmp_path / "served"
    folder.mkdir()
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield folder, f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
def test_a_remote_table(tmp_path: Path, server: tuple[Path, str], name: str) -> None:
    served, address = server
    data = TABLE.replace("4,ac", "1,b").encode()
    (served / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    checked = same(write(tmp_path, b"", path=f"{address}/{name}"))
    types = [error["type"] for error in checked.report["tasks"][0]["errors"]]
    assert types == ["constraint-error", "primary-key"]
    assert not checked.whole


def test_foreign_keys_to_a_remote_table(tmp_path: Path, server: tuple[Path, str]) -> None:
    served, address = server
    (served / "codes.csv").write_text("code\naa\nab\n", encoding="utf-8")
    codes = {"fields": [{"name": "code", "type": "string"}], "primaryKey": ["code"]}
    reference = {"resource": "codes", "fields": ["code"]}
    schema = SCHEMA | {"foreignKeys": [{"fields": ["code"], "reference": reference}]}
    remote = {"name": "codes", "type": "table", "path": f"{address}/codes.csv", "schema": codes}
    checked = same(write(tmp_path, TABLE.encode(), schema, others=[remote]))
    assert not checked.whole
    (error,) = checked.report["tasks"][0]["errors"]
    assert (error["type"], error["rowNumber"]) == ("foreign-key", 5)


def test_a_remote_table_that_is_not_there(tmp_path: Path, server: tuple[Path, str]) -> None:
    _, address = server
    descriptor = write(tmp_path, b"", path=f"{address}/missing.csv")
    assert same(descriptor).whole
    (error,) = validate_schema(descriptor)["tasks"][0]["errors"]
    assert error["type"] == "scheme-error"
    assert "404" in error["note"]

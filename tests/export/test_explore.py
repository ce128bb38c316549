"""The real Datasette on the real database, asked over loopback and ended with Ctrl-C."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from export.kit import hostile_package
from fiscal_notice.export import make_database, make_downloads
from fiscal_notice.export.datasette import explore_metadata
from fiscal_notice.export.typed_tables import read_tables
from fiscal_notice.notice.views import VIEWS
from fiscal_notice.package import Package, read_package
from fiscal_notice.package.row_names import label_field
from fiscal_notice.validate import validate
from kit import change_cell, copy_package

PATIENCE = 60


def first_line(process: subprocess.Popen[str]) -> str:
    """What the process prints first; a failure if it says nothing for a minute."""
    said: queue.Queue[str] = queue.Queue()
    assert process.stdout is not None
    out = process.stdout
    threading.Thread(target=lambda: said.put(out.readline()), daemon=True).start()
    return said.get(timeout=PATIENCE).strip()


def started(root: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "fiscal_notice",
            "--root",
            str(root),
            "explore",
            *arguments,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # Whoever runs the tests in the background has Ctrl-C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


@contextmanager
def explored(root: Path, said: str = "") -> Iterator[str]:
    """The address at which a package is explored; ``said`` is all that goes to standard error."""
    process = started(root)
    try:
        yield first_line(process)
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, errors
    assert errors == said


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with explored(copy_package(tmp_path_factory.mktemp("explore") / "package")) as found:
        yield found


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return str(answer.read().decode())


def data(address: str) -> Any:
    return json.loads(page(address))


def test_it_listens_on_loopback_only(address: str) -> None:
    assert address.startswith("http://127.0.0.1:")


def test_a_ready_query_answers_under_its_chinese_title(address: str) -> None:
    found = page(f"{address}/money-by-city")
    assert "各市资金 · Money by city" in found
    assert "广州市" in found
    rows = data(f"{address}/money-by-city.json?_shape=array")
    assert rows[0]["amount_yuan"] >= rows[-1]["amount_yuan"] > 0


def test_every_view_has_a_ready_query_that_answers(address: str) -> None:
    for view in VIEWS:
        name = view.name.replace("_", "-")
        assert data(f"{address}/{name}.json?_shape=array"), name


def test_a_query_with_a_parameter_answers(address: str) -> None:
    word = quote("大学")
    rows = data(f"{address}/find-a-recipient.json?_shape=array&name={word}")
    assert rows
    assert all("大学" in row["name"] for row in rows)


def test_a_table_has_titles_units_and_labels_of_foreign_keys(address: str) -> None:
    found = page(f"{address}/grants")
    assert "明细分配 · Grants" in found
    assert "单位 Unit: 万元." in found
    assert "devolved 下放市县" in found
    (row,) = data(f"{address}/grants.json?_labels=on&_size=1")["rows"]
    assert row["region_code"] == {"value": "601", "label": "广州市"}
    (row,) = data(f"{address}/indicators.json?_labels=on&_size=1")["rows"]
    assert "绩效目标" in row["sheet_id"]["label"]


def test_the_front_page_says_what_it_is(address: str, real: Package) -> None:
    found = page(address.rsplit("/", 1)[0])
    assert real.descriptor["title"] in found
    assert real.descriptor["title@en"] in found


def test_it_opens_with_the_questions_people_ask(address: str) -> None:
    found = page(address)
    places = [found.index(f'id="{name}"') for name in ("queries", "tables", "about", "sql-editor")]
    assert places == sorted(places)
    assert "明细分配 · Grants" in found
    assert f"/{address.rsplit('/', 1)[1]}/money-by-city?_hide_sql=1" in found


def test_rows_stand_before_what_the_columns_mean(address: str) -> None:
    found = page(f"{address}/grants")
    assert found.index('class="rows-and-columns"') < found.index(
        'class="column-descriptions below"'
    )


def test_amounts_have_separators_for_people_and_none_for_programs(address: str) -> None:
    (row,) = data(f"{address}/grants.json?grant_id=1&_shape=array")
    shown = f'<span class="amount">{row["amount_yuan"]:,}</span>'
    assert row["amount_yuan"] > 999
    assert shown in page(f"{address}/grants?grant_id=1")
    assert shown not in page(f"{address}/grants.csv?grant_id=1")
    line = str(row["source_line"])
    assert f'<span class="amount">{line}</span>' not in page(f"{address}/grants?grant_id=1")
    (most, *_) = data(f"{address}/money-by-city.json?_shape=array")
    assert f"{most['devolved_yuan']:,}</span>" in page(f"{address}/money-by-city")


def test_words_of_the_package_are_shown_as_text(tmp_path: Path) -> None:
    hostile_package(tmp_path / "p")
    with explored(tmp_path / "p") as address:
        for path in (address.rsplit("/", 1)[0], address, f"{address}/nasty", f"{address}/select"):
            found = page(path)
            assert "<script>alert" not in found
            assert "javascript:alert" not in found
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page(f"{address}/nasty?_size=100")


def test_slips_in_queries_are_answered_on_the_page_alone(mini: Path) -> None:
    """The terminal of whoever serves stays quiet; ``explored`` looks at it."""
    with explored(mini) as address:
        for query in ("delete from grants", "select * from nosuch", "pragma x", "attach 'x' as y"):
            with pytest.raises(urllib.error.HTTPError) as caught:
                page(f"{address}?sql={quote(query)}")
            assert caught.value.code == 400
            assert "Traceback" not in caught.value.read().decode()


def test_a_release_stays_as_it_is_and_findings_are_said(mini: Path) -> None:
    make_downloads(read_package(mini), mini / "dist" / "downloads")
    before = {p: p.read_bytes() for p in (mini / "dist").rglob("*") if p.is_file()}
    change_cell(mini, ("allocations", "1", "amount_yuan", "18200000"))
    found = len(validate(mini).undeclared)
    assert found > 1
    with explored(mini, f"NOT VALID: {found} findings that no erratum declares.\n") as address:
        assert "18200000" in json.dumps(data(f"{address}/allocations.json?_shape=array"))
    assert {p: p.read_bytes() for p in before} == before


def test_a_port_in_use_is_named(mini: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = started(mini, "--port", port)
        _, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert f"cannot listen on port {port}" in errors
    assert "Traceback" not in errors


def test_what_is_explored_is_what_the_tables_say_now(mini: Path, tmp_path: Path) -> None:
    """A database of an earlier state of the package is made anew."""
    path = make_database(read_package(mini), tmp_path)
    before = path.read_bytes()
    path.write_bytes(b"stale")
    assert make_database(read_package(mini), tmp_path).read_bytes() == before


def test_the_label_of_a_row_is_its_name(real: Package, real_downloads: Path) -> None:
    labels = {table.name: label_field(table.schema) for table in read_tables(real)}
    assert labels["regions"] == "name"
    assert labels["target_sheets"] == "heading"
    assert labels["policies"] == "title"
    assert labels["indicators"] == "level3"
    assert labels["grant_recipients"] is None


def test_no_html_and_no_units_of_datasette(real: Package, real_downloads: Path) -> None:
    """Its units would show 1,000,000 元 as one mega-yuan."""
    (path,) = real_downloads.glob("*.sqlite")
    text = json.dumps(explore_metadata(real, read_tables(real), path))
    assert "_html" not in text
    assert '"units"' not in text

"""Every row of a table on the pages of a notice, and of its follow-up there, has a header."""

from __future__ import annotations

from pathlib import Path

from site_kit import HtmlPage, read_page, table_faults


def test_every_row_and_column_has_a_header(pages: dict[str, HtmlPage]) -> None:
    faults = [f"{name}: {fault}" for name, page in pages.items() for fault in table_faults(page)]
    assert not faults[:10]
    assert sum(len(page.all("tr")) for page in pages.values()) > 1000


def test_a_row_without_a_header_would_be_found(tmp_path: Path) -> None:
    head = '<thead><tr><th scope="col">a</th></tr></thead>'
    rows = '<tr><td>1</td></tr><tr><th scope="row">2</th></tr>'
    path = tmp_path / "page.html"
    path.write_text(f"<table><caption>t</caption>{head}<tbody>{rows}</tbody></table>", "utf-8")
    assert [*table_faults(read_page(path))] == ["0 row headers: 1"]
    bare = head.replace(' scope="col"', "")
    path.write_text(f"<table>{bare}</table>", encoding="utf-8")
    assert [*table_faults(read_page(path))] == [
        "no caption: a",
        "a column's head without scope: a",
    ]

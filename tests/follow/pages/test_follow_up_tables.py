"""Every row of a table on the pages of a follow-up has a header."""

from __future__ import annotations

from site_kit import HtmlPage, table_faults


def test_every_row_and_column_has_a_header(pages: dict[str, HtmlPage]) -> None:
    kinds = {name: page for name, page in pages.items() if "follow-up" in name}
    faults = [f"{name}: {fault}" for name, page in kinds.items() for fault in table_faults(page)]
    assert not faults[:10]
    assert sum(len(page.all("tr")) for page in kinds.values()) > 1000

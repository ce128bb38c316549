"""What every page of any package has: headers of rows, a list of sections, sheets with a name."""

from __future__ import annotations

import pytest
from markupsafe import Markup
from site_kit import HtmlPage, build, general_package, read_pages, table_faults

from fiscal_notice.site.build import css_text
from fiscal_notice.site.sections import sections


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, HtmlPage]:
    """Of a package with errors, whose checks are a table as well."""
    folder = tmp_path_factory.mktemp("general")
    root = general_package(folder / "wrong")
    (root / "measures.csv").write_text("place,day,value\n1,2020-01-01,many\n", encoding="utf-8")
    return read_pages(build(root, folder / "site").out)


def test_every_row_and_column_has_a_header(pages: dict[str, HtmlPage]) -> None:
    faults = [f"{name}: {fault}" for name, page in pages.items() for fault in table_faults(page)]
    assert not faults
    assert {"zh/checks.html", "zh/data.html"} <= {n for n, page in pages.items() if page.all("tr")}


def test_a_page_of_three_sections_lists_them_at_its_top(pages: dict[str, HtmlPage]) -> None:
    for name, page in pages.items():
        if name == "index.html":
            continue
        heads = [each.attributes["id"] for each in page.all("h2") if "id" in each.attributes]
        (skips,) = page.all("div", "skips")
        wanted = ["main", *(heads if len(heads) >= 3 else [])]
        assert [a.attributes["href"] for a in skips.children] == [f"#{each}" for each in wanted]
    assert any(
        len(page.all("div", "skips")[0].children) > 1 for n, page in pages.items() if "/" in n
    )


def test_a_section_is_named_without_counts_and_links() -> None:
    body = Markup(
        '<h2>no id</h2><h2 class="x" id="a">A <a href="#n">1</a> &amp; <bdi>B</bdi></h2>'
        '<h2 id="b">C <span class="soft nobr">12</span></h2>'
        '<h2 id="d">D <span class="soft"><span class="f">3</span> or <span>4</span></span> e</h2>'
    )
    assert sections(body) == [("a", "A 1 &amp; <bdi>B</bdi>"), ("b", "C"), ("d", "D  e")]


def test_no_title_ends_the_text_of_a_sheet() -> None:
    assert css_text('a"; }</style>') == "a\\22 \\3b \\20 \\7d \\3c \\2f style\\3e "

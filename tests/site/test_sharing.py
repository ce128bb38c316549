"""What is shown where the address of a page is shared: addresses only where the site has one."""

from __future__ import annotations

from pathlib import Path

import pytest
from site_kit import HtmlPage, general_package, page_of, read_page, written

HOME = "https://example.org/places/"


def tags(page: HtmlPage) -> dict[str, str]:
    return {
        e.attributes.get("property") or e.attributes["name"]: e.attributes["content"]
        for e in page.all("meta")
        if "content" in e.attributes and ("property" in e.attributes or "name" in e.attributes)
    }


def canonical(page: HtmlPage) -> list[str]:
    return [e.attributes["href"] for e in page.all("link") if e.attributes["rel"] == "canonical"]


def test_a_site_with_an_address_names_it_on_every_page(tmp_path: Path) -> None:
    out = written(general_package(tmp_path / "p", homepage=HOME), tmp_path / "out")
    for path in out.rglob("*.html"):
        name = path.relative_to(out).as_posix()
        wanted = HOME + ("" if name == "index.html" else name)
        found = read_page(path)
        assert canonical(found) == [wanted]
        assert tags(found)["og:url"] == wanted


@pytest.mark.parametrize("home", [None, 7, "the office", "https://example.org/?page=1", "ftp://x"])
def test_a_site_without_one_names_none(tmp_path: Path, home: object) -> None:
    page = page_of(general_package(tmp_path / "p", homepage=home), "en/data.html", tmp_path)
    assert not canonical(page)
    found = tags(page)
    assert not {"og:url", "og:image"} & set(found)
    assert (found["og:type"], found["og:locale"]) == ("website", "en_US")
    assert found["twitter:card"] == "summary"
    assert found["og:title"] == page.all("title")[0].text


def test_each_page_has_a_description_of_its_own(tmp_path: Path) -> None:
    out = written(general_package(tmp_path / "p"), tmp_path / "out")
    pages = [read_page(path) for path in (out / "en").glob("*.html")]
    said = [tags(page)["description"] for page in pages]
    assert len(set(said)) == len(said) > 2
    assert all(tags(page)["og:description"] == tags(page)["description"] for page in pages)

"""A citation says the same as text, for BibTeX and for RIS, whatever names and titles hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from fiscal_notice.export.about import about
from fiscal_notice.export.citation import Citation, citation
from fiscal_notice.package import read_package
from kit import ROOT

PLAIN = Citation(
    lang="en",
    authors=("An Office", "B. Person"),
    title="Invented figures",
    name="invented",
    version="1.2.0",
    created="2026-01-02",
)


def fields_of(bibtex: str) -> dict[str, str]:
    """The fields of an entry; it fails where braces are not closed, or close too early."""
    head = re.fullmatch(r"@misc\{([A-Za-z0-9:._-]+),\n(.*)\n\}", bibtex, re.DOTALL)
    assert head, bibtex
    found = {}
    for line in head[2].split(",\n"):
        field = re.fullmatch(r"  ([a-z]+) = \{(.*)\}", line)
        assert field, line
        assert balanced(field[2]), line
        found[field[1]] = field[2]
    return found | {"key": head[1]}


def balanced(text: str) -> bool:
    depth = 0
    for sign in re.sub(r"\\.", "", text):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


def records_of(ris: str) -> list[tuple[str, str]]:
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in ris.split("\n")]
    assert all(found), ris
    return [(line[1], line[2]) for line in found if line]


def test_the_three_forms_say_the_same() -> None:
    assert PLAIN.text == (
        "An Office, B. Person (2026). Invented figures."
        " Data package invented, version 1.2.0, 2026-01-02."
    )
    fields = fields_of(PLAIN.bibtex)
    assert fields["author"] == "{An Office} and {B. Person}"
    assert (fields["title"], fields["year"], fields["key"]) == (
        "{Invented figures}",
        "2026",
        "invented",
    )
    assert "url" not in fields
    records = records_of(PLAIN.ris)
    assert (records[0], records[-1]) == (("TY", "DATA"), ("ER", ""))
    assert [value for tag, value in records if tag == "AU"] == ["An Office,", "B. Person,"]
    assert dict(records)["PY"] == "2026"


def test_a_page_is_cited_in_the_data_with_its_address_or_else_its_path() -> None:
    page = replace(PLAIN, page="A City", path="en/city-1.html")
    assert page.text.startswith("An Office, B. Person (2026). A City. In: Invented figures. ")
    assert page.text.endswith(", en/city-1.html.")
    assert fields_of(page.bibtex)["key"] == "invented:city-1"
    there = replace(page, url="https://example.org/x_{1}/en/city-1.html")
    assert there.text.endswith(f", {there.url}.")
    assert fields_of(there.bibtex)["url"] == "https://example.org/x_%7B1%7D/en/city-1.html"
    assert dict(records_of(there.ris))["UR"] == there.url
    assert dict(records_of(there.ris))["T2"] == PLAIN.title


@pytest.mark.parametrize(
    "title", ["50% & more_{x}", "a } b", "back\\slash ~ ^", "two\nlines", "号"]
)
def test_nothing_in_a_title_breaks_a_form(title: str) -> None:
    odd = replace(PLAIN, title=title, name=title, authors=(title,))
    fields_of(odd.bibtex)
    assert records_of(odd.ris)[-1] == ("ER", "")


def test_nothing_known_is_no_empty_field() -> None:
    bare = Citation(lang="zh", authors=(), title="甲", name="甲", version="0", created="")
    assert bare.text == "甲，数据包 甲，0 版。"
    assert set(fields_of(bare.bibtex)) == {"title", "version", "note", "key"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_downloads_cite_alike(lang: str) -> None:
    package = read_package(ROOT)
    assert about(package, lang).citation == citation(package, lang).text

"""Whom a clause asks. All addressees are invented or of the family's usual form."""

from __future__ import annotations

from pathlib import Path

import pytest

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package import read_package


@pytest.mark.parametrize(
    ("addressee", "asked"),
    [
        ("", True),
        ("各地级以上市财政局", True),
        ("各县（市、区）财政局", True),
        ("广东省各市财政局", True),
        ("自治州财政局", True),
        ("省直有关单位", False),
        ("贵州省财政厅", False),
        ("广西壮族自治区财政厅", False),
        ("自治区财政厅", False),
        ("省市场监管局", False),
        ("广东省市场监管局", False),
        ("各市市场监管局", True),
    ],
)
def test_provincial_bodies_are_no_cities(mini: Path, addressee: str, asked: bool) -> None:
    facts = NoticeFacts(package=read_package(mini))
    clause = Entry(table="clauses", key="1/1", cells={"addressee": addressee})
    assert facts.asks_cities(clause) is asked

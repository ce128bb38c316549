"""What the parsers need: the words of a package, and lines of text as they take them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from fiscal_notice.model import Line
from fiscal_notice.notice.extract.transcript import Ledger, split_lines
from fiscal_notice.notice.extract.vocabulary import Vocabulary

# The same examples on every run, and no complaint about a slow machine.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

Lines = Callable[[str], tuple[list[Line], Ledger]]


@pytest.fixture
def vocabulary() -> Vocabulary:
    """Two purposes, three kinds of transfer, two cities, one functional code."""
    return Vocabulary(
        purposes={"专利奖励": "patent_award", "知识产权创造运用保护": "ip_creation"},
        transfer_types={"奖牌": "award", "戴帽": "earmarked", "下放市县": "devolved"},
        phases={"提前下达": "advance", "下达": "final"},
        divisions={"甲市": "990100", "乙市": "990200"},
        functions={"201": "类", "20114": "款", "2011409": "知识产权宏观管理"},
    )


@pytest.fixture
def lines() -> Lines:
    """A text as lines, with the ledger in which they are entered; → stands for a tab."""

    def cut(text: str) -> tuple[list[Line], Ledger]:
        ledger = Ledger(lines=split_lines(text.replace("→", "\t")))
        return [line for line in ledger.lines if line.text.strip()], ledger

    return cut

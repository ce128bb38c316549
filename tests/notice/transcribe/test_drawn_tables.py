"""Tables drawn at random, written as text, pages and pdf, are read back cell by cell."""

from __future__ import annotations

from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiscal_notice.notice.transcribe.blocks import Table, Transcription
from fiscal_notice.notice.transcribe.html import read_html
from fiscal_notice.notice.transcribe.pdf import read_pdf
from fiscal_notice.notice.transcribe.text import read_text
from notice.transcribe.page_kit import LINES, page
from notice.transcribe.pdf_kit import Page, save

AMOUNTS = st.decimals(-(10**7), 10**9, places=2).map(lambda amount: f"{amount:,}")
WORDS = st.text("甲乙丙丁市县项目资金测试", min_size=1, max_size=6)
CELLS = st.one_of(WORDS, AMOUNTS, st.just(""))


@st.composite
def drawn_tables(draw: st.DrawFn) -> list[list[str]]:
    """A header with names of its own, and rows that each have a label."""
    width = draw(st.integers(2, 4))
    names = draw(st.lists(WORDS, min_size=width, max_size=width, unique=True))
    rows = draw(
        st.lists(
            st.tuples(WORDS, st.lists(CELLS, min_size=width - 1, max_size=width - 1)),
            min_size=1,
            max_size=8,
        )
    )
    return [[f"列{name}" for name in names], *([label, *cells] for label, cells in rows)]


def rows_of(read: Transcription) -> list[list[str]]:
    return [list(row) for block in read.blocks if isinstance(block, Table) for row in block.rows]


@pytest.mark.parametrize("mark", ["\t", "|"])
@given(rows=drawn_tables())
@settings(max_examples=40, deadline=None)
def test_texts(mark: str, rows: list[list[str]]) -> None:
    text = f"{LINES[1]}\n\n" + "\n".join(mark.join(row) for row in rows) + "\n\n完。\n"
    assert rows_of(read_text(text.encode())) == rows


@given(rows=drawn_tables())
@settings(max_examples=40, deadline=None)
def test_pages(rows: list[list[str]]) -> None:
    cells = "".join(
        "<tr>" + "".join(f"<td>{escape(cell) or '&nbsp;'}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    text = f"<div id='zoom'><p>{LINES[1]}</p><table border='1'>{cells}</table></div>"
    assert rows_of(read_html(page(text))) == rows


@given(rows=drawn_tables(), data=st.data())
@settings(max_examples=25, deadline=None)
def test_ruled_tables_of_pdf(rows: list[list[str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(rows)), label="rows on the first page")
    again = data.draw(st.booleans(), label="header printed again")
    xs = [60 + 110.0 * column for column in range(len(rows[0]) + 1)]
    pages = [Page()]
    pages[0].text(60, 60, LINES[0])
    pages[0].table(560, rows[:cut], xs)
    pages[0].text(290, 815, "- 1 -")
    if cut < len(rows):
        pages.append(Page())
        pages[1].table(60, [rows[0], *rows[cut:]] if again else rows[cut:], xs)
        pages[1].text(290, 815, "- 2 -")
    with TemporaryDirectory() as folder:
        assert rows_of(read_pdf(save(Path(folder) / "drawn.pdf", *pages))) == rows

"""Where full lines end on a page. The places are invented, in points."""

from __future__ import annotations

import pytest

from fiscal_notice.notice.transcribe.pdf_flow import _usual

SIZE = 12.0


@pytest.mark.parametrize(
    ("ends", "right"),
    [
        # Full lines that end at 520, give or take a letter, and others that end anywhere.
        ([520.0] * 9 + [515.0] * 3 + [300.0, 410.0], 520.0),
        # The same heading on 22 pages ends before them, and is commoner.
        ([520.0] * 6 + [310.0] * 22, 520.0),
        # The address that a browser prints on each page is wider than all.
        ([520.0] * 60 + [570.0] * 4, 520.0),
        ([], 0.0),
    ],
)
def test_full_lines_end_at_the_outermost_place_of_many(ends: list[float], right: float) -> None:
    assert _usual([(end, SIZE) for end in ends], largest=True) == right


def test_full_lines_begin_at_the_innermost_place_of_many() -> None:
    begins = [72.0] * 20 + [96.0] * 5 + [20.0]
    assert _usual([(begin, SIZE) for begin in begins], largest=False) == 72.0

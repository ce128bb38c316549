"""Glosses: whether the words that they put into English stand in the tables."""

from __future__ import annotations

import pandas as pd

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, statements, together


def words_occur(t: Frames) -> Statements:
    """The words of a gloss are the whole content of a cell of the field that it names.

    译注的原文与所指字段中某一单元格的内容完全一致。

    Holds: 专利导航 of grants.project_name, and a grant has this project.

    Breaks: 专利导航 of grants.project_name, and no grant has; a field that no table has.
    """
    glosses = t["glosses"]
    places = glosses["of"].fillna("").astype(str)
    columns = {place: _cells(t, place) for place in places.unique()}
    known = places.map(lambda place: columns[place] is not None).astype(bool)
    words = zip(glosses["text"][known], places[known], strict=True)
    found = pd.Series(
        [text in (columns[place] or ()) for text, place in words],
        index=glosses.index[known],
        dtype=bool,
    )
    return together(
        [
            statements("glosses", glosses, "of", known, expected=True),
            statements("glosses", glosses[known], "text", found, expected=True),
        ]
    )


def _cells(t: Frames, place: str) -> frozenset[str] | None:
    """What stands in a field, TABLE.FIELD; None if there is none."""
    table, _, field = place.partition(".")
    frame = t.get(f"text:{table}")
    if frame is None or field not in frame.columns:
        return None
    return frozenset(frame[field].astype(str))

"""The words of printed self-evaluation forms: ``follow/codelists/printed_words.csv``, by kind."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from fiscal_notice.notice.extract.form_rows import meaning
from fiscal_notice.notice.extract.transcript import squeeze


@cache
def words_of(kind: str) -> dict[str, str]:
    """The words of one kind with what they mean: money, total, grade, answer, achieved …."""
    text = files("fiscal_notice.follow").joinpath("codelists", "printed_words.csv")
    rows = csv.DictReader(text.read_text(encoding="utf-8").splitlines())
    return {squeeze(row["word"]): row["meaning"] for row in rows if row["kind"] == kind}


def says(text: str, kind: str) -> str | None:
    """What a text means among the words of a kind, brackets and colon aside; None if nothing."""
    return meaning(text, words_of(kind)) or meaning(text.rstrip("：: "), words_of(kind))

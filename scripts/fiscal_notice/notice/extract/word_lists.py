"""The program's word lists: ``notice/codelists/NAME.csv``, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from fiscal_notice.notice.extract.transcript import squeeze


@cache
def word_list(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a word list, as cells by the names of its columns."""
    text = files("fiscal_notice.notice").joinpath("codelists", f"{name}.csv")
    return tuple(csv.DictReader(text.read_text(encoding="utf-8").splitlines()))


@cache
def words(name: str, key: str, value: str) -> dict[str, str]:
    """One column of a word list by another: what each word means."""
    return {squeeze(row[key]): row[value] for row in word_list(name)}

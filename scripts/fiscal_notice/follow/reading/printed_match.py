"""Rows of a printed form held against the notice's indicators: the same words, or nothing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from fiscal_notice.follow.announced import Announced
from fiscal_notice.follow.form_layout import SELF_EVALUATION
from fiscal_notice.follow.reading.found import Problem
from fiscal_notice.follow.reading.printed_form import SCORES, Entry, PrintedForm
from fiscal_notice.notice.extract.transcript import squeeze

UNCLEAR = "several indicators of the notice have these words; the row names none of them"
UNKNOWN = "the notice has no indicator with this number"


def match_indicators(form: PrintedForm, announced: Announced) -> None:
    """Enter the notice's indicators and sheet; what is unclear stays empty and is said.

    A row belongs to the indicator whose level-3 text is its own, white space aside, in the sheet
    that the form names, or in the one sheet that has all rows of the form that any sheet has.
    """
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ids: dict[str, str] = {}
    for at, indicators in announced.indicators.items():
        for row in indicators:
            ids[row["indicator_id"]] = at
            for text in {squeeze(row["level3"]), squeeze(row["level3_clean"])} - {""}:
                named[text].append((at, row["indicator_id"]))
    entries = form.entries(SCORES)
    _check_given(form, entries, ids)
    sheet = _sheet(form, entries, named, ids)
    if sheet is not None:
        form.evaluation.row["sheet_id"] = int(sheet)
    for entry in entries:
        text = squeeze(str(entry.row.get("level3") or ""))
        if "indicator_id" in entry.row or text not in named:
            continue
        found = [one for at, one in named[text] if sheet is None or at == sheet]
        if len(found) == 1:
            entry.row["indicator_id"] = int(found[0])
            entry.cells["indicator_id"] = entry.cells["level3"]
        elif found:
            _say(form, entry, "level3", UNCLEAR)


def _check_given(form: PrintedForm, entries: list[Entry], ids: dict[str, str]) -> None:
    for entry in entries:
        given = entry.row.get("indicator_id")
        if given is not None and str(given) not in ids:
            _say(form, entry, "indicator_id", UNKNOWN)
            del entry.row["indicator_id"], entry.cells["indicator_id"]


def _sheet(
    form: PrintedForm,
    entries: list[Entry],
    named: dict[str, list[tuple[str, str]]],
    ids: dict[str, str],
) -> str | None:
    """The sheet that the form is about: by its name, by ids in it, or by all of its words."""
    match = re.match(rf"{SELF_EVALUATION}\s*([0-9]+)", str(form.evaluation.row.get("sheet") or ""))
    if match is None and form.first is not None:
        match = re.match(rf"{SELF_EVALUATION}\s*([0-9]+)", form.first.sheet)
    if match and match[1] in set(ids.values()):
        return match[1]
    given = {ids[str(e.row["indicator_id"])] for e in entries if e.row.get("indicator_id")}
    if given:
        return given.pop() if len(given) == 1 else None
    counts: Counter[str] = Counter()
    known = 0
    for entry in entries:
        sheets = {at for at, _ in named.get(squeeze(str(entry.row.get("level3") or "")), ())}
        known += bool(sheets)
        counts.update(sheets)
    best = [sheet for sheet, count in counts.items() if known and count == known]
    return best[0] if len(best) == 1 else None


def _say(form: PrintedForm, entry: Entry, name: str, what: str) -> None:
    sheet, cell = entry.cells[name]
    form.problems.append(Problem(file=form.file, sheet=sheet, cell=cell, what=what))

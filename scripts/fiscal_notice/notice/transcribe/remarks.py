"""What a person should know of the reading of an original, each with what it concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from fiscal_notice.notice.questions import Question

_SHOWN = 200

#: Kind → the remark, ``{}`` for how often, and what to do. In the order in which they are made.
REMARKS: Mapping[str, tuple[str, str | None]] = {
    "deleted": (
        "text that was deleted with changes tracked was left out ({})",
        "accept or refuse the changes in Word, save the document, and run new again",
    ),
    "inserted": (
        "text that was inserted with changes tracked was read as if accepted ({})",
        "accept or refuse the changes in Word, save the document, and run new again",
    ),
    "hidden": (
        "hidden text was left out ({})",
        "show it in Word if it belongs to the notice, and run new again",
    ),
    "footnote": (
        "footnotes are not in the transcript ({})",
        "write them into the text of the document if they belong to the notice",
    ),
    "running head": ("what stands above or below each page was left out ({})", None),
    "comment": ("comments beside the text were not read ({})", None),
    "embedded": (
        "files inside the document were not read ({})",
        "save each as a file of its own, and name it beside the document",
    ),
    "picture": ("pictures in the document were not read ({})", None),
    "nested table": ("tables inside cells were read as the text of these cells ({})", None),
    "drawing": (
        "text boxes and drawings on sheets were not read ({})",
        "write their text into cells if it belongs to the notice",
    ),
    "contents": ("tables of contents were left out ({})", None),
    "hidden sheet": ("hidden sheets were read as well ({})", None),
    "hidden rows": ("hidden rows were read as well ({} sheets)", None),
    "hidden columns": ("hidden columns were read as well ({} sheets)", None),
    "missing": (
        "formulas have no stored value and were left empty ({})",
        "open the workbook in Excel or WPS, save it, and run new again",
    ),
    "differs": (
        "stored values differ from what their formulas add up to, and stand as stored ({})",
        "let Excel or WPS compute the workbook again, save it, and run new again",
    ),
    "rounded": (
        "cells show fewer digits than they hold; the transcript has what they show ({})",
        None,
    ),
    "unsigned": (
        "negative numbers are shown without a sign; the transcript has a minus ({})",
        None,
    ),
    "plain": (
        "formats of numbers are not known, or hide them; they stand as they are stored ({})",
        None,
    ),
    "unformatted": (
        "formats of numbers are not known of an old workbook; they stand as they are stored ({})",
        "save it as .xlsx to have them as they are shown",
    ),
    "error value": (
        "cells hold errors of formulas ({})",
        "mend the formulas in Excel or WPS, save the workbook, and run new again",
    ),
}


@dataclass(slots=True)
class Notes:
    """What a reader met and a person should know of: how often, and some of the text."""

    counts: Counter[str] = field(default_factory=Counter)
    texts: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, text: str = "") -> None:
        """Count one of a kind, and keep its text."""
        self.counts[kind] += 1
        known = self.texts.setdefault(kind, [])
        if text.strip() and len(known) < _SHOWN:
            known.append(text.strip())

    def remarks(self) -> tuple[Question, ...]:
        """The remarks on what was met."""
        return tuple(
            Question(
                what=what.replace("{}", str(self.counts[kind])),
                found=_shown(self.texts[kind]),
                answer=answer,
            )
            for kind, (what, answer) in REMARKS.items()
            if self.counts[kind]
        )


def _shown(texts: list[str]) -> str | None:
    """Some of the texts in one line, or nothing."""
    line = "; ".join(texts)
    return (line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…") or None

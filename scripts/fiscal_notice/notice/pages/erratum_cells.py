"""What an erratum says is printed or expected, as a person reads it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from fiscal_notice.notice.declaring.habits import cell_in_words
from fiscal_notice.notice.facts.differences import changes, number, shape
from fiscal_notice.notice.facts.table_reader import Entry

if TYPE_CHECKING:
    from fiscal_notice.notice.pages.formatting import NoticeFormatter

# Of longer texts only the pieces that differ are shown: one would not find them.
_LONG = 40
_PIECES = 4
_SPACE = re.compile(r"\s")
_YUAN = {"元": ("元", " yuan"), "万元": ("万元", " × 10,000 yuan")}


def stated(fmt: NoticeFormatter, erratum: Entry, column: str) -> Markup:
    """The cell ``printed`` or ``expected``: counts and codes in words, stray spaces marked."""
    value = erratum[column]
    words = cell_in_words(erratum["rule_id"], column, value, fmt.lang)
    if words is not None:
        return escape(words)
    if not value:
        return Markup('<span class="soft">{}</span>').format(fmt.t("空", "nothing"))
    codes = fmt.facts.tables.codes(erratum["resource"], erratum["field"], fmt.lang)
    if codes.get(value, value) != value:
        return Markup("{} <code>{}</code>").format(codes[value], value)
    said = _money(fmt, erratum, value) or _text(fmt, erratum, column)
    return said + _gloss(fmt, erratum) if column == "expected" else said


def _money(fmt: NoticeFormatter, erratum: Entry, value: str) -> Markup | None:
    """An amount with the unit of its field."""
    field = fmt.facts.package.field(erratum["resource"], erratum["field"])
    unit = _YUAN.get(str(field.raw.get("unit"))) if field else None
    amount = number(value)
    if unit is None or amount is None:
        return None
    return escape(f"{amount:,f}" + fmt.t(*unit))


def _gloss(fmt: NoticeFormatter, erratum: Entry) -> Markup:
    """What the words mean, once behind both cells: beside each it would hide how they differ."""
    known = fmt.facts.glosses
    english = known.get(erratum["printed"]) or known.get(erratum["expected"])
    if fmt.lang != "en" or not english:
        return Markup("")
    fmt.has_glosses = True
    return Markup(' <span class="gloss">{}</span>').format(english)


def _text(fmt: NoticeFormatter, erratum: Entry, column: str) -> Markup:
    value, found, expected = erratum[column], erratum["printed"], erratum["expected"]
    spaced = shape(found, expected) == "spaces"
    if min(len(found), len(expected)) > _LONG:
        differing = changes(found, expected)
        pieces = [c.found if column == "printed" else c.expected for c in differing[:_PIECES]]
        more = "…" if len(differing) > _PIECES else ""
        value = f"…{'…'.join(pieces)}…{more}" if sum(map(len, pieces)) < len(value) else value
    if not spaced:
        return fmt.mixed(value)
    mark = Markup('<span class="gap" role="img" aria-label="{}">␣</span>').format(
        fmt.t("空格", "space")
    )
    return mark.join(fmt.mixed(piece) for piece in _SPACE.split(value))

"""Events of money as rows: what two documents tell alike is one of them."""

from __future__ import annotations

import weakref

import pandas as pd

from fiscal_notice.follow.repeats import repeats
from fiscal_notice.follow.rules.saying import either, those
from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, exact, objects, statements, there, together

Level = tuple[str, tuple[str, ...]]
"""A table and the stages in it; without stages all of the table."""
MONEY = ("payments", "stages")
DATES = {"stages": "happened_on", "payments": "paid_on"}
# Many rules ask of one frame; it is compared once, and forgotten with the frame.
_KNOWN: dict[int, list[int | None]] = {}


def told_before(table: str, frame: pd.DataFrame) -> list[int | None]:
    """``repeats`` of the rows of a whole table."""
    if id(frame) not in _KNOWN:
        names = [name for name in frame.columns if name[0] != "_"]
        columns = [objects(exact(frame[name])) for name in names]
        rows = [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
        _KNOWN[id(frame)] = repeats(table, rows)
        weakref.finalize(frame, _KNOWN.pop, id(frame), None)
    return _KNOWN[id(frame)]


def events(t: Frames, level: Level) -> pd.DataFrame | None:
    """The rows of a level in the order of their dates, or None without any.

    What two documents report alike is one event: the first one counts.
    """
    table, stages = level
    frame = t.get(table)
    if frame is None:
        return None
    frame = those(frame, [place is None for place in told_before(table, frame)])
    if stages:
        frame = frame[frame["stage"].isin(stages)]
    if frame.empty:
        return None
    return frame.sort_values(DATES[table], kind="stable", na_position="last")


def told_once(t: Frames) -> Statements:
    """A payment or stage of the money stands in one form only; told again, it counts once.

    同一笔支付或资金流转只填报一次；两份表格重复填报的，只计一次。

    Holds: a form of June with a payment of 5 May, and one of December with what came after.

    Breaks: a payment of 5 May to one payee, of one amount and for one grant, in the form of June
    and in that of December.

    Basis: practice: forms for several periods stand side by side; both would count money twice.
    """
    parts = []
    for name in there(t, MONEY):
        frame = t[name]
        places = told_before(name, frame)
        keys = frame["_key"].tolist()
        said = [None if n is None else f"no second report: {keys[n]} has it" for n in places]
        found = exact(frame["amount_yuan"])
        fine = [place is None for place in places]
        wanted = either(found, fine, pd.Series(said, frame.index, dtype=object))
        parts.append(statements(name, frame, "amount_yuan", found, wanted))
    return together(parts)

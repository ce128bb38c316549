"""The schemes of scoring that a package has itself."""

from __future__ import annotations

from fiscal_notice.model import Statements
from fiscal_notice.notice.rules.declare import Frames, statements


def make_sense(t: Frames) -> Statements:
    """The parameters of the package's own schemes are known, complete, and do not contradict.

    数据包自带评分办法的参数名称正确、齐全，且互不矛盾。

    Holds: points of 10, 50, 30 and 10, and 100 in all.

    Breaks: points of 10, 50, 30 and 20, and 100 in all; a method that nobody knows.

    Basis: practice: a score can be made again only by a scheme that says all that it needs.
    """
    rows = t["faults"]
    return statements("scheme_parameters", rows, "value", rows["found"], rows["expected"])

"""The words of printed self-evaluation forms: ``follow/codelists/printed_words.csv``, by kind."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

from fiscal_notice.notice.extract.form_rows import bare, meaning
from fiscal_notice.notice.extract.transcript import squeeze

# A label or a header is short.
_LONGEST = 30
# Headers of money that name what they count: 执行率权重（分）, 执行率得分（分）.
_PATTERNS = {
    "money": (
        (re.compile(r".{0,6}(?:分值|权重)"), "points"),
        (re.compile(r".{0,6}得分"), "score"),
        (re.compile(r".{0,8}原因.{0,10}"), "reason"),
    ),
    "goal_result": ((re.compile(r".{0,8}目标.{0,4}完成情况.{0,4}"), "goal_result"),),
    "goal": ((re.compile(r"(?:年初|年度|全年|当年|预期|项目|总体|设定|绩效)*目标"), "goal"),),
    "other": (
        (re.compile(r".{0,12}(?:原因分析|改进措施|结果应用方案|审核评分|类别|概述|周期)"), "other"),
    ),
}


@cache
def words_of(kind: str) -> dict[str, str]:
    """The words of one kind with what they mean: money, total, grade, answer, achieved …."""
    text = files("fiscal_notice.follow").joinpath("codelists", "printed_words.csv")
    rows = csv.DictReader(text.read_text(encoding="utf-8").splitlines())
    return {squeeze(row["word"]): row["meaning"] for row in rows if row["kind"] == kind}


@lru_cache(maxsize=16384)
def says(text: str, kind: str) -> str | None:
    """What a text means among the words of a kind, brackets and colon aside; None if nothing."""
    known = meaning(text, words_of(kind)) or meaning(text.rstrip("：: "), words_of(kind))
    if known is None and len(text) <= _LONGEST:
        word = bare(text)
        known = next((role for sign, role in _PATTERNS.get(kind, ()) if sign.fullmatch(word)), None)
    return known

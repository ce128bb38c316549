"""White space of the layout, taken out of text; lines that the layout broke, closed up."""

from __future__ import annotations

import re
import unicodedata

_WIDE = (
    r"\u2e80-\u303f\u3040-\u30ff\u3100-\u312f\u31a0-\u31bf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\uff00-\uffef"
)
_QUOTES = "“”‘’…—·"
_WIDE_END = re.compile(f"[{_WIDE}{_QUOTES}]$")
_WIDE_START = re.compile(f"^[{_WIDE}{_QUOTES}]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\x00-\x08\x0e-\x1f\x7f]")
_BROKEN = re.compile(f"(?<=[{_WIDE}{_QUOTES}])[^\\S\n]*\n\\s*(?=[{_WIDE}{_QUOTES}])")
# Signs that look like letters and are other signs: programs that print pdf mix them up.
_LOOKALIKE = re.compile("[\u2329\u232a\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06]")
_RADICALS = str.maketrans(
    "⺁⺇⺎⺒⺓⺟⺠⺩⺪⺬⺮⺶⻁⻄⻅⻆⻉⻊⻋⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⼾",
    "厂几兀巳幺母民王疋示竹羊虎西见角贝足车长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟户",
)
_BLANK = re.compile(r"\s+")
# 合　计, 附 件: single characters spread over a line.
_SPREAD = re.compile(
    "(?<![^\\s：:（）()、，。])[\u4e00-\u9fff](?: [\u4e00-\u9fff])+(?![^\\s\\d：:（）()、，。])"
)
ITEM = re.compile(
    r"(?:\d{1,3}(?:[.．](?!\d)|、)|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[①-⑳⒈-⒛⑴-⒇]"
    r"|[一二三四五六七八九十]{1,3}、)"
)
PAGE_NUMBER = re.compile(
    r"[-－—–―─·•]+\s*\d{1,4}\s*[-－—–―─·•]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
    r"|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
)
# 《…》, 《…》（…号） at the end of a line: an entry of a list that has no numbers.
_ENTRY = re.compile(r"(?:》|号[）)])[。；;，,]?$")


def tidy(text: str) -> str:
    """``text`` on one line, without white space that only the layout has.

    A single space between Chinese words stays: it parts the issuers of a document.
    """
    if not text:
        return text
    text = _INVISIBLE.sub("", text)
    if _LOOKALIKE.search(text):
        text = _LOOKALIKE.sub(_letter, text)
    if "\n" in text:
        text = _BROKEN.sub("", text)
    text = _BLANK.sub(" ", text).strip()
    return _SPREAD.sub(lambda match: match[0].replace(" ", ""), text) if " " in text else text


def _letter(match: re.Match[str]) -> str:
    """The letter that a sign only looks like: ⼀ for 一, ⻚ for 页, ﬁ for fi."""
    return unicodedata.normalize("NFKC", match[0].translate(_RADICALS))


def is_wide(text: str) -> bool:
    """Whether a text ends in a letter or mark of Chinese."""
    return _WIDE_END.search(text) is not None


def joint(before: str, after: str) -> str:
    """What stands between two lines of one text when they are put together: a space or nothing."""
    if not before or not after:
        return ""
    if ITEM.match(after) or (after.startswith("《") and _ENTRY.search(before)):
        return " "
    if _WIDE_END.search(before) or _WIDE_START.search(after):
        return ""
    return " " if before[-1].isalpha() and after[0].isalpha() else ""

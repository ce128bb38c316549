"""Classification codes in the running text: revenue, function, and the two economic ones.

政府收支分类科目 (财政部, each year): 类 has 3 digits, 款 2 more, 项 2 more; the economic
classifications have 类 and 款. The first digit tells the classification: 1 revenue, 2 function,
3 economic of departments, 5 economic of the government.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fiscal_notice.model import Rows
from fiscal_notice.notice.extract.notation import plain

_KINDS = {"1": "revenue", "2": "function", "3": "dept_economic", "5": "gov_economic"}
_CODE = (
    r"(?<![0-9A-Za-z.,\[])(?<![0-9A-Za-z]-)(?P<code>[1235][0-9]{2}(?:[0-9]{2}){0,2})"
    r"(?![0-9.%]|,[0-9]{3}|\s*[-至]\s*[0-9]{3,})"
)
# 金额, counts and dates are no codes; a name, a quote or a bracket stands behind one.
_UNIT = r"\s*(?:[万亿千百]?元|公里|项目|平方|[年月日号个家人名户亩所天度次%条期批台座吨])"
# 20101人大事务: behind five digits a name may begin as a count does.
_LONG_UNIT = r"\s*(?:[万亿千百]?元|[个户亩名家人次](?![\u4e00-\u9fff]{2}))"
_NAME = r"(?P<name>[\u4e00-\u9fff][^\"。,;()\[\]0-9]*)"
_WORDS = re.compile(r"科目|分类|收入|支出|列|功能|经济")
_SINGLE = re.compile(
    rf"{_CODE}(?!{_LONG_UNIT})(?:\"?\s*[类款项]级?)?(?:科目)?\"?\s*[-,、.:]*\s*\"?\s*(?:{_NAME})?"
)
_NAME_BEFORE = re.compile(
    r"(?P<before>[\u4e00-\u9fff][\u4e00-\u9fff、-]{1,40})\"?\s*"
    rf"\(\s*(?:科目(?:代码|编码)?:?)?{_CODE}\s*(?:科目)?\)"
)
# 221类“…”01款“…”03项“…”, and “221住房保障支出”类“01…”款“03…”项.
_LEVEL = re.compile(
    r"(?<![0-9])(?P<digits>[0-9]{2,3})\s*(?P<level>[类款项])(?:级?科目)?\s*"
    r"(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[\u4e00-\u9fff][^\"。,;()0-9]*?)(?=[0-9,。;()\"]|$))?"
    r"|\"(?P<inner>[0-9]{2,3})\s*(?P<inner_name>[^\"0-9]*)\"\s*(?P<inner_level>[类款项])"
)
_LED = re.compile(r"(?:[\":(/>-]|列入?|列支|列报|科目|分类|代码|编码)$")
_ACCOUNT = re.compile("(?:支出|收入|补助|事务|费用|费)(?:等?科目)?$")
_COUNTS = re.compile(_UNIT)
_STEP = re.compile(r"[\u4e00-\u9fff、()]*\s*[-/>\s]+\s*")
_DIGITS = {"类": 3, "款": 2, "项": 2}
_CLASS, _SECTION = 3, 5  # the digits of a code at the level of 类, of 款
_NO_CODE_BEFORE = re.compile(
    r"(?:项目代码|项目编码|资金标识|标识|指标文号|热点分类|邮编|电话|代码为?)[^,。;()\"]{0,14}$"
)
_TAIL = re.compile(r"(?:等?(?:支出)?(?:功能)?(?:分类)?科目|科目|相关科目)?(?:[和及与、]|列.*)?$")


@dataclass(frozen=True, slots=True, order=True)
class _Found:
    start: int
    code: str
    name: str | None


def read_body_codes(paragraphs: list[tuple[int, str]]) -> Rows:
    """The rows of ``body_codes`` in paragraphs (line, text): each code once, in printed order."""
    rows: Rows = []
    seen: set[str] = set()
    for line, text in paragraphs:
        for found in _of_paragraph(text):
            if found.code in seen:
                continue
            seen.add(found.code)
            rows.append(
                {
                    "position": len(rows) + 1,
                    "kind": _KINDS[found.code[0]],
                    "code": found.code,
                    "name": found.name,
                    "source_line": line,
                }
            )
    return rows


def _of_paragraph(text: str) -> list[_Found]:
    clear = plain(text)
    found: list[_Found] = []
    start = 0
    for sentence in re.findall(r"[^。]*。|[^。]+$", clear):
        if _WORDS.search(sentence):
            found += [
                _Found(start + one.start, one.code, _printed(text, start, one))
                for one in _of_sentence(sentence)
            ]
        start += len(sentence)
    return sorted(found)


def _printed(text: str, start: int, one: _Found) -> str | None:
    """The name as it is printed, with its own brackets and dashes."""
    if not one.name:
        return None
    at = plain(text).find(one.name, start)
    return text[at : at + len(one.name)] if at >= 0 else one.name


def _of_sentence(sentence: str) -> list[_Found]:
    levels, spans = _levels(sentence)
    singles = [one for one in _singles(sentence) if not any(a <= one.start < b for a, b in spans)]
    return levels + _deepest(sentence, singles)


def _levels(sentence: str) -> tuple[list[_Found], list[tuple[int, int]]]:
    """Codes whose 类, 款 and 项 are written apart, put together, and where they stand."""
    found: list[_Found] = []
    spans: list[tuple[int, int]] = []
    above = {"类": "", "款": ""}
    open_: _Found | None = None
    for match in _LEVEL.finditer(sentence):
        level = match["level"] or match["inner_level"]
        digits = match["digits"] or match["inner"]
        name = (match["quoted"] or match["bare"] or match["inner_name"] or "").strip(
            " -、,"
        ) or None
        if len(digits) != _DIGITS[level] or (level == "类" and digits[0] not in _KINDS):
            continue
        if (level == "项" and not above["款"]) or (level == "款" and not above["类"]):
            continue
        name = _clean(name)
        if level == "类":
            above = {"类": digits, "款": ""}
            code = digits
        elif level == "款":
            above["款"] = digits
            code = above["类"] + digits
        else:
            code = above["类"] + above["款"] + digits
        if (open_ is not None and not code.startswith(open_.code)) or (
            open_ is not None and len(code) == len(open_.code)
        ):
            found.append(open_)
        open_ = _Found(match.start(), code, name)
        spans.append(match.span())
    return found + ([open_] if open_ else []), spans


def _singles(sentence: str) -> Iterator[_Found]:
    taken: list[tuple[int, int]] = []
    for match in _NAME_BEFORE.finditer(sentence):
        if match["code"][0] in _KINDS:
            name = re.sub(
                r"^.*?(?:列入?|科目|编列|为|入|支出列)(?=[\u4e00-\u9fff]{3,})", "", match["before"]
            )
            if len(match["code"]) == _CLASS and not _ACCOUNT.search(name):
                continue
            taken.append(match.span("code"))
            yield _Found(match.start("code"), match["code"], _clean(name))
    for match in _SINGLE.finditer(sentence):
        start, code = match.start("code"), match["code"]
        if (start, match.end("code")) in taken or _NO_CODE_BEFORE.search(sentence[:start]):
            continue
        lead = sentence[:start].rstrip()
        name = match["name"]
        if len(code) <= _SECTION and not _in_context(sentence, match, lead):
            continue
        if name and lead.endswith('"') and '"' in sentence[match.start("name") :]:
            # Between quotes the name may have brackets and commas of its own.
            name = sentence[match.start("name") : sentence.index('"', match.start("name"))]
        yield _Found(start, code, _clean(name))


def _in_context(sentence: str, match: re.Match[str], lead: str) -> bool:
    """Whether a short code stands as codes do: three or five digits may be any count."""
    name, end = match["name"], match.end("code")
    if len(match["code"]) == _CLASS and _COUNTS.match(sentence, end):
        return False
    if name is None and sentence[end : end + 1] != '"':
        # 政府经济科目：50502, without its name.
        return re.search(r"(?:科目|分类|代码|编码)\s*(?:列|为)?\s*:?$", lead) is not None
    # 列208社会保障和就业支出、210卫生健康支出: the second one is known by its name.
    further = name is not None and re.search("[和及、]$", lead) and _ACCOUNT.search(name)
    return bool(_LED.search(lead) or further)


def _clean(name: str | None) -> str | None:
    name = _TAIL.sub("", (name or "").strip(" -、")).strip(" -、")
    return name or None


def _deepest(sentence: str, found: list[_Found]) -> list[_Found]:
    """Without the steps of a path: of 213…-21301…-2130199… the last."""
    ordered = sorted(found)
    kept = []
    for one, after in zip(ordered, [*ordered[1:], None], strict=False):
        step = after is not None and after.code.startswith(one.code) and after.code != one.code
        between = sentence[one.start + len(one.code) : after.start if after else None]
        if not step or not _STEP.fullmatch(between):
            kept.append(one)
    return kept

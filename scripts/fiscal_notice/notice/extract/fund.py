"""The sentence that allots the money: the fund's name, its year, the total of the running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fiscal_notice.notice.extract.notation import AMOUNT, YEAR, plain, yuan
from fiscal_notice.notice.extract.transcript import squeeze

_VERB = (
    r"(?:分配下达|清算下达|结算下达|转下达|下达|下拨|转拨付?|核拨|预拨|拨付|拨给|拨补|划拨|安排|分配|清算|结算|"
    r"追加|核定|确定|预下达)"
)
_HOW = (
    r"(?:由[^,。;]{0,12}?财政[厅局部]?|就|予以|统一|一次性|提前|预先|预|正式|全部|一并|再|继续|调整|批复|"
    r"追加|核定|清算|结算|分配|重新)*"
)
_WHOM = (
    r"(?:给|至|到)?(?:你(?:们|市县|街道|[省市县区州盟旗地乡镇村局厅委部处所站院校行社]|单位|公司|中心|集团|兵团)"
    r"|各(?:省|市|地|县|区|单位|部门|有关单位)|有关(?:省|市|县|区|单位|部门))"
    r"(?:\([^()]*\))?(?:[、和及]?(?:[省市县区州]|单位)(?:\([^()]*\))?)*"
)
# 现 as a word of its own: 现行, 现代, 现有 are others.
_NOW = r"(?:现(?![行代有场象金存状阶])|决定|同意|经研究,?|特|拟|兹|本次|此次)"
_PUT = re.compile(
    rf"(?:{_NOW}|,|^)(?:根据[^。]{{0,80}}?,)?{_HOW}(?:将|把)(?P<body>[^。;]{{4,300}}?){_HOW}{_VERB}"
    r"(?=给|至|到|你|各|有关|,|。|;|\(|$|如下|用于)"
)
_DIRECT = re.compile(rf"{_NOW}[^。;,将]{{0,12}}?{_HOW}{_VERB}(?P<body>[^。;]{{4,400}})")
_PLAIN_DIRECT = re.compile(rf"(?:^|,|。){_HOW}{_VERB}(?P<body>{_WHOM}[^。;]{{4,400}})")
_SHORTEST_NAME = 4
_POINTING = re.compile(r"上述|以上|该|此|本次|这")  # 将上述资金下达: no name
_FORMULA = re.compile(r"^(?:有关|相关)?(?:事项|事宜|要求)|^将")
_MONEY = re.compile(r"资金|经费|补助|补贴|专款|基金|奖补|奖励|款|费|投资|债券|收入|支出|预算|指标")
_ASIDE = re.compile(
    r"附件|具体|详见|见附|项目代码|以下简称|科目|分类|名单|指标|[0-9]\s*[万亿千]?元|项目、金额|代码|标识|单位"
)
_STOP = re.compile(
    rf"[,:]|_{{2,}}|的?有关(?:事宜|事项)|的通知|通知如下|事宜|(?:共计?|合计|总计|总额|金额)?(?:人民币)?\s*(?:{AMOUNT.pattern})"
    r"|,?(?:专项|主要|统筹)?用于|(?<=[)资金费])中(?=[^,。]{0,20}(?:经费|项目|部分))|如下|(?<=[)资金费])(?:分配|安排)(?:方案|计划)|\((?=[^()]*(?:附件|附表))".replace(
        "?P<figure>", "?:"
    ).replace("?P<unit>", "?:")
)
_CLOSING = re.compile(r"(?:预算(?:指标)?|共计?|合计|总计|如数|\s[万亿]?元)$")
_PART = re.compile(
    r"(?:其中|包括|每\S{0,6}|标准\S{0,4}|已\S{0,12}|扣除\S{0,12}|扣减\S{0,8}|人均|亩均|不低于|不超过"
    r"|上限\S{0,4})[^,;]{0,6}$"
)
# Who bears the part: 中央资金600万元、省级资金400万元.
_BEARER = re.compile(
    r"(?:中央|省级?|市级|县级|地方)(?:财政)?(?:补助|配套|专项)?(?:资金|投资|部分)?(?:安排)?$"
)
# … and the same before an amount, behind the total: (其中：中央资金600万元，省级资金400万元).
_BORNE = re.compile(
    r"(?:(?<![一-鿿])|(?<=其中|资金)|(?<=元[和及与]))(?P<bearer>中央|省级?)(?:财政)?(?:补助|配套|专项)?(?:资金|投资|部分)?"
    rf"(?:安排|承担)?\s*{AMOUNT.pattern}"
)
_THIS_TIME = re.compile(r"(?:本次|此次|实际|这次)[^,;。]{0,20}$")
_RATE = re.compile(r"\s*(?:/|每|的标准|标准|以上|以下|左右)")
_TOTAL = rf"[^,。;]{{0,25}}?(?P<amount>{AMOUNT.pattern})"
_TOTAL = _TOTAL.replace("?P<figure>", "?:").replace("?P<unit>", "?:")
_IN_ALL_NOW = re.compile(rf"(?:本次|此次|这次){_TOTAL}")
_IN_ALL = re.compile(rf"(?:共计|合计|总计|总额为?){_TOTAL}")
# 公共, 共同 hold the sign too.
_IN_ALL_PLAIN = re.compile(rf"(?<!公)共(?![同享有建]){_TOTAL}")
# 安排你校800万元用于…: the money has no name.
_GIVEN = re.compile(
    rf"{_VERB}{_WHOM}\s*(?P<amount>(?={AMOUNT.pattern}))".replace("?P<figure>", "?:").replace(
        "?P<unit>", "?:"
    )
)


# 从…资金中安排30万元: what is named is where the money comes from.
_OUT_OF = re.compile(
    rf"从[^,。;]{{2,30}}中{_HOW}(?:列支|{_VERB})\s*(?P<amount>(?={AMOUNT.pattern}))".replace(
        "?P<figure>", "?:"
    ).replace("?P<unit>", "?:")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotment:
    """What the allotting sentence says, and where it stands in its paragraph.

    ``begin`` is where the words that allot begin: what the notice rests on stands before, and
    ``sentence`` is what follows.
    ``several`` is set where the sentence gives amounts of which none is the total. ``parts`` are
    those of the centre and of the province, in yuan, where the sentence gives them.
    """

    paragraph: int
    begin: int
    fund_name: str | None
    year: int | None
    sentence: str
    total: int | Decimal | None
    total_as_printed: str | None
    several: str | None = None
    parts: Mapping[str, int | Decimal] = field(default_factory=dict)


def find_allotment(paragraphs: Sequence[str]) -> Allotment | None:
    """The first sentence of the paragraphs that allots money to the addressees."""
    first: Allotment | None = None
    for number, text in enumerate(paragraphs):
        for begin, start, stop in _candidates(plain(text)):
            name, year = _fund(text, start, stop)
            if name is None or (first and name != first.fund_name):
                continue
            found = _with_total(paragraphs, number, begin, start, name, year)
            if first is None:
                first = found
            elif found.total is not None:
                # The opening names the fund, and a clause says how much of it is allotted.
                first = replace(first, total=found.total, total_as_printed=found.total_as_printed)
            if first.total is not None or first.several:
                return first
    return first


def _candidates(clear: str) -> Iterator[tuple[int, int, int]]:
    """Where the allotting words begin, and from where to where the money is named."""
    found = [
        (match.start(), match.start("body"), match.end("body"))
        for pattern in (_PUT, _DIRECT, _PLAIN_DIRECT)
        for match in pattern.finditer(clear)
        if not _FORMULA.match(match["body"].strip())
    ]
    return iter(sorted(found, key=lambda span: span[1]))


def _fund(text: str, start: int, stop: int) -> tuple[str | None, int | None]:
    """The name of the fund in ``text[start:stop]`` without year and closing 预算, and the year."""
    clear = plain(text)
    whom = re.compile(rf"\s*{_WHOM}\s*").match(clear, start, stop)
    start = whom.end() if whom else start
    end = _name_end(clear, start, stop)
    year = YEAR.search(_top_level(clear[start:end]))
    name = text[start:end]
    if year:
        name = name[: year.start()] + name[year.end() :]
    whom = re.compile(rf"\s*{_WHOM}").match(plain(name))
    name = name[whom.end() :].strip() if whom else name.strip()
    while closing := _CLOSING.search(plain(name)):
        name = name[: closing.start()].rstrip()
    name = squeeze(name).strip('、的“”"')
    valid = (
        len(name) >= _SHORTEST_NAME
        and _POINTING.match(name) is None
        and _MONEY.search(name) is not None
    )
    return (name if valid else None), (int(year["year"]) if year else None)


def _top_level(clear: str) -> str:
    """The text with what stands in brackets blanked."""
    depth, signs = 0, []
    for sign in clear:
        depth += sign == "("
        signs.append(sign if depth == 0 else "#")
        depth -= sign == ")" and depth > 0
    return "".join(signs)


def _name_end(clear: str, start: int, stop: int) -> int:
    """Where the name of the fund ends: at an amount, a comma, or an aside in brackets."""
    position = start
    while position < stop:
        if clear[position] == "(":
            close = _closing(clear, position, stop)
            if _ASIDE.search(clear[position + 1 : close]):
                return position
            position = close + 1
        elif position > start and _STOP.match(clear, position):
            return position
        else:
            position += 1
    return stop


def _closing(clear: str, position: int, stop: int) -> int:
    depth = 0
    for at in range(position, min(stop, len(clear))):
        depth += (clear[at] == "(") - (clear[at] == ")")
        if depth == 0:
            return at
    return stop


def _with_total(
    paragraphs: Sequence[str],
    number: int,
    begin: int,
    start: int,
    name: str,
    year: int | None,
) -> Allotment:
    text = paragraphs[number]
    clear = plain(text)
    end = next((i for i in range(start, len(clear)) if clear[i] in "。;"), len(clear))
    total, several = _total(clear[start:end])
    printed = None
    value: int | Decimal | None = None
    if total:
        printed, value = text[start + total.start() : start + total.end()], yuan(total)
    elif several is None:
        printed, value = _elsewhere(paragraphs)
    return Allotment(
        paragraph=number,
        begin=begin,
        fund_name=name,
        year=year,
        sentence=text[begin:end],
        total=value,
        total_as_printed=printed,
        several=several,
        parts=_borne(clear[start + total.end() if total else start : end]),
    )


def _borne(words: str) -> dict[str, int | Decimal]:
    """What the centre and the province bear of a total; a bearer named twice tells nothing."""
    found: dict[str, list[int | Decimal]] = {}
    for match in _BORNE.finditer(words):
        bearer = "central" if match["bearer"] == "中央" else "provincial"
        found.setdefault(bearer, []).append(yuan(match))
    return {bearer: amounts[0] for bearer, amounts in found.items() if len(amounts) == 1}


def _total(sentence: str) -> tuple[re.Match[str] | None, str | None]:
    """The amount that the sentence allots in all; or what it gives instead, if that is several."""
    top = _top_level(sentence)
    whole: list[re.Match[str]] = []
    parts = False
    for match in AMOUNT.finditer(sentence):
        lead = sentence[max(0, match.start() - 20) : match.start()]
        # In brackets only a total that says so: (共200万元).
        inside = top[match.start()] == "#"
        if inside and not re.search(r"\((?:共计?|合计|总计|金额|总额)[^()]{0,4}$", lead):
            continue
        if _THIS_TIME.search(lead):
            return match, None
        parts = parts or "其中" in lead
        if not parts and not _PART.search(lead) and not _RATE.match(sentence, match.end()):
            whole.append(match)
    if not whole:
        return None, None
    if len(whole) > 1 and all(_BEARER.search(sentence[: one.start()]) for one in whole[:2]):
        return None, None
    if len(whole) > 1 and not re.search(
        "(?<!公)共(?!同)|合计|总", sentence[: whole[0].start()][-8:]
    ):
        between = sentence[whole[0].end() : whole[1].start()]
        if re.search("^[^,]{0,30}[、和及与]", between):
            return None, "、".join(match[0] for match in whole)
    return whole[0], None


def said_now(text: str) -> int:
    """Where the letter comes to what it says itself: at 现, behind what it rests on."""
    match = re.search(rf"{_NOW}(?=[将对就把为]|{_VERB}|提前|予以)", plain(text))
    return match.start() if match else len(text)


def total_of(text: str) -> tuple[str, int | Decimal] | None:
    """A total that a paragraph gives, as printed and in yuan; None if it gives none."""
    printed, value = _elsewhere([text])
    return (printed, value) if printed is not None and value is not None else None


def _elsewhere(paragraphs: Sequence[str]) -> tuple[str | None, int | Decimal | None]:
    """A total that another sentence gives: 本次共下达…万元, 资金共…万元."""
    for pattern in (_IN_ALL_NOW, _IN_ALL, _IN_ALL_PLAIN, _GIVEN, _OUT_OF):
        for text in paragraphs:
            clear = plain(text)
            for match in pattern.finditer(clear):
                amount = AMOUNT.match(clear, match.start("amount"))
                if amount and _is_total(clear, match.start(), amount):
                    return text[amount.start() : amount.end()], yuan(amount)
    return None, None


def _is_total(clear: str, start: int, amount: re.Match[str]) -> bool:
    """Whether what leads to the amount speaks of money allotted, and of no rate or part."""
    sentence = re.split("[。;]", clear[: amount.start()])[-1]
    lead = sentence[-(amount.start() - start + 25) :]
    return (
        re.search("每|标准|其中|不", lead[-20:]) is None
        and "收到" not in lead
        and _RATE.match(clear, amount.end()) is None
        and re.search("下达|拨付|安排|资金|补助|奖补|分配|清算", sentence) is not None
    )

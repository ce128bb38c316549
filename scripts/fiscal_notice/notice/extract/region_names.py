"""What a printed label says of a region: its name, and the GB/T 2260 code that the name tells.

A name that no list has is kept as printed, without a code. One that several divisions share is
told by the province of the notice, by the region above and by the level of its neighbours, or its
code stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fiscal_notice.notice.code_lists import Division, division, divisions
from fiscal_notice.notice.extract.amounts import plain

_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.,]|\([一二三四五六七八九十]+\)[、.]?|[0-9]{1,2}[、.](?![0-9])|\([0-9]{1,2}\)[、.]?"
    r"|其中:?|#|\*)+"
)
_SUM = re.compile(r"(?:小计|合计|总计|共计)$")
_BRACKETS = re.compile(r"\([^()]*\)")
_WITHOUT_COUNTIES = re.compile(r"\(不含[^()]*(?:直管|县)[^()]*\)")
_BUREAU = re.compile(r"(?P<name>.{2,}?(?:市|县|区|州|盟|旗))(?:财政局|财政厅|财政国库支付中心)")
_ENDINGS = ("市", "县", "区", "州", "盟", "旗", "镇", "乡", "街道", "街道办")
_COLLECTIVE = re.compile(
    r"^(?:各|全|其他|其它|其余|所有|地市|市县|省直|直管|财政省|省财政|非|计划单列|珠三角|粤|东西北|州市|设区)"
)
# 广州市本级 is money of the city itself.
_OWN_BUDGET = re.compile(r"(?P<name>.{2,}?)(?:本级|市级|县级|区级)$")
_OWN_LEVEL = re.compile(r"[省市县区州]?(?:本级|级|直|属|直单位)")
_PROVINCE_DIGITS = 2
_MAJORITY = 0.6


def without_numbering(label: str) -> str:
    """A label without the number (一、（一） 1.) or the 其中： that may stand before it."""
    return _NUMBERING.sub("", plain(label))


def name_in(label: str) -> str:
    """The name in a label of a region: without number, 小计, brackets and 本级."""
    text = _BRACKETS.sub("", without_numbering(label))
    text = _SUM.sub("", text).rstrip(":")
    own = _OWN_BUDGET.fullmatch(text)
    if own:
        return own["name"]
    bureau = _BUREAU.fullmatch(text)
    return bureau["name"] if bureau else text


def is_own_budget(label: str) -> bool:
    """Whether a label names a region's own budget: 广州市本级."""
    return _OWN_BUDGET.fullmatch(_BRACKETS.sub("", without_numbering(label))) is not None


def is_own_level(label: str) -> bool:
    """Whether a label names the issuer's own budget without a name: 省本级, 市级."""
    return _OWN_LEVEL.fullmatch(_BRACKETS.sub("", without_numbering(label))) is not None


def excludes_direct_counties(label: str) -> bool:
    """Whether a label says that directly administered counties are left out."""
    return _WITHOUT_COUNTIES.search(plain(label)) is not None


@dataclass(slots=True)
class RegionNames:
    """The names of regions that a notice may print.

    ``own`` is the package's list (name → code), which goes first; the program's list has all
    divisions with their years. ``learn`` takes the labels of the notice, from which the province
    and the level of ambiguous names are told.
    """

    own: Mapping[str, str]
    year: int | None = None
    province: str = ""
    level: str | None = None
    _known: dict[str, tuple[Division, ...]] = field(default_factory=dict)

    def learn(self, labels: Iterable[str]) -> None:
        """Tell the province and the level of most of the unambiguous names."""
        names = [name for label in labels if (name := name_in(label))]
        found = [self._divisions(name) for name in dict.fromkeys(names)]
        sure = [found[0] for found in found if len(found) == 1]
        provinces = Counter(division.gb_code[:_PROVINCE_DIGITS] for division in sure)
        levels = Counter(division.level for division in sure)
        if provinces:
            code, number = provinces.most_common(1)[0]
            if number > _MAJORITY * sum(provinces.values()) and levels["province"] < number:
                self.province = code + "0000"
        if levels:
            self.level = levels.most_common(1)[0][0]

    def _divisions(self, name: str) -> tuple[Division, ...]:
        if name not in self._known:
            self._known[name] = self._listed(name) or self._in_full(name)
        return self._known[name]

    def _listed(self, name: str) -> tuple[Division, ...]:
        found = divisions(name, year=self.year) if self.year else ()
        return found or divisions(name)

    def _in_full(self, name: str) -> tuple[Division, ...]:
        """A division behind the one that it lies in: 韶关市南雄市, 广东省广州市."""
        for end in range(len(name) - 2, 1, -1):
            if name[end - 1] in "省市州区县盟":
                above = {one.gb_code for one in self._listed(name[:end])}
                below = self._listed(name[end:])
                found = tuple(
                    one for one in below if any(one.lies_in(a) and one.gb_code != a for a in above)
                )
                if found:
                    return found
        return ()

    def knows(self, label: str) -> bool:
        """Whether the label is the name of a division, whichever of that name."""
        name = name_in(label)
        return bool(name) and (name in self.own or bool(self._divisions(name)))

    def is_code(self, text: str) -> bool:
        """Whether a text is the code of a division."""
        return text in self.own.values() or division(text) is not None

    def is_region(self, label: str) -> bool:
        """Whether the label names a region: a known one, or one whose name ends as theirs do."""
        name = name_in(label)
        if self.knows(label):
            return True
        return (
            2 < len(name) < 16  # noqa: PLR2004
            and name.endswith(_ENDINGS)
            and not _COLLECTIVE.match(name)
        )

    def code(self, label: str, within: str | None = None) -> str | None:
        """The GB/T 2260 code of the division that the label names, or None if it is not told.

        ``within`` is the code of the region above, if there is one.
        """
        name = name_in(label)
        if not name:
            return None
        if name in self.own:
            return self.own[name]
        found = self._divisions(name)
        for narrowed in (
            [one for one in found if within and one.lies_in(within) and one.gb_code != within],
            [one for one in found if self.province and one.lies_in(self.province)],
            found,
        ):
            sure = _one(narrowed, self.level)
            if sure:
                return sure
        return None


def _one(found: Iterable[Division], level: str | None) -> str | None:
    codes = {one.gb_code for one in found}
    if len(codes) == 1:
        return codes.pop()
    codes = {one.gb_code for one in found if one.level == level}
    return codes.pop() if len(codes) == 1 else None

"""What is shown where the address of a page is shared: a picture for the notice and each city."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from fiscal_notice.notice.facts.money import Sum
from fiscal_notice.notice.pages.cities import page_name
from fiscal_notice.notice.pages.facts import NoticeSiteFacts
from fiscal_notice.notice.pages.formatting import chinese, english
from fiscal_notice.notice.pages.share import INK, RED, SOFT, Line, card, font
from fiscal_notice.site.pages import Page

_WHOLE = "share/index.png"
_NOT_SPENT = ("告知，不是花出去的钱", "announced, not spent")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What a picture says: a name, an amount, and how they stand, in Chinese and English.

    There is no ``yuan`` where the package has no amounts: that is not 0 yuan. ``code`` stands for
    a name that cannot be drawn.
    """

    name: tuple[str, str]
    code: str
    yuan: int | Decimal | None
    rank: tuple[str, str]

    @property
    def amount(self) -> tuple[str, str]:
        return ("", "") if self.yuan is None else (chinese(self.yuan), english(self.yuan))

    @property
    def not_spent(self) -> tuple[str, str]:
        """What an amount is, if there is one."""
        return ("", "") if self.yuan is None else _NOT_SPENT

    @property
    def words(self) -> tuple[str, str]:
        """The same for those who cannot see the picture."""
        zh, en = zip(self.name, self.amount, self.not_spent, self.rank, strict=True)
        told = "，".join(filter(None, zh[1:])), ", ".join(filter(None, en[1:]))
        names = zh[0], " ".join(filter(None, (en[0], zh[0])))
        between = "：" if told[0] else "", ": " if told[1] else ""
        return names[0] + between[0] + told[0], names[1] + between[1] + told[1]


def shared(facts: NoticeSiteFacts, page: Page) -> Page:
    """A page with its picture: that of its city, or else that of the notice."""
    code = next((code for code in facts.regions if page_name(code) == page.name), None)
    if code is None:
        return replace(page, picture=_WHOLE, picture_words=_notice(facts).words)
    each = next(each for each in facts.money.cities if each.code == code)
    return replace(page, picture=_path(code), picture_words=_city(facts, each).words)


def pictures(facts: NoticeSiteFacts) -> Mapping[str, bytes]:
    """The pictures by their paths; their bars are the cities, the largest amount first."""
    order = facts.money.by_amount
    most = max((float(each.amount.value) for each in order), default=0.0)
    bars = [max(0.0, float(each.amount.value) / most) if most > 0 else 0.0 for each in order]
    number = facts.tables.notice["document_number"]
    made = {_WHOLE: card(list(_lines(number, _notice(facts))), bars, None)}
    for place, each in enumerate(order):
        lines = list(_lines(number, _city(facts, each)))
        made[_path(each.code)] = card(lines, bars, place)
    return made


def _path(code: str) -> str:
    return f"share/{page_name(code)}.png"


def _lines(number: str, shown: _Shown) -> Iterator[Line]:
    name, latin = shown.name
    if not font().has(name):
        name = "" if latin and font().has(latin) else shown.code
    yield Line(92, ((number, 34, RED),))
    yield Line(208, ((name, 92, INK), ("  " if name and latin else "", 40, INK), (latin, 46, SOFT)))
    yield Line(330, ((shown.amount[0], 108, INK), ("  ", 40, INK), (shown.amount[1], 46, SOFT)))
    yield Line(392, (("  ·  ".join(filter(None, shown.not_spent)), 30, INK),))
    yield Line(440, (("  ·  ".join(filter(None, shown.rank)), 28, SOFT),))


def _city(facts: NoticeSiteFacts, each: Sum) -> _Shown:
    place, number = each.rank.value, len(facts.regions)
    rank = (f"在{number}个市中排第{place}", f"number {place} of {number} cities")
    name = facts.regions[each.code]["name"], facts.english.get(each.code, "")
    known = bool(facts.money.rows)
    return _Shown(
        name=name,
        code=each.code,
        yuan=each.amount.value if known else None,
        rank=rank if known and number > 1 and each.amount.value else ("", ""),
    )


def _notice(facts: NoticeSiteFacts) -> _Shown:
    tables = facts.tables
    number, year = len(facts.regions), tables.notice["budget_year"]
    # A letter may say how much it is about without a table of it.
    whole = (
        facts.money.whole.amount if facts.money.rows else tables.need(tables.notice, "total_yuan")
    )
    cities = (f"{number}个市", f"{number} cities") if number > 1 else ("", "")
    name = (f"{year}年度", f"budget year {year}") if year else ("合计", "all")
    yuan = whole.value if facts.money.rows or whole else None
    return _Shown(name=name, code="", yuan=yuan, rank=cities)

"""What the picture of the money shows, in Chinese or English, and all of it in words.

Every number and name comes from the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fiscal_notice.errors import PackageError
from fiscal_notice.notice.facts import NoticeFacts, lacking_columns, said
from fiscal_notice.notice.facts.figures import Figure
from fiscal_notice.notice.facts.money import COLUMNS, NOTHING, Sum
from fiscal_notice.package import Package
from fiscal_notice.package.place import DESCRIPTOR

WORDS = {
    "en": {
        "title": "¥{total} million to {cities} cities",
        "share": "{share} of it stands under a target sheet",
        "source": "{number} · budget year {year}",
        "with": "{kind}, with a target sheet",
        "without": "{kind}, no target sheet",
        "unit": "¥ million",
        "part_share": "share",
        "targets": "targets",
        "part": "{label}: ¥{amount} million ({share})",
        "median": "median {amount}",
        "yardstick": "the median of the cities is ¥{amount} million",
        "city": "{city} ¥{amount} million, {share} with targets",
        "note": "Made from the tables allocations and target_sheets.",
        "stop": ". ",
        "join": "; ",
    },
    "zh": {
        "title": "{total}万元，下达{cities}个市",
        "share": "其中{share}有绩效目标表",
        "source": "{number} · {year}年度",
        "with": "{kind}，有绩效目标表",
        "without": "{kind}，无绩效目标表",
        "unit": "万元",
        "part_share": "占比",
        "targets": "有目标",
        "part": "{label}：{amount}万元（{share}）",
        "median": "中位数{amount}",
        "yardstick": "各市中位数{amount}万元",
        "city": "{city}{amount}万元，{share}有绩效目标表",
        "note": "由资金分配表（allocations）与绩效目标表（target_sheets）算得。",
        "stop": "。",
        "join": "；",
    },
}


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """Money of one transfer type that has a target sheet, or that has none.

    Parts sort as they stand in a bar: those with a sheet first.
    """

    without: bool
    rank: int


Parts = Mapping[Part, int]
Labels = Mapping[Part, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city's name, what it receives in yuan, part by part, and the share with targets."""

    name: str
    total: int
    share: str
    parts: Parts
    chinese: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """All that the picture shows: the lines of its head first.

    ``median`` is that of the cities in yuan, None where all receive the same.
    """

    head: tuple[str, ...]
    total: int
    parts: Parts
    labels: Labels
    cities: Sequence[City]
    median: int | Decimal | None = None


def shown_of(package: Package, lang: str) -> Shown:
    """What the picture of a package shows; errors as in ``money_picture``."""
    lacking = lacking_columns(package, COLUMNS)
    if lacking:
        raise PackageError(
            "the money of a notice cannot be shown",
            file=package.shown_path(DESCRIPTOR),
            found=said(package, lacking),
        )
    words, facts = WORDS[lang], NoticeFacts(package=package)
    notice, whole = facts.tables.notice, facts.money.whole
    amount = int(whole.amount.value)
    labels = facts.money.labels(lang)
    if not notice.cells:
        raise _wordless(package, "notice", "the table has no row")
    known = facts.tables.codes("allocations", "transfer_type", lang)
    if facts.money.rows and not known.keys() & set(facts.money.transfer_types):
        raise _wordless(package, "allocations", "no amount is of a kind that the schema names")
    head = (
        words["title"].format(total=amount_in(amount, lang), cities=len(facts.money.cities)),
        words["share"].format(share=percent(int(whole.covered.value), amount, 1)),
        words["source"].format(number=notice["document_number"], year=notice["budget_year"]),
    )
    parts = _parts(
        list(labels),
        {each.code: each.amount for each in facts.money.by_type},
        {each.code: each.covered for each in facts.money.by_type},
    )
    return Shown(
        head=head,
        parts=parts,
        labels=_labels(parts, list(labels.values()), words),
        cities=[_named(facts, city, list(labels), lang) for city in facts.money.by_amount],
        total=amount,
        median=_median(facts),
    )


def _median(facts: NoticeFacts) -> int | Decimal | None:
    amounts = {city.amount.value for city in facts.money.cities}
    return facts.money.median.value if len(amounts) > 1 and max(amounts) > 0 else None


def _named(facts: NoticeFacts, city: Sum, types: Sequence[str], lang: str) -> City:
    english = facts.english.get(city.code, "") if lang == "en" else ""
    return City(
        name=english or facts.regions[city.code]["name"],
        total=int(city.amount.value),
        share=percent(int(city.covered.value), int(city.amount.value)),
        parts=_parts(types, city.by_type, city.covered_by_type),
        chinese=not english,
    )


def _parts(
    types: Sequence[str], amounts: Mapping[str, Figure], covered: Mapping[str, Figure]
) -> Parts:
    """Yuan by part, of the parts that there are, in the order of a bar."""
    found: dict[Part, int] = {}
    for rank, code in enumerate(types):
        amount, of = (int(each.get(code, NOTHING).value) for each in (amounts, covered))
        found[Part(without=False, rank=rank)] = of
        found[Part(without=True, rank=rank)] = amount - of
    # What is taken back has no bar.
    return {part: found[part] for part in sorted(found) if found[part] > 0}


def _wordless(package: Package, table: str, problem: str) -> PackageError:
    place = package.shown_path(package.require(table).path)
    return PackageError(problem, file=place, hint="see fiscal-notice validate")


def _labels(parts: Iterable[Part], kinds: Sequence[str], words: Mapping[str, str]) -> Labels:
    return {
        part: words["without" if part.without else "with"].format(kind=kinds[part.rank])
        for part in parts
    }


def glance(shown: Shown, lang: str) -> str:
    """What the picture says at a glance."""
    return WORDS[lang]["join"].join(shown.head[:2])


def spoken(shown: Shown, lang: str) -> str:
    """Every number of the picture in sentences."""
    words = WORDS[lang]
    parts = [
        words["part"].format(
            label=shown.labels[part],
            amount=amount_in(amount, lang),
            share=percent(amount, shown.total, 1),
        )
        for part, amount in shown.parts.items()
    ]
    rows = [in_words(city, lang) for city in shown.cities]
    yardstick = (
        []
        if shown.median is None
        else [words["yardstick"].format(amount=amount_in(shown.median, lang))]
    )
    sentences = [*shown.head, words["join"].join(parts), *yardstick, words["join"].join(rows)]
    return words["stop"].join([*sentences, ""]).strip()


def in_words(city: City, lang: str) -> str:
    """One city in words."""
    return WORDS[lang]["city"].format(
        city=city.name, amount=amount_in(city.total, lang), share=city.share
    )


def amount_in(yuan: int | Decimal, lang: str) -> str:
    """An amount in the unit of the language: ¥ million, or 万元."""
    if lang == "en":
        return f"{Decimal(yuan) / 1_000_000:,.2f}"
    text = f"{Decimal(yuan) / 10_000:,.4f}"
    return text.rstrip("0").rstrip(".")


def percent(amount: int, total: int, digits: int = 0) -> str:
    """A share of ``total``, 0 of nothing."""
    return f"{Decimal(100 * amount) / total if total else Decimal(0):.{digits}f}%"

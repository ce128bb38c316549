"""One picture of the money: what each city receives, and how much of it has a target sheet.

Solid parts of a bar stand under a performance-target sheet, hatched parts do not. Every number and
name comes from the tables; the same tables give the same bytes. Nothing but text is made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

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
        "city": "{city}{amount}万元，{share}有绩效目标表",
        "note": "由资金分配表（allocations）与绩效目标表（target_sheets）算得。",
        "stop": "。",
        "join": "；",
    },
}
FONTS = (
    'system-ui, -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Hiragino Sans GB", '
    '"Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", '
    '"WenQuanYi Micro Hei", sans-serif'
)
# One colour for each transfer type: on white, on black.
COLOURS = (("#1f5f9e", "#62a8ea"), ("#b4540a", "#f2a65a"), ("#6b3fa0", "#bb9af2"))

WIDTH, EDGE, PITCH = 600, 20, 24
# Names in letters are longer than names in characters.
BAR_LEFT = {"en": 122, "zh": 90}
BAR_RIGHT, BAR_HEIGHT = 430, 15
AMOUNT_RIGHT, SHARE_RIGHT = 504, WIDTH - EDGE
LEGEND_TOP, LEGEND_PITCH = 160, 26


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
class _Shown:
    """All that the picture shows: the lines of its head first."""

    head: tuple[str, ...]
    total: int
    parts: Parts
    labels: Labels
    cities: Sequence[City]


def money_picture(package: Package, lang: str) -> str:
    """The picture as SVG, in ``zh`` or ``en``; the largest amount first.

    Raises PackageError if the package lacks ``facts.money.COLUMNS``, or they show no money.
    """
    return _svg(_shown(package, lang), lang)


def picture_in_words(package: Package, lang: str) -> tuple[str, str]:
    """What the picture says at a glance, and every number of it, for those who do not see it.

    Errors as in ``money_picture``.
    """
    shown = _shown(package, lang)
    return _glance(shown, lang), _spoken(shown, lang)


def can_be_drawn(package: Package) -> bool:
    """Whether a package has the tables of money of a notice."""
    return not lacking_columns(package, COLUMNS)


def _shown(package: Package, lang: str) -> _Shown:
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
        words["title"].format(total=_amount(amount, lang), cities=len(facts.money.cities)),
        words["share"].format(share=_percent(int(whole.covered.value), amount, 1)),
        words["source"].format(number=notice["document_number"], year=notice["budget_year"]),
    )
    parts = _parts(
        list(labels),
        {each.code: each.amount for each in facts.money.by_type},
        {each.code: each.covered for each in facts.money.by_type},
    )
    return _Shown(
        head=head,
        parts=parts,
        labels=_labels(parts, list(labels.values()), words),
        cities=[_named(facts, city, list(labels), lang) for city in facts.money.by_amount],
        total=amount,
    )


def _named(facts: NoticeFacts, city: Sum, types: Sequence[str], lang: str) -> City:
    english = facts.english.get(city.code, "") if lang == "en" else ""
    return City(
        name=english or facts.regions[city.code]["name"],
        total=int(city.amount.value),
        share=_percent(int(city.covered.value), int(city.amount.value)),
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
    return {part: found[part] for part in sorted(found) if found[part]}


def _wordless(package: Package, table: str, problem: str) -> PackageError:
    place = package.shown_path(package.require(table).path)
    return PackageError(problem, file=place, hint="see fiscal-notice validate")


def _labels(parts: Iterable[Part], kinds: Sequence[str], words: Mapping[str, str]) -> Labels:
    return {
        part: words["without" if part.without else "with"].format(kind=kinds[part.rank])
        for part in parts
    }


def _amount(yuan: int, lang: str) -> str:
    if lang == "en":
        return f"{Decimal(yuan) / 1_000_000:,.2f}"
    text = f"{Decimal(yuan) / 10_000:,.4f}"
    return text.rstrip("0").rstrip(".")


def _percent(amount: int, total: int, digits: int = 0) -> str:
    return f"{Decimal(100 * amount) / total if total else Decimal(0):.{digits}f}%"


def _svg(shown: _Shown, lang: str) -> str:
    cities, parts, head = shown.cities, shown.parts, shown.head
    top = LEGEND_TOP + LEGEND_PITCH * len(parts) + 14
    height = top + PITCH * len(cities) + 46
    words = WORDS[lang]
    largest = max((city.total for city in cities), default=0)
    lines = [
        _opening(height, lang),
        f'<title id="money-{lang}-title">{escape(_glance(shown, lang))}</title>',
        f'<desc id="money-{lang}-desc">{escape(_spoken(shown, lang))}</desc>',
        f"<style>{_style()}</style>",
        f"<defs>{''.join(_hatch(part, lang) for part in parts if part.without)}</defs>",
        f'<rect class="page" width="{WIDTH}" height="{height}" rx="10"/>',
        _text("big", EDGE, 46, head[0]),
        _text("mid", EDGE, 76, head[1]),
        _text("soft", EDGE, 102, head[2]),
        *_heads(134, words["unit"], words["part_share"]),
        *_legend(shown, lang),
        f'<path class="rule" d="M{EDGE} {top - 20}H{SHARE_RIGHT}"/>',
        *_heads(top + 4, words["unit"], words["targets"]),
    ]
    for row, city in enumerate(cities):
        lines += _city(city, top + 14 + PITCH * row, largest, lang)
    lines += [_text("soft", EDGE, height - 14, words["note"]), "</svg>"]
    return "\n".join(lines) + "\n"


def _opening(height: int, lang: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="money-{lang}-title money-{lang}-desc" '
        f'lang="{"zh-Hans" if lang == "zh" else "en"}">'
    )


def _glance(shown: _Shown, lang: str) -> str:
    return WORDS[lang]["join"].join(shown.head[:2])


def _spoken(shown: _Shown, lang: str) -> str:
    words = WORDS[lang]
    parts = [
        words["part"].format(
            label=shown.labels[part],
            amount=_amount(amount, lang),
            share=_percent(amount, shown.total, 1),
        )
        for part, amount in shown.parts.items()
    ]
    rows = [_in_words(city, lang) for city in shown.cities]
    sentences = [*shown.head, words["join"].join(parts), words["join"].join(rows)]
    return words["stop"].join([*sentences, ""]).strip()


def _in_words(city: City, lang: str) -> str:
    return WORDS[lang]["city"].format(
        city=city.name, amount=_amount(city.total, lang), share=city.share
    )


def _text(kind: str, x: int, y: int, text: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'


def _heads(y: int, amount: str, share: str) -> tuple[str, str]:
    return _text("soft num", AMOUNT_RIGHT, y, amount), _text("soft num", SHARE_RIGHT, y, share)


def _legend(shown: _Shown, lang: str) -> Iterator[str]:
    for row, (part, amount) in enumerate(shown.parts.items()):
        y = LEGEND_TOP + LEGEND_PITCH * row
        yield _box(part, EDGE, y - 13, 22, BAR_HEIGHT, lang)
        yield _text("", EDGE + 32, y, shown.labels[part])
        yield _text("num", AMOUNT_RIGHT, y, _amount(amount, lang))
        yield _text("num", SHARE_RIGHT, y, _percent(amount, shown.total, 1))


def _city(city: City, y: int, largest: int, lang: str) -> Iterator[str]:
    yield f"<g><title>{escape(_in_words(city, lang))}</title>"
    tongue = ' lang="zh-Hans"' if city.chinese else ""
    yield f'<text{tongue} x="{EDGE}" y="{y + 13}">{escape(city.name)}</text>'
    left = 0
    for part, amount in city.parts.items():
        x, end = (_scaled(value, largest, BAR_LEFT[lang]) for value in (left, left + amount))
        yield _box(part, x, y, end - x, BAR_HEIGHT, lang)
        left += amount
    yield _text("num", AMOUNT_RIGHT, y + 13, _amount(city.total, lang))
    yield _text("num", SHARE_RIGHT, y + 13, city.share) + "</g>"


def _scaled(yuan: int, largest: int, start: int) -> Decimal:
    return start + (BAR_RIGHT - start) * Decimal(yuan) / largest


def _colour(part: Part) -> int:
    """The place of its colour in COLOURS."""
    return part.rank % len(COLOURS)


def _box(part: Part, x: Decimal | int, y: int, width: Decimal | int, height: int, lang: str) -> str:
    hatch = f' fill="url(#money-{lang}-h{_colour(part)})"' if part.without else ""
    kind = "" if part.without else f' class="k{_colour(part)}"'
    return f'<rect{kind}{hatch} x="{x:.1f}" y="{y}" width="{width:.1f}" height="{height}"/>'


def _hatch(part: Part, lang: str) -> str:
    paint = f'class="k{_colour(part)}"'
    return (
        f'<pattern id="money-{lang}-h{_colour(part)}" width="6" height="6" '
        'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect {paint} width="6" height="6" opacity=".25"/>'
        f'<rect {paint} width="2.2" height="6"/></pattern>'
    )


def _style() -> str:
    # Colours are given outright, without variables, for the renderers that know none.
    light = "".join(f".k{i}{{fill:{on_white}}}" for i, (on_white, _) in enumerate(COLOURS))
    dark = "".join(f".k{i}{{fill:{on_black}}}" for i, (_, on_black) in enumerate(COLOURS))
    return (
        f"text{{font:15px {FONTS};fill:#1d2430}}"
        ".num{text-anchor:end;font-variant-numeric:tabular-nums}"
        "text.big{font-size:25px;font-weight:600}text.mid{font-size:19px}"
        "text.soft{font-size:14px;fill:#5a6473}"
        ".page{fill:#fff}.rule{stroke:#d8dde5;fill:none}"
        f"{light}"
        # Shown on a telephone the picture shrinks: larger letters, the same places.
        "@media (max-width:480px){text{font-size:19px}text.big{font-size:29px}"
        "text.mid{font-size:22px}text.soft{font-size:17px}}"
        "@media (prefers-color-scheme:dark){text{fill:#e7eaf0}text.soft{fill:#a5afbd}"
        f".page{{fill:#14181f}}.rule{{stroke:#3a4250}}{dark}}}"
    )

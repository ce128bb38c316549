"""The picture of the money as SVG: nothing but text is made here, the same for the same figures.

Solid parts of a bar stand under a performance-target sheet, hatched parts do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from fiscal_notice.notice.picture.content import (
    WORDS,
    City,
    Part,
    Shown,
    amount_in,
    glance,
    in_words,
    percent,
    spoken,
)

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


def drawn(shown: Shown, lang: str) -> str:
    """The picture as SVG."""
    cities, parts, head = shown.cities, shown.parts, shown.head
    top = LEGEND_TOP + LEGEND_PITCH * len(parts) + 14
    height = top + PITCH * len(cities) + 46
    words = WORDS[lang]
    largest = max([1, *(sum(city.parts.values()) for city in cities)])
    lines = [
        _opening(height, lang),
        f'<title id="money-{lang}-title">{escape(glance(shown, lang))}</title>',
        f'<desc id="money-{lang}-desc">{escape(spoken(shown, lang))}</desc>',
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
    lines += _median(shown, top, largest, lang)
    lines += [_text("soft", EDGE, height - 14, words["note"]), "</svg>"]
    return "\n".join(lines) + "\n"


def _opening(height: int, lang: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-labelledby="money-{lang}-title money-{lang}-desc" '
        f'lang="{"zh-Hans" if lang == "zh" else "en"}">'
    )


def _text(kind: str, x: int, y: int, text: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>'


def _heads(y: int, amount: str, share: str) -> tuple[str, str]:
    return _text("soft num", AMOUNT_RIGHT, y, amount), _text("soft num", SHARE_RIGHT, y, share)


def _legend(shown: Shown, lang: str) -> Iterator[str]:
    for row, (part, amount) in enumerate(shown.parts.items()):
        y = LEGEND_TOP + LEGEND_PITCH * row
        yield _box(part, EDGE, y - 13, 22, BAR_HEIGHT, lang)
        yield _text("", EDGE + 32, y, shown.labels[part])
        yield _text("num", AMOUNT_RIGHT, y, amount_in(amount, lang))
        yield _text("num", SHARE_RIGHT, y, percent(amount, shown.total, 1))


def _city(city: City, y: int, largest: int, lang: str) -> Iterator[str]:
    yield f"<g><title>{escape(in_words(city, lang))}</title>"
    tongue = ' lang="zh-Hans"' if city.chinese else ""
    yield f'<text{tongue} x="{EDGE}" y="{y + 13}">{escape(city.name)}</text>'
    left = 0
    for part, amount in city.parts.items():
        x, end = (_scaled(value, largest, BAR_LEFT[lang]) for value in (left, left + amount))
        yield _box(part, x, y, end - x, BAR_HEIGHT, lang)
        left += amount
    yield _text("num", AMOUNT_RIGHT, y + 13, amount_in(city.total, lang))
    yield _text("num", SHARE_RIGHT, y + 13, city.share) + "</g>"


def _median(shown: Shown, top: int, largest: int, lang: str) -> Iterator[str]:
    """A line through all bars, and what it says above them; nothing at or below 0."""
    if shown.median is None or shown.median <= 0:
        return
    x = _scaled(shown.median, largest, BAR_LEFT[lang])
    place = f'd="M{x:.1f} {top + 10}V{top + 12 + PITCH * len(shown.cities)}"'
    said = WORDS[lang]["median"].format(amount=amount_in(shown.median, lang))
    yield f'<path class="halo" {place}/><path class="median" {place}/>'
    yield f'<text class="soft mark" x="{x:.1f}" y="{top + 4}">{escape(said)}</text>'


def _scaled(yuan: int | Decimal, largest: int, start: int) -> Decimal:
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
        "text.mark{text-anchor:middle}.median,.halo{fill:none;stroke:#1d2430;stroke-width:1.5}"
        ".halo{stroke:#fff;stroke-width:4}"
        ".page{fill:#fff}.rule{stroke:#d8dde5;fill:none}"
        f"{light}"
        # Shown on a telephone the picture shrinks: larger letters, the same places.
        "@media (max-width:480px){text{font-size:19px}text.big{font-size:29px}"
        "text.mid{font-size:22px}text.soft{font-size:17px}}"
        "@media (prefers-color-scheme:dark){text{fill:#e7eaf0}text.soft{fill:#a5afbd}"
        f".median{{stroke:#e7eaf0}}.halo{{stroke:#14181f}}"
        f".page{{fill:#14181f}}.rule{{stroke:#3a4250}}{dark}}}"
    )

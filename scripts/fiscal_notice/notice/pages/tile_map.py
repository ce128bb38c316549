"""The cities as a map of tiles: one square each, where its neighbours know it to be.

Where the tiles stand is data (``codelists/tile_grid.csv``); a province that it lacks has no map.
The shades are few and in equal steps, and each tile prints its amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from fiscal_notice.notice.code_lists import division, tile_places
from fiscal_notice.notice.facts.money import Sum
from fiscal_notice.notice.pages.facts import NoticeSiteFacts

PITCH, SIDE = 52, 50
"""From one tile to the next, and the side of one, in units of which a phone shows one a pixel."""
LEAST_TILES = 2
MOST_SHADES = 5
_STEPS = tuple(map(Decimal, ("1", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A city of the notice; or one of its province that the notice does not name, without money."""

    gb_code: str
    x: int
    y: int
    money: Sum | None = None
    shade: int = 0

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return self.x + SIDE / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    """The tiles, by rows; ``step`` is how much more each shade stands for, in yuan.

    ``elsewhere`` are the cities of the notice that have no tile.
    """

    tiles: tuple[Tile, ...]
    width: int
    height: int
    step: int
    shades: int
    elsewhere: tuple[Sum, ...]

    @property
    def side(self) -> int:
        """The side of a tile."""
        return SIDE

    @property
    def bounds(self) -> list[tuple[int, int]]:
        """Each shade with the most that it stands for."""
        return [(n, (n + 1) * self.step) for n in range(self.shades)]


def tile_map(facts: NoticeSiteFacts) -> TileMap | None:
    """The map of a notice; none without money, if most cities have no tile, or of two provinces."""
    places = tile_places()
    by_code = {facts.regions[each.code]["gb_code"]: each for each in facts.money.cities}
    drawn = {code: each for code, each in by_code.items() if code in places}
    provinces = {code[:2] for code in drawn}
    if not facts.money.rows or len(drawn) < LEAST_TILES or 2 * len(drawn) < len(by_code):
        return None
    if len(provinces) > 1:  # each province has a grid of its own
        return None
    whole = [code for code in places if code[:2] in provinces]
    step = step_of([int(each.amount.value) for each in drawn.values()])
    left = min(places[code][0] for code in whole)
    top = min(places[code][1] for code in whole)
    tiles = [
        Tile(
            gb_code=code,
            x=PITCH * (places[code][0] - left),
            y=PITCH * (places[code][1] - top),
            money=drawn.get(code),
            shade=_shade(drawn.get(code), step),
        )
        for code in sorted(whole, key=lambda code: places[code][::-1])
    ]
    return TileMap(
        tiles=tuple(tiles),
        width=max(tile.x for tile in tiles) + SIDE,
        height=max(tile.y for tile in tiles) + SIDE,
        step=step,
        shades=max(tile.shade for tile in tiles) + 1,
        elsewhere=tuple(each for code, each in by_code.items() if code not in places),
    )


def step_of(amounts: Sequence[int]) -> int:
    """A round step of which the largest amount holds at most MOST_SHADES."""
    least = Decimal(max([1, *amounts])) / MOST_SHADES
    size = Decimal(10) ** least.adjusted()
    step = next(size * each for each in _STEPS if size * each >= least)
    return int(step.to_integral_value(ROUND_CEILING))


def _shade(money: Sum | None, step: int) -> int:
    """An amount on the border of two shades has the lower one; what is taken back the lowest."""
    return max(0, -(-int(money.amount.value) // step) - 1) if money else 0


def name_of(gb_code: str) -> tuple[str, str]:
    """The short name of a city by its code, in Chinese and English."""
    found = division(gb_code)
    return (found.short, found.name_en) if found else (gb_code, gb_code)

"""Share pictures: what they show, that any reader of PNG opens them, and what they weigh."""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from site_kit import LANGUAGES, HtmlPage, page_of, read_pages, unwritten, written

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.pages.share import Line, font
from fiscal_notice.notice.pages.share.card import BAR, INK, PALETTE, RED, card
from fiscal_notice.notice.pages.share.font import glyph
from fiscal_notice.notice.pages.share.png import deflated, png
from fiscal_notice.package import read_package
from kit import ROOT, csv_path, read_csv, write_csv


@pytest.fixture(scope="module")
def drawn() -> Mapping[str, bytes]:
    return unwritten(ROOT).pictures()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def tags(page: HtmlPage) -> dict[str, str]:
    found = [e.attributes for e in page.all("meta") if "content" in e.attributes]
    return {each.get("property") or each.get("name", ""): each["content"] for each in found}


def test_every_city_and_the_notice_have_a_picture(drawn: Mapping[str, bytes]) -> None:
    codes = [row["region_code"] for row in read_csv(csv_path(ROOT, "regions"))]
    assert set(drawn) == {"share/index.png", *(f"share/city-{code}.png" for code in codes)}
    assert len(set(drawn.values())) == len(drawn)
    for content in drawn.values():
        assert opened(content).size == (1200, 630)
    assert sum(map(len, drawn.values())) <= 700_000


def test_the_same_notice_gives_the_same_pictures(drawn: Mapping[str, bytes]) -> None:
    glyph.cache_clear()
    font.cache_clear()
    assert unwritten(ROOT).pictures() == drawn


def test_the_bars_are_the_amounts_and_the_own_one_is_marked(drawn: Mapping[str, bytes]) -> None:
    cities = NoticeFacts(package=read_package(ROOT)).money.by_amount
    most = cities[0].amount.value
    for place, city in enumerate(cities):
        pixels = np.array(opened(drawn[f"share/city-{city.code}.png"]))[460:582, 72:1128]
        heights = ((pixels == BAR) | (pixels == RED + 3)).sum(axis=0)
        step = 1056 // len(cities)
        found = [int(heights[n * step]) for n in range(len(cities))]
        assert found == [max(2, int(each.amount.value / most * 110)) for each in cities]
        assert pixels[-1, place * step] == RED + 3
        assert (pixels[-1] == RED + 3).sum() < step


@pytest.mark.parametrize(
    "content",
    [b"", b"a", b"abc" * 5, b"\0" * 100_000, bytes(range(256)) * 3, b"\xff" * 259 + b"\xff" * 4],
)
def test_what_is_deflated_is_read_by_zlib(content: bytes) -> None:
    assert zlib.decompress(deflated(content), wbits=-15) == content


def test_codes_that_would_be_too_long_are_made_shorter() -> None:
    """Counts like Fibonacci's give the longest codes that there are."""
    counts = [1, 2]
    while len(counts) < 22:
        counts.append(counts[-1] + counts[-2])
    # No byte follows itself, so that none becomes a run.
    content = b"".join(bytes((byte, 255)) * count for byte, count in enumerate(counts))
    assert zlib.decompress(deflated(content), wbits=-15) == content


@pytest.mark.parametrize("length", [3, 4, 5, 10, 11, 12, 18, 19, 130, 131, 257, 258, 259, 260, 261])
def test_runs_of_each_length_are_read_by_zlib(length: int) -> None:
    content = b"x" + b"y" * length + b"z"
    assert zlib.decompress(deflated(content), wbits=-15) == content


def test_a_picture_has_the_pixels_that_were_drawn() -> None:
    canvas = np.random.default_rng(7).integers(0, 14, (40, 60), np.uint8)
    assert (np.array(opened(png(canvas, PALETTE))) == canvas).all()


def test_glyphs_have_the_ink_of_their_outlines() -> None:
    """A painted glyph has the area of its outline, however it lies on the pixels."""
    for sign in "IO1":  # no outlines that overlap, whose ink counts once
        area = 0.0
        for line in font().contours(sign):
            pairs = zip(line, [*line[1:], line[0]], strict=True)
            area += sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2
        for size in (20, 90):
            inked = sum(map(sum, glyph(sign, size).rows))
            assert inked == pytest.approx(abs(area) * (size / font().units) ** 2, rel=0.001)


def test_the_font_has_every_name_of_a_division_that_the_program_knows() -> None:
    from fiscal_notice.notice.code_lists import all_divisions

    names = {each.name for each in all_divisions()}
    assert [name for name in names if not font().has(name)] == []
    assert not font().has("\U00020000")


def test_long_words_are_made_smaller_and_words_without_glyphs_left_out() -> None:
    def width(*pieces: tuple[str, int, int]) -> int:
        pixels = np.array(opened(card([Line(300, pieces)], [], None)))
        columns = np.flatnonzero((pixels[14:] > 0).any(axis=0))
        return int(columns[-1]) if len(columns) else 0

    assert 1000 < width(("市" * 200, 90, INK)) <= 1200 - 60
    assert width(("\U00020000", 90, INK)) == 0
    assert width(("市", 90, INK), ("\U00020000", 90, INK)) == width(("市", 90, INK))


def test_a_name_without_glyphs_gives_way_to_the_code(mini: Path) -> None:
    path = csv_path(mini, "regions")
    rows = read_csv(path)
    before = unwritten(mini).pictures()
    rows[0]["name"] = "\U00020000市"
    write_csv(path, list(rows[0]), rows)
    after = unwritten(mini).pictures()
    assert after["share/city-701.png"] != before["share/city-701.png"]
    assert after["share/city-702.png"] == before["share/city-702.png"]


@pytest.mark.parametrize("table", ["regions", "allocations", "notice"])
def test_a_notice_that_lacks_rows_still_has_a_picture(mini: Path, table: str) -> None:
    path = csv_path(mini, table)
    write_csv(path, list(read_csv(path)[0]), [])
    pictures = unwritten(mini).pictures()
    assert opened(pictures["share/index.png"]).size == (1200, 630)
    assert (len(pictures) == 1) is (table == "regions")


def test_pages_name_their_picture_only_where_the_site_has_an_address(
    mini: Path, tmp_path: Path
) -> None:
    assert "og:image" not in tags(page_of(mini, "zh/city-701.html", tmp_path))
    path = mini / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(descriptor | {"homepage": "https://example.org/n/"}), "utf-8")
    out = written(mini, tmp_path / "out")
    for name, page in read_pages(out).items():
        found = tags(page)
        assert found["og:image"].startswith("https://example.org/n/share/")
        assert (out / found["og:image"].removeprefix("https://example.org/n/")).is_file()
        assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
        assert found["og:image:alt"]
        assert found["twitter:card"] == "summary_large_image"
        own = name.partition("/")[2].removesuffix(".html")
        if own.startswith("city-"):
            assert found["og:image"].endswith(f"/{own}.png")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_of_a_picture_are_those_on_it(pages: dict[str, HtmlPage], lang: str) -> None:
    (page,) = (p for p in unwritten(ROOT).pages if p.name == "city-601")
    words = page.picture_words[LANGUAGES.index(lang)]
    (head,) = pages[f"{lang}/city-601.html"].all("h1")
    assert head.children[-1].text in words
    assert {"zh": "告知，不是花出去的钱", "en": "announced, not spent"}[lang] in words

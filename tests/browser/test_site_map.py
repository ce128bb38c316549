"""The map of tiles and the picker of cities, as a phone and a keyboard have them."""

from __future__ import annotations

import pytest
from browser_kit import Open
from playwright.sync_api import Page, expect
from site_kit import LANGUAGES

from kit import ROOT, csv_path, read_csv

PHONE = 390
#: The least side of what is tapped, and of letters that are read.
LEAST_TARGET, LEAST_LETTER = 24, 10
FIRST_SCREEN = 844

SIZES = """() => [...document.querySelectorAll(".tiles-map a")].map((tile) => {
  const box = tile.querySelector("rect").getBoundingClientRect();
  const scale = tile.ownerSVGElement.getScreenCTM().a;
  const words = [...tile.querySelectorAll("text")].map((word) => {
    const room = word.getBoundingClientRect();
    return { letter: parseFloat(getComputedStyle(word).fontSize) * scale,
      out: room.left < box.left - .5 || room.right > box.right + .5 || room.bottom > box.bottom };
  });
  return { side: Math.min(box.width, box.height), words };
})"""


def codes() -> list[str]:
    return [row["region_code"] for row in read_csv(csv_path(ROOT, "regions"))]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1280, PHONE, 320])
def test_tiles_can_be_tapped_and_read(browse: Open, lang: str, width: int) -> None:
    sizes = browse(f"{lang}/index.html", width=width).evaluate(SIZES)
    assert len(sizes) == len(codes())
    assert min(tile["side"] for tile in sizes) >= LEAST_TARGET
    words = [word for tile in sizes for word in tile["words"]]
    assert not any(word["out"] for word in words)
    if width >= PHONE:
        assert min(word["letter"] for word in words) >= LEAST_LETTER


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_city_can_be_picked_on_the_first_screen_of_a_phone(
    browse: Open, lang: str, script: bool
) -> None:
    page = browse(f"{lang}/index.html", width=PHONE, java_script_enabled=script)
    links = page.locator(".pick a")
    expect(links).to_have_count(len(codes()))
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= FIRST_SCREEN
        assert min(box["width"], box["height"]) >= LEAST_TARGET


def test_a_tile_leads_to_its_city(browse: Open) -> None:
    page = browse("zh/index.html", width=PHONE)
    code = codes()[-1]
    page.locator(f'.tiles-map a[href="city-{code}.html"]').click()
    page.wait_for_url(f"**/city-{code}.html")


def test_the_map_is_a_picture_of_links_for_who_does_not_see_it(browse: Open) -> None:
    page: Page = browse("en/index.html")
    group = page.get_by_role("group", name="Map of the cities by amount, as tiles")
    row = read_csv(csv_path(ROOT, "regions"))[0]
    assert row["gb_code"] == "440100"
    expect(group.get_by_role("link", name="Guangzhou ¥25 million")).to_have_count(1)
    expect(group.get_by_role("link")).to_have_count(len(codes()))

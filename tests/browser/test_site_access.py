"""The site by keys, on paper, without a script, and in colours that a reader forces."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from browser_kit import KINDS, STOPS, UNITS, WIDTHS, Open, addresses, watch, window
from playwright.sync_api import Browser, Page, expect
from site_kit import LANGUAGES, build, general_package

#: How many stops of Tab there are at most before the footer, and screens of a phone.
MOST_STOPS = 150
MOST_SCREENS = 20
PHONE = 844
# The English page prints the words of the notice beside their translation.
SHEETS_OF_A_CITY = {"zh": 3, "en": 4}

MEASURE = f"() => [({STOPS})(), document.documentElement.scrollHeight]"


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_too_many_stops_or_screens(
    chromium: Browser, site: Path, tmp_path: Path, width: int
) -> None:
    general = build(general_package(tmp_path / "package"), tmp_path / "general").out
    wrong = []
    with window(chromium, width=width) as context:
        page = context.new_page()
        for folder in (site, general):
            for address in addresses(folder):
                page.goto(f"{folder.as_uri()}/{address}")
                stops, height = page.evaluate(MEASURE)
                screens = height / PHONE if width < 600 else 0
                if stops > MOST_STOPS or screens > MOST_SCREENS:
                    wrong.append(f"{address}: {stops} stops, {screens:.1f} screens")
    assert not wrong


HERE = """() => { const e = document.activeElement; const cell = e.closest("td, th");
  return { foot: Boolean(e.closest("footer")), row: cell?.parentElement.id || "",
    column: cell ? cell.cellIndex : -1, words: e.textContent.trim() }; }"""


def here(page: Page, *keys: str) -> dict[str, Any]:
    """Where the focus is after some keys."""
    for key in keys:
        page.keyboard.press(key)
    found: dict[str, Any] = page.evaluate(HERE)
    return found


def test_the_stops_are_those_that_tab_comes_to(browse: Open) -> None:
    page = browse("zh/cities.html")
    stops = page.evaluate(STOPS)
    walked = 0
    while not here(page, "Tab")["foot"]:
        walked += 1
        assert walked <= MOST_STOPS
    assert walked == stops


def into_the_table(page: Page) -> dict[str, Any]:
    """The focus on the one stop that the rows of the cities' table are."""
    page.locator("#city-table thead button").last.focus()
    return here(page, "Tab")


def test_arrow_keys_move_by_row_and_column(browse: Open) -> None:
    page = browse("zh/cities.html")
    rows = page.evaluate("[...document.querySelectorAll('#city-table tbody tr')].map((r) => r.id)")
    first = into_the_table(page)
    assert first["row"] == rows[0]
    hint = page.locator("#keys")
    expect(hint).to_be_visible()
    assert page.evaluate("document.activeElement.getAttribute('aria-describedby')") == "keys"
    assert here(page, "ArrowDown") == {**first, "row": rows[1], "words": here(page)["words"]}
    right = here(page, "ArrowRight")
    assert (right["row"], right["column"] > first["column"]) == (rows[1], True)
    assert here(page, "ArrowDown", "ArrowDown")["column"] == right["column"]
    end = here(page, "End")
    assert end["row"] == rows[3]
    assert here(page, "ArrowUp")["column"] == end["column"]
    assert here(page, "Home")["column"] == first["column"]
    # Tab leaves the table, and comes back to where one was.
    assert here(page, "Tab")["row"] == ""
    assert here(page, "Shift+Tab")["row"] == rows[2]
    # Enter is that of a link.
    page.keyboard.press("Enter")
    page.wait_for_url("**/city-*.html")


def test_the_stop_of_a_table_is_one_that_is_shown(browse: Open) -> None:
    page = browse("zh/cities.html")
    last = page.locator("#city-table tbody tr").last
    name = last.locator("a").first.inner_text()
    page.get_by_role("searchbox").first.fill(name)
    expect(page.locator("#city-table tbody tr:visible")).to_have_count(1)
    assert into_the_table(page)["row"] == last.get_attribute("id")


def test_sections_can_be_skipped_to(browse: Open) -> None:
    page = browse("zh/rules.html")
    skips = page.locator(".skips")
    expect(skips).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(skips).to_be_in_viewport()
    here(page, "ArrowDown", "ArrowDown", "Enter")
    expect(page.locator("h2:target")).to_be_in_viewport()


def test_a_part_of_the_notice_opens_for_what_leads_to_it(browse: Open) -> None:
    for scripts in (True, False):
        page = browse("zh/transcript.html", java_script_enabled=scripts)
        expect(page.locator("#L300")).to_be_hidden()
        expect(page.locator("#L1")).to_be_visible()
        page = browse("zh/transcript.html#L300", java_script_enabled=scripts)
        expect(page.locator("#L300")).to_be_in_viewport()
    page = browse("zh/transcript.html?lines=40-41,300#L40")
    expect(page.locator("#L40")).to_be_in_viewport()
    expect(page.locator("#L300")).to_be_visible()
    assert page.locator(".hit").evaluate_all("(all) => all.map((e) => e.id)") == [
        "L40",
        "L41",
        "L300",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_says_what_a_number_counts(browse: Open, lang: str) -> None:
    bare = {}
    for kind in KINDS:
        page = browse(f"{lang}/{kind}.html", width=390)
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
        bare[kind] = page.evaluate(UNITS)
        page.close()
    assert not any(bare.values()), bare


# Without a script


def test_nothing_needs_a_script(chromium: Browser, site: Path) -> None:
    """No button is there that would do nothing, and no link leads to what cannot be seen."""
    wrong = []
    with window(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        errors = watch(page)
        for address in addresses(site):
            page.goto(f"{site.as_uri()}/{address}")
            dead = page.locator(":is(button, input, select):visible")
            hidden = page.locator("main :is(section, article, tr, li)[hidden]")
            negative = page.locator("a[tabindex='-1']")
            counts = (dead.count(), hidden.count(), negative.count(), len(errors))
            wrong += [f"{address}: {counts}"] if any(counts) else []
    assert not wrong


# Paper


def sheets(page: Page) -> list[str]:
    """The text of each sheet of a page that is printed."""
    content = page.pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(content)) as paper:
        for sheet in paper.pages:
            assert (round(sheet.width), round(sheet.height)) == (595, 842), "not A4"
        # Chinese signs may be read as the radicals that look the same.
        return [unicodedata.normalize("NFKC", sheet.extract_text()) for sheet in paper.pages]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_is_on_few_sheets_with_all_that_is_folded(
    chromium: Browser, site: Path, lang: str
) -> None:
    longest = max((site / lang).glob("city-*.html"), key=lambda path: path.stat().st_size)
    with window(chromium, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(longest.as_uri())
        folded = " ".join(page.locator("main section details:not([open])").all_text_contents())
        name = page.title().split(" · ")[0]
        paper = sheets(page)
    assert len(paper) <= SHEETS_OF_A_CITY[lang]
    # Words may be parted at the end of a column.
    wanted = {*re.findall("[0-9]{3,}", folded)}
    assert len(wanted) > 10
    text = re.sub(r"\s+", "", "".join(paper))
    assert not {each for each in wanted if each not in text}
    for number, sheet in enumerate(paper, start=1):
        assert re.search(rf"{re.escape(name[:4])}.*{number} / {len(paper)}", sheet), sheet[-80:]


def test_paper_has_nothing_to_press_and_all_that_is_folded(browse: Open) -> None:
    page = browse("zh/transcript.html")
    page.emulate_media(media="print")
    for place in (".mast nav", ".switch", ".skips", ".tools"):
        for each in page.locator(place).all():
            expect(each).to_be_hidden()
    expect(page.locator(".source li").last).to_be_visible()


# Colours


RING = """() => {
  const link = document.querySelector("main a[href]");
  link.focus();
  const style = getComputedStyle(link);
  const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const page = getComputedStyle(document.body);
  const [a, b] = [light(style.outlineColor), light(page.backgroundColor)];
  return [style.outlineStyle, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_can_be_seen(browse: Open, scheme: str) -> None:
    page = browse("zh/data.html", color_scheme=scheme)
    page.keyboard.press("Tab")
    style, contrast = page.evaluate(RING)
    assert style == "solid"
    assert contrast >= 3


def test_no_target_sheet_is_told_without_colour(browse: Open) -> None:
    page = browse("zh/cities.html")
    for mark in ("rect.faint", "path.hatch"):
        style = page.locator(f"#city-table {mark}").first.evaluate(
            "(e) => [getComputedStyle(e).fill, getComputedStyle(e).strokeDasharray]"
        )
        assert style[0] == "none"
        assert (style[1] == "none") == (mark == "rect.faint")


def test_the_key_of_a_picture_keeps_its_colours(browse: Open) -> None:
    page = browse("zh/cities.html", forced_colors="active")
    colours = page.locator(".key i:not(.hatched)").evaluate_all(
        "(all) => all.map((e) => getComputedStyle(e).backgroundColor)"
    )
    assert len(set(colours)) == len(colours) > 2


def test_nothing_moves_for_who_does_not_want_it(browse: Open) -> None:
    page = browse("zh/index.html", reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((e) => {
      const s = getComputedStyle(e);
      return s.animationName !== "none" || parseFloat(s.transitionDuration) > 0
        || s.scrollBehavior === "smooth"; }).length"""
    assert page.evaluate(moving) == 0

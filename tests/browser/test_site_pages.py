"""Every page of the site in Chromium, from files: wide and narrow, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser_kit import KINDS, OVERFLOW, SCHEMES, WIDTHS, Open, addresses, watch, window
from playwright.sync_api import Browser, expect
from site_kit import LANGUAGES

from kit import ROOT, csv_path, read_csv

# Cumulative layout shift; up to here a page counts as good (web.dev/articles/cls).
MOST_SHIFT = 0.1


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_loads_without_error_and_fits(chromium: Browser, site: Path, width: int) -> None:
    wrong: list[str] = []
    with window(chromium, width=width) as context:
        page = context.new_page()
        errors = watch(page)
        for address in addresses(site):
            page.goto(f"{site.as_uri()}/{address}")
            overflow = page.evaluate(OVERFLOW)
            wrong += [f"{address}: {error}" for error in errors]
            wrong += [f"{address}: {overflow}"] if overflow else []
            errors.clear()
    assert not wrong


# Hundreds of rows are made by one template: those after the first ones would only take minutes.
AXE = """() => {
  const many = ".list tbody tr, .source li, .indicator, .notes li, .erratalist li";
  for (const each of document.querySelectorAll(`:is(${many}):nth-child(n+40)`)) each.remove();
  return axe.run(document, {
    resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    rules: {
      // It is off where it is not asked for.
      "target-size": { enabled: true },
      // An experiment, which takes the unseen <title> of a link in a picture for its words.
      "label-content-name-mismatch": { enabled: false },
    },
  });
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_fault(browse: Open, axe: str, lang: str, scheme: str) -> None:
    # Each language and each scheme is seen wide and narrow.
    width = WIDTHS[(lang == "en") != (scheme == "dark")]
    found = []
    for kind in KINDS:
        page = browse(f"{lang}/{kind}.html", width=width, color_scheme=scheme)
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        page.add_script_tag(content=axe)
        result = page.evaluate(AXE)
        found += [
            f"{kind}: {v['id']} ({v['impact']}): {node['html'][:160]}"
            for v in result["violations"]
            for node in v["nodes"][:3]
        ]
        page.close()
    assert not found


def test_axe_would_find_a_fault(browse: Open, axe: str) -> None:
    page = browse("zh/index.html")
    page.evaluate("document.querySelector('.lead').style.color = '#eee'")
    page.add_script_tag(content=axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert "color-contrast" in [violation["id"] for violation in result["violations"]]


def test_axe_would_find_a_small_target(browse: Open, axe: str) -> None:
    page = browse("zh/index.html")
    small = "<a href='#main' style='display: block; width: 12px; height: 12px'></a>"
    page.evaluate(f"document.querySelector('h1').innerHTML += `{small * 2}`")
    page.add_script_tag(content=axe)
    result = page.evaluate(AXE)
    assert "target-size" in [violation["id"] for violation in result["violations"]]


# Characters: a glyph that no font has is drawn as the box that an unassigned character gives

MISSING = """(characters) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = "28px " + getComputedStyle(document.body).fontFamily;
  const drawn = (sign) => {
    pen.clearRect(0, 0, 40, 40);
    pen.fillText(sign, 4, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  const boxes = new Set(["\\u0378", "\\u{10fffd}", "\\u{e0fff}"].map(drawn));
  return [...characters].filter((sign) => boxes.has(drawn(sign)));
}"""


def test_no_character_is_missing(browse: Open, site: Path) -> None:
    text = "".join(
        re.sub("<[^>]+>", "", (site / address).read_text(encoding="utf-8"))
        for address in addresses(site)
    )
    signs = "".join(sorted({sign for sign in text if not sign.isspace()}))
    assert len(signs) > 500
    assert browse("zh/index.html").evaluate(MISSING, signs) == []


def test_a_missing_character_would_be_found(browse: Open) -> None:
    assert browse("zh/index.html").evaluate(MISSING, "粤\u0379\u2ffc市") in (
        ["\u0379"],
        ["\u0379", "\u2ffc"],
    )


# Dark, and pictures


def test_dark_pages_are_dark_and_pictures_follow(browse: Open) -> None:
    def colours(scheme: str) -> list[int]:
        page = browse("zh/index.html", color_scheme=scheme)
        found: list[int] = page.evaluate(
            """() => ["body", ".card", ".flow .labels text", "h1"].map((place) => {
              const style = getComputedStyle(document.querySelector(place));
              const colour = place.startsWith(".flow") ? style.fill : place === "h1" ? style.color
                : style.backgroundColor;
              return colour.match(/[0-9]+/g).slice(0, 3).reduce((a, b) => a + Number(b), 0); })"""
        )
        return found

    for light, dark, falls in zip(colours("light"), colours("dark"), (1, 1, 0, 0), strict=True):
        assert (light > 600 and dark < 160) if falls else (light < 160 and dark > 600)


OUTSIDE = """(svg) => {
  const frame = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll(".labels text")].map(
    (e) => [e.textContent, e.getBoundingClientRect()]);
  const cut = boxes.filter(([, b]) => b.left < frame.left - 1 || b.right > frame.right + 1
    || b.bottom > frame.bottom + 1).map(([text]) => `${text} is cut`);
  const over = boxes.flatMap(([text, a], i) => boxes.slice(i + 1).filter(([, b]) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top + 4 < b.bottom && b.top + 4 < a.bottom)
    .map(([other]) => `${text} lies over ${other}`));
  return [...cut, ...over];
}"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_flow_can_be_read_at_any_width(browse: Open, width: int, lang: str) -> None:
    page = browse(f"{lang}/index.html", width=width)
    picture = page.locator(".flow:visible")
    expect(picture).to_have_count(1)
    texts = picture.locator(".labels text").all()
    assert len(texts) >= len(read_csv(csv_path(ROOT, "regions")))
    assert all((each.bounding_box() or {"height": 0})["height"] >= 9 for each in texts)
    assert picture.evaluate(OUTSIDE) == []


SHIFT = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) shift += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(shift), 500);
})"""


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_do_not_jump_while_they_load(browse: Open, width: int) -> None:
    """How soon they are painted is measured by `make bench`."""
    shifts = {}
    for kind in KINDS:
        page = browse(f"zh/{kind}.html", width=width)
        shifts[kind] = page.evaluate(SHIFT)
        page.close()
    assert max(shifts.values()) < MOST_SHIFT, shifts


def test_a_page_that_jumps_would_be_found(browse: Open) -> None:
    page = browse("zh/index.html")
    page.wait_for_timeout(600)
    page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<div style=height:500px>')")
    assert page.evaluate(SHIFT) > MOST_SHIFT

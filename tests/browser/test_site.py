"""The site as visitors have it: in Chromium, from files, wide and narrow, light and dark."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, expect

from kit import ROOT, change_cell, csv_path, mini_package, read_csv
from site_kit import LANGUAGES, build, database, numbers_in

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
KINDS = (
    "index",
    "cities",
    "city-601",
    "recipients",
    "targets",
    "errata",
    "data",
    "rules",
    "transcript",
)
BUDGET_PAINT, BUDGET_SHIFT = 3000, 0.1

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("site")).out


@pytest.fixture(scope="module")
def axe() -> str:
    """The accessibility rules, which `make test` fetches by npm."""
    default = next(iter(sorted((ROOT / ".venv").glob("axe-core-*.js"))), Path("none"))
    path = ROOT / os.environ.get("AXE", str(default))
    if not path.is_file():
        pytest.fail("no axe-core: `make test` fetches it, or set AXE to yours", pytrace=False)
    return path.read_text(encoding="utf-8")


@contextmanager
def window(chromium: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A window without network: only files can be read."""
    width = options.pop("width", 1280)
    context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
    context.set_default_timeout(20_000)
    context.set_offline(True)
    yield context
    context.close()


@pytest.fixture
def browse(chromium: Browser, site: Path) -> Iterator[Open]:
    """Open a page of the site: ``browse("zh/index.html#cities", width=390)``."""
    contexts: list[BrowserContext] = []

    def go(address: str, **options: Any) -> Page:
        width = options.pop("width", 1280)
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        context.set_offline(True)
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.as_uri()}/{address}")
        return page

    yield go
    for context in contexts:
        context.close()


def watch(page: Page) -> list[str]:
    """All that goes wrong on a page from now on."""
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            wrong.append(f"console: {message.text}")

    def opened(dialog: Dialog) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on("dialog", opened)
    return wrong


def addresses(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.glob("*/*.html"))


OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > wide) return "the page scrolls sideways";
  const boxed = (e) => { for (; e; e = e.parentElement)
    if (getComputedStyle(e).overflowX !== "visible") return true; return false; };
  const out = [...document.querySelectorAll("main *")].find((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.right > wide + 1 && !boxed(e) && !e.closest("svg"); });
  return out ? "sticks out: " + out.outerHTML.slice(0, 120) : "";
}"""


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


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_no_serious_fault(browse: Open, axe: str, lang: str, scheme: str) -> None:
    width = 1280 if scheme == "light" else 390
    found = []
    for kind in KINDS:
        page = browse(f"{lang}/{kind}.html", width=width, color_scheme=scheme)
        page.evaluate(
            "document.querySelectorAll('details').forEach((each) => { each.open = true })"
        )
        page.add_script_tag(content=axe)
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{kind}: {v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}"
            for v in result["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        page.close()
    assert not found


def test_axe_would_find_a_fault(browse: Open, axe: str) -> None:
    page = browse("zh/index.html")
    page.evaluate("document.querySelector('.lead').style.color = '#eee'")
    page.add_script_tag(content=axe)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert "color-contrast" in [violation["id"] for violation in result["violations"]]


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


# Search, sort, language


def test_search_finds_a_recipient(browse: Open) -> None:
    page = browse("zh/recipients.html")
    rows = read_csv(csv_path(ROOT, "recipients"))
    name = rows[0]["name"]
    page.get_by_role("searchbox").fill(name)
    shown = page.locator("#recipient-table tbody tr:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(name)
    expect(page.locator("output")).to_have_text(f"显示 1 / {len(rows)}")
    page.get_by_role("searchbox").fill("")
    expect(shown).to_have_count(len(rows))


def test_filters_work_together(browse: Open) -> None:
    page = browse("en/recipients.html")
    page.locator("select[data-column=stream]").select_option("earmarked")
    page.locator("select[data-column=region]").select_option("603")
    ((wanted,),) = database(ROOT).execute(
        "SELECT count(DISTINCT recipient_id) FROM grants JOIN grant_recipients USING (grant_id)"
        " WHERE region_code = '603' AND transfer_type = 'earmarked'"
    )
    expect(page.locator("#recipient-table tbody tr:visible")).to_have_count(wanted)


def test_errata_of_a_kind(browse: Open) -> None:
    page = browse("zh/index.html")
    page.locator("#wrong").scroll_into_view_if_needed()
    page.locator("a[href$='#k-missing_value']").click()
    page.wait_for_url("**/errata.html#k-missing_value")
    ((wanted,),) = database(ROOT).execute(
        "SELECT count(*) FROM errata WHERE kind = 'missing_value'"
    )
    expect(page.locator("#errata-table tbody tr:visible")).to_have_count(wanted)


@pytest.mark.parametrize("width", WIDTHS)
def test_sorting_by_amount_and_back_to_the_order_of_the_notice(browse: Open, width: int) -> None:
    page = browse("en/cities.html", width=width)
    total = page.get_by_role("button", name="Total")
    wanted = [
        code
        for (code,) in database(ROOT).execute(
            "SELECT region_code FROM allocation_totals WHERE scope = 'city'"
            " ORDER BY CAST(amount_yuan AS INTEGER) DESC"
        )
    ]
    codes = "[...document.querySelectorAll('#city-table tbody tr')].map((row) => row.id.slice(1))"
    before = page.evaluate(codes)
    total.click()
    assert page.evaluate(codes) == wanted
    expect(page.locator("th[aria-sort=descending]")).to_have_count(1)
    total.click()
    assert page.evaluate(codes) == wanted[::-1]
    if width == 1280:
        page.get_by_role("button", name="Code").click()
        assert page.evaluate(codes) == before


@pytest.mark.parametrize("address", ["transcript.html#L105", "errata.html#E150", "targets.html#i5"])
def test_the_other_language_keeps_page_and_anchor(browse: Open, address: str) -> None:
    page = browse(f"zh/{address}")
    page.locator("#switch").click()
    page.wait_for_url(f"**/en/{address}")
    expect(page.locator(":target")).to_be_in_viewport()
    page.locator("#switch").click()
    page.wait_for_url(f"**/zh/{address}")


def test_the_other_language_keeps_the_place_without_an_anchor(browse: Open) -> None:
    page = browse("zh/errata.html", reduced_motion="reduce")
    page.locator("#E200").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('E200').scrollIntoView()")
    # The head of the page has the switch: it is used from the keyboard here.
    page.evaluate("document.getElementById('switch').click()")
    page.wait_for_url(re.compile(r"/en/errata\.html#E(19|20)\d$"))


def test_the_lines_of_a_sum_are_all_marked(browse: Open) -> None:
    page = browse("zh/index.html")
    link = page.locator(".card .big a.f[href*='lines=']").first
    wanted = len(
        page.evaluate("(e) => new URL(e.href).searchParams.get('lines')", link.element_handle())
    )
    assert wanted
    link.click()
    page.wait_for_url("**/transcript.html?*#L*")
    ((lines,),) = database(ROOT).execute(
        "SELECT count(*) FROM allocations WHERE transfer_type = 'devolved'"
    )
    expect(page.locator(".source li.hit")).to_have_count(lines)


FIGURES = """() => [...document.querySelectorAll("main a[data-y], main a[data-v], main a[data-t]")]
  .map((e) => ({ href: new URL(e.getAttribute("href"), location).href,
    y: e.dataset.y || "", text: e.dataset.t || "" }))"""


@pytest.mark.parametrize("kind", ["index", "city-601", "recipients"])
def test_figures_land_on_their_lines(browse: Open, kind: str) -> None:
    """Every figure of the page is followed, as a click does; its line is in sight and prints it."""
    page = browse(f"zh/{kind}.html", reduced_motion="reduce")
    figures = page.evaluate(FIGURES)
    assert len(figures) > 30
    seen = {figure["href"]: figure for figure in figures}
    for href, figure in sorted(seen.items())[:: max(1, len(seen) // 40)]:
        page.goto(href)
        line = page.locator(f"#{href.rpartition('#')[2]}")
        expect(line).to_be_in_viewport()
        text = line.locator("span").inner_text()
        if figure["y"]:
            yuan = int(figure["y"])
            assert {yuan, yuan / 10_000} & {*numbers_in(text)}, f"{yuan} is not in {text}"
        if figure["text"]:
            assert figure["text"] in text


def test_a_click_on_a_figure_of_the_picture_leads_to_its_line(browse: Open) -> None:
    page = browse("zh/index.html")
    figure = page.locator(".flow.wide .labels a[data-y]").nth(4)
    yuan = int(figure.get_attribute("data-y") or "0")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/transcript.html*")
    expect(page.locator(":target")).to_be_in_viewport()
    numbers = numbers_in(page.locator(":target span").inner_text())
    assert {yuan, yuan // 10_000} & numbers


# Dark, without scripts, on paper


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


def test_without_scripts_all_that_matters_is_there(browse: Open) -> None:
    page = browse("zh/recipients.html", java_script_enabled=False)
    expect(page.locator(".tools")).to_be_hidden()
    rows = len(read_csv(csv_path(ROOT, "recipients")))
    expect(page.locator("#recipient-table tbody tr:visible")).to_have_count(rows)
    page = browse("zh/index.html", java_script_enabled=False)
    page.locator("a.m").first.click()
    expect(page.locator("#n1")).to_be_in_viewport()
    page.locator("#n1 a").first.click()
    expect(page.locator("li:target")).to_be_in_viewport()
    page.locator("#switch").click()
    page.wait_for_url("**/en/transcript.html*")


def test_the_door_leads_in(browse: Open) -> None:
    page = browse("index.html")
    page.wait_for_url("**/zh/index.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_flow_can_be_read_at_any_width(browse: Open, width: int) -> None:
    page = browse("zh/index.html", width=width)
    picture = page.locator(".flow:visible")
    expect(picture).to_have_count(1)
    texts = picture.locator(".labels text")
    boxes = [box for each in texts.all() if (box := each.bounding_box())]
    regions = len(read_csv(csv_path(ROOT, "regions")))
    assert len(boxes) >= regions
    for box in boxes:
        assert box["height"] >= 9
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


# Words of the package, other packages, speed


def test_a_recipient_named_script_stays_text(
    chromium: Browser, package_copy: Path, tmp_path: Path
) -> None:
    name = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    change_cell(package_copy, ("recipients", "1", "name", name))
    out = build(package_copy, tmp_path / "site").out
    with window(chromium) as context:
        page = context.new_page()
        wrong = watch(page)
        page.goto(f"{(out / 'zh' / 'recipients.html').as_uri()}")
        expect(page.get_by_text(name)).to_be_visible()
        page.get_by_role("searchbox").fill("<script>")
        expect(page.locator("#recipient-table tbody tr:visible")).to_have_count(1)
        assert not wrong


def test_another_notice_of_the_family_has_a_site_too(chromium: Browser, tmp_path: Path) -> None:
    out = build(mini_package(tmp_path / "mini"), tmp_path / "site").out
    with window(chromium, width=390) as context:
        page = context.new_page()
        wrong = watch(page)
        for address in addresses(out):
            page.goto(f"{out.as_uri()}/{address}")
            assert not page.evaluate(OVERFLOW), address
        assert not wrong


SPEED = """() => new Promise((done) => {
  let shift = 0;
  new PerformanceObserver((list) => { for (const each of list.getEntries()) shift += each.value; })
    .observe({ type: "layout-shift", buffered: true });
  new PerformanceObserver((list) => setTimeout(
    () => done([list.getEntriesByName("first-contentful-paint")[0].startTime, shift]), 500))
    .observe({ type: "paint", buffered: true });
})"""


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_are_painted_soon_and_do_not_jump(browse: Open, width: int) -> None:
    measured = {}
    for kind in KINDS:
        page = browse(f"zh/{kind}.html", width=width)
        measured[kind] = page.evaluate(SPEED)
        page.close()
    assert max(paint for paint, _ in measured.values()) < BUDGET_PAINT, measured
    assert max(shift for _, shift in measured.values()) < BUDGET_SHIFT, measured

"""The site as visitors use it: search, sort, the other language, figures that lead to lines."""

from __future__ import annotations

import hashlib
import re

import pytest
from browser_kit import WIDTHS, Open
from playwright.sync_api import expect
from site_kit import database, numbers_in

from kit import ROOT, csv_path, read_csv


def test_search_finds_a_recipient(browse: Open) -> None:
    page = browse("zh/recipients.html")
    rows = read_csv(csv_path(ROOT, "recipients"))
    name = rows[0]["name"]
    page.get_by_role("searchbox").fill(name)
    shown = page.locator("#recipient-table tbody tr:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_contain_text(name)
    expect(page.locator("output")).to_contain_text(f"1个单位（共{len(rows)}个），合计")
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
    errata = page.locator("#errata-table [data-row]:visible")
    seen = [errata.nth(place).get_attribute("id") for place in range(20, 26)]
    page.evaluate("(id) => document.getElementById(id).scrollIntoView()", seen[0])
    # The head of the page has the switch: it is used from the keyboard here.
    page.evaluate("document.getElementById('switch').click()")
    page.wait_for_url(re.compile(rf"/en/errata\.html#({'|'.join(map(str, seen))})$"))


def test_the_other_language_keeps_what_was_searched_and_chosen(browse: Open) -> None:
    page = browse("zh/errata.html")
    kind = page.locator("select[data-column=kind]")
    kind.select_option("missing_value")
    rows = page.locator("#errata-table [data-row]:visible")
    chosen = rows.first.get_attribute("id") or ""
    page.get_by_role("searchbox").fill(chosen)
    expect(rows).to_have_count(1)
    page.locator("#switch").click()
    page.wait_for_url("**/en/errata.html?*")
    expect(kind).to_have_value("missing_value")
    expect(page.get_by_role("searchbox")).to_have_value(chosen)
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("id", chosen)
    # What is taken away again stays away.
    kind.select_option("")
    page.get_by_role("searchbox").fill("")
    page.locator("#switch").click()
    page.wait_for_url(re.compile(r"/zh/errata\.html(#.*)?$"))


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
    """Figures of the page are followed, as a click does: the line is in sight and prints it.

    tests/site holds all figures of all pages against their lines; here are some of each page.
    """
    page = browse(f"zh/{kind}.html", reduced_motion="reduce")
    figures = page.evaluate(FIGURES)
    assert len(figures) > 30
    seen = {figure["href"]: figure for figure in figures}
    for href, figure in sorted(seen.items())[:: max(1, len(seen) // 16)]:
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
    figure = page.locator(".flow.wide .labels a[data-y]").first
    yuan = int(figure.get_attribute("data-y") or "0")
    figure.scroll_into_view_if_needed()
    box = figure.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/transcript.html*")
    expect(page.locator(":target")).to_be_in_viewport()
    numbers = numbers_in(page.locator(":target span").inner_text())
    assert {yuan, yuan // 10_000} & numbers


def test_a_download_has_the_hash_that_the_page_names(browse: Open) -> None:
    page = browse("en/data.html")
    page.locator("summary", has_text="SHA-256").click()
    for name in (".xlsx", ".sqlite", "csv-excel/grants.csv"):
        item = page.locator(".all li", has_text=name)
        with page.expect_download() as coming:
            item.get_by_role("link").click()
        content = coming.value.path().read_bytes()
        expect(item.locator("code")).to_have_text(hashlib.sha256(content).hexdigest())


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


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh"), ("zh", "zh"), ("en-US", "en"), ("fr", "en")]
)
def test_the_landing_page_leads_in(browse: Open, locale: str, lang: str) -> None:
    page = browse("index.html", locale=locale)
    page.wait_for_url(f"**/{lang}/index.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_landing_page_leads_in_without_scripts(browse: Open) -> None:
    page = browse("index.html", java_script_enabled=False)
    page.wait_for_url("**/zh/index.html")

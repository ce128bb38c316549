"""What is on screen is taken along: in the address, as a sentence, as CSV; and all is found."""

from __future__ import annotations

import re
import sqlite3
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from browser_kit import WIDTHS, Open, window
from playwright.sync_api import Browser, Page, expect
from site_kit import LANGUAGES, database, general_package, written

from kit import ROOT, csv_path, read_csv

ROWS = "#recipient-table tbody tr:visible"
TOLD = "output[data-shown=recipient-table]"
ALL_GRANTS = "grants JOIN grant_recipients USING (grant_id) JOIN recipients USING (recipient_id)"


@pytest.fixture(scope="module")
def sql() -> sqlite3.Connection:
    return database(ROOT)


def choose(page: Page, column: str, value: str) -> None:
    page.locator(f"select[data-column={column}]").select_option(value)


def yuan(words: str) -> int:
    """The amount of a sentence in Chinese or English, in yuan."""
    found = re.search(r"([0-9.,]+)(亿元|万元|元)", words) or re.search(
        r"¥([0-9.,]+)( million)?", words
    )
    assert found, words
    size = {"亿元": 10**8, "万元": 10**4, " million": 10**6}.get(found[2], 1)
    return round(float(found[1].replace(",", "")) * size)


# The address


def test_what_is_asked_stands_in_the_address(browse: Open) -> None:
    page = browse("zh/recipients.html")
    name = read_csv(csv_path(ROOT, "recipients"))[0]["name"]
    page.get_by_role("searchbox").fill(name[-4:])
    choose(page, "stream", "earmarked")
    page.get_by_role("button", name="金额").click()
    page.get_by_role("button", name="金额").click()
    page.wait_for_url(re.compile(r"\?find=[^&]+&stream=earmarked&sort=3$"))
    shown = [row.get_attribute("id") for row in page.locator(ROWS).all()]
    assert len(shown) > 1
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value(name[-4:])
    assert [row.get_attribute("id") for row in page.locator(ROWS).all()] == shown
    # A copy of the address shows the same to somebody else, in the other language too.
    copied = browse(page.url.partition("/zh/")[2].join(("en/", "")))
    assert [row.get_attribute("id") for row in copied.locator(ROWS).all()] == shown


def test_going_back_keeps_what_was_asked(browse: Open) -> None:
    page = browse("zh/recipients.html")
    choose(page, "region", "603")
    before = page.locator(ROWS).count()
    page.wait_for_url("**?region=603")
    page.locator("nav a", has_text="各市").click()
    page.wait_for_url("**/cities.html")
    page.go_back()
    expect(page.locator(ROWS)).to_have_count(before)
    expect(page.locator("select[data-column=region]")).to_have_value("603")
    # Back over an anchor to another question on the same page.
    page.evaluate("location.hash = 'main'")
    choose(page, "region", "601")
    page.wait_for_url("**?region=601#main")
    page.go_back()
    expect(page.locator("select[data-column=region]")).to_have_value("603")
    expect(page.locator(ROWS)).to_have_count(before)


def test_an_address_is_clean_again_once_nothing_is_asked(browse: Open) -> None:
    page = browse("en/cities.html?find=zhu&sort=-3")
    expect(page.locator("#city-table tbody tr:visible").first).to_contain_text("Zhuhai")
    page.get_by_role("button", name="Clear all").click()
    page.wait_for_url("**/cities.html?sort=-3")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("button", name="Clear all")).to_be_hidden()


def test_a_nonsense_address_does_no_harm(browse: Open) -> None:
    page = browse("zh/recipients.html?sort=nonsense&region=none&find=%20")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    expect(page.locator(ROWS)).to_have_count(len(read_csv(csv_path(ROOT, "recipients"))))
    region = page.locator("select[data-column=region]")
    assert region.evaluate("(select) => select.selectedIndex") == 0
    page.goto(page.url.split("?")[0] + "?sort=1#%")
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.goto(page.url.split("recipients")[0] + "index.html?q=$%26$%60")
    expect(page.locator("#search output")).to_have_text("没有找到“$&$`”。")
    assert not errors


# The sentence


FILTERS = [
    {},
    {"region": "603"},
    {"stream": "earmarked"},
    {"stream": "award"},
    {"stream": "devolved", "kind": "government"},
    {"kind": "company", "region": "601"},
    {"kind": "university"},
]
COLUMNS = {"region": "region_code", "stream": "transfer_type", "kind": "kind"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sum_of_what_is_shown_is_that_of_the_data(
    browse: Open, sql: sqlite3.Connection, lang: str
) -> None:
    page = browse(f"{lang}/recipients.html")
    for asked in FILTERS:
        where = " AND ".join(f"{COLUMNS[name]} = ?" for name in asked) or "1"
        for name in COLUMNS:
            choose(page, name, asked.get(name, ""))
        ((number, amount),) = sql.execute(
            f"SELECT (SELECT count(DISTINCT recipient_id) FROM {ALL_GRANTS} WHERE {where}),"
            " (SELECT sum(amount_yuan) FROM grants WHERE grant_id IN"
            f" (SELECT grant_id FROM {ALL_GRANTS} WHERE {where}))",
            [*asked.values()] * 2,
        )
        assert number, asked
        expect(page.locator(ROWS)).to_have_count(number)
        words = page.locator(TOLD).inner_text()
        assert re.match(r"[0-9]+", words)[0] == str(number), words  # type: ignore[index]
        assert yuan(words) == amount, (asked, words)


def test_a_shared_amount_is_counted_once_and_that_is_said(
    browse: Open, sql: sqlite3.Connection
) -> None:
    ((grant, amount),) = sql.execute(
        "SELECT grant_id, amount_yuan FROM grants JOIN grant_recipients USING (grant_id)"
        " GROUP BY grant_id HAVING count(*) > 1 LIMIT 1"
    )
    ((project,),) = sql.execute("SELECT project_name FROM grants WHERE grant_id = ?", [grant])
    page = browse("zh/recipients.html")
    page.get_by_role("searchbox").fill(project)
    rows, ((once,),) = (
        page.locator(ROWS),
        sql.execute(
            "SELECT sum(amount_yuan) FROM grants WHERE grant_id IN (SELECT grant_id FROM"
            " grant_recipients WHERE recipient_id IN (SELECT recipient_id FROM grant_recipients"
            " WHERE grant_id = ?))",
            [grant],
        ),
    )
    assert rows.count() > 1
    twice = sum(int(row.get_attribute("data-v") or 0) for row in rows.locator("td.n").all())
    words = page.locator(TOLD).inner_text()
    assert yuan(words) == int(once) == twice - int(amount) * (rows.count() - 1)
    assert "只算一次" in words


# What is downloaded


def taken(page: Page) -> tuple[str, pd.DataFrame]:
    with page.expect_download() as coming:
        page.locator("button[data-take]").click()
    content = coming.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    frame = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return coming.value.suggested_filename, frame


def test_what_is_shown_is_downloaded_as_the_data_have_it(
    browse: Open, sql: sqlite3.Connection
) -> None:
    page = browse("zh/recipients.html?region=601&stream=earmarked")
    name, frame = taken(page)
    wanted = sql.execute(
        "SELECT recipient_id, name, grant_id, project_name, region_code, amount_yuan,"
        f" grants.source_line FROM {ALL_GRANTS}"
        " WHERE region_code = '601' AND transfer_type = 'earmarked'"
    ).fetchall()
    columns = ["编号", "名称", "序号", "项目名称", "地区编码", "金额（元）", "原文行号"]
    assert sorted(frame[columns].itertuples(index=False, name=None)) == sorted(wanted)
    assert set(frame["转移支付类型"]) == {"戴帽"}
    shown = page.locator(ROWS).count()
    assert re.search(rf"-recipients-[0-9.]+-{shown}-of-[0-9]+\.csv$", name)
    for row in frame.itertuples(index=False):
        assert row.网页 == f"{page.url}#r{row.编号}"
        assert "数据版本" in row.来源


def test_all_is_downloaded_in_the_order_shown(browse: Open, sql: sqlite3.Connection) -> None:
    page = browse("en/recipients.html?sort=-3")
    name, frame = taken(page)
    assert not re.search("-of-", name)
    assert len(frame) == len(read_csv(csv_path(ROOT, "grant_recipients")))
    places = list(dict.fromkeys(address.rpartition("#")[2] for address in frame["Page"]))
    assert places == [row.get_attribute("id") for row in page.locator(ROWS).all()]
    shared = frame[frame["Shared with (count the amount once)"] != ""]
    assert len(shared) == len(
        sql.execute(
            "SELECT * FROM grant_recipients WHERE grant_id IN (SELECT grant_id FROM"
            " grant_recipients GROUP BY grant_id HAVING count(*) > 1)"
        ).fetchall()
    )


def test_the_cities_are_taken_along_with_their_sum(browse: Open, sql: sqlite3.Connection) -> None:
    page = browse("zh/cities.html?sort=-3")
    page.get_by_role("searchbox").fill("州")
    totals = dict(
        sql.execute(
            "SELECT region_code, CAST(amount_yuan AS INTEGER) FROM allocation_totals"
            " JOIN regions USING (region_code) WHERE scope = 'city' AND name LIKE '%州%'"
        )
    )
    expect(page.locator("#city-table tbody tr:visible")).to_have_count(len(totals))
    words = page.locator("output[data-shown=city-table]").inner_text()
    assert words.startswith(f"{len(totals)}个市（共")
    assert yuan(words) == sum(totals.values())
    _, frame = taken(page)
    found = {row["地区编码"]: int(row["合计（元）"]) for row in frame.to_dict("records")}
    assert list(found.items()) == sorted(totals.items(), key=lambda pair: -pair[1])
    by_type = sql.execute(
        "SELECT sum(amount_yuan) FROM allocations JOIN budget_units USING (unit_code)"
        " JOIN regions USING (region_code)"
        " WHERE transfer_type = 'devolved' AND regions.name LIKE '%州%'"
    )
    assert (sum(map(int, frame["下放市县（元）"])),) == by_type.fetchone()


def test_the_indicators_are_taken_along_city_by_city(browse: Open, sql: sqlite3.Connection) -> None:
    level, wanted = sql.execute(
        "SELECT level2, count(*) FROM indicators WHERE level3_clean IN (SELECT level3_clean"
        " FROM indicators JOIN target_sheets USING (sheet_id) GROUP BY level3_clean"
        " HAVING count(DISTINCT region_code) > 1 AND count(DISTINCT level2) = 1)"
        " GROUP BY level2 ORDER BY 2 LIMIT 1"
    ).fetchone()
    page = browse("zh/targets.html")
    choose(page, "level", level)
    _, frame = taken(page)
    own = frame[frame["二级指标"] == level]
    rows = sql.execute(
        "SELECT source_line, level3_clean, value_as_printed FROM indicators WHERE level2 = ?",
        [level],
    ).fetchall()
    assert len(own) >= wanted
    columns = ["原文行号", "三级指标（整理）", "指标值"]
    assert set(own[columns].itertuples(index=False, name=None)) <= set(rows)


def test_the_list_of_tables_of_any_package_is_taken_along(
    chromium: Browser, tmp_path: Path
) -> None:
    table = {"path": "places.csv", "schema": {"fields": [{"name": "id", "type": "integer"}]}}
    tables = [{"name": f"t{n}", "title": f"=T{n}", **table} for n in range(9)]
    site = written(general_package(tmp_path / "package", resources=tables), tmp_path / "site")
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/en/index.html?find=t3")
        name, frame = taken(page)
        assert name == "places-tables-2.1-1-of-9.csv"
        # Guarded as in CSV for Excel: no spreadsheet takes it for a formula.
        assert list(frame.iloc[0][["Name", "Title", "Columns"]]) == ["t3", "'=T3", "1"]


# Nothing found


def test_nothing_found_names_what_is_in_the_way(browse: Open, sql: sqlite3.Connection) -> None:
    ((name, region),) = sql.execute(
        f"SELECT name, region_code FROM {ALL_GRANTS} WHERE kind = 'company'"
        " AND region_code <> '601' ORDER BY CAST(recipient_id AS INTEGER) LIMIT 1"
    )
    page = browse("zh/recipients.html?region=601")
    page.get_by_role("searchbox").fill(name)
    box = page.locator("[data-nothing]")
    expect(box).to_contain_text(f"没有同时符合“{name}”、“市：广州市”的。")
    expect(page.locator(ROWS)).to_have_count(0)
    box.get_by_role("button", name="去掉“市：广州市”：有1个").click()
    expect(page.locator(ROWS)).to_have_count(1)
    expect(box).to_be_hidden()
    page.wait_for_url(re.compile(r"\?find=[^&]+$"))
    choose(page, "region", region)
    expect(page.locator(ROWS)).to_have_count(1)
    page.get_by_role("searchbox").fill("无此单位")
    expect(box).to_contain_text("没有同时符合")
    box.get_by_role("button", name="清除条件").click()
    expect(page.locator(ROWS)).to_have_count(len(read_csv(csv_path(ROOT, "recipients"))))
    page.get_by_role("searchbox").fill("无此单位")
    expect(box).to_contain_text("没有符合“无此单位”的。")
    expect(box.get_by_role("button")).to_have_count(1)


GROUPED = """() => {
  const box = document.querySelector("#recipient-table").parentElement;
  const row = (words) => `<li data-row>${words}</li>`;
  const group = (head, kind, rows) => `<details data-group data-kind="${kind}">
    <summary data-head>${head}</summary><ul>${rows.map(row).join("")}</ul></details>`;
  const groups = [group("pears", "company", ["one", "two"]),
    group("plums", "hospital", ["two", "three"])];
  box.innerHTML = `<div id="recipient-table">${groups.join("")}</div>`;
}"""


def test_rows_in_groups_are_found_and_empty_groups_hidden(chromium: Browser, site: Path) -> None:
    with window(chromium) as context:
        page = context.new_page()
        path = (site / "zh" / "recipients.html").as_uri()
        page.add_init_script(
            f"document.addEventListener('readystatechange', {GROUPED}, {{ once: true }})"
        )
        page.goto(path)
        shown, groups = page.locator("[data-row]:visible"), page.locator("[data-group]:visible")
        expect(groups).to_have_count(2)
        expect(shown).to_have_count(0)
        page.get_by_role("searchbox").fill("three")
        expect(groups).to_have_count(1)
        expect(shown).to_have_text(["three"])
        page.get_by_role("searchbox").fill("pears")
        expect(shown).to_have_text(["one", "two"])
        page.get_by_role("searchbox").fill("")
        expect(groups).to_have_count(2)
        expect(shown).to_have_count(0)
        choose(page, "kind", "company")
        expect(groups).to_have_text(re.compile("pears"))


# One search


def search(page: Page, words: str, number: int | None = None) -> None:
    page.locator("#search input").fill(words)
    said = page.locator("#search output")
    expect(said).to_have_text(re.compile(f"[^0-9]{number or '[1-9]'}|^{number or '[1-9]'}"))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_found_on_the_start_page(
    browse: Open, sql: sqlite3.Connection, lang: str, width: int
) -> None:
    page = browse(f"{lang}/index.html", width=width)
    ((firm, recipient),) = sql.execute("SELECT name, recipient_id FROM recipients LIMIT 1")
    ((indicator,),) = sql.execute("SELECT level3_clean FROM indicators LIMIT 1")
    (erratum,) = sql.execute(f"SELECT erratum_id, explanation_{lang} FROM errata LIMIT 1 OFFSET 9")
    (project,) = sql.execute("SELECT project_name FROM grants LIMIT 1").fetchone()
    ((line, printed),) = sql.execute("SELECT source_line, recipient_as_printed FROM grants LIMIT 1")
    for words, address in (
        ("Zhuhai", r"city-603\.html$"),
        ("珠 海", r"city-603\.html$"),
        (firm, rf"recipients\.html#r{recipient}$"),
        (project, r"recipients\.html(\?find=|#r)"),
        (indicator, r"targets\.html#i"),
        (erratum[1], r"errata\.html#E"),
        (erratum[0].lower(), rf"errata\.html#{erratum[0]}$"),
        (printed, rf"transcript\.html#L{line}$"),
    ):
        search(page, words)
        links = page.locator("[data-found] a").all()
        assert any(re.search(address, each.get_attribute("href") or "") for each in links), words
    ((text, english),) = sql.execute(
        "SELECT text, text_en FROM glosses JOIN grants ON text = project_name LIMIT 1"
    )
    if lang == "en":
        search(page, english)
        expect(page.locator("[data-found] a", has_text=text).first).to_contain_text(english)
    # By keys alone: from the field to the first result, and there.
    page.locator("#search input").fill(firm)
    page.locator("[data-found] a", has_text=firm).first.wait_for()
    page.locator("#search input").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('[data-found] a')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/recipients.html#r{recipient}")
    # Back from it the results are there again.
    page.go_back()
    expect(page.locator("[data-found] a", has_text=firm).first).to_be_visible()


def test_more_results_are_on_the_page_of_their_kind(browse: Open, sql: sqlite3.Connection) -> None:
    page = browse("zh/index.html")
    search(page, "市场监督管理局")
    group = page.locator("[data-found] section", has_text="单位").first
    expect(group.locator("li")).to_have_count(8)
    ((wanted,),) = sql.execute("SELECT count(*) FROM recipients WHERE name LIKE '%市场监督管理局%'")
    expect(group.locator("h2")).to_have_text(f"单位 {wanted}")
    group.get_by_role("link", name=f"全部{wanted}处").click()
    page.wait_for_url("**/recipients.html?find=*")
    expect(page.locator(ROWS)).to_have_count(wanted)


def test_the_index_is_loaded_when_it_is_used(browse: Open) -> None:
    page = browse("en/index.html")
    assert page.evaluate("typeof globalThis.siteIndex") == "undefined"
    page.locator("#search input").fill("zzzz")
    expect(page.locator("#search output")).to_have_text("Nothing is called “zzzz”.")


def test_without_scripts_the_pages_are_named_instead(browse: Open) -> None:
    page = browse("zh/index.html", java_script_enabled=False)
    expect(page.locator("#search")).to_be_hidden()
    named = page.locator("main noscript a").all()
    assert {"recipients.html", "transcript.html"} <= {a.get_attribute("href") for a in named}
    named[0].click()
    page.wait_for_url("**/zh/cities.html")


def test_tables_and_fields_of_any_package_are_found(chromium: Browser, tmp_path: Path) -> None:
    site = written(general_package(tmp_path / "package"), tmp_path / "site")
    with window(chromium) as context:
        page = context.new_page()
        page.goto(f"{site.as_uri()}/en/index.html")
        page.locator("#search input").fill("measured")
        links = page.locator("[data-found] a")
        expect(links).to_have_text(["Places", "value"])
        links.last.click()
        page.wait_for_url("**/data.html#t-measures:value")
        expect(page.locator(":target")).to_be_in_viewport()

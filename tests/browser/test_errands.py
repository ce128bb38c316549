"""Eight people's errands, from the landing page to the answer, with the taps that each takes.

docs/errands.md tells the numbers; what is counted how, says ``Taps``.
"""

from __future__ import annotations

import io
import re
import sqlite3
import statistics
import unicodedata
from decimal import Decimal

import openpyxl
import pandas as pd
import pdfplumber
import pytest
from browser_kit import Open, pasted
from playwright.sync_api import Locator, Page, expect
from site_kit import database
from taps import Taps

from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.package import read_package
from kit import ROOT

PHONE = {"width": 390, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
DESK = {"width": 1280, "locale": "zh-CN"}
ABROAD = {"width": 1280, "locale": "en-GB"}
SHEETS = 3
"""The most sheets of paper for a city."""
CITY = (
    "SELECT region_code, sum(amount_yuan) AS amount FROM allocations"
    " JOIN budget_units USING (unit_code) GROUP BY region_code"
)
GRANTS = "recipients JOIN grant_recipients USING (recipient_id) JOIN grants USING (grant_id)"


@pytest.fixture(scope="module")
def sql() -> sqlite3.Connection:
    return database(ROOT)


@pytest.fixture(scope="module")
def facts() -> NoticeFacts:
    return NoticeFacts(package=read_package(ROOT))


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What docs/errands.md says that each errand takes now, by who does it."""
    page = (ROOT / "docs" / "errands.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if line.startswith("|")
    ]
    at = rows[0].index("Now")
    return {cells[0]: cells[at] for cells in rows[2:]}


def start(browse: Open, **options: object) -> Taps:
    """The landing page, as this person's screen has it; it leads to the start page by itself."""
    page = browse("index.html", **options)
    page.wait_for_url("**/*/index.html")
    return Taps(page, touch=bool(options.get("has_touch")))


def go(taps: Taps, name: str) -> None:
    """Tap on a page in the menu, and wait for it: what is seen until then is the page before."""
    link = taps.page.locator(".mast nav").get_by_role("link", name=name, exact=True)
    address = link.get_attribute("href")
    taps.tap(link)
    taps.page.wait_for_url(f"**/{address}")


def chooser(page: Page, label: str) -> Locator:
    """A list to choose from, by the words before it."""
    return page.locator("label", has_text=re.compile(f"^{label}")).locator("select")


def wan(yuan: int | Decimal) -> str:
    """An amount as the Chinese pages say it."""
    return f"{yuan / 10_000:,.10g}万元"


def names(sql: sqlite3.Connection) -> dict[str, str]:
    return dict(sql.execute("SELECT region_code, name FROM regions").fetchall())


def called(name: str) -> str:
    """A city as people call it."""
    return name.removesuffix("市")


def words(text: str) -> str:
    """A text without spaces and line ends, which paper has elsewhere, in plain characters."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def test_each_errand_of_the_page_is_done_here(told: dict[str, str]) -> None:
    done = [name for name in globals() if name.startswith("test_errand_of_")]
    assert len(told) == len(done) == 8


def test_errand_of_a_journalist(
    browse: Open, sql: sqlite3.Connection, facts: NoticeFacts, told: dict[str, str]
) -> None:
    """A sentence on her city to be quoted: amount, rank, median, what has no targets, source."""
    amounts = dict(sql.execute(CITY).fetchall())
    # The city of whose money the smallest part has targets: there all of it is to be said.
    city = min(facts.money.cities, key=lambda each: each.coverage.value)
    name, amount = names(sql)[city.code], amounts[city.code]
    rank = 1 + sum(other > amount for other in amounts.values())
    median = int(statistics.median(amounts.values()))

    taps = start(browse, **PHONE)
    taps.type(taps.page.get_by_role("searchbox", name="全站查找"), called(name))
    taps.tap(taps.page.locator("[data-found]").get_by_role("link", name=name).first)
    taps.tap(taps.page.get_by_role("button", name="复制").first)
    expect(taps.page.get_by_role("status").first).to_have_text("已复制")

    quoted = pasted(taps.page)
    assert wan(amount) in quoted
    assert f"在{len(amounts)}个市中排第{rank}" in quoted
    assert f"中位数{wan(median)}" in quoted
    assert f"{wan(city.uncovered.value)}没有绩效目标表" in quoted
    lines = sorted(
        int(line)
        for (line,) in sql.execute(
            "SELECT source_line FROM allocations JOIN budget_units USING (unit_code)"
            " WHERE region_code = ?",
            (city.code,),
        )
    )
    assert re.search(rf"出处：原文第[0-9、–]*{lines[-1]}行", quoted)
    assert quoted.endswith(f"/zh/city-{city.code}.html")
    assert taps.told == told["Journalist, on a phone"]


def test_errand_of_a_budget_officer(
    browse: Open, sql: sqlite3.Connection, told: dict[str, str]
) -> None:
    """What his city must enter in its budget, under which codes, and his city as a workbook."""
    ((code, unit, amount),) = sql.execute(
        "SELECT region_code, unit_code, sum(amount_yuan) FROM allocations"
        " JOIN budget_units USING (unit_code) GROUP BY unit_code"
        " ORDER BY count(DISTINCT function_code), region_code DESC LIMIT 1"
    )
    functions = sql.execute(
        "SELECT function_code, sum(amount_yuan) FROM allocations WHERE unit_code = ? GROUP BY 1",
        (unit,),
    ).fetchall()

    taps = start(browse, **DESK)
    name = called(names(sql)[code])
    taps.tap(taps.page.locator(".tiles-map").get_by_role("link", name=re.compile(f"^{name}")))
    duties = taps.page.get_by_role("region", name="市里要做什么").locator(".booked")
    expect(duties).to_be_visible()
    said = duties.inner_text()
    for function, part in functions:
        assert re.search(rf"{unit} .*{function} .*{wan(part)}", said)
    assert wan(amount) in said
    taken = taps.take(taps.page.locator(".cityfiles").get_by_role("link", name="Excel"))
    book = openpyxl.load_workbook(io.BytesIO(taken.path().read_bytes()))
    first = book.worksheets[0]
    cells = [cell for row in first.iter_rows(values_only=True) for cell in row]
    assert amount / 10_000 in cells
    assert taps.told == told["Budget officer"]


def test_errand_of_a_citizen(browse: Open, sql: sqlite3.Connection, told: dict[str, str]) -> None:
    """How much a firm gets, for what, through which city; he takes it for a firm of another one."""
    ((name, city, amount, project),) = sql.execute(
        f"SELECT recipients.name, regions.name, sum(amount_yuan), project_name FROM {GRANTS}"
        " JOIN regions USING (region_code) WHERE kind = 'company'"
        " AND instr(recipients.name, replace(regions.name, '市', '')) = 0"
        " AND instr(project_name, replace(regions.name, '市', '')) = 0"
        " GROUP BY recipient_id HAVING count(*) = 1 ORDER BY length(recipients.name) LIMIT 1"
    )
    ((wrong,),) = sql.execute("SELECT region_code FROM regions WHERE name <> ? LIMIT 1", (city,))

    taps = start(browse, **PHONE)
    go(taps, "单位")
    taps.choose(chooser(taps.page, "市"), wrong)
    # A piece of the name, as people remember it.
    taps.type(taps.page.get_by_role("searchbox"), name[:4])
    way_out = taps.page.get_by_role("button", name=f"去掉“市：{names(sql)[wrong]}”")
    taps.tap(way_out)
    row = taps.page.locator("#recipient-table tbody tr:visible", has_text=name)
    expect(row).to_have_count(1)
    said = row.inner_text()
    assert f"经{city}下达" in words(said)
    assert project in said
    assert wan(amount) in words(said)
    assert taps.told == told["Citizen, on a phone"]


def test_errand_of_a_researcher(
    browse: Open, sql: sqlite3.Connection, told: dict[str, str]
) -> None:
    """One indicator in all cities, in English; the rows as CSV, the citation as BibTeX."""
    # The indicator whose bounds differ most from city to city.
    ((name, english),) = sql.execute(
        "SELECT level3_clean, text_en FROM indicators JOIN glosses ON text = level3_clean"
        " JOIN indicator_targets USING (indicator_id) WHERE lower <> ''"
        " GROUP BY 1 HAVING max(words_before || words_after || condition) = ''"
        " ORDER BY count(DISTINCT comparator || lower) DESC, count(*) DESC LIMIT 1"
    )
    rows = sql.execute(
        "SELECT name_en, region_code, value_as_printed, lower FROM indicators"
        " JOIN target_sheets USING (sheet_id) JOIN regions USING (region_code)"
        " JOIN gb_divisions USING (gb_code) JOIN indicator_targets USING (indicator_id)"
        " WHERE level3_clean = ?",
        (name,),
    ).fetchall()

    taps = start(browse, **ABROAD)
    go(taps, "Targets")
    taps.type(taps.page.get_by_role("searchbox"), english)
    # Others whose name has these words too are shown beside it.
    own = taps.page.get_by_text(name, exact=True)
    shown = taps.page.locator("#indicators article:visible").filter(has=own)
    expect(shown).to_have_count(1)
    expect(shown.get_by_role("heading")).to_contain_text(english)
    for city, _, printed, bound in rows:
        group = shown.locator("dl > div", has=taps.page.get_by_text(printed, exact=True))
        expect(group.locator("dd")).to_contain_text(city)
        expect(group.locator(".gloss")).to_have_text(re.compile(rf"\b{bound}\b"))
    taken = taps.take(taps.page.get_by_role("button", name="Download what is shown (CSV)"))
    frame = pd.read_csv(taken.path(), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    frame = frame[frame.isin([name]).any(axis=1)]
    wanted = sorted((code, printed) for _, code, printed, _ in rows)
    assert (
        sorted(zip(frame["Region code"], frame["Target value as printed"], strict=True)) == wanted
    )

    taps.tap(taps.page.locator("#cite-page summary"))
    taps.tap(taps.page.locator("#cite-page [data-copy$='bibtex']"))
    expect(taps.page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = pasted(taps.page)
    assert copied.startswith("@misc{")
    assert read_package(ROOT).version in copied
    assert taps.told == told["Researcher abroad"]


def test_errand_of_a_team_lead(browse: Open, sql: sqlite3.Connection, told: dict[str, str]) -> None:
    """Which errata touch money or targets and are open; the list's address for a colleague."""
    wanted = [
        number
        for (number,) in sql.execute(
            "SELECT erratum_id FROM errata WHERE weight = 'material' AND status = 'open'"
        )
    ]
    labels = NoticeFacts(package=read_package(ROOT)).tables.codes("errata", "status", "zh")
    taps = start(browse, **DESK)
    go(taps, "勘误")
    taps.choose(chooser(taps.page, "轻重"), "material")
    # Nobody was told of any yet, which one sentence says; else there is a list to choose from.
    assert not sql.execute("SELECT * FROM errata WHERE status <> 'open'").fetchall()
    expect(taps.page.get_by_text(f"状态：全部{labels['open']}。")).to_be_visible()
    rows = "[...document.querySelectorAll('#errata-table [data-row]:not([hidden])')].map(e => e.id)"
    expect(taps.page.locator("[data-shown]")).to_contain_text(str(len(wanted)))
    assert sorted(taps.page.evaluate(rows)) == sorted(wanted)
    expect(taps.page).to_have_url(re.compile("weight=material$"))
    colleague = taps.page.context.new_page()
    colleague.goto(taps.page.url)
    assert sorted(colleague.evaluate(rows)) == sorted(wanted)
    assert taps.told == told["Team lead"]


def test_errand_of_a_screen_reader_user(
    browse: Open, sql: sqlite3.Connection, told: dict[str, str]
) -> None:
    """What the smallest city gets, by keys and by what the accessibility tree says alone."""
    ((code, amount),) = sql.execute(f"{CITY} ORDER BY amount LIMIT 1")
    name = names(sql)[code]
    taps = start(browse, **DESK)
    page = taps.page
    taps.press_until("Tab", ".mast nav a[href='cities.html']")
    taps.press("Enter")
    page.wait_for_url("**/cities.html")
    taps.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    taps.press("Enter")
    taps.press_until("Tab", "tbody a")
    taps.press_until("ArrowDown", f"a[href='city-{code}.html']")
    row = page.get_by_role("row").filter(has=page.locator(":focus"))
    heard = row.aria_snapshot()
    assert re.search(rf"rowheader .*{name}", heard)
    assert f'cell "{amount // 10_000}"' in heard
    # All rows of the table have a name, and the page its landmarks and one first heading.
    snapshot = page.locator("main").aria_snapshot()
    assert snapshot.count("- rowheader ") >= len(names(sql))
    for role in ("banner", "main", "contentinfo"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    taps.press_until("Tab", "footer a")
    assert taps.told == told["Screen-reader user, by keys"]


def test_errand_of_a_spreadsheet_user(
    browse: Open, sql: sqlite3.Connection, told: dict[str, str]
) -> None:
    """The workbook, opened at sheets for people; the firms of the list as CSV."""
    taps = start(browse, **DESK)
    go(taps, "数据")
    taken = taps.take(taps.page.locator("a[download][href$='.xlsx']").first)
    book = openpyxl.load_workbook(io.BytesIO(taken.path().read_bytes()))
    first_table = read_package(ROOT).tables[0].title("zh")
    for_people = book.sheetnames[: book.sheetnames.index(first_table)]
    assert {"各市一览", "单位所得", "待办"} <= set(for_people)
    ((total,),) = sql.execute("SELECT sum(amount_yuan) FROM allocations")
    rows = list(book["各市一览"].iter_rows(values_only=True))
    cities = [row for row in rows if row[0] in names(sql).values()]
    assert len(cities) == len(names(sql))
    (at,) = (at for row in rows for at, cell in enumerate(row) if str(cell).startswith("合计（"))
    assert sum(row[at] for row in cities) == total / 10_000

    go(taps, "单位")
    taps.choose(chooser(taps.page, "类别"), "company")
    taken = taps.take(taps.page.get_by_role("button", name="下载所示（CSV）"))
    frame = pd.read_csv(taken.path(), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    ((firms, amount),) = sql.execute(
        "SELECT (SELECT count(*) FROM recipients WHERE kind = 'company'), sum(amount_yuan)"
        " FROM grants WHERE grant_id IN"
        f" (SELECT grant_id FROM {GRANTS} WHERE kind = 'company')"
    )
    assert frame["编号"].nunique() == firms
    once = frame.drop_duplicates("序号")
    assert once["金额（元）"].astype(int).sum() == amount
    assert taps.told == told["Spreadsheet user"]


def paper(taps: Taps) -> list[str]:
    """The sheets that come out of the printer: one tap."""
    taps.taps += 1
    content = taps.page.pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [sheet.extract_text() for sheet in pdf.pages]


def test_errand_of_someone_who_prints(
    browse: Open, sql: sqlite3.Connection, told: dict[str, str]
) -> None:
    """A city on paper, nothing folded up, and all errata."""
    ((code,),) = sql.execute(
        "SELECT region_code FROM indicators JOIN target_sheets USING (sheet_id)"
        " GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )
    taps = start(browse, **DESK)
    page = taps.page
    taps.tap(
        page.locator(".tiles-map").get_by_role("link", name=re.compile(called(names(sql)[code])))
    )
    quote = page.locator("#quote").evaluate(
        "e => { const c = e.cloneNode(true); c.querySelectorAll('.m').forEach(m => m.remove());"
        " return c.textContent; }"
    )
    sheets = paper(taps)
    assert len(sheets) <= SHEETS
    assert words(quote) in words("".join(sheets))
    ((goal,),) = sql.execute(
        "SELECT overall_goal FROM target_sheets WHERE region_code = ? LIMIT 1", (code,)
    )
    assert words(goal)[:40] in words("".join(sheets))
    for number, sheet in enumerate(sheets, start=1):
        assert f"{number} / {len(sheets)}" in sheet

    go(taps, "勘误")
    sheets = paper(taps)
    printed = set(re.findall("E[0-9]{3}", " ".join(sheets)))
    assert printed >= {number for (number,) in sql.execute("SELECT erratum_id FROM errata")}
    assert f"{len(sheets)} / {len(sheets)}" in sheets[-1]
    assert taps.told == told["Someone who prints"]

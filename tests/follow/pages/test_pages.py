"""The pages of a follow-up: beside those of its notice, and by themselves."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from site_kit import LANGUAGES, Element, HtmlPage, assert_sound, general_package, unchecked

from fiscal_notice.cli.main import cli
from fiscal_notice.errors import PackageError
from fiscal_notice.follow.announced import announced_by
from fiscal_notice.follow.pages.facts import anchor
from fiscal_notice.package import read_package
from fiscal_notice.site import make_site
from follow.pages.followed import SILENT, Followed

HERE = "follow-up"


def codes(followed: Followed) -> list[str]:
    return list(announced_by(followed.notice).regions)


def test_every_link_leads_somewhere(site: Path, pages: dict[str, HtmlPage]) -> None:
    assert_sound(site, pages)


def test_every_link_of_its_own_site_leads_somewhere(
    own_site: Path, own_pages: dict[str, HtmlPage]
) -> None:
    assert_sound(own_site, own_pages)
    assert f"zh/{HERE}.html" in own_pages
    assert "zh/checks.html" in own_pages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_city_of_which_nothing_is_known_says_so_and_shows_no_zero(
    followed: Followed, pages: dict[str, HtmlPage], lang: str
) -> None:
    silent = codes(followed)[SILENT]
    assert silent
    overview = pages[f"{lang}/{HERE}.html"]
    words = {"zh": "情况不明", "en": "othing is known"}[lang]
    for code in silent:
        page = pages[f"{lang}/{HERE}-{code}.html"]
        (said,) = page.all("p", "none")
        assert words in said.text
        assert not page.all("rect")
        line = overview.by_id(f"c{code}")
        assert not [each for each in overview.all("rect") if _in(each, line)]
        assert not re.search(r"(^|[^0-9,.])0(%|元|万元|$)", line.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_budget_whose_outcome_is_not_said_leads_to_what_it_does_say(
    followed: Followed, pages: dict[str, HtmlPage], lang: str
) -> None:
    row = followed.record.rows("budgets")[5]
    code, amount = row["region_code"], int(Decimal(str(row["amount_yuan"])))
    words = {"zh": "情况不详", "en": "outcome not known"}[lang]
    overview, city = pages[f"{lang}/{HERE}.html"], pages[f"{lang}/{HERE}-{code}.html"]
    line = overview.by_id(f"c{code}")
    (link,) = [each for each in overview.all("a", "fc") if _in(each, line) and words in each.text]
    assert link.attributes["href"] == f"{HERE}-{code}.html#budget"
    assert words in city.by_id("stage-budgeted").text
    assert any(f"{amount:,}" in each.text for each in city.all("dl", "brief"))


def test_not_separable_never_looks_like_short(
    followed: Followed, pages: dict[str, HtmlPage]
) -> None:
    seen = {}
    for row in followed.record.rows("budgets")[:4]:
        line = pages["en/follow-up.html"].by_id(f"c{row['region_code']}")
        (state,) = [e for e in pages["en/follow-up.html"].all("span", "fo-state") if _in(e, line)]
        seen[row["state"]] = (state.text, state.attributes["class"])
    assert seen["not_separable"][0] == "Not separable"
    assert seen["short"][0] == "Short"
    assert len({css for _, css in seen.values()}) == 4


def _in(each: Element, within: Element) -> bool:
    above = each.parent
    while above is not None and above is not within:
        above = above.parent
    return above is within


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_value_stands_on_the_page_of_its_form_with_sheet_and_cell(
    followed: Followed, pages: dict[str, HtmlPage], lang: str
) -> None:
    checked = 0
    for row in followed.record.rows("field_cells")[::7]:
        page = pages[f"{lang}/{HERE}-document-{row['evidence_id']}.html"]
        place = (row["resource"], row["key"], row["field"])
        line = page.by_id(anchor(str(row["evidence_id"]), *map(str, place)))
        cells = [child.text for child in line.children]
        assert cells[2:] == [row["sheet"], row["cell"]]
        assert cells[1]
        checked += 1
    assert checked > 300


def test_the_amounts_of_a_city_lead_to_their_cells(
    followed: Followed, pages: dict[str, HtmlPage]
) -> None:
    """A link at an amount leads to the line of the form that has the very amount."""
    code = codes(followed)[0]
    page = pages[f"en/{HERE}-{code}.html"]
    wanted = {
        f"{Decimal(str(row['amount_yuan'])):,.2f}".rstrip("0").rstrip(".")
        for table in ("stages", "payments")
        for row in followed.record.rows(table)
        if row["region_code"] == code
    }
    seen = set()
    for link in page.all("a", "fc"):
        address, _, anchor = link.attributes["href"].partition("#")
        if "amount-yuan" in anchor and address:
            line = pages[f"en/{address}"].by_id(unquote(anchor))
            shown = link.text.removeprefix("¥").removesuffix(" yuan")
            assert line.children[1].text == f"{shown} yuan" or "million" in shown
            seen.add(shown)
    assert wanted <= seen


def test_what_nobody_understood_is_listed(followed: Followed, pages: dict[str, HtmlPage]) -> None:
    (row,) = followed.record.rows("unplaced")
    for name in (row["region_code"], f"document-{row['evidence_id']}"):
        (quote,) = pages[f"zh/{HERE}-{name}.html"].all("q")
        assert quote.text == row["text"]


def test_an_invented_follow_up_says_so_on_every_page(
    site: Path, pages: dict[str, HtmlPage], own_pages: dict[str, HtmlPage]
) -> None:
    for name, page in [*pages.items(), *own_pages.items()]:
        (banner,) = page.all("p", "banner")
        assert ("nvented" if name.startswith("en/") else "虚构") in banner.text, name


def test_city_pages_lead_to_each_other(followed: Followed, pages: dict[str, HtmlPage]) -> None:
    for code in codes(followed):
        for here, there in ((f"city-{code}", f"{HERE}-{code}"), (f"{HERE}-{code}", f"city-{code}")):
            (see,) = pages[f"zh/{here}.html"].all("p", "see")
            assert [each.attributes["href"] for each in see.children] == [f"{there}.html"]


def test_a_follow_up_of_another_package_is_refused(followed: Followed, tmp_path: Path) -> None:
    other = read_package(general_package(tmp_path / "other"))
    beside = [(followed.follow_up, followed.report)]
    with pytest.raises(PackageError, match="of another package"):
        make_site(other, unchecked(other), tmp_path / "site", None, beside)
    # And one that follows nothing has no pages to put in.
    with pytest.raises(PackageError, match="no pages"):
        make_site(
            followed.notice,
            unchecked(followed.notice),
            tmp_path / "site",
            None,
            [(other, unchecked(other))],
        )


def test_the_command_takes_the_follow_up_that_the_notice_names(
    followed: Followed, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    result = CliRunner().invoke(
        cli, ["--root", str(followed.notice.root), "site", "--no-downloads", "--out", str(out)]
    )
    assert (out / "zh" / f"{HERE}.html").is_file(), result.output
    again = CliRunner().invoke(
        cli,
        [
            *("--root", str(followed.notice.root), "site", "--no-downloads", "--out", str(out)),
            *("--follow-up", str(followed.follow_up.root)) * 2,
        ],
    )
    # Given twice, it is there twice, under names of its own.
    assert (out / "zh" / f"{HERE}2.html").is_file(), again.output


def test_a_follow_up_whose_notice_is_not_there_has_the_general_pages(
    followed: Followed, tmp_path: Path
) -> None:
    root = tmp_path / "alone"
    shutil.copytree(followed.follow_up.root, root)
    package = read_package(root)
    made = make_site(package, unchecked(package), tmp_path / "site")
    assert "zh/checks.html" in made.files
    assert not [name for name in made.files if HERE in name and name.endswith("html")]


def test_days_and_shares_of_a_city_are_those_of_its_rows(
    followed: Followed, pages: dict[str, HtmlPage]
) -> None:
    code = codes(followed)[0]

    def total(table: str, *stages: str) -> Decimal:
        return sum(
            (
                Decimal(str(row["amount_yuan"]))
                for row in followed.record.rows(table)
                if row["region_code"] == code and (not stages or row["stage"] in stages)
            ),
            Decimal(0),
        )

    page = pages[f"en/{HERE}-{code}.html"]
    boxes = [e for e in page.all("div") if e.parent and e.parent.has("fo-formulas")]
    found = {each.children[0].text: each.children[1].text for each in boxes}
    allocated = total("stages", "allocated_own", "allocated_lower")
    passed, paid = total("stages", "passed_on"), total("payments")
    assert found["Not allocated"].startswith(f"¥{passed - allocated:,}")
    assert found["Allocation progress"].startswith(f"{allocated / passed * 100:.1f}%")
    assert found["Payment progress"].startswith(f"{paid / allocated * 100:.1f}%")

"""How much declared defects matter: said alike in every form, and not where nobody said it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from fiscal_notice.model import Explanation, Report
from fiscal_notice.report import report_html, report_json, report_text
from fiscal_notice.report.spreadsheet import report_xlsx
from fiscal_notice.report.weights import heaviest_first, part_of, weights, weights_in_words
from fiscal_notice.validate import validate
from kit import ROOT, read_csv


@pytest.fixture(scope="module")
def report() -> Report:
    return validate(ROOT)


def unweighed(report: Report) -> Report:
    """The report as that of a notice one of whose errata does not say its weight."""
    name = next(iter(report.explanations))
    bare = Explanation(zh="说明", en="an explanation")
    return replace(report, explanations={**report.explanations, name: bare})


def test_the_three_figures_are_those_of_the_table(report: Report) -> None:
    said = [row["weight"] for row in read_csv(ROOT / "resources" / "errata.csv")]
    known = weights(report)
    assert known is not None
    assert (known.material, known.structure) == (said.count("material"), said.count("structure"))
    assert known.form == said.count("wording") + said.count("layout")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terminal_spreadsheet_and_page_say_them(report: Report, lang: str) -> None:
    words = weights_in_words(report, lang)
    assert f"{words}{'。' if lang == 'zh' else '.'}\n" in report_text(report, lang=lang)
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report, lang=lang)))
    assert any(words in str(row[0]) for row in book.worksheets[0].values)
    known = weights(report)
    assert known is not None
    page = report_html(report, lang=lang)
    first = page.index('id="weights"')
    for number in (known.material, known.structure, known.form):
        first = page.index(f'<td class="n">{number:,}</td>', first)
    assert first < page.index('id="rules"')


def test_json_has_the_figures_and_the_material_first(report: Report) -> None:
    document = json.loads(report_json(report))
    known = weights(report)
    assert known is not None
    assert document["weights"] == {
        "material": known.material,
        "structure": known.structure,
        "form": known.form,
    }
    listed = [one["weight"] for one in document["declared"]]
    assert listed[: known.material] == ["material"] * known.material
    assert document["created"] == report.created != ""


def test_the_material_ones_are_listed_first(report: Report) -> None:
    known = weights(report)
    assert known is not None
    declared = {one.erratum: part_of(report, one) for one in report.findings if one.erratum}
    first_words = [line.partition(" ")[0] for line in report_text(report, verbose=2).splitlines()]
    parts = [declared[word] for word in first_words if word in declared]
    assert len(parts) == len(declared)
    assert parts[: known.material] == ["material"] * known.material


def test_without_weights_none_are_claimed(report: Report) -> None:
    bare = unweighed(report)
    declared = [one for one in bare.findings if one.erratum]
    assert weights(bare) is None
    assert list(heaviest_first(bare, declared)) == declared
    assert weights_in_words(bare, "en") == ""
    assert "declared in the errata (resources/errata.csv).\n" in report_text(bare)
    assert json.loads(report_json(bare))["weights"] is None
    page = report_html(bare)
    assert 'id="weights"' not in page
    assert page.count('id="errata"') == 1


def test_a_package_without_errata_claims_nothing(mini: Path) -> None:
    bare = validate(mini)
    assert weights(bare) is None
    assert "declared in the errata" not in report_text(bare)
    assert 'id="errata"' not in report_html(bare)

"""The rules on generated notices: nothing undeclared is found, and their work grows with the rows.

Seconds depend on the machine; the lines of this program that are run do not. Whatever goes through
rows in Python, once or for each of the rows again, is seen in their number. What is run at any size
is no growth, so it is the increase that is looked at: from 1,000 rows to 4,000, and from there to
16,000. What libraries do with whole columns is not seen here; benchmarks/notices.py takes the
seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import fiscal_notice
from fiscal_notice.model import Rule
from fiscal_notice.notice.extract.run import extract
from fiscal_notice.notice.judging.inputs import Frames, load_frames
from fiscal_notice.notice.judging.rule_checks import judge_all
from fiscal_notice.notice.rules import RULES
from fiscal_notice.package import Package, read_package
from fiscal_notice.schema_check import SchemaResult, check_schemas
from fiscal_notice.validate import validate
from generated_notice import cities_of, make_package, sign

SIZES = (1_000, 4_000, 16_000)
OWN = str(Path(fiscal_notice.__file__).parent)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Package]:
    """Generated notices, each four times as large as the one before."""
    made = []
    for rows in SIZES:
        folder = tmp_path_factory.mktemp("generated") / str(rows)
        make_package(folder, rows)
        extract(folder)
        made.append(read_package(folder))
    return made


@pytest.fixture(scope="module")
def frames(packages: list[Package]) -> list[Frames]:
    """The frames of each; whatever is imported or cached at the first run is so by now."""
    loaded = [frames_of(package) for package in packages]
    judge_all(RULES, loaded[0])
    return loaded


def frames_of(package: Package) -> Frames:
    frames, problems = load_frames(package, SchemaResult(errors=(), resources=(), cells=0))
    assert not problems
    return frames


def steps(work: Callable[[], object]) -> int:
    """How many lines of this program ``work`` runs, each turn of a loop counted."""
    count = 0

    def step(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return step

    def enter(frame: FrameType, event: str, argument: object) -> Any:
        return step if OWN in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_a_generated_notice_has_only_declared_findings(packages: list[Package]) -> None:
    report = validate(packages[0].root)
    assert report.valid
    assert {finding.rule for finding in report.findings} == {"TXT-08", "RDR-01"}
    rules = [outcome for outcome in report.outcomes if outcome.rule.severity != "advice"]
    # It has the tables of the repository's notice, and nothing but a name in its descriptor.
    further = {
        "COD-19",
        "COD-20",
        "TOT-09",
        "TOT-10",
        "TOT-11",
        "REC-19",
        "REC-20",
        "REC-21",
        "REC-22",
    }
    further |= {"TXT-34", "DSC-02", "DSC-04"}
    assert {o.rule.id for o in rules if o.skipped is not None} <= further
    # The larger sizes of the benchmark are worth nothing if each of them takes the slow way.
    assert {stat.checked_by for stat in check_schemas(packages[0]).resources} == {"fast path"}


def test_a_generated_notice_has_the_rows_that_were_asked_for(packages: list[Package]) -> None:
    for package, wanted in zip(packages, SIZES, strict=True):
        frames = frames_of(package)
        rows = sum(len(frames[table.name]) for table in package.tables)
        assert 0.8 * wanted < rows < 1.2 * wanted


def test_generated_names_are_far_apart() -> None:
    names = [sign(number) for number in (0, 1, 60, 61, 3_600, 3_661, 215_999)]
    assert min(len(set(a) ^ set(b)) for a in names for b in names if a != b) == 2
    assert {len(name) for name in names} == {9}
    with pytest.raises(IndexError):
        sign(216_000)


def test_cities_have_different_names_and_codes() -> None:
    cities = cities_of(1_000_000)
    assert len({city.name for city in cities}) == len(cities)
    assert {len(city.code) for city in cities} == {3}


def is_linear(counts: Sequence[int]) -> bool:
    """Whether the second increase is about four times the first one; squares give sixteen."""
    small, middle, large = counts
    return large - middle <= 6 * (middle - small)


def test_what_is_linear() -> None:
    assert is_linear([10_000 + 3 * rows for rows in SIZES])
    assert not is_linear([10_000 + rows * rows // 1_000 for rows in SIZES])


@pytest.mark.usefixtures("frames")
def test_the_work_of_loading_grows_with_the_rows(packages: list[Package]) -> None:
    assert is_linear([steps(partial(frames_of, package)) for package in packages])


# A generated notice has no codes in the text of its letter.
OF_ITS_TABLES = [rule for rule in RULES if "body_codes" not in rule.tables]


@pytest.mark.parametrize("rule", OF_ITS_TABLES, ids=lambda rule: rule.id)
def test_the_work_of_a_rule_grows_with_the_rows(rule: Rule, frames: list[Frames]) -> None:
    counts = [steps(partial(rule.compare, tables)) for tables in frames]
    assert is_linear(counts), counts


def test_the_work_of_judging_grows_with_the_rows(frames: list[Frames]) -> None:
    assert is_linear([steps(partial(judge_all, RULES, tables)) for tables in frames])

"""Schemes as data: those of the program, a package's own, and what makes no sense in them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fiscal_notice.errors import ManyProblemsError, UnknownNameError
from fiscal_notice.follow.record import Record
from fiscal_notice.follow.scores.schemes import (
    default_id,
    faults,
    rows_of,
    scheme_named,
    schemes_of,
    shipped_rows,
)
from fiscal_notice.model import Rows

MINISTRY = "mof-2020"


def record_of(parameters: dict[str, str], scheme_id: str = "own", based_on: str = "") -> Record:
    """A follow-up with a scheme of its own, invented."""
    given = {**({"based_on": based_on} if based_on else {}), **parameters}
    rows: Rows = [
        {"scheme_id": scheme_id, "parameter": n, "value": v, "source": "invented", "sure": False}
        for n, v in given.items()
    ]
    scheme = {"scheme_id": scheme_id, "title": "Own", "source": "invented"}
    blank = dict.fromkeys(("title_en", "region", "year"))
    return Record(tables={"schemes": [{**blank, **scheme}], "scheme_parameters": rows})


def test_the_programs_schemes_make_sense() -> None:
    assert faults(Record(tables=shipped_rows())) == ()
    assert MINISTRY in schemes_of(Record())


@pytest.mark.parametrize(
    ("scheme", "points"),
    [
        # As the documents have them: execution, outputs, cost, benefits, satisfaction.
        ("mof-2020", (10, 50, None, 30, 10)),
        ("mof-2021-cost", (10, 40, 20, 20, 10)),
        ("hubei", (20, 40, None, 40, None)),
    ],
)
def test_levels_have_the_points_of_their_document(
    scheme: str, points: tuple[int | None, ...]
) -> None:
    levels = ("execution", "outputs", "cost", "benefits", "satisfaction")
    found = schemes_of(Record())[scheme]
    assert tuple(found.points(level) for level in levels) == points


def test_every_parameter_says_where_it_is_from_and_whether_that_was_read() -> None:
    rows = shipped_rows()["scheme_parameters"]
    assert all(row["source"] and row["sure"] in (True, False) for row in rows)
    unsure = {
        row["scheme_id"] for row in rows if not row["sure"] and "points" in str(row["parameter"])
    }
    assert unsure == {"mof-2021-cost"}


def test_bands_of_hubei_begin_lower() -> None:
    assert schemes_of(Record())["hubei"].band("partly") == (Fraction(1, 2), Fraction(4, 5))
    assert schemes_of(Record())[MINISTRY].band("partly") == (Fraction(3, 5), Fraction(4, 5))


@pytest.mark.parametrize(
    ("scheme", "total", "label"),
    [
        *((MINISTRY, "90", "优"), (MINISTRY, "89.99", "良"), (MINISTRY, "80", "良")),
        *((MINISTRY, "79.99", "中"), (MINISTRY, "60", "中"), (MINISTRY, "59.99", "差")),
        *(("grades-80-70-60", "80", "优"), ("grades-80-70-60", "79.99", "良")),
        *(("grades-80-70-60", "60", "中"), ("grades-80-70-60", "0", "差")),
    ],
)
def test_grades_begin_at_their_totals(scheme: str, total: str, label: str) -> None:
    grade = schemes_of(Record())[scheme].grade(Fraction(total))
    assert grade is not None
    assert grade.label == label


def test_a_base_fills_in_what_a_scheme_leaves_open() -> None:
    scheme = schemes_of(record_of({"over.reason": "150"}, based_on=MINISTRY))["own"]
    assert scheme.number("over.reason") == 150
    assert scheme.parameters["over.reason"].scheme_id == "own"
    assert scheme.points("outputs") == 50
    assert scheme.parameters["points.outputs"].scheme_id == MINISTRY
    assert scheme.bases == (MINISTRY,)


def test_a_packages_own_scheme_goes_before_the_programs() -> None:
    record = record_of({"rounding.mode": "half_up", "rounding.places": "1"}, MINISTRY)
    assert schemes_of(record)[MINISTRY].places == 1
    assert schemes_of(record)[MINISTRY].points("outputs") is None
    # The program's are based on the program's all the same.
    assert schemes_of(record)["hubei"].places == 2


def test_a_package_gets_the_rows_that_were_used_and_those_they_are_based_on() -> None:
    found = rows_of(Record(), [schemes_of(Record())["hubei"]])
    assert [row["scheme_id"] for row in found["schemes"]] == [MINISTRY, "hubei"]
    again = rows_of(Record(tables=found), [schemes_of(Record(tables=found))["hubei"]])
    assert again == found


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        ("points.outputs", "-5", "a number, or the level that has the points"),
        ("points.outputs", "outputs", "a number, or the level that has the points"),
        ("points.cost", "fifty", "a number, or the level that has the points"),
        ("points.total", "0", "a number above 0"),
        ("points.total", "90", "the sum of its levels: 100.0"),
        ("points.luck", "5", "a parameter of a scheme"),
        ("method.ge", "distance", "one of proportional"),
        ("method.between", "guess", "one of bounds"),
        ("band.partly.from", "101", "a number from 0 to 100"),
        ("band.partly.to", "50", "a number not below that of from"),
        ("grade.poor.from", "10", "0 for the lowest grade"),
        ("grade.good.from", "90", "another total for each grade"),
        ("grade.good.label", " ", "a text"),
        ("over.mark", "80", "a number of 100 or more"),
        ("days.publish", "0", "a number of days, 1 to 366"),
        ("rounding.mode", "half_even", "half_up"),
        ("rounding.places", "7", "a number of places, 0 to 6"),
        ("colour.green_below", "70", "limits that rise"),
        ("based_on", "nobody", "one of own, mof-2020"),
        ("based_on", "own", "a scheme that is not based on this one"),
    ],
)
def test_what_makes_no_sense_is_said(parameter: str, value: str, expected: str) -> None:
    record = record_of({parameter: value}, based_on=MINISTRY)
    found = faults(record)
    assert [each.parameter for each in found] == [parameter]
    assert found[0].expected.startswith(expected)
    with pytest.raises(ManyProblemsError, match="make no sense"):
        schemes_of(record)


def test_all_that_makes_no_sense_is_said_at_once() -> None:
    record = record_of({"points.luck": "5", "over.mark": "x"}, based_on=MINISTRY)
    assert [each.parameter for each in faults(record)] == ["points.luck", "over.mark"]


def test_a_grade_needs_a_name() -> None:
    found = faults(record_of({"grade.new.from": "95"}, based_on=MINISTRY))
    assert [each.parameter for each in found] == ["grade.new.label"]


def test_a_scheme_without_rounding_cannot_score() -> None:
    found = faults(record_of({"points.execution": "10"}))
    assert [each.parameter for each in found] == ["rounding.mode", "rounding.places"]


def test_parameters_need_a_scheme_and_a_scheme_parameters() -> None:
    both = record_of({"rounding.mode": "half_up", "rounding.places": "2"}).tables
    for table, expected in (("schemes", "a scheme of"), ("scheme_parameters", "parameters")):
        found = faults(Record(tables={**both, table: []}))
        assert [each.expected.startswith(expected) for each in found] == [True]


def test_the_scheme_is_the_descriptors_or_the_nationwide_one() -> None:
    schemes = schemes_of(Record())
    assert default_id(Record(), schemes) == MINISTRY
    assert default_id(Record(descriptor={"scheme": "hubei"}), schemes) == "hubei"


def test_a_scheme_that_nobody_knows_is_named_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError) as caught:
        scheme_named(schemes_of(Record()), "nobody")
    assert "hubei" in str(caught.value)

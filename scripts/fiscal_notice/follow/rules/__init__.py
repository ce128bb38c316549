"""The rules of a follow-up: the statements that must hold, as a list you can read."""

from __future__ import annotations

from fiscal_notice.follow.rules import (
    budgets,
    computed,
    dates,
    evaluation,
    events,
    evidence,
    keys,
    missing,
    money,
    monitoring,
    payments,
    schemes,
    targets,
)
from fiscal_notice.follow.rules.saying import OF_REGIONS
from fiscal_notice.model import Rule
from fiscal_notice.notice.rules import ON_ERRATA
from fiscal_notice.notice.rules.declare import rule

_KEYED = " ".join(keys.KEYED)
_MONEY = "payments stages"
_NOTICE = "notice:notice"
_DAYS = "notice:notice parameters about"
_SCORES = "self_evaluation_scores"
_FUNDS = "self_evaluation_funds"
_TARGETS = " ".join(targets.REPEATED)
#: Each with the tables that it judges, then those that it only reads; frames of the notice are
#: called ``notice:TABLE``, those without a colon that are no table are made (judging/beside.py).
RULES: tuple[Rule, ...] = (
    rule("FOL-01", keys.region_known, reads="notice:regions", optional=" ".join(OF_REGIONS)),
    rule("FOL-02", keys.key_known, reads=_NOTICE, optional=_KEYED),
    rule("FOL-03", keys.key_of_region, reads=_NOTICE, optional=_KEYED),
    rule("FOL-04", keys.sheet_of_indicator, reads="notice:indicators", optional=_TARGETS),
    rule("FOL-05", keys.notice_at_hand, "about", reads=_NOTICE),
    rule("FOL-06", dates.year_has_begun, reads=_NOTICE, optional=_MONEY),
    rule("FOL-07", dates.paid_after_passed_on, "stages", optional="payments"),
    rule("FOL-08", dates.not_before_notice, "stages", reads=_NOTICE),
    rule("FOL-09", dates.stages_in_order, "stages", severity="warning"),
    rule("FOL-10", dates.passed_on_in_time, "stages", reads=_DAYS, severity="warning"),
    rule(
        "FOL-11",
        dates.nothing_from_the_future,
        reads="about",
        optional="evidence stages payments budgets confirmed_targets monitoring",
        severity="warning",
    ),
    rule("FOL-12", money.passed_on, "stages", reads=_NOTICE),
    rule("FOL-13", money.allocated, "stages", reads=_NOTICE),
    rule("FOL-14", money.paid, reads=_NOTICE, optional=_MONEY),
    rule("FOL-15", money.nothing_withheld, "stages", reads=_DAYS, severity="warning"),
    rule("FOL-16", money.paid_is_payments, "stages", reads="payments", severity="warning"),
    rule("FOL-17", payments.function_code, reads=_NOTICE, optional=_MONEY),
    rule("FOL-18", payments.project, reads=_NOTICE, optional=_MONEY),
    rule("FOL-19", payments.payee, "payments", reads="notice:grants"),
    rule("FOL-20", payments.payer, optional=_MONEY, severity="warning"),
    rule("FOL-21", budgets.whole_amount, "budgets", reads=_NOTICE),
    rule("FOL-22", budgets.published_in_time, "budgets", reads="parameters"),
    rule("FOL-23", targets.target_as_announced, reads="notice:indicators", optional=_TARGETS),
    rule("FOL-24", targets.not_lower, "confirmed_targets", reads="notice:indicators"),
    rule("FOL-25", targets.confirmed_agrees, "confirmed_targets", severity="warning"),
    rule(
        "FOL-26",
        targets.every_indicator_has_an_actual,
        reads="notice:indicators",
        optional=f"monitoring self_evaluations {_SCORES}",
    ),
    rule(
        "FOL-27",
        targets.actual_agrees,
        optional=f"monitoring {_SCORES}",
        severity="warning",
    ),
    rule("FOL-28", monitoring.reason_given, "monitoring"),
    rule("FOL-29", monitoring.money_of_the_year, "monitoring", severity="warning"),
    rule("FOL-30", evaluation.low_execution_has_a_reason, _FUNDS, reads="parameters"),
    rule("FOL-31", evaluation.score_within_points, optional=f"{_SCORES} {_FUNDS}"),
    rule("FOL-32", evaluation.lost_points_have_a_reason, _SCORES),
    rule("FOL-33", evaluation.points_add_up, _SCORES),
    rule("FOL-34", evaluation.points_are_whole, _FUNDS, reads=f"{_SCORES} parameters"),
    rule("FOL-35", evaluation.total_is_its_scores, "self_evaluations", reads=f"{_SCORES} {_FUNDS}"),
    rule("FOL-36", evaluation.grade_is_of_total, "self_evaluations", reads="parameters"),
    rule("FOL-37", evaluation.over_achievement_explained, _SCORES, reads="parameters"),
    rule(
        "FOL-38",
        evaluation.results_within_money,
        _FUNDS,
        reads=f"{_SCORES} parameters",
        severity="warning",
    ),
    rule("FOL-39", evaluation.sources_add_up, _FUNDS),
    rule("FOL-40", evaluation.rate_as_printed, _FUNDS, severity="warning"),
    rule(
        missing.MISSING,
        missing.reports_there,
        reads="about due notice:regions",
        severity="advice",
    ),
    rule("FOL-42", computed.scores_are_the_schemes, "scores", reads="scored"),
    rule(
        "FOL-43",
        computed.reported_is_computed,
        "self_evaluations",
        reads="scored parameters",
        optional=f"{_SCORES} {_FUNDS}",
        severity="warning",
    ),
    rule("FOL-44", schemes.make_sense, "scheme_parameters", reads="faults"),
    rule("FOL-45", evidence.something_rests, "evidence", severity="warning"),
    rule("FOL-46", evidence.superseded_is_out, "evidence"),
    rule("FOL-47", evidence.cells_exist, "field_cells"),
    rule("FOL-48", evidence.all_placed, "unplaced", severity="advice"),
    rule("FOL-49", evidence.no_contacts, reads="contacts:cells"),
    rule("FOL-50", money.amount_as_announced, reads=_NOTICE, optional=_MONEY),
    rule("FOL-51", events.told_once, optional=_MONEY, severity="warning"),
    *ON_ERRATA,
)

"""Findings are grouped by habit, drafted, and declared whole groups at a time, or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fiscal_notice.errors import PackageError, UnknownNameError
from fiscal_notice.notice.declaring import draft_file
from fiscal_notice.notice.declaring.errata_table import Stated
from fiscal_notice.notice.declaring.habits import weight_of
from fiscal_notice.notice.declaring.run import Undeclared, take, undeclared, write_drafts
from fiscal_notice.notice.declaring.words import listing
from fiscal_notice.validate import validate
from kit import ROOT, change_cell, read_csv, write_csv
from notice.declaring.conftest import DEFECTS, with_defects

CELL = ("rule_id", "resource", "key", "field", "printed", "expected")


def errata(root: Path) -> list[dict[str, str]]:
    return read_csv(root / "resources" / "errata.csv")


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def rules_of(found: Undeclared) -> list[tuple[str, ...]]:
    return [group.rules for group in found.groups]


def test_a_sound_notice_has_nothing_to_declare(mini: Path) -> None:
    found = undeclared(mini)
    assert (found.groups, found.mend, found.count) == ((), (), 0)


def test_findings_are_grouped_by_habit(defective: Path) -> None:
    found = undeclared(defective)
    assert rules_of(found) == [("TXT-05",), ("TXT-13",), ("TXT-14",)]
    sizes = {group.rules[0]: len(group.drafts) for group in found.groups}
    # Both sheets have the value with a full stop, the second has another one.
    assert sizes == {"TXT-05": 2, "TXT-13": 3, "TXT-14": 2}
    assert found.count == len(validate(defective).undeclared) == 7


def test_drafts_say_in_both_languages_where_and_what(defective: Path) -> None:
    by_rule = {g.rules[0]: g.drafts[-1] for g in undeclared(defective).groups}
    missing, double = by_rule["TXT-05"], by_rule["TXT-14"]
    assert missing.zh.startswith("乙市表指标“提高知识产权保护意识”没有指标值")
    assert missing.en.startswith("On the sheet of 乙市 the indicator 提高知识产权保护意识 has no")
    assert (missing.kind, missing.weight) == ("missing_value", "material")
    assert "“不少于2场以上”" in double.zh
    assert double.line is not None


def test_one_word_declares_a_group(defective: Path) -> None:
    taken = take(defective, ["TXT-13"])
    assert taken.accepted == ("E001", "E002", "E003")
    assert taken.left == 4
    rows = errata(defective)
    assert [row["rule_id"] for row in rows] == ["TXT-13"] * 3
    lines = [int(row["source_line"]) for row in rows]
    assert lines == sorted(lines)
    assert {(row["weight"], row["status"], row["reported_on"]) for row in rows} == {
        ("layout", "open", "")
    }
    again = take(defective, ["TXT-05", "TXT-14"])
    assert again.accepted == ("E004", "E005", "E006", "E007")
    assert again.left == 0
    assert validate(defective).valid


def test_a_kind_of_defect_takes_all_of_its_groups(defective: Path) -> None:
    assert take(defective, ["missing_value", "wording", "punctuation"]).left == 0
    assert validate(defective).valid


def test_a_table_and_a_key_narrow_what_is_taken(defective: Path) -> None:
    group = undeclared(defective).groups[0]
    key = group.drafts[1].finding.key
    assert take(defective, [f"TXT-05:indicators:{key}"]).accepted == ("E001",)
    assert errata(defective)[0]["key"] == key


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("TXT-133", ["TXT-13"]),
        ("txt-13x", ["TXT-13"]),
        ("spaceing", ["spacing"]),
        ("TXT-23", ["found nothing"]),
        ("TXT-13:grants", ["grants", "indicators"]),
        ("TXT-13:indicators:99", ["row 99", "did you mean"]),
    ],
)
def test_a_name_that_names_nothing_is_refused_with_the_nearest(
    defective: Path, name: str, words: list[str]
) -> None:
    before = files(defective)
    with pytest.raises(UnknownNameError) as refused:
        take(defective, ["TXT-14", name])
    assert all(word in str(refused.value) for word in words)
    assert files(defective) == before


def test_an_explanation_that_is_not_finished_is_refused_and_nothing_written(
    defective: Path,
) -> None:
    write_drafts(defective)
    path = defective / draft_file.NAME
    rows = read_csv(path)
    rows[-1]["explanation_en"] = "TODO: ask the office"
    write_csv(path, list(rows[0]), rows)
    before = files(defective)
    with pytest.raises(PackageError, match="not finished") as refused:
        take(defective, ["TXT-05", "TXT-13", "TXT-14"])
    assert "TODO: ask the office" in str(refused.value)
    assert files(defective) == before


def test_todo_in_the_errata_is_a_finding(defective: Path) -> None:
    take(defective, ["TXT-05", "TXT-13", "TXT-14"])
    change_cell(defective, ("errata", "E001", "explanation_zh", "TODO"))
    found = validate(defective, ["ERR-04"]).findings
    assert [(f.key, f.field) for f in found] == [("E001", "explanation_zh")]


def test_words_that_a_person_edits_are_taken_and_stay(defective: Path) -> None:
    write_drafts(defective)
    path = defective / draft_file.NAME
    rows = read_csv(path)
    chosen = next(row for row in rows if row["rule_id"] == "TXT-14")
    chosen |= {"explanation_zh": "本表手工说明", "kind": "unclear", "weight": "material"}
    write_csv(path, list(rows[0]), rows)
    write_drafts(defective)
    assert read_csv(path) == rows
    take(defective, ["TXT-14"])
    mine = [row for row in errata(defective) if row["key"] == chosen["key"]]
    assert [(row["explanation_zh"], row["kind"], row["weight"]) for row in mine] == [
        ("本表手工说明", "unclear", "material")
    ]


@pytest.mark.parametrize(("name", "value"), [("kind", "typo"), ("weight", "")])
def test_a_kind_that_does_not_exist_is_refused_with_its_line(
    defective: Path, name: str, value: str
) -> None:
    write_drafts(defective)
    path = defective / draft_file.NAME
    rows = read_csv(path)
    rows[1][name] = value
    write_csv(path, list(rows[0]), rows)
    with pytest.raises(PackageError) as refused:
        undeclared(defective)
    assert (refused.value.line, refused.value.file) == (3, draft_file.NAME)


def test_drafts_are_no_resource(defective: Path) -> None:
    before = files(defective)
    write_drafts(defective)
    after = files(defective)
    assert after.keys() - before.keys() == {draft_file.NAME}
    assert all(after[name] == content for name, content in before.items())


def test_the_descriptor_has_the_hash_of_what_was_written(defective: Path) -> None:
    assert take(defective, ["TXT-13"]).changed == ("resources/errata.csv", "datapackage.json")
    assert validate(defective, ["SCH-01"]).valid


def test_a_status_is_given_with_the_day_of_the_report(defective: Path) -> None:
    reported = Stated(status="reported", day="2021-01-04")
    assert take(defective, ["TXT-13"], reported).accepted == ("E001", "E002", "E003")
    take(defective, ["TXT-05"])
    state = [(row["status"], row["reported_on"]) for row in errata(defective)]
    assert state == [("reported", "2021-01-04")] * 3 + [("open", "")] * 2
    # Later ones keep the day of the report; without names all are meant.
    fixed = take(defective, ["TXT-13"], Stated(status="fixed", day="2021-02-01"))
    assert fixed.stated == ("E001", "E002", "E003")
    assert fixed.accepted == ()
    take(defective, [], Stated(status="acknowledged", day="2021-03-01"))
    state = [(row["status"], row["reported_on"]) for row in errata(defective)]
    assert state == [("acknowledged", "2021-01-04")] * 3 + [("acknowledged", "2021-03-01")] * 2
    take(defective, [], Stated(status="open", day="2021-04-01"))
    assert {row["reported_on"] for row in errata(defective)} == {""}


def test_what_stands_on_no_line_is_to_be_mended(defective: Path) -> None:
    descriptor = json.loads((defective / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["resources"][0]["bytes"] = 1
    (defective / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    found = undeclared(defective)
    assert [finding.rule for finding in found.mend] == ["SCH-01"]
    assert "SCH-01" in listing(found, "en").partition("To be mended")[2]
    with pytest.raises(UnknownNameError):
        take(defective, ["SCH-01"])


def test_stale_errata_are_to_be_mended(defective: Path) -> None:
    take(defective, ["TXT-13"])
    change_cell(defective, ("errata", "E001", "printed", "another"))
    assert "ERR-03" in {finding.rule for finding in undeclared(defective).mend}


def test_another_notice_lends_its_words_for_the_same_habit(tmp_path: Path) -> None:
    old = with_defects(tmp_path / "old", DEFECTS[0])
    take(old, ["TXT-13"])
    first = errata(old)[0]
    for field, text in (("explanation_zh", "甲市表的值多一句号。"), ("kind", "markup")):
        change_cell(old, ("errata", first["erratum_id"], field, text))
    for row in errata(old)[1:]:
        change_cell(old, ("errata", row["erratum_id"], "explanation_zh", "乙市表的值多一句号。"))
    new = with_defects(tmp_path / "new", *DEFECTS[:3])
    carried = {
        draft.finding.key: draft.zh
        for group in undeclared(new, like=old).groups
        for draft in group.drafts
        if draft.carried
    }
    assert sorted(carried.values()) == ["乙市表的值多一句号。"] * 2 + ["甲市表的值多一句号。"]
    assert take(new, ["carried"], like=old).left == 2
    assert validate(new).undeclared[0].rule == "TXT-14"


def test_words_with_figures_of_another_cell_are_not_carried(tmp_path: Path) -> None:
    old = with_defects(tmp_path / "old", DEFECTS[0])
    take(old, ["TXT-13"])
    for row in errata(old):
        change_cell(
            old, ("errata", row["erratum_id"], "explanation_zh", "值多一句号，另见第777行。")
        )
    new = with_defects(tmp_path / "new", DEFECTS[1])
    (group,) = undeclared(new, like=old).groups
    assert [draft.carried for draft in group.drafts] == [None]
    assert "777" not in group.drafts[0].zh


def test_words_of_the_very_cell_come_first_and_leave_no_room_for_others(tmp_path: Path) -> None:
    old = with_defects(tmp_path / "old", DEFECTS[0])
    take(old, ["TXT-13"])
    first, second = errata(old)
    for row, text in ((first, "另见第777行。"), (second, f"见第{second['source_line']}行。")):
        change_cell(old, ("errata", row["erratum_id"], "explanation_zh", text))
    # The same cells, a line further down.
    new = with_defects(tmp_path / "new", DEFECTS[0], ("特急\n", "特急\n\n"))
    (group,) = undeclared(new, like=old).groups
    lines = [draft.line for draft in group.drafts]
    assert lines == [int(row["source_line"]) + 1 for row in (first, second)]
    assert [draft.carried for draft in group.drafts] == [None, "E002"]
    assert group.drafts[1].zh == f"见第{lines[1]}行。"


def test_notes_of_readers_are_carried_to_the_same_words(tmp_path: Path) -> None:
    old = with_defects(tmp_path / "old", DEFECTS[2])
    take(old, ["TXT-14"])
    rows = errata(old)
    note = rows[0] | {
        "erratum_id": "E003",
        "rule_id": "RDR-01",
        "key": "1",
        "field": "level3",
        "printed": "完成专利导航报告",
        "expected": "完成两份报告",
        "explanation_zh": "名称未写份数。",
        "explanation_en": "The name gives no number.",
        "source_line": "73",
    }
    write_csv(old / "resources" / "errata.csv", list(note), [*rows, note])
    new = with_defects(tmp_path / "new", DEFECTS[2])
    assert [g.rules for g in undeclared(new, like=old).groups] == [("TXT-14",), ("RDR-01",)]
    assert take(new, ["carried"], like=old).left == 0
    report = validate(new)
    assert report.valid
    assert "RDR-01" in {finding.rule for finding in report.findings}


@pytest.mark.parametrize(
    ("expected", "carried"), [("完成两份报告", True), ("与第72行合并或说明区别", False)]
)
def test_a_note_that_names_a_line_of_the_other_notice_is_not_carried(
    tmp_path: Path, expected: str, carried: bool
) -> None:
    old = with_defects(tmp_path / "old", DEFECTS[2])
    take(old, ["TXT-14"])
    rows = errata(old)
    said = {"explanation_zh": "名称未写份数。", "explanation_en": "The name gives no number."}
    note = rows[0] | said | {"erratum_id": "E003", "rule_id": "RDR-01", "source_line": "73"}
    note |= {"key": "1", "field": "level3", "printed": "完成专利导航报告", "expected": expected}
    write_csv(old / "resources" / "errata.csv", list(note), [*rows, note])
    # The same cells, a line further down.
    new = with_defects(tmp_path / "new", DEFECTS[2], ("特急\n", "特急\n\n"))
    groups = [group.rules for group in undeclared(new, like=old).groups]
    assert (("RDR-01",) in groups) is carried


def test_a_package_is_what_it_was_after_a_wrong_like(defective: Path, tmp_path: Path) -> None:
    before = files(defective)
    with pytest.raises(PackageError):
        take(defective, ["carried"], like=tmp_path / "nowhere")
    assert files(defective) == before


def test_the_real_errata_are_taken_in_forty_groups_and_agree_with_those_of_people(
    bare: Path,
) -> None:
    people = {tuple(row[name] for name in CELL): row for row in errata(ROOT)}
    found = undeclared(bare)
    assert len(found.groups) <= 40
    assert found.mend == ()
    taken = take(bare, [rule for group in found.groups for rule in group.rules])
    assert taken.left == 0
    assert validate(bare).valid
    rows = {tuple(row[name] for name in CELL): row for row in errata(bare)}
    # What no rule finds, a person has noted; a rule can draft only what it finds.
    assert {cell[0] for cell in people.keys() - rows.keys()} == {"RDR-01"}
    assert rows.keys() <= people.keys()
    kinds = [rows[cell]["kind"] == people[cell]["kind"] for cell in rows]
    assert kinds.count(False) <= 1
    assert all(rows[cell]["source_line"] == people[cell]["source_line"] for cell in rows)
    for row in rows.values():
        assert "{" not in row["explanation_zh"] + row["explanation_en"]


def test_the_errata_of_the_repository_have_the_weights_of_their_rules() -> None:
    for row in errata(ROOT):
        assert row["weight"] == weight_of(row["rule_id"], row["kind"]), row["erratum_id"]


def test_the_listing_names_each_group_with_how_to_take_it(defective: Path) -> None:
    found = undeclared(defective)
    english, chinese = listing(found, "en"), listing(found, "zh")
    assert "TXT-13: 3 findings, kind punctuation, layout" in english
    assert "fiscal-notice errata --accept TXT-13" in english
    assert "7 findings in 3 groups without an erratum; 0 declared." in english
    assert "TXT-13：3处，类别 punctuation，版式" in chinese
    assert listing(found, "en") == english


def test_a_package_without_errata_gets_the_table_with_its_first_erratum(defective: Path) -> None:
    path = defective / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "errata"]
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    for name in ("resources/errata.csv", "schemas/errata.json"):
        (defective / name).unlink()
    assert undeclared(defective).count == 7
    assert take(defective, ["TXT-05", "TXT-13", "TXT-14"]).left == 0
    report = validate(defective)
    assert report.valid
    assert sum(finding.erratum is not None for finding in report.findings) == 7

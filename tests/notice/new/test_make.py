"""From originals to a package: what is written, kept, refused."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fiscal_notice.errors import (
    ManyProblemsError,
    OriginalError,
    TargetError,
    WrongSettingError,
)
from fiscal_notice.notice.extract.transcript import decode
from fiscal_notice.notice.new import sources
from fiscal_notice.notice.new.make import Order, difference, make, rebuild
from fiscal_notice.notice.trace import as_text, trace
from fiscal_notice.package import read_package, writing
from kit import mini_package, read_csv


def content(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def new(folder: Path, *sources: Path, **more: object) -> None:
    """Make a package."""
    make(Order(folder=folder, sources=sources, **more))  # type: ignore[arg-type]


def test_a_package_has_the_originals_the_transcript_and_the_tables(
    folder: Path, source: Path
) -> None:
    made = make(Order(folder=folder, sources=[source]))
    package = read_package(folder)
    assert content(folder).keys() == made.built.files.keys()
    assert (folder / "originals" / "notice.txt").read_bytes() == source.read_bytes()
    assert package.resource("originals") is not None
    transcript = decode((folder / package.require("transcript").path).read_bytes())
    assert transcript.splitlines()[0] == decode(source.read_bytes()).splitlines()[0]
    listed = read_csv(folder / "resources" / "originals.csv")
    assert listed[0]["path"] == "originals/notice.txt"
    assert listed[0]["media_type"] == "text/plain"
    places = read_csv(folder / "resources" / "places.csv")
    assert all(row["source_line"] == row["paragraph"] for row in places)


def test_originals_are_no_resource(folder: Path, source: Path) -> None:
    new(folder, source)
    paths = [resource.path for resource in read_package(folder).resources]
    assert not [path for path in paths if path.startswith("originals/")]


def test_the_tables_are_those_of_the_same_notice_as_it_was(
    folder: Path, source: Path, tmp_path: Path
) -> None:
    new(folder, source)
    before = mini_package(tmp_path / "before")
    for name in ("allocations", "grants", "target_sheets", "indicators", "clauses"):
        path = f"resources/{name}.csv"
        text = (before / path).read_text(encoding="utf-8")
        wanted = text.replace("甲市", "广州市").replace("乙市", "深圳市")
        assert (folder / path).read_text(encoding="utf-8") == wanted, name


def test_rebuilding_gives_the_same_bytes(folder: Path, source: Path) -> None:
    new(folder, source)
    before = content(folder)
    assert difference(folder) == ""
    assert rebuild(folder).changed == ()
    new(folder)
    assert content(folder) == before


def test_what_is_given_by_hand_stands_in_the_table_and_is_kept(folder: Path, source: Path) -> None:
    new(folder, source)
    new(folder, settings=["signed_on=2020-12-03"], said_by="发文稿")
    rows = read_csv(folder / "resources" / "given.csv")
    number = read_csv(folder / "resources" / "notice.csv")[0]["document_number"]
    assert rows == [
        {
            "resource": "notice",
            "key": number,
            "field": "signed_on",
            "value": "2020-12-03",
            "said_by": "发文稿",
        }
    ]
    new(folder, source)
    assert read_csv(folder / "resources" / "notice.csv")[0]["signed_on"] == "2020-12-03"
    assert difference(folder) == ""
    # An empty value takes it back, and the table that has no row left goes.
    new(folder, settings=["signed_on="])
    assert not (folder / "resources" / "given.csv").exists()
    assert not (folder / "schemas" / "given.json").exists()
    assert "signed_on" not in read_csv(folder / "resources" / "notice.csv")[0]


def test_who_said_so_is_no_telephone_number(folder: Path, source: Path) -> None:
    new(folder, source, settings=["signed_on=2020-12-03"], said_by="张三，电话：13800138000")
    assert "13800138000" not in (folder / "resources" / "given.csv").read_text(encoding="utf-8")


def test_no_telephone_number_of_a_file_name_is_published(folder: Path, source: Path) -> None:
    named = source.with_name("联系人张三13800000000.txt")
    named.write_bytes(source.read_bytes())
    new(folder, named)
    assert (folder / "originals" / "original.txt").read_bytes() == source.read_bytes()
    new(folder, named)
    files = content(folder)
    assert not [name for name, data in files.items() if b"13800000000" in name.encode() + data]


def test_a_number_that_is_given_names_the_dataset(folder: Path, source: Path) -> None:
    new(folder, source, settings=["document_number=丙财〔2021〕8号"])
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert descriptor["name"] == "bingcai-2021-8"
    assert (folder / "resources" / "source" / "bingcai-2021-8.txt").is_file()


def test_what_people_wrote_in_the_descriptor_is_kept(folder: Path, source: Path) -> None:
    new(folder, source)
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor |= {"description": "By hand.", "licenses": [{"name": "CC0-1.0"}]}
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    new(folder, settings=["document_number=丙财〔2021〕8号"])
    found = json.loads(path.read_text(encoding="utf-8"))
    assert (found["description"], found["licenses"]) == ("By hand.", [{"name": "CC0-1.0"}])
    # What was derived follows the notice.
    assert found["name"] == "bingcai-2021-8"


def test_errata_are_nobody_elses_to_touch(folder: Path, source: Path, tmp_path: Path) -> None:
    new(folder, source)
    before = mini_package(tmp_path / "before")
    there = json.loads((before / "datapackage.json").read_text(encoding="utf-8"))
    entry = next(each for each in there["resources"] if each["name"] == "errata")
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8"))
    descriptor["resources"].append(entry)
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    for name in ("resources/errata.csv", "schemas/errata.json"):
        (folder / name).write_bytes((before / name).read_bytes())
    new(folder, source)
    assert (folder / "resources/errata.csv").read_bytes() == (
        before / "resources/errata.csv"
    ).read_bytes()
    assert read_package(folder).resource("errata") is not None


def test_terms_are_taken_over_from_another_package(
    folder: Path, source: Path, tmp_path: Path
) -> None:
    other = mini_package(tmp_path / "before")
    new(folder, source, like=other)
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    publishers = [each["title"] for each in found["contributors"] if "publisher" in each["roles"]]
    assert publishers == ["fiscal-notice contributors"]


def test_nothing_is_written_that_was_not_asked_for(folder: Path, source: Path) -> None:
    new(folder, source, check_only=True)
    assert not folder.exists()


def test_a_folder_of_something_else_is_left_alone(
    folder: Path, source: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    (folder / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TargetError, match="holds something else"):
        new(folder, source)
    assert content(folder) == {"diary.txt": b"mine"}
    own = mini_package(tmp_path / "own")
    with pytest.raises(TargetError, match="new did not make"):
        new(own, source)
    with pytest.raises(TargetError, match="a package is a folder"):
        new(source, source)


def test_another_notice_does_not_replace_the_first(folder: Path, source: Path) -> None:
    new(folder, source)
    before = content(folder)
    other = source.with_name("other.txt")
    other.write_bytes(source.read_bytes() + "\n另一件\n".encode())
    with pytest.raises(TargetError, match="other originals"):
        new(folder, other)
    assert content(folder) == before


def test_all_that_cannot_be_read_is_said_at_once(folder: Path, source: Path) -> None:
    twice = source.with_name("copy.txt")
    twice.write_bytes(source.read_bytes())
    with pytest.raises(ManyProblemsError) as caught:
        new(folder, source, twice, source.parent, source.with_name("lost.txt"))
    said = str(caught.value)
    for words in ("given twice", "this is a folder", "there is no such file"):
        assert words in said
    assert not folder.exists()
    with pytest.raises(OriginalError, match="no such file"):
        new(folder, source.with_name("lost.txt"))


def test_a_new_folder_needs_originals(folder: Path) -> None:
    with pytest.raises(WrongSettingError, match="no original is named"):
        new(folder)


def test_all_settings_that_do_not_fit_are_said_at_once(folder: Path, source: Path) -> None:
    settings = [
        *("isuer=甲", "budget_year=twenty", "phase=later", "nowhere/1/x=2", "signed_on"),
        *("allocations/99/transfer_type=award", "total_yuan=-5", "document_number=7"),
    ]
    with pytest.raises(ManyProblemsError) as caught:
        new(folder, source, settings=settings)
    assert caught.value.exit_code == 2
    assert len(caught.value.problems) == len(settings)
    assert caught.value.problems[0].hint == "did you mean issuer?"
    assert not folder.exists()


def test_a_category_may_be_given_by_its_label(folder: Path, source: Path) -> None:
    new(folder, source, settings=["allocations/1/transfer_type=奖牌"])
    assert read_csv(folder / "resources" / "allocations.csv")[0]["transfer_type"] == "award"


def test_a_cell_given_by_hand_is_traced_to_who_said_so(folder: Path, source: Path) -> None:
    new(folder, source, settings=["allocations/1/transfer_type=award"], said_by="发文稿")
    found = trace(read_package(folder), "allocations", "1", "transfer_type")
    assert found.sources == ()
    assert "transfer_type: award (said by 发文稿)" in as_text(found)
    assert "人工补充" in as_text(found, "zh")


def test_an_interruption_leaves_the_old_or_the_new(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new(folder, source)
    before = content(folder)
    renamed = Path.replace
    calls = 0

    def interrupted(path: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return renamed(path, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new(folder, settings=["document_number=丙财〔2021〕8号"])
    monkeypatch.undo()
    after = content(folder)
    assert after != before
    # The transcript has another name now, and the old one is gone.
    assert len([name for name in after if name.startswith("resources/source/")]) == 1
    assert difference(folder) == ""


def test_an_interruption_before_that_changes_nothing(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_stage", interrupted)
    with pytest.raises(KeyboardInterrupt):
        new(folder, source)
    assert not folder.exists()


def test_annexes_without_a_letter_ask_for_what_it_says(folder: Path, source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    source.write_text(text[text.index("附件1\n") :], encoding="utf-8")
    made = make(Order(folder=folder, sources=[source]))
    asked = [question.answer for question in made.built.extraction.questions]
    assert "--set document_number=…" in asked
    answer = ["document_number=甲财〔2021〕3号", "title=关于下达资金的通知", "issuer=甲省财政厅"]
    made = make(Order(folder=folder, settings=[*answer, "budget_year=2021", "phase=下达"]))
    assert made.built.extraction.questions == ()


def test_a_name_on_a_line_behind_its_label_reaches_no_file(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "letter.txt"
    text = "某省财政厅关于下达资金的通知\n各市财政局：\n下达资金10万元。\n联系人\n\n张三四\n"
    source.write_text(text + "财政厅办公室\n", encoding="utf-8")
    made = make(Order(folder=folder, sources=[source]))
    written = [content for name, content in made.built.files.items() if "originals/" not in name]
    assert not any("张三四".encode() in content for content in written)
    assert any("财政厅办公室".encode() in content for content in written)
    assert any("a contact was left out" in remark.what for _, remark in made.remarks)


def test_a_pipe_is_not_waited_for_and_a_huge_file_not_read(
    folder: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(OriginalError, match="a pipe or a device"):
        make(Order(folder=folder, sources=[tmp_path / "pipe.txt"]))
    monkeypatch.setattr(sources, "MOST_BYTES", 10)
    with pytest.raises(OriginalError, match="far larger"):
        make(Order(folder=folder, sources=[source]))
    assert not folder.exists()

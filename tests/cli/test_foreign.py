"""Packages that are no notice: each command works for them, or says at once why it does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Run, contents, refused

CREATED = "2026-01-01T00:00:00Z"
FAMILY = ("notice", "regions", "budget_units", "allocations", "grants", "target_sheets", "errata")
Foreign = dict[str, Any]


def table(name: str, *columns: str) -> Foreign:
    fields = [{"name": column, "type": "string"} for column in columns]
    return {"name": name, "path": f"{name}.csv", "schema": {"fields": fields}}


def package(**more: Any) -> Foreign:
    return {"name": "invented", "version": "1.0", "created": CREATED, **more}


#: Invented. The columns of a table without a schema are a and b.
PACKAGES: dict[str, Foreign] = {
    "a table of its own": package(resources=[table("gdp", "country", "usd")]),
    "no schema": package(resources=[{"name": "t", "path": "t.csv"}]),
    "a table called regions": package(resources=[table("regions", "code", "population")]),
    "tables called as those of a notice": package(resources=[table(n, "a", "b") for n in FAMILY]),
    "the columns of an annex, but no letter": package(
        resources=[table("allocations", "unit_code", "transfer_type", "amount_yuan")]
    ),
    "a letter without a year": package(
        resources=[table("notice", "document_number", "title", "total_yuan")]
    ),
    "no version": {k: v for k, v in package(resources=[table("t", "a")]).items() if k != "version"},
    "no date": {k: v for k, v in package(resources=[table("t", "a")]).items() if k != "created"},
    "no name": {k: v for k, v in package(resources=[table("t", "a")]).items() if k != "name"},
}
EACH = pytest.mark.parametrize("descriptor", PACKAGES.values(), ids=PACKAGES)


def written(folder: Path, descriptor: Foreign) -> Path:
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    for resource in descriptor["resources"]:
        fields = resource.get("schema", {"fields": [{"name": "a"}, {"name": "b"}]})["fields"]
        lines = (",".join(f["name"] for f in fields), ",".join("1" for _ in fields))
        (folder / resource["path"]).write_text("\n".join((*lines, "")), encoding="utf-8")
    return folder


@EACH
def test_a_site_is_of_any_package(run: Run, tmp_path: Path, descriptor: Foreign) -> None:
    root = written(tmp_path / "package", descriptor)
    result = run(root, "site", "--out", str(tmp_path / "site"))
    assert result.code == 0
    assert ("left out" in result.err) is ("name" not in descriptor)
    pages = {path.name for path in (tmp_path / "site" / "en").iterdir()}
    assert {"index.html", "data.html", "checks.html", "changes.html"} <= pages
    assert not {"cities.html", "errata.html", "transcript.html"} & pages


@EACH
def test_nothing_can_be_extracted(run: Run, tmp_path: Path, descriptor: Foreign) -> None:
    root = written(tmp_path / "package", descriptor)
    before = contents(root)
    for options in ([], ["--check"]):
        refused(run(root, "extract", *options), "no resource transcript", "fiscal-notice validate")
    assert contents(root) == before


@EACH
def test_a_trace_says_what_there_is(run: Run, tmp_path: Path, descriptor: Foreign) -> None:
    root = written(tmp_path / "package", descriptor)
    for resource in descriptor["resources"]:
        names = [each["name"] for each in resource.get("schema", {"fields": []})["fields"]]
        unknown = run(root, "trace", resource["name"], "9")
        assert unknown.code == 2
        assert ("such as 1" if names else "table schemas") in unknown.err
        if names:
            refused(
                run(root, "trace", resource["name"], "/".join("1" for _ in names)), "transcript"
            )


@EACH
def test_a_release_is_of_any_package(run: Run, tmp_path: Path, descriptor: Foreign) -> None:
    root = written(tmp_path / "package", descriptor)
    result = run(root, "release", "--out", str(tmp_path / "out"))
    lacking = {"name"} - set(descriptor)
    if lacking:
        refused(result, "datapackage.json", *lacking)
        assert not (tmp_path / "out").exists()
        return
    assert (result.code, result.err) == (0, "")
    assert "invented" in result.out
    for word in ("cities", "errata", "target sheet", "¥"):
        assert word not in result.out
    (archive,) = (tmp_path / "out").glob("*.zip")
    assert run(tmp_path, "validate", str(archive)).code == 0


def test_a_release_of_no_notice_has_no_pages_of_one(run: Run, tmp_path: Path) -> None:
    from fiscal_notice.package import read_package
    from fiscal_notice.release import generated_pages

    for number, descriptor in enumerate(PACKAGES.values()):
        root = written(tmp_path / str(number), descriptor)
        assert list(generated_pages(read_package(root))) == ["docs/data-dictionary.md"]


@pytest.mark.parametrize("form", ["text", "json", "html", "frictionless"])
def test_half_of_a_character_is_reported_into_a_file(run: Run, tmp_path: Path, form: str) -> None:
    root = written(tmp_path / "p", package(title="x\ud800", resources=[table("t", "a")]))
    out = tmp_path / "report"
    arguments = ["validate", ".", "--format", form, "--out", str(out)]
    assert run(root, *arguments).code == 0
    assert out.is_file()


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"name": "../x"}, "name cannot name a file"),
        ({"created": "2026"}, None),
        ({"title": "x\ud800"}, "half of a character"),
        ({"resources": [{**table("t", "a"), "name": "a/b"}]}, "table's name cannot name a file"),
    ],
)
def test_what_a_release_refuses_is_said_beforehand(
    run: Run, tmp_path: Path, changed: Foreign, says: str | None
) -> None:
    root = written(tmp_path / "p", package(resources=[table("t", "a")]) | changed)
    valid, released = run(root, "validate", "."), run(root, "release", "--out", str(tmp_path / "o"))
    if says is None:
        assert valid.code == released.code == 1
        return
    assert valid.code == 0
    assert "release refuses this package" in valid.out
    assert says in valid.out
    assert released.code == 3
    assert says in released.err

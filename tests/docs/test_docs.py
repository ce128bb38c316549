"""The documentation is what the generator makes, and says nothing that is not so."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fiscal_notice import __version__
from fiscal_notice.cli.main import cli
from fiscal_notice.model import Report
from fiscal_notice.package import Package, read_package, read_records
from fiscal_notice.release import PROJECT_FILES, bundle_contents, generated_pages
from fiscal_notice.release.pages import dictionary
from fiscal_notice.validate import all_rules

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
WRITTEN = ["README.md", "CONTRIBUTING.md"]
COMMANDS = sorted(name for name, command in cli.commands.items() if not command.hidden)


@pytest.fixture(scope="module")
def package() -> Package:
    return read_package(ROOT, shown=".")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package in which commands may write."""
    copy = tmp_path_factory.mktemp("package")
    for name in ("resources", "schemas", "docs"):
        shutil.copytree(ROOT / name, copy / name)
    for path in ("datapackage.json", *PROJECT_FILES):
        shutil.copyfile(ROOT / path, copy / path)
    # The folder of letters that the README speaks of.
    (copy / "letters").mkdir()
    shutil.copy(ROOT / "resources/source/yuecaigong-2020-228.txt", copy / "letters")
    return copy


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text(name), re.DOTALL | re.MULTILINE)


def command_lines() -> Iterator[tuple[str, str]]:
    for name in WRITTEN:
        for block in blocks(name, "sh"):
            for line in block.splitlines():
                command = line.partition("#")[0].strip()
                if command:
                    yield name, command


def shown_commands(program: str) -> list[str]:
    found = [command for _, command in command_lines() if command.split()[0] == program]
    return list(dict.fromkeys(found))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", text("Makefile"), re.MULTILINE))


def anchors(page: Path) -> set[str]:
    content = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", content, re.MULTILINE)
    made = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    return made | set(re.findall(r'<a id="([^"]+)">', content))


# The generated pages


def test_generated_pages_are_what_the_generator_makes(package: Package) -> None:
    stale = [
        name
        for name, content in generated_pages(package).items()
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != content
    ]
    assert not stale, "run make docs"


# The commands that are shown


def test_every_block_of_commands_is_of_a_known_program() -> None:
    assert {command.split()[0] for _, command in command_lines()} <= {
        "fiscal-notice",
        "frictionless",
        "make",
    }


@pytest.mark.parametrize("command", shown_commands("make"))
def test_make_target_exists(command: str) -> None:
    assert set(shlex.split(command)[1:]) <= make_targets()


@pytest.mark.parametrize("command", shown_commands("fiscal-notice"))
def test_command_runs(command: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    arguments = shlex.split(command.partition(">")[0])[1:]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    assert result.output


@pytest.mark.parametrize("command", shown_commands("frictionless"))
def test_frictionless_accepts_the_package(command: str, folder: Path) -> None:
    arguments = [sys.executable, "-m", *shlex.split(command)]
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("code", blocks("README.md", "python"))
def test_example_runs(
    code: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("name", [path.name for path in PAGES if path.parent == ROOT])
def test_inline_commands_exist(name: str) -> None:
    for command in re.findall(r"`make ([a-z]+)`", text(name)):
        assert command in make_targets()


def test_shown_failure_reads_as_the_program_prints_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder, tmp_path / "broken")
    monkeypatch.chdir(tmp_path / "broken")
    grants = Path("resources/grants.csv")
    changed = grants.read_text(encoding="utf-8").replace(",20,200000,122", ",25,250000,122")
    grants.write_text(changed, encoding="utf-8")
    result = CliRunner().invoke(cli, ["validate"])
    assert result.exit_code == 1
    (shown,) = blocks("README.md", "text")
    assert set(shown.splitlines()) <= set(result.output.splitlines())


# Links and names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_resolve(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith(("https://", "http://")):
            continue
        path, _, anchor = target.partition("#")
        goal = page.parent / path if path else page
        assert goal.is_file(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(goal), f"{page.name} links to {target}"


def test_links_of_a_release_resolve_in_it(package: Package) -> None:
    report = Report(package="", title="", version="", resources=(), outcomes=())
    contents = bundle_contents(package, report)
    for name in (n for n in contents if n.endswith(".md")):
        for target in re.findall(r"\]\(([^)\s#]+)", contents[name].decode()):
            if not target.startswith("https://"):
                assert str(Path(name).parent / target) in contents, f"{name} links to {target}"


def test_every_table_is_named(package: Package) -> None:
    for resource in package.tables:
        assert f"`{resource.name}`" in text("README.md")
        assert f'<a id="{resource.name}">' in text("docs/data-dictionary.md")


def test_every_rule_is_in_the_catalogue() -> None:
    """A rule of a group that the catalogue does not know would be left out of it."""
    published = re.findall(r"^### ([A-Z]{3}-[0-9]{2}) ", text("docs/rules.md"), re.MULTILINE)
    assert sorted(published) == sorted(rule.id for rule in all_rules())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named(command: str) -> None:
    assert re.search(rf"^fiscal-notice (-\S+ \S+ )*{command}\b", text("README.md"), re.MULTILINE)


def test_modules_are_listed_by_their_docstrings() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import modules; print(modules.page(), end='')"],
        cwd=ROOT / "docs",
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == text("docs/modules.md")
    empty = re.findall(r"^\| `\w+` \|  \|$", text("docs/modules.md"), re.MULTILINE)
    assert not empty


def test_architecture_has_the_floors_of_the_contract() -> None:
    contracts = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    (layers,) = (c["layers"] for c in contracts if c["type"] == "layers")
    wanted = [
        {room.strip().removeprefix("fiscal_notice.") for room in re.split("[|:]", layer)}
        for layer in layers
    ]
    rows = re.findall(r"^\| [0-9]+ \| ([^|]+) \|", text("docs/architecture.md"), re.MULTILINE)
    assert [set(re.findall(r"`([a-z_.]+)`", row)) for row in rows] == wanted
    assert len(wanted) <= 8  # more, and nobody remembers them


def test_pages_name_no_place_of_one_machine() -> None:
    for page in [*PAGES, ROOT / "CITATION.cff", ROOT / "LICENSE"]:
        assert not re.search(r"/(?:home|root|tmp|work|usr)/|localhost", page.read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.md", "LICENSE-DATA.md"])
def test_chinese_is_not_broken_into_lines(name: str) -> None:
    """A line end between two Chinese characters would be shown as a space."""
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]\n[\u3000-\u9fff\uff00-\uffef]", text(name))


# Versions and figures


def test_citation_cites_the_version_of_the_data(package: Package) -> None:
    citation = text("CITATION.cff")
    (data,) = re.findall(r"^version: (\S+)$", citation, re.MULTILINE)
    (day,) = re.findall(r'^date-released: "(\S+)"$', citation, re.MULTILINE)
    (software,) = re.findall(r"^    version: (\S+)$", citation, re.MULTILINE)
    assert data == package.version
    assert day == str(package.descriptor["created"])[:10]
    assert software == __version__
    assert f'"{package.descriptor["title"]}"' in citation
    assert package.descriptor["licenses"][0]["name"] in citation


def test_changelog_names_the_current_versions(package: Package) -> None:
    changelog = text("CHANGELOG.md")
    day = str(package.descriptor["created"])[:10]
    assert f"\n## Data {package.version} - {day}\n" in changelog
    assert f"\n## Software {__version__} - " in changelog


def test_figures_of_the_readme_are_those_of_the_tables(package: Package) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        return [record.cells for record in read_records(package, package.require(name))]

    kinds: dict[str, int] = {}
    for row in rows("allocations"):
        kind = row["transfer_type"]
        kinds[kind] = kinds.get(kind, 0) + int(row["amount_yuan"])
    total = sum(kinds.values())
    need = sum(int(row["funding_need_yuan"]) for row in rows("target_sheets"))
    uncovered = kinds["devolved"] - need + kinds["award"]
    lost = sum(row["parse_status"] == "missing" for row in rows("indicator_targets"))
    page = " ".join(text("README.md").split())
    for figure in (
        f"{total:,} yuan",
        f"{kinds['devolved']:,} are *devolved*",
        f"{kinds['earmarked']:,} *earmarked*",
        f"{kinds['award']:,} for medals",
        f"{need:,} yuan, {100 * need / total:.1f}% of the money",
        f"{uncovered:,} yuan in all",
        f"The {len(rows('target_sheets'))} sheets print {len(rows('indicators'))} indicators",
        f"For {lost} of them",
        f"{len(rows('regions'))} cities",
        f"¥{total / 1e6:.2f} million to {len(rows('regions'))} cities",
        f"{total / 1e8:.4f}亿元",
    ):
        assert figure in page
    cells = {(row["resource"], row["key"], row["field"]) for row in rows("errata")}
    assert len(cells) >= 200  # "hundreds of cells"


def test_codes_that_are_no_texts_are_written(tmp_path: Path) -> None:
    """Table Schema allows choices of any type, and categories without labels."""
    field = {"name": "n", "type": "integer", "title": "n"}
    fields = [
        field | {"constraints": {"enum": [2021, 2022]}},
        field | {"name": "m", "categories": [1, {"value": 2, "label": "二", "label@en": "two"}]},
    ]
    table = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    descriptor = {"name": "p", "resources": [table]}
    (tmp_path / "t.csv").write_text("n,m\n", encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    said = dictionary(read_package(tmp_path))
    assert "one of 2021, 2022" in said
    assert "`1`; `2` 二 (two)" in said

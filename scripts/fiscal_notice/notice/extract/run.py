"""Parse the whole transcript, account for every line, and write the tables.

Nothing here needs pandas: extraction is text in, text out, and starts at once.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fiscal_notice.errors import PackageError, TranscriptError
from fiscal_notice.model import Rows
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.given import answered, unfit
from fiscal_notice.notice.extract.readers import Extraction, parse_transcript
from fiscal_notice.notice.extract.transcript import decode, encoding_of
from fiscal_notice.notice.extract.vocabulary import Vocabulary
from fiscal_notice.notice.extract.words import program_vocabulary
from fiscal_notice.notice.questions import Question
from fiscal_notice.package import (
    Package,
    Resource,
    format_rows,
    read_package,
    read_records,
    write_files,
)
from fiscal_notice.package.cells import TRUE
from fiscal_notice.package.place import DESCRIPTOR, slashed

TRANSCRIPT = "transcript"
# The tables that people write: extraction reads or keeps them, and never writes them.
AUTHORED = (
    *("errata", "glosses", "gb_divisions", "functional_classification"),
    *("given", "originals", "places"),
)
ORIGINALS = "originals"
"""The table that only a package has which was made from originals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an extraction wrote: the files that changed, how many there are, what is open."""

    changed: tuple[str, ...]
    files: int
    account: Mapping[str, int] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()


def vocabulary_of(package: Package) -> Vocabulary:
    """The words of this package: labels of its schemas and its code lists.

    A package that was made from originals has the words of the program besides: its own schemas
    and lists have only what its notice uses.
    """
    if package.resource(ORIGINALS):
        return program_vocabulary(read_transcript(package), package)
    return Vocabulary(
        purposes=_labels(package, "grants", "purpose"),
        transfer_types=_labels(package, "allocations", "transfer_type"),
        phases=_labels(package, "notice", "phase"),
        divisions=_code_list(package, "gb_divisions", "name", "gb_code"),
        functions=_code_list(package, "functional_classification", "function_code", "name"),
    )


def answers_of(package: Package) -> Answers:
    """What people have answered in this package: confirmed columns, and cells given by hand.

    Raises PackageError, which names the line, for an answer that does not fit its field.
    """
    layout = _authored_rows(package, "layout")
    return Answers(
        layout=[row for row in layout if row["confirmed"] in TRUE],
        given=_authored_rows(package, "given"),
    )


def _authored_rows(package: Package, name: str) -> Rows:
    resource = package.resource(name)
    if resource is None or resource.schema is None or not package.file(resource).is_file():
        return []
    rows: Rows = []
    for record in read_records(package, resource):
        rows.append({column: cell or None for column, cell in record.cells.items()})
        if wrong := unfit(name, rows[-1]):
            raise PackageError(
                "the value does not fit its field",
                file=package.shown_path(resource.path),
                line=record.line,
                found=wrong[0],
                expected=wrong[1],
            )
    return rows


def _labels(package: Package, resource: str, name: str) -> dict[str, str]:
    found = package.require(resource).field(name)
    labels = {label: value for value, label in found.labels().items()} if found else {}
    if not labels:
        raise PackageError(
            f"{resource}.{name} has no categories",
            file=package.shown_path(f"schemas/{resource}.json"),
            expected="a list of categories with value and label",
        )
    return labels


def _code_list(package: Package, resource: str, key: str, value: str) -> dict[str, str]:
    found = package.require(resource)
    shown = package.shown_path(found.path)
    try:
        records = read_records(package, found)
        codes = {r.cells[key]: r.cells[value] for r in records}
    except KeyError as error:
        raise PackageError(f"the code list lacks the column {error.args[0]}", file=shown) from None
    if len(codes) != len(records):
        raise PackageError(
            f"the code list has a {key} twice",
            file=shown,
            expected=f"each {key} once",
            hint="take the second row out",
        )
    return codes


def read_transcript(package: Package) -> str:
    """The text of the package's transcript; see ``decode`` for what is read."""
    resource = package.require(TRANSCRIPT)
    shown = package.shown_path(resource.path)
    try:
        data = package.file(resource).read_bytes()
    except OSError as error:
        raise PackageError(
            f"the transcript cannot be read: {error.strerror}",
            file=shown,
            hint="put the transcript of the notice there",
        ) from None
    return decode(data, file=shown)


def extract_tables(package: Package) -> Extraction:
    """The tables of the package's notice, rebuilt from its transcript.

    Raises TranscriptError that names the transcript's file and line.
    """
    text = read_transcript(package)
    try:
        answers = answers_of(package)
        return answered(parse_transcript(text, vocabulary_of(package), answers), answers)
    except TranscriptError as error:
        error.file = package.shown_path(package.require(TRANSCRIPT).path)
        raise


def rebuilt_files(package: Package) -> tuple[dict[str, bytes], Extraction]:
    """Every file that extraction makes (name → content), and the extraction.

    These are the CSVs and the descriptor with their hashes and sizes.
    """
    extraction = extract_tables(package)
    _refuse_shared_paths(package)
    files: dict[str, bytes] = {}
    for resource in package.tables:
        if resource.name in AUTHORED:
            continue
        if resource.name not in {*extraction.tables, *extraction.absent} or not resource.schema:
            raise PackageError(
                f"the notice gives no table {resource.name}", file=package.shown_path(DESCRIPTOR)
            )
        if len(resource.paths) != 1:
            raise PackageError(
                f"the table {resource.name} is not one file, which extraction could write",
                file=package.shown_path(DESCRIPTOR),
                found=", ".join(resource.paths) or "inline data",
                expected="path: the path of one CSV",
            )
        rows = _of_schema(extraction.tables.get(resource.name, []), resource.schema.names)
        _refuse_lost(package, resource, rows, extraction)
        files[resource.path] = format_rows(
            resource.schema, rows, f"the schema of {resource.name}"
        ).encode()
    files[DESCRIPTOR] = _descriptor(package, files)
    return files, extraction


def _refuse_lost(package: Package, resource: Resource, rows: Rows, extraction: Extraction) -> None:
    """A table that has rows is not overwritten by none: its part of the transcript was lost."""
    path = package.file(resource)
    if rows or not path.is_file() or len(path.read_bytes().splitlines()) <= 1:
        return
    raise PackageError(
        f"the transcript gives no row of the table {resource.name}, which has rows",
        file=package.shown_path(package.require(TRANSCRIPT).path),
        found=_open_questions(extraction),
        hint="compare the transcript with the notice: a part of it may be lost",
    )


def _of_schema(rows: Rows, names: Sequence[str]) -> Rows:
    """``rows`` without the columns that the schema lacks and that are empty in all of them."""
    filled = {name for row in rows for name, value in row.items() if value is not None}
    return [{n: v for n, v in row.items() if n in names or n in filled} for row in rows]


def _open_questions(extraction: Extraction) -> str | None:
    said = [f"line {q.line}: {q.what}" if q.line else q.what for q in extraction.questions]
    return ("\n" + " " * 12).join(said) or None


def _refuse_shared_paths(package: Package) -> None:
    """What extraction writes may be no other file of the package: it would destroy that."""
    paths = [DESCRIPTOR, *(slashed(str(r.raw["schema"])) for r in package.tables)]
    paths += [path for resource in package.resources for path in resource.paths]
    whole = [(package.root / path).resolve() for path in paths]
    for resource in package.tables:
        if whole.count(package.file(resource).resolve()) > 1:
            raise PackageError(
                f"the table {resource.name} has the path of another file of the package",
                file=package.shown_path(DESCRIPTOR),
                found=resource.path,
                expected="a file of its own",
            )


def _descriptor(package: Package, files: Mapping[str, bytes]) -> bytes:
    descriptor = json.loads(json.dumps(package.descriptor))
    for resource, raw in zip(package.resources, descriptor["resources"], strict=True):
        if len(resource.paths) != 1:
            continue
        content = files.get(resource.path)
        if content is None:
            content = package.read(resource.path)
        raw["hash"] = "sha256:" + hashlib.sha256(content).hexdigest()
        raw["bytes"] = len(content)
        if raw["name"] == TRANSCRIPT:
            raw["encoding"] = encoding_of(content)
    return (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode()


def extract(root: Path) -> Written:
    """Rebuild the tables of the package in ``root``; all files or none are replaced."""
    package = read_package(root, shown=".")
    files, extraction = rebuilt_files(package)
    changed = write_files(root, files)
    return Written(
        changed=tuple(changed),
        files=len(files),
        account=extraction.account,
        questions=extraction.questions,
    )


def check(root: Path) -> str:
    """A unified diff between what is in ``root`` and what extraction would write; "" if equal."""
    package = read_package(root, shown=".")
    files, _ = rebuilt_files(package)
    return differences(root, files)


def differences(root: Path, files: Mapping[str, bytes]) -> str:
    """A unified diff between what is in ``root`` and ``files``; "" if all are equal."""
    diffs: list[str] = []
    for name, wanted in files.items():
        path = root / name
        present = path.read_bytes() if path.is_file() else b""
        if present != wanted:
            diffs += _diff(name, present, wanted)
    return "".join(diffs)


def _diff(name: str, present: bytes, wanted: bytes) -> list[str]:
    old, new = (b.decode("utf-8", "replace").splitlines(keepends=True) for b in (present, wanted))
    lines = list(difflib.unified_diff(old, new, f"committed/{name}", f"rebuilt/{name}", n=1))
    if not lines:
        return [f"{name}: the same text in other bytes (line ends, or a byte-order mark)\n"]
    return [line if line.endswith("\n") else line + "\n" for line in lines]

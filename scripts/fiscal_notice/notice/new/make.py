"""``new``: the data package of a notice in a folder, from its originals and people's answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from fiscal_notice.errors import PackageError, TargetError, WrongSettingError, require
from fiscal_notice.model import Row, Rows
from fiscal_notice.notice.extract.answers import Answers
from fiscal_notice.notice.extract.run import ORIGINALS, answers_of, differences
from fiscal_notice.notice.extract.transcript import squeeze
from fiscal_notice.notice.new.build import (
    Built,
    Inputs,
    build,
    is_kept,
    known_headers,
    of_package,
    read_again,
    table_rows,
)
from fiscal_notice.notice.new.settings import Setting, merged, read_settings
from fiscal_notice.notice.new.sources import FOLDER, Sources, read_sources
from fiscal_notice.notice.questions import Question
from fiscal_notice.package import Package, read_package, write_files
from fiscal_notice.package.place import DESCRIPTORS, descriptor_in

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,98}[a-z0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked of ``new``: the folder, the originals, and what a person has said.

    ``synced`` asks that what is written is on the disk at once; see ``write_files``.
    """

    folder: Path
    sources: Sequence[Path] = ()
    settings: Sequence[str] = ()
    said_by: str | None = None
    like: Path | None = None
    name: str | None = None
    check_only: bool = False
    synced: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What ``new`` made: the package, the files that changed, and what it has to say of them."""

    built: Built
    changed: tuple[str, ...]
    remarks: tuple[tuple[str, Question], ...] = ()
    replaced: bool = False


def make(order: Order) -> Made:
    """Make the package that ``order`` asks for; with ``check_only`` nothing is written.

    Raises FiscalNoticeError for what cannot be read, WrongSettingError for settings that do not
    fit, and TargetError for a folder that holds something else; then nothing has changed.
    """
    if order.name is not None and not _NAME.fullmatch(order.name):
        raise WrongSettingError(
            "the name cannot name a dataset",
            found=order.name,
            expected="3 to 100 small letters, digits, dots, hyphens and underscores",
        )
    old = _old_package(order.folder)
    paths = list(order.sources) or _kept_originals(order.folder, old)
    sources = read_sources(paths)
    _refuse_another(order.folder, old, sources)
    like = _like(order.like)
    inputs = Inputs(
        text=sources.text,
        originals=sources.original_rows,
        places=sources.place_rows,
        contents={f"{FOLDER}/{each.name}": each.content for each in sources.originals},
        answers=answers_of(old) if old else Answers(),
        old=old,
        like=like,
        name=order.name,
    )
    built = build(_settled(_like_columns(inputs), order))
    changed = () if order.check_only else _replace(order.folder, old, built, order.synced)
    return Made(built=built, changed=changed, remarks=sources.remarks, replaced=old is not None)


def made_from_originals(root: Path) -> bool:
    """Whether the package in ``root`` is one that ``new`` made."""
    return read_package(root, shown=".").resource(ORIGINALS) is not None


def rebuild(root: Path) -> Made:
    """Rebuild a package that was made from originals from its transcript and its answers."""
    require("originals")
    package = read_package(root, shown=".")
    built = build(of_package(package))
    return Made(built=built, changed=_replace(root, package, built), replaced=True)


def difference(root: Path) -> str:
    """A unified diff between what is in ``root`` and what rebuilding would write."""
    require("originals")
    return differences(root, build(of_package(read_package(root, shown="."))).files)


def _old_package(folder: Path) -> Package | None:
    """The package that ``new`` made in ``folder``; None if there is nothing yet."""
    if not folder.exists():
        return None
    if not folder.is_dir():
        raise TargetError(
            "there is a file of this name, and a package is a folder",
            file=folder,
            hint="choose another folder",
        )
    try:
        there = sorted(path.name for path in folder.iterdir())
        name = descriptor_in(folder)
    except OSError as error:
        raise TargetError(
            f"the folder cannot be read: {error.strerror}",
            file=folder,
            hint="check its rights, or choose another folder",
        ) from None
    if not there:
        return None
    if name != DESCRIPTORS[0]:
        raise TargetError(
            "the folder holds something else",
            file=folder,
            found=", ".join(there[:5]) + (" …" if len(there) > 5 else ""),  # noqa: PLR2004
            expected="a folder that does not exist yet, an empty one, or a package that new made",
            hint="choose another folder",
        )
    package = read_package(folder)
    if package.resource(ORIGINALS) is None or package.resource("transcript") is None:
        raise TargetError(
            "the folder holds a package that new did not make",
            file=folder,
            found=package.title() or str(package.descriptor.get("name", "")) or None,
            expected="a folder that does not exist yet, an empty one, or a package that new made",
            hint="choose another folder",
        )
    return package


def _kept_originals(folder: Path, old: Package | None) -> list[Path]:
    if old is None:
        raise WrongSettingError(
            "no original is named",
            file=folder,
            expected="SOURCE…: the letter, and its annexes if they are files of their own",
            hint="fiscal-notice new FOLDER letter.docx annexes.xlsx",
        )
    return [folder / path for path in _paths(old)]


def _paths(package: Package) -> list[str]:
    return [str(row["path"]) for row in table_rows(package, ORIGINALS)]


def _refuse_another(folder: Path, old: Package | None, sources: Sources) -> None:
    """A package is rebuilt from its own originals, also corrected ones, not from another notice."""
    if old is None:
        return
    before = {Path(path).name for path in _paths(old)}
    now = {each.name for each in sources.originals}
    if not before & now:
        raise TargetError(
            "the folder holds the package of other originals",
            file=folder,
            found=", ".join(sorted(before)),
            expected=", ".join(sorted(now)),
            hint="choose another folder for this notice",
        )


def _like(path: Path | None) -> Package | None:
    if path is None:
        return None
    if not path.is_dir():
        raise PackageError(
            "there is no such package", file=str(path), hint="--like takes the folder of a package"
        )
    return read_package(path)


def _like_columns(inputs: Inputs) -> Inputs:
    """``inputs`` with the meanings that confirmed columns of the other package's tables have."""
    known = known_headers(inputs.like)
    if not known:
        return inputs
    answered = {(str(row["table_no"]), str(row["position"])) for row in inputs.answers.layout}
    rows: Rows = list(inputs.answers.layout)
    for row in read_again(inputs).tables.get("layout", ()):
        meaning = known.get(squeeze(str(row["header"] or "")))
        if meaning and (str(row["table_no"]), str(row["position"])) not in answered:
            rows.append({**row, "meaning": meaning, "confirmed": True})
    return replace(inputs, answers=Answers(layout=rows, given=inputs.answers.given))


def _settled(inputs: Inputs, order: Order) -> Inputs:
    """``inputs`` with what ``--set`` gives; read once before, to know which cells there are."""
    if not order.settings:
        return inputs
    built = build(inputs)
    settings = read_settings(order.settings, built.tables, built.schemas)
    given = merged(list(inputs.answers.given), settings, order.said_by)
    layout = _with_meanings(inputs.answers.layout, settings, built.tables.get("layout", []))
    return replace(inputs, answers=Answers(layout=layout, given=given))


def _with_meanings(confirmed: Sequence[Row], settings: Sequence[Setting], layout: Rows) -> Rows:
    rows = {(str(row["table_no"]), str(row["position"])): row for row in confirmed}
    for setting in settings:
        if setting.table != "layout" or setting.field != "meaning":
            continue
        for row in layout:
            place = (str(row["table_no"]), str(row["position"]))
            if "/".join(place) == setting.key and setting.value:
                rows[place] = {**row, "meaning": setting.value, "confirmed": True}
            elif "/".join(place) == setting.key:
                rows.pop(place, None)
    return list(rows.values())


def _replace(
    folder: Path, old: Package | None, built: Built, synced: bool = True
) -> tuple[str, ...]:
    """Write all files, then take away those of the old package that the new one doesn't have."""
    there = {*built.files, *(str(row["path"]) for row in built.tables.get(ORIGINALS, ()))}
    stale = [folder / path for path in sorted(_owned(old) - there)] if old else []
    try:
        changed = write_files(folder, built.files, synced=synced)
    except KeyboardInterrupt:
        # The files are renamed together, to the end: either none of them is new or all are.
        if all(_holds(folder / name, content) for name, content in built.files.items()):
            _remove(stale)
        raise
    try:
        _remove(stale)
    except KeyboardInterrupt:
        _remove(stale)
        raise
    return tuple(changed)


def _owned(old: Package) -> set[str]:
    """The files that ``new`` wrote: tables, their schemas, the transcript, the originals."""
    owned = set(_paths(old))
    for resource in old.resources:
        if not is_kept(resource.name):
            schema = resource.raw.get("schema")
            owned |= {*resource.paths, *([schema] if isinstance(schema, str) else [])}
    return owned


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _remove(paths: Sequence[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def total_of(tables: Mapping[str, Rows]) -> object:
    """The total of the notice in yuan, None if it says none."""
    notice = tables["notice"][0]
    total = notice.get("total_yuan")
    return notice.get("body_total_yuan") if total is None else total

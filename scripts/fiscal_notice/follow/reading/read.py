"""``follow read``: filled forms into a follow-up package, new or as it stands there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from fiscal_notice.errors import TargetError
from fiscal_notice.follow.announced import Announced, announced_by
from fiscal_notice.follow.family import AS_OF, FOLLOWS
from fiscal_notice.follow.reading.lines import Standing, standing_of
from fiscal_notice.follow.reading.merge import Merged, merged
from fiscal_notice.follow.reading.one import Form, lost, read_form
from fiscal_notice.follow.reading.private import shown_name
from fiscal_notice.follow.reading.sources import Source
from fiscal_notice.follow.record import files_of, is_follow_up
from fiscal_notice.follow.schedules import schedule_rows
from fiscal_notice.follow.table_schemas import TABLES, path_of
from fiscal_notice.package import Package, read_package, write_files
from fiscal_notice.package.place import DESCRIPTOR, descriptor_in
from fiscal_notice.package.related import related

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: the folder of the notice and that of its follow-up, and how to read."""

    root: Path
    folder: Path
    newer_wins: bool = False
    as_of: date | None = None
    check_only: bool = False


@dataclass(slots=True, kw_only=True)
class Result:
    """What came of it: the forms in their order, the record, and the files that changed.

    ``same`` are pairs of names of forms with the same bytes; ``heard`` the regions of which the
    package has anything, ``missing`` the others, each by code.
    """

    forms: list[Form]
    merged: Merged
    announced: Announced
    same: list[tuple[str, str]] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        """Whether all was read and understood, and nothing refused."""
        return not self.merged.conflicts and all(
            form.error is None
            and not form.unplaced
            and not any(problem.refused for problem in form.problems)
            for form in self.forms
        )


def work(order: Order) -> partial[Form]:
    """What a process is given to do for every source: it pickles."""
    return partial(read_form, str(order.root))


def lost_form(text: str) -> Form:
    """What stands for a source whose process died."""
    name = shown_name(Source.of(text).name)
    return Form(name=name, error=lost(name))


def standing(order: Order) -> Standing:
    """The follow-up in the folder of ``order``; an empty one if there is none yet.

    Raises TargetError if something else stands there, or the follow-up of another notice.
    """
    if not descriptor_in(order.folder):
        if order.folder.exists() and not order.folder.is_dir():
            raise TargetError("what stands there is no folder", file=order.folder)
        others = _others(order.folder)
        if others:
            raise TargetError(
                "the folder holds files that are no follow-up, and was left as it is",
                file=order.folder,
                found=shown_name(", ".join(others[:_SHOWN])),
                expected="a new or an empty folder, or that of a follow-up",
                hint="choose another folder with --out",
            )
        return Standing()
    package = read_package(order.folder)
    notice = read_package(order.root)
    name = str(notice.descriptor.get("name", ""))
    followed = [each.name for each in related(package, FOLLOWS)]
    if not is_follow_up(package) or followed != [name]:
        raise TargetError(
            "the folder holds another package, and was left as it is",
            file=order.folder,
            found=", ".join(followed) or str(package.descriptor.get("name", "")),
            expected=f"the follow-up of {name}, or no package",
            hint="choose another folder with --out",
        )
    return standing_of(package)


def _others(folder: Path) -> list[str]:
    """The names of files of somebody in a folder that is no package yet, but for hidden ones."""
    if not folder.exists():
        return []
    return sorted(each.name for each in folder.iterdir() if not each.name.startswith("."))


def put_together(order: Order, before: Standing, forms: Sequence[Form]) -> Result:
    """Enter ``forms`` in what stands there and write its package, all files of it or none."""
    notice = read_package(order.root)
    announced = announced_by(notice)
    read = [form for form in forms if form.error is None and not form.blank]
    into = merged(
        before,
        (form.version(place) for place, form in enumerate(read)),
        tuple(announced.regions),
        newer_wins=order.newer_wins,
    )
    result = Result(forms=list(forms), merged=into, announced=announced, same=_same(read))
    known = {
        str(row["region_code"])
        for row in into.record.rows("evidence")
        if not row.get("superseded_by")
    }
    result.heard = [code for code in announced.regions if code in known]
    result.missing = [code for code in announced.regions if code not in known]
    if not before.record.descriptor and announced.budget_year:
        due = schedule_rows(announced.budget_year)
        into.record = replace(into.record, tables={**into.record.tables, "schedule": due})
    # A call that could read nothing leaves the package as it was, its day as well.
    some = any(form.error is None for form in forms)
    if some and into.record.rows("evidence") and not order.check_only:
        files = _files(order, into, notice)
        result.changed = write_files(order.folder, files)
        result.changed += _without_rows(order.folder, files)
    return result


def _same(forms: Sequence[Form]) -> list[tuple[str, str]]:
    seen: dict[str, str] = {}
    found = []
    for form in forms:
        key = str(form.evidence["evidence_id"])
        if key in seen:
            found.append((seen[key], form.name))
        seen.setdefault(key, form.name)
    return found


def _files(order: Order, into: Merged, notice: Package) -> dict[str, bytes]:
    """All files; without a day said, that of before stays as long as no file is another."""
    path = os.path.relpath(order.root.resolve(), order.folder.resolve())
    path = Path(path).as_posix()
    if order.as_of is None and AS_OF in into.record.descriptor:
        files = files_of(into.record, notice, path=path, lines=into.lines)
        if all(_stands(order.folder / name, content) for name, content in files.items()):
            return files
    day = order.as_of or datetime.now().astimezone().date()
    return files_of(into.record, notice, path=path, as_of=day, lines=into.lines)


def _stands(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _without_rows(folder: Path, files: dict[str, bytes]) -> list[str]:
    """Take away the tables that have no rows any more: the descriptor names them no longer."""
    gone = []
    for table in TABLES:
        for name in (path_of(table), f"schemas/{table}.json"):
            if name not in files and DESCRIPTOR in files and (folder / name).is_file():
                with suppress(OSError):
                    (folder / name).unlink()
                    gone.append(name)
    return gone

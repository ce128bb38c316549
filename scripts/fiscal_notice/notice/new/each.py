"""``new --each``: a package for every source, each of its own notice, in one folder.

A package is made whole in a folder of unfinished ones, by whatever process; then it is named after
its notice by one process alone, in the order of the sources, with a single rename.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from fiscal_notice.errors import FiscalNoticeError, OriginalError, TargetError, WrongSettingError
from fiscal_notice.notice.extract.run import ORIGINALS
from fiscal_notice.notice.new.build import table_rows
from fiscal_notice.notice.new.make import Made, Order, make, total_of
from fiscal_notice.notice.new.sources import KINDS, name_of
from fiscal_notice.package import read_package
from fiscal_notice.package.place import descriptor_in

# A second notice of one name is told apart by a number, up to this one.
_MOST_OF_ONE_NAME = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one source: a package and what is open in it, or an error.

    ``unfinished`` is where the package lies that has no name yet. ``same_name`` is the name that
    another notice has already, ``renewed`` says that the package was there before.
    """

    source: str
    name: str = ""
    number: str = ""
    title: str = ""
    total: object = None
    questions: int = 0
    unfinished: Path | None = None
    same_name: str | None = None
    renewed: bool = False
    error: FiscalNoticeError | None = None


def sources_in(paths: Iterable[Path]) -> list[Path]:
    """``paths``, with the files of known kinds, by name, in place of a folder.

    Raises OriginalError for a folder without any such file, or one that cannot be read.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            names = sorted(each.name for each in path.iterdir())
        except OSError as error:
            raise OriginalError(
                f"the folder cannot be read: {error.strerror}", file=path, hint="check its rights"
            ) from None
        inside = [path / name for name in names if _is_original(path / name)]
        if not inside:
            raise OriginalError(
                "the folder holds no file of a known kind",
                file=path,
                expected=" ".join(sorted(KINDS)),
                hint="name the files, or the folder in which they are",
            )
        found += inside
    return found


def _is_original(path: Path) -> bool:
    # Office programs lay ~$name beside a file that is open.
    hidden = path.name.startswith((".", "~$"))
    return not hidden and path.suffix.lower() in KINDS and path.is_file()


@contextmanager
def room_in(folder: Path, *, check_only: bool) -> Iterator[Path]:
    """The folder of unfinished packages in ``folder``; it is gone when this is left.

    Raises TargetError if ``folder`` is a package itself, or cannot be written.
    """
    if folder.is_dir() and descriptor_in(folder):
        raise TargetError(
            "the folder is a package, and --each makes one for each source in it",
            file=folder,
            hint="choose another folder",
        )
    above = [each for each in (folder, *folder.parents) if not each.exists()]
    place = Path(tempfile.gettempdir()) if check_only else folder
    try:
        place.mkdir(parents=True, exist_ok=True)
        room = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=place))
    except OSError as error:
        raise TargetError(
            f"cannot write: {error.strerror or error}",
            file=folder,
            hint="check the rights and the free space of the folder, or choose another one",
        ) from None
    try:
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        for each in above:
            if each.is_dir() and not any(each.iterdir()):
                each.rmdir()


def make_one(order: Order, room: Path, source: str) -> Outcome:
    """Make the package of one source in ``room``; what goes wrong is in the outcome."""
    try:
        unfinished = Path(tempfile.mkdtemp(dir=room))
        made = make(replace(order, folder=unfinished, sources=(Path(source),), synced=False))
    except FiscalNoticeError as error:
        return Outcome(source=source, error=_portable(error, source))
    except OSError as error:
        where = TargetError(f"cannot write: {error.strerror or error}", file=source)
        return Outcome(source=source, error=where)
    except Exception as fault:
        return Outcome(source=source, error=failed(source, f"{type(fault).__name__}: {fault}"))
    return replace(_told(source, made), unfinished=unfinished)


def _told(source: str, made: Made) -> Outcome:
    notice = made.built.tables["notice"][0]
    return Outcome(
        source=source,
        name=str(made.built.descriptor["name"]),
        number=str(notice.get("document_number") or ""),
        title=str(notice.get("title") or made.built.descriptor["title"]),
        total=total_of(made.built.tables),
        questions=len(made.built.extraction.questions),
    )


def failed(source: str, what: str) -> OriginalError:
    """The error of a source that ended its reading for a reason that nobody foresaw."""
    return OriginalError(
        "the file could not be read", file=source, found=what, hint="read it alone, with -v"
    )


def _portable(error: FiscalNoticeError, source: str) -> FiscalNoticeError:
    """``error`` as one that pickles, of the source that it is about."""
    parts = dict(error.parts())
    return OriginalError(
        error.problem,
        file=source,
        line=error.line,
        found=parts.get("found"),
        expected=parts.get("expected"),
        hint=parts.get("try"),
    )


def named(order: Order, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Give every package its name in the folder of ``order``, in the order of ``outcomes``.

    A package of the same original that is there already is renewed, with people's answers in it;
    of two notices of one name the second is told apart by a number.
    """
    taken: set[str] = set()
    for outcome in outcomes:
        if outcome.error:
            yield outcome
            continue
        name = _free_name(order.folder, outcome, taken)
        taken.add(name)
        try:
            yield _placed(order, outcome, name)
        except FiscalNoticeError as error:
            yield Outcome(source=outcome.source, error=_portable(error, outcome.source))
        finally:
            if outcome.unfinished:
                shutil.rmtree(outcome.unfinished, ignore_errors=True)


def _free_name(folder: Path, outcome: Outcome, taken: set[str]) -> str:
    numbered = (f"{outcome.name}-{number}" for number in range(2, _MOST_OF_ONE_NAME))
    for name in (outcome.name, *numbered):
        if name in taken:
            continue
        if not (folder / name).exists() or _is_of(folder / name, outcome.source):
            return name
    raise TargetError("too many notices have one name", file=folder, found=outcome.name)


def _is_of(folder: Path, source: str) -> bool:
    """Whether ``folder`` is a package that ``new`` made from an original of this file name."""
    try:
        package = read_package(folder)
        rows = table_rows(package, ORIGINALS)
    except (FiscalNoticeError, OSError):
        return False
    return name_of(Path(source).name) in {Path(str(row["path"])).name for row in rows}


def _placed(order: Order, outcome: Outcome, name: str) -> Outcome:
    told = outcome.name if name != outcome.name else None
    target = order.folder / name
    renewed = target.exists()
    if order.check_only:
        return replace(outcome, name=name, same_name=told, renewed=renewed)
    own = replace(order, sources=(Path(outcome.source),), name=name if told else None)
    if renewed:
        outcome = _told(outcome.source, make(replace(own, folder=target)))
        return replace(outcome, name=name, same_name=told, renewed=True)
    assert outcome.unfinished is not None  # noqa: S101  it was made a moment ago
    if told:
        make(replace(own, folder=outcome.unfinished, synced=False))
    try:
        outcome.unfinished.chmod(_usual_mode())
        outcome.unfinished.rename(target)
    except OSError as error:
        raise TargetError(f"cannot write: {error.strerror or error}", file=target) from None
    return replace(outcome, name=name, same_name=told)


def _usual_mode() -> int:
    """The rights of a folder that a person makes; one of tempfile's is for its owner alone."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o777 & ~mask


def work(order: Order, room: Path) -> partial[Outcome]:
    """What a process is given to do for every source: it pickles."""
    return partial(make_one, order, room)


def lost(source: str) -> Outcome:
    """What stands for a source whose process died."""
    return Outcome(source=source, error=failed(source, "the process that read it died, twice"))


def check(order: Order) -> Order:
    """``order``, if it is one that can be carried out for many sources.

    Raises WrongSettingError for a name, which only one package can have.
    """
    if order.name is not None:
        raise WrongSettingError(
            "one name cannot be that of many packages",
            found=order.name,
            hint="leave --name out: each package is named after its notice",
        )
    if not order.sources:
        raise WrongSettingError(
            "no original is named",
            file=order.folder,
            expected="SOURCE…: files, each of a notice of its own, or folders of such files",
        )
    return order


def count(outcomes: Sequence[Outcome]) -> tuple[int, int, int]:
    """How many have no question, have some, cannot be read."""
    unread = sum(1 for each in outcomes if each.error)
    asking = sum(1 for each in outcomes if each.questions)
    return len(outcomes) - unread - asking, asking, unread

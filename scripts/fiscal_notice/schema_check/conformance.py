"""Whether a package conforms to its descriptor and schemas: the one verdict that all formats give.

It is frictionless's report, as a dictionary: made of a proof if everything is proven, and by
frictionless where not. Whatever else is said of a package's conformance is taken from that report.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fiscal_notice.package.place import Place, is_yaml
from fiscal_notice.schema_check import fast_path
from fiscal_notice.schema_check.blame import error_places
from fiscal_notice.schema_check.frictionless_report import frictionless_report
from fiscal_notice.schema_check.packed import Errors, ReportDict
from fiscal_notice.schema_check.salvage import beside
from fiscal_notice.schema_check.subject import Subject

if TYPE_CHECKING:
    from fiscal_notice.schema_check.hashing import Digest
    from fiscal_notice.schema_check.scan import Scan

Task = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformance:
    """A package's ``report``, which is frictionless's, and how it came about.

    ``beside`` are the tasks of what can be read although the descriptor is wrong: frictionless
    stops there, so they stand beside its report. ``whole`` are the resources that frictionless
    checked itself and why, ``digests`` those of the files as far as they are known, by resource.
    ``places`` are resource and field of each error of the descriptor, None where it is of neither.
    ``proven`` says that all was proven clean without frictionless: plain CSVs in UTF-8.
    """

    report: ReportDict
    places: tuple[tuple[str, str] | None, ...] = ()
    beside: tuple[Task, ...] = ()
    whole: Mapping[str, str] = field(default_factory=dict)
    digests: Mapping[str, Digest] = field(default_factory=dict)
    proven: bool = False

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What was read, in the order of the descriptor."""
        return (*self.report["tasks"], *self.beside)


def conform(
    subject: Subject, *, limit_errors: int, scan: Scan | None = None, salvage: bool = True
) -> Conformance:
    """Check a package; at most ``limit_errors`` errors for each resource (0: all).

    ``scan`` reads large tables, if they are not to be read here. Where the descriptor is wrong,
    ``salvage`` asks for the checks of what can be read all the same. Raises nothing for what is
    wrong with the package: that is in the report.
    """
    began = time.perf_counter()
    proven = _proven(subject, scan, began)
    if proven is not None:
        return proven
    small = subject.size <= fast_path.SMALL
    checked = frictionless_report(subject.make, limit_errors=limit_errors, small=small, scan=scan)
    report, whole = checked.report, dict(checked.whole)
    tasks: list[Task] = []
    places: list[tuple[str, str] | None] = [None] * len(report["errors"])
    if salvage and subject.descriptor is not None and not report["tasks"] and report["errors"]:
        read = beside(subject, limit_errors=limit_errors, small=small, scan=scan)
        tasks, whole = read.report["tasks"], {**whole, **read.whole}
        places = error_places(report["errors"], subject)
    report["stats"]["seconds"] = round(time.perf_counter() - began, 3)
    for task in (*report["tasks"], *tasks):
        _name_paths(task, subject)
    report["errors"] = [_named(error, subject.place) for error in report["errors"]]
    return Conformance(report=report, places=tuple(places), beside=tuple(tasks), whole=whole)


def _proven(subject: Subject, scan: Scan | None, began: float) -> Conformance | None:
    # What YAML holds need not be what JSON can hold, which is all that the proof knows.
    if subject.package is None or subject.slashed or is_yaml(subject.place.file):
        return None
    proof = fast_path.prove(subject.package, scan)
    _give_back()
    if proof is None:
        return None
    report = fast_path.report_of(subject.package, proof, began)
    return Conformance(report=report, digests=proof.digests, proven=True)


def _give_back() -> None:
    """Give the memory of the columns back: what comes next, as rules, needs its own."""
    arrow = sys.modules.get("pyarrow")
    if arrow is not None:
        arrow.default_memory_pool().release_unused()


def _name_paths(task: Task, subject: Subject) -> None:
    """Call files as the package calls them, wherever they were read."""
    for written, path in subject.slashed.items():
        if task["place"] == path or task["place"].startswith((f"{path} (", f"{path} ->")):
            task["place"] = written + task["place"].removeprefix(path)
    task["place"] = subject.place.named(task["place"])
    if subject.place.unpacked is not None:
        # Errors of rows know no paths.
        task["errors"] = Errors(
            error if "rowNumber" in error else _named(error, subject.place)
            for error in task["errors"]
        )


def _named(error: dict[str, Any], place: Place) -> dict[str, Any]:
    if place.unpacked is None:
        return error
    return error | {name: place.named(error[name]) for name in ("message", "note")}


def errors_in(conformance: Conformance) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every error as (resource, field, error), in the order of the report and what is beside it.

    The resource is "" for an error of the package, the field "" where the error says it itself.
    """
    for error, place in zip(conformance.report["errors"], conformance.places, strict=True):
        yield *(place or ("", "")), error
    for task in conformance.tasks:
        for error in task["errors"]:
            yield task["name"], "", error

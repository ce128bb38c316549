"""A package as the source of ``frictionless validate``: its descriptor may ask for the check."""

from __future__ import annotations

from typing import Any

from frictionless import Check, Checklist, FrictionlessException, Metadata, Report, errors, helpers
from frictionless.resources import PackageResource

from frictionless_fiscal_notice import CHECK
from frictionless_fiscal_notice.check import NoticeCheck

PROPERTY = "fiscal-notice:check"


class NoticePackageResource(PackageResource):
    """frictionless's own resource of a package, with the check where it is asked for."""

    def validate(
        self, checklist: Checklist | None = None, *, parallel: bool = False, **options: Any
    ) -> Report:
        """Validate the package; why rules were not run is in the report's warnings."""
        try:
            checklist = _with_check(checklist or Checklist(), self._asks())
        except FrictionlessException as exception:
            refused: Report = Report.from_validation(errors=exception.to_errors())
            return refused
        own = [check for check in checklist.checks if isinstance(check, NoticeCheck)]
        # In parallel frictionless leaves out all checks, and resources know no package.
        report: Report = super().validate(checklist, parallel=parallel and not own, **options)
        for check in own:
            report.warnings += [f"{CHECK}: {reason}" for reason in check.left_out]
        report.stats["warnings"] = len(report.warnings)
        return report

    def _asks(self) -> object:
        """What the descriptor says of the check; nothing if it cannot be read here."""
        descriptor = self.descriptor
        if isinstance(descriptor, str):
            path = helpers.join_basepath(descriptor, self.basepath)
            if helpers.is_remote_path(path):
                return None
            try:
                descriptor = Metadata.metadata_retrieve(path)
            except FrictionlessException:
                return None  # frictionless will say so itself
        return descriptor.get(PROPERTY)


def _with_check(checklist: Checklist, asked: object) -> Checklist:
    if asked in (None, False) or checklist.has_check(CHECK):
        return checklist
    if asked is not True and not isinstance(asked, dict):
        note = f'"{PROPERTY}" is true, false, or an object with the options of the check'
        raise FrictionlessException(errors.CheckError(note=note))
    options = asked if isinstance(asked, dict) else {}
    extended = Checklist.from_descriptor(checklist.to_descriptor())
    extended.add_check(Check.from_descriptor(options | {"type": CHECK}))
    return extended

"""The rules of fiscal-notice inside frictionless, which finds this module by its name.

Where fiscal-notice is installed, frictionless knows a check of the type ``fiscal-notice``. Every
frictionless loads this module, whatever it is asked to do; so nothing else is imported before
that check, one of its errors or a package is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frictionless import Plugin

if TYPE_CHECKING:
    from frictionless import Check, Error, Resource

CHECK = "fiscal-notice"


class FiscalNoticePlugin(Plugin):
    """Hooks that answer for the check, its errors and the resource of a whole package."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002
        """The check called ``fiscal-notice``."""
        if type != CHECK:
            return None
        from frictionless_fiscal_notice.check import NoticeCheck  # noqa: PLC0415

        return NoticeCheck

    def select_error_class(self, type: str | None = None) -> type[Error] | None:  # noqa: A002
        """The errors of the check, so that a report can be read back from its JSON."""
        if not type or not type.startswith(f"{CHECK}-"):
            return None
        from frictionless_fiscal_notice import errors  # noqa: PLC0415

        return next((e for e in errors.ERRORS if e.type == type), None)

    def select_resource_class(
        self,
        type: str | None = None,  # noqa: A002, ARG002  the hook's own names
        *,
        datatype: str | None = None,
    ) -> type[Resource] | None:
        """A package as the source of a validation: one that may ask for the check itself."""
        if datatype != "package":
            return None
        from frictionless_fiscal_notice.resource import NoticePackageResource  # noqa: PLC0415

        return NoticePackageResource


# frictionless makes the name of the class from the module's, and capitalizes its first letter.
Fiscal_noticePlugin = FiscalNoticePlugin

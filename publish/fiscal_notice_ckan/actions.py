"""What can be done to a portal, a line of the plan each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fiscal_notice_ckan.errors import in_a_line

#: A table is made, its rows and columns are changed in place, or it is made anew.
How = Literal["create", "update", "rebuild"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Create:
    """Make the dataset, private until it is verified."""

    name: str

    def __str__(self) -> str:
        return f"+ dataset {self.name}, private until it is verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """Take the dataset out of the portal's bin, private until it is verified."""

    name: str

    def __str__(self) -> str:
        return f"+ dataset {self.name}, out of the portal's bin, private until it is verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Upload a file that the portal lacks or holds with other content."""

    resource: str
    bytes: int
    reason: Literal["new", "changed"]

    def __str__(self) -> str:
        sign = "+" if self.reason == "new" else "~"
        return f"{sign} file {self.resource}  {self.bytes:,} bytes, {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe:
    """Change what the portal says of the dataset, or of a resource, or their order."""

    what: str
    fields: tuple[str, ...]

    def __str__(self) -> str:
        return f"~ metadata of {self.what}: {', '.join(self.fields)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Take a resource out of the dataset once the rest is there, its DataStore table first."""

    resource: str
    id: str
    table: bool

    def __str__(self) -> str:
        return f"- resource {in_a_line(self.resource)}" + (" and its table" if self.table else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Bring a DataStore table to the rows of its CSV."""

    resource: str
    how: How

    def __str__(self) -> str:
        note = "  (types or key change: gone for a moment)" if self.how == "rebuild" else ""
        return f"~ table {self.resource}  {self.how}{note}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unload:
    """Delete the DataStore table of a resource that stays and has no schema any more."""

    resource: str
    id: str

    def __str__(self) -> str:
        return f"- table {self.resource}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """See that a resource has its preview."""

    resource: str
    view: str

    def __str__(self) -> str:
        return f"~ preview of {self.resource}  {self.view}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """Make the dataset public, once it is verified."""

    name: str

    def __str__(self) -> str:
        return f"~ dataset {self.name}: public, once it is verified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Record on the portal that the release is complete and verified."""

    version: str

    def __str__(self) -> str:
        return f"~ release {self.version}: recorded as verified"


Action = Create | Restore | Upload | Describe | Load | Unload | Show | Remove | Reveal | Mark

"""The keys of a table, by the names of its fields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key: own fields, the resource it names ("" for its own), the fields there."""

    fields: tuple[str, ...]
    resource: str
    reference: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a table, in frictionless's order; no primary key is an empty one.

    ``targets`` are the fields that some foreign key refers to.
    """

    unique: tuple[str, ...] = ()
    primary: tuple[str, ...] = ()
    foreign: tuple[ForeignKey, ...] = ()
    targets: tuple[tuple[str, ...], ...] = ()

    def all(self) -> list[tuple[str, ...]]:
        """Every key: unique fields, the primary key, foreign keys, what others refer to."""
        own = [(name,) for name in self.unique] + ([self.primary] if self.primary else [])
        return [*own, *(key.fields for key in self.foreign), *self.targets]

    def parts(self, *, references: bool = False) -> list[str]:
        """The fields that are part of a key; only those that ``references`` compare if wanted."""
        groups = (
            [*(key.fields for key in self.foreign), *self.targets] if references else self.all()
        )
        return list(dict.fromkeys(name for names in groups for name in names))

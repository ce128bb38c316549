"""A letter to the body that issued a notice: which errata it names, and what it says of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from fiscal_notice.errors import PackageError
from fiscal_notice.model import WEIGHTS
from fiscal_notice.notice.declaring.errata_table import OPEN
from fiscal_notice.notice.declaring.letter_items import Item, Teller
from fiscal_notice.notice.declaring.words import labels_of
from fiscal_notice.notice.facts import NoticeFacts
from fiscal_notice.notice.facts.table_reader import Entry
from fiscal_notice.package import Package
from fiscal_notice.package.naming import date_of_creation

#: What is worth a letter: form alone is not.
DEFAULT_WEIGHTS = ("material", "structure")
_CREATOR = "creator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The entries of one weight under their heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """All that a letter says, in its order; ``blanks`` are left to the sender.

    ``errata`` are the ids that it names; ``day`` is that of the package, for files that have one.
    """

    lang: str
    to: str
    subject: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    blanks: tuple[str, ...]
    errata: tuple[str, ...]
    day: tuple[int, int, int]


def letter_of(package: Package, lang: str, weights: Collection[str] = DEFAULT_WEIGHTS) -> Letter:
    """The letter on the open errata of some weights, the heaviest first.

    Raises PackageError if there is none.
    """
    facts = NoticeFacts(package=package)
    wanted = [weight for weight in WEIGHTS if weight in weights]
    rows = {weight: _open(facts.errata.rows, weight) for weight in wanted}
    if not any(rows.values()):
        raise PackageError(
            "no open erratum of these weights is there to write of",
            file=package.shown_path(package.file_name),
            found=_found(facts.errata.rows),
            expected="errata with the status open, of the weight " + " or ".join(wanted),
            hint="declare findings by --accept, or name other weights by --weight",
        )
    words, labels = words_in(lang), labels_of(package, "weight", lang)
    counts = {labels[weight]: len(found) for weight, found in rows.items() if found}
    teller = Teller(facts, lang, words)
    return Letter(
        lang=lang,
        to=words["to"].format(issuer=_issuer(facts) or words["no_issuer"]),
        subject=words["subject"].format(called=_called(facts, words)),
        opening=(_done(facts, lang), _counted(counts, words), _places(teller, words)),
        parts=tuple(
            Part(
                heading=words["heading"].format(label=labels[weight], count=f"{len(found):,}"),
                items=tuple(
                    teller.item(defect)
                    for part in facts.errata.parts_of(found)
                    for defect in part.defects
                ),
            )
            for weight, found in rows.items()
            if found
        ),
        closing=(*words["asks"], *_about(package, words)),
        blanks=tuple(words["blanks"]),
        errata=tuple(row["erratum_id"] for found in rows.values() for row in found),
        day=date_of_creation(package),
    )


@cache
def words_in(lang: str) -> Mapping[str, Any]:
    """The words of the letter in a language."""
    text = files(__package__).joinpath("letter_words.json").read_text("utf-8")
    words: Mapping[str, Any] = json.loads(text)[lang]
    return words


def _open(rows: Sequence[Entry], weight: str) -> list[Entry]:
    return [row for row in rows if row["weight"] == weight and row["status"] in ("", OPEN)]


def _found(rows: Sequence[Entry]) -> str:
    said = dict.fromkeys(f"{row['weight'] or '?'}, {row['status'] or OPEN}" for row in rows)
    return "; ".join(said) or "no errata"


def _issuer(facts: NoticeFacts) -> str:
    """Who issued it, as the notice says or else the descriptor."""
    if facts.tables.notice["issuer"]:
        return facts.tables.notice["issuer"]
    contributors = facts.package.descriptor.get("contributors")
    for one in contributors if isinstance(contributors, list) else ():
        if isinstance(one, dict) and _CREATOR in (one.get("roles") or ()):
            return str(one.get("title") or "")
    return ""


def _called(facts: NoticeFacts, words: Mapping[str, Any]) -> str:
    """Title and number of the notice, the title without stray spaces; what there is of them."""
    notice = facts.tables.notice
    title = notice["title_clean"] or notice["title"] or facts.package.title("zh")
    number = notice["document_number"]
    both, numbered, titled = words["called"]
    pattern = (both if title else numbered) if number else (titled if title else words["document"])
    said: str = pattern.format(title=title, number=number)
    return said


def _done(facts: NoticeFacts, lang: str) -> str:
    words, package = words_in(lang), facts.package
    dataset = " ".join(part for part in (_name(package), package.version) if part)
    said: str = words["done"].format(
        number=facts.tables.notice["document_number"] or words["document"],
        dataset=dataset or words["data"],
    )
    return said


def _counted(counts: Mapping[str, int], words: Mapping[str, Any]) -> str:
    parts = (words["part_count"].format(label=k, count=f"{n:,}") for k, n in counts.items())
    said: str = words["found"].format(
        count=f"{sum(counts.values()):,}", parts=words["and"].join(parts)
    )
    return said


def _places(teller: Teller, words: Mapping[str, Any]) -> str:
    said: str = words["lines_and_originals" if teller.has_originals else "lines"]
    return said


def _about(package: Package, words: Mapping[str, Any]) -> list[str]:
    """Name, version and address of the dataset."""
    name, version = _name(package), package.version
    said = [words["dataset"].format(name=name, version=version)] if name and version else []
    homepage = package.descriptor.get("homepage")
    return [*said, words["homepage"].format(homepage)] if isinstance(homepage, str) else said


def _name(package: Package) -> str:
    return str(package.descriptor.get("name") or "")

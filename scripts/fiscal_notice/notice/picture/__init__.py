"""One picture of the money: what each city receives, and how much of it has a target sheet."""

from __future__ import annotations

from fiscal_notice.notice.picture.content import glance, shown_of, spoken
from fiscal_notice.notice.picture.svg import drawn
from fiscal_notice.package import Package


def money_picture(package: Package, lang: str) -> str:
    """The picture as SVG, in ``zh`` or ``en``; the largest amount first.

    Raises PackageError if the package lacks ``facts.money.COLUMNS``, or they show no money.
    """
    return drawn(shown_of(package, lang), lang)


def picture_in_words(package: Package, lang: str) -> tuple[str, str]:
    """What the picture says at a glance, and every number of it, for those who do not see it.

    Errors as in ``money_picture``.
    """
    shown = shown_of(package, lang)
    return glance(shown, lang), spoken(shown, lang)

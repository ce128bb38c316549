"""What a site consists of: its pages, what they draw on, their words and templates."""

from __future__ import annotations

from dataclasses import dataclass

from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.formatting import Formatter


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, NAME.html in each language, made by the template NAME.html or ``template``.

    ``title``, and ``menu`` for the navigation, are in Chinese and English; a page without
    ``menu`` is reached from the page that it is ``under``.
    """

    name: str
    title: tuple[str, str]
    content: object
    menu: tuple[str, str] | None = None
    under: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Pages in the order of the navigation, and the ``formatter`` that gives them their words.

    ``templates`` is a package with folders ``templates`` and ``static``. A template there stands
    for the general one of the same name, which it may extend as ``site/NAME``; a static file there
    is put behind the general one. Empty: the general ones alone.
    """

    facts: SiteFacts
    pages: tuple[Page, ...]
    formatter: type[Formatter] = Formatter
    templates: str = ""

"""What a site consists of: its pages, what they draw on, their words and templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fiscal_notice.site.facts import SiteFacts
from fiscal_notice.site.formatting import Formatter
from fiscal_notice.site.search import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page, NAME.html in each language, made by the template NAME.html or ``template``.

    ``title``, and ``menu`` for the navigation, are in Chinese and English; a page without
    ``menu`` is reached from the page that it is ``under``. ``see`` are pages beside it that say
    more of the same: name, and words in Chinese and English. ``description`` says in a line what it
    shows, in both; ``picture`` is one of the site's ``pictures``, to be shared with its address,
    and ``picture_words`` what that shows.
    """

    name: str
    title: tuple[str, str]
    content: object
    menu: tuple[str, str] | None = None
    under: str = ""
    template: str = ""
    see: tuple[tuple[str, str, str], ...] = ()
    description: tuple[str, str] = ("", "")
    picture: str = ""
    picture_words: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Pages in the order of the navigation, and the ``formatter`` that gives them their words.

    ``templates`` are packages with folders ``templates`` and ``static``. A template there stands
    for that of the same name in a later one and for the general one, which it may extend as
    ``site/NAME``; static files are put behind the general ones, those of the first package last.
    ``banner`` are words in Chinese and English that stand on every page. ``search`` gives what can
    be found, in the words of a formatter; None if the site has no search. ``pictures`` draws
    what pages are shared with, by path.
    """

    facts: SiteFacts
    pages: tuple[Page, ...]
    formatter: type[Formatter] = Formatter
    templates: tuple[str, ...] = ()
    banner: tuple[str, str] = ("", "")
    search: Callable[[Any], Iterable[Group]] | None = None
    pictures: Callable[[], Mapping[str, bytes]] = dict

"""The frame of a page: which element is the notice, and which lines around it are navigation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice.notice.transcribe import page_words as words
from fiscal_notice.notice.transcribe.page_blocks import Part
from fiscal_notice.notice.transcribe.page_tables import MAX_DEPTH, is_hidden, is_layout
from fiscal_notice.notice.transcribe.wording import tidy

_WEIGHTLESS = frozenset(("script", "style", "noscript", "a", "select", "title", "button"))
_MAX_META = 400
_MAX_LOOKS = 60


@dataclass(slots=True)
class Frame:
    """What is known of a page: its content element, title, number and what is left out."""

    content: Any
    title: str = ""
    number: str = ""
    dropped: set[Any] = field(default_factory=set)
    left_out: list[str] = field(default_factory=list)


def _names(element: Any) -> list[str]:
    return f"{element.get('id') or ''} {element.get('class') or ''}".split()


def frame_of(document: Any) -> Frame:
    """The content, the title and the parts of the frame of a parsed page."""
    body = document.find(".//body")
    frame = Frame(content=body)
    frame.dropped = _metadata(body)
    for element in frame.dropped:
        match = words.NUMBER.search(_after_label(element))
        if match:
            frame.number = "".join(match[0].split())
    frame.content, whole = _content(body, frame.dropped)
    inside = set(frame.content.iter())
    above = {frame.content, *frame.content.iterancestors()}
    for element in body.iter():
        if element in above or not _is_frame(element):
            continue
        # Inside the article only what is small beside it can be a row of buttons; outside, what
        # holds sentences or tables is looked through line by line.
        small = _small(element, whole) if element in inside else not _holds_text(element)
        if small:
            frame.dropped.add(element)
    frame.title = _title(document, frame)
    return frame


def _is_frame(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in {"html", "body", "p", "span", "td", "tr"}:
        return False
    names = _names(element)
    return element.tag in words.FRAME_TAGS or (
        any(map(words.FRAME.search, names)) and not any(map(words.CONTENT.match, names))
    )


def _holds_text(element: Any) -> bool:
    """Whether an element has a table of data or a long sentence."""
    if any(not is_layout(table) for table in element.iter("table")):
        return True
    return any(len(text.strip()) > 30 and "。" in text for text in element.itertext())


def _small(element: Any, whole: int) -> bool:
    length = sum(len(text.strip()) for text in element.itertext())
    return length * 3 < whole and element.find(".//table") is None


def _after_label(element: Any) -> str:
    """What stands behind 文号 in a table about the page."""
    text = tidy(element.text_content())
    match = words.META_NUMBER.search(text)
    return text[match.end() : match.end() + 60] if match and len(text) < _MAX_META * 3 else ""


def _metadata(body: Any) -> set[Any]:
    """The tables and lists about the page, with labels such as 索引号, 发布机构 and 文号."""
    found: set[Any] = set()
    looked = 0
    for element in body.iter():
        if not isinstance(element.tag, str) or not words.META_MARK.search(element.text or ""):
            continue
        looked += 1
        if looked > _MAX_LOOKS:
            break
        for one in [element, *element.iterancestors()][:7]:
            text = tidy(one.text_content()) if one.tag not in {"body", "html"} else ""
            if not text or len(text) > _MAX_META * 2:
                break
            if (
                one.tag in {"table", "ul", "dl", "div"}
                and len(set(words.META_LABEL.findall(text))) >= 3
            ):
                found.add(one)
                break
    return found


def _content(body: Any, dropped: set[Any]) -> tuple[Any, int]:
    """The element that holds the article, and how many characters stand on the page.

    By its name, if most text stands in it; else as deep as nine tenths of the text go.
    """
    weight = _weights(body, dropped)
    whole = weight.get(body, 0)
    if not whole:
        return body, 0
    for element in weight:
        # The outermost, so that nothing beside an inner one is lost.
        if (
            element is not body
            and weight[element] * 2 >= whole
            and any(map(words.ARTICLE.match, _names(element)))
        ):
            return element, whole
    current = body
    while True:
        children = [child for child in current if child in weight]
        best = max(children, key=weight.__getitem__, default=None)
        if best is None or weight[best] * 10 < weight[current] * 9 or best.tag == "p":
            return current, whole
        if best.tag == "table" and not is_layout(best):
            return current, whole
        current = best


def _weights(body: Any, dropped: set[Any]) -> dict[Any, int]:
    """Element → characters of text in it that are neither links nor frame, in document order."""
    weight: dict[Any, int] = {}

    def walk(element: Any, depth: int) -> int:
        tag = element.tag
        if not isinstance(tag, str) or tag in _WEIGHTLESS or depth > MAX_DEPTH:
            return 0
        if element in dropped or is_hidden(element) or _is_frame(element):
            return 0
        weight[element] = 0
        total = _own_weight(element.text)
        for child in element:
            total += walk(child, depth + 1) + _own_weight(child.tail)
        weight[element] = total
        return total

    walk(body, 0)
    return weight


def _own_weight(text: str | None) -> int:
    if not text:
        return 0
    text = text.strip()
    return 0 if len(text) < 200 and words.NAVIGATION.search(text) else len(text)


def _title(document: Any, frame: Frame) -> str:
    """The notice's title: told by the page to machines, in a heading, or in the window's title."""
    window = tidy(document.findtext(".//title") or "")
    candidates = [
        tidy(meta.get("content") or "")
        for meta in document.iter("meta")
        if (meta.get("name") or meta.get("property") or "").lower() in {"articletitle", "og:title"}
    ]
    for element in document.iter("h1", "h2", "h3", "div", "p", "td", "span", "strong"):
        if element in frame.dropped:
            continue
        if element.tag in {"h1", "h2"} or any(map(words.TITLE.search, _names(element))):
            text = element.text_content()
            if len(text) < _MAX_META:
                candidates.append(tidy(text))
    candidates = [text for text in candidates if 6 <= len(text) <= _MAX_META // 2]
    for test in (words.DOCUMENT.search, window.startswith):
        for text in candidates:
            if test(text) and not words.META_LINE.match(text):
                return text
    told = (words.META_TITLE.search(tidy(one.text_content())) for one in frame.dropped)
    return _without_site(window) or next((match[1] for match in told if match), "")


def _without_site(window: str) -> str:
    """A window's title without the names of the column and the site behind it."""
    ends = [match.start() for match in words.SEPARATORS.finditer(window)] + [len(window)]
    return next((window[:end] for end in ends if words.DOCUMENT.search(window[:end])), "")


def kept(parts: list[Part], frame: Frame) -> list[Part]:
    """The parts of the notice; the others go to ``frame.left_out``."""
    content = frame.content
    first = next((i for i, part in enumerate(parts) if _within(part.element, content)), 0)
    chosen: list[Part] = []
    listed = any(
        words.ANNEX_LIST.match(part.text) for part in parts if _within(part.element, content)
    )
    body_text = _squeezed("".join(part.text for part in parts if _within(part.element, content)))
    for number, part in enumerate(parts):
        if any(one in frame.dropped for one in _path(part.element)):
            reason = listed or not (
                words.ANNEX_LABEL.fullmatch(part.text)
                or (part.files and words.ANNEX_LIST.match(part.text))
                or (part.files and chosen and words.ANNEX_LABEL.fullmatch(chosen[-1].text))
            )
        elif _within(part.element, content):
            reason = _frame_inside(part, chosen, body_text)
        else:
            reason = _frame_outside(part, before=number < first)
        if reason:
            frame.left_out.append(part.text)
        else:
            chosen.append(part)
    return _headed(chosen, frame)


def _path(element: Any) -> list[Any]:
    return [element, *element.iterancestors()]


def _within(element: Any, content: Any) -> bool:
    return any(one is content for one in _path(element))


def _squeezed(text: str) -> str:
    return re.sub(r"\W", "", text)


def _frame_inside(part: Part, chosen: list[Part], body_text: str) -> bool:
    """Whether a part of the content is none of the notice: buttons, meta line, files again."""
    if part.rows:
        return False
    text = part.text
    if len(text) < _MAX_META and words.NAVIGATION.search(text) and not _is_prose(text):
        return True
    if len(chosen) <= 3 and len(text) < 200 and words.META_LINE.match(text):
        return True
    if part.files and part.linked * 10 >= len("".join(text.split())) * 8:
        # A link to a file that the letter lists in its own words is a button.
        name = words.ANNEX_NAME.sub("", text)
        return body_text.count(_squeezed(name)) > 1
    return False


def _is_prose(text: str) -> bool:
    return len(text) > 60 and "。" in text


def _frame_outside(part: Part, *, before: bool) -> bool:
    """Whether a part outside the content is navigation; sentences and tables are not."""
    if part.rows:
        return before or len(part.rows) < 2
    text = part.text
    if words.NAVIGATION.search(text) or words.META_LINE.match(text) or before:
        return True
    if part.linked * 2 > len(text):
        return True
    return not (len(text) > 30 and words.SENTENCE.search(text)) and not words.NUMBER.fullmatch(text)


def _headed(chosen: list[Part], frame: Frame) -> list[Part]:
    """The parts with the title above, and the number if only the table about the page has it."""
    if not chosen:
        return []
    text = _squeezed("".join(part.text for part in chosen[:12]))
    head: list[Part] = []
    if frame.title and _squeezed(frame.title) not in text:
        head.append(Part(text=frame.title, element=frame.content))
    whole = _squeezed("".join(part.text for part in chosen[:40]))
    if frame.number and _squeezed(frame.number) not in whole:
        head.append(Part(text=frame.number, element=frame.content))
    squeezed = _squeezed(frame.title)
    if squeezed in {_squeezed(one) for one in frame.left_out}:
        frame.left_out = [one for one in frame.left_out if _squeezed(one) != squeezed]
    return head + chosen

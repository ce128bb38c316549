"""Search queries, from text to clauses: the part of Solr's language that CKAN needs.

    +organization:finance tags:("水质" OR 空气) -state:draft metadata_modified:[2020 TO *] 专项

Terms side by side must all hold. A leading ``+`` demands and ``-`` forbids, whatever ``OR`` stands
beside it, as in Solr. Nothing is dropped silently: text that is not understood raises QueryError.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

ANY_FIELD = "text"


class QueryError(ValueError):
    """The query is not written in the language understood here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A value in a field; ``quoted`` values have no wildcards."""

    field: str
    value: str
    quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A field's value from ``low`` to ``high``, both included; ``*`` is open."""

    field: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Every:
    """All parts hold; no parts hold always."""

    parts: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """The part does not hold."""

    part: Clause


Clause: TypeAlias = Term | Between | Every | AnyOf | Without

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<all>\*:\*)
    | (?P<field>[A-Za-z_][\w.\-]*):\s*
    | "(?P<quoted>(?:[^"\\]|\\.)*)"
    | \[\s*(?P<low>\S+)\s+TO\s+(?P<high>[^\s\]]+)\s*\]
    | (?P<open>\()
    | (?P<close>\))
    | (?P<or>(?:OR(?=[\s(]|$)|\|\|))
    | (?P<and>(?:AND(?=[\s(]|$)|&&))
    | (?P<not>(?:NOT(?=[\s(])|[-!](?=\S)))
    | (?P<must>\+(?=\S))
    | (?P<word>(?:\\.|[^\s()"\[\]\\])+)
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    high: str = ""


def parse(text: str) -> Clause:
    """Read the clauses of a query; an empty one holds always. Raises QueryError."""
    reader = _Reader(_tokens(text))
    clause = reader.clauses(ANY_FIELD)
    if reader.peek() is not None:
        raise QueryError(f"a bracket is closed that was never opened: {text!r}")
    return clause


def parse_plain(text: str) -> Clause:
    """Read what someone typed into a search box: as a query if it is one, else as words."""
    try:
        return parse(text)
    except QueryError:
        if ":" in text:
            raise
        words = (Term(field=ANY_FIELD, value=word, quoted=True) for word in text.split())
        return Every(parts=tuple(words))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise QueryError(f"not understood: {text[position:].strip()!r}")
        tokens.append(_token(match))
        position = match.end()
    return tokens


def _token(match: re.Match[str]) -> _Token:
    if match["low"] is not None:
        return _Token(kind="range", text=match["low"], high=match["high"])
    kind = str(match.lastgroup)
    text = match[kind]
    if kind == "word" and "\\" in text:
        kind = "quoted"  # what is escaped is meant as it stands
    return _Token(kind=kind, text=re.sub(r"\\(.)", r"\1", text) if kind == "quoted" else text)


class _Reader:
    """A cursor over the tokens; each method reads one construct and leaves the cursor after it."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._next = 0

    def peek(self) -> str | None:
        return self._tokens[self._next].kind if self._next < len(self._tokens) else None

    def _take(self) -> _Token:
        if self._next >= len(self._tokens):
            raise QueryError("the query ends where a value was expected")
        self._next += 1
        return self._tokens[self._next - 1]

    def clauses(self, field: str) -> Clause:
        """Everything up to the end or a closing bracket."""
        demanded: list[Clause] = []
        branches: list[list[Clause]] = [[]]
        while self.peek() not in (None, "close"):
            kind = self.peek()
            if kind in ("or", "and", "must", "not"):
                self._take()
            if kind == "or":
                branches.append([])
            elif kind == "must":
                demanded.append(self._value(field))
            elif kind == "not":
                demanded.append(Without(part=self._value(field)))
            elif kind != "and":
                branches[-1].append(self._value(field))
        # A branch may be empty because its terms were demanded or forbidden ones.
        offered = [_every(branch) for branch in branches if branch]
        return _every([*demanded, *([_any_of(offered)] if offered else [])])

    def _value(self, field: str) -> Clause:
        token = self._take()
        match token.kind:
            case "all":
                return Every()
            case "field" | "must":
                return self._value(token.text if token.kind == "field" else field)
            case "not":
                return Without(part=self._value(field))
            case "range":
                return Between(field=field, low=token.text, high=token.high)
            case "open":
                return self._group(field)
            case "close" | "or" | "and":
                raise QueryError(f"a value was expected, not {token.text!r}")
        return Term(field=field, value=token.text, quoted=token.kind == "quoted")

    def _group(self, field: str) -> Clause:
        clause = self.clauses(field)
        if self.peek() != "close":
            raise QueryError("a bracket is never closed")
        self._take()
        return clause


def _every(parts: list[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else Every(parts=tuple(parts))


def _any_of(parts: list[Clause]) -> Clause:
    return parts[0] if len(parts) == 1 else AnyOf(parts=tuple(parts))

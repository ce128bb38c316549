"""What a reader of a notice cannot know: asked of a person, all at once, never guessed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One open question about a notice.

    ``what`` is an English sentence (with a Chinese template, as errors have), ``line`` the line of
    the transcript, ``found`` what stands there, ``nearest`` the nearest thing that is known, and
    ``answer`` the option or the row of ``layout.csv`` that answers it.
    """

    what: str
    line: int | None = None
    found: str | None = None
    nearest: str | None = None
    answer: str | None = None

"""The letter to an issuing body: errata --letter."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from fiscal_notice.cli.common import Options


def write_letter(options: Options, folder: Path, target: Path, weights: tuple[str, ...]) -> None:
    """Write the letter, and say how many errata it names and how they are marked once it is sent.

    A file that is there and differs is never replaced: a sender may have filled it in.
    """
    from fiscal_notice.errors import PackageError, TargetError, require
    from fiscal_notice.follow.record import is_follow_up
    from fiscal_notice.notice.declaring.letter import DEFAULT_WEIGHTS, letter_of
    from fiscal_notice.package import read_package, write_files

    form = target.suffix.lower()
    if form not in (".docx", ".txt"):
        raise click.UsageError("--letter writes FILE.docx or FILE.txt.")
    package = read_package(folder)
    if is_follow_up(package):
        raise PackageError(
            "a follow-up has no one issuing body that a letter could be sent to",
            file=package.shown_path(package.file_name),
            expected="the package of a notice",
            hint="fiscal-notice follow check --city NAME has what each city is to mend",
        )
    chosen = weights or DEFAULT_WEIGHTS
    written = letter_of(package, options.asked or "zh", chosen)
    if form == ".docx":
        require("forms")
        from fiscal_notice.notice.declaring.letter_docx import letter_docx

        content = letter_docx(written)
    else:
        from fiscal_notice.notice.declaring.letter_text import letter_text

        content = letter_text(written).encode()
    if target.is_file() and target.read_bytes() != content:
        raise TargetError(
            "this file is there already and differs from the letter; it may be filled in",
            file=target,
            hint="move it away, or choose another name with --letter",
        )
    changed = write_files(target.parent, {target.name: content})
    options.say(f"wrote {target}" if changed else f"{target} is there already, the same")
    options.say(f"errata that the letter names: {len(written.errata):,}")
    marked = "".join(f" --weight {weight}" for weight in dict.fromkeys(chosen))
    options.say(f"once it is sent: {errata_command(options)} --status reported{marked}")


def errata_command(options: Options, *more: str) -> str:
    """Say the command as it was typed, with the package, to be typed again."""
    root = ["--root", str(options.root)] if options.root else []
    return shlex.join(["fiscal-notice", *root, "errata", *more])

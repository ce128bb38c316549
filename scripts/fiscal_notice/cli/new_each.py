"""``new --each``: a line for every package as it is there, and what came of all at the end."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiscal_notice.cli.common import Options, error_text
from fiscal_notice.errors import EXIT_CANNOT_RUN, EXIT_FINDINGS, EXIT_FINE
from fiscal_notice.model import Count

if TYPE_CHECKING:
    from fiscal_notice.notice.new.each import Outcome
    from fiscal_notice.notice.new.make import Order

# Starting processes takes longer than so few letters do.
_FEW = 12


def make_each(order: Order, options: Options) -> int:
    """Make a package for every source, print what came of it, and give the exit code."""
    from fiscal_notice.notice.new import each

    sources = [str(path) for path in each.sources_in(each.check(order).sources)]
    outcomes: list[Outcome] = []
    with (
        each.room_in(order.folder, check_only=order.check_only) as room,
        # Processes end before the room of what they write is cleared.
        closing(_outcomes(order, room, sources)) as coming,
    ):
        for outcome in each.named(order, coming):
            outcomes.append(outcome)
            click.echo(_line(outcome, options.lang))
    if not order.check_only:
        os.sync()
    fine, _, unread = each.count(outcomes)
    if options.verbosity >= 0:
        click.echo(_summary(order, outcomes, options.lang), nl=False)
    if unread == len(outcomes):
        return EXIT_CANNOT_RUN
    return EXIT_FINE if fine == len(outcomes) else EXIT_FINDINGS


def _outcomes(order: Order, room: Path, sources: list[str]) -> Generator[Outcome, None, None]:
    from fiscal_notice.notice.new import each

    task = each.work(order, room)
    if len(sources) <= _FEW:
        yield from map(task, sources)
    else:
        from fiscal_notice.many.processes import in_order, run_all

        with closing(run_all(task, each.lost, sources, os.cpu_count() or 1)) as coming:
            yield from in_order(coming)


def _line(outcome: Outcome, lang: str) -> str:
    zh = lang == "zh"
    if outcome.error:
        what = " ".join(error_text(outcome.error, lang).split())
        return f"✗  {what}"
    total = "-"
    if isinstance(outcome.total, int | Decimal):
        total = (
            f"{outcome.total:,f}" if isinstance(outcome.total, Decimal) else f"{outcome.total:,}"
        )
        total += " 元" if zh else " yuan"
    asked = outcome.questions
    said = f"{asked} 个问题" if zh else f"{Count(asked):question}"
    parts = [outcome.name, outcome.number or "-", outcome.title, total, said]
    if outcome.same_name:
        also = "另有文件名为" if zh else "another notice is"
        parts.append(f"({also} {outcome.same_name}; {outcome.source})")
    if outcome.renewed:
        parts.append("(重新生成)" if zh else "(renewed)")
    # A file name may hold line breaks; a package is one line.
    return "  ".join(parts).replace("\n", " ")


def _summary(order: Order, outcomes: list[Outcome], lang: str) -> str:
    from fiscal_notice.notice.new import each

    fine, asking, unread = each.count(outcomes)
    where = "" if order.check_only else str(order.folder)
    if lang == "zh":
        text = f"\n{len(outcomes)} 个原件：{fine} 个没有问题，{asking} 个有问题，"
        text += f"{unread} 个无法读取。\n"
        text += f"数据包在 {where}。\n" if where else "未写入任何文件（--check-only）。\n"
        if asking:
            text += "有问题的：运行 fiscal-notice new 文件夹 查看问题和作答办法。\n"
    else:
        text = (
            f"\n{Count(len(outcomes)):source}: {fine} without questions, {asking} with questions,"
            f" {unread} that cannot be read.\n"
        )
        text += f"Packages in {where}.\n" if where else "Nothing was written (--check-only).\n"
        if asking:
            text += "Where some are open: fiscal-notice new FOLDER/NAME shows and takes answers.\n"
    unreadable = [outcome for outcome in outcomes if outcome.error]
    return text + "".join(f"  {_line(outcome, lang)}\n" for outcome in unreadable)

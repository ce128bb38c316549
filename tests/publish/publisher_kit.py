"""A publisher in a process of its own, killed where a test wants it, and what is exactly right."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.portal import Portal
from fiscal_notice_ckan.publishing import Published, PublishOptions, publish
from fiscal_notice_ckan.target import Target
from portal.portal_kit import Reader
from publish.faulty_proxy import Fault, Rule, proxy
from publish.releases import CITIES, Rows, csv_of

CHANGED = (("601", 6, "广州市"), ("603", 7, "深圳市"), ("604", 1, "珠海市"))
TOTALS = (("601", 6, "广州市"),)
OLD: dict[str, Rows] = {"cities": CITIES, "totals": CITIES[:1]}
NEW: dict[str, Rows] = {"cities": CHANGED, "totals": TOTALS}
Publish = Callable[..., Published]
Release = Callable[..., Path]
#: Tables and texts alone: what a fault does to a file it does to any, and extras take time.
BARE = PublishOptions(extras=False)

# The only thing added to the publisher is its death: when a step stands in the journal, or so many
# seconds after the first request for a change that follows; that one is under way then.
PUBLISHER = """
import os, signal, sys, threading
from pathlib import Path
from ckanapi import RemoteCKAN
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.journal import Journal
from fiscal_notice_ckan.publishing import PublishOptions, publish
from fiscal_notice_ckan.target import Target

url, state, archive, fatal, delay, extras = sys.argv[1:]
write, call, reached = Journal.write, RemoteCKAN.call_action, []

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def written(journal, step, **facts):
    write(journal, step, **facts)
    if step == fatal:
        reached.append(step)
        if not float(delay):
            die()

def called(portal, *args, **options):
    if reached and not portal.get_only:
        threading.Timer(float(delay), die).start()
    return call(portal, *args, **options)

Journal.write, RemoteCKAN.call_action = written, called
client = Client(url, os.environ["CKAN_TOKEN"], pauses=(0.1, 0.2))
target = Target(client=client, state=Path(state))
publish(Path(archive), target, PublishOptions(extras=extras == "True"))
"""


def start(
    archive: Path,
    target: Target,
    token: str,
    *,
    fatal: str = "",
    delay: float = 0.0,
    extras: bool = False,
) -> subprocess.Popen[bytes]:
    """Publish in a new process, which SIGKILL ends at the step ``fatal`` or in a request of it."""
    words = [target.client.url, str(target.state), str(archive), fatal, str(delay), str(extras)]
    return subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, *words],
        # What it unpacks stays behind when it is killed: in the test's folder, not the machine's.
        env={**os.environ, "CKAN_TOKEN": token, "TMPDIR": str(archive.parent)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def killed_at(
    step: str, archive: Path, target: Target, token: str, delay: float, *, extras: bool = False
) -> None:
    """Publish until the kill, which has to come in time."""
    process = start(archive, target, token, fatal=step, delay=delay, extras=extras)
    _, said = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, said.decode()
    assert step in steps(target.state)


def steps(state: Path) -> list[str]:
    """Every step in the journals below ``state``."""
    texts = [path.read_text(encoding="utf-8") for path in state.glob("*/journal.jsonl")]
    lines = [line for text in texts for line in text.splitlines(keepends=True)]
    return [json.loads(line)["step"] for line in lines if line.endswith("\n")]


def through(target: Target, url: str, token: str) -> Target:
    """The same target behind another address."""
    return replace(target, client=Client(url, token, pauses=(0.05, 0.1)))


@dataclass
class Interfered:
    """Publish an archive through a proxy that obeys a rule; what it has ``injected`` so far."""

    portal: Portal
    target: Target
    token: str
    injected: list[Fault] = field(default_factory=list)

    def __call__(self, archive: Path, rule: Rule, target: Target | None = None) -> Published:
        with proxy(self.portal.url, rule) as between:
            there = through(target or self.target, between.url, self.token)
            try:
                return publish(archive, there, BARE)
            finally:
                self.injected += between.injected


def once(request: str, fault: str, at: int = 0) -> Rule:
    """A fault in the ``at``-th request of a kind."""
    return lambda seen, count: fault if seen == request and count == at else ""


def meanwhile(request: str, at: int, act: Callable[[], object]) -> Rule:
    """What others do just before the ``at``-th request of a kind passes."""

    def rule(seen: str, count: int) -> Fault:
        if seen == request and count == at:
            act()
        return ""

    return rule


def always(request: str, fault: str) -> Rule:
    """A fault in every request of a kind."""
    return lambda seen, _count: fault if seen == request else ""


def assert_exactly(name: str, version: str, tables: Mapping[str, Rows], visitor: Reader) -> None:
    """What anyone sees is the release, whole, and nothing else."""
    shown = visitor.dataset(name)
    assert shown["version"] == version
    extras = {each["key"]: each["value"] for each in shown["extras"]}
    assert extras["fiscal_notice_commit"] == extras["fiscal_notice_verified"]
    assert "fiscal_notice_claim" not in extras
    names = [each["fiscal_notice_name"] for each in shown["resources"]]
    assert len(set(names)) == len(names)
    for table, rows in tables.items():
        assert visitor.content(name, table) == csv_of(rows)
        assert visitor.rows(name, table) == sorted(rows)
        views = visitor.action("resource_view_list", id=visitor.resource(name, table)["id"])
        assert len(views) == 1


def release_shown(name: str, visitor: Reader) -> str:
    """Which release an anonymous visitor sees: "old", "new" or "mixed" files and metadata.

    Each table on its own has to be wholly the one or the other.
    """
    seen = {"old" if visitor.dataset(name)["version"] == "1.0.0" else "new"}
    for table, old in OLD.items():
        content = visitor.content(name, table)
        kinds = {csv_of(old): "old", csv_of(NEW[table]): "new"}
        seen.add(kinds.get(content, "mixed"))
        assert visitor.rows(name, table) in (sorted(old), sorted(NEW[table]))
    return seen.pop() if len(seen) == 1 else "mixed"

"""Measure publishing against dpckan and a plain ckanapi script: same package, same portal, one run.

Each publisher is a whole process and gets a copy of the package under a dataset name of its own.
It publishes three times: first, unchanged, and with one CSV changed. Requests and bytes are those
of the portal's own access log, so nobody else should use the portal meanwhile. After each
publication every data file is downloaded and compared: a fast publisher that leaves the old file
has not published.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
import venv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from fiscal_notice_ckan.portal import Portal, Request, down, read_requests, status, up

ROOT = Path(__file__).resolve().parent.parent
OWN = [sys.executable, "-m", "fiscal_notice.cli.main"]
PLAIN = str(Path(__file__).with_name("plain_ckanapi.py"))
# The last dpckan; its ckanapi 4.0 imports pkg_resources, which setuptools 81 removed.
DPCKAN = ("dpckan==0.1.23", "setuptools<81")
# It asks first whether the portal answers, by a call that CKAN 2.11 and 2.12 do not have.
UNCHECKED = (
    "from dpckan import cli, validations; validations.is_host_valid = lambda _: None; cli.cli()"
)
STEPS = ("first", "unchanged", "one file changed")
PATIENCE = 900.0
CHANGED = "errata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A way to publish: its commands for a first and a later time, run in the package's folder.

    ``licence`` replaces the descriptor's name of the licence, where a publisher needs that.
    """

    name: str
    dataset: str
    first: Sequence[str]
    later: Sequence[str]
    licence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What one publication took, and whether the portal holds the package's files afterwards."""

    publisher: str
    step: str
    requests: int
    writes: int
    sent: int
    received: int
    seconds: float
    files: str


def publishers(dpckan: Path) -> Iterator[Publisher]:
    """Those that are compared; ``dpckan`` is the virtual environment with that program."""
    mark = uuid.uuid4().hex[:6]
    own = [*OWN, "publish"]
    yield Publisher(name="fiscal-notice", dataset=f"bench-own-{mark}", first=own, later=own)
    bare = [*own, "--no-extras"]
    name = "fiscal-notice, without extras"
    yield Publisher(name=name, dataset=f"bench-bare-{mark}", first=bare, later=bare)
    plain = [sys.executable, PLAIN, "."]
    yield Publisher(name="plain ckanapi", dataset=f"bench-plain-{mark}", first=plain, later=plain)
    yield from dpckans(dpckan, f"bench-dpckan-{mark}")


def dpckans(folder: Path, dataset: str) -> Iterator[Publisher]:
    """As it is, and with help where it meets a newer portal or another name of the licence."""
    as_it_is = [str(folder / "bin" / "dpckan")]
    helped = [str(folder / "bin" / "python"), "-c", UNCHECKED]
    # It compares files only where the portal knows the licence by the name in the descriptor.
    for name, program, licence in (
        ("dpckan", as_it_is, None),
        ("dpckan, without `site_read`", helped, None),
        ("dpckan, without `site_read`, licence `cc-by`", helped, "cc-by"),
    ):
        yield Publisher(
            name=name,
            dataset=f"{dataset}-{len(name)}",
            first=[*program, "dataset", "create"],
            later=[*program, "dataset", "update"],
            licence=licence,
        )


def make_dpckan(folder: Path) -> Path:
    """A virtual environment with dpckan alone, as it pins an old frictionless."""
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", *DPCKAN]
    subprocess.run(pip, check=True, timeout=PATIENCE)
    return folder


def copy_package(publisher: Publisher, portal: Portal, folder: Path) -> None:
    """A copy of this repository's package under the publisher's dataset name."""
    for name in ("resources", "schemas"):
        shutil.copytree(ROOT / name, folder / name)
    descriptor = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))
    # dpckan takes the owner from the descriptor.
    descriptor |= {"name": publisher.dataset, "owner_org": portal.organisation}
    if publisher.licence:
        descriptor["licenses"][0]["name"] = publisher.licence
    write_json(folder / "datapackage.json", descriptor)


def write_json(path: Path, content: Any) -> None:
    """Write a descriptor as people read it."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def change_one_file(folder: Path) -> None:
    """Word one erratum differently, under a new version; the package stays valid."""
    path = folder / "resources" / f"{CHANGED}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["explanation_en"] += " See the transcript."
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    write_json(folder / "datapackage.json", {**descriptor, "version": f"{descriptor['version']}.1"})
    subprocess.run([*OWN, "-q", "extract"], cwd=folder, check=True, timeout=PATIENCE)


def environment(portal: Portal, state: Path) -> Mapping[str, str]:
    """Address, account and owner, as each publisher wants to be told."""
    token = portal.read_token()
    return {
        **os.environ,
        "CKAN_URL": portal.url,
        "CKAN_TOKEN": token,
        "CKAN_ORGANISATION": portal.organisation,
        "CKAN_HOST": portal.url,
        "CKAN_KEY": token,
        "PYTHONWARNINGS": "ignore",
        "FISCAL_NOTICE_STATE": str(state),
    }


def measured(publisher: Publisher, portal: Portal, work: Path) -> Iterator[Measure]:
    """The three publications of one publisher; ends early if one of them fails."""
    folder = work / publisher.dataset
    folder.mkdir()
    copy_package(publisher, portal, folder)
    variables = environment(portal, work / "state")
    for step in STEPS:
        if step == STEPS[2]:
            change_one_file(folder)
        command = publisher.first if step == STEPS[0] else publisher.later
        before = len(read_requests(portal.access_log))
        start = time.perf_counter()
        failure = run(command, folder, variables)
        seconds = time.perf_counter() - start
        made = read_requests(portal.access_log)[before:]
        files = failure or compared(portal, publisher.dataset, folder)
        yield measure(publisher, step, made, seconds, files)
        if failure:
            return


def measure(
    publisher: Publisher, step: str, made: Sequence[Request], seconds: float, files: str
) -> Measure:
    """The figures of one publication from its requests."""
    return Measure(
        publisher=publisher.name,
        step=step,
        requests=len(made),
        writes=sum(1 for each in made if each.method != "GET" and not is_read(each)),
        sent=sum(each.bytes_received for each in made),
        received=sum(each.bytes_sent for each in made),
        seconds=seconds,
        files=files,
    )


def is_read(request: Request) -> bool:
    """Whether a POST only asks: ckanapi sends every call as POST."""
    action = request.path.partition("?")[0].rsplit("/", 1)[-1]
    return action.endswith(("_show", "_list", "_search", "_info", "_read"))


def run(command: Sequence[str], folder: Path, variables: Mapping[str, str]) -> str:
    """Run a publisher; nothing if it did its work, else the last thing that it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    # dpckan ends with 0 also where it fails.
    if done.returncode == 0 and "Error during" not in done.stdout:
        return ""
    print(done.stdout + done.stderr, file=sys.stderr)
    last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
    return f"failed ({done.returncode}): {''.join(last)}"


def compared(portal: Portal, dataset: str, folder: Path) -> str:
    """How many of the package's files an anonymous visitor gets as they are."""
    shown = requests.get(
        f"{portal.url}/api/3/action/package_show", params={"id": dataset}, timeout=60
    ).json()["result"]
    urls = {each["url"].rsplit("/", 1)[-1]: each["url"] for each in shown["resources"]}
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    same = 0
    for resource in descriptor["resources"]:
        path = folder / resource["path"]
        names = (path.name, resource["name"] + path.suffix)
        url = next((urls[name] for name in names if name in urls), None)
        same += url is not None and digest(url) == hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{same} of {len(descriptor['resources'])}"


def digest(url: str) -> str:
    """SHA-256 of what is downloaded from an address."""
    return hashlib.sha256(requests.get(url, timeout=60).content).hexdigest()


def as_table(measures: Sequence[Measure]) -> str:
    """The measures as a Markdown table."""
    head = "requests | of these writes | bytes uploaded | bytes downloaded | seconds"
    lines = [
        f"| publisher | publication | {head} | files right afterwards |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {m.publisher} | {m.step} | {m.requests:,} | {m.writes:,} | {m.sent:,} "
        f"| {m.received:,} | {m.seconds:.1f} | {m.files} |"
        for m in measures
    ]
    return "\n".join(lines)


def release_seconds(folder: Path) -> float:
    """Seconds that ``fiscal-notice release`` takes alone: its ``publish`` begins with that."""
    start = time.perf_counter()
    command = [*OWN, "-q", "--root", str(ROOT), "release", "--out", str(folder)]
    subprocess.run(command, check=True, timeout=PATIENCE)
    return time.perf_counter() - start


def remove(portal: Portal, dataset: str) -> None:
    """Delete a dataset of the benchmark; whether it is there does not matter."""
    requests.post(
        f"{portal.url}/api/3/action/package_delete",
        json={"id": dataset},
        headers={"Authorization": portal.read_token()},
        timeout=60,
    )


def compare(portal: Portal) -> list[Measure]:
    """Measure every publisher, one after the other."""
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory(prefix="publishing-") as name:
        work = Path(name)
        for publisher in publishers(make_dpckan(work / "dpckan")):
            try:
                measures += measured(publisher, portal, work)
            finally:
                remove(portal, publisher.dataset)
    return measures


def start_seconds() -> float:
    """Seconds until a portal that was installed and filled before answers again."""
    down()
    began = time.perf_counter()
    up()
    return time.perf_counter() - began


def main() -> None:
    """Compare on the local portal, and leave it as it was, running or not."""
    running = status()
    portal = running or up()
    try:
        print(f"Starting the portal again: {start_seconds():.1f} s\n")
        print(as_table(compare(portal)))
        with tempfile.TemporaryDirectory(prefix="publishing-") as name:
            seconds = release_seconds(Path(name))
        print(f"\nOf the seconds of fiscal-notice, validating and bundling: {seconds:.1f}")
    finally:
        if running is None:
            down()


if __name__ == "__main__":
    main()

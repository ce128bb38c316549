"""Bring what a portal has published back into a folder.

Names, paths and addresses in remote metadata are never used as paths: files get names of our own.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fiscal_notice.package import Package, open_package
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import DESCRIPTOR, NAME, RELEASE, SHA256, download_path, ours
from fiscal_notice_ckan.errors import MissingError, RefusedError
from fiscal_notice_ckan.snapshot import shown


@contextmanager
def open_published(
    url: str, name: str, token: str | None = None, *, plain_http: bool = False
) -> Iterator[Package]:
    """The package published at ``url``: the address of a dataset, or of a portal.

    ``name`` is the dataset's name where the address is a portal's; ``plain_http`` lets the token
    travel without TLS. The files are downloaded into a temporary folder that is removed afterwards.
    Raises PortalError if there is no such package.
    """
    portal, dataset = split(url, name)
    with tempfile.TemporaryDirectory(prefix="fiscal-notice-") as folder:
        fetch_package(Client(portal, token, plain_http=plain_http), dataset, Path(folder))
        with open_package(folder) as package:
            yield replace(package, own_paths=False)


def split(url: str, name: str) -> tuple[str, str]:
    """The portal's address and the dataset's name in ``url``; ``name`` if it names none."""
    head, found, tail = url.partition("/dataset/")
    return (head, tail.split("/")[0].split("?")[0] or name) if found else (url, name)


def fetch_package(client: Client, dataset: str, folder: Path) -> None:
    """Download descriptor and data of a published package into ``folder``."""
    raw = _published(client, dataset)
    there = {each[NAME]: each for each in ours(raw)}
    if DESCRIPTOR not in there:
        raise MissingError(
            f"the dataset {dataset} has no {DESCRIPTOR} of this publisher",
            file=client.url,
            hint="name a dataset that fiscal-notice published",
        )
    target = folder / DESCRIPTOR
    _download(client, raw, there[DESCRIPTOR], target)
    descriptor = _object(target)
    for index, entry in enumerate(descriptor["resources"]):
        entry["path"] = _fetch(client, raw, there.get(entry.get("name")), folder, index)
    target.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")


def fetch_release(client: Client, dataset: str, version: str, folder: Path) -> tuple[Path, bool]:
    """Download the bundle of an earlier release; it must be what was published then.

    Says as well whether the portal has a hash to compare with; without one that is for the caller.
    """
    raw = _published(client, dataset, bin_too=True)
    there = {each[NAME]: each for each in ours(raw)}
    found = there.get(f"{RELEASE}{version}")
    if found is None:
        kept = [name.removeprefix(RELEASE) for name in there if name.startswith(RELEASE)]
        raise MissingError(
            f"the portal keeps no release {version} of {dataset}",
            file=client.url,
            expected="one of " + (", ".join(kept) or "(none)"),
        )
    target = folder / "release.zip"
    recorded = bool(found.get(SHA256))
    _download(client, raw, found, target, compare=recorded)
    return target, recorded


def _published(client: Client, dataset: str, *, bin_too: bool = False) -> Mapping[str, Any]:
    raw = shown(client, dataset, bin_too=bin_too)
    if raw is None:
        raise MissingError(
            f"the portal has no dataset {dataset}, or does not show it",
            file=client.url,
            hint="check the name; a private dataset needs CKAN_TOKEN",
        )
    return raw


def _fetch(
    client: Client, raw: Mapping[str, Any], each: Mapping[str, Any] | None, folder: Path, index: int
) -> str:
    filename = f"file-{index}"
    if each is not None:
        _download(client, raw, each, folder / filename)
    return filename


def _download(
    client: Client,
    raw: Mapping[str, Any],
    each: Mapping[str, Any],
    target: Path,
    *,
    compare: bool = True,
) -> None:
    last = urlsplit(str(each.get("url", ""))).path.rsplit("/", 1)[-1]
    got = client.download(download_path(str(raw["id"]), str(each["id"]), last), target)
    if compare and got.sha256 != each.get(SHA256):
        raise RefusedError(
            f"the portal's file {each[NAME]} is not the one that was published",
            found=f"{got.bytes:,} bytes, SHA-256 {got.sha256[:16]}…",
            expected=f"SHA-256 {str(each.get(SHA256))[:16]}…",
            hint="publish the current release again: it replaces what differs",
        )


def _object(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        value = None
    entries = value.get("resources") if isinstance(value, dict) else None
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise RefusedError(f"the published {DESCRIPTOR} is no descriptor", file=path.name)
    return dict(value)

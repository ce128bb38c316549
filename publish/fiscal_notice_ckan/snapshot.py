"""What a portal holds of a dataset now: read once, before a plan is made. Changes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.dataset import (
    CLAIM,
    COMMIT,
    DESCRIPTOR,
    LOADED,
    NAME,
    RELEASE,
    SHA256,
    STAMP,
    VERIFIED,
    download_path,
    extras_of,
    ours,
    stable_id,
    stamp_of,
)
from fiscal_notice_ckan.errors import DeniedError, MissingError, RefusedError
from fiscal_notice_ckan.extras import NAMES

#: Rows that one request of the DataStore gives at most.
PAGE = 10_000
# What background jobs write. ``last_modified`` is none of it: it tells of another file.
_VOLATILE = frozenset({"metadata_modified", "hash", "datastore_active"})
_SECONDS = re.compile(r"[0-9]{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who is publishing: a run, and when it began (seconds since 1970, by its own clock)."""

    run: str
    since: float

    def __str__(self) -> str:
        return f"{self.run}@{self.since:.0f}"


def claim_in(extras: Mapping[str, str]) -> Claim | None:
    """The claim that a dataset's extras tell of."""
    run, _, since = extras.get(CLAIM, "").partition("@")
    return Claim(run=run, since=float(since) if _SECONDS.fullmatch(since) else 0.0) if run else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """A dataset on a portal.

    ``raw`` is what ``package_show`` gives, also of one in the portal's bin, None if there is none
    of that name; ``hashes`` are the SHA-256 of our resources by name, as recorded or, where that
    may be out of step, of the files;
    ``unstamped`` names the latter; ``tables`` is what ``datastore_info`` gives, by resource id;
    ``staging`` says whether something is staged, ``suspect`` whether nothing recorded is trusted.
    """

    raw: Mapping[str, Any] | None
    hashes: Mapping[str, str | None] = field(default_factory=dict)
    unstamped: frozenset[str] = frozenset()
    tables: Mapping[str, Mapping[str, Any] | None] = field(default_factory=dict)
    staging: bool = False
    suspect: bool = False

    @property
    def extras(self) -> dict[str, str]:
        """The dataset's extras; in the bin it counts as not verified: nobody sees it there."""
        extras = extras_of(self.raw or {})
        return {k: v for k, v in extras.items() if not (self.binned and k == VERIFIED)}

    @property
    def binned(self) -> bool:
        """Whether the dataset lies in the portal's bin."""
        return binned(self.raw or {})

    @property
    def claim(self) -> Claim | None:
        """Who is publishing, or was when it was cut short."""
        return claim_in(self.extras)

    @property
    def resources(self) -> dict[str, Mapping[str, Any]]:
        """Our resources by our name."""
        return {each[NAME]: each for each in ours(self.raw or {})}

    @property
    def ids(self) -> dict[str, str]:
        """The ids of our resources by our name."""
        return {name: str(each["id"]) for name, each in self.resources.items()}

    @property
    def private(self) -> bool:
        """Whether nobody but the organisation sees the dataset."""
        return bool(self.raw and self.raw.get("private")) or self.binned

    @property
    def fresh(self) -> bool:
        """Whether no visitor has ever seen a release here: it may be filled in place."""
        return self.raw is None or (self.private and VERIFIED not in self.extras)

    @property
    def version(self) -> str:
        """The version that the portal shows, in words for a message."""
        if self.raw is None:
            return "no dataset of this name"
        shown = f"release {self.raw.get('version') or '(none)'}"
        if self.binned:
            return f"{shown}, in the portal's bin"
        return f"{shown}, not public yet" if self.private else shown


def staging_name(dataset: str) -> str:
    """The name of the private dataset in which a new release of ``dataset`` is tried."""
    return f"staging-{dataset[:60]}-{hashlib.sha256(dataset.encode()).hexdigest()[:8]}"


def recorded(client: Client, name: str) -> Remote:
    """What the portal says of the dataset called ``name``; neither files nor tables are read."""
    raw = shown(client, name)
    return Remote(raw=raw, hashes={each[NAME]: each.get(SHA256) for each in ours(raw or {})})


def look(client: Client, name: str, *, suspect: bool = False) -> Remote:
    """Read what the portal holds of the dataset called ``name``, and of its tables.

    What is recorded of a file is trusted only if nobody has uploaded another since it was verified.
    All files are downloaded and hashed where an earlier publication did not finish (``suspect``).
    """
    raw = shown(client, name, bin_too=True)
    staged = _staged(client, staging_name(name))
    if raw is None:
        return Remote(raw=None, staging=staged is not None)
    extras = extras_of(raw)
    unfinished = CLAIM in extras or extras.get(COMMIT) != extras.get(VERIFIED)
    suspect = suspect or staged is not None or unfinished
    unstamped = frozenset(each[NAME] for each in ours(raw) if each.get(STAMP) != stamp_of(each))
    return Remote(
        raw=raw,
        hashes=dict(_hashes(client, raw, unstamped | (_doubtful(raw) if suspect else frozenset()))),
        unstamped=unstamped,
        tables=_tables(client, raw),
        staging=staged is not None,
        suspect=suspect,
    )


def _staged(client: Client, name: str) -> Mapping[str, Any] | None:
    try:
        return shown(client, name)
    except DeniedError:
        raise RefusedError(
            "the name of the staging dataset is taken by another organisation's dataset",
            found=name,
            hint="have it renamed by the portal's staff",
        ) from None


def binned(raw: Mapping[str, Any]) -> bool:
    """Whether a dataset lies in the portal's bin."""
    return raw.get("state") == "deleted"


def shown(client: Client, name: str, *, bin_too: bool = False) -> dict[str, Any] | None:
    """The dataset as ``package_show`` gives it; None if there is none.

    One in the portal's bin counts only with ``bin_too``.
    """
    raw = client.find("package_show", id=name)
    if raw is None:
        return None
    if not _is_dataset(raw):
        raise RefusedError(
            f"what the portal says of the dataset {name} cannot be understood",
            expected="id, extras and resources, as CKAN gives them",
            hint="check the address, and what stands between here and the portal",
        )
    return None if binned(raw) and not bin_too else {**raw, "resources": _adopted(raw)}


def _adopted(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The resources, ours with their names: an edit on CKAN's own pages drops keys of others.

    An id that follows from the name of the file, or from that of an extra, is proof enough.
    """
    return [
        each if each.get(NAME) else {**each, **dict(_name_by_id(raw, each))}
        for each in raw.get("resources", [])
    ]


def _name_by_id(raw: Mapping[str, Any], each: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    site, found, path = str(each.get("url", "")).partition("/dataset/")
    dataset, last = str(raw.get("name", "")), path.rsplit("/", 1)[-1]
    stem = last.rsplit(".", 1)[0]
    for name in (last, stem, RELEASE + stem.removeprefix(f"{dataset}-"), *sorted(NAMES)):
        if found and each["id"] == stable_id(site, dataset, name):
            yield NAME, name


def _is_dataset(raw: Any) -> bool:
    def listed(key: str, *parts: str) -> bool:
        entries = raw.get(key, [])
        return isinstance(entries, list) and all(
            isinstance(each, dict) and all(isinstance(each.get(part), str) for part in parts)
            for each in entries
        )

    return (
        isinstance(raw, dict)
        and isinstance(raw.get("id"), str)
        and listed("extras", "key", "value")
        and listed("resources", "id")
        and listed("tags", "name")
    )


def same_state(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether nobody changed a dataset but background jobs, which only stamp it anew."""
    return bool(_essence(old) == _essence(new))


def _essence(raw: Any) -> Any:
    if isinstance(raw, Mapping):
        return {key: _essence(value) for key, value in raw.items() if key not in _VOLATILE}
    return [_essence(each) for each in raw] if isinstance(raw, list) else raw


def _doubtful(raw: Mapping[str, Any]) -> frozenset[str]:
    """Our resources, but for bundles of earlier releases: no publication touches those."""
    current = f"{RELEASE}{raw.get('version')}"
    names = [each[NAME] for each in ours(raw)]
    return frozenset(name for name in names if name == current or not name.startswith(RELEASE))


def _hashes(
    client: Client, raw: Mapping[str, Any], doubtful: frozenset[str]
) -> Iterator[tuple[str, str | None]]:
    for each in ours(raw):
        name = each[NAME]
        yield name, _actual(client, raw, each) if name in doubtful else each.get(SHA256)


def _actual(client: Client, raw: Mapping[str, Any], each: Mapping[str, Any]) -> str | None:
    if each.get("url_type") != "upload":
        # Somebody put a link in its place: what stands behind that is none of ours.
        return None
    filename = str(each.get("url", "")).rsplit("/", 1)[-1] or DESCRIPTOR
    try:
        return client.download(download_path(raw["id"], each["id"], filename)).sha256
    except (MissingError, RefusedError):
        return None


def _tables(client: Client, raw: Mapping[str, Any]) -> dict[str, Mapping[str, Any] | None]:
    return {
        str(each["id"]): client.find("datastore_info", id=each["id"])
        for each in ours(raw)
        # The flag alone is not to be relied on: a job sets it.
        if each.get("datastore_active") or each.get(LOADED)
    }


def rows(client: Client, resource_id: str) -> Iterator[Mapping[str, Any]]:
    """Every row of a DataStore table, page by page."""
    offset = 0
    while True:
        answer = client.read(
            "datastore_search",
            resource_id=resource_id,
            limit=PAGE,
            offset=offset,
            sort="_id",
            include_total=False,
        )
        yield from answer["records"]
        # The answer says how many it would give: ckan.datastore.search.rows_max may lower it.
        if len(answer["records"]) < max(1, int(answer.get("limit", 0))):
            return
        offset += len(answer["records"])

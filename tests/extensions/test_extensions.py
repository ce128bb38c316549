"""Publishing to a portal with the extensions of real ones. One file, as its portal is one."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from pyshacl import validate
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from fiscal_notice_ckan.actions import Describe
from fiscal_notice_ckan.client import Client
from fiscal_notice_ckan.errors import PreflightError
from fiscal_notice_ckan.portal import Portal, status
from fiscal_notice_ckan.portal.home import Home
from fiscal_notice_ckan.portal.settings import redis_socket
from fiscal_notice_ckan.publishing import Published, PublishOptions, publish, rollback
from fiscal_notice_ckan.target import Target
from fiscal_notice_ckan.unpublishing import unpublish
from portal.portal_kit import Reader, log_of, requests_since, until
from publish.mapping_kit import AVAILABLE, EU, FACTS, LICENCE, THEMES
from publish.releases import CITIES, fresh_name, release_of

# rdflib's reader of JSON-LD warns of rdflib's own graph.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
Publish = Callable[..., Published]
Serialise = Callable[[dict[str, Any]], tuple[Graph, str]]
PROMISES = Path(__file__).parent / "shapes" / "promises.ttl"
CHANGED = ((*CITIES[0][:1], 6, *CITIES[0][2:]), CITIES[1], ("604", 1, "珠海市"))
TYPES = {"code": "text", "amount": "int8", "name": "text"}


def described(published: Published) -> set[str]:
    """What of the dataset itself a plan says to change."""
    return {
        field
        for each in published.plan.actions
        if isinstance(each, Describe) and each.what == "the dataset"
        for field in each.fields
    }


def extras(dataset: Mapping[str, Any]) -> dict[str, str]:
    return {each["key"]: each["value"] for each in dataset["extras"]}


def broken(graph: Graph) -> str:
    """What breaks our own promises; nothing where all hold."""
    conforms, _, told = validate(graph, shacl_graph=Graph().parse(PROMISES))
    return "" if conforms else str(told)


def titles(graph: Graph) -> set[Node]:
    """The dataset's own titles."""
    dataset = graph.value(predicate=RDF.type, object=URIRef("http://www.w3.org/ns/dcat#Dataset"))
    return set(graph.objects(dataset, DCTERMS.title))


def test_all_of_it_runs(extended: Portal) -> None:
    assert {"ckan", "postgres", "redis", "worker"} <= set(extended.pids)
    assert status(extended.home, extensions=True) == extended


def test_first_publication_fills_the_portals_own_fields(
    tmp_path: Path, release_to: Publish, anyone: Reader
) -> None:
    name = fresh_name("first")
    archive = release_of(tmp_path, name, changes=FACTS)
    release_to(archive)
    shown = anyone.dataset(name)
    assert shown["language"] == [f"{EU}/language/ZHO", f"{EU}/language/ENG"]
    assert shown["theme"] == THEMES
    assert shown["publisher"][0]["name"] == shown["contact"][0]["name"] == "Invented compilers"
    assert shown["creator"][0]["name"] == "虚构省财政厅"
    assert shown["temporal_coverage"] == [{"start": "2021-01-01", "end": "2021-12-31"}]
    assert shown["spatial_coverage"][0]["text"] == "虚构省"
    assert shown["maintainer"] == ""
    # What the portal has no field for stays an extra; nothing is said twice.
    kept = extras(shown)
    assert kept["title_en"] == "A small notice"
    assert not [key for key in kept if key.startswith(("contact_", "temporal_", "language"))]
    resource = anyone.resource(name, "cities")
    assert (resource["license"], resource["availability"]) == (LICENCE, AVAILABLE)
    assert not release_to(archive).plan.pending


def test_changed_metadata_and_back(
    tmp_path: Path, release_to: Publish, extended_target: Target, anyone: Reader
) -> None:
    name = fresh_name("changed")
    release_to(release_of(tmp_path, name, changes=FACTS))
    before = anyone.dataset(name)
    facts = {key: value for key, value in FACTS.items() if key not in ("spatial", "theme")}
    changes = {**facts, "languages": ["en"], "contributors": FACTS["contributors"][1:]}
    told = described(release_to(release_of(tmp_path, name, "1.1.0", changes=changes)))
    assert {"language", "theme", "creator", "spatial_coverage", "version"} <= told
    assert not told & {"publisher", "contact", "temporal_coverage", "identifier", "modified"}
    after = anyone.dataset(name)
    assert after["language"] == [f"{EU}/language/ENG"]
    assert not any(after.get(key) for key in ("theme", "creator", "spatial_coverage"))
    rollback(name, "1.0.0", extended_target, PublishOptions(extras=False))
    again = anyone.dataset(name)
    for key in ("language", "theme", "creator", "spatial_coverage", "version", "title"):
        assert again[key] == before[key]


def test_what_the_staff_change_in_the_portals_form_is_seen_and_put_right(
    tmp_path: Path, release_to: Publish, there: Reader, anyone: Reader
) -> None:
    name = fresh_name("drift")
    archive = release_of(tmp_path, name, changes=FACTS)
    release_to(archive)
    there.act(
        "package_patch",
        id=name,
        language=["zh"],
        contact=[{"name": "Somebody else"}],
        documentation=["https://example.org/theirs"],
    )
    assert described(release_to(archive, dry_run=True)) == {"language", "contact"}
    release_to(archive)
    shown = anyone.dataset(name)
    assert shown["contact"][0]["name"] == "Invented compilers"
    assert len(shown["language"]) == 2
    assert shown["documentation"] == ["https://example.org/theirs"]


def test_required_fields_that_stay_empty_are_named_before_the_first_write(
    tmp_path: Path, extended: Portal, extended_target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer is changed on the way here: it then asks for more than the package has."""
    find = Client.find

    def asking_more(client: Client, action: str, **params: Any) -> Any:
        answer = find(client, action, **params)
        if action == "scheming_dataset_schema_show":
            answer["dataset_fields"] += [
                {"field_name": "department", "required": True},
                {"field_name": "audience", "validators": "not_empty"},
            ]
            answer["resource_fields"].append({"field_name": "unit", "required": True})
        return answer

    monkeypatch.setattr(Client, "find", asking_more)
    before = log_of(extended)
    with pytest.raises(PreflightError) as raised:
        publish(
            release_of(tmp_path, fresh_name("asks")), extended_target, PublishOptions(extras=False)
        )
    told = str(raised.value)
    assert all(f"the field {field}" in told for field in ("department", "audience", "unit"))
    assert {each.method for each in requests_since(extended, before)} == {"GET"}


def test_xloader_leaves_a_changed_table_alone(
    tmp_path: Path, extended: Portal, release_to: Publish, there: Reader
) -> None:
    """Its worker runs: it takes the job, sees the hash that it knows, and touches nothing."""
    name = fresh_name("xloader")
    release_to(release_of(tmp_path, name))
    resource = there.resource(name, "cities")["id"]
    release_to(release_of(tmp_path, name, "1.1.0", tables={"cities": CHANGED}))
    # The upload set off a load.
    until(lambda: _load(there, resource) == "complete" and _idle(extended))
    job = there.action("xloader_status", resource_id=resource)
    assert "file hash hasn't changed" in str(job["task_info"]["logs"])
    assert_ours(there, name, resource)
    # By hand it loads whatever the hash says, with the types that our data dictionary tells it.
    there.act("xloader_submit", resource_id=resource, ignore_hash=True)
    until(lambda: _load(there, resource) == "complete" and _idle(extended))
    assert there.action("xloader_status", resource_id=resource)["job_id"] != job["job_id"]
    assert_ours(there, name, resource)
    archive = next(tmp_path.glob(f"{name}-1.1.0-*.zip"))
    assert not release_to(archive).plan.pending


def test_what_dcat_serves_is_as_promised(
    tmp_path: Path, release_to: Publish, extended: Portal, anyone: Reader
) -> None:
    log = extended.home / "logs" / "ckan.log"
    name = fresh_name("dcat")
    release_to(release_of(tmp_path, name, changes=FACTS))
    served = anyone.get(f"/dataset/{name}.jsonld")
    graph = Graph().parse(data=served.text, format="json-ld")
    assert broken(graph) == ""
    assert titles(graph) == {Literal("小通知"), Literal("A small notice", lang="en")}
    said = log.read_text(encoding="utf-8")
    assert anyone.get(f"/dataset/{name}").ok
    assert "Traceback" not in said + log.read_text(encoding="utf-8")


def test_dcat_without_scheming_serves_the_same(
    tmp_path: Path,
    run: Publish,
    visitor: Reader,
    without_scheming: Serialise,
) -> None:
    name = fresh_name("plain")
    run(release_of(tmp_path, name, changes=FACTS))
    shown = visitor.dataset(name)
    graph, said = without_scheming(shown)
    assert broken(graph) == ""
    assert "Traceback" not in said
    # As on a portal with ckanext-fluent, to whose fields both titles go.
    shown["title_translated"] = {"zh": "小通知", "en": "A small notice"}
    graph, _ = without_scheming(shown)
    assert titles(graph) == {Literal("小通知", lang="zh"), Literal("A small notice", lang="en")}


def test_the_promises_can_be_broken(
    tmp_path: Path, run: Publish, visitor: Reader, without_scheming: Serialise
) -> None:
    """What was served before is found: shapes that pass everything would prove nothing."""
    name = fresh_name("broken")
    run(release_of(tmp_path, name, changes=FACTS))
    shown = visitor.dataset(name)
    for each in shown["resources"]:
        each |= {"hash": f"sha256:{'0' * 64}", "hash_algorithm": "", "license": ""}
        each |= {"download_url": each["access_url"]}
    kept = {**extras(shown), "language": "zh-Hans, en", "access_rights": "public"}
    del kept["publisher_name"]
    shown["extras"] = [{"key": key, "value": value} for key, value in kept.items()]
    graph, said = without_scheming(shown)
    assert "Traceback" in said  # a hash with a prefix cannot be read
    told = broken(graph)
    for path in ("spdx:checksumValue", "spdx:algorithm", "dct:license", "dct:language"):
        assert f"sh:path {path}" in told or path in told
    assert "disjoint" in told.lower()


def test_taken_back_and_brought_back(
    tmp_path: Path, release_to: Publish, extended_target: Target, anyone: Reader
) -> None:
    name = fresh_name("back")
    archive = release_of(tmp_path, name, changes=FACTS)
    release_to(archive)
    unpublish(name, extended_target)
    assert anyone.dataset(name) is None
    release_to(archive)
    assert anyone.dataset(name)["contact"][0]["name"] == "Invented compilers"
    assert anyone.rows(name, "cities") == sorted(CITIES)


def test_without_its_worker_a_portal_does_not_count_as_running(extended: Portal) -> None:
    """The last test here: the worker is gone."""
    os.kill(extended.pids["worker"], signal.SIGKILL)
    until(lambda: status(extended.home, extensions=True) is None)


def assert_ours(there: Reader, name: str, resource: str) -> None:
    """Types, key and rows of the changed table are those of the package."""
    info = there.action("datastore_info", id=resource)
    assert {each["id"]: each["type"] for each in info["fields"]} == TYPES
    assert [each["id"] for each in info["fields"] if each["schema"]["is_index"]] == ["code"]
    assert there.rows(name, "cities") == sorted(CHANGED)


def _load(reader: Reader, resource: str) -> str:
    """How XLoader's last job for a resource ended; nothing where it has had none."""
    found = reader.action("xloader_status", resource_id=resource)
    return str((found or {}).get("status", ""))


def _idle(portal: Portal) -> bool:
    """Whether no job waits and none is being done."""
    queue = "ckan:local:default"
    return not _asked(portal, f"LLEN rq:queue:{queue}") + _asked(portal, f"ZCARD rq:wip:{queue}")


def _asked(portal: Portal, command: str) -> int:
    """The number that Redis answers a command with."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(redis_socket(Home(root=portal.home))))
        connection.sendall(f"{command}\r\n".encode())
        return int(connection.recv(32).strip()[1:])

"""Hold what a portal's ckanext-dcat serves of a dataset against SHACL shapes.

    python benchmarks/dcat.py http://127.0.0.1:5000/dataset/NAME.jsonld SHAPES.ttl…

The shapes of DCAT-AP are SEMICeu's: github.com/SEMICeu/DCAT-AP, releases/3.0.1/html/shacl; its core
are ``shapes.ttl`` and ``range.ttl``, its recommendations ``shapes_recommended.ttl``. They are not
part of this project, and the EU's vocabularies are fetched by none of this. So two kinds of results
are left out: what the shapes say of ``skos:inScheme``, and of the class of a term that is described
elsewhere.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import requests
from pyshacl import validate
from rdflib import RDF, SH, SKOS, Graph, URIRef
from rdflib.term import Node


def served(address: str) -> Graph:
    """The graph at an address, or in a file."""
    if "://" not in address:
        return Graph().parse(address)
    answer = requests.get(address, timeout=60)
    answer.raise_for_status()
    return Graph().parse(data=answer.text, format="json-ld")


def results(data: Graph, shapes: Graph) -> Counter[tuple[str, str]]:
    """How often each path breaks which kind of constraint; nothing where all holds."""
    _, report, _ = validate(data, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found: Counter[tuple[str, str]] = Counter()
    for each in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(each, SH.resultPath)
        component = report.value(each, SH.sourceConstraintComponent)
        elsewhere = component == SH.ClassConstraintComponent and _is_elsewhere(
            data, report.value(each, SH.value)
        )
        if path != SKOS.inScheme and not elsewhere:
            kind = str(component).rpartition("#")[2].removesuffix("ConstraintComponent")
            found[str(path), kind] += 1
    return found


def _is_elsewhere(data: Graph, term: Node | None) -> bool:
    return isinstance(term, URIRef) and (term, None, None) not in data


def main(address: str, *files: str) -> None:
    """Print a line for each kind of result, for each file of shapes."""
    data = served(address)
    for file in files:
        found = results(data, Graph().parse(file))
        print(f"{Path(file).name}: {found.total()}")
        for (path, kind), count in found.most_common():
            print(f"  {count:4}  {path}  {kind}")


if __name__ == "__main__":
    main(*sys.argv[1:])

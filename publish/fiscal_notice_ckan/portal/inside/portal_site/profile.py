"""A profile of ckanext-dcat: the extra ``title_en`` is the dataset's title in English, too.

ckanext-dcat's own profiles read titles in several languages from ckanext-fluent's fields only. A
portal gets this one by naming ``title_in_english`` in ``ckanext.dcat.rdf.profiles``, after its own.
"""

# CKAN lives in the portal's virtual environment only, so its types are unknown here.
# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

from typing import Any

from ckanext.dcat.profiles import RDFProfile
from rdflib import DCTERMS, Literal


class TitleInEnglish(RDFProfile):  # type: ignore[misc]
    """Adds one triple to what the profiles before it have made of a dataset."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: Any) -> None:
        """Add ``dct:title`` in English, where there is one and no field for languages."""
        title = self._get_dataset_value(dataset_dict, "title_en")
        if title and "title_translated" not in dataset_dict:
            self.g.add((dataset_ref, DCTERMS.title, Literal(title, lang="en")))

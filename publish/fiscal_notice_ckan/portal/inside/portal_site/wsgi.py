"""The WSGI application of the portal; the environment variable CKAN_INI names its settings."""

# CKAN lives in the portal's virtual environment only, so its types are unknown here.
# mypy: disable-error-code="import-not-found, import-untyped"

from __future__ import annotations

import logging
import os
import sys
from typing import Any

from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app


def load(ini: str) -> Any:
    """Make the application that these settings describe, its messages going to standard error."""
    # Not with fileConfig, as CKAN's example does: that closes the WSGI server's own logs.
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s %(levelname)s [%(name)s] %(message)s"
    )
    for name in ("ckan", "ckanext"):
        logging.getLogger(name).setLevel(logging.INFO)
    return make_app(CKANConfigLoader(ini).get_config())


application = load(os.environ["CKAN_INI"])

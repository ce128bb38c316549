"""Validated releases of a fiscal notice, published to a CKAN portal."""

"""What a local CKAN portal runs in its own virtual environment, installed there and not here.

``grammar`` and ``matching`` are pure and need no CKAN; ``documents`` reads the database; ``plugin``
puts them in the place of Solr; ``provision`` fills an empty portal; ``wsgi`` serves it.
"""

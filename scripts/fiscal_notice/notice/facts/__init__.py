"""Facts of a notice, each computed once: figures with their lines, money, targets, regions.

The pages, the pictures and the summary of a release draw on them; the views in SQL say the same.
"""

from fiscal_notice.notice.facts.notice import NoticeFacts, lacking_columns, said

__all__ = ["NoticeFacts", "lacking_columns", "said"]

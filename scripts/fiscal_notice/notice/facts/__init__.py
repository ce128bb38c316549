"""Facts of a notice, each computed once: figures with their lines, money, targets, regions.

The pages, the pictures and the summary of a release draw on them; the views in SQL say the same.
"""

from fiscal_notice.notice.facts.notice import (
    NoticeFacts,
    is_notice,
    lacking_columns,
    require_notice,
    said,
)

__all__ = ["NoticeFacts", "is_notice", "lacking_columns", "require_notice", "said"]

"""A follow-up judged: what its rules read, and findings against errata."""

from fiscal_notice.follow.judging.judge import judge

__all__ = ["judge"]

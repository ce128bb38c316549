"""Share pictures: cards of words and bars, drawn without any library or font of the machine."""

from fiscal_notice.notice.pages.share.card import INK, RED, SOFT, Line, card
from fiscal_notice.notice.pages.share.font import font

__all__ = ["INK", "RED", "SOFT", "Line", "card", "font"]

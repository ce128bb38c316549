"""One budget is one sum, and only of this money: what amounts of clause 2 may be added."""

#: The lines of one document are parts of one amount; another document has an amount of its own.
ONE_BUDGET = ("evidence_id", "region_code", "document_title")
#: Outcomes of clause 2 under which an amount is that of this money alone.
SEPARABLE = ("met", "short")

"""When which report is due: a code list with a source for each date, by budget year."""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files

from fiscal_notice.model import Rows


def schedule_rows(budget_year: int) -> Rows:
    """The rows of table ``schedule`` for a budget year, as far as nobody has given other ones.

    In the code list ``{year}`` and ``{next}`` stand for the budget year and the one after it.
    """
    text = files("fiscal_notice.follow").joinpath("codelists", "schedules.csv").read_text("utf-8")
    years = {"year": f"{budget_year:04d}", "next": f"{budget_year + 1:04d}"}
    return [
        {
            "report": row["report"],
            "period": row["period"].format(**years),
            "due_on": date.fromisoformat(row["due_on"].format(**years)),
            "source": row["source"],
            "sure": row["sure"] == "true",
        }
        for row in csv.DictReader(text.splitlines())
    ]

"""The first sheet of the workbook: whose figures these are, of which day, of how many customers, and how to read them."""

from collections.abc import Mapping
from typing import Any

from analysis.reporting.workbook import Front
from analysis.store import Run
from analysis.text import Text, count

COUNTED_IN = ("features", "segments", "attributes")  # tables with a row, or several, per customer; the first that is held counts


def workbook_front(run: Run, text: Text, cover: Mapping[str, Any]) -> Front:
    """The first sheet of a run, from the first screen of its page."""
    customers = _customers(run)
    facts = [
        (text("Client"), cover["client"]),
        (text("Period"), cover["period"]),
        (text("As of"), cover["as_of"]),
        (text("Customers"), "" if customers is None else text.show(count(customers))),
        (text("Version"), " · ".join(filter(None, (cover["version"], cover["status"])))),
        (text("Data"), cover["confidence"]["headline"]),
    ]
    return Front(
        name=text("Contents"),
        title=f"{cover['client']} · {run.period.label}",
        facts=[(label, told) for label, told in facts if told],
        how=text(
            "How to read this: every sheet is a table of the report with the numbers that stand there, rounded as they are; "
            "what the report keeps back (a dash, “<10”) is not here either."
        ),
        heads=(text("Sheet"), text("Chapter"), text("Table")),
        closing=[line for line in (run.config.brand.author, run.config.brand.disclaimer) if line],
    )


def _customers(run: Run) -> int | None:
    """How many customers are known; None where no table lists them."""
    held = next((table for table in COUNTED_IN if run.has_table(table)), None)
    return None if held is None else int(run.read_table(held)["customer_id"].nunique())

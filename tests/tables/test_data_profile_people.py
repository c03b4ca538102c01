"""Chapter 01's figures per customer as the reader sees them."""

import re

import pandas as pd

from analysis.tables.data_profile_people import numbers_table
from analysis.text import Text


def test_years_are_written_as_years_and_add_up_to_nothing():
    """A spend of 1,985 keeps its separator and its sum, a year of graduation has neither."""
    rows = [("spend", 1985.0, 198500.0), ("graduation_year", 1985.0, 198500.0)]
    table = pd.DataFrame(rows, columns=["column", "mean", "total"]).assign(n=100, median=1985.0, low=1950.0, high=2020.0)
    html = numbers_table(table, text=Text("en", "GBP"))
    cells = [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", html, flags=re.DOTALL)]

    assert ["100", "1,985", "1,985", "1,950 to 2,020", "198,500"] == cells[:5]
    assert ["100", "1985", "1985", "1950 to 2020", "–"] == cells[5:]

"""What the files and the survey need to know of each customer's history."""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, comments, season
from analysis.sources.demo.lanting.books import PERFORMED

ADVERSE = 0.024  # of those treated with needle, light or scalpel
RISKY = (1, 2, 3)  # their departments


def treated(table: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """Treatments of consumers: customer, day, name of the project."""
    done = visits[(visits["stage"] == PERFORMED) & ~visits["review"]]
    done = done[table["role"].to_numpy()[done["customer"]] == "consumer"]
    return pd.DataFrame({"customer": done["customer"], "day": done["day"], "name": catalogue.NAMES[done["project"]]})


def for_the_file(table: pd.DataFrame, visits: pd.DataFrame, written: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per customer: spent (yuan performed in the last 24 months), referred (customers recommended),
    complaint (one that is not settled, from the comments `written`), adverse (bool)."""
    recent = visits[visits["day"] >= season.day_number("2024-01-01")]
    referrers = table.loc[table["referrer"] >= 0, "referrer"]
    risky = visits[(visits["stage"] == PERFORMED) & np.isin(catalogue.DEPARTMENT_OF[visits["project"]], RISKY)]
    return pd.DataFrame(
        {
            "spent": recent.groupby("customer")["consumed"].sum().reindex(table.index, fill_value=0) / 100,
            "referred": referrers.value_counts().reindex(table.index, fill_value=0),
            "complaint": table.index.isin(written.loc[written["open"], "customer"]),
            "adverse": table.index.isin(risky["customer"]) & (rng.random(len(table)) < ADVERSE),
        }
    )


def complained(table: pd.DataFrame, written: pd.DataFrame) -> np.ndarray:
    """True for each customer who ever complained."""
    return table.index.isin(written.loc[written["source"] == comments.COMPLAINT, "customer"])


def could_be_asked(table: pd.DataFrame, details: pd.DataFrame, visits: pd.DataFrame, *, day: int) -> np.ndarray:
    """True for each adult consumer with WeCom consent who came in the year before a day."""
    came = visits[(visits["minute"] >= 0) & visits["day"].between(day - 365, day - 1)]
    able = (table["role"] == "consumer") & ~table["young"] & (details["wecom"] == "是")
    return (able & table.index.isin(came["customer"])).to_numpy()

"""The folder lists/ of a run: what the kit writes there, the arms that were handed out, and what goes when an approval goes.

Personal data stand here and nowhere else behind the door.  Files of other names in the folder are left alone.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.sources.contact_fields import LISTS
from analysis.sources.pseudonyms import write_private
from analysis.store import Run

ARMS = "arms.parquet"  # play, customer_id, arm: what was handed out stays
PREFIX = "list-"
SUPPRESSED, SEGMENTS, DICTIONARY = f"{PREFIX}suppressed.csv", "customer-segments.csv", "dictionary.csv"


def list_folder(run: Run) -> Path:
    """Where the lists of a run lie."""
    return run.folder / LISTS


def list_name(play: str, export: str = "") -> str:
    """The file of a play, or of one of its exports: keys hold no hyphen, so that each name tells its play."""
    return f"{PREFIX}{play}{'-' if export else ''}{export}.csv"


def arms_given(run: Run) -> dict[str, dict[str, str]]:
    """The arms of the lists on disk, by play and customer."""
    path = list_folder(run) / ARMS
    if not path.is_file():
        return {}
    return {play: rows.set_index("customer_id")["arm"].to_dict() for play, rows in pd.read_parquet(path).groupby("play")}


def withdraw_lists(run: Run, *, keep: Iterable[str]) -> list[str]:
    """Delete the lists of plays that are not in `keep`, and their arms; returns the names of the files that went."""
    folder, kept = list_folder(run), set(keep)
    lists = sorted(path for path in folder.glob(f"{PREFIX}*.csv") if path.name != SUPPRESSED)
    gone = [path for path in lists if path.stem.removeprefix(PREFIX).split("-")[0] not in kept]
    if gone or not kept:  # who was left out of a list that goes stays named nowhere
        gone += [path for path in (folder / SUPPRESSED,) if path.is_file()]
    for path in gone:
        path.unlink()
    ledger = folder / ARMS
    if ledger.is_file():
        arms = pd.read_parquet(ledger)
        if not set(arms["play"]) <= kept:
            write_private(arms[arms["play"].isin(kept)].reset_index(drop=True), ledger)
    return [path.name for path in gone]

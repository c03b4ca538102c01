"""The sign of leaving planted in a demo client against what chapter 03 found."""

import json
from pathlib import Path

import pandas as pd


def check(folder: Path, *, period: str = "2025-Q4") -> pd.DataFrame:
    """The signs of a period, held against truth/parameters.json; returns them in the order in which the page names them.

    Fails where the planted sign is not the first of those beyond chance, or its odds are not clearly above 1.  They are
    lower than planted: some of those who are silent have not left, and not all who left do so after their last order.
    """
    planted = json.loads((folder / "truth" / "parameters.json").read_text(encoding="utf-8"))["leaving"]
    signs = pd.read_parquet(folder / period / "leaving_signs.parquet").sort_values("rank", ignore_index=True)
    first = signs.iloc[0]
    assert (planted["sign"], "more") == tuple(first[["sign", "verdict"]])
    assert first["odds_low"] > 1.5
    assert signs.loc[signs["verdict"].eq("more"), "sign"].tolist() == [planted["sign"]]
    return signs

"""What the tables of a section of chapter 02 are made from, and which segments they keep back."""

from dataclasses import dataclass

import pandas as pd

from analysis.features import Dates
from analysis.reporting.divided import Divided
from analysis.store import Run


@dataclass(frozen=True)
class At:
    """What the tables of a section are made from."""

    run: Run
    dates: Dates
    divided: Divided
    bought: pd.DataFrame | None
    minimum: int
    decided: pd.DataFrame

    def hides(self, lens: str) -> bool:
        """Whether any segment of a lens is hidden today."""
        return bool((~self.decided.loc[self.decided["method"] == lens, "shown"]).any())

    def hidden(self, lens: str) -> list[str]:
        """The segments of a lens that are hidden today."""
        return list(self.decided.loc[(self.decided["method"] == lens) & ~self.decided["shown"], "segment"])

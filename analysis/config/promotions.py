"""The client's promotions: when what was reduced, so that a bargain is told from a habit of bargains.

    promotions:
      - {name: Black Friday, start: 2025-11-24, end: 2025-12-01}
      - {name: Garden week, start: 2025-04-07, end: 2025-04-13, categories: [Garden]}

Without categories everything was reduced: nobody could pay full price, so orders of those days say nothing
about what a customer makes of prices, and whoever ordered first on one of them was acquired in a promotion.
"""

import datetime

from pydantic import model_validator

from analysis.config.columns import Strict


class Promotion(Strict):
    """One promotion: its name, first and last day, and its categories (none: everything)."""

    name: str
    start: datetime.date
    end: datetime.date
    categories: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "Promotion":
        if self.end < self.start:
            raise ValueError("the promotion ends before it starts; write the earlier day as start")
        return self

    @property
    def of_everything(self) -> bool:
        return not self.categories

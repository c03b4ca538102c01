"""What the desk writes down, and who stands before it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting.latent_types import LatentType
from analysis.sources.demo.lanting.purse import Course, Purse

STAGES = ("booked", "arrived", "consulted", "paid", "performed", "cancelled", "no_show")
BOOKED, ARRIVED, CONSULTED, PAID, PERFORMED, CANCELLED, NO_SHOW = range(7)
WALK_IN = -9999  # stands for the day of booking where nobody booked
CHANNELS = np.array(["院内收银", "小程序商城", "本地生活平台"], dtype=object)
AT_DESK, IN_APP, BY_PLATFORM = range(3)
TOP_UP = -1  # stands for a project where money is put on the card

VISIT = ("customer", "booked", "day", "minute", "stage", "project", "review", "consumed", "extra")
LINE = ("receipt", "customer", "day", "minute", "project", "units", "list_fen", "paid_fen", "by_card", "course", "channel")
REFUND = ("line", "customer", "day", "fen", "units")
MOVE = ("customer", "day", "cash", "bonus", "units", "course", "receipts", "refunds", "consumed")


@dataclass
class Books:
    """What the desk writes down, as rows of VISIT, LINE, REFUND and MOVE; purses by customer at the end.

    Money is in fen.  A visit's minute is -1 where nobody came, its `booked` the day of booking or WALK_IN; `receipt` numbers payments; moves on day -1 are what was held when the data begins.
    """

    visits: list[tuple] = field(default_factory=list)
    lines: list[tuple] = field(default_factory=list)
    refunds: list[tuple] = field(default_factory=list)
    moves: list[tuple] = field(default_factory=list)
    purses: dict[int, Purse] = field(default_factory=dict)
    receipts: int = 0

    def move(self, customer: int, day: int, **amounts: int) -> None:
        self.moves.append((customer, day, *(amounts.get(name, 0) for name in MOVE[2:])))

    def table(self, name: str) -> pd.DataFrame:
        """One of visits, lines, refunds and moves."""
        columns = {"visits": VISIT, "lines": LINE, "refunds": REFUND, "moves": MOVE}[name]
        return pd.DataFrame(getattr(self, name), columns=list(columns))


@dataclass(slots=True)
class Guest:
    """The customer at the desk."""

    row: int
    latent: LatentType
    role: str
    prospect: bool
    young: bool
    platform: bool  # came by the local-life platform
    joined: int
    purse: Purse
    bought: bool = False
    pending: list[tuple[int, Course | int]] = field(default_factory=list)  # refunds to come: day, course or line of a top-up

"""What client.yaml says about money, plays and how they are approved: the key `strategy`."""

import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from analysis.config.approvals import Approval, Lists
from analysis.config.columns import Strict


def day_range(given: Any) -> Any:
    """The first and the last day of a list of two.  Raises ValueError for anything else."""
    try:
        first, last = (datetime.date.fromisoformat(str(day)) for day in given)
    except (TypeError, ValueError):
        raise ValueError("write the first and the last day, such as [2024-06-01, 2024-08-31]") from None
    if last < first:
        raise ValueError("the last day comes before the first; write the earlier day first")
    return first, last


def _plays_of(given: Any) -> Any:
    """One play or several, as a tuple."""
    if not isinstance(given, dict):
        return given
    return {str(campaign): (plays,) if isinstance(plays, str) else plays for campaign, plays in given.items()}


EVERY = "*"  # stands for the campaigns that are not named, and for one without a name


class Campaign(Strict):
    """How the arms of a past campaign came about.

    randomised  false where customers were chosen, not drawn by lot: then no effect is told
    planned     share or weight of each arm, such as {control: 0.2, mailing: 0.8}
    unit        the column by which arms were given out, where it was not by customer: store, contact_day, an attribute
    """

    randomised: bool = True
    planned: dict[str, Annotated[float, Field(gt=0)]] = {}
    unit: str | None = None


class Strategy(Strict):
    """Money and choices behind chapters 04 and 05.

    experiments   the play, or plays, that a past campaign was an instance of
    campaigns     how the arms of past campaigns came about, by campaign; '*' for those not named
    capacity      minutes of an owner for the next period, such as {adviser: 6000}
    blocked       first and last days between which nothing goes out
    most_plays    plays for one segment
    minimum       least service by lens and segment: up to 1 a share of its customers, above 1 a sum of money
    touches       contacts per customer of a segment in one period, on average
    first_better  how much more the first contacted respond than the mean, 0 for nobody knows whom to contact first
    """

    budget: float | None = Field(default=None, ge=0)
    margin: float | None = Field(default=None, gt=0, le=1)
    playbook: str | None = None
    targets: dict[str, float] = {}
    hold_out: float = Field(default=0.2, gt=0, lt=1)
    approvals: dict[str, Approval] = {}
    experiments: Annotated[dict[str, tuple[str, ...]], BeforeValidator(_plays_of)] = {}
    campaigns: dict[str, Campaign] = {}
    capacity: dict[str, Annotated[float, Field(ge=0)]] = {}
    blocked: tuple[Annotated[tuple[datetime.date, datetime.date], BeforeValidator(day_range)], ...] = ()
    most_plays: int = Field(default=2, ge=1)
    minimum: dict[str, Annotated[float, Field(ge=0)]] = {}
    touches: float | None = Field(default=None, gt=0)
    first_better: float = Field(default=0.5, ge=0, le=1)
    lists: Lists = Lists()

    def campaign(self, name: str) -> Campaign:
        """How the arms of a campaign came about, as far as client.yaml says."""
        return self.campaigns.get(name) or self.campaigns.get(EVERY) or Campaign()

    @property
    def approved(self) -> tuple[str, ...]:
        """The plays that somebody approved, by key."""
        return tuple(key for key, said in self.approvals.items() if said.status == "approved")

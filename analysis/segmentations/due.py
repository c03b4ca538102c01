"""What is due: how long a category usually lasts, and where each customer stands with it.

The interval is the client's own where it sets one (a doctor's cycle, a buyer's knowledge).  Otherwise
it is read off the Kaplan–Meier curve of the gaps between purchases of the category, open gaps included:
due when half of those who come back have done so, overdue at 80 %, lapsed at 95 %.  (Multiples of a median
interval do not separate those who come from those who do not; see `lifecycle`.)  A customer with three own
gaps in a category has these limits scaled by the own rhythm, drawn towards the category's.

A category that hardly anybody buys again, an operation or a freestanding bath, is one-off: nothing is
ever due in it, and nobody is lost for not coming back.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, listed
from analysis.schema.derived.preferences import DUE_STATUSES
from analysis.segmentations.curve import gap_curve
from analysis.segmentations.cuts import PRIOR_GAPS, curve_cuts
from analysis.segmentations.population import check_table
from analysis.segmentations.small_cells import few

SHARES = (0.50, 0.80, 0.95)  # of those who come back: due, overdue, lapsed
GIVEN = {"due_from": 0.9, "overdue_from": 1.25, "lapsed_from": 2.5}  # in parts of an interval that the client sets
LIMITS = ("due_days", "overdue_days", "lapsed_days")


def category_intervals(
    gaps: pd.DataFrame,
    *,
    intervals: Mapping[str, float] | None = None,
    one_off: Iterable[str] = (),
    repeat_from: float = 0.15,
    enough_gaps: int = 30,
    due_from: float = GIVEN["due_from"],
    overdue_from: float = GIVEN["overdue_from"],
    lapsed_from: float = GIVEN["lapsed_from"],
) -> pd.DataFrame:
    """The table `replenishment_intervals`, by category, from counted gaps (category, gap_days, closed, n).

    `intervals` are days by category and go before what is measured; `one_off` names categories that are bought once, of
    which no share of returns is expected and none given; others are so where fewer than `repeat_from` of the purchases
    are followed by another, and their share is the evidence.  A category with fewer than
    `enough_gaps` purchases followed by another has no interval (too_few).

    Raises SchemaError if a column is missing; ConfigError for a category that does not occur or a setting out of range.
    """
    check_table(gaps, "category gaps", ("category", "gap_days", "closed", "n"))
    given, single = dict(intervals or {}), set(one_off)
    parts = (due_from, overdue_from, lapsed_from)
    _check(given, single, set(gaps["category"]), parts, repeat_from, enough_gaps)
    rows = []
    for category, own in gaps.groupby("category", sort=True):
        curve = gap_curve(own.loc[own.index.repeat(own["n"])])
        measured = _measured(curve, enough_gaps)
        closed = own[own["closed"].astype(bool)]
        repeated, total = int(closed["n"].sum()), int(own["n"].sum())
        if category in single:
            basis, limits = "one_off", (np.nan,) * 3
        elif category in given:
            basis, limits = "given", tuple(part * float(given[category]) for part in parts)
        elif repeated < enough_gaps:
            basis, limits = "too_few", (np.nan,) * 3
        elif measured["plateau"] < repeat_from:
            basis, limits = "one_off", (np.nan,) * 3
        else:
            basis, limits = "measured", measured["limits"]
        mean = float((closed["gap_days"] * closed["n"]).sum() / repeated) if repeated else np.nan
        row = {
            "category": category,
            "basis": basis,
            "interval_days": float(given[category]) if basis == "given" else limits[0],
            **dict(zip(LIMITS, limits, strict=True)),
            "purchases": total,
            "repeated": repeated,
            "repeat_share": np.nan if category in single else measured["plateau"],
            "mean_gap_days": mean,
            "back_from_due": _back(curve, limits[0], limits[2], enough_gaps),
            "back_from_overdue": _back(curve, limits[1], limits[2], enough_gaps),
        }
        rows.append(row)
    columns = ["category", "basis", "interval_days", *LIMITS, "purchases", "repeated", "repeat_share", "mean_gap_days"]
    return pd.DataFrame(rows, columns=[*columns, "back_from_due", "back_from_overdue"])


def replenishment_status(rhythm: pd.DataFrame, intervals: pd.DataFrame, *, personal_gaps: int = 3) -> pd.DataFrame:
    """The table `replenishment_status`: each customer × category with an interval.

    From one row per customer and category (`category_rhythm`) and `category_intervals`, of this period or a saved one.
    The phase runs from 0 at the purchase to 1 when the next is due, to 2 when it is overdue, to 3 when it has lapsed.
    """
    check_table(rhythm, "category rhythm", ("customer_id", "category", "purchases", "last_age_days", "mean_gap_days"))
    check_table(intervals, "replenishment intervals", ("category", "basis", *LIMITS, "mean_gap_days"))
    known = intervals[intervals["basis"].isin(["given", "measured"])]
    usual = known[["category", "basis", *LIMITS, "mean_gap_days"]].rename(columns={"mean_gap_days": "usual_gap_days"})
    table = rhythm.merge(usual, on="category", how="inner", validate="m:1")
    count = table["purchases"] - 1
    own = (count >= personal_gaps) & (table["basis"] == "measured") & table["mean_gap_days"].notna()
    scale = (1 + count / (count + PRIOR_GAPS) * (table["mean_gap_days"] / table["usual_gap_days"] - 1)).where(own, 1.0)
    table = table.assign(**{limit: table[limit] * scale for limit in LIMITS})
    phase = _phase(table["last_age_days"].to_numpy(), *(table[limit].to_numpy() for limit in LIMITS))
    status = np.array(DUE_STATUSES, dtype=object)[np.clip(phase, 0, 3).astype("int64")]
    table = table.assign(phase=phase, status=pd.Series(status, index=table.index, dtype="str"))
    table = table.drop(columns=["basis", "usual_gap_days"]).sort_values(["customer_id", "category"], ignore_index=True)
    names = ("customer_id", "category", "purchases", "last_age_days", "mean_gap_days", "purchase_value", *LIMITS, "phase", "status")
    return table[list(names)]


def replenishment_due(status: pd.DataFrame, intervals: pd.DataFrame) -> pd.DataFrame:
    """The table `replenishment_due`: customers and money by category and status, every status of every category.

    `value` is one purchase of each customer at the own usual value: what is at hand, no forecast.  `back_share` is what
    of it comes by itself: the share that used to come from this point on before the purchase lapsed.
    """
    known = intervals[intervals["basis"].isin(["given", "measured"])]
    every = pd.MultiIndex.from_product([known["category"], DUE_STATUSES], names=["category", "status"])
    held = status.sort_values(["category", "status", "purchase_value"]).groupby(["category", "status"])
    table = held.agg(customers=("customer_id", "size"), value=("purchase_value", "sum")).reindex(every).reset_index()
    back = known.set_index("category")
    share = pd.Series(np.nan, index=table.index)
    for key, column in (("due", "back_from_due"), ("overdue", "back_from_overdue")):
        share = share.where(table["status"] != key, table["category"].map(back[column]))
    return table.assign(
        customers=table["customers"].fillna(0).astype("int64"), value=table["value"].fillna(0.0), back_share=share.astype("float64")
    )


def presentable_due(due: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """`replenishment_due` without the numbers of cells under `minimum` customers; a second one goes with a single one."""
    gone = pd.Series(False, index=due.index)
    for _, part in due.groupby("category", sort=False):
        gone[part.index] = few(part["customers"], minimum=minimum)
    return due.assign(**{column: due[column].astype("float64").mask(gone) for column in ("customers", "value")}, shown=~gone)


def customer_replenishment(status: pd.DataFrame) -> pd.DataFrame:
    """The table `replenishment`: one row per customer, for the record.

    The most pressing category is the one whose phase is highest below 3: overdue before due before not due.
    Only where all have lapsed is it one of those, the latest to lapse: who has dropped one category for another is
    not lost.  Equal phases go to the first name.
    """
    pressing = status.assign(lapsed=status["phase"] >= 3, order=np.where(status["phase"] >= 3, status["phase"], -status["phase"]))
    first = pressing.sort_values(["customer_id", "lapsed", "order", "category"]).drop_duplicates("customer_id")
    counts = (
        status.groupby(["customer_id", "status"]).size().unstack(fill_value=0).reindex(columns=list(DUE_STATUSES), fill_value=0)
    )
    counts = counts.add_suffix("_n").astype("int64").rename_axis(columns=None).reset_index()
    found = first[["customer_id", "phase", "category", "purchase_value"]]
    return found.merge(counts, on="customer_id", validate="1:1").sort_values("customer_id", ignore_index=True)


def _measured(curve: pd.DataFrame, enough_gaps: int) -> dict:
    """The three limits in days, and the share followed by another as far as the data reach."""
    early = curve_cuts(curve, shares=(SHARES[0], SHARES[2]), reliable_gaps=enough_gaps)
    late = curve_cuts(curve, shares=(SHARES[1], SHARES[2]), reliable_gaps=enough_gaps)
    limits = (early["first_cut_days"], late["first_cut_days"], late["second_cut_days"])
    return {"limits": limits, "plateau": float(late["plateau"])}


def _back(curve: pd.DataFrame, start: float, end: float, enough_gaps: int) -> float:
    """Share of the purchases not repeated by day `start` that were by day `end`; missing beyond what is reliably known."""
    reliable = curve[curve["at_risk"] >= enough_gaps]
    if not (start < end <= reliable["day"].max()):
        return np.nan
    by_start, by_end = (float(reliable.loc[reliable["day"] <= day, "returned"].iloc[-1]) for day in (start, end))
    return (by_end - by_start) / (1 - by_start) if by_start < 1 else np.nan


def _phase(age: np.ndarray, due: np.ndarray, overdue: np.ndarray, lapsed: np.ndarray) -> np.ndarray:
    """0-1 before due, 1-2 due, 2-3 overdue, from 3 lapsed; in between in proportion to the days."""
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = [age / due, 1 + (age - due) / (overdue - due), 2 + (age - overdue) / (lapsed - overdue)]
    return np.select([age < due, age < overdue, age < lapsed], parts, default=3 + (age - lapsed) / lapsed)


def _check(
    given: Mapping[str, float], single: set[str], held: set[str], parts: tuple[float, ...], repeat_from: float, enough: int
) -> None:
    for setting, named in (("intervals", set(given)), ("one_off", single)):
        if named - held:
            raise ConfigError(
                "'{setting}' names {unknown}, which no purchase has as its category. Categories found: {found}.",
                setting=setting,
                unknown=listed(f"'{word}'" for word in sorted(named - held)),
                found=listed(sorted(held)),
            )
    days = sorted(float(value) for value in given.values())
    wrong = {
        "intervals": (listed(f"{value:g}" for value in days), bool(days) and not days[0] > 0, "numbers of days above 0"),
        "due_from, overdue_from, lapsed_from": (
            listed(parts),
            not 0 < parts[0] < parts[1] < parts[2],
            "three rising numbers above 0",
        ),
        "repeat_from": (repeat_from, not 0 <= repeat_from < 1, "a share from 0 to below 1"),
        "enough_gaps": (enough, enough < 1, "1 or more"),
    }
    for setting, (value, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=value, allowed=allowed)

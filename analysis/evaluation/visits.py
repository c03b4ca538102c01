"""How far visits went, and what became of them: figures of a period beside those a year before."""

import numpy as np
import pandas as pd

from analysis.evaluation.period import DAY, Day, Days, span
from analysis.intervals import wilson

STEPS = ("booked", "arrived", "consulted", "paid", "performed")  # each holds those that follow
LOST = ("no_show", "cancelled")
SECOND_VISIT = 90  # days after a first visit in which a second one counts
KPIS = ("arrivals", "arrival_rate", "no_show_rate", "deal_rate", "second_visit_rate", "consumed")


def visit_funnel(visits: pd.DataFrame, *, start: Day, end: Day) -> pd.DataFrame:
    """Visits of a period by how far they got, then those that were lost: see `visit_funnel` of schema.py.

    From one row per booking or visit (customer_id, stage, and arrived_at or booked_at).  A visit that was paid
    was also arrived; somebody who came without a booking (no booked_at) arrived but was not booked.  `share` is
    of visits kept, for lost bookings of all bookings.
    """
    inside = _inside(visits, start, end)
    rank = inside["stage"].map({stage: number for number, stage in enumerate(STEPS)}).fillna(0)
    booked = _booked(inside)
    rows = [("booked", int(booked.sum()), inside.loc[booked, "customer_id"].nunique())]
    for number, stage in list(enumerate(STEPS))[1:]:
        reached = inside[rank >= number]
        rows.append((stage, len(reached), reached["customer_id"].nunique()))
    rows += [
        (stage, int((inside["stage"] == stage).sum()), inside.loc[inside["stage"] == stage, "customer_id"].nunique())
        for stage in LOST
    ]
    table = pd.DataFrame(rows, columns=["stage", "visits", "customers"])
    kept = table.set_index("stage").loc["arrived", "visits"]
    base = pd.Series([np.nan, *[kept] * (len(STEPS) - 1), *[booked.sum()] * len(LOST)])
    return table.assign(share=table["visits"] / base.where(base > 0))


def visit_kpis(visits: pd.DataFrame, *, start: Day, end: Day, reference: Days | None = None) -> pd.DataFrame:
    """Figures of the visits of a period beside those of a comparison period: one row per kpi.

        arrivals            visits kept                               customers' arrivals
        arrival_rate        到院率: bookings kept / bookings of the period, cancelled and missed ones included
        no_show_rate        missed / booked
        deal_rate           成交率: paid or performed / kept
        second_visit_rate   of customers whose first visit ever lay in the period moved back by 90 days,
                            those who came again within 90 days
        consumed            value of what was performed               currency

    Columns kpi, value, low, high (Wilson's 95 % interval of a rate), n (what the figure rests on),
    reference, change (value / reference - 1; for rates the difference).  Reference figures are missing where
    the visits do not reach back to the comparison.
    """
    now = _figures(visits, start, end)
    held = reference is not None and _day(visits).min() <= pd.Timestamp(reference[0]) + 7 * DAY
    then = _figures(visits, *reference)["value"] if held else pd.Series(np.nan, index=now.index)
    rates = now.index.str.endswith("_rate")
    change = (now["value"] / then.where(then != 0) - 1).mask(rates, now["value"] - then)
    return now.assign(reference=then, change=change).rename_axis("kpi").reset_index()


def _figures(visits: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    inside = _inside(visits, start, end)
    kept = inside["stage"].isin(STEPS[1:])
    money = inside["consumed"].astype(float).sum() if "consumed" in inside.columns else np.nan
    again, firsts = _second_visits(visits, start, end)
    booked = _booked(inside)
    counted = {
        "arrival_rate": (int((kept & booked).sum()), int(booked.sum())),
        "no_show_rate": (int((inside["stage"] == "no_show").sum()), int(booked.sum())),
        "deal_rate": (int(inside["stage"].isin(("paid", "performed")).sum()), int(kept.sum())),
        "second_visit_rate": (again, firsts),
    }
    rows = {"arrivals": (float(kept.sum()), np.nan, np.nan, int(kept.sum()))}
    for key, (count, n) in counted.items():
        low, high = wilson(count, n)
        rows[key] = (count / n if n else np.nan, float(low), float(high), n)
    rows["consumed"] = (money, np.nan, np.nan, int((inside["stage"] == "performed").sum()))
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high", "n"])
    return table.loc[list(KPIS)].astype({"n": "int64"})


def _second_visits(visits: pd.DataFrame, start: Day, end: Day) -> tuple[int, int]:
    """Of customers with a first visit in the period moved back by 90 days: came again within 90 days, all."""
    wait = pd.Timedelta(days=SECOND_VISIT)
    kept = visits[visits["stage"].isin(STEPS[1:])]
    days = pd.DataFrame({"customer_id": kept["customer_id"], "day": _day(kept).dt.normalize()}).dropna().drop_duplicates()
    days = days.sort_values(["customer_id", "day"])
    first = days.drop_duplicates("customer_id").set_index("customer_id")["day"]
    second = days[days.duplicated("customer_id")].drop_duplicates("customer_id").set_index("customer_id")["day"]
    first_day, after = span(start, end)
    chosen = first[(first >= first_day - wait) & (first < after - wait)]
    # A history that begins in that stretch would take every regular for a newcomer.
    if chosen.empty or days["day"].min() > first_day - 2 * wait:
        return 0, 0
    gap = second.reindex(chosen.index) - chosen
    return int((gap <= wait).sum()), len(chosen)


def _booked(visits: pd.DataFrame) -> pd.Series:
    """Which rows were booked: those with a time of booking; all where the file knows none."""
    if "booked_at" not in visits.columns:
        return pd.Series(True, index=visits.index)
    return visits["booked_at"].notna()


def _inside(visits: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    first, after = span(start, end)
    day = _day(visits)
    return visits.loc[(day >= first) & (day < after)]


def _day(visits: pd.DataFrame) -> pd.Series:
    """The arrival, else the booking."""
    times = [pd.to_datetime(visits[name]) for name in ("arrived_at", "booked_at") if name in visits.columns]
    return times[0].fillna(times[1]) if len(times) > 1 else times[0]

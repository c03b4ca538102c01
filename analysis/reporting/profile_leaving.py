"""What chapter 03 needs to say why customers left: the run's tables brought into the shape of the comparison."""

from dataclasses import dataclass

import pandas as pd

from analysis.findings import segment_profile_leaving as findings
from analysis.profiles import competitors, leaving
from analysis.profiles.leaving.moments import KEPT, visit_day
from analysis.reporting.compose import canonical, inputs_of
from analysis.reporting.page import Page
from analysis.reporting.profile_base import ProfileBase
from analysis.reporting.profile_outcome import declared_flag, outcome
from analysis.segmentations import lifecycle
from analysis.store import Run
from analysis.text import Skip, Words

TIMES = {"feedback": ("created_at",), "visits": ("arrived_at", "booked_at"), "balances": ("as_of",)}


@dataclass(frozen=True)
class Left:
    """The tables of the section, and the words around them under the keys left, left_signs, left_outcome, left_reasons.

    `signs` are leaving_signs, or leaving_outcome where the client says who has left and no day is held.
    """

    signs: pd.DataFrame | None
    balance: pd.DataFrame | None
    reasons: pd.DataFrame
    story: dict[str, Words | Skip]


def left(page: Page, base: ProfileBase) -> Left:
    """What changed before customers fell silent, written as `leaving_signs`, `leaving_balance` and `leaving_reasons`.

    Where client.yaml declares who has left, these are meant; without orders or visits that tell when, they are held
    against those who are still there (`leaving_outcome`).
    """
    run, dates, features = page.run, base.dates, base.features
    as_of, flag = pd.Timestamp(dates.as_of), declared_flag(run)
    gaps = run.read_table("gaps") if run.has_table("gaps") else None
    gone, rule = leaving.silent_customers(run.read_table("segments"), features, gaps)
    if flag is not None and flag.told:
        gone, rule = flag.gone, "declared"
    answers, asked = _reasons(run)
    reasons = run.write_table("leaving_reasons", leaving.survey_reasons(answers, asked, gone, minimum=page.minimum_cell))
    held = _tables(run, as_of)
    if held["orders"] is None and held["visits"] is None and flag is not None:
        shares, story = outcome(page, base, flag)
        return Left(shares, None, reasons, story | ({"left_reasons": findings.REASONS_TABLE} if len(reasons) else {}))
    if held["orders"] is None and held["visits"] is None:
        return Left(None, None, reasons, {"left": findings.NO_ORDERS})
    days, held = _days(run, held)
    found = leaving.leaving(
        days,
        held | {"mentions": _mentions(run, held["feedback"])},
        gone,
        start=pd.Timestamp(dates.window_start),
        as_of=as_of,
        longest=_longest(run, features) if rule == leaving.LIFECYCLE else None,
        one_off=(run.config.settings.get("replenishment") or {}).get("one_off", ()),
        minimum=page.minimum_cell,
    )
    if not findings.enough(found.counts, found.signs):
        return Left(None, None, reasons, {"left": findings.FEW_LEAVERS})
    signs = run.write_table("leaving_signs", found.signs)
    balance = run.write_table("leaving_balance", found.balance)
    told = findings.Tables(signs, balance, reasons, found.counts)
    story = {"left": findings.words(told, rule=rule, revenue=_at_stake(features, found)), "left_signs": findings.SIGNS_TABLE}
    return Left(signs, balance, reasons, story | ({"left_reasons": findings.REASONS_TABLE} if len(reasons) else {}))


def _tables(run: Run, as_of: pd.Timestamp) -> dict[str, pd.DataFrame | None]:
    """The run's inputs that signs are read from, none of them later than the day of the report."""
    held: dict[str, pd.DataFrame | None] = {"orders": run.read_table("orders") if run.has_table("orders") else None}
    for table, times in TIMES.items():
        rows = canonical(run, table)
        for time in [] if rows is None else [name for name in times if name in rows]:
            rows = rows[~(pd.to_datetime(rows[time]) >= as_of + pd.Timedelta(days=1))]
        held[table] = rows
    return held


def _mentions(run: Run, feedback: pd.DataFrame | None) -> pd.DataFrame | None:
    """When customers named a competitor in a comment: customer_id, created_at; None where nobody did."""
    if feedback is None or "created_at" not in feedback:
        return None
    comments = feedback.reset_index(drop=True).rename_axis("comment").reset_index()
    found = competitors.mentions(comments, names=run.config.feedback.competitors)
    dated = found.merge(comments[["comment", "created_at"]], on="comment", validate="m:1")
    return dated[["customer_id", "created_at"]] if len(dated) else None


def _days(run: Run, held: dict[str, pd.DataFrame | None]) -> tuple[pd.DataFrame, dict[str, pd.DataFrame | None]]:
    """The days on which customers were there, and what they bought on them: by visits where recency is of these."""
    orders, visits = held["orders"], held["visits"]
    if visits is not None and (run.config.recency_of == "visit" or orders is None):
        kept = visits[visits["stage"].isin(KEPT)] if "stage" in visits else visits
        amount = kept["consumed"].astype(float) if "consumed" in kept else 1.0
        levels = kept.assign(day=visit_day(kept), amount=amount).reindex(columns=["customer_id", "day", "category", "amount"])
        days = leaving.visit_days(visits, orders)
        return days, held | {"categories": levels.dropna(subset=["customer_id", "day"]).rename(columns={"category": "level"})}
    sold = orders[orders["gross"].astype(float) > 0]
    bought = run.read_table("order_categories")
    levels = bought.assign(day=bought["ordered_at"].dt.normalize(), amount=bought["amount"].astype(float))
    channels = sold.assign(day=sold["ordered_at"].dt.normalize(), level=sold["channel"])[["customer_id", "day", "level"]]
    levels = levels.rename(columns={"category": "level"})[["customer_id", "day", "level", "amount"]]
    several = channels["level"].nunique() > 1
    return leaving.order_days(orders), held | {"categories": levels, "channels": channels if several else None}


def _longest(run: Run, features: pd.DataFrame) -> pd.Series | None:
    """The silence from which each buyer counts as dormant, by the saved life cycle."""
    if not run.has_table("definition_lifecycle"):
        return None
    cuts = lifecycle.stage_cuts(features, run.read_table("definition_lifecycle"))
    return cuts.set_index("customer_id")["first_cut_days"]


def _at_stake(features: pd.DataFrame, found: leaving.Leaving) -> float:
    """What active customers with the first sign brought in the window."""
    return float(features.loc[features["customer_id"].isin(found.showing), "revenue"].sum())


def _reasons(run: Run) -> tuple[pd.DataFrame | None, dict[str, str]]:
    """The answers with a column of 0 and 1 for each reason that could be given, and the words for it by column."""
    asked, answers = run.config.source.responses, canonical(run, "responses")
    items = {} if asked is None else {key: item for key, item in asked.items.items() if item.role == "reason"}
    if not items or answers is None:
        return answers, {}
    words = {one.column: one.option for one in inputs_of(run)["responses"].options if one.item in items and one.option}
    flags = {}
    for key, item in items.items():
        for word, score in item.values.items() if item.several is None else ():
            flags[f"{key}={word}"] = answers[key].eq(score).astype(float).where(answers[key].notna())
            words[f"{key}={word}"] = word
    return answers.assign(**flags), words

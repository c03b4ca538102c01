"""The client's figures behind the readiness table: what notebook 01 and `strata check` share."""

from collections.abc import Mapping

import pandas as pd

from analysis import quality
from analysis.engine import F, column_names, read_parquet, to_pandas
from analysis.features import has_hours
from analysis.reporting.compose import Held
from analysis.store import Run

Figures = dict[tuple[str, str], float]


def readiness(run: Run, held: Held, *, orders: Mapping[str, pd.DataFrame] | None, answered: float | None = None) -> pd.DataFrame:
    """The table `readiness`.

    `orders` holds the tables customers, gaps, cohorts and rhythm, or is None without order lines; `answered` is the
    share of a survey's questions that were answered.
    """
    figures = _of_orders(run, held, orders) if orders is not None else {}
    figures |= _of_people(run, held) | _of_inputs(held)
    if answered is not None:
        figures["survey", "answered_share"] = answered
    return quality.readiness(figures, has_orders=orders is not None)


def answered_share(items: pd.DataFrame) -> float | None:
    """Share of a survey's scored questions that were answered, over all respondents; None without a survey."""
    asked = items["respondents"].sum()
    return float(items["answered"].sum() / asked) if asked else None


def _of_orders(run: Run, held: Held, tables: Mapping[str, pd.DataFrame]) -> Figures:
    customers, gaps, cohorts, rhythm = (tables[name] for name in ("customers", "gaps", "cohorts", "rhythm"))
    days = held.dates
    buyers, history = int((customers["state"] == "buyer").sum()), (days.as_of - days.first).days + 1
    return {
        ("rfm", "customers"): buyers,
        ("value", "customers"): buyers,
        ("lifecycle", "closed_gaps"): int(gaps["closed"].sum()),
        ("lifecycle", "history_days"): history,
        ("lifetime_value", "repeat_customers"): int((customers["lifetime_order_count"] > 1).sum()),
        ("lifetime_value", "history_days"): history,
        ("freshness", "days_behind"): (run.period.end - days.as_of).days,
        ("like_for_like", "history_days"): history,
        ("cohorts", "quarters"): int(cohorts["quarters_since"].max() + 1) if len(cohorts) else 0,
        ("rhythm", "distinct_hours"): int((rhythm.groupby("hour")["orders"].sum() > 0).sum()) if has_hours(rhythm) else 1,
    } | _known_shares(held)


def _known_shares(held: Held) -> Figures:
    """Share of order money on lines whose category, channel or cost is known, and on lines that say whose they are."""
    known = {"categories": "category", "channels": "channel", "margin": "cost"}
    sums = [F.sum("sold").cast("double").alias("all")]
    sums += [F.sum(F.when(F.col(column).isNotNull(), F.col("sold"))).cast("double").alias(key) for key, column in known.items()]
    found = to_pandas(held.analysed.select("sold", *known.values()).agg(*sums)).fillna(0).iloc[0]
    shares = {(key, "known_share"): found[key] / found["all"] if found["all"] else 0.0 for key in known}
    money = F.when(F.col("amount") > F.lit(0), F.col("amount"))
    sold = held.lines.where(F.col("fate").isin("ok", "no_customer")).agg(
        F.sum(money).cast("double").alias("all"), F.sum(F.when(F.col("fate") == F.lit("ok"), money)).cast("double").alias("known")
    )
    whose = to_pandas(sold).fillna(0).iloc[0]
    return shares | {("rfm", "identified_share"): whose["known"] / whose["all"] if whose["all"] else 0.0}


def _of_people(run: Run, held: Held) -> Figures:
    """Customers with attributes, with figures, with a word on consent."""
    figures: Figures = {}
    for name in ("customers", "responses"):  # respondents may be described without being known as customers
        spec = getattr(run.config.source, name)
        kinds = {} if spec is None or name not in held.inputs else dict(spec.attributes)
        if not kinds:
            continue
        described = [key for key in kinds if key in column_names(held.inputs[name].path)]
        rows, anything, agreed = _known(held, name, described, [key for key in described if kinds[key] == "consent"])
        figures["demographics", "attributes"] = max(figures.get(("demographics", "attributes"), 0), anything)
        if name == "customers" and any(kind == "consent" for kind in kinds.values()):
            figures["consent", "stated_share"] = agreed / rows if rows else 0.0
        if name == "customers" and any(kind == "metric" for kind in kinds.values()):
            figures["customer_figures", "people"] = rows
    if "summaries" in held.inputs:
        figures["customer_figures", "people"] = held.inputs["summaries"].rows
    if "consents" in held.inputs:
        figures["consent", "stated_share"] = 1.0
    return figures


def _known(held: Held, name: str, described: list[str], consents: list[str]) -> tuple[int, int, int]:
    """Rows of an input, those with any of the attributes, and those with any consent known."""

    def any_of(columns: list[str]):
        return F.sum(F.when(F.coalesce(*(F.col(one).cast("string") for one in columns)).isNotNull(), F.lit(1)).otherwise(F.lit(0)))

    sums = [F.count(F.lit(1)).alias("rows"), any_of(described).alias("described")]
    sums += [any_of(consents).alias("agreed")] if consents else []
    found = to_pandas(read_parquet(held.inputs[name].path).select("source_row", *described).agg(*sums)).fillna(0).iloc[0]
    return int(found["rows"]), int(found["described"]), int(found["agreed"]) if consents else 0


def _of_inputs(held: Held) -> Figures:
    keys = {
        "events": ("events", "rows"),
        "responses": ("survey", "respondents"),
        "feedback": ("feedback", "rows"),
        "visits": ("visits", "rows"),
    }
    figures: Figures = {key: held.inputs[name].rows for name, key in keys.items() if name in held.inputs}
    if "balances" in held.inputs:
        people = read_parquet(held.inputs["balances"].path).select("customer_id").agg(F.countDistinct("customer_id").alias("n"))
        figures["balances", "people"] = int(to_pandas(people)["n"][0])
    if "contacts" in held.inputs:
        arms = to_pandas(read_parquet(held.inputs["contacts"].path).groupBy("arm").agg(F.count(F.lit(1)).alias("n")))
        figures["experiments", "arms"] = len(arms)
        figures["experiments", "smallest_arm"] = int(arms["n"].min()) if len(arms) else 0
    return figures

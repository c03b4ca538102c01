"""Money that is held for customers: receipts, consumption and what is still owed, side by side and never added.

Receipts are what customers paid in a period, consumption is the value of what was performed, the balance is
what has been paid and not yet performed.  Adding any two counts the same money twice.
"""

from datetime import date, timedelta

import pandas as pd

PAID_KINDS = ("cash", "gift_card", "course_units")  # paid for by the customer: owed back, or in services
MONEY_KINDS = ("cash", "gift_card")  # of these, those whose amount is money
PAID = "(paid)"  # all kinds that were paid for, together
SOON = 90  # days in which a balance that lapses is called soon
SILENT = 180  # days without a visit after which an unused balance is a reason to ask


def paid_money(balances: pd.DataFrame) -> pd.Series:
    """What was paid for each row: the amount of money, the value of course units where held; nothing for bonus credit and points."""
    amount = balances["amount"].astype(float).where(balances["kind"].isin(MONEY_KINDS))
    if "value" in balances.columns:
        amount = amount.fillna(balances["value"].astype(float).where(balances["kind"].isin(PAID_KINDS)))
    return amount.fillna(0.0)


def snapshot(balances: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The balances of the latest day of record up to `as_of`, one row per customer and kind, none at zero or below.

    Columns customer_id, kind, amount, money (see `paid_money`), expires_at, as_of.  A file without dates is today's.
    """
    table = balances.assign(amount=balances["amount"].astype(float), money=paid_money(balances))
    for column in ("as_of", "expires_at"):
        table[column] = pd.to_datetime(table[column]) if column in table.columns else pd.NaT
    dated = table["as_of"].notna()
    days = table.loc[dated & (table["as_of"] <= pd.Timestamp(as_of)), "as_of"]
    table = table[table["as_of"] == days.max()] if len(days) else table[~dated]
    held = table.dropna(subset="customer_id").groupby(["customer_id", "kind"], as_index=False)
    sums = held.agg(amount=("amount", "sum"), money=("money", "sum"), expires_at=("expires_at", "min"), as_of=("as_of", "max"))
    return sums[sums["amount"] > 0].reset_index(drop=True)


def balance_kinds(held: pd.DataFrame, quiet_days: pd.Series, *, as_of: date) -> pd.DataFrame:
    """One row per kind of balance, and one for all that was paid for: see `balance_kinds` of schema.py.

    `held` is a `snapshot`; `quiet_days` the days since each customer's last visit (or order), by customer_id;
    a customer without any counts as silent.
    """
    paid = held[held["kind"].isin(PAID_KINDS) & (held["money"] > 0)].groupby("customer_id", as_index=False)
    together = paid.agg(amount=("money", "sum"), money=("money", "sum"), expires_at=("expires_at", "min")).assign(kind=PAID)
    rows = pd.concat([held, together])
    quiet, today = rows["customer_id"].map(quiet_days), pd.Timestamp(as_of)
    rows = rows.assign(
        silent=quiet.isna() | (quiet > SILENT),
        lapsed=rows["expires_at"] < today,
        soon=rows["expires_at"].between(today, today + timedelta(days=SOON)),
    )
    table = pd.DataFrame([_kind_row(kind, group) for kind, group in rows.groupby("kind", sort=True)], columns=_KIND_COLUMNS)
    return table.sort_values(["money", "amount"], ascending=False, kind="stable", ignore_index=True)


_KIND_COLUMNS = [
    "kind", "customers", "amount", "money", "silent_customers", "silent_amount", "silent_money",
    "soon_customers", "soon_amount", "lapsed_customers", "lapsed_amount",
]  # fmt: skip


def _kind_row(kind: str, group: pd.DataFrame) -> dict[str, object]:
    parts = {name: group.loc[group[name]] for name in ("silent", "soon", "lapsed")}
    return (
        {"kind": kind, "customers": len(group), "amount": group["amount"].sum(), "money": group["money"].sum()}
        | {f"{name}_customers": len(part) for name, part in parts.items()}
        | {f"{name}_amount": part["amount"].sum() for name, part in parts.items()}
        | {"silent_money": parts["silent"]["money"].sum()}
    )


def monthly_flows(
    monthly: pd.DataFrame, visits: pd.DataFrame | None, balances: pd.DataFrame | None, *, as_of: date
) -> pd.DataFrame:
    """By month: receipts, consumption, and the money balance at its last day of record: see `money_flows` of schema.py.

    `monthly` is the table of that name (its revenue: receipts after the refund policy).
    """
    flows = monthly[["month", "revenue"]].rename(columns={"revenue": "receipts"}).astype({"receipts": float})
    flows = flows.merge(_consumed(visits, as_of), on="month", how="left")
    flows = flows.merge(_owed(balances, as_of), on="month", how="left")
    inside = flows["month"].between(flows["month"][flows["consumed"].notna()].min(), pd.Timestamp(as_of))
    return flows.assign(consumed=flows["consumed"].fillna(0.0).where(inside)) if visits is not None else flows


def _consumed(visits: pd.DataFrame | None, as_of: date) -> pd.DataFrame:
    if visits is None or "consumed" not in visits.columns:
        return pd.DataFrame({"month": pd.Series(dtype="datetime64[us]"), "consumed": pd.Series(dtype=float)})
    day = visit_day(visits)
    done = visits.assign(day=day, consumed=visits["consumed"].astype(float)).dropna(subset=["day", "consumed"])
    done = done[done["day"] < pd.Timestamp(as_of) + pd.Timedelta(days=1)]
    month = done["day"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]").rename("month")
    return done.groupby(month)["consumed"].sum().reset_index()


def _owed(balances: pd.DataFrame | None, as_of: date) -> pd.DataFrame:
    empty = pd.DataFrame({"month": pd.Series(dtype="datetime64[us]"), "owed": pd.Series(dtype=float)})
    if balances is None or "as_of" not in balances.columns:
        return empty
    paid = pd.DataFrame({"as_of": pd.to_datetime(balances["as_of"]), "owed": paid_money(balances)})
    paid = paid[balances["kind"].isin(PAID_KINDS) & (paid["as_of"] <= pd.Timestamp(as_of))]
    if paid.empty:
        return empty
    totals = paid.groupby("as_of")["owed"].sum().reset_index().sort_values("as_of")
    totals["month"] = totals["as_of"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    return totals.drop_duplicates("month", keep="last")[["month", "owed"]]


def visit_day(visits: pd.DataFrame) -> pd.Series:
    """When each visit took place, or was to: the arrival, else the booking."""
    times = [pd.to_datetime(visits[name]) for name in ("arrived_at", "booked_at") if name in visits.columns]
    return times[0].fillna(times[1]) if len(times) > 1 else times[0]


def period_flows(flows: pd.DataFrame, *, start: date, end: date, reference: tuple[date, date] | None) -> pd.DataFrame:
    """Receipts, consumption and the balance at the end beside those a year before: columns flow, value, reference, change.

    `flows` is the table `money_flows`, so the days are rounded to whole months; of a comparison that the months
    do not hold the figures are missing.
    """
    now = _flow_sums(flows, start, end)
    then = dict.fromkeys(now) if reference is None else _flow_sums(flows, *reference)
    rows = pd.DataFrame([(key, now[key], then[key]) for key in now], columns=["flow", "value", "reference"]).astype(
        {"value": float, "reference": float}
    )
    return rows.assign(change=rows["value"] / rows["reference"].where(rows["reference"] > 0) - 1)


def _flow_sums(flows: pd.DataFrame, start: date, end: date) -> dict[str, float | None]:
    first, last = pd.Timestamp(start).replace(day=1), pd.Timestamp(end).replace(day=1)
    inside = flows[flows["month"].between(first, last)]
    held = len(inside) and flows["month"].min() <= first
    owed = inside["owed"].dropna() if held else pd.Series(dtype=float)
    return {
        "receipts": inside["receipts"].sum() if held else None,
        "consumed": inside["consumed"].sum(min_count=1) if held else None,
        "owed": owed.iloc[-1] if len(owed) else None,
    }


def balances_by_segment(held: pd.DataFrame, segments: pd.DataFrame, quiet_days: pd.Series) -> pd.DataFrame:
    """Unused balances that were paid for, by method and segment: see `segment_balances` of schema.py.

    `segments` is the table of that name (customer_id, method, segment).
    """
    money = held[held["money"] > 0].groupby("customer_id")["money"].sum()
    rows = segments.assign(amount=segments["customer_id"].map(money), quiet=segments["customer_id"].map(quiet_days))
    rows = rows.assign(holds=rows["amount"].notna(), amount=rows["amount"].fillna(0.0))
    rows = rows.assign(silent=rows["holds"] & (rows["quiet"].isna() | (rows["quiet"] > SILENT)))
    rows = rows.assign(silent_amount=rows["amount"].where(rows["silent"], 0.0))
    return rows.groupby(["method", "segment"], as_index=False).agg(
        customers=("customer_id", "size"), holders=("holds", "sum"), amount=("amount", "sum"),
        silent_holders=("silent", "sum"), silent_amount=("silent_amount", "sum"),
    )  # fmt: skip

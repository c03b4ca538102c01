"""What may go with leaving: signs in the weeks around a moment, each yes, no or not to be told.

Every sign is asked of each moment in the same way, whether the customer came back after it or not: from a look-back
before the day to the settling time after it, never from what came later.  What a customer is compared with is his or
her own past.
"""

from collections.abc import Mapping

import pandas as pd

from analysis.profiles.leaving.windows import happened, usual_is_missing

LOOK_BACK = 90  # days before a moment
LONGER = 2.0  # times the own mean gap
FEWER_POINTS = 0.10  # of list price, by which a discount falls
HALF, DEARER = 0.5, 1.5  # of the own mean basket; of what was paid per unit
LONG_WAIT = 0.8  # quantile of the days from booking to visit from which a wait is long
LOW = 0.3  # of the way from the worst rating to the best
STALE = 120  # days after which a record of balances says nothing
SCALES = ((1, 5), (1, 10), (0, 100))
COMPLAINTS = "complain|投诉"
LOST = ("no_show", "cancelled")
PAID = ("cash", "gift_card", "course_units")

SIGNS = (
    "gap_growth", "refund", "low_rating", "complaint", "competitor", "category_stop", "basket_fell", "price_rose",
    "discount_fell", "channel_change", "missed_booking", "long_wait", "adviser_changed", "doctor_changed",
    "unused_balance", "balance_lapsed",
)  # fmt: skip

Tables = Mapping[str, pd.DataFrame | None]


def with_signs(moments: pd.DataFrame, tables: Tables, *, settling: int) -> pd.DataFrame:
    """`moments` with a column for each sign that the tables can tell: 1.0 yes, 0.0 no, missing where it cannot be told.

    `tables` may hold orders, levels of `categories` and `channels` (customer_id, day, level), feedback, visits, balances and
    mentions of competitors (customer_id, created_at).  Signs without their table are left out, in the order of SIGNS.
    """
    found = _rhythm(moments) | _money(moments) | _refunds(moments, tables.get("orders"), settling)
    for sign, name in (("category_stop", "categories"), ("channel_change", "channels")):
        if tables.get(name) is not None:
            found[sign] = usual_is_missing(moments, tables[name])
    around = {"before": LOOK_BACK, "after": settling}
    found |= _voices(moments, tables.get("feedback"), around) | _bookings(moments, tables.get("visits"))
    if tables.get("mentions") is not None:
        found["competitor"] = happened(moments, _dated(tables["mentions"], "created_at"), **around)
    found |= _service(moments) | _balances(moments, tables.get("balances"), settling)
    return moments.assign(**{sign: found[sign] for sign in SIGNS if sign in found})


def _rhythm(moments: pd.DataFrame) -> dict[str, pd.Series]:
    """The last gap at least twice as long as the gaps before it, of which there are two or more."""
    usual = moments["usual_days"].where(moments["position"] > 3)
    return {"gap_growth": (moments["gap_days"] >= LONGER * usual).astype(float).where(usual.notna())}


def _money(moments: pd.DataFrame) -> dict[str, pd.Series]:
    """Basket, price and discount of the day against those of all days before it."""
    if "units" not in moments:
        return {}
    by = moments.groupby("customer_id", sort=False)
    before = {name: by[name].cumsum() - moments[name] for name in ("spent", "listed", "units")}
    known = moments["position"] > 1
    mean = before["spent"] / (moments["position"] - 1).where(known)
    unit_before, unit = before["spent"] / before["units"].where(before["units"] > 0), moments["spent"] / moments["units"]
    listed, listed_before = (money.where(money > 0) for money in (moments["listed"], before["listed"]))
    fell = moments["spent"] / listed - before["spent"] / listed_before
    told = {
        "basket_fell": (moments["spent"] < HALF * mean, mean),
        "price_rose": (unit >= DEARER * unit_before, unit_before + unit),
        "discount_fell": (fell >= FEWER_POINTS, fell),
    }
    held = {sign: (yes, basis.where(known)) for sign, (yes, basis) in told.items()}
    return {sign: yes.astype(float).where(basis.notna()) for sign, (yes, basis) in held.items() if basis.notna().any()}


def _refunds(moments: pd.DataFrame, orders: pd.DataFrame | None, settling: int) -> dict[str, pd.Series]:
    """Money went back for the order, or within the settling time; after a visit also in the look-back."""
    if orders is None or not (orders["refunded"].astype(float) > 0).any():
        return {}
    back = _dated(orders[orders["refunded"].astype(float) > 0], "ordered_at")
    return {"refund": happened(moments, back, before=0 if "units" in moments else LOOK_BACK, after=settling)}


def _voices(moments: pd.DataFrame, feedback: pd.DataFrame | None, around: Mapping[str, int]) -> dict[str, pd.Series]:
    """A low rating, or a complaint by the name of the place where it was taken."""
    if feedback is None or "created_at" not in feedback:
        return {}
    said, found = _dated(feedback, "created_at"), {}
    if "rating" in said and said["rating"].notna().any():
        worst, best = next((ends for ends in SCALES if said["rating"].max() <= ends[1]), (0, said["rating"].max()))
        found["low_rating"] = happened(moments, said[said["rating"] <= worst + LOW * (best - worst)], **around)
    if "source" in said:
        complaints = said[said["source"].astype("str").str.contains(COMPLAINTS, case=False)]
        if len(complaints):
            found["complaint"] = happened(moments, complaints, **around)
    return found


def _bookings(moments: pd.DataFrame, visits: pd.DataFrame | None) -> dict[str, pd.Series]:
    """A booking that was cancelled or not kept, made before the day: one made after it says that somebody meant to come."""
    if visits is None or not {"stage", "booked_at"} <= set(visits.columns):
        return {}
    return {
        "missed_booking": happened(moments, _dated(visits[visits["stage"].isin(LOST)], "booked_at"), before=LOOK_BACK, after=-1)
    }


def _service(moments: pd.DataFrame) -> dict[str, pd.Series]:
    """Another adviser or doctor than at the visit before, and a longer wait from booking to visit than most."""
    by, found = moments.groupby("customer_id", sort=False), {}
    if "adviser" in moments and moments["adviser"].notna().any():
        found["adviser_changed"] = _changed(moments["adviser"], by["adviser"].shift())
    if "doctor" in moments and moments["doctor"].notna().any():
        same = moments["category"].eq(by["category"].shift())
        found["doctor_changed"] = _changed(moments["doctor"], by["doctor"].shift().where(same))
    if "booked_at" in moments and moments["booked_at"].notna().any():
        wait = (moments["day"] - pd.to_datetime(moments["booked_at"]).dt.normalize()).dt.days
        found["long_wait"] = (wait > wait.quantile(LONG_WAIT)).astype(float).where(wait.notna())
    return found


def _changed(now: pd.Series, before: pd.Series) -> pd.Series:
    return now.ne(before).astype(float).where(now.notna() & before.notna())


def _balances(moments: pd.DataFrame, balances: pd.DataFrame | None, settling: int) -> dict[str, pd.Series]:
    """An unused paid balance, or one past its date, in the last record before the settling time is over."""
    if balances is None or "as_of" not in balances or balances["as_of"].isna().all():
        return {}
    held = balances.assign(as_of=pd.to_datetime(balances["as_of"]), paid=balances["amount"].astype(float) > 0)
    held = held[held["kind"].isin(PAID) & held["paid"]]
    records = pd.DataFrame({"record": pd.to_datetime(balances["as_of"]).dropna().sort_values().unique()})
    until = pd.DataFrame({"until": moments["day"] + pd.Timedelta(days=settling), "row": moments.index}).sort_values("until")
    records["record"] = records["record"].astype(until["until"].dtype)
    placed = pd.merge_asof(until, records, left_on="until", right_on="record", tolerance=pd.Timedelta(days=STALE))
    record = placed.set_index("row")["record"].reindex(moments.index)
    asked = pd.MultiIndex.from_arrays([moments["customer_id"], record])
    found = {"unused_balance": held}
    if "expires_at" in held:
        past = pd.to_datetime(held["expires_at"]) <= held["as_of"]
        if past.any():
            found["balance_lapsed"] = held[past]
    keys = {sign: pd.MultiIndex.from_arrays([rows["customer_id"], rows["as_of"]]) for sign, rows in found.items()}
    return {sign: pd.Series(asked.isin(key).astype(float), index=moments.index).where(record.notna()) for sign, key in keys.items()}


def _dated(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of known customers with the day of a time."""
    known = table.dropna(subset=["customer_id", column])
    return known.assign(day=pd.to_datetime(known[column]).dt.normalize())

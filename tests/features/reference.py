"""The customer table once more, in plain Python and one customer at a time: slow, and written independently of the kit."""

import math
import statistics
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from itertools import pairwise

import pandas as pd

Rows = list[dict]


def reference_features(rows: Rows, *, refunds: str, as_of: date, window_start: date, period_start: date) -> pd.DataFrame:
    """The table `features` from canonical lines, sorted by customer."""
    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
    known = [row for row in rows if row["fate"] == "ok" and _at(row) < end]
    orders = reference_orders([row for row in known if row["status"] != "pending"], refunds)
    customers = sorted({row["customer_id"] for row in known})
    paid = {row["customer_id"] for row in known if row["status"] != "pending"}
    table = [
        _customer(who, [order for order in orders if order["customer_id"] == who], who in paid, as_of, window_start, period_start)
        for who in customers
    ]
    return pd.DataFrame(table)


def reference_orders(rows: Rows, refunds: str) -> Rows:
    """Orders of lines, under a refund policy."""
    groups = defaultdict(list)
    for row in rows:
        back = row["status"] in ("refunded", "cancelled")
        if row["status"] == "cancelled" and row["amount"] >= 0:
            continue
        sold = max(row["amount"], 0)
        refunded = -row["amount"] if row["amount"] < 0 else row["amount"] if back else 0
        if (refunds == "drop" and (back or row["amount"] <= 0)) or (refunds == "gross" and sold == 0 and refunded > 0):
            continue
        number = row["order_id"] or f"{row['customer_id']}@{_at(row).date()}"
        groups[row["customer_id"], number].append(
            row | {"sold": sold, "back": refunded, "net": sold - refunded * (refunds == "net")}
        )
    return [_order(who, number, lines) for (who, number), lines in sorted(groups.items())]


def _order(who: str, number: str, lines: Rows) -> dict:
    sales = [row for row in lines if row["sold"] > 0]
    gross, back, net = (sum(row[name] for row in lines) for name in ("sold", "back", "net"))
    return {
        "customer_id": who,
        "order_id": number,
        "at": min(_at(row) for row in lines),
        "net": net,
        "gross": gross,
        "back": back,
        "list": _total(row["list_amount"] for row in sales),
        "discount": _total(row["discount"] for row in sales),
        "cost": _total(row["cost"] for row in lines if not (row["sold"] > 0 and row["net"] == 0)),
        "units": _total(row["quantity"] for row in sales),
        "stands": net > 1e-9 or (gross == 0 and back == 0),
        "categories": {row["category"] for row in sales if row["category"]},
        **{name: max((row[name] for row in lines if row[name]), default=None) for name in ("channel", "store", "city")},
    }


def _customer(who: str, orders: Rows, paid: bool, as_of: date, window_start: date, period_start: date) -> dict:
    orders = sorted(orders, key=lambda order: (order["at"], order["order_id"]))
    standing = [order for order in orders if order["stands"]]
    window = [order for order in orders if order["at"].date() >= window_start]
    bought = [order for order in window if order["stands"]]
    period = [order for order in window if order["at"].date() >= period_start]
    middle = window_start + ((as_of + timedelta(days=1)) - window_start) // 2
    revenue, gross, back = (sum(order[name] for order in window) for name in ("net", "gross", "back"))
    late = sum(order["net"] for order in window if order["at"].date() >= middle)
    days = sorted({order["at"].date() for order in standing})
    gaps = [(b - a).days for a, b in pairwise(days)]
    listed = _total(order["list"] for order in window)
    purchases = [(order, category) for order in window for category in sorted(order["categories"])]
    firsts = {category: min((o["at"], o["order_id"]) for o in orders if category in o["categories"]) for _, category in purchases}
    counts = Counter(category for _, category in purchases)
    return {
        "customer_id": who,
        "state": "buyer" if standing else "refund_only" if paid else "prospect",
        "first_order_at": standing[0]["at"] if standing else None,
        "last_order_at": standing[-1]["at"] if standing else None,
        "recency_days": (as_of - days[-1]).days if days else None,
        "tenure_days": (as_of - days[0]).days if days else None,
        "lifetime_order_count": len(standing),
        "lifetime_revenue": sum(order["net"] for order in orders),
        "order_day_count": len(days),
        "order_count": len(bought),
        "revenue": revenue,
        "gross_revenue": gross,
        "refund_amount": back,
        "average_order": revenue / len(bought) if bought else None,
        "unit_count": _total(order["units"] for order in window) or 0.0,
        "margin": _total(order["net"] - order["cost"] for order in window if order["cost"] is not None),
        "gap_count": len(gaps),
        "gap_mean_days": statistics.mean(gaps) if gaps else None,
        "gap_median_days": statistics.median(gaps) if gaps else None,
        "gap_variation": statistics.stdev(gaps) / statistics.mean(gaps) if len(gaps) >= 3 else None,
        "last_gap_days": gaps[-1] if gaps else None,
        **_favourite("category", [c for order in bought for c in order["categories"]]),
        "category_entropy": -sum(n / len(purchases) * math.log(n / len(purchases)) for n in counts.values()) if purchases else None,
        "first_time_share": (
            sum(firsts[category] == (order["at"], order["order_id"]) for order, category in purchases) / len(purchases)
            if purchases
            else None
        ),
        **_favourite("channel", [order["channel"] for order in bought if order["channel"]]),
        **_weekday([order["at"].isoweekday() for order in bought]),
        **_favourite("daypart", [_daypart(order["at"].hour) for order in bought]),
        "discount_share": _total(_discount(order) for order in window) / listed if listed else None,
        "refund_share": back / gross if gross > 0 else None,
        "city": next((order["city"] for order in sorted(orders, key=_latest) if order["city"]), None),
        "store": _favourite("store", [order["store"] for order in bought if order["store"]])["top_store"],
        "trend": (late - (revenue - late)) / (abs(late) + abs(revenue - late)) if abs(late) + abs(revenue - late) > 1e-9 else None,
        "period_order_count": sum(order["stands"] for order in period),
        "period_revenue": sum(order["net"] for order in period),
    }


def _at(row: dict) -> datetime:
    return pd.Timestamp(row["ordered_at"]).to_pydatetime()


def _latest(order: dict) -> tuple[float, str]:
    return -order["at"].timestamp(), order["order_id"]


def _total(values) -> float | None:
    held = [value for value in values if value is not None]
    return sum(held) if held else None


def _discount(order: dict) -> float | None:
    if order["discount"] is not None:
        return order["discount"]
    return None if order["list"] is None else max(order["list"] - order["gross"], 0)


def _daypart(hour: int) -> str:
    return "night" if hour < 6 else "morning" if hour < 11 else "midday" if hour < 14 else "afternoon" if hour < 18 else "evening"


def _favourite(name: str, values: list[str]) -> dict:
    counts = Counter(values)
    top = min(counts, key=lambda value: (-counts[value], value), default=None)
    share = counts[top] / len(values) if values else None
    return {f"{name}_count": len(counts), f"top_{name}": top, f"top_{name}_share": share}


def _weekday(days: list[int]) -> dict:
    top = _favourite("weekday", [str(day) for day in days])["top_weekday"]
    return {
        "top_weekday": float(top) if top else None,
        "weekend_share": sum(day >= 6 for day in days) / len(days) if days else None,
    }

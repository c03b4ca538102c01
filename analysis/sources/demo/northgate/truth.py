"""The answers, beside the data: who is what, which parameters made them, what the totals are."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import campaign, catalogue, dirt, lines, returns, season
from analysis.sources.demo.northgate.latent_types import NAMES, TYPES
from analysis.sources.demo.northgate.people import People


def customer_truth(folk: People, left: np.ndarray, ordered: pd.DataFrame) -> pd.DataFrame:
    """One row per customer:

    customer_no           str    as in the files
    type, origin          str    latent type; stock, acquired or prospect
    rate_per_year         float  orders a year while a customer; NaN for prospects
    dropout               float  chance to leave after each order; NaN for prospects
    alive_until           date   day of the last order of one who left; NaT for customers to the end
    spend_mean            float  mean value of an order, pounds at 2023 list prices, before season and discount
    favourite_department  str    the largest share of taste
    orders                int    orders in the data, cancelled ones too
    first_order           date   NaT for none
    campaign_order        bool   the mailing brought one more order
    """
    table = folk.table
    known = ordered[~ordered["guest"]].groupby("customer")["day"].agg(["size", "min", "max"]).reindex(table.index)
    prospect = table["origin"] == "prospect"
    gone = np.where(np.isnan(left), np.nan, np.fmax(left, known["max"]))
    return pd.DataFrame(
        {
            "customer_no": table["customer_no"].astype(str),
            "type": np.array(NAMES, dtype=object)[table["kind"]],
            "origin": table["origin"],
            "rate_per_year": table["rate"].where(~prospect),
            "dropout": table["dropout"].where(~prospect),
            "alive_until": _dates(gone),
            "spend_mean": lines.expected_order_value(folk),
            "favourite_department": np.array(catalogue.DEPARTMENTS, dtype=object)[folk.taste.argmax(axis=1)],
            "orders": known["size"].fillna(0).astype(int),
            "first_order": _dates(known["min"].to_numpy()),
            "campaign_order": table.index.isin(ordered.loc[ordered["extra"], "customer"]),
        }
    )


def _dates(days: np.ndarray) -> np.ndarray:
    """Day numbers as dates, NaN as NaT."""
    dates = season.START + np.nan_to_num(days).astype(int)
    return np.where(np.isnan(days), np.datetime64("NaT"), dates).astype("datetime64[s]")


def parameters(*, seed: int, effect: pd.DataFrame, written: pd.DataFrame, ledger: pd.DataFrame, themes: dict[str, int],
               leaving: dict) -> dict:  # fmt: skip
    """All that `parameters.json` says: assumptions, planted uplift and sign of leaving, faults and totals.

    `written` are the lines as they stand in the files, `ledger` is the table of faults, `leaving` is `returns.by_leaving`.
    """
    by_fault = ledger.groupby("fault", sort=False)
    return {
        "seed": seed,
        "first_day": str(season.START),
        "last_day": str(season.END - 1),
        "departments": list(catalogue.DEPARTMENTS),
        "types": {name: asdict(kind) for name, kind in TYPES.items()},
        "season": {
            "growth_per_year": season.GROWTH,
            "department_months": season.DEPARTMENT_MONTHS,
            "black_fridays": season.BLACK_FRIDAYS,
            "quiet_days": season.CLOSED,
        },
        "campaign": {
            "name": campaign.NAME,
            "sent": str(season.DATES[campaign.SENT]),
            "window_days": campaign.WINDOW_DAYS,
            "hold_out_share": campaign.HOLD_OUT,
            "by_type": effect.to_dict("records"),
        },
        "return_rates": catalogue.RETURN_RATES,
        "leaving": {"sign": "refund", "odds_of_a_line": returns.LEAVING_ODDS, **leaving},
        "review_themes": themes,
        "files": {name: {"encoding": encoding, "line_end": end} for name, encoding, end in dirt.ORDER_FILES.values()},
        "dirt": {name: {"lines": int(part["lines"].sum()), "money": round(part["money"].sum(), 2)} for name, part in by_fault},
        "totals": {"true": totals(written), "readable": totals(_readable(written))},
    }


def _readable(written: pd.DataFrame) -> pd.DataFrame:
    """What a careful reader can keep: no line without a date or amount; what is free counts nothing."""
    kept = written[~written["fault"].isin(["blank_date", "amount_text"])]
    return kept.assign(pence=kept["pence"].where(kept["fault"] != "zero_price", 0))


def totals(written: pd.DataFrame) -> dict[str, dict[str, dict]]:
    """Totals by year, of known customers and of guests; copies and test lines left out.

    lines; orders (without returns and cancelled ones); customers; paid, refunded (negative) and
    cancelled money in pounds.
    """
    lines = written[~written["fault"].isin(["duplicate", "overlap", "test_customer"])]
    found = {}
    for year, part in lines.groupby("year"):
        found[str(year)] = {"known": _sums(part[~part["guest"]]), "guests": _sums(part[part["guest"]])}
    return found


def _sums(part: pd.DataFrame) -> dict:
    paid = part[part["Status"] == "Completed"]
    number = part["Customer No"].str.strip().str.removesuffix(".0")
    money = part.groupby("Status")["pence"].sum() / 100
    return {
        "lines": len(part),
        "orders": int(paid["Order No"].nunique()),
        "customers": int(number[paid.index].replace("", np.nan).nunique()),
        "paid": round(float(money.get("Completed", 0.0)), 2),
        "refunded": round(float(money.get("Returned", 0.0)), 2),
        "cancelled": round(float(money.get("Cancelled", 0.0)), 2),
    }

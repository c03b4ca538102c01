"""The retailer's own files: their headers, their spellings, all text as a spreadsheet shows it."""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import campaign, catalogue, events, orders, places, reviews, season, unmet
from analysis.sources.demo.northgate.people import People

ORDER_HEADERS = (
    "Order No", "Order Date", "Customer No", "SKU", "Product", "Department", "Qty", "Unit Price", "Line Total",
    "List Total", "Cost", "Channel", "Store", "City", "Status",
)  # fmt: skip
LEVELS = np.array(["Blue", "Silver", "Gold"], dtype=object)
LEVEL_LIMITS = (600, 2000)  # pounds in 24 months from which Silver and Gold begin
SURVEY_HEADERS = {
    "satisfaction": "Satisfaction (1-5)",
    "recommend": "Recommend (0-10)",
    "price": "Important: price",
    "range": "Important: range",
    "delivery": "Important: delivery",
    "advice": "Important: advice",
    "returns": "Important: returns",
    "satisfied_price": "Satisfied: price",
    "satisfied_range": "Satisfied: range",
    "satisfied_delivery": "Satisfied: delivery",
    "satisfied_advice": "Satisfied: advice",
    "satisfied_returns": "Satisfied: returns",
    "comment": "Anything else?",
}


def pounds(pence: np.ndarray) -> list[str]:
    """Pence as pounds with two decimals: -1250 -> "-12.50"."""
    return [f"{value / 100:.2f}" for value in pence.tolist()]


def order_rows(
    folk: People, people: pd.DataFrame, *, ordered: pd.DataFrame, lines: pd.DataFrame, returned: pd.DataFrame
) -> pd.DataFrame:
    """One row per line, sold or returned, as it should be, in time order.

    ORDER_HEADERS as text, and beside them year, day (number), pence (Line Total), guest (bool).
    """
    sold = lines.join(ordered[["day", "minute"]], on="order")
    moves = pd.concat([sold, returned], keys=["sold", "returned"], names=["move", None]).reset_index("move")
    moves = moves.sort_values(["day", "minute", "order"], kind="stable", ignore_index=True)
    order = ordered.iloc[moves["order"]].reset_index(drop=True)
    back = moves["move"] == "returned"
    pence = moves["quantity"] * moves["unit"]
    home = people["city"].to_numpy()[order["customer"]]
    channel = orders.CHANNELS[order["channel"]]
    store = np.where(channel == "Store", _nearest_store(places.STORES[home], order["order_no"].to_numpy()), "")
    cells = (moves["department"], moves["product"])
    return pd.DataFrame(
        {
            "Order No": np.where(back, "R", "") + order["order_no"].astype(str),
            "Order Date": _date_text(moves["day"]) + _clock_text(moves["minute"]),
            "Customer No": folk.table["customer_no"].to_numpy()[order["customer"]].astype(str),
            "SKU": catalogue.SKUS[cells],
            "Product": catalogue.PRODUCT_NAMES[cells],
            "Department": np.array(catalogue.DEPARTMENTS, dtype=object)[moves["department"]],
            "Qty": moves["quantity"].astype(str),
            "Unit Price": pounds(moves["unit"]),
            "Line Total": pounds(pence),
            "List Total": pounds(moves["quantity"] * moves["list_unit"]),
            "Cost": pounds(moves["quantity"] * moves["cost_unit"]),
            "Channel": channel,
            "Store": store,
            "City": [places.STORE_CITIES.get(till, city) for till, city in zip(store, places.NAMES[home], strict=True)],
            "Status": np.select([back, order["cancelled"]], ["Returned", "Cancelled"], "Completed"),
            "year": 2023 + season.YEAR[moves["day"]],
            "day": moves["day"],
            "pence": pence,
            "guest": order["guest"],
        }
    ).assign(**{"Customer No": lambda rows: rows["Customer No"].where(~rows["guest"], "")})


def _nearest_store(store: np.ndarray, order_no: np.ndarray) -> np.ndarray:
    """The store of one's city; visitors from afar go to one or another."""
    anywhere = np.array(list(places.STORE_CITIES), dtype=object)
    return np.where(store == "", anywhere[order_no % len(anywhere)], store)


def _date_text(day: pd.Series) -> np.ndarray:
    texts = pd.Series(season.DATES).dt.strftime("%d/%m/%Y ").to_numpy(dtype=object)
    return texts[day]


def _clock_text(minute: pd.Series) -> np.ndarray:
    return np.array([f"{at // 60:02d}:{at % 60:02d}" for at in range(1440)], dtype=object)[minute]


def customer_rows(folk: People, people: pd.DataFrame, spent: np.ndarray) -> pd.DataFrame:
    """customers.csv; `spent` is each customer's money of the last 24 months in pounds."""
    table = folk.table
    city = people["city"]
    member = (table["origin"] != "prospect") & (table["customer_no"] % 9 != 0)
    return pd.DataFrame(
        {
            "Customer No": table["customer_no"].astype(str),
            "Full Name": people["full_name"],
            "E-mail": people["email"],
            "Sex": people["sex"],
            "Birth Date": people["born"].dt.strftime("%Y-%m-%d").fillna(""),
            "City": places.NAMES[city],
            "Region": places.REGIONS[city],
            "Household": people["household"],
            "Joined": table["joined"].dt.strftime("%Y-%m-%d"),
            "Loyalty Level": np.where(member, LEVELS[np.searchsorted(LEVEL_LIMITS, spent, side="right")], ""),
            "E-mail Consent": people["consent"],
        }
    )


def event_rows(folk: People, found: pd.DataFrame) -> pd.DataFrame:
    """events.csv; times are ISO 8601 in local time without an offset."""
    time = season.START.astype("datetime64[s]") + found["second"].to_numpy().astype("timedelta64[s]")
    departments = np.array([*catalogue.DEPARTMENTS, unmet.UNSOLD, ""], dtype=object)
    return pd.DataFrame(
        {
            "Customer No": folk.table["customer_no"].to_numpy()[found["customer"]].astype(str),
            "Time": np.datetime_as_string(time),
            "Event": events.KINDS[found["kind"]],
            "Department": departments[found["department"]],
            "Device": events.DEVICES[found["device"]],
            "Channel": events.CHANNELS[found["channel"]],
        }
    )


def campaign_rows(folk: People, contacts: pd.DataFrame) -> pd.DataFrame:
    """campaign_2025_03.csv; the hold-out carries the date on which it would have been mailed."""
    return pd.DataFrame(
        {
            "Customer No": folk.table["customer_no"].to_numpy()[contacts["customer"]].astype(str),
            "Campaign": campaign.NAME,
            "Sent": str(season.DATES[campaign.SENT]),
            "Group": np.where(contacts["mailed"], "mailing", "hold-out"),
            "Cost": np.where(contacts["mailed"], f"{campaign.COST_PENCE / 100:.2f}", "0.00"),
        }
    )


def survey_rows(folk: People, answers: pd.DataFrame) -> pd.DataFrame:
    """survey_2025.csv."""
    return pd.DataFrame(
        {
            "Customer No": folk.table["customer_no"].to_numpy()[answers["customer"]].astype(str),
            "Answered": season.DATES[answers["day"]].astype(str),
            **{header: answers[item].astype(str) for item, header in SURVEY_HEADERS.items()},
        }
    )


def review_rows(folk: People, written: pd.DataFrame) -> pd.DataFrame:
    """reviews.csv; the customer is blank where the platform does not tell."""
    number = folk.table["customer_no"].to_numpy()[written["customer"]].astype(str)
    days = season.DATES[written["day"]].astype(str).astype(object)
    return pd.DataFrame(
        {
            "Customer No": np.where(written["customer"] < 0, "", number),
            "Created": days + " " + _clock_text(written["minute"]),
            "Rating": written["rating"].astype(str),
            "Source": reviews.SOURCES[written["source"]],
            "Text": written["text"],
        }
    )

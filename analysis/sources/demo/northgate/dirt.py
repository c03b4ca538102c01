"""The faults of real exports, planted in known number, and a ledger of what they are worth.

A line carries at most one fault that changes it, and copied lines carry none, so every count is
exact.  Faults of the file as a whole (encodings, numbers written as 10023.0) touch every line.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.faults import Fault, Rows, changed, duplicates, overlap, some
from analysis.sources.demo.northgate import season

SHARED_DAYS = 3  # the last days of a year, which the next year's file repeats
TEST_CUSTOMER = "TEST001"
FIRST_TEST_ORDER_NO = 9900001
DUPLICATES = 170
TEST_LINES = 24
SENTINELS = 85
SENTINEL = "1900-01-01"

# File of each year, its encoding and its line ends.  The 2025 export has been through a
# spreadsheet, which turned customer numbers to decimals and put a byte order mark in front.
ORDER_FILES = {
    2023: ("raw/orders_2023.csv", "utf-8", "\n"),
    2024: ("raw/orders_2024.csv", "cp1252", "\r\n"),
    2025: ("raw/orders_2025.csv", "utf-8-sig", "\n"),
}

FAULTS = {
    "blank_date": Fault(14, lambda _: {"Order Date": ""}, "Order Date is empty"),
    "amount_text": Fault(11, lambda _: {"Line Total": "n/a"}, "Line Total says n/a"),
    "zero_price": Fault(26, lambda _: {"Unit Price": "0.00", "Line Total": "0.00"}, "sold at a price of nothing"),
    "department_upper": Fault(
        210, lambda rows: {"Department": rows["Department"].str.upper()}, "Department in capitals",
        lambda rows: rows["Department"].isin(["Kitchen", "Toys & Games"]),
    ),
    "department_lower": Fault(
        160, lambda rows: {"Department": rows["Department"].str.lower() + " "}, "small letters and a trailing blank",
        lambda rows: rows["Department"] == "Kitchen",
    ),
    "city_trailing_blank": Fault(140, lambda rows: {"City": rows["City"] + "  "}, "two blanks behind City"),
    "customer_trailing_blank": Fault(
        60, lambda rows: {"Customer No": rows["Customer No"] + " "}, "a blank behind Customer No",
        lambda rows: rows["year"] == 2023,
    ),
}  # fmt: skip


def plant(rows: Rows, rng: np.random.Generator) -> tuple[Rows, pd.DataFrame]:
    """The lines of all three files with their faults, and the ledger of faults.

    From lines as they should be (exports.order_rows) to lines with `year` = the file they are in,
    and one row per fault and file:

        fault, file       which, where ("raw/orders_2023.csv")
        lines             int    lines concerned, as the file stands
        money             float  pounds that they are truly worth (Line Total, returns negative)
        money_in_file     float  pounds that the file says
        meaning           str
    """
    rows = rows.assign(fault="", place=np.arange(len(rows)))
    rows = changed(rows, FAULTS, _free, rng)
    copies = duplicates(rows, DUPLICATES, _free, rng), overlap(rows, shared_day(rows))
    rows = pd.concat([rows, *copies, _tests(rows, rng)], ignore_index=True)
    rows = rows.sort_values(["year", "place"], kind="stable", ignore_index=True)
    spreadsheet = (rows["year"] == 2025) & (rows["Customer No"] != "")
    rows["Customer No"] = rows["Customer No"].where(~spreadsheet, rows["Customer No"] + ".0")
    return rows, _ledger(rows)


def shared_day(rows: Rows) -> pd.Series:
    """True on the last days of 2023 and 2024."""
    last = rows["year"].map({year: season.day_number(f"{year}-12-31") for year in ORDER_FILES})
    return (rows["year"] < 2025) & (rows["day"] > last - SHARED_DAYS)


def _free(rows: Rows) -> pd.Series:
    """True for completed lines of known customers that carry no fault and are in one file only."""
    return (rows["fault"] == "") & (rows["Status"] == "Completed") & ~rows["guest"] & ~shared_day(rows)


def _tests(rows: Rows, rng: np.random.Generator) -> Rows:
    """Lines that the shop's own people entered under a test number, in 2023 and 2024."""
    at = some(_free(rows) & (rows["year"] < 2025), TEST_LINES, rng)
    numbers = [str(FIRST_TEST_ORDER_NO + nth) for nth in range(TEST_LINES)]
    return rows.iloc[at].assign(**{"fault": "test_customer", "Customer No": TEST_CUSTOMER, "Order No": numbers})


def _ledger(rows: Rows) -> pd.DataFrame:
    """One row per fault and file, from the lines as they are written."""
    product = rows["Product"]
    groups = {name: (rows["fault"] == name, fault.meaning) for name, fault in FAULTS.items()} | {
        "duplicate": (rows["fault"] == "duplicate", "exact copy of the line before it"),
        "overlap": (rows["fault"] == "overlap", "the line is in the year before's file too"),
        "test_customer": (rows["fault"] == "test_customer", f"entered under {TEST_CUSTOMER}"),
        "no_customer": (rows["Customer No"] == "", "Customer No is empty: a guest"),
        "decimal_customer": (rows["Customer No"].str.endswith(".0"), "Customer No is written like 10023.0"),
        "quoted_product": (
            product.str.contains(",") & product.str.contains('"'),
            "sound: Product holds a comma and a quote",
        ),
        "special_character": (
            product.str.contains("[^\x00-\x7f]"),
            "sound: Product holds £, é, û or è in the file's encoding",
        ),
    }
    stated = pd.to_numeric(rows["Line Total"].replace("n/a", "0"))
    return pd.DataFrame(
        [
            {
                "fault": name,
                "file": ORDER_FILES[year][0],
                "lines": int(here.sum()),
                "money": round(rows.loc[here, "pence"].sum() / 100, 2),
                "money_in_file": round(float(stated[here].sum()), 2),
                "meaning": meaning,
            }
            for name, (mask, meaning) in groups.items()
            for year in ORDER_FILES
            if (here := mask & (rows["year"] == year)).any()
        ]
    )


def sentinel_birth_dates(customers: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The customer file with some birth dates of 1900-01-01, and its one row of the ledger."""
    at = some(customers["Birth Date"] != "", SENTINELS, rng)
    born = customers["Birth Date"].to_numpy(dtype=object, copy=True)
    born[at] = SENTINEL
    entry = {"fault": "sentinel_birth_date", "file": "raw/customers.csv", "lines": SENTINELS, "money": 0.0,
             "money_in_file": 0.0, "meaning": f"Birth Date is {SENTINEL}: not known"}  # fmt: skip
    return customers.assign(**{"Birth Date": born}), pd.DataFrame([entry])

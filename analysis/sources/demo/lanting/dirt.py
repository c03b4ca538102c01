"""The faults of real exports, planted in known number, and a ledger of what they are worth.

A line carries at most one fault that changes it, and copied lines carry none, so every count is exact.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.faults import Fault, Rows, changed, duplicates, overlap, some
from analysis.sources.demo.lanting import season
from analysis.sources.demo.lanting.receipts import BY_CARD

SHARED_DAYS = 3  # the last days of a year, which the next year's file repeats
TEST_CARD = "TEST01"
DUPLICATES = 70
TEST_LINES = 18
SENTINELS = 60
SENTINEL = "1900-01-01"
WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")

# File of each year and its encoding; the third is a workbook with a second sheet.
RECEIPT_FILES = {
    2023: ("raw/收费明细_2023.csv", "gbk"),
    2024: ("raw/收费明细_2024.csv", "gb18030"),
    2025: ("raw/收费明细_2025.xlsx", "xlsx"),
}


def _in(*years: int):
    """Lines of the files of these years."""
    return lambda rows: rows["year"].isin(years)


FAULTS = {
    "unknown_date": Fault(9, lambda _: {"收费时间": "不详"}, "收费时间 says 不详: not known", _in(2023, 2024)),
    "zero_date": Fault(6, lambda _: {"收费时间": "0000-00-00 00:00"}, "收费时间 is all zeros", _in(2023, 2024)),
    "amount_text": Fault(8, lambda _: {"实收金额": "见备注"}, "实收金额 says 见备注: see the remark"),
    "wide_digits": Fault(60, lambda rows: {"实收金额": [text.translate(WIDE) for text in rows["实收金额"]]},
                         "sound: 实收金额 in full-width digits"),
    "wide_blank": Fault(45, lambda rows: {"卡号": rows["卡号"] + "\u3000"}, "sound: an ideographic blank behind 卡号", _in(2023)),
    "plain_blank": Fault(45, lambda rows: {"卡号": " " + rows["卡号"] + " "}, "sound: blanks around 卡号", _in(2024)),
    "decimal_card": Fault(420, lambda rows: {"卡号": rows["卡号"] + ".0"}, "sound: 卡号 is written like 200123.0", _in(2024)),
    "no_card": Fault(66, lambda _: {"卡号": ""}, "卡号 was left out"),
}  # fmt: skip


def plant(rows: Rows, rng: np.random.Generator) -> tuple[Rows, pd.DataFrame]:
    """The lines of all three files with their faults, and the ledger of faults.

    From lines as they should be (receipts.receipt_rows) to lines with `year` = the file they are in,
    and one row per fault and file:

        fault, file       which, where ("raw/收费明细_2023.csv")
        lines             int    lines concerned, as the file stands
        money             float  yuan that they are truly worth
        money_in_file     float  yuan that the file says
        meaning           str
    """
    rows = rows.assign(fault="", place=np.arange(len(rows)))
    rows = changed(rows, FAULTS, _free, rng)
    copies = duplicates(rows, DUPLICATES, _free, rng), overlap(rows, shared_day(rows))
    rows = pd.concat([rows, *copies, _tests(rows, rng)], ignore_index=True)
    rows = rows.sort_values(["year", "place"], kind="stable", ignore_index=True)
    return rows, _ledger(rows)


def shared_day(rows: Rows) -> pd.Series:
    """True on the last days of 2023 and 2024."""
    last = rows["year"].map({year: season.day_number(f"{year}-12-31") for year in RECEIPT_FILES})
    return (rows["year"] < 2025) & (rows["day"] > last - SHARED_DAYS)


def _free(rows: Rows) -> pd.Series:
    """True for receipts that carry no fault, were not paid back, and are in one file only."""
    sound = (rows["fault"] == "") & (rows["fen"] > 0) & ~rows["returned"]
    return sound & (rows["支付方式"] != BY_CARD) & ~shared_day(rows)


def _tests(rows: Rows, rng: np.random.Generator) -> Rows:
    """Lines that the clinic's own people entered under a test card, in 2023 and 2024."""
    at = some(_free(rows) & (rows["year"] < 2025), TEST_LINES, rng)
    numbers = [f"CS{nth:06d}" for nth in range(1, TEST_LINES + 1)]
    return rows.iloc[at].assign(fault="test_card", 卡号=TEST_CARD, 收费单号=numbers)


def _ledger(rows: Rows) -> pd.DataFrame:
    """One row per fault and file, from the lines as they are written."""
    groups = {name: (rows["fault"] == name, fault.meaning) for name, fault in FAULTS.items()} | {
        "duplicate": (rows["fault"] == "duplicate", "exact copy of the line before it"),
        "overlap": (rows["fault"] == "overlap", "the line is in the year before's file too"),
        "test_card": (rows["fault"] == "test_card", f"entered under {TEST_CARD}"),
        "paid_from_card": (rows["支付方式"] == BY_CARD, "paid from the card: the money came in with the top-up"),
    }
    stated = rows["fen"].where(rows["fault"] != "amount_text", 0)
    return pd.DataFrame(
        [
            {
                "fault": name,
                "file": RECEIPT_FILES[year][0],
                "lines": int(here.sum()),
                "money": int(rows.loc[here, "fen"].sum()) / 100,
                "money_in_file": int(stated[here].sum()) / 100,
                "meaning": meaning,
            }
            for name, (mask, meaning) in groups.items()
            for year in RECEIPT_FILES
            if (here := mask & (rows["year"] == year)).any()
        ]
    )


def sentinel_birth_dates(customers: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The customer file with some birth dates of 1900-01-01, and its one row of the ledger."""
    known = (customers["出生日期"] != "") & (customers["出生日期"] < "2006")
    at = some(known, SENTINELS, rng)
    born = customers["出生日期"].to_numpy(dtype=object, copy=True)
    born[at] = SENTINEL
    entry = {"fault": "sentinel_birth_date", "file": "raw/客户档案.xlsx", "lines": SENTINELS, "money": 0.0,
             "money_in_file": 0.0, "meaning": f"出生日期 is {SENTINEL}: not known"}  # fmt: skip
    return customers.assign(出生日期=born), pd.DataFrame([entry])

"""The answers, beside the data: who is what, which parameters made them, what the totals are."""

from dataclasses import asdict

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import advisers, campaigns, catalogue, dirt, people, season
from analysis.sources.demo.lanting.cards import Cards
from analysis.sources.demo.lanting.latent_types import NAMES, TYPES
from analysis.sources.demo.lanting.people import People
from analysis.sources.demo.lanting.receipts import BY_CARD, day_text


def customer_truth(
    folk: People, left: np.ndarray, cards: Cards, *, details: pd.DataFrame, visits: pd.DataFrame, lines: pd.DataFrame
) -> pd.DataFrame:
    """One row per customer:

    card_no, second_card  str    as in the files; '' where there is one card only
    type, origin, role    str    latent type; stock, acquired or prospect; consumer, staff, company or test
    source                str    how the customer came; referrer: card of who recommended, '' for none
    favourite             str    project, and cycle_days its doctor-set cycle (0 for none)
    gap_days              float  mean gap between visits; NaN for prospects
    dropout               float  chance to leave after each visit; NaN for prospects
    alive_until           date   day of the last visit meant by one who left; NaT for customers to the end
    minor                 bool   under 18 at the end of the data
    birth_known           bool   before 1900-01-01 was planted
    arrivals, receipts    int    visits made; payments (not from the card)
    """
    table = folk.table
    prospect = table["origin"] == "prospect"
    came = visits[visits["minute"] >= 0].groupby("customer").size().reindex(table.index, fill_value=0)
    paid = lines[~lines["by_card"]].groupby("customer")["receipt"].nunique().reindex(table.index, fill_value=0)
    eighteen = details["born"] + pd.DateOffset(years=18)
    return pd.DataFrame(
        {
            "card_no": table["card_no"].astype(str),
            "second_card": np.where(cards.second > 0, cards.second.astype(str), ""),
            "type": np.array(NAMES, dtype=object)[table["kind"]],
            "origin": table["origin"],
            "role": table["role"],
            "source": people.SOURCES[table["source"]],
            "referrer": np.where(table["referrer"] >= 0, cards.first[table["referrer"]].astype(str), ""),
            "favourite": catalogue.NAMES[table["favourite"]],
            "cycle_days": catalogue.CYCLES[table["favourite"]],
            "gap_days": table["gap"].where(~prospect),
            "dropout": table["dropout"].where(~prospect),
            "alive_until": pd.to_datetime(pd.Series(np.where(np.isnan(left), "NaT", day_text(np.nan_to_num(left).astype(int))))),
            "minor": eighteen > pd.Timestamp(str(season.END - 1)),
            "birth_known": details["born"].notna(),
            "arrivals": came,
            "receipts": paid,
        }
    )


def ledger_truth(ledger: pd.DataFrame) -> pd.DataFrame:
    """accounts.ledger with dates and yuan."""
    money = {name: ledger[name] / 100 for name in ("receipts", "refunds", "consumed", "cash", "course")}
    return pd.DataFrame({"as_of": day_text(ledger["end"]), **money})


def parameters(*, seed: int, effect: pd.DataFrame, written: pd.DataFrame, faults: pd.DataFrame, themes: dict[str, int],
               returned: int, leaving: dict) -> dict:  # fmt: skip
    """All that `parameters.json` says: assumptions, planted effects and sign of leaving, faults and totals.

    `written` are the lines as they stand in the files, `faults` is the table of faults, `returned` the receipts in 退费单,
    `leaving` is `Advisers.by_leaving`.
    """
    return {
        "seed": seed,
        "first_day": str(season.START),
        "last_day": str(season.END - 1),
        "departments": list(catalogue.DEPARTMENTS),
        "cycles_days": {one.name: one.cycle for one in catalogue.PROJECTS},
        "types": {name: asdict(kind) for name, kind in TYPES.items()},
        "season": {
            "growth_per_year": season.GROWTH,
            "spring_festivals": [str(season.START + day) for day in season.spring_festivals()],
            "closed_days": season.CLOSED,
            "around_the_festival": season.FESTIVAL,
            "peaks": season.PEAKS,
        },
        "campaigns": [
            {
                "name": one.name,
                "sent": str(season.DATES[one.sent]),
                "window_days": campaigns.WINDOW_DAYS,
                "hold_out_share": one.hold_out,
                "works": one.works,
                "by_type": effect[effect["campaign"] == one.name].drop(columns="campaign").to_dict("records"),
            }
            for one in campaigns.CAMPAIGNS
        ],
        "comment_themes": themes,
        "leaving": {"sign": "adviser_changed", "odds": advisers.LEAVING_ODDS, **leaving},
        "files": {name: {"encoding": encoding} for name, encoding in dirt.RECEIPT_FILES.values()},
        "dirt": {
            name: {"lines": int(part["lines"].sum()), "money": round(part["money"].sum(), 2)}
            for name, part in faults.groupby("fault", sort=False)
        },
        "returned_receipts": returned,
        "totals": {"true": totals(written), "readable": totals(_readable(written))},
    }


def _readable(written: pd.DataFrame) -> pd.DataFrame:
    """What a careful reader can keep: no line without a date, an amount or a card."""
    return written[~written["fault"].isin(["unknown_date", "zero_date", "amount_text", "no_card"])]


def totals(written: pd.DataFrame) -> dict[str, dict]:
    """Totals by year; copies, test lines and what was paid from the card left out.

    lines; sold, and refunded as negative rows and by the list of returns (both negative), in yuan.
    """
    out = written["fault"].isin(["duplicate", "overlap", "test_card"]) | (written["支付方式"] == BY_CARD)
    found = {}
    for year, part in written[~out].groupby("year"):
        sold = part["fen"] > 0
        found[str(year)] = {
            "lines": len(part),
            "sold": int(part.loc[sold, "fen"].sum()) / 100,
            "negative": int(part.loc[~sold, "fen"].sum()) / 100,
            "returned": -int(part.loc[sold & part["returned"], "fen"].sum()) / 100,
        }
    return found

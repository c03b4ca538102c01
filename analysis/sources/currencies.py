"""Money of every order line in the client's currency, and without tax where the report is to show it so.

A line in another currency is multiplied by the latest rate on or before its day (units of the
client's currency for one unit of the line's); its own currency stays in the column `currency`.
A line whose currency has no rate on its day keeps no money at all, so that no sum can take it in,
and carries the fate no_rate.  A blank currency is the client's own.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.config import Table
from analysis.config.client import Money
from analysis.engine import Column, DataFrame, F, create_frame, named, read_parquet, to_pandas
from analysis.errors import ConfigError, SourceError, listed
from analysis.schema.model import ENGINE_TYPES
from analysis.sources.expressions import money_of

MONEY_COLUMNS = ("amount", "list_amount", "discount", "cost", "freight", "tax", "points", "gift_card")
_WITHOUT_MEANING = ("excluded", "superseded", "duplicate")  # fates of lines that are left out whatever their currency
MOST = 12  # currencies named in a message


@dataclass(frozen=True)
class ReportMoney:
    """What the report counts in: the client's currency (None: amounts stay as they are), tax, and the rates held."""

    currency: str | None = None
    money: Money | None = None
    rates: Path | None = None

    def applied(self, name: str, frame: DataFrame) -> DataFrame:
        """A table with its money as the report counts it; only transactions change."""
        if name != "transactions":
            return frame
        if self.currency is not None:
            frame = in_own_currency(frame, own=self.currency, rates=self.rates)
        return without_tax(frame) if self._less_tax else frame

    def stamp(self, name: str, spec: Table) -> list[str]:
        """What a table on disk depends on beside its own files and mapping."""
        if name != "transactions":
            return []
        dated = [json.loads(self.rates.with_suffix(".json").read_text())["stamp"]] if self.rates is not None else []
        return [
            *([str(self.currency), *dated] if "currency" in spec.columns else []),
            *(["without_tax"] if self._less_tax else []),
        ]

    @property
    def _less_tax(self) -> bool:
        return self.money is not None and self.money.figures == "without_tax" and self.money.tax == "included"


def check_money(money: Money | None, transactions: Table | None) -> None:
    """Raise ConfigError where figures without tax are asked for and cannot be had."""
    if money is None or money.figures != "without_tax" or transactions is None:
        return
    if money.tax == "unknown":
        raise ConfigError(
            "client.yaml: money.figures is without_tax, but money.tax does not say whether the amounts hold it. "
            "Write tax: included or tax: excluded, or figures: as_given."
        )
    if money.tax == "included" and "tax" not in transactions.columns:
        raise ConfigError(
            "client.yaml: money.figures is without_tax, but source.transactions.columns maps no tax. "
            "Map the column of the tax contained in each amount, or write figures: as_given."
        )


def in_own_currency(lines: DataFrame, *, own: str, rates: Path | None) -> DataFrame:
    """Transactions (with their fate) with every money column in the currency `own`.

    `rates` is the canonical table of that name.  Raises ConfigError where lines are in other
    currencies and no rates are declared, SourceError where the rates contradict one another.
    """
    if "currency" not in lines.columns:
        return lines
    lines = named(lines.withColumn("currency", F.upper(F.col("currency"))))
    foreign = F.coalesce(F.col("currency"), F.lit(own)) != F.lit(own)
    needed = _needed(lines, foreign)
    if needed.empty:
        return lines
    if rates is None:
        _refuse(needed, own)  # what is left then is left out anyway
    found = rates_on(needed, pd.DataFrame({"currency": [], "date": [], "rate": []}) if rates is None else _quotes(rates))
    key = F.concat(F.col("currency"), F.lit("|"), F.col("ordered_at").cast("date").cast("string"))
    pairs = create_frame(
        pd.DataFrame(
            {"rate_key": (found["currency"] + "|" + found["day"].dt.strftime("%Y-%m-%d")).astype("str"), "rate": found["rate"]}
        )
    )
    joined = named(lines.withColumn("line_key", F.when(foreign, key)).join(pairs, F.col("line_key") == F.col("rate_key"), "left"))
    lacking = F.col("fate").isin("ok", "no_customer") & foreign & F.col("rate").isNull()
    changed = {name: _at_rate(name, foreign) for name in MONEY_COLUMNS if name in lines.columns}
    changed["fate"] = F.when(lacking, F.lit("no_rate")).otherwise(F.col("fate"))
    return joined.select(*(changed.get(name, F.col(name)).alias(name) for name in lines.columns))


def _needed(lines: DataFrame, foreign: Column) -> pd.DataFrame:
    """Currency and day of the lines in another currency, and how many of them are not left out anyway (wanted)."""
    wanted = F.when(F.col("fate").isin(*_WITHOUT_MEANING), F.lit(0)).otherwise(F.lit(1))
    found = to_pandas(
        lines.where(foreign)
        .select("currency", F.col("ordered_at").cast("date").cast("string").alias("day"), wanted.alias("wanted"))
        .groupBy("currency", "day")
        .agg(F.sum("wanted").alias("wanted"))
    )
    return found.assign(day=pd.to_datetime(found["day"]))


def _refuse(needed: pd.DataFrame, own: str) -> None:
    """Raise ConfigError where lines that count are in a currency that no rate can be had for."""
    names = sorted(needed.loc[needed["wanted"] > 0, "currency"].unique())
    if not names:
        return
    shown = names if len(names) <= MOST and all(len(name) <= 12 for name in names) else []
    raise ConfigError(
        "client.yaml: currency is {own}, but order lines are in {found}. Declare source.rates (date, currency, rate), "
        "or map other spellings of {own} under source.transactions.values.currency.",
        own=own,
        found=listed(shown) if shown else f"{len(names)} others",
    )


def _quotes(rates: Path) -> pd.DataFrame:
    """The rates held, by currency and date.  Raises SourceError for one that is not above zero, or given twice."""
    table = to_pandas(read_parquet(rates)).dropna(subset=["currency", "date", "rate"])
    table = table.assign(currency=table["currency"].str.upper(), date=table["date"].astype("datetime64[us]"))
    wrong = table[~(table["rate"] > 0)]
    if len(wrong):
        raise SourceError(
            "source.rates: {file} holds {rows} rates that are not above zero, the first for {currency}. Correct the file.",
            file=wrong["source_file"].iloc[0],
            rows=len(wrong),
            currency=wrong["currency"].iloc[0],
        )
    table = table.drop_duplicates(["currency", "date", "rate"])
    twice = table[table.duplicated(["currency", "date"], keep=False)].sort_values(["currency", "date"])
    if len(twice):
        raise SourceError(
            "source.rates: {currency} has two rates for {day} ({file}). Keep one, or write refresh: replace where a later file "
            "corrects an earlier one.",
            currency=twice["currency"].iloc[0],
            day=twice["date"].iloc[0].date(),
            file=twice["source_file"].iloc[-1],
        )
    return table


def rates_on(needed: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Each currency and day of `needed` with the latest rate on or before it; pairs without one are left out."""
    left = needed[["currency", "day"]].dropna().sort_values("day").astype({"currency": "str", "day": "datetime64[us]"})
    right = quotes[["currency", "date", "rate"]].sort_values("date")
    right = right.astype({"currency": "str", "date": "datetime64[us]", "rate": float})
    found = pd.merge_asof(left, right, left_on="day", right_on="date", by="currency")
    return found.dropna(subset="rate")[["currency", "day", "rate"]].sort_values(["currency", "day"], ignore_index=True)


def _at_rate(name: str, foreign: Column) -> Column:
    # In doubles, as products of two decimals lose their cast; a line of the client's own currency keeps every digit.
    return F.when(foreign, money_of(F.col(name).cast("double") * F.col("rate"))).otherwise(F.col(name)).cast(ENGINE_TYPES["money"])


def without_tax(lines: DataFrame) -> DataFrame:
    """Transactions with the tax taken out of amount, and in the same proportion out of list_amount and discount.

    The tax has the sign of its amount, whichever the file writes.  A line without a figure for tax,
    or with one above its amount, stays as it is.  Cost, freight, points and gift cards stay too: the
    first two are not part of amount, the last two are what was handed over, tax included.
    """
    amount = F.col("amount")
    size, tax = (F.when(value < F.lit(0), -value).otherwise(value) for value in (amount, F.col("tax")))
    held = F.coalesce(tax <= size, F.lit(False))
    share = tax.cast("double") / F.when(size > F.lit(0), size.cast("double"))
    net = F.when(held, F.when(amount < F.lit(0), amount + tax).otherwise(amount - tax)).otherwise(amount)
    changed = {"amount": net.cast(ENGINE_TYPES["money"])}
    for name in ("list_amount", "discount"):
        if name in lines.columns:
            less = money_of(F.col(name).cast("double") * (F.lit(1.0) - share))
            changed[name] = F.when(held & (size > F.lit(0)), less).otherwise(F.col(name)).cast(ENGINE_TYPES["money"])
    return named(lines).select(*(changed.get(name, F.col(name)).alias(name) for name in lines.columns))

"""Checks on the client's tables: how many rows, how much money, an example, and what was done about it."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd

from analysis.engine import DataFrame, F, read_parquet, to_pandas
from analysis.quality.rules import INFORMATIVE, Found, RawTable, Scope, apply_rules, headers, raw_scope
from analysis.quality.rules.kinds import canonical_kinds
from analysis.quality.rules.rhythm import last_credible

_OWN = ("source_file", "source_row", "fate")
FIRST = date(1990, 1, 1)  # no till or shop system wrote an order before
COLUMNS = ["table", "check", "column", "rows", "share", "amount", "example", "action"]

# Tables the rules look at, and the time that tells when their rows happened.  (Links, consents and
# rates are checked where they are used.)
TIMES = {
    "transactions": "ordered_at", "customers": "joined_at", "events": "occurred_at", "responses": "answered_at",
    "contacts": "contacted_at", "feedback": "created_at", "visits": "arrived_at", "balances": "as_of", "summaries": None,
}  # fmt: skip


def column_profile(lines: DataFrame, *, table: str = "transactions") -> pd.DataFrame:
    """Missing and distinct values of every column held: see `column_profile` of schema.py."""
    columns = [name for name in lines.columns if name not in _OWN]
    measures = [F.count(F.lit(1)).alias("rows")]
    for i, name in enumerate(columns):
        measures += [F.count(name).alias(f"known_{i}"), F.countDistinct(name).alias(f"distinct_{i}")]
    found = to_pandas(lines.select(*columns).agg(*measures)).iloc[0]
    rows = int(found["rows"])
    known = [int(found[f"known_{i}"]) for i in range(len(columns))]
    return pd.DataFrame(
        {
            "table": table,
            "column": columns,
            "missing": [rows - one for one in known],
            "missing_share": [(rows - one) / rows if rows else float("nan") for one in known],
            "distinct": [int(found[f"distinct_{i}"]) for i in range(len(columns))],
        }
    )


def quality_checks(
    lines: DataFrame | None,
    *,
    rejects: int,
    refunds: str,
    tables: Mapping[str, Path] | None = None,
    raw: Mapping[str, RawTable] | None = None,
    today: date | None = None,
) -> pd.DataFrame:
    """What is wrong with the client's data: see `quality_checks` of schema.py, worst money first.

    `lines` are the canonical transactions, `rejects` the rows of theirs that could not be read; `refunds`
    is the refund policy, which decides what was done about refunds and free lines.  `tables` are further
    canonical tables, `raw` the files behind them.  Days after `today` are faults; without it, days a year
    after nearly all others.  Rules measure and leave everything as it is.
    """
    found = [] if lines is None else [_of_lines(lines, rejects=rejects, refunds=refunds, today=today)]
    for name, path in (tables or {}).items():
        if name in TIMES and (name != "transactions" or lines is None):
            found.append(_of_table(name, read_parquet(path), refunds=refunds, today=today))
    found += [_of_files(name, one, today=today) for name, one in (raw or {}).items() if one.files]
    table = pd.concat([pd.DataFrame(columns=COLUMNS), *found], ignore_index=True) if found else pd.DataFrame(columns=COLUMNS)
    # A fault that the canonical table shows needs no second row for the file behind it.
    table = table.drop_duplicates(["table", "check", "column"], ignore_index=True)
    return _worst_first(table.astype({"rows": "int64", "share": "float64", "amount": "float64"}))


def table_scope(name: str, frame: DataFrame, *, refunds: str = "net", today: date | None = None) -> Scope:
    """A canonical table under the rules."""
    kinds = canonical_kinds(name, frame)
    time = TIMES.get(name)
    last = last_credible(frame, time, today=today) if time in kinds else today
    return Scope(name, frame, {**kinds, **({"fate": "other"} if "fate" in frame.columns else {})}, FIRST, last, refunds)


def _of_lines(lines: DataFrame, *, rejects: int, refunds: str, today: date | None) -> pd.DataFrame:
    rows, found = apply_rules(table_scope("transactions", lines, refunds=refunds, today=today))
    if rejects:
        found.append(Found("rejected", "*", rejects, action="left_out"))
    return _as_table("transactions", found, rows + rejects)


def _of_table(name: str, frame: DataFrame, *, refunds: str, today: date | None) -> pd.DataFrame:
    rows, found = apply_rules(table_scope(name, frame, refunds=refunds, today=today))
    return _as_table(name, found, rows)


def _of_files(name: str, raw: RawTable, *, today: date | None) -> pd.DataFrame:
    rows, found = apply_rules(raw_scope(name, raw, first=FIRST, last=today))
    return _as_table(name, [*headers(raw), *found], rows)


def _as_table(name: str, found: list[Found], rows: int) -> pd.DataFrame:
    """Findings as rows.  A column that is blank in every row is one that the client does not hold."""
    told = [one for one in found if not (one.check in ("missing_value", "missing_key") and one.rows >= rows)]
    records = [
        (
            name,
            one.check,
            one.column,
            one.rows,
            one.rows / rows if one.share is None else one.share,
            one.amount,
            one.example,
            one.action,
        )
        for one in told
    ]
    # Two rules may find stand-ins in one column: their rows are others, and one row tells of both.
    table = pd.DataFrame(records, columns=COLUMNS)
    told_once = {"rows": "sum", "share": "sum", "amount": "first", "example": "first", "action": "first"}
    return table.groupby(["table", "check", "column"], sort=False, as_index=False).agg(told_once)[COLUMNS]


def _worst_first(table: pd.DataFrame) -> pd.DataFrame:
    """Most money first; what is only worth knowing (a blank is often right) never leads the list."""
    weight = table["amount"].abs().fillna(0).where(~table["check"].isin(INFORMATIVE), -1)
    order = table.assign(weight=weight).sort_values(["weight", "rows"], ascending=False, kind="stable")
    return order[COLUMNS].reset_index(drop=True)

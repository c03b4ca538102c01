"""Overrides: what people know better than a rule, customer by customer, with a reason and an end.

They are applied last and only on days on which they hold, from their entry to their end: at the start of a period as at
its end, so that one which stands throughout moves nobody.  Each is counted.  A line that names a customer, lens or segment that
is not there changes nothing and is reported by its number; the customer's id is never repeated.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from analysis.segmentations.population import check_table

COLUMNS = ("line", "customer", "method", "segment", "reason", "by", "until", "from")
APPLIED = ("method", "from_segment", "segment", "reason", "by", "until", "customers")
TYPES = dict.fromkeys(APPLIED[:-1], "str") | {"customers": "int64"}
PROBLEMS = ("ended", "not_yet", "unknown_customer", "unknown_lens", "unknown_segment", "repeated")


def with_pseudonyms(overrides: pd.DataFrame, mapping: pd.DataFrame) -> pd.DataFrame:
    """`overrides` with customer_id, the pseudonym, in the place of `customer`, the id as the client writes it.

    From line, customer, method, segment, reason, by, until, from and `mapping` (client_id, customer_id; one row per id) to the
    same rows; customer_id is missing where the id is not in the mapping.  Blanks around an id do not count.

    Raises SchemaError if a column is missing.
    """
    check_table(overrides, "overrides", COLUMNS)
    check_table(mapping, "pseudonyms", ("client_id", "customer_id"))
    known = dict(zip(mapping["client_id"].astype("str").str.strip(), mapping["customer_id"], strict=True))
    found = overrides["customer"].astype("str").str.strip().map(known)
    return overrides.drop(columns="customer").assign(customer_id=found.astype("str"))


def overridden(
    segments: pd.DataFrame, overrides: pd.DataFrame, *, as_of: date, known: Mapping[str, Sequence[str]]
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """`segments` with the overrides that hold on the day `as_of`, what they changed, and which lines did nothing.

    From customer_id, method, segment and overrides with customer_id (`with_pseudonyms`) to

        segments   the same rows, changed where an override holds
        applied    the table `overrides_applied`: method, from_segment, segment, reason, by, until, customers
        problems   one row per line that changes nothing: line, problem (ended: `until` has passed; not_yet: `from` is to come;
                   unknown_customer; unknown_lens; unknown_segment; repeated: a later line says otherwise of the same customer and lens)

    `known` holds the segments of each lens.  An override without `until` holds until it is taken out, one
    without `from` has always held.

    Raises SchemaError if a column is missing.
    """
    check_table(segments, "segments", ("customer_id", "method", "segment"))
    check_table(overrides, "overrides", ("line", "customer_id", "method", "segment", "reason", "by", "until", "from"))
    if overrides.empty:
        nothing = (
            pd.DataFrame(columns=APPLIED).astype(TYPES),
            pd.DataFrame(columns=["line", "problem"]).astype({"line": "int64", "problem": "str"}),
        )
        return segments.assign(segment=segments["segment"].astype("str")), *nothing
    rows = overrides.reset_index(drop=True)
    held = segments[segments["customer_id"].isin(rows["customer_id"].dropna().unique())]  # few of many: searched once
    rows["problem"] = _problems(rows, set(held["customer_id"]), as_of, known)
    holding = rows[rows["problem"] == ""]
    named = held[held["method"].isin(holding["method"].unique())]
    wanted = holding.set_index(["customer_id", "method"])["segment"]
    found = wanted.reindex(pd.MultiIndex.from_frame(named[["customer_id", "method"]])).set_axis(named.index).dropna()
    after = segments["segment"].copy()
    after[found.index] = found
    changed = segments.assign(segment=after.astype("str"))
    before = named.rename(columns={"segment": "from_segment"})[["customer_id", "method", "from_segment"]]
    joined = holding.merge(before, on=["customer_id", "method"], how="left", validate="1:1")
    joined["until"] = joined["until"].astype(object).map(lambda day: "" if pd.isna(day) else str(pd.Timestamp(day).date()))
    applied = joined.groupby(list(APPLIED[:-1]), sort=True).size().rename("customers").reset_index()
    problems = rows.loc[rows["problem"] != "", ["line", "problem"]].reset_index(drop=True)
    return changed, applied.astype(TYPES), problems


def _problems(rows: pd.DataFrame, customers: set[str], as_of: date, known: Mapping[str, Sequence[str]]) -> pd.Series:
    """The problem of each line, blank where it holds."""
    until = pd.to_datetime(rows["until"], errors="coerce")
    problem = pd.Series("", index=rows.index, dtype="str")
    problem[pd.to_datetime(rows["from"], errors="coerce") > pd.Timestamp(as_of)] = "not_yet"
    problem[until < pd.Timestamp(as_of)] = "ended"
    unknown = [
        ("unknown_customer", ~rows["customer_id"].isin(list(customers))),
        ("unknown_lens", ~rows["method"].isin(list(known))),
        (
            "unknown_segment",
            [segment not in known.get(lens, ()) for lens, segment in zip(rows["method"], rows["segment"], strict=True)],
        ),
    ]
    for name, wrong in unknown:
        problem[pd.Series(wrong, index=rows.index) & (problem == "")] = name
    holding = rows[problem == ""]
    problem[holding.index[holding.duplicated(["customer_id", "method"], keep="last")]] = "repeated"
    return problem

"""Who a play reaches, customer by customer: those its segments and conditions name, less those who must be left out.

A customer stands on one list at most, that of the play with the best priority: two tests on one person spoil each
other.  Consent, opting out, declined profiling and other tests count for every play, whatever it says itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.strategies.arms import HOLD_OUT, TREATMENT, assign_arms
from analysis.strategies.play import EXCLUSIONS, Condition, Play

ALWAYS = ("no_consent", "opted_out", "no_profiling", "in_other_test")
REASONS = ("no_consent", "opted_out", "no_profiling", *EXCLUSIONS[2:])
PAIR = ["play", "method", "segment"]
MEMBERS = [*PAIR, "customer_id", "channel", "stratum", "arm", "reasons"]
COUNTS = [*PAIR, "channel", "matched", "suppressed", "treatment", "hold_out"]
BETWEEN = " "  # between the reasons of a customer


def reasons_of(play: Play) -> tuple[str, ...]:
    """The reasons that count for a play, in the order in which they are told."""
    return tuple(reason for reason in REASONS if reason in ALWAYS or reason in play.exclusions)


def list_members(
    plays: pd.DataFrame,
    book: Mapping[str, Play],
    segments: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    told: Mapping[str, Sequence[Any]],
    *,
    hold_out: float,
    seed: str,
    given: Mapping[str, Mapping[str, str]] | None = None,
) -> pd.DataFrame:
    """Everyone whom an approved play matches: the table `list_members`, one row per play × customer.

        plays      the table `plays`; only rows with the status approved yield anyone
        book       the plays by key
        segments   customer_id, method, segment
        tables     the tables of customers that conditions may ask; `features` must be among them
        told       by play, what the data say of each of `reasons_of`: reason, holds(customer_ids), checked
        given      by play, the arms that customers have already

    arm is treatment or hold_out, '' where there are `reasons` to leave the customer out.
    """
    approved = plays[plays["status"] == "approved"].sort_values("priority", kind="stable")
    parts, taken = [], set()
    for key in approved["play"].drop_duplicates():
        people = _matched(approved[approved["play"] == key], segments, book[key].where, tables)
        people = people.assign(reasons=_reasons(people["customer_id"], told[key], taken))
        free = people[people["reasons"] == ""].merge(
            tables["features"][["customer_id", "revenue", "recency_days"]], on="customer_id", how="left", validate="1:1"
        )
        drawn = assign_arms(free, hold_out=hold_out, seed=f"{seed}/{key}", given=(given or {}).get(key))
        people = people.merge(drawn[["customer_id", "stratum", "arm"]], on="customer_id", how="left", validate="1:1")
        taken |= set(drawn["customer_id"])
        parts.append(people.assign(play=key, stratum=people["stratum"].fillna(""), arm=people["arm"].fillna("")))
    empty = pd.DataFrame({column: pd.Series(dtype="str") for column in MEMBERS})
    return pd.concat([empty, *parts], ignore_index=True)[MEMBERS]


def _matched(
    pairs: pd.DataFrame, segments: pd.DataFrame, where: Sequence[Condition], tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """customer_id, method, segment, channel: each customer once, in the most important segment of the play."""
    found = segments.merge(pairs[["method", "segment", "channel", "priority"]], on=["method", "segment"], how="inner")
    found = found.sort_values(["priority", "customer_id"], kind="stable").drop_duplicates("customer_id")
    for condition in where:
        if not condition.of_segments:
            found = found[found["customer_id"].isin(meeting(condition, tables.get(condition.table)))]
    return found.drop(columns="priority").sort_values("customer_id", ignore_index=True)


def meeting(condition: Condition, table: pd.DataFrame | None) -> set[str]:
    """Customers who meet a condition; of whom it is not known, and all where the table is not held, do not."""
    if table is None or not {condition.column, *condition.match} <= set(table.columns):
        return set()
    for column, wanted in condition.match.items():
        table = table[table[column].astype("str") == wanted]
    if condition.one_of:
        met = table[condition.column].astype("str").isin(condition.one_of)
    else:
        figure = pd.to_numeric(table[condition.column], errors="coerce")
        low, high = condition.at_least, condition.at_most
        met = figure.notna() & (figure.ge(low) if low is not None else True) & (figure.le(high) if high is not None else True)
    return set(table.loc[met, "customer_id"])


def _reasons(customer_ids: pd.Series, told: Sequence[Any], taken: set[str]) -> pd.Series:
    """The reasons to leave each customer out, in the order of `told`."""
    found = pd.Series("", index=customer_ids.index)
    for one in told:
        holds = pd.Series(one.holds(customer_ids), index=customer_ids.index)
        if one.reason == "in_other_test":
            holds |= customer_ids.isin(taken)
        found = found.where(~holds, found + BETWEEN + one.reason)
    return found.str.strip()


def list_counts(members: pd.DataFrame) -> pd.DataFrame:
    """The table `list_counts`: how many each play matched, left out, contacts and holds out, by segment."""
    marks = members.assign(
        matched=1,
        suppressed=members["arm"].eq("").astype("int64"),
        treatment=members["arm"].eq(TREATMENT).astype("int64"),
        hold_out=members["arm"].eq(HOLD_OUT).astype("int64"),
    )
    return marks.groupby([*PAIR, "channel"], as_index=False)[COUNTS[4:]].sum().astype(dict.fromkeys(COUNTS[4:], "int64"))[COUNTS]


def list_reasons(members: pd.DataFrame, told: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """The table `list_reasons`: for each play and reason asked, how many it holds for, and for how many it comes first.

    `first` adds up to those left out; checked is False where no data can say it, and `source` and `label` say which
    column did.  A customer on the list of another play is in another test, contacts held or not.
    """
    rows = []
    for play in members["play"].drop_duplicates():
        reasons = members.loc[members["play"] == play, "reasons"].str.split(BETWEEN)
        first = reasons.str[0]
        for number, one in enumerate(told[play]):
            found = {
                "customers": int(reasons.map(lambda had, key=one.reason: key in had).sum()),
                "first": int(first.eq(one.reason).sum()),
            }
            rows.append(
                {
                    "play": play,
                    "number": number,
                    "reason": one.reason,
                    **found,
                    "checked": one.checked,
                    "source": one.source,
                    "label": one.label,
                }
            )
    columns = ["play", "number", "reason", "customers", "first", "checked", "source", "label"]
    return pd.DataFrame(rows, columns=columns).astype(
        {"customers": "int64", "first": "int64", "number": "int64", "checked": "bool"}
    )

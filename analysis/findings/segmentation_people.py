"""Chapter 02 in sentences: who and where customers are, and what each group brings."""

from dataclasses import replace

import pandas as pd

from analysis.findings.notes import Basis
from analysis.segmentations.group_means import strongest
from analysis.segmentations.lenses import ENOUGH, UNTOLD
from analysis.text import Finding, Message, Skip, Words, change, count, money, name, share

AGE, MINORS = "demographic.age", "<18"
PERSONAL = ("demographic.age", "demographic.sex", "demographic.gender", "demographic.marital_status")
FROM_ORDERS = ("geographic.store",)  # who has not bought in a store has none
MOST_NAMED = 3  # lenses of which the largest group is named
MANY_MISSING = 0.2  # share without an answer from which it is said

RULES = {
    "demographic": (Message("Words are those of the customer file; the rarest stand together as others."),),
    "demographic.age": (Message("Ages under 0 or over 100 count as not known."),),
    "geographic": (Message("The places with most customers keep their name. City tiers: the ranking of the New First-Tier City Institute of Yicai, 2025, unless the client gave a list."),),
    "membership": (Message("Levels as the client gave them, the highest first."),),
    "risk_level": (Message("Classes as the client gave them, the lowest risk first. Nothing is computed here."),),
}  # fmt: skip

BY_SIZE = (Message("Words as the client gave them, the most frequent first: nothing tells which of them ranks higher."),)

NO_GROUPS = Skip(
    Message("No attribute or place of the customer file divides the customers into groups that are large enough to compare."),
    Message("The customer file: year of birth, sex, place, membership level."),
    Message("Customers and revenue per head by group, and loyalty against membership level."),
)


def people(groups: pd.DataFrame, differences: pd.DataFrame, *, customers: int, basis: Basis) -> Words:
    """Which of the lenses of people and places tell apart what customers bring, and which only seem to.

    `groups` are the presentable group_means of all these lenses, `differences` their group_differences,
    `customers` everybody known.
    """
    sure = differences[differences["verdict"] == "clear"].sort_values("eta_squared", ascending=False)
    sure = sure[sure["method"].isin(groups.dropna(subset="revenue_per_customer")["method"])]
    compared = differences[differences["verdict"] != "few"]
    note = replace(basis, customers=customers).window(
        Message("Customers without an order count with 0. The range is corrected for skewness (Hall 1992); groups under {n} customers have no mean.", n=count(ENOUGH)),
        Message("Differences: Kruskal–Wallis test on ranks between the groups that told, false discovery controlled over {n} lenses.", n=count(len(compared))),
    )  # fmt: skip
    subtitle = Message("Revenue per customer in the window with its 95% range; the line is the mean of all customers")
    notes = (*_minors(groups), *_unknown(differences))
    if sure.empty:
        title = Message("None of {n} lenses of people and places tells customers apart by what they bring", n=count(len(compared)))
        answer = Message(
            "The groups differ in revenue per customer only within what chance leaves open, or too slightly to act on."
        )
        return Words(answer=(answer, *notes), title=title, subtitle=subtitle, note=note, alt=title, so=(_SO_NOT,))
    lens = str(sure["method"].iloc[0])
    ends = _ends(groups, lens)
    if ends is None:
        told = Message(
            "{lens} tells customers apart by what they bring, but too few of its groups have a name", lens=name("lens", lens)
        )
        return Words(answer=notes, title=told, subtitle=subtitle, note=note, alt=told, so=(_SO,))
    top, bottom = ends
    values = {
        "lens": name("lens", lens),
        "top": name("segment", top["segment"]),
        "bottom": name("segment", bottom["segment"]),
        "high": money(top["revenue_per_customer"]),
        "low": money(bottom["revenue_per_customer"]),
    }
    title = Message("{lens}: a customer in “{top}” brings {high}, in “{bottom}” {low}", **values)
    answer = [
        Message("{lens} tells customers apart most: a customer in “{top}” brings {high} ({from} to {to}), in “{bottom}” {low}.", **values, **_range(top)),
        Message("It explains {part} of the differences between customers: a direction, not a rule for the single customer.", part=share(float(sure["eta_squared"].iloc[0]))),
    ]  # fmt: skip
    rest = len(compared) - len(sure)
    if rest:
        answer.append(Message("Of the other lenses, {n} differ only within what chance leaves open, or too slightly to act on.", n=count(rest)))  # fmt: skip
    personal = (_NO_PRICES,) if set(PERSONAL) & set(strongest(differences)) else ()
    return Words(
        answer=(*answer, *notes),
        title=title,
        subtitle=subtitle,
        note=note,
        alt=title,
        so=(_SO, *personal),
        findings=_finding(lens, top),
    )


def described(groups: pd.DataFrame, *, customers: int, basis: Basis) -> Words:
    """Who the customers are where nothing is held of what they bring; `groups` are the presentable sizes of these lenses."""
    lenses = list(dict.fromkeys(groups["method"]))
    largest = groups[~groups["segment"].isin(UNTOLD)].dropna(subset="customers")
    largest = largest.sort_values("customers", ascending=False, kind="stable").drop_duplicates("method").set_index("method")
    largest = largest.reindex([lens for lens in lenses if lens in largest.index])
    facts = [
        {"lens": name("lens", lens), "group": name("segment", row["segment"]), "n": count(row["customers"]), "part": share(row["customer_share"])}
        for lens, row in largest.head(MOST_NAMED).iterrows()
    ]  # fmt: skip
    title = Message("{customers} customers by {n} lenses of people and places", customers=count(customers), n=count(len(lenses)))
    return Words(
        answer=(
            *(Message("{lens}: the largest group is “{group}”, {n} customers, {part}.", **each) for each in facts),
            Message("What customers bring is not held, so no group can be said to be worth more than another."),
            *_minors(groups),
        ),
        title=title,
        subtitle=Message("Share of all customers in each group; grey: others and not known"),
        note=replace(basis, customers=customers).window(Message("Shares are of everybody listed, also of those who told nothing.")),
        alt=title,
        so=(Message("Lay the groups beside what customers did or said before planning by them: send the money they spent, or their answers."),),
        findings=tuple(
            Finding(each["part"], Message("of {all} customers stand in the group “{group}” ({lens}): {n}.", all=count(customers), **{key: each[key] for key in ("group", "lens", "n")}), 0.0, "people")
            for each in facts[:1]
        ),
    )  # fmt: skip


_SO = Message("Who people are or where they live can sharpen wording, pictures and range; what they do decides whom to address.")
_SO_NOT = Message("Do not plan by these groups: lenses of behaviour tell more.")
_NO_PRICES = Message("Age and sex describe customers here; they are no ground for different prices.")


def _ends(groups: pd.DataFrame, lens: str) -> tuple[pd.Series, pd.Series] | None:
    """The named groups with the highest and the lowest mean; None where there are not two of them."""
    rows = groups[(groups["method"] == lens) & ~groups["segment"].isin(UNTOLD)].dropna(subset="revenue_per_customer")
    if len(rows) < 2:
        return None
    return rows.loc[rows["revenue_per_customer"].idxmax()], rows.loc[rows["revenue_per_customer"].idxmin()]


def _range(row: pd.Series) -> dict:
    return {"from": money(row["low"]), "to": money(row["high"])}


def _minors(groups: pd.DataFrame) -> tuple[Message, ...]:
    """Customers under age on file, where there are enough to be named."""
    rows = groups[(groups["method"] == AGE) & (groups["segment"] == MINORS)].dropna(subset="customers")
    if rows.empty or not rows["customers"].iloc[0] > 0:
        return ()
    return (
        Message(
            "{n} customers are under 18 on file: check the age, and whose consent is held, before anybody writes to them.",
            n=count(rows["customers"].iloc[0]),
        ),
    )


def _unknown(differences: pd.DataFrame) -> tuple[Message, ...]:
    """The lens that fewest customers have told anything of, where these are few."""
    told = differences[~differences["method"].isin(FROM_ORDERS)]
    rows = told.dropna(subset="known_share").sort_values(["known_share", "method"])
    if rows.empty or 1 - rows["known_share"].iloc[0] < MANY_MISSING:
        return ()
    row = rows.iloc[0]
    return (
        Message(
            "{lens} is not known of {part} of customers; they are shown as a group of their own and not compared.",
            lens=name("lens", row["method"]),
            part=share(1 - row["known_share"]),
        ),
    )


def _finding(lens: str, top: pd.Series) -> tuple[Finding, ...]:
    """For the summary: the group that brings most, where chance does not explain its lead over the mean of all."""
    base = top["revenue_per_customer"] / top["index"] * 100 if top["index"] > 0 else float("nan")
    if not top["low"] > base:
        return ()
    lead = top["revenue_per_customer"] / base - 1
    return (
        Finding(
            money(top["revenue_per_customer"]),
            Message("is what a customer brings in the group “{group}” ({lens}): {n} customers, {from} to {to}, against {base} on average. It describes them; it does not say why.", n=count(top["customers"]), lens=name("lens", lens), group=name("segment", top["segment"]), base=money(base), **_range(top)),
            float(top["revenue"]), "people",
            headline=Message("{lens} “{group}”: revenue per customer {lead} against the mean", lens=name("lens", lens), group=name("segment", top["segment"]), lead=change(lead)),
        ),
    )  # fmt: skip

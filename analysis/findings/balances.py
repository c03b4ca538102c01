"""Balances in sentences: what is paid, used and still owed, who holds it, and who should be asked before being sold to."""

import pandas as pd

from analysis.findings.notes import Basis
from analysis.findings.visits import flow_change
from analysis.text import Decision, Finding, Message, Skip, Words, change, count, day, money, name, share

PAID = "(paid)"  # all kinds that customers paid for, together
OTHERS = "(other)"  # segments that are not shown, put together
NO_BALANCES = Skip(
    Message("No balances are held."),
    Message("Prepaid balances by customer at the end of each month or quarter: kind, amount, date of expiry."),
    Message("What is owed to customers, who holds an unused balance without coming, and what lapses soon."),
)


def flows_words(flows: pd.DataFrame, *, basis: Basis) -> Words:
    """Receipts and consumption by month, and what is owed; the three are never added."""
    owed = flows.dropna(subset="owed")
    answer = [message for message in (flow_change(flows),) if message is not None]
    if len(owed):
        last = owed.iloc[-1]
        answer.append(
            Message(
                "{owed} is paid and not yet used: it is owed to customers and is no income of the period.", owed=money(last["owed"])
            )
        )
    recent = flows.dropna(subset="consumed").tail(12)
    paid, used = recent["receipts"].sum(), recent["consumed"].sum()
    title = (
        Message("Paid {paid}, used {used}, owed {owed}", paid=money(paid), used=money(used), owed=money(owed["owed"].iloc[-1]))
        if len(owed) and len(recent)
        else Message(
            "Paid {paid} in the last {months} months",
            paid=money(flows["receipts"].tail(12).sum()),
            months=count(min(len(flows), 12)),
        )
    )
    return Words(
        answer=tuple(answer),
        title=title,
        subtitle=Message("Above: receipts and consumption by month. Below: unused balances at the days of record, at what was paid for them"),
        note=(
            Message(
                "As of {as_of}. Receipts, which this report calls revenue, are what customers paid, top-ups included, after the refund policy; consumption is the value of what was performed. The three are never added: the same money would count twice. Bonus credit and points are in none of them; courses count at what was paid for them, where the file says so.",
                as_of=day(basis.as_of),
            ),
        ),
        alt=title,
        findings=(Finding(money(owed["owed"].iloc[-1]), Message("is held in unused balances: owed to customers, no income of the period."), money=float(owed["owed"].iloc[-1]), section="balances"),) if len(owed) else (),
    )  # fmt: skip


def kinds_words(kinds: pd.DataFrame, *, basis: Basis) -> Words:
    """Who holds what, who has not come for long, and what lapses."""
    if not (kinds["kind"] == PAID).any():
        return Words(subtitle=Message("Balances at the last day of record, by kind"))
    top = kinds[kinds["kind"] == PAID].iloc[0]
    facts = {
        "holders": count(top["customers"]), "amount": money(top["money"]), "silent": count(top["silent_customers"]),
        "stuck": money(top["silent_money"]), "part": share(top["silent_money"] / top["money"] if top["money"] else 0.0),
    }  # fmt: skip
    soon = top["soon_amount"]
    answer = [Message("{silent} of {holders} holders have not come for 180 days; {stuck}, {part} of the balance, is theirs.", **{k: facts[k] for k in ("silent", "holders", "stuck", "part")})]  # fmt: skip
    if soon > 0:
        answer.append(Message("{amount} is held by customers of whose balance some lapses within 90 days.", amount=money(soon)))
    return Words(
        answer=tuple(answer),
        title=Message("{amount} unused with {holders} customers, {part} of it with those who stay away", **{k: facts[k] for k in ("amount", "holders", "part")}),
        subtitle=Message("Balances at the last day of record, by kind"),
        note=(
            Message(
                "As of {as_of}. Kinds are not added to one another; the bold row counts what customers paid for, each customer once. Stay away: no visit in 180 days.",
                as_of=day(basis.as_of),
            ),
        ),
        so=(Message("Ask before you sell: who has not used what is paid for has a reason. Recall is an individual question, not a further card."),),
        findings=(Finding(facts["stuck"], Message("of unused balance stands with {silent} customers who have not come for 180 days.", silent=facts["silent"]), money=float(top["silent_money"]), section="balances"),) if top["silent_customers"] else (),
        decisions=(Decision(
            Message("Ask {n} customers with an unused balance why they stay away", n=facts["silent"]),
            Message("They hold {amount} and have not come for 180 days. Sell them nothing before they have answered.", amount=facts["stuck"]),
            weight=float(top["silent_money"]),
        ),) if top["silent_customers"] >= 10 else (),
    )  # fmt: skip


def segment_words(table: pd.DataFrame, *, basis: Basis) -> Words:
    """Unused balances by segment; `table` holds one method."""
    held = table[(table["holders"] > 0) & (table["segment"] != OTHERS)]
    if held.empty:
        return Words()
    total = table["amount"].sum()
    top = held.loc[held["amount"].idxmax()]
    facts = {"segment": name("segment", top["segment"]), "part": share(top["amount"] / total), "amount": money(top["amount"])}
    return Words(
        answer=(
            Message("{segment} customers hold {amount} of unused balance, {part} of all.", **facts),
            Message("In all segments {n} holders with {amount} have not come for 180 days.", n=count(table["silent_holders"].sum()), amount=money(table["silent_amount"].sum())),
        ),
        title=Message("{segment}: {amount} unused, {part} of the balance", **facts),
        subtitle=Message("Unused balances by segment, at what was paid for them; of these, with customers who have not come for 180 days"),
        note=basis.window(Message("A balance is what is owed to the customer: no revenue, and no reason to sell more.")),
    )  # fmt: skip


def story(flows: pd.DataFrame | None, kinds: pd.DataFrame | None, *, basis: Basis) -> dict[str, Words]:
    """The words of chapter 01 about balances; empty where none are held."""
    if flows is None or kinds is None:
        return {}
    return {"flows": flows_words(flows, basis=basis), "kinds": kinds_words(kinds, basis=basis)}


def flow_change_words(changes: pd.DataFrame, *, basis: Basis) -> Words:
    """Receipts, consumption and balance beside those a year before; `changes` as `period_flows` returns it."""
    flow = changes.set_index("flow")
    told = [
        Message("{flow}: {value}, {change} on the year before.", flow=name("flow", key), value=money(row["value"]), change=change(row["change"]))
        for key, row in flow.iterrows()
        if row["change"] == row["change"]
    ]  # fmt: skip
    return Words(
        answer=tuple(told) or (Message("No earlier year is held to compare with."),),
        subtitle=Message("Three sums of the period, never added, and those a year before"),
        note=basis.period(Message("Balance: at the last day of record in the period.")),
    )


def reach_words(holders: int, agreed: int) -> Words:
    """Who has an unused balance among those who may be contacted."""
    facts = {"holders": count(holders), "agreed": count(agreed)}
    return Words(
        answer=(
            Message(
                "{holders} of the {agreed} customers with consent hold an unused balance: no card and no prepaid offer goes to them.",
                **facts,
            ),
        )
    )

"""Chapter 01 in sentences: what is wrong with the inputs, what can be analysed, what to ask the client for."""

import pandas as pd

from analysis.text import Message, Words, count, money, name, raw

OF_COLUMNS = ("constant", "empty")  # faults that say nothing without the column that has them


def faults(checks: pd.DataFrame, shared_numbers: tuple[int, int] = (0, 0)) -> Words:
    """The faults with most money behind them; order numbers that several customers use, and all of them."""
    if checks.empty:
        return Words(answer=(Message("No fault was found."),))
    real = checks[checks["check"] != "missing_value"]
    return Words(
        title=_worst(real),
        subtitle=Message("Faults found in the inputs, largest sums first, and what was done about them"),
        note=(
            Message("A line can stand in several rows. “kept” means that the line is analysed as it is."),
            *_shared(*shared_numbers),
        ),
    )


def spellings(maps: pd.DataFrame) -> Words:
    """Values that seem to be one, under several spellings."""
    return Words(
        title=Message(
            "Spellings that could be put together: {n}, in {rows} rows", n=count(len(maps)), rows=count(maps["rows"].sum())
        ),
        subtitle=Message("Nothing was changed: the proposal goes into client.yaml once the client confirms it"),
        note=(Message("The same as ready-made lines: value_maps.yaml beside the tables of this period."),),
    )


def _worst(real: pd.DataFrame) -> Message:
    """What most money stands on; where no money is concerned, what most rows have."""
    if real.empty:
        return Message("Nothing but values that are missing here and there")
    with_money = real[real["amount"].abs() > 0]
    if with_money.empty:
        worst = real.sort_values("rows", ascending=False, kind="stable").iloc[0]
        if worst["check"] in OF_COLUMNS:
            return Message(
                "Found most often: {check}, {column} ({rows} rows)",
                check=name("check", worst["check"]), column=raw(worst["column"]), rows=count(worst["rows"]),
            )  # fmt: skip
        return Message("Found most often: {check} ({rows} rows)", check=name("check", worst["check"]), rows=count(worst["rows"]))
    worst = with_money.iloc[0]
    return Message("Most money stands on: {check} ({amount})", check=name("check", worst["check"]), amount=money(worst["amount"]))


def _shared(shared: int, numbers: int) -> tuple[Message, ...]:
    if not shared:
        return ()
    return (
        Message(
            "{shared} of {numbers} order numbers are used by several customers; an order is therefore a number of one customer.",
            shared=count(shared), numbers=count(numbers),
        ),
    )  # fmt: skip


def ready(readiness: pd.DataFrame) -> Words:
    """What can be analysed."""
    verdicts = readiness["status"].value_counts()
    good, care, poor, absent = (int(verdicts.get(key, 0)) for key in ("pass", "warn", "fail", "absent"))
    return Words(
        answer=(
            Message("For {n} further analyses nothing was delivered; they stand in the list of what to ask for.", n=count(absent)),
        )
        if absent
        else (),
        title=Message("All {all} analyses are ready", all=count(good))
        if good == len(readiness)
        else Message(
            "{good} analyses are ready, {care} usable with care, {poor} not",
            good=count(good),
            care=count(care),
            poor=count(poor),
        ),
        subtitle=Message("The least each analysis needs, and what this client holds"),
        note=(Message("Minima are this kit’s own: below them an answer would rest on too few cases."),),
    )


def ask(readiness: pd.DataFrame) -> Words:
    """What to ask the client for."""
    poor = readiness[readiness["status"] != "pass"]
    if poor.empty:
        return Words(answer=(Message("Nothing: every analysis of this version has what it needs."),))
    return Words(
        answer=(Message("{n} analyses would gain from further data, or would be opened by them.", n=count(len(poor))),),
        subtitle=Message("What each needs, and what is held now"),
        note=(Message("A few hundred rows are often enough to begin with."),),
    )

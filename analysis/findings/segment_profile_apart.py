"""Chapter 03, what sets the segments apart: which rows stand out, and the sentences about them."""

from collections.abc import Mapping

import pandas as pd

from analysis.findings.segment_profile_lens import CHANCE, Lens, joined, widest
from analysis.text import Finding, Message, Value, Words, count, decimal, share
from analysis.text.names_segment_profile import level_form, level_value, people_value, trait_value

EARNED = "membership"  # a kind of attribute that buying brings about
WHEN = ("daypart", "weekday")
HABITS = ("category", "channel", *WHEN)
FEW = 3  # traits: with fewer, little is held
STRENGTHS = ("negligible", "small", "medium", "large")


_ORDER_ROWS = Message(
    "Rows with the name of a trait count customers; the others count orders, against all orders of the same months."
)


def earned(kinds: Mapping[str, str]) -> list[str]:
    """Attributes that follow from buying, such as a membership level."""
    return [name for name, kind in kinds.items() if kind == EARNED]


def standing_out(traits: pd.DataFrame, habits: pd.DataFrame, *, kinds: Mapping[str, str], most: int = 10) -> pd.DataFrame:
    """The cells of the levels in which some segment is farthest from everybody else, widest first.

    Two levels of a trait at most (one where it has two), more where few traits are held; membership
    and money sent back follow from buying and are left out.
    """
    cells = joined(traits, habits)
    cells = cells[~cells["trait"].isin([*earned(kinds), "returned"])]
    rows = widest(cells).drop_duplicates(["trait", "level"])
    per_trait = 2 if rows["trait"].nunique() > 2 else 5
    levels = cells.groupby("trait")["level"].nunique()
    allowed = rows["trait"].map(lambda trait: 1 if levels[trait] == 2 else per_trait).astype("int64")
    rows = rows[rows.groupby("trait").cumcount() < allowed].head(most)
    order = rows[["trait", "level"]].assign(place=range(len(rows)))
    return order.merge(cells, on=["trait", "level"]).sort_values("place", kind="stable").drop(columns="place")


def differences(
    table: pd.DataFrame, traits: pd.DataFrame, habits: pd.DataFrame, profile: pd.DataFrame, *, lens: Lens, kinds: Mapping[str, str]
) -> pd.DataFrame:
    """One row per trait: the shown segment that it sets apart most; strongest first, membership last.

    Columns trait, earned, segment, strength, effect, direction, own, other, n; own and other are shares
    for a level, medians for a number; segment is missing where chance explains every difference.
    """
    own = table[table["segment"].isin(lens.shown)]
    own = own.assign(size=own["effect"].abs().where(own["p_adjusted"] < CHANCE, -1.0))
    top = own.sort_values("size", ascending=False, kind="stable").drop_duplicates("trait")
    sure = top["size"] >= 0
    shares = joined(traits, habits).set_index(["trait", "segment", "level"])
    medians = profile.set_index(["trait", "segment"])
    pairs = []
    for row in top.itertuples():
        if (row.trait, row.segment, row.direction) in shares.index:
            cell = shares.loc[(row.trait, row.segment, row.direction)]
            pairs.append((cell["share"], cell["rest_share"]))
        else:
            found = (row.trait, row.segment) in medians.index
            pairs.append(tuple(medians.loc[(row.trait, row.segment), ["median", "base_median"]]) if found else (None, None))
    top = top.assign(
        own=[a for a, _ in pairs],
        other=[b for _, b in pairs],
        earned=top["trait"].isin(earned(kinds)),
        segment=top["segment"].where(sure),
    )
    order = top.sort_values(["earned", "size"], ascending=[True, False], kind="stable")
    return order[["trait", "earned", "segment", "strength", "effect", "direction", "own", "other", "n"]].reset_index(drop=True)


def told_once(repeated: pd.DataFrame | None) -> tuple[Message, ...]:
    """Which levels are left out because they hold the very same customers as another; from the table `same_customers`."""
    if repeated is None or repeated.empty:
        return ()
    row = repeated.iloc[0]
    values = {
        "trait": trait_value(row["trait"]), "level": level_value(row["trait"], row["level"]),
        "first": trait_value(row["first_trait"]), "first_level": level_value(row["first_trait"], row["first_level"]),
    }  # fmt: skip
    if len(repeated) == 1:
        return (Message("Told once: {trait} “{level}” are the same customers as {first} “{first_level}”.", **values),)
    return (
        Message(
            "Told once: {n} levels hold the same customers as a level of another trait; {trait} “{level}”, for example, are those of {first} “{first_level}”.",
            n=count(len(repeated)), **values,
        ),
    )  # fmt: skip


def claim(cell: pd.Series) -> Message:
    """What one cell says, in a sentence."""
    values = {
        "level": level_value(cell["trait"], cell["level"]), "people": people_value(cell["segment"]),
        "share": share(cell["share"]), "rest": share(cell["rest_share"]),
    }  # fmt: skip
    if cell["trait"] == "category":
        return Message(
            "{level} is in {share} of the orders of {people}, against {rest} of everybody else’s in the same months.", **values
        )
    if cell["trait"] == "channel":
        return Message(
            "{share} of the orders of {people} come through {level}, against {rest} of everybody else’s in the same months.",
            **values,
        )
    if cell["trait"] in WHEN:
        return Message(
            "{level}: {share} of the orders of {people}, against {rest} of everybody else’s in the same months.", **values
        )
    if cell["trait"] == "discounted":
        return Message("{people} pay {share} less than list price, everybody else {rest} less.", **values)
    values["trait"] = trait_value(cell["trait"])
    match level_form(cell["level"]):
        case "yes":
            return Message("{trait}: {share} of {people}, {rest} of everybody else.", **without_level(values))
        case "band":
            return Message("{trait} {level}: {share} of {people}, {rest} of everybody else.", **values)
    return Message("{trait} is “{level}” for {share} of {people}, for {rest} of everybody else.", **values)


def without_level(values: Mapping[str, Value]) -> dict[str, Value]:
    """The values of a sentence in which the level goes without saying."""
    return {key: value for key, value in values.items() if key != "level"}


def headline(cell: pd.Series) -> Message:
    """The same as the title of a figure."""
    if cell["trait"] == "discounted":
        return Message(
            "{people} get {times} times the average discount",
            people=people_value(cell["segment"]),
            times=decimal(cell["index"] / 100, 1),
        )
    values = {
        "people": people_value(cell["segment"]), "level": level_value(cell["trait"], cell["level"]),
        "times": decimal(cell["index"] / 100, 1),
    }  # fmt: skip
    if cell["index"] < 100:
        rarer = {key: values[key] for key in ("people", "level")}
        return Message("{people}: {level} is rarer than on average, index {index}", index=decimal(cell["index"], 0), **rarer)
    if cell["trait"] in HABITS:
        return Message("{people}: {level} is {times} times as common as on average", **values)
    values["trait"] = trait_value(cell["trait"], lower=True)
    match level_form(cell["level"]):
        case "yes":
            return Message("{people}: {trait} is {times} times as common as on average", **without_level(values))
        case "band":
            return Message("{people}: {trait} {level} is {times} times as common as on average", **values)
    return Message("{people}: {trait} “{level}” is {times} times as common as on average", **values)


def apart(rows: pd.DataFrame, found: pd.DataFrame, *, lens: Lens, note: tuple[Message, ...]) -> Words:
    """The index table: the rows that stand out, and how far all of it goes."""
    ranked = found[~found["earned"] & found["segment"].notna()]
    if rows.empty:
        return Words(answer=(Message("Beside what defines them, nothing that is held sets the segments apart beyond chance."),))
    strength = max(ranked["strength"], key=STRENGTHS.index) if len(ranked) else "negligible"
    if strength == "negligible" and len(found) < FEW:
        far = Message("Little is held beside what defines the segments, and that little barely tells them apart.")
    elif strength == "negligible":
        far = Message(
            "Who customers are and how they buy barely tell the segments apart: every segment holds customers of every kind."
        )
    elif strength == "small":
        far = Message("Who customers are and how they buy tell the segments apart only weakly.")
    else:
        far = Message(
            "{trait} tells the segments apart most, beside what defines them.", trait=trait_value(ranked["trait"].iloc[0])
        )
    top = first(rows)
    return Words(
        answer=(far, claim(top)),
        title=headline(top),
        subtitle=Message("Index: the average of all customers, or of all orders, is 100"),
        note=(
            Message("A bar stands where chance does not explain the difference; it stops at 0 and 200. “All”: share among all; – : too few to show."),
            *((_ORDER_ROWS,) if rows["trait"].isin(HABITS).any() else ()), lens.note(), *note,
        ),
    )  # fmt: skip


def how_little(found: pd.DataFrame) -> tuple[Finding, ...]:
    """That nothing beside the definition tells the segments apart: worth knowing before money goes into targeting by traits."""
    ranked = found[~found["earned"]]
    clear = ranked["segment"].notna() & ranked["strength"].isin(STRENGTHS[1:])
    if len(ranked) < FEW or clear.any():
        return ()
    sentence = Message("of {n} traits and habits compared tell the segments apart more than barely.", n=count(len(ranked)))
    return (Finding(count(0), sentence, 0.0, "apart", last=True),)


def first(rows: pd.DataFrame) -> pd.Series:
    """The widest certain cell in which a segment has more than the others; else the widest."""
    sure = widest(rows)
    more = sure[sure["gap"] > 0]
    return (more if len(more) else sure).iloc[0]


def ranking(found: pd.DataFrame, *, lens: Lens, note: tuple[Message, ...]) -> Words:
    """The differentiators by effect size."""
    ranked = found[~found["earned"] & found["segment"].notna()]
    if ranked.empty:
        return Words(answer=(Message("No trait that is held differs between the segments beyond chance."),))
    top = ranked.iloc[0]
    left_out = {
        "rfm": Message("Left out, because the segments are made of them: days since the last order, number of orders, money, and what follows from these."),
        "lifecycle": Message("Left out, because the stages are made of them: days since the last and first order, number of orders, gaps between them, and what follows from these."),
        "value": Message("Left out, because the tiers are made of them: money, the number of orders, and what follows from these."),
    }.get(lens.method, Message("Left out: what the segments are made of, and what follows from it."))  # fmt: skip
    more = (
        (Message("A membership level is earned by buying: it repeats the segment and stands last."),)
        if found["earned"].any()
        else ()
    )
    return Words(
        title=Message(
            "Beside what defines the segments, {trait} sets one apart most: {people}",
            trait=trait_value(top["trait"], lower=True), people=people_value(top["segment"]),
        ),
        subtitle=Message("Each trait with the segment that it sets apart most, strongest first"),
        note=(left_out, *more, Message("Effect: Cliff’s delta, from 0 (as everybody else) to 1 (wholly apart); false discoveries held at 5%."), *note),
    )  # fmt: skip

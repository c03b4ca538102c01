"""The tables of chapter 02: how segments are defined, which lens to use, does it add up."""

import pandas as pd

from analysis.charts.palette import css_colour, segment_colours
from analysis.segmentations.scheme_rules import written
from analysis.tables.html import Head, Linked, Muted, Named, Row, html_table
from analysis.tables.method_link import note_href
from analysis.text import Text, count, decimal, money_exact, share
from analysis.text.formats import MISSING, is_missing
from analysis.text.names import NAMES
from analysis.text.names_segmentation import lens_segment

MOST_LENSES = 12  # in the comparison: who tells less than these is no candidate


def rfm_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """The codes of each segment, its size and its return rate."""
    rows = {row.segment: [Muted(row.code_list)] for row in rule.itertuples()}
    return definition_table("rfm", [Head(text("Codes"))], rows, sizes, returns, text, rule_last=True)


def lifecycle_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """Days and orders of each stage, its size and its return rate."""
    heads = [Head(text("Days since the last order")), Head(text("Orders ever"), "num")]
    rows = {row.segment: [_days(row, text), _range(row.orders_low, row.orders_high, text)] for row in rule.itertuples()}
    return definition_table("lifecycle", heads, rows, sizes, returns, text)


def value_table(rule: pd.DataFrame, sizes: pd.DataFrame, returns: pd.DataFrame | None, *, text: Text) -> str:
    """Revenue of each tier, its size and its return rate."""
    heads = [Head(text("Revenue in the window")), Head(text("Limit at"))]
    rows = {
        row.segment: [_limit(row.revenue_low, row.revenue_high, text), _set_by(row.share, row.share_of == "revenue", text)]
        for row in rule.itertuples()
    }
    return definition_table("value", heads, rows, sizes, returns, text)


def definition_table(
    lens: str,
    heads: list[Head],
    rules: dict[str, list],
    sizes: pd.DataFrame,
    returns: pd.DataFrame | None,
    text: Text,
    *,
    rule_last: bool = False,
) -> str:
    """Segment, its rule (cells by segment, under `heads`), customers, share of revenue, came back, of n; a long rule stands last.

    `sizes` and `returns` may hold several lenses; without order lines there is no revenue and nobody came back.
    """
    own = sizes[sizes["method"] == lens]
    money, later = own["revenue_share"].notna().any(), pd.DataFrame() if returns is None else returns[returns["method"] == lens]
    figures = [Head(text("Customers"), "num"), *([Head(text("Revenue"), "num")] if money else [])]
    figures += [Head(text("Came back"), "num"), Head(text("of n"), "num")] if len(later) else []
    later = later.set_index("segment") if len(later) else later
    colours = segment_colours(own["segment"])
    rows = []
    for row in own.itertuples():
        name = Named(text.show(lens_segment(lens, row.segment)), css_colour(colours[row.segment]))
        rule = rules.get(row.segment, [Muted("")] * len(heads))
        shown = [text.show(count(row.customers)), *([text.show(share(row.revenue_share))] if money else [])]
        shown += _came_back(row.segment, later, text) if len(later) else []
        rows.append(Row([name, *shown, *rule] if rule_last else [name, *rule, *shown]))
    columns = [*figures, *heads] if rule_last else [*heads, *figures]
    return html_table([Head(text("Segment")), *columns], rows, label=text("How is each segment defined?"))


def plain_cells(rule: pd.DataFrame, *, text: Text) -> tuple[list[Head], dict[str, list]]:
    """Heads and cells of a rule whose columns say themselves what they are: words, and numbers in pairs of limits."""
    words = [name for name in rule.columns[1:] if rule[name].notna().any() and name in NAMES["rule"]]
    heads = [Head(text.name("rule", name), "num" if pd.api.types.is_numeric_dtype(rule[name]) else "") for name in words]
    cells = {row["segment"]: [_plain_cell(row[name], text) for name in words] for _, row in rule.iterrows()}
    return heads, cells


def _plain_cell(value: object, text: Text) -> str | Muted:
    if is_missing(value) or value == "":
        return Muted("")
    return str(value) if isinstance(value, str) else text.show(decimal(float(value), 0 if float(value).is_integer() else 2))


def _came_back(segment: str, later: pd.DataFrame, text: Text) -> list[str | Muted]:
    """The return rate and its n; dashes where there is none to show."""
    if segment not in later.index or is_missing(later.loc[segment, "share"]):
        return [Muted(MISSING), Muted(MISSING)]
    return [text.show(share(later.loc[segment, "share"])), Muted(text.show(count(later.loc[segment, "n"])))]


def _days(row, text: Text) -> str | Muted:
    """The days of a stage in words."""
    if not is_missing(row.last_gap_low):
        before = text.show(count(row.last_gap_low))
        return text("≤ {days}, after a silence of over {before}").format(days=text.show(count(row.recency_high)), before=before)
    shown = _range(None if is_missing(row.recency_low) else row.recency_low + 1, row.recency_high, text)
    if is_missing(row.tenure_high):
        return shown
    return text("{days}; first order ≤ {tenure}").format(days=_plain(shown), tenure=text.show(count(row.tenure_high)))


def _plain(cell: str | Muted) -> str:
    return cell.text if isinstance(cell, Muted) else cell


def _range(low: float | None, high: float, text: Text) -> str | Muted:
    """Whole numbers: ≤ 39, 40–154, 155+, one number, or nothing."""
    low_missing, high_missing = is_missing(low), is_missing(high)
    if low_missing and high_missing:
        return Muted("")
    if low_missing:
        return f"≤ {text.show(count(high))}" if high > 0 else text.show(count(0))
    if high_missing:
        return f"{text.show(count(low))}+"
    return text.show(count(low)) if low == high else f"{text.show(count(low))}–{text.show(count(high))}"


def _limit(low: float, high: float, text: Text) -> str | Muted:
    """The money a tier begins at; the next tier ends below it."""
    if is_missing(low):
        return Muted("") if is_missing(high) else text("0 or less")
    return text("{money} and more").format(money=text.show(money_exact(low))) if low else text("above 0")


def _set_by(part: float, by_revenue: bool, text: Text) -> str | Muted:
    """The share that set a tier's limit."""
    if is_missing(part):
        return Muted("")
    words = text("{share} of revenue") if by_revenue else text("{share} of payers")
    return Muted(words.format(share=text.show(share(part))) if part < 1 else text("the rest"))


def bands_table(bands: pd.DataFrame, *, text: Text) -> str:
    """The limits behind the scores and the buyers in each, best score first; of two scores the letters of the codes."""
    names = list(bands["score_name"].unique())
    heads = [Head(text("Score"))]
    by_score = bands.set_index(["score", "score_name"])
    for name in names:
        measure = bands.loc[bands["score_name"] == name, "measure"].iloc[0]
        shown = measure if measure == "average_order" else name
        heads += [Head(text.name("score_name", shown)), Head(text("Buyers"), "num")]
    rows = []
    for score in sorted(bands["score"].unique(), reverse=True):
        cells = [written(str(score), bands["score"].max())]
        for name in names:
            band = by_score.loc[(score, name)]
            cells += [_band(band, name, text), text.show(count(band["customers"]))]
        rows.append(Row(cells))
    return html_table(heads, rows, label=text("The limits behind the scores"))


def _band(band: pd.Series, name: str, text: Text) -> str | Muted:
    low, high = band["low"], band["high"]
    if low == high:
        return Muted(text("nobody"))
    if name != "monetary":
        return _range(None if is_missing(low) else low + 1, high, text)
    from_low = band["includes"] == "low"
    if is_missing(high):
        shown = text.show(money_exact(low))
        return text("{money} and more").format(money=shown) if from_low else text("above {low}").format(low=shown)
    return (text("below {high}") if from_low else text("up to {high}")).format(high=text.show(money_exact(high)))


def lens_table(lenses: pd.DataFrame, *, text: Text) -> str:
    """The lenses side by side, the one that tells most first; the twelve that tell most.  Names lead to the method notes."""
    heads = [
        Head(text("Lens")), Head(text("Groups"), "num"), Head(text("Tells"), "num"), Head(text("Range"), "num"),
        Head(text("By lot"), "num"), Head(text("Stayed"), "num"), Head(text("Smallest"), "num"),
    ]  # fmt: skip
    rows = [
        Row(
            [
                Linked(text.name("lens", row.method), note_href(row.method)),
                text.show(count(row.segments)),
                text.show(share(row.separation, 1)),
                text("{low} to {high}").format(low=text.show(share(row.low, 1)), high=text.show(share(row.high, 1))),
                Muted(text.show(share(row.chance, 1))),
                text.show(share(row.stability)),
                text.show(share(row.smallest_share)),
            ],
            muted=not row.able,
        )
        for row in lenses.dropna(subset="separation").sort_values("separation", ascending=False).head(MOST_LENSES).itertuples()
    ]
    return html_table(heads, rows, label=text("Which lens should we use?"))


def reconciliation_table(sums: pd.DataFrame, *, text: Text) -> str:
    """Customers and revenue in the customer table and over the segments of each lens; `sums` as of `lenses.told_once`."""
    heads = [
        Head(text("Figure")), Head(text("Lens")), Head(text("All customers"), "num"), Head(text("Over the segments"), "num"),
        Head(text("Difference"), "num"),
    ]  # fmt: skip
    rows = []
    for row in sums.itertuples():
        form = money_exact if row.unit == "money" else count
        figures = [text.show(form(number)) for number in (row.files, row.report, row.report - row.files)]
        all_of = text("all {n} lenses").format(n=text.show(count(row.lenses)))
        lens = all_of if row.method == "(all)" else text.name("lens", row.method)
        rows.append(Row([text.name("reconciled", row.what), Muted(lens), *figures]))
    return html_table(heads, rows, label=text("Does it add up?"))

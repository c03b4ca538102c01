"""The tables of chapter 01 that come from inputs other than order lines, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.config import Table
from analysis.engine import column_names, read_columns, to_pandas
from analysis.quality import arm_overview, attribute_numbers, attribute_values, input_details, item_overview
from analysis.reporting.attribute_words import called
from analysis.reporting.compose import Held
from analysis.store import Run

PEOPLE = ("customers", "summaries", "responses", "contacts")  # inputs whose further columns describe people
OUTCOMES = ("visit", "opened", "clicked", "ordered", "revenue", "unsubscribed")  # what `strata new` calls what came of a contact
METRICS = ("recency", "orders", "revenue", "tenure")  # figures that a summary gives under these names


@dataclass(frozen=True)
class Further:
    """See schema.py for each table; empty where the client holds nothing of the kind."""

    values: pd.DataFrame
    numbers: pd.DataFrame
    items: pd.DataFrame
    arms: pd.DataFrame
    details: pd.DataFrame

    @property
    def people(self) -> bool:
        """Whether anything is known about customers or respondents."""
        return bool(len(self.values) or len(self.numbers))


def further(run: Run, held: Held, *, minimum: int) -> Further:
    """Attributes, survey items, campaign arms and the make-up of the other inputs, computed and written."""
    values, numbers = [], []
    for name in [one for one in PEOPLE if one in held.inputs]:
        spec = getattr(run.config.source, name)
        kinds = declared(name, spec)
        people = _columns(held.inputs[name].path, list(kinds))
        found = attribute_values(people, kinds, table=name, as_of=held.dates.as_of, minimum=minimum)
        figures = attribute_numbers(people, kinds, table=name, minimum=minimum)
        values.append(found.assign(label=found["column"].map(headers(spec))))
        numbers.append(figures.assign(label=figures["column"].map(headers(spec))))
    paths = {name: one.path for name, one in held.inputs.items()}
    return Further(
        values=run.write_table("attribute_values", _joined(values, attribute_values)),
        numbers=run.write_table("attribute_numbers", _joined(numbers, attribute_numbers)),
        items=run.write_table("survey_items", _items(run, held, minimum)),
        arms=run.write_table("campaign_arms", _arms(run, held, minimum)),
        details=run.write_table("input_details", input_details(paths, minimum=minimum)),
    )


def declared(name: str, spec: Table) -> Mapping[str, str]:
    """The columns of an input that describe people, with their kind; a campaign's outcomes are not among them."""
    kinds = dict(spec.attributes)
    if name == "summaries":
        kinds |= {column: "metric" for column in METRICS if column in spec.columns}
    return kinds


def headers(spec: Table) -> dict[str, str]:
    """What readers see of each column: the words of its header, or of the several that make it; a key in Chinese before these."""
    return {column: called(column, how) or column for column, how in spec.columns.items()}


def _columns(path: Path, wanted: list[str]) -> pd.DataFrame:
    names = [name for name in wanted if name in column_names(path)]
    rows = to_pandas(read_columns(path, {"source_row": "source_row"} | {name: name for name in names}))
    return rows.drop(columns="source_row")


def _joined(parts: list[pd.DataFrame], made) -> pd.DataFrame:
    filled = [part for part in parts if len(part)]
    if filled:
        return pd.concat(filled, ignore_index=True)
    empty = pd.DataFrame()
    return made(empty, {}, table="", as_of=None) if made is attribute_values else made(empty, {}, table="")


def _items(run: Run, held: Held, minimum: int) -> pd.DataFrame:
    spec = run.config.source.responses
    if "responses" not in held.inputs or spec is None:
        return item_overview(pd.DataFrame(), {})
    scored = {key: (item.role, item.scale) for key, item in spec.items.items() if item.role != "free_text"}
    return item_overview(_columns(held.inputs["responses"].path, list(scored)), scored, minimum=minimum)


def _arms(run: Run, held: Held, minimum: int) -> pd.DataFrame:
    spec = run.config.source.contacts
    if "contacts" not in held.inputs or spec is None:
        return arm_overview(pd.DataFrame({"arm": []}), [])
    figures = [name for name, kind in spec.attributes.items() if kind == "metric"]
    outcomes = [name for name in figures if name in OUTCOMES] or figures
    return arm_overview(_columns(held.inputs["contacts"].path, ["campaign", "arm", *outcomes]), outcomes, minimum=minimum)

"""The definition of a survey lens: everything that placing somebody needs, as one table of plain columns.

One row per fact, told apart by `kind`; `value` and the numbers beside it mean by kind

    setting    item: lens | centre | answered | typed | fidelity | fidelity_low | fidelity_high | chance | typed_on |
               respondents | left_out; value; text
    item       item; value mean of the answers, spread divisor, low and high least and greatest answer, n answers,
               text why it is left out, if it is
    component  place, item; value loading, spread standard deviation, low share of variance, high what chance gives,
               n 1 if kept
    choice     place number of groups; value stability, low its 10th percentile, spread smallest share, text reason
    segment    segment; n respondents, value their share, text what stands out: items with + or -, "; " between
    centre     segment, item; value coordinate, spread the answer it stands for, n respondents
    state      text a state that the rule may place
    node       place; item column asked for, text level, value limit, low and high next node left and right,
               spread 1 if the unknown go left, n respondents, segment of a leaf
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.segmentations.population import check_table
from analysis.segmentations.survey_answers import item_key
from analysis.segmentations.survey_matrix import Ruler

COLUMNS = ("kind", "segment", "item", "place", "value", "spread", "low", "high", "n", "text")
_TYPES = {"kind": "str", "segment": "str", "item": "str", "text": "str", "place": "int64", "n": "int64"}
_FILL = {
    "segment": "",
    "item": "",
    "text": "",
    "place": 0,
    "n": 0,
    "value": np.nan,
    "spread": np.nan,
    "low": np.nan,
    "high": np.nan,
}


def packed(parts: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The parts, one below the other, with every column and its type."""
    filled = [part.assign(**{name: value for name, value in _FILL.items() if name not in part}) for part in parts if len(part)]
    table = pd.concat(
        [part[list(COLUMNS)].astype(_TYPES | dict.fromkeys(("value", "spread", "low", "high"), "float64")) for part in filled]
    )
    return table.reset_index(drop=True)


def settings_part(lens: str, numbers: Mapping[str, float]) -> pd.DataFrame:
    names = list(numbers)
    rows = {"item": ["lens", *names], "value": [np.nan, *numbers.values()], "text": [lens, *[""] * len(names)]}
    return pd.DataFrame(rows).assign(kind="setting")


def nodes_part(nodes: pd.DataFrame) -> pd.DataFrame:
    renamed = nodes.rename(
        columns={
            "node": "place",
            "feature": "item",
            "level": "text",
            "limit": "value",
            "left": "low",
            "right": "high",
            "missing_left": "spread",
        }
    )
    return renamed.assign(kind="node")


def check_definition(definition: pd.DataFrame, lens: str) -> None:
    """Raise SchemaError where the table is no definition of this lens."""
    check_table(definition, f"{lens} definition", COLUMNS)
    found = definition.loc[(definition["kind"] == "setting") & (definition["item"] == "lens"), "text"]
    if list(found) != [lens]:
        raise SchemaError(
            "Table '{table}' is a definition of '{found}'. Give the one that was fitted for '{lens}'.",
            table=f"{lens} definition",
            found=", ".join(found) or "another method",
            lens=lens,
        )


def setting(definition: pd.DataFrame, name: str) -> float:
    """One number of the definition."""
    rows = definition[(definition["kind"] == "setting") & (definition["item"] == name)]
    return float(rows["value"].iloc[0])


def used_items(definition: pd.DataFrame) -> tuple[str, ...]:
    """The item columns that the groups are made of."""
    rows = definition[(definition["kind"] == "item") & (definition["text"] == "")]
    return tuple(rows["item"])


def ruler_of(definition: pd.DataFrame) -> Ruler:
    """The ruler that was fitted."""
    rows = definition[(definition["kind"] == "item") & (definition["text"] == "")]
    return Ruler(tuple(rows["item"]), rows["value"].to_numpy(), rows["spread"].to_numpy(), bool(setting(definition, "centre")))


def centres_of(definition: pd.DataFrame) -> tuple[tuple[str, ...], np.ndarray]:
    """Segments in their order, and their centres (segments x items)."""
    segments = tuple(definition.loc[definition["kind"] == "segment", "segment"])
    rows = definition[definition["kind"] == "centre"]
    wide = rows.pivot(index="segment", columns="item", values="value")
    return segments, wide.reindex(index=list(segments), columns=list(used_items(definition))).to_numpy()


def nodes_of(definition: pd.DataFrame) -> pd.DataFrame:
    """The rule for those who were not asked; empty where none was good enough to be used."""
    if not setting(definition, "typed"):
        return pd.DataFrame(columns=["node"])
    return rule_of(definition)


def rule_of(definition: pd.DataFrame) -> pd.DataFrame:
    """The rule that was tried, whether or not it is used."""
    rows = definition[definition["kind"] == "node"]
    return pd.DataFrame(
        {
            "node": rows["place"], "feature": rows["item"], "level": rows["text"], "limit": rows["value"],
            "left": rows["low"], "right": rows["high"], "missing_left": rows["spread"], "n": rows["n"], "segment": rows["segment"],
        }
    ).astype({"left": "int64", "right": "int64", "missing_left": "int64"}).reset_index(drop=True)  # fmt: skip


def traits_of(definition: pd.DataFrame, segment: str) -> list[tuple[str, bool]]:
    """The items that stand out in a segment, and whether above all respondents."""
    rows = definition[(definition["kind"] == "segment") & (definition["segment"] == segment)]
    found = [one for one in rows["text"].iloc[0].split("; ") if one] if len(rows) else []
    return [(item_key(one[:-1]), one.endswith("+")) for one in found]


def states_of(definition: pd.DataFrame) -> tuple[str, ...]:
    """The states whose customers the rule may place."""
    return tuple(definition.loc[definition["kind"] == "state", "text"])

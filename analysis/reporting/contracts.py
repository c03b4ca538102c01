"""Customers under contract: where client.yaml says what is their tenure and who has left, their stay can be counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import lifetime
from analysis.errors import ConfigError, listed
from analysis.lifetime.retention import ALL, RELIABLE
from analysis.sources.expressions import DAYS

GONE = ("yes", "y", "true", "1", "left", "churned", "exited", "是", "已流失", "流失")
UNITS = ("months", "weeks", "days", "years")
PLACE = "settings.lifetime.contract"


@dataclass(frozen=True)
class Contract:
    """settings.lifetime.contract: columns of the customer record, or attributes by their own names.

    tenure  time as a customer; `tenure_days` is turned into `unit`, any other column is counted in it already
    left    who has left: a word in `gone` means yes; without a word nothing is known, and the customer is left out
    group   what to compare by, such as the kind of contract; "" for nothing
    """

    tenure: str
    left: str
    gone: tuple[str, ...] = GONE
    group: str = ""
    unit: str = "months"


def contract_of(settings: Mapping[str, Mapping[str, Any]]) -> Contract | None:
    """What client.yaml says of contracts; None where it does not say which columns tell.

    Raises ConfigError for a key that there is not, one that is missing, or a unit of another kind.
    """
    said = settings.get("lifetime", {}).get("contract", False)
    if isinstance(said, bool):
        return None
    known = tuple(Contract.__dataclass_fields__)
    if not isinstance(said, Mapping) or not {"tenure", "left"} <= set(said):
        raise ConfigError(
            "{place} is '{given}'. Write true, or name the columns: {{tenure: tenure_days, left: churn, gone: ['Yes'], group: contract}}.",
            place=PLACE, given=listed(said) if isinstance(said, Mapping) else said,
        )  # fmt: skip
    for key in said:
        if key not in known:
            raise ConfigError(
                "{place}.{key}: there is no such setting. It has: {known}.", place=PLACE, key=key, known=listed(known)
            )
    unit = said.get("unit", UNITS[0])
    if unit not in UNITS:
        raise ConfigError("{place}.unit is '{given}'. Choose one of: {known}.", place=PLACE, given=unit, known=listed(UNITS))
    words = said.get("gone", GONE)
    return Contract(
        str(said["tenure"]),
        str(said["left"]),
        _words(words if isinstance(words, list | tuple) else [words]),
        str(said.get("group") or ""),
        unit,
    )


def held_contracts(record: pd.DataFrame, said: Contract) -> pd.DataFrame:
    """`lifetime.contracts` of the customer record: customer_id, tenure (in units), left, group.

    Raises ConfigError for a column that the record does not hold, or where nobody has left by the words given.
    """
    found = {key: _column(record, key, getattr(said, key)) for key in ("tenure", "left", "group") if getattr(said, key)}
    own = record[["customer_id", *dict.fromkeys(found.values())]].copy()
    days = DAYS.get(said.unit, 1.0) if found["tenure"] == "tenure_days" else 1.0
    # Twelve months of 30.4375 days come back as twelve, not as 11.999….
    own["contract_tenure"] = (pd.to_numeric(own[found["tenure"]], errors="coerce").astype("float64") / days).round(6)
    own["contract_left"] = _plain(record[found["left"]])
    held = lifetime.contracts(own, tenure="contract_tenure", left="contract_left", gone=said.gone, group=found.get("group", ""))
    if not held["left"].any():
        raise ConfigError(
            "{place}.gone: nobody has left by the words {words} of '{column}'. Write the words that mean it.",
            place=PLACE, words=listed(f"'{word}'" for word in said.gone), column=found["left"],
        )  # fmt: skip
    return held


def retention(record: pd.DataFrame, said: Contract, *, minimum: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables `retention_curve` and `retention_summary`; groups under `minimum` customers stand only within the whole."""
    curve = lifetime.retention_curve(held_contracts(record, said))
    summary = lifetime.retention_summary(curve)
    small = summary.loc[summary["customers"] < max(minimum, RELIABLE), "group"]
    return tuple(table[~table["group"].isin(small) | (table["group"] == ALL)].reset_index(drop=True) for table in (curve, summary))


def _column(record: pd.DataFrame, key: str, given: str) -> str:
    for name in (given, f"attribute.{given}"):
        if name in record.columns:
            return name
    raise ConfigError(
        "{place}.{key}: there is no column '{given}'. Columns: {known}.", place=PLACE, key=key, given=given,
        known=listed(name.removeprefix("attribute.") for name in record.columns if name not in ("customer_id", "state")),
    )  # fmt: skip


def _words(given: list[Any] | tuple[Any, ...]) -> tuple[str, ...]:
    """Words as text; YAML reads Yes as true, which stands for every way of saying so."""
    return tuple(dict.fromkeys(word for one in given for word in (GONE if one is True else (str(one),))))


def _plain(column: pd.Series) -> pd.Series:
    """Words; of numbers 1.0 as 1."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.astype("float64").map(lambda value: f"{value:g}", na_action="ignore").astype("str")
    return column

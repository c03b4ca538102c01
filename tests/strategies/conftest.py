"""A playbook in the making, as a dictionary and as a file, and a few segments."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from analysis.schema import DERIVED, check_columns
from analysis.strategies.playbook import COMPLETE

WORDS = ("title", "goal", "offer", "message", "content", "cadence", "kpi", "guardrail", "non_personalised_option")


@pytest.fixture
def fits_schema() -> Callable[[pd.DataFrame, str], None]:
    """Columns as declared, key unique, values among the declared ones."""

    def check(table: pd.DataFrame, name: str) -> None:
        declared = DERIVED[name]
        check_columns(declared, table.columns)
        assert not table.duplicated(list(declared.key)).any()
        for column in declared.columns:
            assert not column.values or set(table[column.name].dropna()) <= set(column.values)

    return check


@pytest.fixture
def play() -> Callable[..., dict]:
    """One play for every segment that needs one, with the given fields changed."""

    def make(key: str = "everything", **changes: object) -> dict:
        return {
            "key": key,
            "segments": {method: list(keys) for method, keys in COMPLETE.items()},
            "lever": "frequency",
            "effort": "low",
            "owner": "marketing",
            "starts": "campaign",
            "touches": [0],
            "minutes": 0.0,
            "source": "trade knowledge",
            **{name: {"en": "Some words.", "zh": "几句话。"} for name in WORDS},
            "channels": ["email", "sms"],
            "unit_cost": 0.5,
            "contact_cap_days": 14,
            "exclusions": ["no_consent"],
            "effect": {"evidence": "to_be_tested"},
            "status": "proposed",
            "legal_review": "none",
            "personalised_price": False,
        } | changes

    return make


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """The path of a playbook file with these plays."""

    def write(*plays: dict, **fields: object) -> Path:
        path = tmp_path / "ours.yaml"
        content = {"name": "ours", "currency": "CNY", "plays": list(plays)} | fields
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        return path

    return write


@pytest.fixture
def sizes() -> pd.DataFrame:
    """Three value tiers: a orders often, b seldom but much, c often but little; and ten prospects."""
    rows = [("a", 10, 6000.0, 60), ("b", 20, 3000.0, 20), ("c", 70, 2800.0, 140), ("no_order", 10, 0.0, 0)]
    table = pd.DataFrame(rows, columns=["segment", "customers", "revenue", "orders"])
    return table.assign(method="value", average_order=table["revenue"] / table["orders"])

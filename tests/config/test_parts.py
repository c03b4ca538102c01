"""A report by part: what may divide it, and what a part takes from the whole."""

import pytest
import yaml

from analysis.config import load_client
from analysis.errors import ConfigError

WHOLE = """\
name: Acme
currency: GBP
source:
  transactions: {files: raw/a.csv, columns: {customer_id: Id, ordered_at: Day, amount: Sum, store: Shop}}
  customers: {files: raw/c.csv, columns: {customer_id: Id, home: Home, age: Age}, attributes: {home: geographic, age: metric}}
  contacts: {files: raw/k.csv, columns: {customer_id: Id, arm: Arm}}
control_totals: [{period: 2024-Q4, figure: revenue, total: 100}]
strategy: {budget: 1000, targets: {revenue: 500, repeat_rate: 0.3}}
"""
PART = {
    "of": "acme",
    "by": "store",
    "key": "north-1",
    "label": "North",
    "without": ["contacts"],
    "last": "2024-12-31",
    "share": 0.25,
}


@pytest.fixture
def acme(tmp_path):
    """The folder of a client whose client.yaml ends with these lines."""

    def write(more: str = "") -> object:
        folder = tmp_path / "acme"
        folder.mkdir(exist_ok=True)
        (folder / "client.yaml").write_text(WHOLE + more, encoding="utf-8")
        return folder

    return write


@pytest.mark.parametrize("by", ["store", "transactions.store", "home", "customers.home"])
def test_an_order_column_or_an_attribute_divides(acme, by):
    assert by == load_client(acme(f"split_by: {by}\n") / "client.yaml").split_by


@pytest.mark.parametrize("by", ["region", "age", "customers.store", "amount"])
def test_what_is_not_there_or_no_group_does_not_divide(acme, by):
    with pytest.raises(ConfigError, match=r"split_by.*here: store, home"):
        load_client(acme(f"split_by: {by}\n") / "client.yaml")


def test_a_part_is_never_smaller_than_what_may_be_shown(acme):
    with pytest.raises(ConfigError, match=r"split_minimum.*minimum_cell"):
        load_client(acme("split_by: store\nsplit_minimum: 5\n") / "client.yaml")


def test_a_part_has_the_settings_of_the_whole_without_what_speaks_of_the_whole(acme):
    """A quarter of the revenue, a quarter of the budget; no sum to meet, no tables that hold nothing of it."""
    child = acme("split_by: store\n") / "children" / "north-1"
    child.mkdir(parents=True)
    (child / "client.yaml").write_text(yaml.safe_dump({"part": PART}), encoding="utf-8")
    part = load_client(child / "client.yaml")

    assert ("Acme · North", 250.0, {"repeat_rate": 0.3}) == (part.name, part.strategy.budget, part.strategy.targets)
    assert (None, (), None) == (part.split_by, part.control_totals, part.source.contacts)
    assert part.source.transactions is not None


def test_the_key_part_stands_alone_in_the_folder_of_a_part(acme, tmp_path):
    with pytest.raises(ConfigError, match="written by strata"):
        load_client(acme("part: {of: x}\n") / "client.yaml")
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "client.yaml").write_text(yaml.safe_dump({"part": PART}), encoding="utf-8")
    with pytest.raises(ConfigError, match="below the client's folder"):
        load_client(alone / "client.yaml")

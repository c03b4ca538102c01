"""The lens that chapters 03 and 05 are about, as a run saved it."""

import pandas as pd
import pytest

from analysis.errors import ConfigError
from analysis.reporting.chosen import ChosenLens
from analysis.segmentations import METHODS, demographic, rfm, segments_of, value
from analysis.segmentations.record import with_segments
from analysis.segmentations.saved import assigned
from analysis.segmentations.small_cells import shown_segments
from analysis.store import Run
from tests.segmentations.conftest import six

CLIENT = "name: x\ncurrency: GBP\nsource:\n  customers: {files: a.csv, columns: {customer_id: id}}\n"
MERGED = "rfm:\n  merge: {important_value: [important_develop]}\n  order: [general_win_back]\n"


@pytest.fixture
def record() -> pd.DataFrame:
    return six().assign(**{"attribute.sex": ["f", "m", "f", "f", "m", "m"], "average_order": 50.0})


@pytest.fixture
def run(tmp_path, record) -> Run:
    """The six customers by the eight boxes, by value, by sex, and by value crossed with the boxes."""
    folder = tmp_path / "data" / "x"
    folder.mkdir(parents=True)
    (folder / "client.yaml").write_text(CLIENT, encoding="utf-8")
    (folder / "segments.yaml").write_text(MERGED, encoding="utf-8")
    opened = Run.open("x", "2025", data=tmp_path / "data", reports=tmp_path / "reports")
    rules = {
        "rfm": rfm.fit(record, scheme="chinese_8"),
        "value": value.fit(record),
        "demographic.sex": demographic.fit(record, by="sex", as_of="2026-03-31"),
    }
    crossed = with_segments(record, segments_of(record, rules))
    rules["combined"] = METHODS["combined"].fit(crossed, by=("value", "rfm"))
    for lens, rule in rules.items():
        opened.write_table(f"definition_{lens}", rule)
    opened.write_table("segments", assigned(record, rules))
    opened.write_table("shown_segments", shown_segments(assigned(record, rules), None, minimum=1))
    return opened


def test_the_order_is_that_of_the_scheme_after_the_clients_own(run):
    """The second box has gone into the first; the client shows the last one first."""
    order = ChosenLens.of(run, "rfm").order

    assert ("general_win_back", "important_value", "important_keep", "important_win_back") == order[:4]
    assert "champions" not in order


def test_customers_are_assigned_anew_with_the_merges_done(run, record):
    found = ChosenLens.of(run, "rfm").assign(record)

    assert record["customer_id"].tolist() == found["customer_id"].tolist()
    plain = rfm.assign(record, run.read_table("definition_rfm"))["segment"].replace("important_develop", "important_value")
    assert plain.tolist() == found["segment"].tolist()


@pytest.mark.parametrize(("lens", "able"), [("rfm", True), ("value", True), ("combined", True), ("demographic.sex", False)])
def test_only_what_orders_alone_tell_can_be_replayed(run, lens, able):
    """What is made of lenses made of orders can be, too."""
    assert able == ChosenLens.of(run, lens).replayable


def test_a_lens_made_of_others_brings_their_definitions(run, record):
    chosen = ChosenLens.of(run, "combined")

    assert {"value", "rfm", "combined"} == set(chosen.rules) == set(chosen.orders)
    assert {"revenue", "recency_days"} <= set(chosen.defined_by)
    assert record["customer_id"].tolist() == chosen.assign(record)["customer_id"].tolist()


def test_what_makes_the_segments_has_the_name_that_the_profile_gives_it(run):
    assert ("sex",) == ChosenLens.of(run, "demographic.sex").traits


def test_an_unknown_lens_is_told_with_those_there_are(run):
    with pytest.raises(ConfigError, match=r"Unknown segment_by 'rmf'.*combined, demographic\.sex, rfm, value"):
        ChosenLens.of(run, "rmf")

"""What chapter 04 learns from: contacts still in the files, else what earlier reports stored; nothing twice."""

import shutil

import pandas as pd
import pytest

from analysis.features import Dates
from analysis.reporting.strategy_evidence import arms_by_segment, known_effects
from analysis.schema import DERIVED
from analysis.sources import read_inputs
from analysis.store import Run
from tests.stories import write_client

CLIENT = """\
name: Corner Shop
currency: GBP
source:
  transactions: {files: raw/orders.csv, columns: {customer_id: Id, ordered_at: Day, amount: Sum}}
  contacts: {files: raw/contacts.csv, columns: {customer_id: Id, campaign: Campaign, arm: Arm, contacted_at: Day, ordered: Ordered, revenue: Spent}}
strategy: {experiments: {spring: letter, autumn: letter}}
"""
EXPERIMENTS = {"spring": ("letter",), "autumn": ("letter",)}


def rows(campaign: str, day: str) -> str:
    """Forty contacted, half of whom ordered, and forty left alone, a quarter of whom did."""
    people = [(f"m{n}", "mail", n < 20) for n in range(40)] + [(f"c{n}", "control", n < 10) for n in range(40)]
    return "".join(f"{person},{campaign},{arm},{day},{int(bought)},{5 * bought}\n" for person, arm, bought in people)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The client's files, read once."""
    data = tmp_path_factory.mktemp("evidence") / "data"
    contacts = "Id,Campaign,Arm,Day,Ordered,Spent\n" + rows("spring", "2025-04-02")
    folder = write_client(data / "shop", CLIENT, {"orders.csv": "Id,Day,Sum\nm0,2025-01-01,5\n", "contacts.csv": contacts})
    read_inputs(Run.open("shop", "2025-Q2", data=data, reports=data).config.source, folder=folder, pseudonymise=False)
    return data


def dates(run: Run) -> Dates:
    day = pd.Timestamp("2024-01-01").date()
    return Dates(day, run.period.end, run.period.start, run.period.end, day)


def stored(campaign: str, value: float) -> pd.DataFrame:
    row = dict.fromkeys(DERIVED["experiment_effects"].names) | {
        "campaign": campaign, "arm": "mail", "outcome": "ordered", "dimension": "(all)", "segment": "(all)", "unit": "customer",
        "randomised": True, "n": 100, "control_n": 100, "value": value, "control_value": 0.1, "difference": value - 0.1, "error": 0.05,
        "contacted": pd.Timestamp("2024-10-01"), "days": 30,
    }  # fmt: skip
    return pd.DataFrame([row])


@pytest.fixture
def later(read, tmp_path):
    """The report of 2025-Q2, whose files hold the spring campaign alone."""
    shutil.copytree(read, tmp_path / "data")
    return Run.open("shop", "2025-Q2", data=tmp_path / "data", reports=tmp_path / "reports")


def earlier(run: Run, period: str) -> Run:
    return Run.open(run.client, period, data=run.data, reports=run.reports)


def test_the_contacts_of_the_files_are_measured_and_stored(later):
    cells = arms_by_segment(later, dates(later), EXPERIMENTS, methods=[])

    assert [["spring", "(all)", "(all)", 40, 20, 40, 10]] == cells.drop(columns="v").to_numpy().tolist()
    assert {"spring"} == set(later.read_table("experiment_effects")["campaign"])


def test_a_campaign_no_longer_in_the_files_is_taken_from_the_report_that_stored_it(later):
    earlier(later, "2024-Q4").write_table("experiment_effects", stored("autumn", 0.2))
    cells = arms_by_segment(later, dates(later), EXPERIMENTS, methods=[]).set_index("campaign")

    assert {"spring", "autumn"} == set(cells.index)
    assert (100, 20, 10) == tuple(cells.loc["autumn", ["n", "ordered", "control_ordered"]])


def test_nothing_counts_twice(later):
    """Spring stands in the files, whatever an earlier report stored; of two reports of autumn the later one counts."""
    earlier(later, "2025-Q1").write_table("experiment_effects", pd.concat([stored("spring", 0.9), stored("autumn", 0.3)]))
    earlier(later, "2024-Q4").write_table("experiment_effects", stored("autumn", 0.2))
    effects = known_effects(later, dates(later), EXPERIMENTS)
    mine = effects[effects["difference"].notna() & effects["outcome"].eq("ordered")].set_index("campaign")["value"]

    assert {"spring": 0.5, "autumn": 0.3} == mine.to_dict()


def test_a_later_report_teaches_nothing_to_an_earlier_one(later):
    later.write_table("experiment_effects", stored("autumn", 0.2))

    assert known_effects(earlier(later, "2024-Q4"), dates(earlier(later, "2024-Q4")), EXPERIMENTS).empty


def test_without_a_named_experiment_nothing_is_measured(later):
    assert known_effects(later, dates(later), {}).empty
    assert arms_by_segment(later, dates(later), {}, methods=["rfm"]).empty
    assert not later.has_table("experiment_effects")

"""Who has left where client.yaml says so: the flag, and the share of each segment that gives no small cell away."""

import pandas as pd
import pytest

from analysis.reporting import compose
from analysis.reporting.profile_outcome import Flag, declared_flag, left_shares
from analysis.store import Run
from tests.stories import write_client

YAML = """\
name: P
currency: GBP
privacy: {{pseudonymise: false, minimum_cell: 10}}
source:
  customers:
    files: raw/m.csv
    columns: {{customer_id: Id, sex: Sex, churn: Churn}}
    attributes: {{sex: demographic, churn: {kind}}}
{values}"""


def opened(tmp_path, words: str, *, kind: str = "outcome", values: str = "") -> Run:
    rows = "Id,Sex,Churn\n" + "".join(f"{i:03d},{'FM'[i % 2]},{words.split()[i % 4]}\n" for i in range(80))
    write_client(tmp_path / "data" / "p", YAML.format(kind=kind, values=values), {"m.csv": rows})
    run = Run.open("p", "2024", data=tmp_path / "data", reports=tmp_path / "reports")
    compose.write_attributes(run, compose.hold(run, refunds="net", window_months=24))
    return run


@pytest.mark.parametrize(
    ("words", "values"),
    [("Yes No No No", ""), ("1 0 0 0", ""), ("ex in in in", "    values: {churn: {left: [ex], stayed: [in]}}\n")],
    ids=["words", "numbers", "mapped"],
)
def test_the_declared_outcome_says_who_left(words, values, tmp_path):
    flag = declared_flag(opened(tmp_path, words, values=values))

    assert ("churn", True, 20) == (flag.key, flag.told, len(flag.gone))
    assert ["000", "004"] == sorted(flag.gone)[:2]


def test_words_that_are_not_understood_tell_nothing(tmp_path):
    assert not declared_flag(opened(tmp_path, "ex in in in")).told


def test_without_such_a_declaration_nobody_is_said_to_have_left(tmp_path):
    assert declared_flag(opened(tmp_path, "Yes No No No", kind="membership")) is None


def flagged(**segments: tuple[int, int]) -> tuple[Flag, pd.DataFrame]:
    """Segments as (customers, of whom left)."""
    rows = [(f"{key}{i}", key, i < gone) for key, (n, gone) in segments.items() for i in range(n)]
    table = pd.DataFrame(rows, columns=["customer_id", "segment", "left"])
    return Flag("churn", table.set_index("customer_id")["left"].astype("boolean")), table[["customer_id", "segment"]]


def test_the_share_that_left_of_each_segment_and_of_all():
    flag, segments = flagged(a=(100, 20), b=(50, 30))
    shares = left_shares(flag, segments, minimum=10).set_index("segment")

    assert {"(all)": 50 / 150, "a": 0.2, "b": 0.6} == pytest.approx(shares["value"].to_dict())
    assert {"(all)": 150, "a": 100, "b": 50} == shares["n"].to_dict()
    assert (shares["low"] < shares["value"]).all()
    assert (shares["value"] < shares["high"]).all()


def test_few_leavers_are_hidden_together_with_what_would_tell_them():
    """Three of b left: its share, and that of one other segment, would give them away against the sum of all."""
    flag, segments = flagged(a=(100, 20), b=(50, 3), c=(90, 40))

    assert {"(all)", "a"} == set(left_shares(flag, segments, minimum=10)["segment"])


def test_customers_whose_segment_is_kept_back_are_not_found_by_subtraction():
    flag, segments = flagged(a=(100, 20), b=(50, 30), c=(5, 2))
    shown = segments[segments["segment"] != "c"]

    assert 155 == left_shares(flag, shown, minimum=10).set_index("segment").loc["(all)", "n"]
    assert 2 > len(left_shares(flag, shown, minimum=10)) - 1


def test_no_flag_no_shares():
    assert left_shares(None, flagged(a=(10, 5))[1], minimum=10).empty

"""Tables kept beside the inputs: made once, and anew when the inputs change."""

import json
from types import SimpleNamespace

import pandas as pd

from analysis.reporting.kept import kept


def held(folder, stamp):
    (folder / "canonical").mkdir(parents=True, exist_ok=True)
    path = folder / "canonical" / "customers.parquet"
    path.with_suffix(".json").write_text(json.dumps({"stamp": stamp}), encoding="utf-8")
    return SimpleNamespace(inputs={"customers": SimpleNamespace(path=path)})


def test_a_table_is_made_once_for_the_same_inputs_and_settings(tmp_path):
    run, made = SimpleNamespace(client_folder=tmp_path), []

    def make():
        made.append(1)
        return pd.DataFrame({"rows": [len(made)], "when": pd.to_datetime(["2024-01-01"])})

    first = kept(run, held(tmp_path, "a"), "checks", make, "net")
    again = kept(run, held(tmp_path, "a"), "checks", make, "net")
    other_setting = kept(run, held(tmp_path, "a"), "checks", make, "gross")
    other_input = kept(run, held(tmp_path, "b"), "checks", make, "gross")

    assert [1, 1, 2, 3] == [table["rows"][0] for table in (first, again, other_setting, other_input)]
    pd.testing.assert_frame_equal(first, again, check_dtype=False)

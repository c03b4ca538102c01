"""Which saved definitions a run reuses."""

import pandas as pd
import pytest

from analysis.errors import ConfigError, MissingTableError
from analysis.reporting.compose import frozen_definitions
from analysis.store import Run

CLIENT = "name: x\ncurrency: GBP\nsource:\n  customers: {{files: a.csv, columns: {{customer_id: id}}}}\ndefinitions: {}\n"


@pytest.fixture
def run(tmp_path):
    """A client whose rfm of 2023 and value of 2024-Q1 are kept."""

    def opened(definitions) -> Run:
        folder = tmp_path / "data" / "x"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "client.yaml").write_text(CLIENT.format(definitions), encoding="utf-8")
        for period, lens in (("2023", "rfm"), ("2024-Q1", "value")):
            (folder / period).mkdir(exist_ok=True)
            pd.DataFrame({"kept": [period]}).to_parquet(folder / period / f"definition_{lens}.parquet")
        return Run.open("x", "2025", data=tmp_path / "data", reports=tmp_path / "reports")

    return opened


def kept(found) -> dict[str, str]:
    return {lens: table["kept"].item() for lens, table in found.items()}


def test_a_period_by_lens_or_one_for_all(run):
    assert {} == frozen_definitions(run("refit"), ["rfm", "value"])
    assert {"rfm": "2023"} == kept(frozen_definitions(run("2023"), ["rfm"]))
    by_lens = run("{rfm: 2023, value: 2024-Q1, lifecycle: refit}")
    assert {"rfm": "2023", "value": "2024-Q1"} == kept(frozen_definitions(by_lens, ["rfm", "value", "lifecycle"]))


def test_what_the_notebook_gives_comes_first(run):
    assert {"rfm": "2023"} == kept(frozen_definitions(run("refit"), ["rfm"], definitions="2023"))
    assert {} == frozen_definitions(run("2023"), ["rfm"], definitions="refit")


def test_a_lens_that_does_not_exist_and_a_period_never_run_are_told(run):
    with pytest.raises(ConfigError, match=r"definitions: there is no lens 'rmf'\. Did you mean 'rfm'"):
        frozen_definitions(run("{rmf: 2023}"), ["rfm"])
    with pytest.raises(MissingTableError):
        frozen_definitions(run("2022"), ["rfm"])

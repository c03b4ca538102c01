"""Where tables lie, and that they are whole or not there."""

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import parse_period
from analysis.errors import ConfigError, MissingTableError, SchemaError
from analysis.store import Run, atomic_path, check_name, clients, data_folder, find_root, reports_folder, write_json
from tests.stories import write_story

SEGMENTS = pd.DataFrame({"customer_id": ["b", "a"], "method": "rfm", "segment": ["loyal", "new"]})


@pytest.fixture
def run(tmp_path) -> Run:
    """The run of the six for the last quarter of 2024."""
    write_story(tmp_path / "data" / "story")
    return Run.open("story", "2024-Q4", data=tmp_path / "data", reports=tmp_path / "reports")


def test_a_run_has_its_folders(run, tmp_path):
    """Customer-level data under data/, aggregates under reports/."""
    assert tmp_path / "data" / "story" / "2024-Q4" == run.folder
    assert tmp_path / "reports" / "story" / "2024-Q4" == run.report_folder
    assert run.folder / "segments.parquet" == run.path("segments")
    assert ("Story", parse_period("2024-Q4")) == (run.config.name, run.period)


def test_a_period_may_be_given_as_itself(run, tmp_path):
    assert run == Run.open("story", parse_period("2024-Q4"), data=tmp_path / "data", reports=tmp_path / "reports")


def test_an_unknown_client_is_told_with_those_that_are_there(run, tmp_path):
    with pytest.raises(ConfigError, match=r"There is no client 'stroy' in .*data\. Clients there: story\."):
        Run.open("stroy", "2024-Q4", data=tmp_path / "data", reports=tmp_path / "reports")
    with pytest.raises(ConfigError, match="Make one with 'strata new acme"):
        Run.open("acme", "2024-Q4", data=tmp_path / "empty", reports=tmp_path / "reports")


@pytest.mark.parametrize("name", ["../other", "a/b", "", ".hidden", "a b", "/etc"])
def test_a_client_cannot_lead_out_of_the_data_folder(name):
    with pytest.raises(ConfigError, match="cannot be a client's folder name"):
        check_name(name)


@pytest.mark.parametrize("name", ["acme", "客户_1", "a-b.c"])
def test_other_names_are_fine(name):
    assert name == check_name(name)


def test_the_folders_come_from_the_environment_or_from_the_clone(tmp_path, monkeypatch):
    monkeypatch.setenv("STRATA_DATA", str(tmp_path / "d"))
    monkeypatch.delenv("STRATA_REPORTS", raising=False)
    root = find_root()

    assert (tmp_path / "d", root / "reports") == (data_folder(), reports_folder())
    assert (root / "analysis" / "store.py").is_file()


def test_the_clone_is_found_upwards_and_else_is_where_the_package_lies(tmp_path):
    (tmp_path / "clone" / "analysis").mkdir(parents=True)
    (tmp_path / "clone" / "analysis" / "__init__.py").touch()
    (tmp_path / "clone" / "notebooks").mkdir()

    assert tmp_path / "clone" == find_root(tmp_path / "clone" / "notebooks")
    assert find_root() == find_root(tmp_path)


def test_clients_are_folders_with_a_client_yaml(run, tmp_path):
    (tmp_path / "data" / "stray").mkdir()

    assert ["story"] == clients(tmp_path / "data")


def test_the_same_table_gives_the_same_bytes(run):
    """The order of rows plays no part: the key decides."""
    run.write_table("segments", SEGMENTS)
    first = run.path("segments").read_bytes()
    run.write_table("segments", SEGMENTS.iloc[::-1])

    assert first == run.path("segments").read_bytes()
    assert ["a", "b"] == run.read_table("segments")["customer_id"].tolist()


def test_a_failure_leaves_the_old_table_and_nothing_beside_it(run, monkeypatch):
    run.write_table("segments", SEGMENTS)
    before = run.path("segments").read_bytes()

    def stop(*_, **__):
        raise OSError("the disk is full")

    monkeypatch.setattr(pq, "write_table", stop)
    with pytest.raises(OSError, match="the disk is full"):
        run.write_table("segments", SEGMENTS.assign(segment="lost"))

    assert before == run.path("segments").read_bytes()
    assert ["segments.parquet"] == [path.name for path in run.folder.iterdir()]


def test_a_file_is_there_only_when_it_is_whole(tmp_path):
    def half_a_page() -> None:
        with atomic_path(tmp_path / "new" / "page.html") as partial:
            partial.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half_a_page()
    assert [] == list((tmp_path / "new").iterdir())

    with atomic_path(tmp_path / "new" / "page.html") as partial:
        partial.write_text("whole")
    assert ["page.html"] == [path.name for path in (tmp_path / "new").iterdir()]


def test_a_key_that_occurs_twice_is_an_error(run):
    with pytest.raises(SchemaError, match=r"Table 'segments' has 1 rows whose key \(customer_id, method\) occurs before\."):
        run.write_table("segments", pd.concat([SEGMENTS, SEGMENTS.iloc[:1].assign(segment="lost")]))
    assert not run.has_table("segments")


def test_a_column_too_many_or_too_few_is_an_error(run):
    with pytest.raises(SchemaError, match="has no column 'segment'"):
        run.write_table("segments", SEGMENTS.drop(columns="segment"))
    with pytest.raises(SchemaError, match="holds 'colour'"):
        run.write_table("segments", SEGMENTS.assign(colour="red"))


def test_a_table_of_another_day_is_held_to_the_same_declaration(run):
    """features-start is the table `features` at the start of the period."""
    with pytest.raises(SchemaError, match="Table 'segments' has no column"):
        run.write_table("segments-start", SEGMENTS[["method"]])
    run.write_table("segments-start", SEGMENTS)

    assert 2 == len(run.read_table("segments-start"))


def test_a_table_without_a_declaration_keeps_its_rows_as_they_are(run):
    """Definitions of segments: every method has its own columns."""
    definition = pd.DataFrame({"score": [3, 1, 2], "cut": [0.5, None, 2.0]})
    run.write_table("definition_rfm", definition)

    pd.testing.assert_frame_equal(definition, run.read_table("definition_rfm"))


@pytest.mark.parametrize(
    ("table", "notebook"),
    [
        ("features", "01_data_profile"),
        ("features-start", "01_data_profile"),
        ("segments", "02_segmentation"),
        ("definition_value", "02_segmentation"),
        ("plays", "04_strategy"),
        ("migration", "05_evaluation"),
    ],
)
def test_a_table_that_is_not_there_names_the_notebook_to_run(run, table, notebook):
    with pytest.raises(MissingTableError, match=rf"No table '{table}' for story 2024-Q4\. Run notebook {notebook} first\."):
        run.read_table(table)


def test_json_files_are_sorted_readable_and_whole(tmp_path):
    write_json(tmp_path / "dates.json", {"b": 1, "a": "客户"})

    assert '{\n "a": "客户",\n "b": 1\n}\n' == (tmp_path / "dates.json").read_text(encoding="utf-8")
    assert {"a": "客户", "b": 1} == json.loads((tmp_path / "dates.json").read_text(encoding="utf-8"))

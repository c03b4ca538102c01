"""The tables: declared soundly, and written and read as declared."""

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.config import ClientConfig, parse_period
from analysis.errors import SchemaError
from analysis.schema import CANONICAL, DERIVED, TABLES, check_columns, data_dictionary
from analysis.schema.derived import CUSTOMER_STATES
from analysis.schema.model import ENGINE_TYPES
from analysis.schema.plain import plain_pandas
from analysis.store import IN_ORDER, Run

EXAMPLES = {
    "string": ["b", "a", None],
    "int": [2, 1, 3],
    "float": [0.5, None, -1.25],
    "money": [1.15, None, -0.01],
    "timestamp": [pd.Timestamp("2024-01-02 03:04:05"), None, pd.Timestamp("2024-01-01")],
    "date": [pd.Timestamp("2024-01-02"), None, pd.Timestamp("2024-01-01")],
    "bool": [True, False, True],
}
TYPES = {
    "int": "int64",
    "float": "float64",
    "money": "float64",
    "timestamp": "datetime64[us]",
    "date": "datetime64[us]",
    "bool": "bool",
    "string": "str",
}


@pytest.fixture
def run(tmp_path) -> Run:
    """A run of a client without files."""
    config = ClientConfig.model_validate(
        {"name": "A", "currency": "GBP", "source": {"feedback": {"files": "a.csv", "columns": {"text": "T"}}}}
    )
    return Run("acme", parse_period("2024-Q4"), config, tmp_path / "data", tmp_path / "reports")


def example(name: str) -> pd.DataFrame:
    """Three rows of a table, the key unique, other columns with something missing."""
    columns = {}
    for column in DERIVED[name].columns:
        values = EXAMPLES[column.type]
        if column.name in DERIVED[name].key:
            values = {"string": ["b", "a", "c"], "float": [0.2, 0.1, 0.3]}.get(column.type, [values[0], values[2], values[0]])
        columns[column.name] = pd.Series(values, dtype=TYPES[column.type])
    table = pd.DataFrame(columns)
    key = DERIVED[name].key
    return table.assign(**{key[0]: example_key(DERIVED[name].column(key[0]).type)}) if table.duplicated(list(key)).any() else table


def example_key(type_: str) -> pd.Series:
    values = {"string": ["b", "a", "c"], "int": [2, 1, 3], "float": [0.2, 0.1, 0.3]}
    return pd.Series(values.get(type_, pd.to_datetime(["2024-01-02", "2024-01-01", "2024-01-03"])), dtype=TYPES[type_])


@pytest.mark.parametrize("name", TABLES)
def test_a_declaration_is_sound(name):
    """Names are plain words and unique, the key is among them, types are known, and everything is explained."""
    table = TABLES[name]

    assert name == table.name
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    assert 1 <= len(table.key)
    for column in table.columns:
        assert column.name.isidentifier()
        assert column.name == column.name.lower()
        assert column.type in ENGINE_TYPES
        assert column.meaning


def test_names_of_inputs_and_of_results_do_not_clash():
    assert set() == CANONICAL.keys() & DERIVED.keys()


def test_what_makes_a_key_is_required():
    """A derived table without its key cannot be read by the next stage."""
    assert [] == [f"{t.name}.{name}" for t in DERIVED.values() for name in t.key if not t.column(name).required]


def test_keys_are_alike_wherever_they_stand():
    """A customer, a method and a segment have one type and one meaning in all tables."""
    for name in ("customer_id", "method"):
        found = {(column.type, column.meaning) for table in DERIVED.values() for column in table.columns if column.name == name}

        assert 1 == len(found), name


def test_the_states_of_a_customer_are_those_of_the_features():
    assert CUSTOMER_STATES == DERIVED["features"].column("state").values


@pytest.mark.parametrize("name", DERIVED)
def test_every_table_survives_writing_and_reading(run, name):
    """Rows in the order of the key, money and numbers as float64, times in microseconds, nothing else in the file."""
    table = example(name)
    before = table.copy()
    returned = run.write_table(name, table)
    read = run.read_table(name)
    wanted = table if name in IN_ORDER else table.sort_values(list(DERIVED[name].key))

    assert returned is table
    pd.testing.assert_frame_equal(before, table)
    pd.testing.assert_frame_equal(wanted.reset_index(drop=True), read)
    assert {c.name: TYPES[c.type] for c in DERIVED[name].columns} == {name_: str(kind) for name_, kind in read.dtypes.items()}
    assert pq.read_metadata(run.path(name)).metadata is None or b"pandas" not in pq.read_metadata(run.path(name)).metadata


def test_decimals_on_disk_are_read_as_the_doubles_that_a_reader_means():
    """Arrow's own cast makes 1.1500000000000001 of 1.15."""
    decimals = pa.table(
        {
            "amount": pa.array([1.15, -0.07, None], pa.float64()).cast(pa.decimal128(18, 4)),
            "rows": pa.array([1, 2, 3], pa.decimal128(38, 0)),
        }
    )
    read = plain_pandas(decimals)

    assert [1.15, -0.07] == read["amount"].tolist()[:2]
    assert ["float64", "int64"] == [str(kind) for kind in read.dtypes]


def test_missing_and_unknown_columns_are_named():
    table = DERIVED["segments"]

    with pytest.raises(SchemaError, match=r"Table 'segments' has no column 'method', 'segment'\. Columns found: customer_id\."):
        check_columns(table, ["customer_id"])
    with pytest.raises(
        SchemaError,
        match=r"Table 'segments' holds 'colour', which its declaration does not name\. Declared: customer_id, method, segment\.",
    ):
        check_columns(table, [*table.names, "colour"])
    check_columns(DERIVED["features"], [*DERIVED["features"].names, "attribute_of_the_client"])  # open: more may follow


def test_the_data_dictionary_has_a_line_for_every_column():
    table = data_dictionary([DERIVED["segments"], DERIVED["rhythm"]])

    assert [
        ("segments", "customer_id", "string", "", True, "Pseudonym of the customer"),
        ("segments", "method", "string", "", True, "Segmentation method"),
        ("segments", "segment", "string", "", False, "Key of the segment"),
        ("rhythm", "weekday", "int", "1-7", True, "Monday = 1"),
    ] == list(table.itertuples(index=False, name=None))[:4]

"""Real order lines by region: the parts, read back from their own files, add up to the whole."""

import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.config.parts import REST
from analysis.engine import named, to_pandas
from analysis.errors import ConfigError
from analysis.features import analysed_lines, order_table, transactions
from analysis.features.part_orders import orders_by_part
from analysis.profiles.part_sums import APART, SEVERAL, WHOLE, part_sums, reconciled
from analysis.reporting.compose import inputs_of
from analysis.reporting.parts import lines_of_parts, split
from analysis.store import Run, parts_of
from tests.full.conftest import SHARED

CLIENTS = Path(__file__).resolve().parents[1] / "clients"
FILE = SHARED / "superstore-en" / "Sample_-_Superstore.csv"


@pytest.fixture(scope="module")
def superstore(tmp_path_factory) -> Run:
    """The sample shop, divided by region."""
    if not FILE.is_file():
        pytest.skip("superstore-en is not held here")
    folder = tmp_path_factory.mktemp("data") / "superstore"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / FILE.name).symlink_to(FILE)
    shutil.copy(CLIENTS / "superstore_en" / "client.yaml", folder)
    with (folder / "client.yaml").open("a", encoding="utf-8") as file:
        file.write("split_by: region\n")
    return Run.open("superstore", "2019-Q4", data=folder.parent, reports=folder.parent.parent / "reports")


def whole_orders(path: Path, as_of: date) -> pd.DataFrame:
    found = to_pandas(order_table(analysed_lines(named(transactions(path)), as_of=as_of, refunds="net")))
    return found.assign(amount=found["amount"].astype(float), is_order=found["is_order"].astype(bool))


def added_up(run: Run, as_of: date) -> pd.DataFrame:
    """The reconciliation of a run, indexed by part."""
    inputs = inputs_of(run)
    made = split(run, inputs)
    paths, start = lines_of_parts(run, made), pd.Timestamp(run.period.start)
    orders = orders_by_part(paths, as_of=as_of, refunds="net")
    sums = part_sums(orders, lines_read={key: pq.read_metadata(path).num_rows for key, path in paths.items()}, start=start)
    sums = sums.assign(label=sums["part"], shown_as=sums["part"], reported=sums["part"] != REST)
    path = inputs["transactions"].path
    return reconciled(sums, orders, whole_orders(path, as_of), lines_read=pq.read_metadata(path).num_rows, start=start).set_index(
        "part"
    )


def test_the_regions_of_superstore_add_up(superstore):
    """Lines and sales by region were counted in the file by other means."""
    table = added_up(superstore, date(2019, 12, 30))
    regions = {key.partition("-")[0]: row for key, row in table.iterrows()}

    assert {"west": 3203, "east": 2848, "central": 2323, "south": 1620} == {
        key: regions[key]["lines"] for key in ("west", "east", "central", "south")
    }
    assert [725457.8245, 678781.24, 501239.8908, 391721.905] == [
        regions[key]["revenue"] for key in ("west", "east", "central", "south")
    ]
    assert (9994, 5009, 793, -1708) == (
        table.loc[WHOLE, "lines"],
        table.loc[WHOLE, "orders"],
        table.loc[WHOLE, "customers"],
        table.loc[SEVERAL, "customers"],
    )
    assert not table.loc[[APART, REST]].drop(columns=["label", "count"]).astype(float).any(axis=None)


def test_a_part_is_opened_like_a_client_and_measured_by_its_whole(superstore):
    split(superstore, inputs_of(superstore))
    names = parts_of(superstore.data, "superstore")
    part = Run.open(names[0], "2019-Q4", data=superstore.data, reports=superstore.reports)

    assert 4 == len(names)
    assert ("superstore", superstore.client_folder, "2019-Q4") == (part.whole, part.said_folder, part.config.definitions)
    assert {"transactions"} == set(inputs_of(part))
    with pytest.raises(ConfigError, match="cannot be a client's folder"):
        Run.open("superstore/children/../x", "2019-Q4", data=superstore.data, reports=superstore.reports)


def test_a_column_without_a_value_is_told(superstore, tmp_path):
    folder = tmp_path / "superstore"
    shutil.copytree(superstore.client_folder, folder, symlinks=True, ignore=shutil.ignore_patterns("children"))
    text = (folder / "client.yaml").read_text(encoding="utf-8")
    (folder / "client.yaml").write_text(
        text.replace("country: Country", "country: Country\n      store: {constant: ''}").replace(
            "split_by: region", "split_by: store"
        ),
        encoding="utf-8",
    )
    run = Run.open("superstore", "2019-Q4", data=tmp_path, reports=tmp_path)

    assert "store" == load_client(folder / "client.yaml").split_by
    with pytest.raises(ConfigError, match="no order line has a value"):
        split(run, inputs_of(run))

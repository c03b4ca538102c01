"""A real PostgreSQL server: the same canonical tables as from a file, fresh when asked, and its refusals in plain words."""

import re
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError, SourceError
from analysis.sources import read_inputs
from analysis.sources.warehouse import session
from tests.sources import postgres
from tests.sources.test_warehouse_sqlite import canonical
from tests.stories import write_client

pytestmark = pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing())

LINES = 200_000
CLIENT = """\
name: Warehouse
currency: CNY
timezone: Asia/Shanghai
source:
  {connection}
  transactions:
    {place}
    columns:
      customer_id: 客户编号
      ordered_at: 下单 时间
      amount: Amount Paid
      order_id: order"no
      category: Category
      quantity: qty
      channel: Web?
      list_amount: Price
      discount: nothing
    exclude: {{Category: [Test]}}
"""
TABLE = '"销售 Data"."订单 ""2024"""'


@pytest.fixture(scope="module")
def socket():
    with postgres.server() as folder:
        yield folder


@pytest.fixture(scope="module")
def run(socket):
    """Runs SQL on the server as its owner."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(address(socket), autocommit=True) as connection, connection.cursor() as cursor:

        def execute(*statements: str, rows: pa.Table | None = None) -> None:
            if rows is not None:
                cursor.adbc_ingest("staged", rows, mode="replace")
            for statement in statements:
                cursor.execute(statement)

        yield execute


def address(socket: str, user: str = "postgres", database: str = "postgres") -> str:
    return f"postgresql://{user}@/{database}?host={socket}"


def guarded(run, socket: str, user: str) -> None:
    """Let a user in with a password only."""
    rules = Path(socket, "data", "pg_hba.conf")
    rule = f"local all {user} scram-sha-256\n"
    if rule not in rules.read_text():
        rules.write_text(rule + rules.read_text())
        run("SELECT pg_reload_conf()")
        time.sleep(0.2)  # the server takes the rules up by and by


def order_lines() -> pd.DataFrame:
    """Texts of 200,000 order lines, as a file holds them: with gaps, signs, and times in two seasons."""
    rng = np.random.default_rng(7)
    when = pd.Timestamp("2023-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 2 * 365 * 86400, LINES), unit="s")
    cents = rng.integers(-5_000, 2_000_000, LINES)
    table = pd.DataFrame(
        {
            "客户编号": np.char.add("C", rng.integers(1, 20_000, LINES).astype(str)),
            "下单 时间": when.strftime("%Y-%m-%d %H:%M:%S+00:00"),
            "Amount Paid": [f"{cent / 100:.2f}" for cent in cents],
            'order"no': (np.arange(LINES) // 3).astype(str),
            "Category": rng.choice(["皮肤", 'Body "A"', "it's", "Test"], LINES),
            "qty": rng.integers(1, 9, LINES).astype(str),
            "Web?": rng.choice(["true", "false"], LINES),
            "Price": [repr(float(cent) / 64) for cent in cents],
            "nothing": "",
        }
    )
    for column in ("客户编号", "下单 时间", "Amount Paid", "Category", "qty", "Web?"):
        table.loc[rng.random(LINES) < 0.01, column] = ""
    return table


@pytest.fixture(scope="module")
def lines(run) -> pd.DataFrame:
    """The order lines, in the server as well, with their types."""
    table = order_lines()
    types = ("text", "timestamptz", "numeric(18,2)", "bigint", "varchar(20)", "smallint", "boolean", "double precision", "date")
    quoted = [session.quoted(name) for name in table]
    columns = ", ".join(f"{name} {type_}" for name, type_ in zip(quoted, types, strict=True))
    filled = ", ".join(f"NULLIF({name}, '')::{type_}" for name, type_ in zip(quoted, types, strict=True))
    run('CREATE SCHEMA "销售 Data"', f"CREATE TABLE {TABLE} ({columns}, secret text)")
    run(
        f"INSERT INTO {TABLE} SELECT {filled}, 'hidden' FROM staged", "DROP TABLE staged",
        rows=pa.Table.from_pandas(table, preserve_index=False),
    )  # fmt: skip
    return table


SMALL = """\
name: Small
currency: CNY
source:
  connection: {connection}
  transactions:
    table: {table}
    columns: {{customer_id: who, ordered_at: day, amount: total}}
"""


@pytest.fixture
def small(run, tmp_path):
    """A client of a table of one row, made anew: a call with the address and the table's name."""

    def make(connection: str, table: str) -> Path:
        name = session.quoted(table)
        run(f"DROP TABLE IF EXISTS {name}", f"CREATE TABLE {name} (who text, day date, total int, secret text)")
        run(f"INSERT INTO {name} VALUES ('a', '2024-01-14', 5, 'x')")
        return write_client(tmp_path / table, SMALL.format(connection=connection, table=table), {})

    return make


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(list(table.columns), ignore_index=True)


def client(folder: Path, connection: str, table: str) -> Path:
    place = f"table: '{table}'"
    return write_client(folder, CLIENT.format(connection=f"connection: {connection}", place=place), {})


def test_a_table_of_the_warehouse_means_the_same_as_the_file_of_its_rows(lines, socket, tmp_path):
    """Typed columns, numeric(18,2), times with a zone, gaps and odd names: 200,000 lines, all equal."""
    text = lines.to_csv(index=False)
    of_file = canonical(
        write_client(
            tmp_path / "file", CLIENT.format(connection="connection: null", place="files: raw/orders.csv"), {"orders.csv": text}
        )
    )
    folder = client(tmp_path / "server", address(socket), '销售 Data.订单 "2024"')
    of_server = canonical(folder)

    assert LINES == len(of_server)
    assert {'销售 Data.订单 "2024"'} == set(of_server.pop("source_file"))
    assert ["orders.csv"] == of_file.pop("source_file").unique().tolist()
    # A table has no order of its own: the server numbers the rows as it gives them.
    assert list(range(1, LINES + 1)) == of_server.pop("source_row").tolist() == of_file.pop("source_row").tolist()
    pd.testing.assert_frame_equal(in_order(of_file), in_order(of_server))
    assert 0 == of_server["ordered_at"].isna().sum() - (lines["下单 时间"] == "").sum()
    assert [] == [path for path in (folder / "cache").glob("*.parquet") if "secret" in pq.read_schema(path).names]


def test_types_without_a_plain_counterpart_come_as_text(run, socket, tmp_path):
    run(
        "CREATE TABLE kinds (n numeric, m money, u uuid, j jsonb, a int[], t time, i interval, d date, b timestamp, e timestamptz, s char(4))",
        "INSERT INTO kinds VALUES (12345678901234.5678, 1000.5, '00000000-0000-0000-0000-000000000001', '{\"a\": 1}', '{1,2}', '10:05', "
        "'1 day', '2024-02-29', '2024-01-14 10:00', '2024-07-14 10:00+02', 'x'), "
        "('NaN', NULL, NULL, NULL, NULL, NULL, NULL, 'infinity', '-infinity', 'infinity', '')",
    )
    client_yaml = f"""\
name: Kinds
currency: CNY
privacy: {{keep: [id]}}
timezone: Europe/London
source:
  connection: {address(socket)}
  customers:
    table: kinds
    columns: {{customer_id: {{row_number: true}}, number: n, price: m, id: u, more: j, many: a, clock: t, span: i, born_on: d, seen_on: b, kind: s}}
    attributes: {{number: metric, price: metric}}
  events:
    table: public.kinds
    columns: {{customer_id: u, occurred_at: e, kind: {{constant: view}}}}
"""
    folder = write_client(tmp_path / "kinds", client_yaml, {})
    people, events = (canonical(folder, name) for name in ("customers", "events"))

    first = people.iloc[0]
    assert [12345678901234.5678, 1000.5, "2024-02-29", "2024-01-14"] == [
        first["number"], first["price"], str(first["born_on"])[:10], str(first["seen_on"])[:10],
    ]  # fmt: skip
    assert ["00000000-0000-0000-0000-000000000001", '{"a": 1}', "{1,2}", "10:05:00", "1 day", "x"] == first[
        ["id", "more", "many", "clock", "span", "kind"]
    ].tolist()
    assert people.iloc[1].drop(["customer_id", "source_file", "source_row"]).isna().all()
    assert pd.Timestamp("2024-07-14 09:00") == events["occurred_at"][0]
    assert pd.isna(events["occurred_at"][1])


def test_a_command_reads_anew_and_its_notebooks_take_what_it_read(run, socket, small):
    folder = small(address(socket), "Growing")
    (folder / "client.yaml").write_text(SMALL.format(connection=address(socket), table="growing"))  # capitals apart, the only one
    source = load_client(folder / "client.yaml").source

    def read(fresh: bool) -> tuple[int, int]:
        one = read_inputs(source, folder=folder, pseudonymise=False, fresh=fresh)["transactions"]
        return one.rows, one.path.stat().st_mtime_ns

    first = read(fresh=False)  # nothing was extracted before
    run("INSERT INTO \"Growing\" VALUES ('b', '2024-01-15', 6)")
    assert first == read(fresh=False)
    second = read(fresh=True)
    assert (1, 2) == (first[0], second[0])
    assert second == read(fresh=True)  # extracted anew, but the same: nothing is built again
    assert ["postgresql"] == [
        file.encoding for file in read_inputs(source, folder=folder, pseudonymise=False)["transactions"].files
    ]


def test_after_an_extraction_the_cache_serves_without_the_server(monkeypatch, socket, small):
    folder = small(address(socket), "cached")
    before = canonical(folder)
    monkeypatch.setitem(session.MODULES, "postgresql", "no_such_driver")

    pd.testing.assert_frame_equal(before, canonical(folder))
    with pytest.raises(
        SourceError,
        match=re.escape('needs the postgresql driver, which is not installed. Install it: pip install -e ".[postgres]"'),
    ):
        read_inputs(load_client(folder / "client.yaml").source, folder=folder, fresh=True)


@pytest.mark.parametrize(
    ("connection", "message"),
    [
        (lambda place: address(place, database="nowhere"), "/nowhere: there is no such database. Correct its name"),
        (lambda place: address(place, user="nobody"), "refused the user name or the password. Check the variables"),
        (lambda place: address(place, user="guarded"), "refused the user name or the password. Check the variables"),
        (lambda place: address(place + "/nothing"), "cannot be reached. Check host and port"),
        (lambda _: "postgresql://me@127.0.0.1:9/shop", "postgresql at 127.0.0.1:9/shop cannot be reached. Check host and port"),
        (lambda _: "postgresql://me@host:port/shop", "source.connection cannot be read as an address"),
    ],
)
def test_a_connection_that_fails_says_why(run, socket, tmp_path, connection, message):
    guarded(run, socket, "guarded")
    folder = client(tmp_path / "client", connection(socket), "any")

    with pytest.raises(SourceError) as error:
        read_inputs(load_client(folder / "client.yaml").source, folder=folder)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_password_comes_from_the_environment(run, socket, small, monkeypatch):
    folder = small(f"postgresql://${{WHO}}:${{WORD}}@/postgres?host={socket}", "guarded_lines")
    run("CREATE ROLE keeper LOGIN PASSWORD 'p@ss/w:rd'", "GRANT SELECT ON guarded_lines TO keeper")
    guarded(run, socket, "keeper")
    monkeypatch.setenv("WHO", "keeper")
    monkeypatch.setenv("WORD", "wrong")
    with pytest.raises(SourceError, match="refused the user name or the password") as error:
        canonical(folder)
    assert "wrong" not in str(error.value)
    monkeypatch.setenv("WORD", "p@ss/w:rd")

    assert [5.0] == canonical(folder)["amount"].tolist()
    assert [] == [path for path in folder.rglob("*") if path.is_file() and b"p@ss" in path.read_bytes()]


def test_a_table_that_is_not_there_is_told_with_the_likely_ones(lines, socket, tmp_path):
    folder = client(tmp_path / "client", address(socket), '销售 Data.订单 "2023"')

    with pytest.raises(SourceError, match=re.escape('Did you mean 销售 Data.订单 "2024"')) as error:
        canonical(folder)
    assert "client.yaml: source.transactions.table is '销售 Data.订单 \"2023\"', which postgresql at " in str(error.value)


def test_a_column_that_is_not_there_is_told_with_the_likely_one(lines, socket, tmp_path):
    folder = client(tmp_path / "client", address(socket), '销售 Data.订单 "2024"')
    yaml = folder / "client.yaml"
    yaml.write_text(yaml.read_text().replace("Amount Paid", "Amount paid"))

    with pytest.raises(ConfigError, match=r"has no column 'Amount paid'\. Did you mean 'Amount Paid'\?"):
        canonical(folder)


def test_a_right_to_some_columns_is_enough_where_these_are_named(run, socket, small):
    folder = small(address(socket, user="partial"), "partly")
    run("CREATE ROLE partial LOGIN", "GRANT SELECT (who, day, total) ON partly TO partial")
    assert [5.0] == canonical(folder)["amount"].tolist()

    yaml = folder / "client.yaml"
    yaml.write_text(yaml.read_text().replace("total}", "total, category: secret}"))
    with pytest.raises(SourceError, match=r"this user may not read partly, or not all of the columns that client.yaml names"):
        canonical(folder)


def test_an_empty_table_is_refused_and_the_table_of_before_stays(run, socket, small):
    folder = small(address(socket), "emptied")
    before = canonical(folder)
    run("DELETE FROM emptied")

    with pytest.raises(SourceError, match=r"emptied holds no row\. Ask the client for a filled table"):
        read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False, fresh=True)
    pd.testing.assert_frame_equal(before, canonical(folder))
    assert [] == [path.name for path in (folder / "cache").iterdir() if path.name.startswith(".")]

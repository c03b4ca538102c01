"""Many files that are one table."""

import pytest

from analysis.errors import SourceError
from analysis.sources.files.folder import HeaderDrift, header_drift, read_files, resolve_files
from analysis.sources.files.report import ReadReport

NAMES = ("orders_2.csv", "orders_10.csv", "members.parquet", "notes.md", ".hidden.csv", "~$orders.csv")


@pytest.fixture
def client(tmp_path):
    """A client's folder with a few files in raw/."""
    (tmp_path / "raw" / "old").mkdir(parents=True)
    for name in NAMES:
        (tmp_path / "raw" / name).write_text("id,name\n1,Ana\n", encoding="utf-8")
    (tmp_path / "raw" / "old" / "orders_1.csv").write_text("id,name\n0,Zoe\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ("raw/orders_2.csv", ["orders_2.csv"]),
        ("raw/orders_*.csv", ["orders_10.csv", "orders_2.csv"]),
        ("raw/*orders*.csv", ["orders_10.csv", "orders_2.csv"]),
        ("raw", ["members.parquet", "orders_10.csv", "orders_2.csv"]),
        ("raw/**/*.csv", ["orders_1.csv", "orders_10.csv", "orders_2.csv"]),
        (["raw/orders_2.csv", "raw/*.csv", "raw/members.parquet"], ["members.parquet", "orders_10.csv", "orders_2.csv"]),
        ("raw/.hidden.csv", [".hidden.csv"]),  # named outright
    ],
)
def test_files_are_found_sorted_and_once(client, files, names):
    assert names == [path.name for path in resolve_files(files, client)]


def test_absolute_paths_and_patterns(client, tmp_path):
    assert resolve_files("raw/orders_*.csv", client) == resolve_files(str(client / "raw" / "orders_*.csv"), tmp_path / "other")


def test_marks_of_patterns_in_a_folder_or_file_name_are_only_characters(tmp_path):
    folder = tmp_path / "client [new]"
    folder.mkdir()
    for name in ("orders [1].csv", "orders 1.csv"):
        (folder / name).write_text("id\n1\n", encoding="utf-8")

    assert ["orders [1].csv"] == [path.name for path in resolve_files("orders [1].csv", folder)]
    assert ["orders 1.csv", "orders [1].csv"] == [path.name for path in resolve_files("*.csv", folder)]


def test_nothing_found_names_the_pattern_and_what_there_is(client):
    with pytest.raises(SourceError) as error:
        resolve_files("raw/order-*.csv", client)

    assert (
        f"No file matches 'raw/order-*.csv'. In {client / 'raw'} there are: "
        "members.parquet, notes.md, old/, orders_10.csv, orders_2.csv. Correct files under source." == str(error.value)
    )
    with pytest.raises(SourceError, match=r"No file matches 'rav/\*\.csv'\. In .* there are: raw/\."):
        resolve_files(["raw/*.csv", "rav/*.csv"], client)


def test_an_empty_folder_is_called_empty(tmp_path):
    (tmp_path / "raw").mkdir()
    with pytest.raises(SourceError, match=r"'raw': .*raw is empty\. Put the client's files there"):
        resolve_files("raw", tmp_path)


def test_each_file_is_read_in_its_own_encoding(tmp_path):
    """One month exported from the shop, one from an old till, one from Excel."""
    for month, encoding in enumerate(["utf-8", "gb18030", "utf-16"]):
        text = f"编号,城市\n{month},上海\n"
        (tmp_path / f"orders_{month}.csv").write_bytes(text.encode(encoding))
    read = read_files(resolve_files("orders_*.csv", tmp_path), tmp_path / "cache")

    assert ["utf-8", "gb18030", "utf-16-le"] == [report.format.encoding for _, report in read]
    assert [("编号", "城市")] * 3 == [report.columns for _, report in read]


def report_with(name: str, *columns: str) -> ReadReport:
    return ReadReport(name, None, columns, 0, (), "", 0)


def test_the_order_of_columns_is_no_drift():
    assert [] == header_drift([report_with("a.csv", "id", "name"), report_with("b.csv", "name", "id")])


def test_missing_and_extra_columns_are_named_by_file():
    drift = header_drift(
        [
            report_with("1.csv", "id", "name", "city"),
            report_with("2.csv", "id", "name"),
            report_with("3.csv", "id", "name", "city", "phone"),
        ]
    )

    assert [HeaderDrift("2.csv", missing=("city",), extra=()), HeaderDrift("3.csv", missing=(), extra=("phone",))] == drift


def test_of_two_files_the_one_with_fewer_columns_lacks_them():
    drift = header_drift([report_with("1.csv", "id"), report_with("2.csv", "id", "city")])

    assert [HeaderDrift("1.csv", missing=("city",), extra=())] == drift

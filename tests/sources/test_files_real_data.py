"""Public files as people really wrote them."""

from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from analysis.sources.files import cached_parquet, text_to_parquet

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def shared(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not in ../shared/data")
    return path


@pytest.mark.parametrize(
    ("name", "rows", "columns", "encoding", "delimiter", "header_row"),
    [
        ("cdnow/CDNOW_master.txt", 69_659, 4, "utf-8", " ", 1),
        ("cdnow/CDNOW_sample.txt", 6_919, 5, "utf-8", " ", 0),
        ("superstore-en/Sample_-_Superstore.csv", 9_994, 21, "utf-8-sig", ",", 1),
        ("marketing-campaign/marketing_campaign.csv", 2_240, 29, "utf-8", "\t", 1),
        ("marketing-campaign/marketing_campaign_semicolon_bom_iso.csv", 2_240, 29, "utf-8-sig", ";", 1),
        ("cn-superstore/superMarket.csv", 9_935, 20, "utf-8", ",", 1),
        ("airline-satisfaction/airline_passenger_satisfaction_test.csv", 25_976, 25, "utf-8", ",", 1),
        ("hillstrom/hillstrom.csv", 64_000, 12, "utf-8", ",", 1),
        ("telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv", 7_043, 21, "utf-8", ",", 1),
        ("mcdonalds-survey/mcdonalds.csv", 1_453, 15, "utf-8", ",", 1),
    ],
)
def test_shape_and_format(tmp_path, name, rows, columns, encoding, delimiter, header_row):
    report = text_to_parquet(shared(name), tmp_path / "out.parquet")
    form = report.format

    assert (rows, columns, ()) == (report.rows, len(report.columns), report.rejects)
    assert (encoding, delimiter, header_row) == (form.encoding, form.delimiter, form.header_row)
    assert rows == pq.read_metadata(tmp_path / "out.parquet").num_rows


def test_cdnow_adds_up_to_what_is_published(tmp_path):
    """23,570 customers bought 167,881 CDs for $2,500,315.63; ids keep their leading zeros."""
    report = text_to_parquet(shared("cdnow/CDNOW_master.txt"), tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")

    assert ("customer_id", "date", "number_of_cds", "dollar_value") == report.columns
    assert 23_570 == pc.count_distinct(table["customer_id"]).as_py()
    assert "00001" == table["customer_id"][0].as_py()
    assert 167_881 == sum(map(int, table["number_of_cds"].to_pylist()))
    assert 250_031_563 == sum(round(float(value) * 100) for value in table["dollar_value"].to_pylist())


@pytest.mark.parametrize(("encoding", "found"), [("gbk", "gb18030"), ("gb18030", "gb18030"), ("big5", "big5")])
def test_the_chinese_superstore_in_older_encodings(tmp_path, encoding, found):
    """Big5 lacks simplified characters; what remains of the text is still ordinary Big5."""
    text = shared("cn-superstore/superMarket.csv").read_text(encoding="utf-8")
    text = text.encode(encoding, "ignore").decode(encoding)
    (tmp_path / "old.csv").write_bytes(text.encode(encoding))
    (tmp_path / "new.csv").write_bytes(text.encode())
    reports = [text_to_parquet(tmp_path / f"{name}.csv", tmp_path / f"{name}.parquet") for name in ("old", "new")]
    tables = [pq.read_table(tmp_path / f"{name}.parquet").drop_columns(["source_file"]) for name in ("old", "new")]

    assert [found, "utf-8"] == [report.format.encoding for report in reports]
    assert [9_935, 9_935] == [report.rows for report in reports]
    assert tables[0].equals(tables[1])


def test_online_retail_as_parquet(tmp_path):
    path, report = cached_parquet(shared("online-retail/online_retail.parquet"), tmp_path / "cache")
    table = pq.read_table(path)

    assert (541_909, 10) == (table.num_rows, table.num_columns)
    assert (541_909, None) == (report.rows, report.format)
    assert table["source_row"].to_numpy().tolist() == list(range(1, 541_910))

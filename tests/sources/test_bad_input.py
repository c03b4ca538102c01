"""Files as they come: each is read as it is meant, or refused in one sentence that names file, place and way out.

Every case goes through `read_inputs`.  Where a file is read its values are checked; where it is refused, the sentence
is, and that nothing was left behind but whole files of the cache.
"""

import gzip
import io
import re
import sqlite3
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from analysis.config import load_client
from analysis.errors import AnalysisError, ConfigError, SourceError
from analysis.sources import contact_fields, read_inputs
from tests.stories import write_client

CLIENT = """\
name: Bad
currency: CNY
source:
  transactions:
    files: raw/*
    columns: {customer_id: Customer, ordered_at: Date, amount: Amount}
"""
HEADER = "Customer,Date,Amount\n"
TWO = HEADER + "C1,2024-01-05,5\nC2,2024-01-06,6\n"
READ = [("C1", datetime(2024, 1, 5), 5.0), ("C2", datetime(2024, 1, 6), 6.0)]
CELLS = [["Customer", "Date", "Amount"], ["C1", "2024-01-05", 5], ["C2", "2024-01-06", 6]]
SECRET = "C1", "C2", "2024-01-05", "13800138000"  # values that no message may hold


def tables(folder: Path, files: dict[str, bytes | str], client: str = CLIENT):
    write_client(folder, client, files)
    return read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)


def lines(folder: Path, files: dict[str, bytes | str], client: str = CLIENT) -> list[tuple]:
    """(customer, time, amount) of every order line, in the order of the files."""
    rows = pq.read_table(tables(folder, files, client)["transactions"].path).to_pylist()
    return [(row["customer_id"], row["ordered_at"], None if row["amount"] is None else float(row["amount"])) for row in rows]


def refused(folder: Path, files: dict[str, bytes | str], client: str = CLIENT) -> str:
    """The sentence; no value of the file is in it, and no table was written."""
    with pytest.raises((SourceError, ConfigError)) as error:
        tables(folder, files, client)
    said = str(error.value)
    kinds = {path.suffix for path in (folder / "cache").rglob("*") if path.is_file()} if (folder / "cache").exists() else set()

    assert not [value for value in SECRET if value in said]
    assert "Traceback" not in said
    assert not (folder / "canonical").exists() or not list((folder / "canonical").iterdir())
    assert kinds <= {".json", ".parquet"}
    assert not [path for path in folder.rglob(".*") if path.name.startswith((".filling", ".reading"))]
    return said


def nothing_cached(folder: Path) -> bool:
    return not (folder / "cache").exists() or not list((folder / "cache").iterdir())


def book(*rows, more=None) -> bytes:
    """A workbook of these rows; `more` writes what write_row cannot."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as target:
        page = target.add_worksheet()
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
        if more:
            more(target, page)
    return made.getvalue()


def compound(**streams: bytes) -> bytes:
    """A compound file (OLE) with these streams, each of at least 4,096 bytes, as Office wraps what has a password."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    fat, body, entries = [0xFFFFFFFD, end], b"", []
    for name, content in streams.items():
        count = -(-len(content) // sector)
        start = len(fat)
        fat += [start + at + 1 for at in range(count - 1)] + [end]
        body += content.ljust(count * sector, b"\0")
        entries.append((name, 2, start, len(content)))

    def entry(name: str, kind: int, start: int, size: int, child: int = free, right: int = free) -> bytes:
        spelled = name.encode("utf-16-le") + b"\0\0"
        links = struct.pack("<III", free, right, child)
        tail = bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)
        return spelled.ljust(64, b"\0") + struct.pack("<HBB", len(spelled), kind, 1) + links + tail

    ordered = sorted(entries, key=lambda one: (len(one[0]), one[0].upper()))
    listed = [entry("Root Entry", 5, end, 0, child=1)]
    listed += [entry(*one, right=at + 2 if at + 1 < len(ordered) else free) for at, one in enumerate(ordered)]
    directory = b"".join(listed).ljust(sector, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0)
    head = head.ljust(sector, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    return head + table + directory + body


def biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


LOCKED_XLSX = compound(
    EncryptionInfo=b"\x04\0\x04\0\x40\0\0\0<encryption/>".ljust(4096, b" "), EncryptedPackage=bytes(range(256)) * 20
)
LOCKED_XLS = compound(
    Workbook=(
        biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0x1FAF, 0x7CD, 0, 0x600))
        + biff(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(range(48)))
        + biff(0x0A, b"")
    ).ljust(4096, b"\0")
)


def parquet(**columns) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


def zipped(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name, content in files.items():
            parts.writestr(name if "." in name or "/" in name else name.replace("_", "."), content)
    return made.getvalue()


def database(folder: Path) -> bytes:
    path = folder / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE orders (customer TEXT)")
    connection.commit()
    connection.close()
    return path.read_bytes()


PARQUET = parquet(Customer=["C1", "C2"], Date=["2024-01-05", "2024-01-06"], Amount=[5.0, 6.0])
XLSX = book(*CELLS)

# -- what a file is -----------------------------------------------------------------------------------

NO_TABLE = {
    "empty": ("o.csv", b"", r"o\.csv is empty\. Ask for the file again"),
    "blank lines only": ("o.csv", b"\n\n  \n", "holds only blank lines"),
    "header only": ("o.csv", HEADER, r"o\.csv: a header, but no rows below it"),
    "header only, workbook": ("o.xlsx", book(CELLS[0]), "a header, but no rows below it"),
    "picture": ("o.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(99), "is a file of the kind PNG, not a table"),
    "photograph": ("o.csv", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(99), "is a file of the kind JPEG"),
    "program": ("o.csv", b"\x7fELF\x02\x01\x01" + bytes(99), "is a file of the kind ELF"),
    "program of Windows": ("o.csv", b"MZ\x90\0\x03" + bytes(99), "is a file of the kind EXE"),
    "7-Zip": ("o.csv", b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(99), "is a file of the kind 7-Zip"),
    "PDF": ("o.txt", b"%PDF-1.7\n%\xe2\xe3\n", "is a file of the kind PDF"),
    "rich text": ("o.txt", rb"{\rtf1\ansi C1,2024-01-05,5}", "is a file of the kind RTF"),
    "JSON": ("o.csv", b'[{"Customer": "C1", "Date": "2024-01-05"}]', "is JSON, not delimited text"),
    "web page": ("o.csv", b"<html><table><tr><td>C1</td></tr></table>", "is a web page or XML, not delimited text"),
    "web page as Excel": (
        "o.xls",
        b"<html><table><tr><td>C1</td></tr></table>",
        "is a web page or XML under the name of a workbook",
    ),
    "XML spreadsheet": (
        "o.xls",
        b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook/>',
        r"is a web page or XML under the name of a workbook\. Open it in a spreadsheet program and save it as \.xlsx",
    ),
    "CSV as parquet": ("o.parquet", TWO, "is not a complete parquet file"),
    "parquet as CSV": ("o.csv", PARQUET, r"is a parquet file, not delimited text\. Give it the suffix \.parquet"),
    "parquet cut off": ("o.parquet", PARQUET[:-9], r"is not a complete parquet file\. Copy it again"),
    "workbook cut off": ("o.xlsx", XLSX[: len(XLSX) // 2], r"is not a complete workbook\. Copy it again"),
    "workbook cut off, as CSV": ("o.csv", XLSX[: len(XLSX) // 2], r"is not a complete archive\. Copy it again"),
    "gzip cut off": (
        "o.csv.gz",
        gzip.compress(TWO.encode(), mtime=0)[:-9],
        r"o\.csv\.gz is not a complete archive\. Copy it again",
    ),
    "zip cut off": ("o.zip", zipped(o_csv=TWO)[:-9], r"o\.zip is not a complete archive\. Copy it again"),
    "several files in a zip": (
        "o.zip",
        zipped(a_csv=TWO, b_csv=TWO),
        r"o\.zip holds 2 files \(a\.csv, b\.csv\)\. Unpack it, and name",
    ),
    "zip without a file": ("o.zip", zipped(), r"o\.zip is an archive without a file in it"),
    "picture in a zip": ("o.zip", zipped(o_csv="%PDF-1.7"), r"o\.zip is a file of the kind PDF"),
    "workbook with a password": ("o.xlsx", LOCKED_XLSX, r"o\.xlsx is protected by a password\. Ask for it without one"),
    "old workbook with a password": ("o.xls", LOCKED_XLS, r"o\.xls is protected by a password\. Ask for it without one"),
    "NUL bytes": ("o.csv", TWO.replace("C2", "C\0002"), "holds binary data at line 3: it is damaged"),
}


@pytest.mark.parametrize("case", NO_TABLE)
def test_what_is_no_table_is_called_what_it_is(tmp_path, case):
    name, content, said = NO_TABLE[case]
    folder = tmp_path / "client"

    assert re.search(said, refused(folder, {name: content}))
    assert nothing_cached(folder) or "header only" in case


def test_a_database_under_the_name_of_a_table(tmp_path):
    assert "is a file of the kind SQLite, not a table" in refused(tmp_path / "client", {"o.csv": database(tmp_path)})


@pytest.mark.parametrize(
    ("name", "content", "encoding"),
    [
        ("o.csv", TWO, "utf-8"),
        ("o.xlsx", TWO, "utf-8"),  # text under the name of a workbook
        ("o.csv", XLSX, "xlsx"),  # a workbook under the name of a text
        ("o.xls", XLSX, "xls"),
        ("o.parquet", PARQUET, ""),
        ("o.csv.gz", gzip.compress(TWO.encode(), mtime=0), "utf-8"),
        ("o.gz", gzip.compress(XLSX, mtime=0), "xlsx"),
        ("o.zip", zipped(o_csv=TWO), "utf-8"),
        ("o.csv", zipped(o_csv=TWO), "utf-8"),
        ("o.zip", zipped(**{"__MACOSX/x": "", "orders.csv": TWO}), "utf-8"),
        ("o.csv", TWO.encode("utf-16"), "utf-16-le"),
        ("o.csv", TWO.encode("utf-16-le"), "utf-16-le"),  # without its mark
        ("o.csv", TWO.encode("utf-16-be"), "utf-16-be"),
        ("o.csv", TWO.replace("\n", "\r"), "utf-8"),
        ("o.csv", TWO.replace("\n", "\r\n", 2), "utf-8"),
        ("o.csv", "\n\n" + TWO.replace("\n", "\n\n"), "utf-8"),
        ("o.csv", TWO.replace("6\n", "6\n,,\n,,"), "utf-8"),  # blank lines of a spreadsheet
    ],
    ids=lambda value: "content" if isinstance(value, bytes) else None,
)
def test_a_table_in_an_odd_wrapping_is_read(tmp_path, name, content, encoding):
    read = tables(tmp_path, {name: content})["transactions"]

    assert (2, 0, encoding, name) == (read.rows, read.rejects, read.files[0].encoding, read.files[0].file)
    assert READ == lines(tmp_path, {name: content})


def test_a_zip_with_a_password(tmp_path):
    content = bytearray(zipped(o_csv=TWO))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1

    assert "o.zip is protected by a password" in refused(tmp_path, {"o.zip": bytes(content)})


# -- how much there is of it --------------------------------------------------------------------------


def test_one_row_and_one_customer(tmp_path):
    assert READ[:1] == lines(tmp_path / "a", {"o.csv": HEADER + "C1,2024-01-05,5"})
    assert [5.0, 7.0] == [
        amount for _, _, amount in lines(tmp_path / "b", {"o.csv": HEADER + "C1,2024-01-05,5\nC1,2024-02-05,7\n"})
    ]


@pytest.mark.parametrize(("column", "name"), list(enumerate(["customer_id", "ordered_at", "amount"])))
@pytest.mark.parametrize("nothing", ["", "  ", "n/a"])
def test_a_required_column_without_a_value_is_named(tmp_path, column, name, nothing):
    rows = [["C1", "2024-01-05", "5"], ["C2", "2024-01-06", "6"]]
    for row in rows:
        row[column] = nothing
    said = refused(tmp_path, {"o.csv": HEADER + "".join(",".join(row) + "\n" for row in rows)})

    assert f"o.csv: none of 2 rows has a value for {name} that can be read" in said
    assert f"correct source.transactions.columns.{name}" in said


def test_an_optional_column_without_a_value_is_read_as_missing(tmp_path):
    client = CLIENT.replace("amount: Amount}", "amount: Amount, quantity: Units, category: Kind}")
    content = TWO.replace("Amount", "Amount,Units,Kind").replace("5\n", "5,,\n").replace("6\n", "6,,\n")
    rows = pq.read_table(tables(tmp_path, {"o.csv": content}, client)["transactions"].path).to_pylist()

    assert [(None, None, "ok")] * 2 == [(row["quantity"], row["category"], row["fate"]) for row in rows]


def test_a_thousand_columns(tmp_path):
    names = ",".join(f"x{n}" for n in range(997))
    content = f"Customer,Date,Amount,{names}\n" + f"C1,2024-01-05,5,{',' * 996}\n" + f"C2,2024-01-06,6,{',' * 996}\n"

    assert READ == lines(tmp_path, {"o.csv": content})


def test_a_cell_of_ten_megabytes(tmp_path):
    content = TWO.replace("Amount", "Amount,Note").replace("5\n", f"5,{'x' * 10_000_000}\n").replace("6\n", "6,y\n")

    assert READ == lines(tmp_path, {"o.csv": content})


# -- rows that are none -------------------------------------------------------------------------------

BELOW = {
    "the header again": (TWO.split("\n", 1)[0] + "\n", 1),
    "a total": ("Total,,11\n", 1),
    "a Chinese total": ("合计,,11\n", 1),
    "a total in the second column": (",小计：,11\n", 1),
    "notes": ("\nExported by admin\n* preliminary\n", 2),
    "notes in a spreadsheet's columns": ("制表人：财务部,,\n,,\n导出时间: 2024-02-01,,\n", 2),
    "a total and notes": ("总计,,11\n,,\n注：含税,,\n", 2),
}


@pytest.mark.parametrize("case", BELOW)
def test_rows_below_the_table_are_counted_and_left_out(tmp_path, case):
    more, count = BELOW[case]
    read = tables(tmp_path, {"o.csv": TWO + more})["transactions"]

    assert (2, count) == (read.rows, read.rejects)
    assert READ == lines(tmp_path, {"o.csv": TWO + more})


def test_exports_put_one_below_the_other_lose_only_their_headers(tmp_path):
    """Neither the small file, where the second header would pass for the better one, nor the large one."""
    for copies in (2, 40):
        read = tables(tmp_path / str(copies), {"o.csv": TWO * copies})["transactions"]

        assert (2 * copies, copies - 1) == (read.rows, read.rejects)


def test_a_customer_called_total_stays(tmp_path):
    """Its row has a date, so it is an order; and one with a note's colon has other cells."""
    content = TWO + "Total,2024-01-07,7\nAgent: X,2024-01-08,8\n"

    assert [*READ, ("Total", datetime(2024, 1, 7), 7.0), ("Agent: X", datetime(2024, 1, 8), 8.0)] == lines(
        tmp_path, {"o.csv": content}
    )


def test_an_old_macs_line_ends_among_others(tmp_path):
    read = tables(tmp_path, {"o.csv": HEADER + "C0,2024-01-04,4\n" * 9 + TWO.split("\n", 1)[1].replace("5\n", "5\r")})[
        "transactions"
    ]

    assert (11, 0) == (read.rows, read.rejects)


def test_an_unbalanced_quote_costs_its_own_row(tmp_path):
    read = tables(tmp_path, {"o.csv": TWO.replace("C2", '"C2') + "C3,2024-01-07,7\n"})["transactions"]

    assert (2, 1) == (read.rows, read.rejects)


def test_duplicate_headers_are_told_apart(tmp_path):
    content = "Customer,Date,Amount,Amount\nC1,2024-01-05,5,50\nC2,2024-01-06,6,60\n"

    assert READ == lines(tmp_path / "a", {"o.csv": content})
    second = lines(tmp_path / "b", {"o.csv": content}, CLIENT.replace("amount: Amount}", "amount: Amount (2)}"))
    assert [50.0, 60.0] == [amount for _, _, amount in second]


def test_delimiters_may_change_between_files_but_not_in_one(tmp_path):
    other = TWO.replace("C1", "C3").replace("C2", "C4").replace(",", ";")

    assert ["C1", "C2", "C3", "C4"] == [row[0] for row in lines(tmp_path / "a", {"a.csv": TWO, "b.csv": other})]
    said = refused(tmp_path / "b", {"o.csv": TWO + other.split("\n", 1)[1]})
    assert "o.csv, line 4: the delimiter changes from ',' to ';'. Split the file there" in said


# -- encodings ----------------------------------------------------------------------------------------

TOWNS = "Customer,Date,Amount,City\n"


def test_a_folder_in_three_encodings(tmp_path):
    client = CLIENT.replace("amount: Amount}", "amount: Amount, city: City}")
    files = {
        f"{at}.csv": (TOWNS + f"C{at},2024-01-05,5,{town}\n").encode(encoding)
        for at, (town, encoding) in enumerate(
            [("上海市", "utf-8"), ("北京市海淀区", "gbk"), ("臺北市中山區", "big5"), ("广州", "utf-16")]
        )
    }
    rows = pq.read_table(tables(tmp_path, files, client)["transactions"].path).to_pylist()

    assert ["上海市", "北京市海淀区", "臺北市中山區", "广州"] == [row["city"] for row in rows]


def test_two_encodings_in_one_file_are_an_error_with_the_line(tmp_path):
    content = (TOWNS + "C1,2024-01-05,5,上海市\n" * 50).encode() + ("C1,2024-01-05,5,北京市\n" * 50).encode("gbk")

    assert re.search(
        r"o\.csv, line 2: this is not gb18030, as other lines are\. The file mixes encodings", refused(tmp_path, {"o.csv": content})
    )


def test_a_wrong_declaration_is_an_error_with_the_line(tmp_path):
    content = (TOWNS + "C1,2024-01-05,5,上海市浦东新区\n" * 9).encode()
    said = refused(tmp_path, {"o.csv": content}, CLIENT.replace("files: raw/*", "files: raw/*\n    encoding: gbk"))

    assert "o.csv, line 2: the text is not gbk as declared; it looks like utf-8. Remove the encoding under source" in said


# -- dates --------------------------------------------------------------------------------------------


def dated(*values: str) -> dict[str, str]:
    return {"o.csv": HEADER + "".join(f'C{at},"{value}",5\n' for at, value in enumerate(values))}


DAYS = {
    ("0000-00-00", "2024-01-05", "2024-01-06"): [None, "2024-01-05", "2024-01-06"],
    ("0000-00-00 00:00:00", "NULL", "-", "2024-01-06 08:30:00"): [None, None, None, "2024-01-06 08:30"],
    ("2024-02-30", "2024-02-28"): [None, "2024-02-28"],
    ("43831", "43832"): ["2020-01-01", "2020-01-02"],
    ("43831", "43831.5"): ["2020-01-01", "2020-01-01 12:00"],
    ("43831", "2020-01-02"): ["2020-01-01", "2020-01-02"],
    ("43831", "25/12/2020", "13/02/2020"): ["2020-01-01", "2020-12-25", "2020-02-13"],
    ("2016年8月1日", "2016年12月11日"): ["2016-08-01", "2016-12-11"],
    ("2016年8月1日 14时05分", "2016年12月11日 9时30分"): ["2016-08-01 14:05", "2016-12-11 09:30"],
    ("2016年8月1日14时05分20秒", "2016年12月11日9时30分10秒"): ["2016-08-01 14:05:20", "2016-12-11 09:30:10"],
    ("２０２４－０１－０５", "2024-01-06"): ["2024-01-05", "2024-01-06"],
    ("31/12/24", "01/02/25"): ["2024-12-31", "2025-02-01"],
    ("05-Jan-24", "17-DEC-23"): ["2024-01-05", "2023-12-17"],
    ("2024-01-05T10:00:00+08:00", "2024-01-06T10:00:00Z"): ["2024-01-05 10:00", "2024-01-06 18:00"],
    ("1704420000", "1704506400"): ["2024-01-05 10:00", "2024-01-06 10:00"],  # seconds since 1970, told in Shanghai
    ("1704420000000", "1704506400000"): ["2024-01-05 10:00", "2024-01-06 10:00"],
}


@pytest.mark.parametrize("values", DAYS)
def test_dates_are_read_as_they_are_meant(tmp_path, values):
    write_client(tmp_path, CLIENT, dated(*values))
    read = read_inputs(load_client(tmp_path / "client.yaml").source, folder=tmp_path, pseudonymise=False, timezone="Asia/Shanghai")
    rows = pq.read_table(read["transactions"].path).to_pylist()

    assert [None if day is None else datetime.fromisoformat(day) for day in DAYS[values]] == [row["ordered_at"] for row in rows]


MOOT = {
    ("2024-01-06", "05/13/2024", "2024-01-07", "06/13/2024"): r"several ways: %Y-%m-%d \(2 different days\) and %m/%d/%Y \(2\)",
    ("民国105年8月1日", "民國105年12月11日"): r"dates of this kind are not read: 民国105年 \(\+1911\)",
    ("105/08/01", "105/12/11"): r"dates of this kind are not read: 民国105年 \(\+1911\)",
    ("二〇一六年八月一日", "二〇一六年十二月十一日"): "dates of this kind are not read: 二〇一六年",
    ("2016/8/1 下午 2:05", "2016/8/2 上午 9:05"): "dates of this kind are not read: 上午/下午",
    ("2016年8月", "2016年9月"): r"They look like 9999年9月 \(2\)\. Say it in client\.yaml",
    ("01/02/2024", "03/04/2024"): "can be read as %d/%m/%Y or as %m/%d/%Y; no value tells which",
    ("24-12-11", "24-11-12"): "can be read as %d-%m-%y or as",
}


@pytest.mark.parametrize("values", MOOT)
def test_dates_that_cannot_be_told_are_asked_about(tmp_path, values):
    said = refused(tmp_path, dated(*values))

    assert said.startswith("o.csv, column 'Date': ")
    assert re.search(MOOT[values], said)
    assert not [value for value in values if value in said]


def test_numbers_are_days_only_where_a_date_is_meant(tmp_path):
    """The same five digits are an id, an amount and a day; workbooks and parquet files alike."""
    content = HEADER + "43831,43831,43831\n43832,43832,43832\n"
    expected = [("43831", datetime(2020, 1, 1), 43831.0), ("43832", datetime(2020, 1, 2), 43832.0)]

    assert expected == lines(tmp_path / "a", {"o.csv": content})
    assert expected == lines(tmp_path / "b", {"o.xlsx": book(CELLS[0], [43831] * 3, [43832] * 3)})
    assert expected == lines(tmp_path / "c", {"o.parquet": parquet(**{name: [43831, 43832] for name in CELLS[0]})})
    assert expected == lines(tmp_path / "d", {"o.zip": zipped(o_csv=content)})


# -- numbers ------------------------------------------------------------------------------------------


def paid(*values: str) -> dict[str, str]:
    return {"o.csv": HEADER + "".join(f'C{at},2024-01-05,"{value}"\n' for at, value in enumerate(values))}


AMOUNTS = {
    ("¥5", "￥1,234.50", "$5", "€6", "£7", "RMB 8", "9元"): [5, 1234.5, 5, 6, 7, 8, 9],
    ("1.2万", "3亿", "1.5 万元", "¥2万", "-12萬"): [12_000, 300_000_000, 15_000, 20_000, -120_000],
    ("１２３．５", "１，２３４"): [123.5, 1234],
    ("1 234.50", "1'234.50", "1’234.50"): [1234.5, 1234.5, 1234.5],
    ("1.2e3", "1E+05"): [1200, 100_000],
    ("(12.00)", "（12.00）", "12-", "-12"): [-12, -12, -12, -12],
    ("1,234", "2,345"): [1234, 2345],  # a comma before three digits parts thousands, unless a decimal comma is declared
    ("15%", "3千", "12K", "5"): [None, None, None, 5],  # no money, or could be two amounts
    ("=1+1", "@5", "5"): [None, 5, 5],
}


@pytest.mark.parametrize("values", AMOUNTS)
def test_amounts_are_read_as_they_are_meant(tmp_path, values):
    assert AMOUNTS[values] == [amount for _, _, amount in lines(tmp_path, paid(*values))]


def test_a_decimal_comma_is_asked_about_and_then_read(tmp_path):
    values = "1.234,56", "12,50", "7"
    said = refused(tmp_path / "a", paid(*values))
    declared = CLIENT.replace("amount: Amount}", "amount: {column: Amount, decimal: ','}}")

    assert (
        "o.csv, column 'Amount': 2 of 3 numbers have the decimal mark ','. Say it in client.yaml: {column: Amount, decimal: ','}."
        == said
    )
    assert [1234.56, 12.5, 7.0] == [amount for _, _, amount in lines(tmp_path / "b", paid(*values), declared)]
    assert "2 of 2 numbers have the decimal mark '.'" in refused(tmp_path / "c", paid("12.50", "1,234.56"), declared)


def test_two_decimal_marks_in_a_column_are_an_error_with_both_counts(tmp_path):
    said = refused(tmp_path, paid("1.234,56", "1,234.56", "12,5", "1,234"))

    assert "o.csv, column 'Amount': 2 numbers are written like 1.234,56 and 1 like 1,234.56. Ask for one decimal mark" in said


def test_a_slip_among_many_numbers_is_missing_and_counted(tmp_path):
    amounts = [amount for _, _, amount in lines(tmp_path, paid(*["12.50"] * 30, "12,50"))]

    assert [*[12.5] * 30, None] == amounts


# -- spreadsheets -------------------------------------------------------------------------------------


def test_formulas_links_and_errors(tmp_path):
    """The value a formula had is read; without one it is missing, like an error, and both are counted."""

    def more(_, page):
        page.write_formula(1, 2, "=2+3", None, 5)
        page.write_formula(2, 2, "=2+3", None, "")
        page.write_formula(3, 2, "=1/0", None, "#DIV/0!")
        page.write_formula(4, 0, '=HYPERLINK("https://example.org","C4")', None, "C4")
        page.write_url(5, 0, "https://example.org", string="C5")

    content = book(CELLS[0], *([f"C{n}", f"2024-01-0{n}", 5] for n in range(1, 6)), more=more)
    read = tables(tmp_path, {"o.xlsx": content})["transactions"]

    assert "xlsx, 1 × =…, 1 × #N/A" == read.files[0].encoding
    assert [("C1", 5.0), ("C2", None), ("C3", None), ("C4", 5.0), ("C5", 5.0)] == [
        (customer, amount) for customer, _, amount in lines(tmp_path, {"o.xlsx": content})
    ]


def test_merged_cells_hold_for_every_row_but_money_counts_once(tmp_path):
    def more(_, page):
        page.merge_range(1, 0, 3, 0, "C1")
        page.merge_range(1, 2, 2, 2, 5)

    content = book(CELLS[0], ["", "2024-01-05"], ["", "2024-01-06"], ["", "2024-01-07", 7], ["C2", "2024-01-08", 8], more=more)

    assert [("C1", 5.0), ("C1", None), ("C1", 7.0), ("C2", 8.0)] == [
        (customer, amount) for customer, _, amount in lines(tmp_path, {"o.xlsx": content})
    ]


def test_hidden_rows_and_columns_are_read_and_hidden_sheets_come_last(tmp_path):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as target:
        lookup, page = target.add_worksheet("lists"), target.add_worksheet("orders")
        for at, row in enumerate([["a", "b", "c"], ["x", "y", "z"]]):
            lookup.write_row(at, 0, row)
        for at, row in enumerate(CELLS):
            page.write_row(at, 0, row)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(1, 1, None, None, {"hidden": True})
        page.activate()
        page.set_first_sheet()
        lookup.hide()

    assert READ == lines(tmp_path, {"o.xlsx": made.getvalue()})


def test_numbers_kept_as_text_and_dates_kept_as_numbers(tmp_path):
    def more(_, page):
        page.write_string(1, 0, "00123")
        page.write_string(1, 2, "1,234.50")

    content = book(CELLS[0], ["", 43831, ""], [17850, datetime(2020, 1, 2, 10, 30), 7], more=more)

    assert [("00123", datetime(2020, 1, 1), 1234.5), ("17850", datetime(2020, 1, 2, 10, 30), 7.0)] == lines(
        tmp_path, {"o.xlsx": content}
    )


def test_cells_that_look_like_formulas_stay_text(tmp_path):
    """Nothing is run; only the wrapping ="0017", which keeps spreadsheets from changing a number, comes off."""
    ids = ["=cmd|x", "+C3", "@C4", "-C5", '="0017"', '"=HYPERLINK(""http://x"",""C6"")"']
    content = HEADER + "".join(f"{one},2024-01-05,5\n" for one in ids)

    assert ["=cmd|x", "+C3", "@C4", "-C5", "0017", '=HYPERLINK("http://x","C6")'] == [
        row[0] for row in lines(tmp_path, {"o.csv": content})
    ]


# -- afterwards ---------------------------------------------------------------------------------------


def test_tables_of_an_earlier_reading_survive_a_bad_file(tmp_path):
    path = tables(tmp_path, {"o.csv": TWO})["transactions"].path
    before = path.read_bytes()
    for bad in (b"", PARQUET, dated("01/02/2024")["o.csv"], paid("12,50")["o.csv"], HEADER):
        with pytest.raises(AnalysisError):
            tables(tmp_path, {"o.csv": bad})

        assert before == path.read_bytes()
    assert READ == lines(tmp_path, {"o.csv": TWO})


def test_a_list_that_is_written_holds_no_formulas(tmp_path):
    """A name such as =cmd|… is shown by the caller's spreadsheet, not run; telephone numbers stay as they are."""
    given = ["=cmd|x", "+SUM(A1)", "@x", "-x", "+44 7700 900123", "-5", "Ana"]
    contact_fields._write_list(pd.DataFrame({"name": given}), tmp_path / "lists" / "calls.csv")
    written = (tmp_path / "lists" / "calls.csv").read_text(encoding="utf-8-sig").split("\n")

    assert ["name", "'=cmd|x", "'+SUM(A1)", "'@x", "'-x", "+44 7700 900123", "-5", "Ana", ""] == written

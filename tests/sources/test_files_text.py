"""Text files to parquet: every value, every reject, every byte."""

import csv
import hashlib
import io
import random

import duckdb
import pyarrow.parquet as pq
import pytest

from analysis.errors import SourceError
from analysis.sources.files import text
from analysis.sources.files.strict import UntrustedReadError
from analysis.sources.files.text import text_to_parquet


@pytest.fixture
def file(tmp_path):
    """Writes text or bytes to a file and gives its path."""

    def write(content: str | bytes, name: str = "orders.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read(file, tmp_path):
    """Reads a text; the rows as tuples without the file's name, and the report."""

    def from_text(content: str | bytes, **options):
        report = text_to_parquet(file(content), tmp_path / "out.parquet", **options)
        table = pq.read_table(tmp_path / "out.parquet")
        assert ["source_file", "source_row", *report.columns] == table.column_names
        assert {"orders.csv"} >= set(table.column("source_file").to_pylist())
        columns = [column.to_pylist() for column in table.columns[1:]]
        return list(zip(*columns, strict=True)), report

    return from_text


def no_duckdb(*_, **__):
    """Stands in for a DuckDB that fails."""
    raise UntrustedReadError
    yield


def test_rows_keep_the_order_of_the_file_and_say_where_they_come_from(read):
    rows, report = read("id,name\n7,Ana\n3,Bo\n5,\n")

    assert [(1, "7", "Ana"), (2, "3", "Bo"), (3, "5", None)] == rows
    assert (3, (), ("id", "name"), "orders.csv") == (report.rows, report.rejects, report.columns, report.name)


def test_everything_stays_text(read):
    """Leading zeros, blanks and words that mean nothing to a computer are kept; only empty is null."""
    rows, _ = read('id,phone,mark\n00017, 0044,NA\n17850.0,NULL,"  "\n"",1,2\n')

    assert [(1, "00017", " 0044", "NA"), (2, "17850.0", "NULL", "  "), (3, None, "1", "2")] == rows


def test_the_report_names_the_content(read, file):
    content = "id,name\n1,Ana\n".encode("utf-8-sig")
    _, report = read(content)

    assert hashlib.sha256(content).hexdigest() == report.sha256
    assert len(content) == report.bytes
    assert ("utf-8-sig", ",", 1) == (report.format.encoding, report.format.delimiter, report.format.header_row)


def test_source_row_counts_records_rejects_included(read):
    """Line 3 is a reject; the row behind it is the third record of the data."""
    rows, report = read("id,name\n1,Ana\n2\n3,Cy\n\n4,Di\n")

    assert [(1, "1", "Ana"), (3, "3", "Cy"), (4, "4", "Di")] == rows
    assert ((3, "too few fields"),) == report.rejects
    assert 4 == report.records


def test_rejects_of_every_kind_name_line_and_reason_only(read):
    plain = "".join(f"{n},Ana,x\n" for n in range(20)).encode()
    rows, report = read(
        b"id,name,note\n"
        + plain
        + '20\n21,"Bo,x\n22,Cy,x,y\n23,张三,x\n24,Éva,x\n'.encode()
        + b"25,\xffva,x\n"
        + "".join(f"{n},Zoé,x\n" for n in range(26, 60)).encode()
    )

    assert [(22, "too few fields"), (23, "unbalanced quote"), (24, "too many fields"), (27, "bad encoding")] == list(report.rejects)
    assert 60 == report.records == len(rows) + 4


def test_notes_above_the_header_are_passed_over(read):
    rows, report = read('Sales "2024", by region\n\nid,name\n1,Ana\n2\n3,Cy\n')

    assert [(1, "1", "Ana"), (3, "3", "Cy")] == rows
    assert 3 == report.format.header_row
    assert ((5, "too few fields"),) == report.rejects


def test_a_header_of_two_lines_is_one_record(read):
    rows, report = read('"customer\nid",name\n1,Ana\n2\n3,Cy\n')

    assert ("customer id", "name") == report.columns
    assert [(1, "1", "Ana"), (3, "3", "Cy")] == rows
    assert ((4, "too few fields"),) == report.rejects


def test_a_file_without_a_header(read):
    rows, report = read("\ufeff1,5.5\n2,6.5\n")

    assert [(1, "1", "5.5"), (2, "2", "6.5")] == rows
    assert ("column_1", "column_2") == report.columns


def test_a_header_alone_is_a_table_without_rows(read):
    for content in ("id,name\n", "id,name", "id,name\r\n\r\n"):
        rows, report = read(content)

        assert ([], 0, ("id", "name")) == (rows, report.rows, report.columns)


def test_columns_replace_the_header_and_its_width(read):
    """Rows lack the empty last field: rejects under three columns, rows under two."""
    content = "id,name,note\n1,Ana\n2,Bo\n3,Cy,x\n"
    rows, report = read(content, columns=["customer_id", "name"])

    assert [(1, "1", "Ana"), (2, "2", "Bo")] == rows
    assert ((4, "too many fields"),) == report.rejects
    assert ("customer_id", "name") == report.columns


def test_runs_of_blanks_separate(read):
    rows, report = read('  id   name \r\n  1   Ana\r\n 22   "Bo Lee" \r\n\r\n  3\t Cy\r\n')

    assert [(1, "1", "Ana"), (2, "22", "Bo Lee"), (3, "3", "Cy")] == rows
    assert " " == report.format.delimiter


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(read, encoding, end):
    lines = ["编号,城市", *(f"{n},上海市静安区" for n in range(5))]
    rows, _ = read(end.join(lines).encode(encoding))

    assert [(n + 1, str(n), "上海市静安区") for n in range(5)] == rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_values_come_out_as_the_csv_module_wrote_them(read, delimiter, end):
    """3,000 rows with delimiters, quotes and line ends inside; both readers give the same."""
    chance = random.Random(7)
    values = [
        ["".join(chance.choice(["a", "é", " ", '"', ",", ";", "\t", "|", "\n", "\r\n", "5"]) for _ in range(chance.randint(0, 9)))]
        + [str(chance.randint(0, 99)), f"x{chance.randint(0, 9)}"]
        for _ in range(3000)
    ]
    content = io.StringIO()
    writer = csv.writer(content, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["note", "amount", "code"], *values])
    rows, report = read(content.getvalue(), delimiter=delimiter)

    assert [(place, *(value or None for value in row)) for place, row in enumerate(values, start=1)] == rows
    assert () == report.rejects


def test_the_slow_reader_gives_the_same_bytes(file, tmp_path, monkeypatch):
    path = file('id,name\n1,"Ana ""A"""\n2,"Bo\r\nLee"\n3,\n4,5" pipe\n5\n' * 50)
    first = text_to_parquet(path, tmp_path / "fast.parquet")
    monkeypatch.setattr(text, "duckdb_batches", no_duckdb)
    second = text_to_parquet(path, tmp_path / "slow.parquet")

    assert first == second
    assert (tmp_path / "fast.parquet").read_bytes() == (tmp_path / "slow.parquet").read_bytes()


def test_the_same_file_gives_the_same_bytes(file, tmp_path):
    path = file("id,name\n" + "".join(f"{n},name {n % 90}\n" for n in range(130_000)))
    reports = [text_to_parquet(path, tmp_path / f"{run}.parquet") for run in range(2)]

    assert reports[0] == reports[1]
    assert (tmp_path / "0.parquet").read_bytes() == (tmp_path / "1.parquet").read_bytes()
    assert 2 == pq.read_metadata(tmp_path / "0.parquet").num_row_groups


def test_duckdb_reads_the_parquet(file, tmp_path):
    text_to_parquet(file("id,name\n1,Ana\n2,Bo\n"), tmp_path / "out.parquet")
    with duckdb.connect() as connection:
        types = connection.sql(f"DESCRIBE SELECT * FROM '{tmp_path}/out.parquet'").fetchall()

    assert ["VARCHAR", "BIGINT", "VARCHAR", "VARCHAR"] == [row[1] for row in types]


def test_an_unbalanced_quote_costs_its_own_row_in_a_small_file(read):
    rows, report = read('id,name,city\n1,Ana,Rome\n2,"Bo,Oslo\n3,Cy,Bonn\n4,Di,Lima\n')

    assert [(1, "1", "Ana", "Rome"), (3, "3", "Cy", "Bonn"), (4, "4", "Di", "Lima")] == rows
    assert ((3, "unbalanced quote"),) == report.rejects


@pytest.mark.parametrize("place", [0, 123_456, 199_999])
def test_an_unbalanced_quote_costs_its_own_row_among_200_000(read, place):
    lines = [f'{n},"name {n}",Rome\n' if n % 50 == 0 else f"{n},name {n},Rome\n" for n in range(200_000)]
    lines[place] = f'{place},"name {place},Rome\n'
    rows, report = read("id,name,city\n" + "".join(lines))

    assert ((place + 2, "unbalanced quote"),) == report.rejects
    assert 199_999 == report.rows == len(rows)
    assert [n for n in range(200_000) if n != place] == [int(row[1]) for row in rows]


def test_an_unbalanced_quote_without_another_quote_behind_it(read):
    lines = [f"{n},name {n}\n" for n in range(200_000)]
    lines[9] = '9,"name 9\n'
    rows, report = read("id,name\n" + "".join(lines))

    assert (199_999, ((11, "unbalanced quote"),)) == (report.rows, report.rejects)
    assert (200_000, "199999", "name 199999") == rows[-1]


def test_a_cell_of_ten_megabytes(read):
    rows, report = read(f'id,note\n1,short\n2,{"x" * 10_000_000}\n3,"{"y" * 9_999_999}\n"\n')

    assert [5, 10_000_000, 10_000_000] == [len(row[2]) for row in rows]
    assert () == report.rejects


def test_a_thousand_columns(read):
    names = [f"c{place}" for place in range(1000)]
    rows, report = read("\n".join([",".join(names), ",".join("7" * 1000), ",".join("8" * 999)]))

    assert [(1, *"7" * 1000)] == rows
    assert ((3, "too few fields"),) == report.rejects


def test_repeated_names(read):
    rows, report = read("a,a,A\n1,2,3\n")

    assert ("a", "a (2)", "A (3)") == report.columns
    assert [(1, "1", "2", "3")] == rows


def test_a_folder_whose_name_looks_like_a_pattern(tmp_path):
    """DuckDB takes [1] in a path for a choice of characters, and would read the file in the other folder."""
    for name, city in (("run[1]", "Rome"), ("run1", "Oslo")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "it's.csv").write_text(f"id,city\n1,{city}\n", encoding="utf-8")
        text_to_parquet(tmp_path / name / "it's.csv", tmp_path / name / "out.parquet")

    assert ["Rome"] == pq.ParquetFile(tmp_path / "run[1]" / "out.parquet").read()["city"].to_pylist()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"orders\.csv is empty"),
        (b"\xef\xbb\xbf", "holds only blank lines"),
        (b"PK\x03\x04rest", "is an Excel workbook or an archive"),
        (b"\xd0\xcf\x11\xe0rest", "is an Excel workbook or an archive"),
        (b"PAR1rest", "is a parquet file, not delimited text"),
        (b"\x1f\x8brest", "is a gzip archive"),
        (b"%PDF-1.7", "is a file of the kind PDF"),
        (b"id,name\n1,A\0na\n", "holds binary data at line 2"),
        ("id,name\n1,Ana\n".encode("utf-16") + b"x", "is not valid utf-16-le after line 3"),
        ("编号,城市\n1,上海\n".encode() * 9, "is not gb18030 as declared"),
        (b"id,name\n1\n2\n", r"2 of 2 records do not fit 2 columns .*the first stands on line 2 \(too few fields\)"),
        (b"id;name,city\n" + b"1;Ana\n" * 30, r"30 of 30 records do not fit"),
    ],
)
def test_bad_input_is_an_error_with_a_way_out_and_leaves_nothing(file, tmp_path, content, message):
    path = file(content)
    options = (
        {"encoding": "gb18030"} if "gb18030" in message else {"delimiter": ","} if b";" in content or b"2\n" == content[-2:] else {}
    )
    with pytest.raises(SourceError, match=message) as error:
        text_to_parquet(path, tmp_path / "cache" / "out.parquet", **options)

    assert "orders.csv" in error.value.values["file"]
    assert "Ana" not in str(error.value)
    assert [] == [found for found in tmp_path.rglob("*") if found.is_file() and found != path]


def test_missing_and_unreadable_files(file, tmp_path, monkeypatch):
    with pytest.raises(SourceError, match=r"nowhere\.csv does not exist\. Check the path"):
        text_to_parquet(tmp_path / "nowhere.csv", tmp_path / "out.parquet")
    with pytest.raises(SourceError, match="is a folder, not a file"):
        text_to_parquet(tmp_path, tmp_path / "out.parquet")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    path = file("id\n1\n")
    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(SourceError, match=r"cannot be read \(Permission denied\)\. Check its permissions"):
        text_to_parquet(path, tmp_path / "out.parquet")


def test_an_old_result_survives_a_failed_read(file, tmp_path):
    target = tmp_path / "out.parquet"
    text_to_parquet(file("id,name\n1,Ana\n"), target)
    before = target.read_bytes()
    with pytest.raises(SourceError):
        text_to_parquet(file("id,name\n1\n2\n"), target, delimiter=",")

    assert before == target.read_bytes()


def test_rows_that_do_not_balance_are_an_error_with_both_counts(file, tmp_path, monkeypatch):
    """Readers that lose the last row are not believed, and nothing of the content is told."""

    def losing(reader):
        return lambda *args, **options: (batch.slice(0, len(batch) - 1) for batch in reader(*args, **options))

    monkeypatch.setattr(text, "duckdb_batches", losing(text.duckdb_batches))
    monkeypatch.setattr(text, "csv_batches", losing(text.csv_batches))
    with pytest.raises(SourceError, match="3 records were counted but 2 rows read, besides 0 rejects") as error:
        text_to_parquet(file("id,name\n1,Ana\n2,Bo\n3,Cy\n"), tmp_path / "out.parquet")

    assert "Ana" not in str(error.value)
    assert not (tmp_path / "out.parquet").exists()


def test_values_that_do_not_balance_are_read_again_slowly(read, monkeypatch):
    """A reader that changes a value but not the number of rows is found by the bytes."""
    import pyarrow as pa

    def changing(*args, batches=text.duckdb_batches, **options):
        for batch in batches(*args, **options):
            yield pa.RecordBatch.from_arrays([batch.column(0), pa.array(["Anna"] * len(batch))], names=batch.schema.names)

    monkeypatch.setattr(text, "duckdb_batches", changing)
    rows, _ = read("id,name\n1,Ana\n2,Bo\n")

    assert [(1, "1", "Ana"), (2, "2", "Bo")] == rows


def test_a_file_that_grows_while_it_is_read_is_refused(file, tmp_path, monkeypatch):
    path = file("id,name\n1,Ana\n")

    def appending(*args, write=text.write_plain, **options):
        counted = write(*args, **options)
        with open(path, "a", encoding="utf-8") as handle:
            handle.write("2,Bo\n")
        return counted

    monkeypatch.setattr(text, "write_plain", appending)
    with pytest.raises(SourceError, match="changed while it was read"):
        text_to_parquet(path, tmp_path / "out.parquet")

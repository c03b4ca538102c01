"""Workbooks as offices write them: covers, notes, merged titles, empty edges, several sheets."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from analysis.errors import SourceError
from analysis.sources.files import cache, cached_tables, header_drift, read_files, resolve_files, sheet, sheets_to_parquet
from analysis.sources.files.choice import sheet_tables
from analysis.sources.files.report import report_from_json, report_to_json
from analysis.sources.files.workbook import SUFFIXES
from tests.sources.test_files_real_data import shared

HEADER = ["订单号", "客户编号", "下单时间", "金额"]
ROWS = [["A1", 17850.0, date(2024, 1, 5), 12.5], ["A2", 17851.0, date(2024, 1, 6), 30.0]]


def workbook(path, sheets, *, hidden=(), **options):
    """A workbook from {sheet: rows}; None is an empty cell."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm:ss", "remove_timezone": True, **options}) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if cell == "#N/A":
                        page.write_formula(at, place, "=NA()", None, "#N/A")
                    elif cell is not None:
                        page.write(at, place, cell)
            if name in hidden:
                page.hide()
    return path


def read(path, **settings):
    """The rows of the only table that is meant, and its report."""
    folder = path.parent / "out"
    folder.mkdir(exist_ok=True)
    ((parquet, report),) = sheets_to_parquet(path, folder, **settings)
    return pq.read_table(parquet).to_pylist(), report


@pytest.fixture
def orders(tmp_path):
    return workbook(tmp_path / "orders.xlsx", {"订单": [HEADER, *ROWS]})


def test_a_plain_sheet(orders):
    rows, report = read(orders)

    assert [
        {
            "source_file": "orders.xlsx",
            "source_row": 2,
            "订单号": "A1",
            "客户编号": "17850",
            "下单时间": "2024-01-05",
            "金额": "12.5",
        },
        {
            "source_file": "orders.xlsx",
            "source_row": 3,
            "订单号": "A2",
            "客户编号": "17851",
            "下单时间": "2024-01-06",
            "金额": "30",
        },
    ] == rows
    assert (2, (), "xlsx", "订单", 1, 1900) == (
        report.rows,
        report.rejects,
        report.encoding,
        report.delimiter,
        report.format.header_row,
        report.format.date_base,
    )
    assert report == report_from_json(report_to_json(report))


NOTES = [["2024年订单汇总"], [], ["单位：元", None, None, "制表：财务部"], []]


@pytest.mark.parametrize("given", [None, 5])
def test_a_header_below_titles_and_notes(tmp_path, given):
    path = workbook(tmp_path / "orders.xlsx", {"订单": [*NOTES, HEADER, *ROWS]})
    rows, report = read(path, header_row=given)

    assert (5, tuple(HEADER)) == (report.format.header_row, report.columns)
    assert [(6, "A1"), (7, "A2")] == [(row["source_row"], row["订单号"]) for row in rows]


def test_a_merged_title_and_empty_edges(tmp_path):
    """Three empty rows, two empty columns, a title over the whole width, blank rows between and below."""
    path = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, bold = book.add_worksheet(), book.add_format({"bold": True})
        page.merge_range(3, 2, 3, 5, "会员消费明细", bold)
        for at, row in enumerate(
            [["会员号", "日期", "金额", "门店"], ["1", "2024-01-05", 5, "北"], [], ["2", "2024-01-06", 6, "南"]]
        ):
            page.write_row(4 + at, 2, row)
        for at in range(8, 40):
            page.write_blank(at, 2, None, bold)
    rows, report = read(path)

    assert (5, ("会员号", "日期", "金额", "门店")) == (report.format.header_row, report.columns)
    assert [(6, "1", "北"), (8, "2", "南")] == [(row["source_row"], row["会员号"], row["门店"]) for row in rows]


def test_a_title_left_of_the_table_is_no_column(tmp_path):
    body = [[None, None, "id", "amount"], *([None, None, f"c{n}", n] for n in range(600))]
    plain, _ = read(workbook(tmp_path / "a.xlsx", {"S": [["Sales of May"], *body]}))
    body[-1][0] = "checked by hand"
    remark, _ = read(workbook(tmp_path / "b.xlsx", {"S": [["Sales of May"], *body]}))

    assert ["source_file", "source_row", "id", "amount"] == list(plain[0])
    assert ["source_file", "source_row", "column_1", "column_2", "id", "amount"] == list(remark[0])  # nothing is lost
    assert "checked by hand" == remark[-1]["column_1"]


def test_repeated_and_blank_headers_get_names_of_their_own(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"S": [["金额", None, "金额", "订单\n号"], [1, 2, 3, "A"], [4, 5, 6, "B"]]})

    assert ("金额", "column_2", "金额 (2)", "订单 号") == read(path)[1].columns


def test_rows_that_are_no_records_are_counted(tmp_path):
    """A total, the header once more, and notes below; a remark between the rows is one of them."""
    below = [
        ["合计", None, None, 42.5],
        [],
        HEADER,
        ["见附件：1"],
        ["A3", 1, "Total", 5],
        ["制表人：财务部"],
        ["导出时间 2024-02-01"],
    ]
    rows, report = read(workbook(tmp_path / "a.xlsx", {"S": [HEADER, *ROWS, *below]}))

    assert [(2, "A1"), (3, "A2"), (7, "见附件：1"), (8, "A3")] == [(row["source_row"], row["订单号"]) for row in rows]
    assert ((4, "total"), (6, "header again"), (9, "note"), (10, "note")) == report.rejects


def test_without_a_header_the_columns_are_numbered(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"S": [["x", 1, 2], ["y", 3, 4], ["x", 5, 6]]})
    for settings in ({}, {"header_row": 0}):
        rows, report = read(path, **settings)

        assert (0, ("column_1", "column_2", "column_3")) == (report.format.header_row, report.columns)
        assert [1, 2, 3] == [row["source_row"] for row in rows]


def test_errors_booleans_and_texts(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"S": [["a", "b", "c"], [1, "#N/A", True], ["x", 2, False], ["", 0.155, None]]})
    rows, _ = read(path)

    assert [("1", None, "TRUE"), ("x", "2", "FALSE"), (None, "0.155", None)] == [(row["a"], row["b"], row["c"]) for row in rows]


# -- which sheet ---------------------------------------------------------------------------------

SEVERAL = {
    "说明": [["订单数据说明"], ["由财务部提供"]],
    "概况": [["门店", "北店"], ["月份", "一月"], ["制表", "财务"]],
    "订单": [HEADER, *ROWS],
    "退货": [["订单号", "退回"], ["A2", "是"]],
    "2024": [["x"], [1]],
    "空": [],
}


@pytest.fixture
def several(tmp_path):
    return workbook(tmp_path / "all.xlsx", SEVERAL, hidden=("说明",))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (None, "订单"),  # not the cover with names and values
        ("退货", "退货"),
        (" 退货 ", "退货"),
        (3, "订单"),  # hidden sheets count
        (2024, "2024"),  # a number is a name where a sheet is called so
        ("退*", "退货"),
    ],
)
def test_a_sheet_by_name_by_position_or_by_itself(several, wanted, found):
    rows, report = read(several, sheet=wanted)

    assert (found, f"all.xlsx [{found}]", tuple(SEVERAL)) == (report.delimiter, report.name, report.format.sheets)
    assert {f"all.xlsx [{found}]"} == {row["source_file"] for row in rows}


@pytest.mark.parametrize("wanted", ["退款", 0, 7, "x*"])
def test_no_such_sheet_names_those_there_are(several, wanted):
    with pytest.raises(SourceError) as error:
        read(several, sheet=wanted)

    assert (
        f"{several} has no sheet '{wanted}'. Sheets found: 1 说明, 2 概况, 3 订单, 4 退货, 5 2024, 6 空. "
        "Give sheet: a name, a pattern, or a position counted from 1." == str(error.value)
    )


def test_a_pattern_reads_several_sheets_as_one_table(tmp_path):
    pages = {f"{month}月": [HEADER, [f"A{month}", 1, date(2024, month, 1), month]] for month in (1, 2, 3)}
    path = workbook(tmp_path / "year.xlsx", pages | {"合计": [["年", "金额"], [2024, 6]]})
    tables = read_files([path], tmp_path / "cache", sheet="*月")

    assert [f"year.xlsx [{month}月]" for month in (1, 2, 3)] == [report.name for _, report in tables]
    assert [f"A{month}" for month in (1, 2, 3)] == [pq.read_table(parquet)["订单号"][0].as_py() for parquet, _ in tables]
    assert [] == header_drift(report for _, report in tables)


def test_the_tables_of_a_workbook(several, orders):
    assert [("概况", ("门店", "北店")), ("订单", tuple(HEADER)), ("退货", ("订单号", "退回"))] == sheet_tables(several)
    assert [(None, tuple(HEADER))] == sheet_tables(orders)


def test_sheets_without_a_table(several, tmp_path):
    with pytest.raises(SourceError, match=r"the sheet '空' holds no cells\. .*sheets found: 说明, 概况, 订单"):
        read(several, sheet="空")
    with pytest.raises(SourceError, match=r"the sheet '退货' has nothing in row 9 to take the header from"):
        read(several, sheet="退货", header_row=9)
    for function in (read, sheet_tables):
        with pytest.raises(SourceError, match=r"empty.xlsx: no sheet holds a table. Sheets found: A, B"):
            function(workbook(tmp_path / "empty.xlsx", {"A": [], "B": []}))


def test_a_chart_is_a_sheet_but_no_table(tmp_path):
    path = tmp_path / "charts.xlsx"
    with xlsxwriter.Workbook(path) as book:
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": ["数据", 1, 0, 1, 2]})
        book.add_chartsheet("图").set_chart(chart)
        page = book.add_worksheet("数据")
        for at, row in enumerate([["id", "n", "m"], [1, 2, 3]]):
            page.write_row(at, 0, row)

    assert "数据" == read(path)[1].delimiter == read(path, sheet=2)[1].delimiter
    with pytest.raises(SourceError, match="the sheet '图' holds no cells"):
        read(path, sheet=1)


# -- dates -----------------------------------------------------------------------------------------


def days(path, **settings):
    return [row["day"] for row in read(path, **settings)[0]]


def test_serial_numbers_in_a_date_column_become_dates(tmp_path):
    """45,306 days after the end of 1899 is 15 January 2024; other columns keep their numbers."""
    rows = [["day", "n"], [45_306, 45_306], [datetime(2024, 1, 16, 8), 1], [20_240_117, 2]]
    path = workbook(tmp_path / "a.xlsx", {"S": rows})

    assert ["2024-01-15 00:00:00", "2024-01-16 08:00:00", "20240117"] == days(path, dates={"day": None, "gone": None})
    assert ["45306", "1", "2"] == [row["n"] for row in read(path, dates={"day": None})[0]]
    assert ["15.01.2024", "16.01.2024", "20240117"] == days(path, dates={"day": "%d.%m.%Y"})
    assert "45306" == days(path)[0]


def test_workbooks_that_count_from_1904(tmp_path):
    """What xlsxwriter stores as 43,844 in such a workbook is the same 15 January 2024."""
    path = workbook(tmp_path / "mac.xlsx", {"S": [["day", "n"], [date(2024, 1, 15), 1], [43_844, 2]]}, date_1904=True)
    rows, report = read(path, dates={"day": None})

    assert 1904 == report.format.date_base
    assert ["2024-01-15", "2024-01-15"] == [row["day"] for row in rows]


def test_times_are_written_alike_however_late_the_finest_comes(tmp_path, monkeypatch):
    """The first chunk holds days only, a later one seconds, the last one milliseconds."""
    monkeypatch.setattr(sheet, "CHUNK_ROWS", 2)
    monkeypatch.setattr(sheet, "BLOCK_ROWS", 2)
    at = [date(2024, 1, 1)] * 3 + [datetime(2024, 1, 2, 8), date(2024, 1, 3), datetime(2024, 1, 4, 8, 0, 0, 250_000)]
    path = workbook(tmp_path / "a.xlsx", {"S": [["day", "n"], *([day, n] for n, day in enumerate(at))]})

    assert ["2024-01-01 00:00:00.000000"] * 3 == days(path)[:3]
    assert ["2024-01-02 08:00:00.000000", "2024-01-03 00:00:00.000000", "2024-01-04 08:00:00.250000"] == days(path)[3:]
    assert [2, 3, 4, 5, 6, 7] == [row["source_row"] for row in read(path)[0]]


# -- through the cache -------------------------------------------------------------------------------


def test_read_once_for_each_sheet_header_and_date_column(several, tmp_path, monkeypatch):
    settings: Sequence[dict] = (
        {},
        {"sheet": "退货"},
        {"sheet": 3},
        {"header_row": 0},
        {"dates": {"下单时间": None}},
        {"sheet": "*货"},
    )
    first = [cached_tables(several, tmp_path / "cache", **one) for one in settings]
    monkeypatch.setattr(cache, "sheets_to_parquet", lambda *_, **__: pytest.fail("the file was read again"))

    assert first == [cached_tables(several, tmp_path / "cache", **one) for one in settings]
    assert len(settings) == len({parquet for tables in first for parquet, _ in tables})


def test_workbooks_and_text_files_make_one_table(tmp_path):
    """A folder may mix them; what a spreadsheet program holds open is passed over."""
    workbook(tmp_path / "raw_1.xlsx", {"S": [["编号", "城市"], [1, "上海"]]})
    (tmp_path / "raw_2.csv").write_bytes("编号,城市\n2,北京\n".encode("gb18030"))
    (tmp_path / "~$raw_1.xlsx").write_bytes(b"\x05owner")
    tables = read_files(resolve_files("*raw_*", tmp_path), tmp_path / "cache")

    assert [("xlsx", "S"), ("gb18030", ",")] == [(report.encoding, report.delimiter) for _, report in tables]
    assert [("1", "上海"), ("2", "北京")] == [
        tuple(pq.read_table(parquet).to_pylist()[0][name] for name in ("编号", "城市")) for parquet, _ in tables
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path, suffix):
    """Tills write tab-separated text and call it Excel."""
    path = tmp_path / f"export{suffix}"
    path.write_bytes("编号\t城市\n1\t上海\n2\t广州\n".encode("gb18030"))
    ((_, report),) = cached_tables(path, tmp_path / "cache")

    assert ("gb18030", "\t", 2) == (report.encoding, report.delimiter, report.rows)


def test_the_content_decides_not_the_name(orders, tmp_path):
    for name in ("orders.xls", "orders.xlsm", "ORDERS.XLSX"):
        other = tmp_path / name
        other.write_bytes(orders.read_bytes())

        assert ["A1", "A2"] == [row["订单号"] for row in read(other)[0]]


def _ole(part: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + part.encode("utf-16-le") + bytes(1000)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"PK\x03\x04 and nothing else", "is not a complete workbook. Copy it again"),
        ("a.xls", _ole("Workbook"), "is not a complete workbook. Copy it again"),
        ("a.xlsx", _ole("EncryptedPackage"), "is protected by a password. Ask for it without one"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "is a web page or XML under the name of a workbook"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "is a web page or XML under the name of a workbook"),
        ("~$a.xlsx", b"\x05owner", "is the lock of a workbook that somebody has open"),
        ("a.xlsx", b"", "is empty"),
    ],
)
def test_what_cannot_be_read_says_why_and_leaves_nothing(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError) as error:
        cached_tables(tmp_path / name, tmp_path / "cache")

    assert said in str(error.value)
    assert str(tmp_path / name) in str(error.value)
    assert not (tmp_path / "cache").exists() or [] == list((tmp_path / "cache").iterdir())


def test_a_copy_that_was_cut_off_is_refused(orders, tmp_path):
    content = orders.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        (tmp_path / "cut.xlsx").write_bytes(content[: int(share * len(content))])
        with pytest.raises(SourceError, match="not a complete workbook"):
            read(tmp_path / "cut.xlsx")


def test_open_document_sheets(tmp_path):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>' for name in ("id", "when")
    )
    day = '<table:table-cell office:value-type="date" office:date-value="2024-01-15"><text:p>15/01</text:p></table:table-cell>'
    number = '<table:table-cell office:value-type="float" office:value="17850"><text:p>17,850</text:p></table:table-cell>'
    names = ("office", "table", "text")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="S"><table:table-row>{cells}</table:table-row><table:table-row>{number}{day}</table:table-row>'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("META-INF/manifest.xml", "<manifest/>")
        parts.writestr("content.xml", content)
    rows, report = read(tmp_path / "a.ods")

    assert ("ods", "S", ("id", "when")) == (report.encoding, report.delimiter, report.columns)
    assert ("17850", "2024-01-15") == (rows[0]["id"], rows[0]["when"])


def test_a_legacy_workbook(tmp_path):
    """Three sheets; dates are typed; profits such as -60.70400000000001 read as -60.704."""
    path = shared("cn-superstore/示例-超市.xls")
    tables = sheets_to_parquet(path, tmp_path, sheet="*")
    assert [("订单", 10_000, 20), ("退货", 296, 2), ("销售人员", 6, 2)] == [
        (report.delimiter, report.rows, len(report.columns)) for _, report in tables
    ]
    first = pq.read_table(tables[0][0]).to_pylist()[0]

    assert ("1", "2017-04-27", "-60.704", 2) == tuple(first[name] for name in ("行 ID", "订单日期", "利润", "source_row"))
    assert 1900 == tables[0][1].format.date_base

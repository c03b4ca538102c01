"""Delimiter, header and columns of a text file."""

import pytest

from analysis.errors import SourceError
from analysis.sources.files.report import unique_names
from analysis.sources.files.sniff import sniff_text


@pytest.fixture
def sniff(tmp_path):
    """Sniffs a text given as a string."""

    def from_text(text: str, **options):
        path = tmp_path / "orders.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return sniff_text(path, **options)

    return from_text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_the_one_records_agree_on(sniff, delimiter):
    rows = [["id", "name", "amount"], ["1", "Ana", "2.5"], ["2", "Bo", "3"]]
    form = sniff("\n".join(delimiter.join(row) for row in rows))

    assert (delimiter, 1, ("id", "name", "amount")) == (form.delimiter, form.header_row, form.columns)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("id;price;weight\n1;2,5;3,7\n2;3,5;4,4\n", ";"),  # decimal commas
        ("1;2,5;3,7\n2;3,5;4,4\n", ";"),  # the same without a header
        ('id,name\n1,"Lee; Ana"\n2,"Bo; Cy"\n', ","),
        ("id,tags\n1,a|b|c\n2,d|e|f\n", ","),
        ("  id   amount \r\n  1    5.0\r\n 22   7.5\r\n", " "),  # runs of blanks
        ("ordered_at\n2024-01-01 10:00\n2024-01-02 11:00\n", ","),  # one column
        ("comment\nI like it, really\nfine\nwell, yes, good, all good\n", ";"),  # prose: one column
    ],
)
def test_delimiter_in_awkward_files(sniff, text, delimiter):
    assert delimiter == sniff(text).delimiter


def test_decimal_mark_is_the_one_most_numbers_have(sniff):
    assert "," == sniff("id;price\n1;2,50\n2;1.203,50\n").decimal
    assert "." == sniff("id,price\n1,2.50\n2,3.50\n").decimal


@pytest.mark.parametrize(
    ("text", "row", "columns"),
    [
        ("id,name\n1,Ana\n", 1, ("id", "name")),
        ("Sales report\n\nid,name,sum\n1,Ana,5\n2,Bo,6\n", 3, ("id", "name", "sum")),
        ("Report, by region\nid,name,sum\n1,Ana,5\n2,Bo,6\n", 2, ("id", "name", "sum")),
        ("Report,,\n,,\nid,name,sum\n1,Ana,5\n2,Bo,6\n", 3, ("id", "name", "sum")),  # as spreadsheets pad notes
        ("region,2023,2024\nEast,10,20\nWest,30,40\n", 1, ("region", "2023", "2024")),
        ("1,2024-01-01,5.5\n2,2024-01-02,6.5\n", 0, ("column_1", "column_2", "column_3")),
        ("C001,Rome,5\nC002,Oslo,6\n", 0, ("column_1", "column_2", "column_3")),
        ("city,country\nRome,Italy\nOslo,Norway\n", 1, ("city", "country")),  # words only: the first row
        (",id,sex\n0,17,f\n1,18,m\n", 1, ("column_1", "id", "sex")),  # as pandas writes its index
        ("a,b\n1,2,\n3,4,\n", 1, ("a", "b", "column_3")),  # a delimiter at each line's end
        ('"age" "city"\n"1" 25 "New York"\n"2" 31 "Rome"\n', 1, ("column_1", "age", "city")),  # as R writes
        ("a,b,c\n", 1, ("a", "b", "c")),
        ("a,b,c", 1, ("a", "b", "c")),
        ('"first\nname",age\nAna,5\n', 1, ("first name", "age")),
    ],
)
def test_header(sniff, text, row, columns):
    form = sniff(text)

    assert (row, columns) == (form.header_row, form.columns)


def test_what_is_given_is_taken_as_it_is(sniff):
    text = "a note, with comma\nid,name\n1,Ana\n"

    assert ("id", "name") == sniff(text, header_row=2).columns
    assert 0 == sniff(text, header_row=0).header_row
    assert ("id,name",) == sniff(text, delimiter=";", header_row=2).columns
    assert "\t" == sniff("a\tb\n1\t2\n", delimiter="tab").delimiter


def test_repeated_names_are_numbered():
    assert ("a", "a (2)", "b", "a (3)") == unique_names(["a", "a", "b", "a"])


def test_names_that_sql_cannot_tell_apart_are_repeats():
    assert ("ID", "id (2)") == unique_names(["ID", "id"])


def test_a_name_of_our_own_columns_is_a_repeat(sniff):
    assert ("source_row (2)", "x") == sniff("source_row,x\n1,2\n").columns


def test_a_thousand_columns(sniff):
    names = [f"c{place}" for place in range(1000)]

    assert tuple(names) == sniff(",".join(names) + "\n" + ",".join("1" * 1000) + "\n").columns


def test_a_header_row_beyond_the_file_is_an_error(sniff):
    with pytest.raises(SourceError, match=r"no line 9 to take the header from\. Check header_row"):
        sniff("id\n1\n", header_row=9)


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "，"])
def test_a_delimiter_must_be_one_plain_character(sniff, delimiter):
    with pytest.raises(SourceError, match="is not one plain character"):
        sniff("id,name\n1,Ana\n", delimiter=delimiter)


def test_a_file_of_blank_lines_is_an_error(sniff):
    with pytest.raises(SourceError, match=r"orders\.csv holds only blank lines"):
        sniff("\n \n\r\n")

"""The independent count of records, and the plain text it hands on."""

import csv
import io
import random
from itertools import pairwise

import pytest

from analysis.sources.files.grammar import Grammar
from analysis.sources.files.records import RecordReader


def read(text: str | bytes, width: int = 2, *, cuts: tuple[int, ...] = (), damaged: tuple[int, ...] = ()):
    """Feeds a text in pieces; the plain text and the reader."""
    data = text if isinstance(text, bytes) else text.encode()
    reader = RecordReader(Grammar(b","), width=width, damaged=list(damaged))
    borders = [0, *cuts, len(data)]
    plain = b"".join(reader.feed(data[start:end]) for start, end in pairwise(borders))
    return (plain + reader.feed(b"", final=True)).decode(), reader


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1,a\n2,b\n", "1,a\n2,b\n"),
        ("1,a\n2,b", "1,a\n2,b\n"),
        ("1,a\r\n2,b\r\n", "1,a\n2,b\n"),
        ("1,a\r\n2,b\n3,c\r\r\n", "1,a\n2,b\n3,c\n"),  # line ends of all kinds
        ("\n1,a\n\n  \n2,b\n\n", "1,a\n2,b\n"),  # blank lines are no records
        ("1,a\n,\n2,\n,\r\n", "1,a\n2,\n"),  # nor are lines of delimiters alone
        ('"",""\n', '"",""\n'),  # empty fields in quotes are
        ("1,a\r2,b\n3,c\n", "1,a\n2,b\n3,c\n"),  # an old Mac's lines among others
        ('="0017",a\n2,"=""5"""\n', "0017,a\n2,5\n"),  # as shops keep spreadsheets from changing numbers
        ('1,"a,b"\n', '1,"a,b"\n'),
        ('1,"a\nb"\n2,"c\r\nd"\n', '1,"a\nb"\n2,"c\r\nd"\n'),  # line ends inside quotes stay
        ('1,"a\nb"\r\n2,c\r\n', '1,"a\nb"\n2,c\n'),
        ('1, "a" \n', "1,a\n"),  # blanks around a quoted field are not part of it
        ('1,5" pipe\n', '1,5" pipe\n'),  # inches
        ('1,5" pipe\n2,"a"\n', '1,"5"" pipe"\n2,a\n'),
        ("1,a\rb\n", '1,"a\rb"\n'),
    ],
)
def test_sound_records_become_plain(text, plain):
    got, reader = read(text)

    assert plain == got
    assert [] == reader.rejects


@pytest.mark.parametrize(
    ("text", "kept", "rejects"),
    [
        ("1,a\n2\n3,c\n", "1,a\n3,c\n", [(2, "too few fields")]),
        ("1,a\n2,b,x\n3,c\n", "1,a\n3,c\n", [(2, "too many fields")]),
        ('1,a\n2,"b\n3,c\n4,d\n', "1,a\n3,c\n4,d\n", [(2, "unbalanced quote")]),  # would swallow the rest
        ('1,"a\n2,"b"\n3,c\n', "2,b\n3,c\n", [(1, "unbalanced quote")]),  # closed by the next quote
        ('1,"a"x\n2,b\n', "2,b\n", [(1, "unbalanced quote")]),
        ('1,"a\nb"x\n2,c\n', "2,c\n", [(1, "unbalanced quote")]),  # two lines, one record
        ('"1","a\n"2","b"\n', "2,b\n", [(1, "unbalanced quote")]),
        ('1,a\n2,"', "1,a\n", [(2, "unbalanced quote")]),
        ('1,"a\nb"\n2\n', '1,"a\nb"\n', [(3, "too few fields")]),  # lines, not records
    ],
)
def test_rejects_cost_one_record_each(text, kept, rejects):
    got, reader = read(text)

    assert rejects == reader.rejects
    assert [line.split(",")[0] for line in kept.split("\n")] == [line.split(",")[0] for line in got.split("\n")]
    assert len(list(csv.reader(io.StringIO(got)))) + len(rejects) == reader.records


def test_damaged_lines_are_rejects():
    got, reader = read('1,a\n2,"b\nb"\n3,c\n', damaged=(3,))

    assert "1,a\n3,c\n" == got
    assert [(2, "bad encoding")] == reader.rejects


def test_numbers_of_rejected_records_count_records_not_lines():
    _, reader = read('1,"a\nb"\n\n2\n3,c\n4\n')

    assert [2, 4] == reader.rejected_records


def test_cell_bytes_are_those_of_the_values():
    """1, a"b, 2 and an empty field: 1 + 3 + 1 + 0 bytes, however it is written."""
    _, ordinary = read('1,"a""b"\n2,""\n')
    _, careful = read('1, "a""b"\n2,\n')

    assert 5 == ordinary.cell_bytes == careful.cell_bytes


def test_one_column_keeps_an_empty_quoted_field():
    got, reader = read('a\n""\n\nb\n', width=1)

    assert 'a\n""\nb\n' == got
    assert 3 == reader.records


def test_an_unbalanced_quote_among_200_000_rows_costs_one_row():
    rows = [f'{n},"name {n}"\n' if n % 3 == 0 else f"{n},name {n}\n" for n in range(200_000)]
    rows[1000] = '1000,"name 1000\n'
    rows[150_001] = '150001,"name\n'
    got, reader = read("".join(rows), cuts=(4_000_000,))

    assert 200_000 == reader.records
    assert [(1001, "unbalanced quote"), (150_002, "unbalanced quote")] == reader.rejects
    assert 199_998 == got.count("\n")


@pytest.mark.parametrize("seed", range(300))
def test_any_text_is_read_the_same_in_pieces_and_agrees_with_the_csv_module(seed):
    """Random records, half of them with a random fault; Python's csv module reads what is handed on."""
    chance = random.Random(seed)
    width = chance.choice([1, 2, 3])
    end = chance.choice(["\n", "\r\n"])

    def field() -> str:
        value = "".join(chance.choice(["a", "5", "é", " ", '"', ",", "\n", "\r\n"]) for _ in range(chance.randint(0, 5)))
        plain = not any(mark in value for mark in '",\n') and chance.random() < 0.8
        return value if plain else '"' + value.replace('"', '""') + '"'

    text = "".join(",".join(field() for _ in range(width)) + end for _ in range(chance.choice([2, 20])))
    sound = chance.random() < 0.5
    if not sound:
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice(['"', "\n", "\r", ",", ""]) + text[place + chance.randint(0, 1) :]
    data = text.encode()
    whole, reader = read(data, width)
    pieces, in_pieces = read(data, width, cuts=tuple(sorted(chance.randrange(len(data) + 1) for _ in range(3))))
    rows = list(csv.reader(io.StringIO(whole, newline=""), strict=True))

    assert rows == list(csv.reader(io.StringIO(pieces, newline=""), strict=True))
    assert (reader.records, reader.rejects) == (in_pieces.records, in_pieces.rejects)
    assert reader.records == len(rows) + len(reader.rejects)
    assert reader.cell_bytes == sum(len(cell.encode()) for row in rows for cell in row)
    if sound and width > 1:
        expected = [row for row in csv.reader(io.StringIO(text, newline="")) if any(row)]
        assert expected == [row for row in rows if any(row)]

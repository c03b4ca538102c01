"""What only the files as they came can show: words among figures, days that never were, blanks, headers, names."""

import json

import pyarrow as pa
import pytest

from analysis.quality import cached_files
from tests.quality.rules.conftest import raw_file

N = 40
IDS = [f"{10_000 + i}" for i in range(N)]
AMOUNTS = [f"{i}.50" for i in range(N)]
DAYS = [f"2024-{1 + i % 12:02d}-{1 + i % 28:02d} 10:{i:02d}" for i in range(N)]
MAPPED = {"No": "customer_id", "Paid": "amount", "When": "ordered_at", "City": "city"}


def replaced(values: list, *new) -> list:
    return [*new, *values[len(new) :]]


def test_sound_files_have_no_row(found_raw):
    cities = ["Leeds", "York", "Hull", "Ely"] * 10

    assert found_raw({"No": IDS, "Paid": AMOUNTS, "When": DAYS, "City": cities}, mapped=MAPPED).empty


# Files whose columns each have their faults: header, values, then (check, rows, example, action) of each.
FAULTY = [
    {
        "No": (replaced(IDS, "10000 ", "\u300010001"), ("padded", 2, "", "merged")),
        "Paid": (replaced(AMOUNTS, "见备注", "see note"), ("mixed_types", 2, "aaa aaaa", "reported")),
        "When": (replaced(DAYS, "不详"), ("sentinel", 1, "不详", "reported")),
        "Post": (replaced(["x"] * N, "", "  "), ("missing_value", 2, "", "reported")),
        "Sex": (["Female"] * 20 + ["Male"] * 18 + ["F", "M"], ("spelling", 2, "F → Female, M → Male", "proposed")),
    },
    {
        "No": (replaced(IDS, "10000.0"), ("decimal_id", 1, "99999.9", "merged")),
        "Paid": (replaced(AMOUNTS, "n/a", "N/A", "无"), ("sentinel", 3, "n/a", "reported")),
        "When": (replaced(DAYS, "next week"), ("mixed_types", 1, "aaaa aaaa", "reported")),
        "Post": (["x"] * N, ("constant", N, "", "reported")),
    },
    {
        "No": (replaced(IDS, "TEST001"), ("test_line", 1, "TEST001", "reported")),
        "When": (replaced(DAYS, "0000-00-00 00:00", "2024-02-30 10:00"), ("impossible_date", 2, "0000-00-00 00:00", "reported")),
        "Post": ([None] * N, ("empty", N, "", "reported")),
    },
    {
        "No": (replaced(IDS, "unknown"), ("sentinel", 1, "unknown", "reported")),
        "When": (replaced(DAYS, "31/04/2024"), ("impossible_date", 1, "31/04/2024", "reported")),
    },
    {"No": (IDS, None), "When": ([f"{day.replace(' ', 'T')}Z" for day in DAYS], ("world_time", N, "", "reported"))},
]


@pytest.mark.parametrize("columns", FAULTY)
def test_the_faults_of_a_file_and_no_others(found_raw, columns):
    table = found_raw({header: values for header, (values, _) in columns.items()}, mapped=MAPPED)
    faults = {(fault[0], header): fault[1:] for header, (_, fault) in columns.items() if fault}

    assert sorted(faults) == table.index.tolist()
    for key, (rows, example, action) in faults.items():
        assert (rows, rows / N, example, action) == tuple(table.loc[key, ["rows", "share", "example", "action"]]), key


@pytest.mark.parametrize(
    "columns",
    [
        {
            "Paid": ["￥1,234.50", "(5.00)", "１２．５", "12-", "1e5", "3%", "2.5万", "+7"] * 5,
            "When": ["2024/2/29", "29/02/2024", "12/31/2024", "2024年8月1日"] * 10,
            "No": ["contest", "demotic", "xx", "testa"] * 10,
            "Phone": [f"0113 496 {1000 + i}" for i in range(N)],
        },
        {"Paid": AMOUNTS, "When": replaced([f"{day}Z" for day in DAYS], DAYS[0])},  # not all in world time
    ],
)
def test_no_false_alarm(found_raw, columns):
    assert {} == found_raw(columns, mapped=MAPPED)["example"].to_dict()


def test_test_numbers_that_client_yaml_excludes_are_known(found_raw):
    values = replaced(IDS, "TEST001", "TEST002")
    table = found_raw({"No": values}, mapped=MAPPED, excluded={"No": ("TEST001",)})

    assert (1, "TEST002") == tuple(table.loc[("test_line", "No"), ["rows", "example"]])


def test_headers_that_repeat_and_columns_that_come_and_go(found_raw):
    """Of three files one lacks City, and one has Fax; Tel stands twice in one."""
    usual = {"No": IDS, "Tel": IDS, "City": ["Leeds", "York"] * 20}
    table = found_raw(usual | {"Tel (2)": IDS[::-1]}, {"No": IDS, "Tel": IDS}, usual | {"Fax": IDS}, mapped=MAPPED)

    assert ("file_0.csv", 1 / 3) == tuple(table.loc[("repeated_header", "Tel"), ["example", "share"]])
    assert ("file_1.csv", N) == tuple(table.loc[("column_missing_in_file", "City"), ["example", "rows"]])
    assert ("file_2.csv", N) == tuple(table.loc[("column_only_in_file", "Fax"), ["example", "rows"]])


def test_a_bracketed_two_alone_is_no_repeat(found_raw):
    table = found_raw({"No": IDS, "Floor (2)": AMOUNTS}, mapped=MAPPED)

    assert "repeated_header" not in table.index.get_level_values("check")


def test_names_and_numbers(found_raw):
    """Two of 36 names have two numbers each; one number has two names.  No name leaves."""
    names = [f"Person {i % 36}" if i < 38 else f"Person {i}" for i in range(N)]
    numbers = [*IDS[:39], IDS[0]]
    table = found_raw({"No": numbers, "Full Name": names}, mapped=MAPPED, hidden=frozenset({"Full Name"}))

    assert (4, "2 → 4") == tuple(table.loc[("name_with_several_ids", "Full Name"), ["rows", "example"]])
    assert (2, "1 → 2") == tuple(table.loc[("id_with_several_names", "Full Name"), ["rows", "example"]])
    assert "Person" not in table.to_csv()


def test_names_that_everybody_shares_say_nothing(found_raw):
    assert found_raw({"No": IDS, "Name": ["Li", "Wang"] * 20}, mapped=MAPPED).empty


def test_nothing_of_a_hidden_or_personal_column_is_shown(found_raw):
    """Spellings, stand-ins and words are looked for nowhere in them."""
    people = ["Ann Lee"] * 20 + ["ANN LEE"] * 19 + ["unknown"]
    table = found_raw({"No": IDS, "Contact": people, "Owner name": people}, mapped=MAPPED, hidden=frozenset({"Contact"}))

    assert "ann lee" not in table.to_csv().lower()
    assert {"sentinel"} == set(table.index.get_level_values("check"))  # that a name says unknown, and no more


def test_codes_are_shown_where_they_are_common(found_raw):
    """POST stands on five rows; a word that stands on one may be somebody's name."""
    codes = [f"85{i:03d}A" for i in range(5 * N - 6)] + ["POST"] * 5 + ["anna"]
    table = found_raw({"Stock": codes}, mapped=MAPPED)

    assert (6, "POST, aaaa") == tuple(table.loc[("code_without_digits", "Stock"), ["rows", "example"]])


def test_numbers_of_parquet_files_are_no_text(found_raw):
    columns = {"No": pa.array([10_000.0 + i for i in range(N)]), "Paid": pa.array([*range(N - 1), None], pa.int64())}

    assert found_raw(columns, mapped=MAPPED).empty


def test_the_cached_text_of_a_file_is_found_by_name_and_content(tmp_path):
    """The later of two readings; a table without a note is passed over."""
    for number, rows in (("1", 3), ("2", 5)):
        made = raw_file(tmp_path, number, {"No": IDS[:rows]})
        made.parquet.rename(tmp_path / f"{number}.parquet")
        note = {"name": "orders.csv", "sha256": "abc", "rows": rows}
        (tmp_path / f"{number}.json").write_text(json.dumps(note))
    found = cached_files(tmp_path, [("orders.csv", "abc"), ("warehouse.orders", "def")])

    assert [("orders.csv", 5, "2.parquet", ("No",))] == [(one.name, one.rows, one.parquet.name, one.columns) for one in found]


def test_words_that_client_yaml_scores_are_no_fault_others_in_the_same_column_are(found_raw):
    """“I love it!+5” is read as 5; “see note” is not."""
    answers = {"No": IDS, "Like": ["-3", "2", "I love it!+5", "4"] * 9 + ["see note", "1", "2", "3"]}
    settings = {"mapped": MAPPED | {"Like": "like_score"}, "table": "responses"}

    assert 10 == found_raw(answers, **settings).loc[("mixed_types", "Like"), "rows"]
    assert 1 == found_raw(answers, told={"Like": ("I love it!+5",)}, **settings).loc[("mixed_types", "Like"), "rows"]

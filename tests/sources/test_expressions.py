"""Numbers, ids and words from text as files hold it; what cannot be read is missing."""

import pandas as pd
import pytest

from analysis.engine import F, create_frame, to_pandas
from analysis.sources.expressions import identifier_of, mapped_values, number_of, text_of, trimmed


def column(texts: list[str], make) -> dict[str, object]:
    """What `make` (a column of the engine) gives for each text, its blanks off."""
    frame = create_frame(pd.DataFrame({"r0": texts, "k": range(len(texts))})).select("k", trimmed(F.col("r0")).alias("r0"))
    read = to_pandas(frame.select("k", make().alias("value"))).sort_values("k")["value"]
    return dict(zip(texts, [None if pd.isna(value) else value for value in read], strict=True))


MONEY = {
    "12.5": 12.5, "-12.50": -12.5, "+7": 7, ".5": 0.5, "5.": 5, "1e5": 100_000, "1e-3": 0.001,
    "£1,234.50": 1234.5, "1,234": 1234, "1,00,000": 100_000, "1 234.50": 1234.5, "1'234.50": 1234.5,
    "USD 5": 5, "5元": 5, "¥ 1,000": 1000, "  7  ": 7, "\u30007\u00a0": 7, "１２．５": 12.5, "12,-": 12,
    "(12.00)": -12, "$(12.00)": -12, "12-": -12, "12.50- €": -12.5, "-£5": -5, "− 5": -5, "£-5": -5,
    "0.00005": 0.0001, "0.00015": 0.0002,  # four decimals, half up
    "1.2万": 12_000, "1.15万元": 11_500, "¥2 万": 20_000, "12萬": 120_000, "-1.2万": -12_000, "（3万）": -30_000, "0.5亿": 50_000_000, "1億": 100_000_000,
    "１．２万": 12_000, "￥1,234.5元": 1234.5, "RMB 8": 8, "人民币10元": 10, "$5": 5, "€6": 6, "1.2E+05": 120_000, "1’234.50": 1234.5,
    "1万2": None, "3千": None, "12K": None, "12k": None, "3万亿": None, "万": None, "15%": None, "1.2万%": None,
    "=1+1": None, "@5": 5,
    "": None, "  ": None, "n/a": None, "-": None, "nan": None, "inf": None, "see note 3": None, "12 pieces": None,
    "10-20": None, "2 x 3": None, "2024-01-05": None, "05/01/2024": None, "0x1F": None, "12.50.30": None,
    "12,50": None,  # a decimal comma must be declared: 1250 would be a hundred times too much
    "99999999999999999": None,
}  # fmt: skip

COMMA = {
    "1.234,50": 1234.5, "12,5": 12.5, "1.234": 1234, "1.234.567": 1_234_567, "-12,50 €": -12.5, "(1.234,50)": -1234.5,
    "1 234,50": 1234.5, "12": 12, "12.50": None, "1e5": None, "n/a": None, "1,2,3": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def money() -> dict[str, object]:
    return column(list(MONEY), lambda: number_of("r0", "money", typed=False))


@pytest.fixture(scope="module")
def comma() -> dict[str, object]:
    return column(list(COMMA), lambda: number_of("r0", "money", typed=False, decimal=","))


@pytest.mark.parametrize(("text", "amount"), MONEY.items())
def test_money_is_read_as_people_write_it(money, text, amount):
    assert amount == money[text]


@pytest.mark.parametrize(("text", "amount"), COMMA.items())
def test_money_with_a_decimal_comma(comma, text, amount):
    assert amount == comma[text]


def test_whole_numbers_are_whole_or_missing():
    assert {"3": 3, "3.0": 3, "1e3": 1000, "3.5": None, "three": None} == column(
        ["3", "3.0", "1e3", "3.5", "three"], lambda: number_of("r0", "int", typed=False)
    )


def test_percentages_are_the_number_behind_them():
    """As a spreadsheet keeps them: 15 % is 0.15."""
    assert {"15%": 0.15, "0.5％": 0.005, "-7 %": -0.07, "1.2万": 12_000, "0.3": 0.3} == column(
        ["15%", "0.5％", "-7 %", "1.2万", "0.3"], lambda: number_of("r0", "float", typed=False)
    )
    assert {"1.2万": 12_000, "15%": None} == column(["1.2万", "15%"], lambda: number_of("r0", "int", typed=False))


def test_quantities_are_finite():
    """'nan' and 'inf' are numbers to an engine; one of them would spoil every sum."""
    assert {"0.35": 0.35, "nan": None, "inf": None, "1e400": None} == column(
        ["0.35", "nan", "inf", "1e400"], lambda: number_of("r0", "float", typed=False)
    )


def test_numbers_of_a_parquet_file_are_held_to_the_same_rules():
    """0.00015 is a hair below the half as a double; a reader rounds it up."""
    frame = create_frame(pd.DataFrame({"x": [12.5, 0.00015, float("inf"), 1e20], "k": range(4)}))
    read = to_pandas(
        frame.select("k", number_of("x", "money", typed=True).alias("money"), number_of("x", "float", typed=True).alias("number"))
    ).sort_values("k")

    assert [12.5, 0.0002] == read["money"].tolist()[:2]
    assert [True, True] == read["money"].isna().tolist()[2:]
    assert [False, False, True, False] == read["number"].isna().tolist()


IDS = {
    "17850.0": "17850", "17850.00": "17850", " 17850 ": "17850", "17850": "17850", "C-17.0": "C-17.0", "0017": "0017", "1.05": "1.05",
    "": None, "  ": None, "\u3000": None, "nan": None, "NaN": None, "NULL": None, "None": None, "n/a": None, "#N/A": None, "Nana": "Nana",
}  # fmt: skip


@pytest.fixture(scope="module")
def ids() -> dict[str, object]:
    return column(list(IDS), lambda: identifier_of(text_of("r0")))


@pytest.mark.parametrize(("text", "identifier"), IDS.items())
def test_an_id_is_one_text_however_the_file_spells_it(ids, text, identifier):
    assert identifier == ids[text]


def test_numeric_ids_of_a_parquet_file_are_written_as_digits():
    """Spark would write 12345678.0 as 1.2345678E7."""
    frame = create_frame(pd.DataFrame({"x": [17850.0, 12345678.0, 123456789012.0, 0.5], "k": range(4)}))
    read = to_pandas(frame.select("k", text_of("x", "float").alias("text"))).sort_values("k")

    assert ["17850", "12345678", "123456789012", "0.5"] == read["text"].tolist()


def test_mapped_words_become_keys_and_others_stay():
    wanted = {"Completed": "paid", "Done": "paid", "Returned": "refunded"}

    assert {"Done": "paid", "Returned": "refunded", "Lost": "Lost"} == column(
        ["Done", "Returned", "Lost"], lambda: mapped_values(text_of("r0"), wanted)
    )

"""Multi-select items: a column of 0 and 1 per option, whose name does not depend on the other answers."""

import pandas as pd
import pytest

from analysis.config import Item, load_client
from analysis.sources import read_inputs
from analysis.sources.choices import MOST, column_names, parts
from tests.conftest import client_folder, to_pandas_sorted

WHY = "files: raw/survey.csv\ndelimiter: ','\ncolumns: {respondent_id: No}\nitems: {why: {column: Why, role: motive, several: ';', not_applicable: [None of these]}}"


@pytest.fixture
def answers(tmp_path):
    """Reads one survey file and returns the canonical responses and their `Input`."""

    def read(text: str, table: str = WHY):
        folder = client_folder(tmp_path / "client", {"survey.csv": text}, table, name="responses")
        one = read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)["responses"]
        return to_pandas_sorted(one.path), one

    return read


def test_whoever_answered_has_0_for_what_was_not_chosen_and_others_have_nothing(answers):
    read, one = answers("No,Why\n1,Price; Taste\n2,Taste;\n3,\n4,None of these\n5,Taste; Taste ;Quick service\n")

    assert ["respondent_id", "why_taste", "why_price", "why_quick_service", "source_file", "source_row"] == read.columns.tolist()
    assert [1.0, 1.0, 1.0] == read["why_taste"].dropna().tolist()
    assert [1.0, 0.0, 0.0] == read["why_price"].dropna().tolist()
    assert [False, False, True, True, False] == read["why_price"].isna().tolist()
    assert [("Taste", 3), ("Price", 1), ("Quick service", 1)] == [(option.option, option.chosen) for option in one.options]
    assert (5, 3, 1) == (one.answers[0].rows, one.answers[0].answered, one.answers[0].not_applicable)


def test_options_in_rows_of_their_own_belong_to_one_respondent(answers):
    read, one = answers(
        "No,Question,Answer\n1,Why,Price\n1,Why,Taste\n2,Why,Taste\n3,Age,40\n",
        "files: raw/survey.csv\ncolumns: {respondent_id: No, item: Question, answer: Answer}\n"
        "items: {why: {question: Why, role: motive, several: ';'}}",
    )
    table = read.set_index("respondent_id")

    assert [1.0, 1.0] == table.loc["1", ["why_price", "why_taste"]].tolist()
    assert [0.0, 1.0] == table.loc["2", ["why_price", "why_taste"]].tolist()
    assert table.loc["3", ["why_price", "why_taste"]].isna().all()
    assert (3, 2) == (one.answers[0].rows, one.answers[0].answered)


def test_options_beyond_the_commonest_share_one_column(answers):
    """Thirty options of two votes each and two of one: these two are chosen by one respondent, and by one more."""
    often = "".join(f"{n},Option {n:02}\n{100 + n},Option {n:02}\n" for n in range(MOST))
    read, one = answers("No,Why\n" + often + "200,Rare one;Rare two\n201,Rare one;Option 00\n")
    flags = [name for name in read.columns if name.startswith("why_")]

    assert MOST + 1 == len(flags)
    assert 2 == read["why_other"].sum()
    assert [1.0, 1.0] == read.loc[read["respondent_id"] == "201", ["why_other", "why_option_00"]].iloc[0].tolist()
    assert ("", 2) == (one.options[-1].option, one.options[-1].chosen)


def test_a_phone_number_among_the_options_is_masked(answers):
    _, one = answers("No,Why\n1,call 0113 496 0123\n")

    assert [] == [option for option in one.options if "0123" in option.option]


def test_names_of_columns_are_plain_words_and_tell_options_apart():
    names = column_names("why", ["Café au lait", "价格", "质量", "A&B", "A/B", "!!", "x" * 60], taken=["why_a"])

    assert "why_cafe_au_lait" == names["Café au lait"]
    assert len(set(names.values())) == len(names)
    assert all(pd.Series(list(names.values())).str.fullmatch("why_[a-z0-9_]+"))
    assert names["价格"] == column_names("why", ["别的", "价格"], taken=[])["价格"]
    assert column_names("why", ["Cheap"], taken=["why_cheap"])["Cheap"].startswith("why_cheap_")


def test_the_parts_of_a_text_are_told_once():
    item = Item(column="Why", role="motive", several="|", not_applicable=(0,))

    assert ["Price", "Fast food"] == parts(" Price |Fast  food||Price|0", item)

"""Survey answers: which number each becomes, what is left out of it, and one row per respondent."""

import re

import pandas as pd
import pytest

from analysis.config import load_client
from analysis.errors import ConfigError
from analysis.sources import read_inputs
from tests.conftest import client_folder, to_pandas_sorted

LONG = """
files: raw/*.csv
columns: {respondent_id: Who, answered_at: When, item: Question, answer: Answer}
items:
  service: {question: "How was the service?", role: satisfaction, scale: [1, 5]}
  friends: {question: "Would you recommend us?", role: recommendation, scale: [0, 10]}
  say: {question: "Anything else?", role: free_text}
"""


@pytest.fixture
def answers(tmp_path):
    """Reads one survey file and returns the canonical responses and their `Input`."""

    def read(text: str | dict[str, str], table: str, name: str = "responses"):
        files = {"survey.csv": text} if isinstance(text, str) else text
        folder = client_folder(tmp_path / "client", files, table, name=name)
        one = read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)[name]
        return to_pandas_sorted(one.path), one

    return read


def counts(one) -> dict[str, tuple[int, ...]]:
    """By item: rows, answered, not applicable, outside the scale, unreadable."""
    return {c.item: (c.rows, c.answered, c.not_applicable, c.outside_scale, c.unreadable) for c in one.answers}


def wide(items: str) -> str:
    return f"files: raw/survey.csv\ncolumns: {{respondent_id: No}}\nitems:\n{items}"


def test_a_number_at_the_end_of_a_text_counts_where_the_other_answers_are_numbers(answers):
    read, one = answers(
        "No,Like,Grade\n1,I love it!+5,first 1\n2,+4,other 2\n3,0,first 1\n4,-4,\n5,I hate it!-5,other 2\n6,,other 2\n",
        wide(
            "  like: {column: Like, role: satisfaction, scale: [-5, 5]}\n  grade: {column: Grade, role: attitude, scale: [1, 2]}\n"
        ),
    )

    assert [5.0, 4.0, 0.0, -4.0, -5.0] == read["like"].dropna().tolist()
    assert read["grade"].isna().all()  # 'first 1' may be the name of a group: nothing in the column says otherwise
    assert {"like": (6, 5, 0, 0, 0), "grade": (6, 0, 0, 0, 5)} == counts(one)


def test_one_word_among_the_answers_and_texts_are_no_numbers(answers):
    read, one = answers(
        "No,Like\n1,love it 5\n2,4\n3,whatever\n", wide("  like: {column: Like, role: satisfaction, scale: [1, 5]}\n")
    )

    assert [4.0] == read["like"].dropna().tolist()
    assert {"like": (3, 1, 0, 0, 2)} == counts(one)


def test_texts_have_the_scores_that_client_yaml_gives_them(answers):
    read, one = answers(
        "No,Trust,Cheap\n1,非常同意,Yes\n2,不同意,No\n3,拒答,Yes\n4,3,\n",
        wide(
            "  trust: {column: Trust, role: attitude, scale: [1, 5], values: {非常同意: 5, 不同意: 2}, not_applicable: [拒答]}\n"
            "  cheap: {column: Cheap, role: attitude, values: {Yes: 1, No: 0}}\n"
        ),
    )

    assert [5.0, 2.0, 3.0] == read["trust"].dropna().tolist()
    assert [1.0, 0.0, 1.0] == read["cheap"].dropna().tolist()
    assert {"trust": (4, 3, 1, 0, 0), "cheap": (4, 3, 0, 0, 0)} == counts(one)


def test_a_reversed_item_is_turned_within_its_scale_and_codes_are_no_scores(answers):
    """On 1 to 5 a 5 becomes 1 and a 2 becomes 4; 9 and '99.0' mean 'does not apply', 7 lies outside."""
    read, one = answers(
        "No,Bored\n1,5\n2,2\n3,9\n4,99.0\n5,7\n6,\n",
        wide("  bored: {column: Bored, role: attitude, scale: [1, 5], reversed: true, not_applicable: [9, 99]}\n"),
    )

    assert [1.0, 4.0] == read["bored"].dropna().tolist()
    assert {"bored": (6, 2, 2, 1, 0)} == counts(one)


@pytest.mark.parametrize(
    ("item", "columns", "problem"),
    [
        ("{column: Bored, role: attitude, reversed: true}", "", "reversed needs the scale"),
        ("{question: Bored, role: attitude}", "", "question needs the columns of the long form; map item and answer"),
        ("{column: Bored, role: satisfaction, several: ';'}", "", "several answers make no score"),
        ("{column: Bored, role: motive, several: ''}", "", "several is empty"),
    ],
)
def test_settings_of_an_item_that_do_not_go_together_are_refused(answers, item, columns, problem):
    with pytest.raises(ConfigError, match=re.escape("client.yaml, source.responses.items.bored: ") + ".*" + problem):
        answers("No,Bored\n1,5\n", wide(f"  bored: {item}\n"))


def test_the_long_form_becomes_one_row_per_respondent_and_day(answers):
    """Ann answers at 10:00 and corrects herself at 10:05; in June she answers again.  Ben's blank does not undo his 7."""
    read, one = answers(
        "Who,When,Question,Answer\n"
        "ann,2024-01-13 10:05:00,How was the service?,5\n"
        "ann,2024-01-13 10:00:00,How was the service?,2\n"
        "ann,2024-01-13 10:01:00,Would you recommend us?,9\n"
        "ann,2024-06-02 09:00:00,How was the service?,3\n"
        "ben,2024-01-14 08:00:00,Would you recommend us?,7\n"
        "ben,2024-01-14 08:02:00,Would you recommend us?,\n"
        "ben,2024-01-14 08:01:00,Anything else?,mail ben@example.org\n"
        "ben,2024-01-14 08:03:00,Your shoe size?,44\n",
        LONG,
    )
    table = read.set_index(["respondent_id", "answered_at"])

    assert ["respondent_id", "answered_at", "service", "friends", "say", "source_file", "source_row"] == read.columns.tolist()
    assert [1, 4, 5] == read["source_row"].tolist()
    assert (5.0, 9.0) == tuple(table.loc[("ann", pd.Timestamp("2024-01-13 10:05")), ["service", "friends"]])
    assert 3.0 == table.loc[("ann", pd.Timestamp("2024-06-02 09:00")), "service"]
    assert [7.0, "mail [e-mail]"] == table.loc[("ben", pd.Timestamp("2024-01-14 08:03")), ["friends", "say"]].tolist()
    assert {"service": (3, 2, 0, 0, 0), "friends": (3, 2, 0, 0, 0), "(other)": (1, 0, 0, 0, 0)} == counts(one)


def test_the_latest_answer_is_that_of_the_later_file_where_no_time_is_given(answers):
    read, _ = answers(
        {"a.csv": "Who,Question,Answer\nann,Service,2\n", "b.csv": "Who,Question,Answer\nann,Service,4\n,Service,1\n,Service,1\n"},
        "files: raw/*.csv\ncolumns: {customer_id: Who, item: Question, answer: Answer}\n"
        "items: {service: {question: Service, role: satisfaction}}",
    )

    assert {"ann": 4.0} == read.dropna(subset="customer_id").set_index("customer_id")["service"].to_dict()
    assert [1.0, 1.0] == read[read["customer_id"].isna()]["service"].tolist()  # answers of nobody are not one person's
    assert ["a.csv", "b.csv", "b.csv"] == read["source_file"].tolist()


def test_a_question_that_nobody_was_asked_is_an_error_with_the_likely_one(answers):
    with pytest.raises(ConfigError) as error:
        answers(
            "Who,When,Question,Answer\nann,2024-01-13,How was the services?,5\nann,2024-01-13,Anything else?,no\n",
            LONG.replace(LONG.split("\n")[5] + "\n", ""),
        )

    assert str(error.value).startswith(
        "client.yaml, source.responses.items.service: no row asks 'How was the service?'. Did you mean 'How was the services?'? "
    )


def test_items_may_stand_beside_attributes_in_the_customer_file(answers):
    read, one = answers(
        "No,City,Happy\n1,Leeds,4\n2,York,8\n",
        "files: raw/survey.csv\ncolumns: {customer_id: No, city: City}\nattributes: {city: geographic}\n"
        "items: {happy: {column: Happy, role: satisfaction, scale: [1, 5]}}",
        name="customers",
    )

    assert ["Leeds", "York"] == read["city"].tolist()
    assert [4.0] == read["happy"].dropna().tolist()
    assert {"happy": (2, 1, 0, 1, 0)} == counts(one)


def test_what_was_counted_is_remembered_with_the_table(answers, tmp_path):
    text = "No,Like\n1,9\n2,4\n"
    table = wide("  like: {column: Like, role: satisfaction, scale: [1, 5]}\n")
    _, first = answers(text, table)
    written = first.path.stat().st_mtime_ns
    folder = tmp_path / "client"
    again = read_inputs(load_client(folder / "client.yaml").source, folder=folder, pseudonymise=False)["responses"]

    assert written == again.path.stat().st_mtime_ns
    assert first == again


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("{column: Met, role: need, of: price}", "goes with the role satisfaction"),
        ("{column: Met, role: satisfaction, of: prices}", "no item with the role need; those there are: price"),
    ],
)
def test_satisfaction_with_one_thing_names_a_need_that_is_asked(answers, item, said):
    with pytest.raises(ConfigError, match=said):
        answers("No,Price,Met\n1,5,2\n", wide(f"  price: {{column: Price, role: need}}\n  met: {item}\n"))


def test_satisfaction_with_one_thing_is_scored_as_any_other(answers):
    read, _ = answers(
        "No,Price,Met\n1,5,2\n", wide("  price: {column: Price, role: need}\n  met: {column: Met, role: satisfaction, of: price}\n")
    )

    assert [2.0] == list(read["met"])

"""client.yaml: what it says is kept, and every mistake is told by file, key, given value and way out."""

import re
from datetime import date
from pathlib import Path

import pytest

from analysis.config import ClientConfig, load_client
from analysis.config.client import METHODS
from analysis.errors import ConfigError

CLIENT = """\
name: Acme
currency: GBP
source:
  transactions:
    files: raw/*.csv
    columns:
      customer_id: Customer No
      ordered_at: Date
      amount: Total
"""


@pytest.fixture
def load(tmp_path):
    """Loads client.yaml of the client acme from its text."""
    path = tmp_path / "acme" / "client.yaml"
    path.parent.mkdir()

    def from_text(text: str) -> ClientConfig:
        path.write_text(text, encoding="utf-8")
        return load_client(path)

    return from_text


def with_(**changes: str) -> str:
    """The client with lines put in place of others: with_(amount="amount: 5") changes the line of amount."""
    text = CLIENT
    for key, row in changes.items():
        text = re.sub(
            rf"^( *){key}:.*$", lambda found, row=row: "\n".join(found[1] + part for part in row.split("\n")), text, flags=re.M
        )
    return text


def test_a_short_file_is_enough(load):
    """Everything else has a default, and the defaults are those of the design."""
    config = load(CLIENT)

    assert ("Acme", "general", "en", "GBP", "UTC") == (
        config.name, config.industry, config.language, config.currency, config.timezone,
    )  # fmt: skip
    assert (24, "net", METHODS, "refit") == (config.window_months, config.refunds, config.methods, config.definitions)
    assert (True, 10) == (config.privacy.pseudonymise, config.privacy.minimum_cell)
    assert ["transactions"] == list(config.source.tables())


def test_words_that_yaml_takes_for_booleans_stay_words(load):
    """yes, no, on and off are answers in a client's files; true and false are switches."""
    config = load(
        with_(name="name: no", amount="amount: Total\nstatus: Done?")
        + "    values: {status: {paid: yes, refunded: [no, off]}}\nprivacy: {pseudonymise: false}\n"
    )

    assert "no" == config.name
    assert {"yes": "paid", "no": "refunded", "off": "refunded"} == config.source.transactions.values["status"].wanted
    assert config.privacy.pseudonymise is False


def test_true_stands_for_every_way_files_spell_it(load):
    config = load(CLIENT + "    exclude: {Test: true}\n")

    assert ("true", "True", "TRUE") == config.source.transactions.exclude["Test"]


def test_values_and_exclusions_are_compared_as_text(load):
    """Codes such as 1 are read from files as text."""
    config = load(
        with_(amount="amount: Total\nstatus: State") + "    values: {status: {paid: [1, 2]}}\n    exclude: {Shop: [99]}\n"
    )

    assert {"1": "paid", "2": "paid"} == config.source.transactions.values["status"].wanted
    assert ("99",) == config.source.transactions.exclude["Shop"]


def test_named_periods_are_ranges_of_days(load):
    config = load(CLIENT + "periods: {spring-fair: [2024-02-20, 2024-03-10]}\n")

    assert {"spring-fair": (date(2024, 2, 20), date(2024, 3, 10))} == config.periods


TYPOS = [
    ("windows: 24 months\n", "unknown key 'windows'. Did you mean 'window'?"),
    ("calendar: {fiscal_strat: 1}\n", "unknown key 'calendar.fiscal_strat'. Did you mean 'fiscal_start'?"),
    ("    colums: {}\n", "unknown key 'source.transactions.colums'. Did you mean 'columns'?"),
    ("  transaction: {files: a.csv}\n", "unknown key 'source.transaction'. Did you mean 'transactions'?"),
    ("  extra: {returns: {files: a.csv, colums: {}}}\n", "unknown key 'source.extra.returns.colums'. Did you mean 'columns'?"),
    (
        "strategy: {approvals: {p: {status: approved, by: me, date: 2024-01-01, wen: x}}}\n",
        "unknown key 'strategy.approvals.p.wen'. Remove it, or see README.md for the keys that exist.",
    ),
    (
        "      order_id: {column: No, fromat: x}\n",
        "unknown key 'source.transactions.columns.order_id.fromat'. Did you mean 'format'?",
    ),
]


@pytest.mark.parametrize(("text", "said"), TYPOS)
def test_unknown_keys_are_told_by_their_path_with_the_key_that_exists(load, tmp_path, text, said):
    with pytest.raises(ConfigError) as error:
        load(CLIENT + text)

    assert f"{tmp_path / 'acme' / 'client.yaml'}: {said}" == str(error.value)


WRONG = [
    (with_(currency="currency: pounds"), "'currency' is 'pounds': write three capital letters, such as GBP."),
    (CLIENT + "language: fr\n", "'language' is 'fr': write 'en' or 'zh'."),
    (
        CLIENT + "timezone: London\n",
        "'timezone' is 'London': write a zone of the IANA list, such as Europe/London or Asia/Shanghai.",
    ),
    (CLIENT + "window: 24\n", "'window' is 24: write a number of months, such as '24 months'."),
    (CLIENT + "methods: rfm\n", "'methods' is 'rfm': write a list, such as [a, b]."),
    (CLIENT + "methods: [rfm, 3]\n", "'methods.1' is 3: write text; put a number in quotes."),
    (CLIENT + "calendar: {fiscal_start: 13}\n", "'calendar.fiscal_start' is 13: write a number less than or equal to 12."),
    (CLIENT + "privacy: {minimum_cell: 1}\n", "'privacy.minimum_cell' is 1: write a number greater than or equal to 2."),
    (CLIENT + "privacy: {pseudonymise: perhaps}\n", "'privacy.pseudonymise' is 'perhaps': write true or false."),
    (CLIENT + "settings: {rfm: 3}\n", "'settings.rfm' is 3: write keys and values below it."),
    (CLIENT + "brand: {accent: red}\n", "'brand.accent' is 'red': write a colour as #rrggbb, such as '#0f766e'."),
    (
        CLIENT + "periods: {fair: [2024-06-01]}\n",
        "'periods.fair' is [2024-06-01]: write the first and the last day, such as [2024-06-01, 2024-08-31].",
    ),
    (
        CLIENT + "periods: {fair: [2024-08-31, 2024-06-01]}\n",
        "'periods.fair' is [2024-08-31, 2024-06-01]: the last day comes before the first; write the earlier day first.",
    ),
    (
        CLIENT + "periods: {raw: [2024-06-01, 2024-08-31]}\n",
        "'periods.raw' is [2024-06-01, 2024-08-31]: name it in letters, digits, '-', '_' and '.', "
        "and not raw, cache, canonical, notes, lists, truth, children.",
    ),
    ("name: Acme\ncurrency: GBP\n", "the key 'source' is missing. Add it."),
    (
        "name: Acme\ncurrency: GBP\nsource: {}\n",
        "'source' is {}: declare at least one input table, such as transactions.",
    ),
    (
        with_(files="encoding: utf-8"),
        "'source.transactions.files' is missing: write a file, a pattern or a list of them, or table: for a table of the warehouse.",
    ),
    (
        with_(amount="amount: Total\nmood: Mood") + "    levels: {mood: [low, low]}\n",
        "'source.transactions.levels.mood' is [low, low]: list two levels or more, lowest first, each once, "
        "such as [Never, Once a year, Once a month].",
    ),
    (with_(files="files: a.csv\ntable: t"), "'source.transactions.table' is 't': files are given as well; keep one of the two."),
    (
        with_(files="table: t"),
        "'source.transactions.table' is 't': a warehouse table needs source.connection; for files write files: instead.",
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_wrong_values_are_told_by_key_given_value_and_way_out(load, tmp_path, text, said):
    with pytest.raises(ConfigError) as error:
        load(text)

    assert f"{tmp_path / 'acme' / 'client.yaml'}: {said}" == str(error.value)


def test_further_mistakes_are_counted(load):
    with pytest.raises(ConfigError, match=r"unknown key 'windows'.* \(1 more after this one.\)"):
        load(CLIENT + "windows: 1\nlanguage: fr\n")


def test_a_long_value_is_cut(load):
    """A message is one line, whatever was pasted into the file."""
    with pytest.raises(ConfigError, match=r"'currency' is 'x{56}…: write three"):
        load(with_(currency=f"currency: {'x' * 200}"))


BROKEN = [
    (CLIENT + "name: Again\n", "line 10: the key 'name' is given twice"),
    (CLIENT + "brand:\n  author: a\n  author: b\n", "line 12: the key 'author' is given twice"),
    (CLIENT + "brand:\n\t- a\n", "line 11: found character"),
    (CLIENT + "? [a, b]\n: c\n", "line 10: a key must be a word"),
    ("- Acme\n", "expected keys such as name, currency and source at the top"),
    ("", "expected keys such as name, currency and source at the top"),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_broken_yaml_is_told_by_its_line(load, text, said):
    with pytest.raises(ConfigError, match=re.escape(said)):
        load(text)


def test_a_file_in_another_encoding_is_told(tmp_path):
    path = tmp_path / "client.yaml"
    path.write_bytes("name: Café\n".encode("cp1252"))

    with pytest.raises(ConfigError, match=r"not UTF-8 text\. Save the file as UTF-8\."):
        load_client(path)


def test_a_client_that_is_not_there_is_told_how_to_make_one():
    with pytest.raises(ConfigError, match=r"There is no nowhere/acme/client.yaml. Make one with 'strata new acme FILES…'"):
        load_client(Path("nowhere/acme/client.yaml"))


def test_comments_may_be_quoted_but_never_those_of_patients(load):
    """By default yes; for a medical client no, whatever is written."""
    general, refused = load(CLIENT), load(CLIENT + "privacy: {quotes: false}\n")
    medical = load(CLIENT + "industry: medical_aesthetics\n")

    assert (True, False, False) == (general.quotes, refused.quotes, medical.quotes)
    with pytest.raises(ConfigError, match="words of patients are never quoted"):
        load(CLIENT + "industry: medical_aesthetics\nprivacy: {quotes: true}\n")


def test_competitors_and_themes_are_words_of_the_client(load):
    config = load(CLIENT + "feedback: {competitors: [Argos], themes: {Parking: [parking, car park*]}, scale: [0, 10]}\n")

    assert (("Argos",), {"Parking": ("parking", "car park*")}, (0.0, 10.0)) == (
        config.feedback.competitors, config.feedback.themes, config.feedback.scale,
    )  # fmt: skip
    for wrong, said in (("themes: {Parking: []}", "write the words that show it"), ("scale: [5, 1]", "lowest rating first")):
        with pytest.raises(ConfigError, match=said):
            load(CLIENT + f"feedback: {{{wrong}}}\n")


def test_promotions_are_read_and_one_that_ends_before_it_starts_is_told(load):
    text = CLIENT + "promotions:\n  - {name: Sale, start: 2025-11-24, end: 2025-12-01}\n"
    sale = load(text).promotions[0]

    assert ("Sale", date(2025, 11, 24), date(2025, 12, 1), True) == (sale.name, sale.start, sale.end, sale.of_everything)
    with pytest.raises(ConfigError, match="ends before it starts"):
        load(text.replace("2025-12-01", "2025-11-01"))


def test_one_column_says_who_has_left(load):
    people = "source:\n  customers:\n    files: a.csv\n    columns: {customer_id: Id, churn: Churn, gone: Gone}\n    attributes: "
    head = "name: A\ncurrency: GBP\n"

    assert "outcome" == load(head + people + "{churn: outcome}\n").source.customers.attributes["churn"]
    with pytest.raises(ConfigError, match=r"gone.*one column says who has left"):
        load(head + people + "{churn: outcome, gone: outcome}\n")


def test_a_schedule_names_inputs_that_are_declared(load):
    kept = load(CLIENT + "schedule: {every: quarter, from: 2025-Q1, needs: [transactions]}\n").schedule
    assert (kept.since, kept.needs, kept.definitions) == ("2025-Q1", ("transactions",), "frozen")
    with pytest.raises(ConfigError, match=r"schedule\.needs.*source\.visits is not declared; choose of: transactions"):
        load(CLIENT + "schedule: {every: quarter, from: 2025-Q1, needs: [visits]}\n")
    with pytest.raises(ConfigError, match=r"'schedule\.from' is '2025-01'.*such as 2025-Q1"):
        load(CLIENT + "schedule: {every: quarter, from: 2025-01}\n")


def test_a_rule_for_attention_is_told_by_its_number_and_key(load):
    with pytest.raises(ConfigError, match=r"'alerts\.1'.*exactly one of below"):
        load(CLIENT + "alerts:\n  - {kpi: revenue, below: 5}\n  - {kpi: orders}\n")
    with pytest.raises(ConfigError, match=r"alerts\.0\.under.*Did you mean|unknown key 'alerts\.0\.under'"):
        load(CLIENT + "alerts:\n  - {kpi: revenue, under: 5}\n")

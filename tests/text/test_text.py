"""Messages and keys in words: the right language, the right context, and the client's own words as they stand."""

import re

import pytest

from analysis.errors import ConfigError
from analysis.text import (
    LANGUAGES,
    Message,
    Text,
    change,
    count,
    day,
    days,
    decimal,
    label,
    money,
    money_exact,
    name,
    points,
    raw,
    share,
    translated,
)
from analysis.text.names import NAMES
from analysis.text.names_segment_profile import level_value
from analysis.text.text import catalogue, fields


@pytest.fixture
def english() -> Text:
    return Text("en", "GBP")


def test_a_message_is_filled_with_values_in_the_readers_form(english):
    message = Message(
        "{segment}: {n} of {all} customers ({part}) bring {sum}",
        segment=name("segment", "at_risk"),
        n=count(1234),
        all=days(5000),
        part=share(0.247),
        sum=money(8_911_407.9),
    )

    assert "At Risk: 1,234 of 5,000 customers (25%) bring £8.91m" == english.say(message)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (count(4338), "4,338"), (share(0.4712, 1), "47.1%"), (points(0.077), "+7.7 pts"), (change(-0.257), "−25.7%"), (money(754_000), "£754k"),
        (money_exact(8.5), "£8.50"), (decimal(3.44), "3.4"), (decimal(3.456, 2), "3.46"), (raw("Café & <b>"), "Café & <b>"), (raw(7), "7"), (label(1950.0), "1950"), (label(1969.5), "1969.5"), (label(310000), "310000"),
    ],
)  # fmt: skip
def test_each_kind_of_value_has_its_form(english, value, shown):
    assert shown == english.show(value)


@pytest.mark.parametrize("value", [count(None), share(float("nan")), money(None), day(None), name("segment", None)])
def test_what_is_missing_is_a_dash(english, value):
    assert "–" == english.show(value)


def test_nothing_to_say_is_nothing(english):
    assert "" == english.say(None)


def test_sentences_follow_one_another_as_the_language_has_it():
    sentences = (Message("One."), Message("Two."))

    assert "One. Two." == Text("en").say_all(sentences)
    assert "One.Two." == Text("zh").say_all(sentences)


def test_a_key_has_its_name_and_a_clients_word_stays(english):
    """A category or an item of a survey is no key of the kit: underscores become blanks."""
    assert "At Risk" == english.name("segment", "at_risk")
    assert "Home & Garden" == english.name("category", "Home & Garden")
    assert "my own level" == english.name("level", "my_own_level")
    assert "at risk" == english.name("no such context", "at_risk")


def test_names_are_there_and_distinct_within_a_context():
    """Two segments with one name would be one to a reader; the short form of a name is a name of its own."""
    for context, names in NAMES.items():
        assert all(text.strip() == text != "" for text in names.values()), context
        if context in ("segment", "method", "kpi", "chapter", "step"):
            # Columns of many clients mean one thing under several names (sex, gender): variants of a lens may share a name.
            own = [text for key, text in names.items() if "." not in key]
            assert len(set(own)) == len(own), context


def test_every_step_check_and_verdict_of_the_kit_has_a_name():
    from analysis.quality.readiness import NEEDS
    from analysis.quality.waterfall import REMOVALS
    from analysis.schema.canonical import CANONICAL

    assert {*REMOVALS, "raw", "rejected", "refund_policy", "analysed"} <= NAMES["step"].keys()
    assert {need.analysis for need in NEEDS} <= NAMES["analysis"].keys() & NAMES["send"].keys()
    assert {need.measure for need in NEEDS} <= NAMES["measure"].keys()
    assert CANONICAL.keys() <= NAMES["table"].keys()
    assert {"pass", "warn", "fail"} <= NAMES["status"].keys()


def test_an_unknown_language_is_refused():
    with pytest.raises(ConfigError, match=r"Unknown language 'fr'\. Choose one of: en, zh\."):
        Text("fr")


def test_what_the_catalogue_does_not_hold_stays_english():
    assert "A sentence that nobody has translated." == translated("zh", "A sentence that nobody has translated.")
    assert " " == translated("zh", " ")


def test_errors_are_said_in_the_readers_language():
    """Braces of an error without values are text."""
    assert "There is no client 'x'." == Text("en").error("There is no client '{client}'.", {"client": "x"})
    assert "write {column: X}" == Text("en").error("write {column: X}", {})


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{a} of {b_2}", {"a", "b_2"}),
        ("no fields", set()),
        ("{{column: {column}, format}}", {"column"}),
        pytest.param(
            "{{column: {column}}}", {"column"}, marks=pytest.mark.xfail(strict=True, reason="text.fields: three braces in a row")
        ),
    ],
)
def test_the_fields_of_a_template_are_found(template, found):
    """Doubled braces are braces."""
    assert found == fields(template)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_translations_keep_the_fields_of_their_source(language):
    """A lost field loses a figure; one too many stops the page."""
    wrong = [
        str(message.id)
        for message in catalogue(language)
        if message.id and message.string and fields(str(message.id)) != fields(str(message.string))
    ]

    assert [] == wrong


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_translations_use_no_straight_minus_before_a_figure(language):
    """Signs are set by the formats."""
    assert [] == [str(message.id) for message in catalogue(language) if message.string and re.search(r"-\{", str(message.string))]


@pytest.mark.parametrize(
    ("trait", "level", "english", "chinese"),
    [
        ("films", "Yes", "Yes", "是"),
        ("films", "否", "no", "否"),
        ("sex", "Female", "Female", "女"),
        ("sex", "F", "female", "女"),
        ("size", "M", "M", "M"),
        ("sex", "男", "male", "男"),
        ("films", "No internet", "No internet", "No internet"),
    ],
)
def test_plain_words_are_shown_in_the_reports_language(trait, level, english, chinese):
    assert (english, chinese) == tuple(Text(language).show(level_value(trait, level)) for language in ("en", "zh"))


def test_a_segment_called_by_a_plain_word_is_too():
    assert ("Female", "女") == tuple(Text(language).show(name("segment", "Female")) for language in ("en", "zh"))

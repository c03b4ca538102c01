"""The Chinese catalogue: nothing fuzzy, missing or out of use, and every placeholder kept."""

import pytest

from analysis.text.extract import all_messages, held, name_messages
from analysis.text.text import catalogue, fields

CATALOGUE = list(catalogue("zh"))


def test_nothing_is_missing():
    """Every message, name, label and notebook cell of the kit."""
    assert [] == sorted(all_messages() - held("zh"), key=str)


def test_nothing_is_out_of_use():
    assert [] == sorted(held("zh") - all_messages(), key=str)


def test_nothing_is_fuzzy():
    assert [] == [message.id for message in CATALOGUE if message.id and message.fuzzy]


@pytest.mark.parametrize("message", [message for message in CATALOGUE if message.id], ids=lambda message: str(message.id)[:40])
def test_a_translation_keeps_the_placeholders(message):
    assert fields(message.id) == fields(message.string)


def test_display_names_of_segments_are_translated():
    """潜在 is not 潜力, and 流失, 沉睡, 休眠 are three words."""
    names = {
        english: catalogue("zh").get(english, "segment").string for context, english in name_messages() if context == "segment"
    }

    assert "潜在客户" == names["Prospect"]
    assert 3 == len({names["Churned"], names["Dormant"], names["Hibernating"]})
    assert len(names) == len(set(names.values()))

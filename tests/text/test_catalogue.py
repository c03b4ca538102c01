"""The Chinese catalogue: nothing fuzzy, missing or out of use, and every placeholder kept."""

import pytest

from analysis.reporting.template import LABELS
from analysis.text.extract import NOTEBOOKS, PACKAGE, all_messages, code_messages, held, name_messages, notebook_messages
from analysis.text.text import catalogue, fields

# Covered so far: the command and what it can say, and chapter 01.
MODULES = [
    PACKAGE / "__main__.py",
    PACKAGE / "store.py",
    PACKAGE / "errors.py",
    *(path for folder in ("reporting", "config", "sources", "features", "schema") for path in (PACKAGE / folder).rglob("*.py")),
    *(path for layer in ("findings", "tables", "charts") for path in (PACKAGE / layer).glob("data_profile*.py")),
    PACKAGE / "findings" / "notes.py",
]
CATALOGUE = list(catalogue("zh"))


def covered() -> set:
    messages = {message for path in MODULES for message in code_messages(path)}
    messages |= set(notebook_messages(NOTEBOOKS / "01_data_profile.ipynb")) | {(None, word) for word in LABELS.values()}
    return messages


def test_nothing_that_is_covered_is_missing():
    assert [] == sorted(covered() - held("zh"), key=str)


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

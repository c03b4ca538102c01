"""Every method has its note, in both languages; every word of the glossary is one that the report uses."""

import re

import nbformat
import pytest

from analysis.reporting.notebooks import CHAPTERS, notebook_path
from analysis.schema import DERIVED, TABLES
from analysis.segmentations import METHODS
from analysis.text import Text
from analysis.text.extract import all_messages
from analysis.text.notes import GLOSSARY, GROUPS, NOTES, note_title
from analysis.text.notes.kept_tables import KEPT
from analysis.text.text import translated

FRAME = {"sum", "limits"}  # sections that every chapter has
RULES = {"0%", "100%", "100", "200", "50", "52"}  # figures that belong to a rule and hang on no data


def said(note):
    return (note.asks, note.how, note.read, note.misleads, note.source)


def sections(chapter):
    cells = nbformat.read(notebook_path(chapter), as_version=4).cells
    return {tag.removeprefix("section:") for cell in cells for tag in cell.metadata.get("tags", ()) if tag.startswith("section:")}


def test_every_way_of_dividing_has_a_note():
    """And a note that has the name of a method belongs to one."""
    assert METHODS.keys() == {note.key for note in NOTES.values() if note.title is None}


def test_every_section_of_the_plan_has_a_note():
    named = {section for note in NOTES.values() for section in note.sections}

    assert set() == {f"04_strategy:{key}" for key in sections("04_strategy") - FRAME} - named


def test_notes_name_sections_that_there_are():
    known = {f"{chapter}:{key}" for chapter in CHAPTERS for key in sections(chapter)}

    assert set() == {section for note in NOTES.values() for section in note.sections} - known


def test_notes_name_tables_that_there_are():
    assert set() == {table for note in NOTES.values() for table in note.tables} - DERIVED.keys()


def test_no_note_is_in_two_groups():
    assert len(NOTES) == sum(len(group.notes) for group in GROUPS)


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_is_short(note):
    assert 60 <= sum(len(part.template.split()) for part in said(note)) <= 140


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_holds_no_figure_of_any_client(note):
    figures = {figure for part in said(note)[:4] for figure in re.findall(r"\d[\d.,]*%?", part.template)}

    assert set() == {figure.rstrip(".,") for figure in figures} - RULES


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_a_note_is_chinese_in_chinese(note):
    """Sources stand as they are cited."""
    parts = [note_title(note, Text("zh")), *(translated("zh", part.template) for part in said(note)[:4])]

    assert all(re.search(r"[\u4e00-\u9fff]", part) for part in parts)


def test_the_glossary_is_neither_a_list_of_three_nor_a_dictionary():
    assert 35 <= len(GLOSSARY) <= 50


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_is_explained_twice(language):
    words = [Text(language).say(term.word) for term in GLOSSARY]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_is_used_outside_the_glossary(language):
    """A word that no other message holds would explain nothing."""
    own = {part.template for term in GLOSSARY for part in (term.word, term.says)}
    others = "\n".join(
        translated(language, english, context) for context, english in all_messages() if context or english not in own
    ).lower()

    assert [] == [word for term in GLOSSARY if (word := Text(language).say(term.word).lower()) not in others]


def test_words_of_the_glossary_stand_in_the_order_of_the_alphabet():
    words = [term.word.template.lower() for term in GLOSSARY]

    assert sorted(words) == words


def test_tables_for_analysts_are_declared():
    assert set() == {name for name, _ in KEPT} - TABLES.keys()

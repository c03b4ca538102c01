"""The appendix as the reader sees it: method notes, glossary, what was delivered, what is kept, what it was made of."""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd
from jinja2 import Environment

from analysis.schema import CANONICAL
from analysis.tables.html import Cell, Head, Muted, Row, html_table
from analysis.tables.method_link import note_anchor
from analysis.text import Text, count, day
from analysis.text.formats import MISSING, is_missing
from analysis.text.notes import Group, Term, note_title

_NOTES = """{% for title, notes in groups %}<h3>{{ title }}</h3>
{%- for note in notes %}<article class="mnote" id="{{ note.id }}"><h4>{{ note.title }}</h4><p class="asks">{{ note.asks }}</p><dl>
{%- for name, said in note.rows %}<dt>{{ name }}</dt><dd>{{ said }}</dd>{% endfor -%}
</dl></article>{% endfor %}{% endfor %}"""
_GLOSSARY = """<dl class="gloss">{% for word, says in terms %}<div><dt>{{ word }}</dt><dd>{{ says }}</dd></div>{% endfor %}</dl>"""


def notes_html(groups: Sequence[Group], *, text: Text) -> str:
    """Notes under the headings of their groups, each with the anchor that links lead to."""
    shown = [(text.say(group.title), [_note(note, text) for note in group.notes]) for group in groups if group.notes]
    return _template(_NOTES).render(groups=shown)


def _note(note, text: Text) -> dict[str, object]:
    rows = [
        (text("How it is done"), text.say(note.how)),
        (text("How to read it"), text.say(note.read)),
        (text("Where it misleads"), text.say(note.misleads)),
        (text("Source"), text.say(note.source)),
    ]
    return {"id": note_anchor(note.key), "title": note_title(note, text), "asks": text.say(note.asks), "rows": rows}


def glossary_html(terms: Sequence[Term], *, text: Text) -> str:
    """Words and their meaning, in the order of the language: A to Z, or by pinyin."""
    said = sorted(((text.say(term.word), text.say(term.says)) for term in terms), key=lambda pair: _place(pair[0]))
    return _template(_GLOSSARY).render(terms=said)


def _place(word: str) -> bytes:
    """GB 2312 holds the common signs by pinyin, so its codes put Chinese words in the order of a dictionary."""
    return word.lower().encode("gb18030")


def delivered_html(inputs: pd.DataFrame, used: pd.DataFrame, *, text: Text) -> str:
    """Each input table: rows and days held, and its columns with what they mean.

    `inputs` has one row per table (table, rows, first_at, last_at), `used` one per mapped column (`data_used`).
    """
    blocks = []
    for row in inputs.sort_values("rows", ascending=False, kind="stable").itertuples():
        own = used[used["table"] == row.table]
        heads = [Head(text("In the file")), Head(text("Column")), Head(text("Meaning"))]
        rows = [_column(row.table, one, text) for one in own.itertuples()]
        table = html_table(heads, rows, label=text.name("table", row.table), classes="long dict")
        title = _template("<h3>{{ title }}</h3><p class=\"src\">{{ said }}</p>").render(
            title=text.name("table", row.table), said=_span(row, text)
        )  # fmt: skip
        blocks.append(f'{title}<div class="scroll" tabindex="0">{table}</div>' if rows else title)
    return "".join(blocks)


def _span(row, text: Text) -> str:
    known = not (is_missing(row.first_at) or is_missing(row.last_at))
    facts = {"n": text.show(count(row.rows)), "row": text(CANONICAL[row.table].row)}
    if not known:
        return text("{n} rows, each {row}.").format(**facts)
    facts |= {"first": text.show(day(row.first_at)), "last": text.show(day(row.last_at))}
    if facts["first"] == facts["last"]:
        return text("{n} rows, each {row}; of {first}.").format(**facts)
    return text("{n} rows, each {row}; from {first} to {last}.").format(**facts)


def _column(table: str, one, text: Text) -> Row:
    known = {column.name: column.meaning for column in CANONICAL[table].columns}
    meaning = text(known[one.column]) if one.column in known else text.name("data_kind", one.kind)
    return Row([one.header or Muted(text("computed")), Muted(one.column), meaning])


def kept_html(tables: Sequence[tuple[str, str]], others: Sequence[str], *, text: Text) -> str:
    """The tables that a run leaves under data/: file and meaning; the others by name."""
    rows = [Row([f"{name}.parquet", meaning]) for name, meaning in tables]
    html = html_table(
        [Head(text("File")), Head(text("One row for each"))], rows, label=text("Tables for analysts"), classes="long dict"
    )
    more = _template('{% if names %}<p class="src">{{ said }}</p>{% endif %}').render(
        names=others, said=text("Also there: {names}.").format(names=text(", ").join(others))
    )
    return f'<div class="scroll" tabindex="0">{html}</div>{more}'


def made_of_html(settings: Sequence[tuple[str, str]], hashes: Mapping[str, str], versions: Mapping[str, str], *, text: Text) -> str:
    """Settings, versions and the hashes of everything that went in, each as a plain table."""
    parts = [
        ("", [Head(text("Setting")), Head(text("Value"))], list(settings)),
        (text("Versions"), [Head(text("Package")), Head(text("Version"))], sorted(versions.items())),
        (text("Fingerprints of what went in"), [Head(text("File")), Head(text("BLAKE2b"))], sorted(hashes.items())),
    ]
    blocks = []
    for title, heads, pairs in parts:
        table = html_table(heads, [Row(_pair(*pair)) for pair in pairs], label=title or text("Settings"), classes="long dict")
        heading = _template("{% if title %}<h3>{{ title }}</h3>{% endif %}").render(title=title)
        blocks.append(f'{heading}<div class="scroll" tabindex="0">{table}</div>')
    return "".join(blocks)


def _pair(name: str, value: str) -> list[Cell]:
    return [name, value or Muted(MISSING)]


@cache
def _template(source: str):
    return Environment(autoescape=True).from_string(source)

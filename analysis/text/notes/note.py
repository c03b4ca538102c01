"""What a method note and a term of the glossary consist of."""

from dataclasses import dataclass

from analysis.text.message import Message
from analysis.text.text import Text


@dataclass(frozen=True)
class Note:
    """One method in plain words.

    `key` is the anchor (`#note-<key>`) and, for a way of dividing, the method's key.
    `asks` the question it answers; `how` what is done; `read` how to read the result; `misleads` where it
    goes wrong; `source` the paper or rule, as the module's docstring cites it.
    `title` is missing for a way of dividing: it has the name of its method.
    `sections` are where the report uses it (`02_segmentation:rfm`); they link to the note.
    `tables`: a method that is no way of dividing counts as used where one of these holds a row; without
    any, where one of its sections shows something.
    """

    key: str
    asks: Message
    how: Message
    read: Message
    misleads: Message
    source: Message
    title: Message | None = None
    sections: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Notes under one heading."""

    title: Message
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Term:
    """A word that the report uses, and what it means in it."""

    word: Message
    says: Message


def note_title(note: Note, text: Text) -> str:
    """The note's heading: a way of dividing has the name of its method."""
    return text.name("method", note.key) if note.title is None else text.say(note.title)

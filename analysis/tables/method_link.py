"""The small link from what a page shows to its method note in the appendix."""

from markupsafe import Markup

from analysis.text import Text
from analysis.text.notes import NOTES, note_title

_READ_OFF = {"rfm_groups": "rfm"}  # lenses that are another reading of a method
PAGE = "appendix.html"  # the page on which the notes stand; `reporting/note_links.py` leads within a page that holds them


def note_anchor(key: str) -> str:
    """The id of a note on its page."""
    return f"note-{key}"


def note_href(lens: str) -> str:
    """The address of a note beside the chapters' pages; a lens (`demographic.age`) has the note of its method."""
    return f"{PAGE}#{note_anchor(_key(lens))}"


def _key(lens: str) -> str:
    return _READ_OFF.get(lens, lens.partition(".")[0])


def method_link(keys: tuple[str, ...] | list[str], *, text: Text) -> Markup:
    """ "How it works: Life cycle", each name a link to its note; nothing where no key has a note.

    `keys` are those of notes, or lenses.
    """
    held = list(dict.fromkeys(_key(key) for key in keys if _key(key) in NOTES))
    if not held:
        return Markup()
    links = [Markup('<a href="{}">{}</a>').format(note_href(key), note_title(NOTES[key], text)) for key in held]
    return Markup('<span class="method">{}{}</span>').format(text("How it works: "), Markup(" · ").join(links))

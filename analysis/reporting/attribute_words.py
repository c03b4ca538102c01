"""Names of attributes, answers and the lenses made of them, where the kit has none: the client's own headers."""

import re
from collections.abc import Iterable

from analysis.config.client import LISTS
from analysis.config.columns import ColumnSpec, header_of
from analysis.text import Message, Text, name
from analysis.text.names import NAMES
from analysis.text.names_segment_profile import CLUSTER

KINDS = ("demographic", "geographic", "membership", "psychographic", "risk_level")  # lenses that may be one attribute
FOUND = "psychographic.answers"  # groups found in answers, with names of their own: no attribute
Names = dict[tuple[str, str, str], str]  # (context, key, language) -> word
# Headers that are words run together: StreamingTV, Marital_Status.  Parts of two letters are names (WeChat) or codes (Q1_A).
_JOINED = re.compile(r"[A-Z][a-z]{2,}(?:[A-Z][a-z]{2,}|[A-Z]{2,})+|[A-Za-z]{3,}(?:_[A-Za-z]{3,})+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def headers(source: object) -> dict[str, str]:
    """What the client's files call each declared attribute and each survey item."""
    found: dict[str, str] = {}
    for table in reversed(LISTS):
        spec = getattr(source, table, None)
        if spec is not None:
            for key in (key for key in spec.attributes if key in spec.columns):
                found[key] = called(key, spec.columns[key])
            found |= {key: in_words(item.label or item.column or item.question or "") for key, item in spec.items.items()}
    return {key: word for key, word in found.items() if word}


def called(key: str, spec: ColumnSpec) -> str:
    """What readers call a column: its header in words, '' where it has none.

    A key that is no plain English word was chosen for readers by whoever wrote client.yaml: it goes before the header.
    """
    return in_words(header_of(spec)) if key.isascii() else key.replace("_", " ")


def in_words(header: str) -> str:
    """A header as a reader would write it: StreamingMovies -> Streaming movies; one that is no words run together as it is."""
    if not _JOINED.fullmatch(header):
        return header
    words = _WORD.findall(header)
    kept = not header.isupper()  # TV among other words stays TV
    said = " ".join(word if kept and word.isupper() else word.lower() for word in words)
    return said[:1].upper() + said[1:]


def attribute_names(source: object, text: Text) -> Names:
    """Names of the traits and lenses that the kit has no word for."""
    found: Names = {}
    for key, header in headers(source).items():
        known = next((context for context in ("trait", "attribute", "item") if key in NAMES[context]), "")
        word = text.name(known, key) if known else header
        if known != "trait":
            found["trait", key, text.language] = word
        lenses = [lens for kind in KINDS if (lens := f"{kind}.{key}") not in NAMES["lens"]]
        found |= {(context, lens, text.language): word for lens in lenses for context in ("lens", "method")}
    return found


def segment_names(lens: str, order: Iterable[str], text: Text) -> Names:
    """Segments of a lens that is one attribute: as people with the attribute's name, a bare figure never alone; natural
    groups by their number, beside the name that says what stands out.  Groups are no people: their customers are."""
    kind, _, attribute = lens.partition(".")
    plain = Text(text.language)
    found: Names = {("segment_number", key, text.language): plain.name("segment", key) for key in order if key.startswith(CLUSTER)}
    found |= {
        ("segment_people", key, text.language): text.say(Message("Customers in “{group}”", group=name("segment", key)))
        for key in order
        if key.startswith(CLUSTER)
    }
    for key in order if kind in KINDS and attribute and lens != FOUND else ():
        said = {"lens": name("lens", lens), "group": name("segment", key)}
        found["segment_people", key, text.language] = text.say(Message("Customers with {lens} “{group}”", **said))
        if key.replace(".", "").isdigit():
            found["segment", key, text.language] = text.say(Message("{lens}: {group}", **said))
    return found

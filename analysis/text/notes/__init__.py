"""What the appendix says in plain words: method notes, the glossary, the tables that a run leaves.

Literal tuples of messages, so that they can be read as prose, searched and translated; which of them a
report shows is decided by what the report used (`reporting/appendix.py`).
"""

from analysis.text.notes.glossary import GLOSSARY
from analysis.text.notes.method_notes import GROUPS, NOTES
from analysis.text.notes.note import Group, Note, Term, note_title

__all__ = ["GLOSSARY", "GROUPS", "NOTES", "Group", "Note", "Term", "note_title"]

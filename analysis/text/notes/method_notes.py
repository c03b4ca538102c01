"""The method notes in the order of the appendix: ways of dividing, figures and comparisons, actions and tests."""

from analysis.text.message import Message
from analysis.text.notes.note import Group, Note
from analysis.text.notes.of_actions import ACTIONS
from analysis.text.notes.of_behaviour import BEHAVIOUR
from analysis.text.notes.of_figures import FIGURES
from analysis.text.notes.of_people import PEOPLE
from analysis.text.notes.of_profiles import PROFILES
from analysis.text.notes.of_results import RESULTS

GROUPS: tuple[Group, ...] = (
    Group(Message("Ways of dividing customers"), (*BEHAVIOUR, *PEOPLE)),
    Group(Message("Figures and comparisons"), (*FIGURES, *PROFILES)),
    Group(Message("Actions and tests"), (*ACTIONS, *RESULTS)),
)

NOTES: dict[str, Note] = {note.key: note for group in GROUPS for note in group.notes}

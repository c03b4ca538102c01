"""What to do for each segment: the playbook, the plays that fit, and how they are tested.

Tables in, tables out; only keys, no display words.  The texts of a play stand in the playbook, in both languages.
"""

from analysis.strategies.arms import assign_arms
from analysis.strategies.audience import list_counts, list_members, list_reasons, reasons_of
from analysis.strategies.conditions import play_triggers
from analysis.strategies.play import CHANNELS, EXCLUSIONS, Condition, Play
from analysis.strategies.playbook import SEGMENT_KEYS, Playbook, load_playbook, load_playbook_file
from analysis.strategies.plays import consent_counts, matched_plays
from analysis.strategies.test_plans import detectable_difference, test_plans, too_small_remedies

__all__ = [
    "CHANNELS",
    "EXCLUSIONS",
    "SEGMENT_KEYS",
    "Condition",
    "Play",
    "Playbook",
    "assign_arms",
    "consent_counts",
    "detectable_difference",
    "list_counts",
    "list_members",
    "list_reasons",
    "load_playbook",
    "load_playbook_file",
    "matched_plays",
    "play_triggers",
    "reasons_of",
    "test_plans",
    "too_small_remedies",
]

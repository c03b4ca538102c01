"""Movement in a sentence, and what it means: beside a replay of the period, or beside the period before."""

from collections.abc import Mapping

from analysis.text import Message
from analysis.text.message import Value


def verdict(reading: str, facts: dict[str, Value]) -> Message:
    """Is the movement more than chance would bring?"""
    match reading:
        case "fewer_stayed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): there is more movement than chance would bring.",
                **facts,
            )
        case "more_stayed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): there is less movement than chance would bring.",
                **facts,
            )
        case "mixed":
            return Message(
                "{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): in all as many as by chance, but not in the same segments.",
                **facts,
            )
    return Message("{share} of customers stayed in their segment. Had nobody changed, it would be {expected} ({low} to {high}): the movement is no more than chance would bring.", **facts)  # fmt: skip


def verdict_before(reading: str, facts: Mapping[str, Value]) -> Message:
    """Is the movement another than in the period before?"""
    match reading:
        case "fewer_stayed":
            return Message(
                "{share} of customers stayed in their segment, in the period before {expected}: that is more movement than chance explains ({low} to {high}).",
                **facts,
            )
        case "more_stayed":
            return Message(
                "{share} of customers stayed in their segment, in the period before {expected}: that is less movement than chance explains ({low} to {high}).",
                **facts,
            )
        case "mixed":
            return Message(
                "{share} of customers stayed in their segment, in the period before {expected} ({low} to {high}): in all much the same, but not in the same segments.",
                **facts,
            )
    return Message(
        "{share} of customers stayed in their segment, in the period before {expected} ({low} to {high}): the difference is no more than chance.",
        **facts,
    )


def meaning_before(reading: str) -> Message:
    if reading in ("fewer_stayed", "more_stayed"):
        return Message("Customers move otherwise than in the period before. Act on the moves outside their range.")
    return meaning(reading)


def meaning(reading: str) -> Message:
    """What that means for the decision."""
    match reading:
        case "fewer_stayed":
            return Message("Customers have changed their pace. Act on the moves outside their range.")
        case "more_stayed":
            return Message(
                "Customers came back, or fell back, less often than their own past pace implies. A replay lets nobody leave for good; real customers do. Act on the moves outside their range."
            )
        case "mixed":
            return Message("In all, the changes cancel out; segment by segment they do not. Act on the moves outside their range.")
    return Message("Most single moves are luck of timing. Plan by the size of the segments, and act on a move only where it lies outside its range.")  # fmt: skip

"""What `strata run --due` says, line by line, in the user's language; the digest is in the client's."""

from collections.abc import Iterator

from analysis.config.definitions import REFIT
from analysis.reporting.due_batch import Told
from analysis.text import Text, day


def lines(told: Told, words: Text) -> Iterator[str]:
    """The lines about one period of a client: what became of it, then why, or what changed."""
    at = " ".join(filter(None, (told.client, told.period)))
    if told.error is not None:
        yield f"{at}: {words.error(told.error.template, told.error.values)}"
        return
    if told.state == "done":
        yield words("{at}: {seconds} s; {page}").format(at=at, seconds=round(told.seconds), page=told.page)
    else:
        yield f"{at}: {words.name('due_state', told.state)}{_definitions(told, words)}"
    if told.state == "nothing" and told.plan is not None and told.plan.following is not None:
        following = {"period": told.plan.following.label, "day": words.show(day(told.plan.following_from))}
        yield words("  next: {period}, from {day}").format(**following)
    for reason in told.reasons:
        yield f"  · {words.say(reason)}"
    for line in told.digest.lines if told.digest is not None else ():
        yield f"  · {line}"


def _definitions(told: Told, words: Text) -> str:
    """Whose limits a planned run would take."""
    if told.state not in ("planned", "renew"):
        return ""
    if told.parameters in ("", REFIT):
        return words(" (definitions as client.yaml says)") if not told.parameters else words(" (definitions fitted anew)")
    return words(" (definitions: {period})").format(period=told.parameters)

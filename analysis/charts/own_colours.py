"""The client's own colours of segments, checked against the page and against one another."""

from collections.abc import Mapping

from analysis.charts.palette import DARK, PAPER, ROLES, SAME_AS, SEGMENTS, VALUE, contrast, readable, unused
from analysis.errors import ConfigError

BAR = 3  # least contrast of a bar with the page, WCAG 1.4.11


def own_colours(given: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The client's colours (#rrggbb) of segments, by key, on paper and on a dark screen.

    A standing colour belongs to a family of segments (developing and Potential Loyalist); the client's takes its place
    for all of them.  ConfigError for a colour in which a bar could not be seen, for the grey of the background, and for
    two colours in the place of one.
    """
    found: dict[str, tuple[str, str]] = {}
    owner: dict[str, str] = {}
    for key, colour in ((key, colour.lower()) for key, colour in given.items()):
        standing = SAME_AS.get(key, key)
        if standing in ROLES:
            raise ConfigError("segments.yaml: '{key}' has the grey of the background in every chart. Give it no colour.", key=key)
        if contrast(colour, PAPER) < BAR:
            raise ConfigError(
                "segments.yaml: a bar in the colour '{given}' of '{key}' has a contrast of {ratio} to 1 with the page; 3 are needed. Nearest that can be seen: '{nearest}'.",
                key=key,
                given=colour,
                ratio=f"{contrast(colour, PAPER):.1f}",
                nearest=readable(colour, PAPER, "#000000", BAR),
            )
        first = owner.setdefault(standing, key)
        if standing in SEGMENTS | VALUE and given[first].lower() != colour:
            raise ConfigError(
                "segments.yaml: '{first}' and '{second}' have one colour in the report. Give both the same, or only one of them.",
                first=first,
                second=key,
            )
        found[key] = (unused(colour), readable(colour, DARK[PAPER], "#ffffff", BAR))
    return found

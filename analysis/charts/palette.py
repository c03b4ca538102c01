"""Colours and what they mean, in light and in dark.

Every light value occurs once, so a hex value in a finished SVG names a role; `DARK` maps it to
its value on a dark screen.  Segments are five families by hue (keep green, grow blue, nudge
ochre, win back red-orange, gone grey), told apart inside a family by lightness.  Signs, not red and
green, say up and down.  The client's brand colour replaces `ACCENT` alone and must reach 4.5:1.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analysis.errors import ConfigError

# role: (light, dark)
ROLES = {
    "paper": ("#ffffff", "#14171b"),
    "ink": ("#1b1f24", "#eceef0"),
    "muted": ("#59616b", "#a7afb8"),
    "rule": ("#d5dae0", "#3a4149"),
    "grid": ("#e6e9ed", "#2a2f36"),
    "context": ("#b4bcc6", "#565f6a"),
    "tint": ("#f4f5f7", "#1d2126"),
    "accent": ("#1f4e79", "#8dbbe9"),
    "accent_tint": ("#e7eef6", "#1b2938"),
    "arm_two": ("#b8508f", "#f3c3e2"),
    "ink_on_low": ("#1b2024", "#edeef0"),
    "ink_on_middle": ("#1b2025", "#101316"),
    "ink_on_high": ("#fefefe", "#101316"),
}
SEGMENTS = {
    "champions": ("#064846", "#7eecdf"),
    "loyal": ("#368567", "#26a991"),
    "potential_loyalist": ("#2943bb", "#6cb5ff"),
    "promising": ("#1c84cc", "#6c86c5"),
    "new": ("#75a1ec", "#1763b7"),
    "need_attention": ("#745100", "#f4df79"),
    "about_to_sleep": ("#c69629", "#b98c10"),
    "at_risk": ("#c35f15", "#ffa260"),
    "cant_lose": ("#7b141e", "#c44326"),
    "hibernating": ("#58606b", "#bebebe"),
    "lost": ("#929292", "#6c6c6c"),
    "won_back": ("#7448a0", "#b792e0"),
}
VALUE = {
    "high": ("#123f6e", "#9cc9f3"),
    "middle": ("#4d84ba", "#5b93c9"),
    "low": ("#a4bdd5", "#36597c"),
    "no_order": ("#cfd4da", "#40474f"),
}
SEQUENTIAL = (
    ("#edf3f8", "#1b242c"),
    ("#d3e2ee", "#213645"),
    ("#a9c8de", "#2b5069"),
    ("#6fa3c6", "#396a89"),
    ("#38779f", "#66a3c8"),
    ("#124a6f", "#a3d3f2"),
)
DIVERGING = (
    ("#99490f", "#f3a66a"),
    ("#cf8a4f", "#b5713a"),
    ("#f1d6bb", "#4e3827"),
    ("#f1f1ef", "#262a2f"),
    ("#c2d8e9", "#25405a"),
    ("#639ecb", "#4a83b3"),
    ("#1a588b", "#92c4ee"),
)
# Keys that share a colour: life cycle, value under its other names, the Chinese eight boxes.
SAME_AS = {
    "prospect": "context",
    "not_surveyed": "context",
    "(unjoined)": "context",
    "survey_undivided": "middle",
    "developing": "potential_loyalist",
    "dormant": "about_to_sleep",
    "churned": "lost",
    "heavy": "high",
    "medium": "middle",
    "mid": "middle",
    "light": "low",
    "a": "high",
    "b": "middle",
    "c": "low",
    "refund_only": "no_order",
    "clv_platinum": "high",
    "clv_gold": "potential_loyalist",
    "clv_silver": "middle",
    "clv_bronze": "new",
    "clv_medium": "low",
    "clv_low": "no_order",
    "clv_unknown": "context",
    "no_value": "no_order",
    "none": "no_order",
    "(missing)": "no_order",
    "(no store)": "no_order",
    "(other)": "context",
    "(few)": "context",
    "(new)": "context",
    "percentile_1": "high",
    "percentile_5": "potential_loyalist",
    "percentile_10": "promising",
    "percentile_25": "middle",
    "percentile_50": "new",
    "percentile_rest": "low",
    "value_high": "high",
    "value_rest": "low",
    "premium": "champions",
    "repeat_buyer": "loyal",
    "top_spender": "potential_loyalist",
    "rfm_recent": "new",
    "low_spenders": "middle",
    "rfm_inactive": "lost",
    "rfm_others": "hibernating",
    "(not listed)": "context",
    "loyalty_high": "champions",
    "loyalty_middle": "potential_loyalist",
    "loyalty_low": "about_to_sleep",
    "loyalty_one_time": "hibernating",
    "city_first": "high",
    "city_new_first": "potential_loyalist",
    "city_second": "promising",
    "city_third": "middle",
    "city_fourth": "new",
    "city_fifth": "low",
    "important_value": "champions",
    "important_develop": "potential_loyalist",
    "important_keep": "cant_lose",
    "important_win_back": "at_risk",
    "general_value": "loyal",
    "general_develop": "new",
    "general_keep": "about_to_sleep",
    "general_win_back": "lost",
    "replenish_overdue": "at_risk",
    "replenish_due": "potential_loyalist",
    "replenish_not_due": "loyal",
    "replenish_lapsed": "lost",
    "replenish_none": "no_order",
    "occasion_self_use": "loyal",
    "occasion_gift": "won_back",
    "occasion_banquet": "about_to_sleep",
    "occasion_bulk": "high",
    "occasion_mixed": "new",
    "occasion_unclassified": "lost",
    "price_promotion": "about_to_sleep",
    "price_mixed": "no_order",
    "price_full": "champions",
    "no_clear_preference": "no_order",
    "other_preference": "lost",
    "too_few_orders": "context",
    "nes_active": "loyal",
    "nes_new": "new",
    "nes_drowsy": "need_attention",
    "nes_half_asleep": "about_to_sleep",
    "nes_asleep": "lost",
    "activity_active": "champions",
    "activity_continuing": "loyal",
    "activity_new": "new",
    "activity_returning": "won_back",
    "activity_cooling": "need_attention",
    "activity_sleeping": "about_to_sleep",
    "activity_at_risk": "at_risk",
    "activity_high_risk": "cant_lose",
    "activity_lost": "lost",
    "nlr_repeating": "loyal",
    "nlr_new": "new",
    "nlr_lapsed": "about_to_sleep",
    "nlr_neither": "lost",
    "online_active": "loyal",
    "online_browsing": "promising",
    "online_cooling": "about_to_sleep",
    "online_away": "hibernating",
    "online_unseen": "no_order",
    "usage_heavy": "champions",
    "usage_medium": "loyal",
    "usage_light": "potential_loyalist",
    "usage_none": "hibernating",
    "aipl_loyal": "champions",
    "aipl_purchase": "loyal",
    "aipl_interest": "promising",
    "aipl_aware": "new",
    "aipl_none": "no_order",
    "risk_low": "loyal",
    "risk_medium": "about_to_sleep",
    "risk_high": "at_risk",
    "risk_very_high": "cant_lose",
    "growth_both": "potential_loyalist",
    "growth_orders": "promising",
    "growth_categories": "new",
    "growth_none": "loyal",
    "growth_quiet": "hibernating",
    "group_high_value": "champions",
    "group_growable": "potential_loyalist",
    "group_dormant": "about_to_sleep",
    "group_core": "champions",
    "group_ordinary": "middle",
    "unmatched": "no_order",
    "(other combinations)": "no_order",
}
# Segments without a name of their own (clusters): one of each family, then the second step.
UNNAMED = (
    "champions", "potential_loyalist", "need_attention", "at_risk", "hibernating",
    "loyal", "promising", "about_to_sleep", "cant_lose", "lost", "won_back", "new",
)  # fmt: skip
SAME_AS |= {f"{lens}_{place}": key for lens in ("need", "psychographic") for place, key in enumerate(UNNAMED[:8], start=1)}

_NAMED = ROLES | SEGMENTS | VALUE
_PAIRS = (*_NAMED.values(), *SEQUENTIAL, *DIVERGING)
DARK = dict(_PAIRS)

PAPER, INK, MUTED, RULE, GRID, CONTEXT, TINT, ACCENT, ACCENT2, ARM2 = (light for light, _ in list(ROLES.values())[:10])
INK_ON_LOW, INK_ON_MIDDLE, INK_ON_HIGH = (light for light, _ in list(ROLES.values())[10:])
ON_SEQUENTIAL = (INK_ON_LOW,) * 4 + (INK_ON_HIGH,) * 2
ON_DIVERGING = (INK_ON_HIGH, INK_ON_MIDDLE, INK_ON_LOW, INK_ON_LOW, INK_ON_LOW, INK_ON_MIDDLE, INK_ON_HIGH)


def segment_colour(key: str) -> str:
    """The light colour of a segment, life-cycle stage or value tier; ValueError for other keys."""
    try:
        return _NAMED[SAME_AS.get(key, key)][0]
    except KeyError:
        raise ValueError(f"No colour is fixed for segment {key!r}; use segment_colours for unnamed segments.") from None


def lone_colour(key: str) -> str:
    """The light colour of a segment seen without the others of its method: its own, else the unnamed one of its number.

    `cluster_3` has the third, as `segment_colours` gives it; what has neither name nor number is grey.
    """
    if SAME_AS.get(key, key) in _NAMED:
        return segment_colour(key)
    number = key.rpartition("_")[2]
    place = int(number) - 1 if number.isdecimal() else -1
    return SEGMENTS[UNNAMED[place]][0] if 0 <= place < len(UNNAMED) else CONTEXT


def segment_colours(keys: Iterable[str], own: Mapping[str, tuple[str, str]] | None = None) -> dict[str, str]:
    """A colour for each key: the fixed one where the key is known, else the client's own, else the next unnamed one.

    Pass all keys of a method in their frozen order, so that a key keeps its colour.  With more
    than twelve unnamed keys the rest are grey, told apart by their labels alone.
    """
    keys = list(keys)
    known = {key: segment_colour(key) for key in keys if SAME_AS.get(key, key) in _NAMED}
    free = iter([SEGMENTS[name][0] for name in UNNAMED if SEGMENTS[name][0] not in known.values()])
    known |= {key: own[key][0] for key in keys if own and key in own and key not in known}
    return {key: known[key] if key in known else next(free, CONTEXT) for key in keys}


def css_variables(brand: "Brand | None" = None) -> dict[str, tuple[str, str]]:
    """CSS names (`--c-at_risk`) of the segment colours, for the page: name -> (light, dark), in the brand's where it has own."""
    shared = {key: _NAMED[name] for key, name in SAME_AS.items() if key.isidentifier()}  # no brackets in names of CSS
    instead = brand.recolour if brand else {}
    return {f"--c-{key}": instead.get(pair[0], pair) for key, pair in (SEGMENTS | VALUE | shared).items()}


def css_colour(light: str) -> str:
    """`var(--c-…)` for a segment colour, so that the page can turn it dark; other colours as they are."""
    return next((f"var({name})" for name, pair in css_variables().items() if pair[0] == light), light)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two hex colours, 1 to 21."""
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


@dataclass(frozen=True)
class Brand:
    """The client's colour: on paper, on a dark screen, the two tints behind the decisions; and own colours of segments."""

    accent: str = ACCENT
    on_dark: str = DARK[ACCENT]
    tint: str = ACCENT2
    tint_on_dark: str = DARK[ACCENT2]
    segments: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)  # key -> (light, dark)

    @property
    def recolour(self) -> dict[str, tuple[str, str]]:
        """Standing colours of a drawn chart (accent, named segments) -> (light, dark) of this brand."""
        named = {segment_colour(key): pair for key, pair in self.segments.items() if SAME_AS.get(key, key) in _NAMED}
        own = {pair[0]: pair for pair in self.segments.values()}
        return {ACCENT: (self.accent, self.on_dark), ACCENT2: (self.tint, self.tint_on_dark)} | named | own


def brand(accent: str | None = None, on_dark: str | None = None, *, segments: Mapping[str, tuple[str, str]] | None = None) -> Brand:
    """The brand for a client's accent colour; ConfigError if text in it could not be read.

    Without `on_dark` the accent is lightened until it reads on the dark page.  `segments` are the client's own colours
    of segments, by key (`own_colours`).
    """
    own = segments or {}
    if accent is None or accent.lower() == ACCENT:
        return Brand(on_dark=(on_dark or DARK[ACCENT]).lower(), segments=own)
    accent = _checked("brand.accent", accent, PAPER, towards="#000000")
    on_dark = _checked("brand.on_dark", on_dark or readable(accent, DARK[PAPER], "#ffffff", 7), DARK[PAPER], towards="#ffffff")
    return Brand(unused(accent), on_dark, unused(_mix(accent, PAPER, 0.1)), _mix(on_dark, DARK[PAPER], 0.14), own)


def _checked(key: str, colour: str, paper: str, *, towards: str) -> str:
    colour = colour.lower()
    if len(colour) != 7 or colour[0] != "#" or not set(colour[1:]) <= set("0123456789abcdef"):
        raise ConfigError("{key} is '{given}'. Write it as '#' and six hex digits.", key=key, given=colour)
    if contrast(colour, paper) < 4.5:
        raise ConfigError(
            "{key} is '{given}': links in it would have a contrast of {ratio} to 1 with the page; 4.5 are needed. Nearest that reads: '{nearest}'.",
            key=key,
            given=colour,
            ratio=f"{contrast(colour, paper):.1f}",
            nearest=readable(colour, paper, towards, 4.5),
        )
    return colour


def readable(colour: str, paper: str, towards: str, ratio: float) -> str:
    """`colour`, moved towards black or white just as far as the contrast asks."""
    return next(mixed for step in range(101) if contrast(mixed := _mix(towards, colour, step / 100), paper) >= ratio)


def _mix(one: str, other: str, share: float) -> str:
    """`share` of one colour and the rest of the other."""
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(_rgb(one), _rgb(other), strict=True))


def unused(colour: str) -> str:
    """The colour, moved by single steps of blue until no other role has it."""
    number = int(colour[1:], 16)
    while f"#{number:06x}" in DARK:
        number += -1 if number & 0xFF else 1
    return f"#{number:06x}"


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in _rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""The playbook: what can be done for a segment, written down so that it can be checked.

A play names its segments, its words in both languages, its lever, channels, cost, limits and where
its expected effect comes from.  An effect without a source or a test is a question, not a forecast:
it is marked `to_be_tested` and stays outside every total.  Prices never depend on the segment; what
is offered follows rules that anyone may read, and whoever declines profiling has an option too
(PIPL art. 24).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, StringConstraints, ValidationError

from analysis.errors import ConfigError, listed, unknown_choice
from analysis.strategies.play import Key, Play, Strict
from analysis.strategies.playbook_errors import StrictLoader, unreadable, wrong_field

ANY = "any"  # a play for the segments of every method, as its conditions say
# The segments a play may name, by method; every stage of life and every value tier needs a play.
SEGMENT_KEYS: dict[str, tuple[str, ...]] = {
    "lifecycle": ("loyal", "developing", "new", "won_back", "dormant", "churned", "refund_only", "prospect"),
    "value": (
        "a", "b", "c", "heavy", "middle", "light", "percentile_1", "percentile_5", "percentile_10", "percentile_25",
        "percentile_50", "percentile_rest", "value_high", "value_rest", "none", "refund_only", "no_order",
    ),
    "rfm": (
        "champions", "premium", "loyal", "repeat_buyer", "top_spender", "potential_loyalist", "new", "rfm_recent",
        "promising", "low_spenders", "need_attention", "about_to_sleep", "at_risk", "cant_lose", "hibernating",
        "rfm_inactive", "lost", "rfm_others", "important_value", "important_develop", "important_keep",
        "important_win_back", "general_value", "general_develop", "general_keep", "general_win_back", "refund_only",
        "no_order",
    ),
    "loyalty": ("loyalty_high", "loyalty_middle", "loyalty_low", "loyalty_one_time", "refund_only", "no_order"),
    "clv": (
        "clv_platinum", "clv_gold", "clv_silver", "clv_bronze", "clv_medium", "clv_low", "clv_unknown", "refund_only", "no_order",
    ),
    "groups": (
        "group_high_value", "group_growable", "group_dormant", "group_core", "group_ordinary", "refund_only", "prospect",
    ),
    "risk": ("risk_low", "risk_medium", "risk_high", "risk_very_high", "refund_only", "no_order"),
    "growth": (
        "growth_both", "growth_orders", "growth_categories", "growth_none", "growth_quiet", "refund_only", "no_order",
    ),
    "replenishment": (
        "replenish_overdue", "replenish_due", "replenish_not_due", "replenish_lapsed", "replenish_none", "refund_only", "no_order",
    ),
    "nes": ("nes_active", "nes_new", "nes_drowsy", "nes_half_asleep", "nes_asleep", "refund_only", "no_order"),
    "aipl": ("aipl_loyal", "aipl_purchase", "aipl_interest", "aipl_aware", "aipl_none"),
    "engagement.state": ("online_active", "online_browsing", "online_cooling", "online_away", "online_unseen"),
    "engagement.frequency": ("usage_heavy", "usage_medium", "usage_light", "usage_none"),
    "preference.price": ("price_promotion", "price_full"),
    "occasion": (
        "occasion_self_use", "occasion_gift", "occasion_banquet", "occasion_bulk", "occasion_mixed", "occasion_unclassified",
        "too_few_orders", "refund_only", "no_order",
    ),
    ANY: (ANY,),
}  # fmt: skip
COMPLETE: dict[str, tuple[str, ...]] = {
    "lifecycle": ("prospect", "new", "developing", "loyal", "dormant", "churned", "won_back"),
    "value": ("a", "b", "c", "heavy", "middle", "light"),
}


class Playbook(Strict):
    """The plays of an industry; `currency` is that of their unit costs."""

    name: Key
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
    plays: Annotated[tuple[Play, ...], Field(min_length=1, strict=False)]


def load_playbook(name: str, *, segments: Mapping[str, Sequence[str]] = SEGMENT_KEYS) -> Playbook:
    """The shipped playbook `name`, e.g. general.

    Raises ConfigError for an unknown name, and as `load_playbook_file` does.
    """
    shipped = {file.name.removesuffix(".yaml"): file for file in _folder().iterdir() if file.name.endswith(".yaml")}
    if name not in shipped:
        raise unknown_choice("playbook", name, shipped)
    return _read(shipped[name], segments)


def load_playbook_file(path: Path, *, segments: Mapping[str, Sequence[str]] = SEGMENT_KEYS) -> Playbook:
    """A playbook from a YAML file of one's own; `segments` are the keys it may name, by method.

    Raises ConfigError, naming file, play, field, what was given and the way out, where the file is not
    readable YAML, a field is missing, unknown or wrong, two plays share a key, a play names a segment
    that does not exist, or a stage of life or a value tier is left without a play.
    """
    if not Path(path).is_file():
        raise ConfigError(
            "No playbook at {file}. Give the path of a .yaml file, or the name of a shipped playbook.", file=str(path)
        )
    return _read(Path(path), segments)


def _folder() -> Traversable:
    return files("analysis.playbooks")


def _read(file: Traversable | Path, segments: Mapping[str, Sequence[str]]) -> Playbook:
    try:
        content = yaml.load(file.read_text(encoding="utf-8"), StrictLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise unreadable(error, file=file.name) from None
    try:
        playbook = Playbook.model_validate(content)
    except ValidationError as error:
        raise wrong_field(error, file=file.name, content=content) from None
    _check_keys(playbook, file.name)
    _check_segments(playbook, segments, file.name)
    _check_any(playbook, file.name)
    _check_complete(playbook, file.name)
    return playbook


def _check_keys(playbook: Playbook, file: str) -> None:
    twice = [key for key, times in Counter(play.key for play in playbook.plays).items() if times > 1]
    if twice:
        raise ConfigError(
            "{file}: play '{play}', field 'key': given twice. Give each play a key of its own.", file=file, play=twice[0]
        )


def _check_segments(playbook: Playbook, segments: Mapping[str, Sequence[str]], file: str) -> None:
    for play in playbook.plays:
        for method, keys in play.segments.items():
            unknown = [key for key in keys if key not in segments.get(method, ())]
            if unknown:
                raise ConfigError(
                    "{file}: play '{play}', field 'segments.{method}': no segment is called '{given}', so the play would never "
                    "be used. Choose from: {choices}.",
                    file=file,
                    play=play.key,
                    method=method,
                    given=unknown[0],
                    choices=listed(segments.get(method, (f"{known}.…" for known in segments))),
                )


def _check_any(playbook: Playbook, file: str) -> None:
    loose = [play.key for play in playbook.plays if ANY in play.segments and not any(one.of_segments for one in play.where)]
    if loose:
        raise ConfigError(
            "{file}: play '{play}', field 'segments.any': without a condition it would be proposed to everybody. "
            "Add one on a table of segments under where, such as segment_facts.",
            file=file,
            play=loose[0],
        )


def _check_complete(playbook: Playbook, file: str) -> None:
    used = [play for play in playbook.plays if play.status != "rejected"]
    served = {(method, key) for play in used for method, keys in play.segments.items() for key in keys}
    bare = [f"{method}.{key}" for method, keys in COMPLETE.items() for key in keys if (method, key) not in served]
    if bare:
        raise ConfigError(
            "{file}: no play for {segments}. Every stage of life and every value tier needs one that is not rejected: "
            "add the segment to a play, or write a play for it.",
            file=file,
            segments=listed(bare),
        )

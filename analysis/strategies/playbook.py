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
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from analysis.errors import ConfigError, listed, unknown_choice
from analysis.strategies.playbook_errors import StrictLoader, unreadable, wrong_field

LEVERS = ("frequency", "basket", "retention", "win_back", "acquisition", "margin")
CHANNELS = ("wecom", "wechat", "app", "sms", "email", "phone", "post", "store", "ads")
EXCLUSIONS = (
    "no_consent", "opted_out", "open_complaint", "refund_in_progress", "contacted_recently", "in_other_test",
    "unused_balance", "minor_or_unknown_age", "staff_or_reseller", "adverse_event",
)  # fmt: skip

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
}  # fmt: skip
COMPLETE: dict[str, tuple[str, ...]] = {
    "lifecycle": ("prospect", "new", "developing", "loyal", "dormant", "churned", "won_back"),
    "value": ("a", "b", "c", "heavy", "middle", "light"),
}

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Chinese = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"[\u4e00-\u9fff]")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class BothLanguages(_Strict):
    """One text, written in English and in Chinese."""

    en: Words
    zh: Chinese


class Effect(_Strict):
    """Expected lift as a fraction (extra orders per customer contacted), and where it comes from."""

    low: float | None = None
    base: float | None = None
    high: float | None = None
    evidence: Literal["to_be_tested", "sourced", "tested"]
    source: Words | None = None

    @model_validator(mode="after")
    def evidence_stands_behind_numbers(self) -> "Effect":
        numbers = (self.low, self.base, self.high)
        if self.evidence != "to_be_tested" and (None in numbers or self.source is None):
            raise ValueError("needs low, base, high and source once it is sourced or tested; else mark it to_be_tested")
        if None not in numbers and not self.low <= self.base <= self.high:
            raise ValueError("needs low ≤ base ≤ high")
        return self


class Play(_Strict):
    """One play.  `when` limits it to segments with few orders or with small baskets for their method."""

    key: Key
    segments: dict[str, Annotated[list[str], Field(min_length=1)]]
    when: Literal["few_orders", "small_baskets"] | None = None
    lever: Literal[LEVERS]
    title: BothLanguages
    goal: BothLanguages
    offer: BothLanguages
    message: BothLanguages
    content: BothLanguages
    cadence: BothLanguages
    kpi: BothLanguages
    guardrail: BothLanguages
    channels: Annotated[list[Literal[CHANNELS]], Field(min_length=1)]
    unit_cost: Annotated[float, Field(ge=0)]
    contact_cap_days: Annotated[int, Field(ge=1)]
    exclusions: list[Literal[EXCLUSIONS]]
    effect: Effect
    status: Literal["proposed", "legal_checked", "approved", "rejected"]
    legal_review: Literal["none", "required"]
    personalised_price: Literal[False]
    non_personalised_option: BothLanguages


class Playbook(_Strict):
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

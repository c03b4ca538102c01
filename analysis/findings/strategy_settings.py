"""What client.yaml and the parameters come to in chapter 04: playbook, channels, consent, costs.

Plain values in, plain values out; the playbook is loaded and the plays are matched in the notebook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

import pandas as pd

from analysis.errors import ConfigError, unknown_choice
from analysis.quality.channels import channel_key, channel_named

FALLBACK = "general"
NOT_ORDERS = ("basket", "margin")  # levers whose effect is no extra order
HOME_OF_WECHAT = "CNY"  # WeCom and WeChat are proposed to clients who sell in this currency


@dataclass(frozen=True)
class Terms:
    """What the chapter is told: the lens it leads with, margin, budget, hold-out, consent, costs, words of the plays."""

    lens: str
    margin: float | None
    budget: float | None
    hold_out: float
    consent: bool
    titles: Mapping[str, str]
    costs: Mapping[str, float] = field(default_factory=dict)
    legal: frozenset[str] = frozenset()  # plays that need a legal check first
    campaigns: int = 0  # with a group left alone, on record, and not an instance of a play
    abroad: bool = False  # the client sells outside mainland China, whose law the playbooks speak of


def terms(
    config: Any,
    playbook: Any,
    *,
    lens: str,
    language: str,
    consent: str,
    contacts: pd.DataFrame | None,
    as_of: Any,
    margin: float,
    budget: float,
    hold_out: float,
) -> Terms:
    """The chapter's terms: parameters where they are given, else client.yaml; 0 means not given.

    Raises ConfigError where the hold-out is not a fraction between 0 and 1.
    """
    held = hold_out or config.strategy.hold_out
    if not 0 < held < 1:
        raise ConfigError("Parameter 'hold_out' is {given}. Give a fraction between 0 and 1, such as 0.2.", given=held)
    return Terms(
        lens,
        margin or config.strategy.margin,
        budget or config.strategy.budget,
        held,
        bool(consent),
        {play.key: getattr(play.title, language) for play in playbook.plays},
        contact_costs(contacts, as_of=as_of),
        frozenset(play.key for play in playbook.plays if play.legal_review == "required" and play.status == "proposed"),
        _with_control(contacts, config.strategy.experiments),
        config.currency != HOME_OF_WECHAT,
    )


def playbook_name(given: str, configured: str | None, industry: str) -> str:
    """The playbook asked for, else the industry's, else the general one where no such book is shipped."""
    asked = given or configured
    if asked:
        return asked
    return industry if files("analysis.playbooks").joinpath(f"{industry}.yaml").is_file() else FALLBACK


def adapted(
    playbook: Any,
    *,
    approvals: Mapping[str, Any],
    currency: str,
    experiments: Mapping[str, Sequence[str]] | None = None,
    capacity: Mapping[str, float] | None = None,
) -> Any:
    """The playbook with the client's approvals and the channels of the client's market.

    Outside mainland China WeCom and WeChat are left out and e-mail goes first.  Raises ConfigError
    where an approval or an experiment names a play that the playbook does not hold, an experiment one whose effect is
    not counted in orders, or a capacity an owner whom no play has.
    """
    keys = [play.key for play in playbook.plays]
    for key in approvals:
        if key not in keys:
            raise unknown_choice("play under strategy.approvals", key, keys)
    for owner in capacity or {}:
        if owner not in (owners := sorted({play.owner for play in playbook.plays})):
            raise unknown_choice("owner under strategy.capacity", owner, owners)
    _check_experiments(playbook, experiments or {})
    plays = tuple(
        play.model_copy(
            update={
                "status": approvals[play.key].status if play.key in approvals else play.status,
                "channels": _channels(play.channels, currency),
            }
        )
        for play in playbook.plays
    )
    return playbook.model_copy(update={"plays": plays})


def _check_experiments(playbook: Any, experiments: Mapping[str, Sequence[str]]) -> None:
    levers = {play.key: play.lever for play in playbook.plays}
    for campaign, plays in experiments.items():
        for key in plays:
            if key not in levers:
                raise unknown_choice("play under strategy.experiments", key, list(levers))
            if levers[key] in NOT_ORDERS:
                raise ConfigError(
                    "strategy.experiments: '{campaign}' counted who ordered, but '{play}' moves the basket or the margin. "
                    "Name a play that is to bring orders.",
                    campaign=campaign,
                    play=key,
                )


def _channels(channels: Sequence[str], currency: str) -> list[str]:
    if currency == HOME_OF_WECHAT:
        return list(channels)
    kept = [channel for channel in channels if channel not in ("wecom", "wechat")] or list(channels)
    return sorted(kept, key=lambda channel: channel != "email")


def consent_column(source: Any, attributes: pd.DataFrame | None) -> str:
    """The held attribute declared as consent, or '' where there is none."""
    declared = source.customers.attributes if source.customers is not None else {}
    return next((key for key, kind in declared.items() if kind == "consent" and attributes is not None and key in attributes), "")


def consent_channels(source: Any, attributes: pd.DataFrame | None) -> dict[str, str]:
    """The held consent columns that speak of one channel, by channel: {"sms": "sms_consent"}."""
    declared = source.customers.attributes if source.customers is not None else {}
    held = [key for key, kind in declared.items() if kind == "consent" and attributes is not None and key in attributes]
    named = {channel_named(key): key for key in reversed(held)}
    return {channel: key for channel, key in named.items() if channel is not None}


def contact_costs(contacts: pd.DataFrame | None, *, as_of: Any) -> dict[str, float]:
    """The client's own cost of one contact by channel: the median of the contacts on record that cost something."""
    if contacts is None or not {"channel", "cost"} <= set(contacts.columns):
        return {}
    rows = contacts[contacts["cost"].astype(float) > 0]
    if "contacted_at" in rows:
        rows = rows[~(rows["contacted_at"] > pd.Timestamp(as_of))]
    channel = rows["channel"].map(channel_key, na_action="ignore")
    return rows["cost"].astype(float).groupby(channel).median().to_dict()


def _with_control(contacts: pd.DataFrame | None, experiments: Mapping[str, Any]) -> int:
    """Campaigns with an arm that was left alone, of which client.yaml does not say which play they were."""
    if contacts is None or "arm" not in contacts:
        return 0
    left_alone = contacts[contacts["arm"] == "control"]
    if "campaign" in left_alone:
        left_alone = left_alone[~left_alone["campaign"].isin(experiments)]
    return int(left_alone["campaign"].nunique()) if "campaign" in left_alone else int(len(left_alone) > 0)

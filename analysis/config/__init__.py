"""client.yaml: one file says everything about a client."""

from analysis.config.alerts import Alert
from analysis.config.client import ClientConfig, Item, Source, Table
from analysis.config.definitions import all_refit, frozen_periods
from analysis.config.like_for_like import LikeForLike, like_for_like
from analysis.config.load import load_client, read_yaml
from analysis.config.overrides import read_overrides
from analysis.config.parts import Part, split_place
from analysis.config.period import Period, expand_periods, parse_period, previous, year_before
from analysis.config.schedule import Schedule, due_from, due_periods
from analysis.config.segments import OwnSegments, load_segments

__all__ = [
    "Alert", "ClientConfig", "Item", "LikeForLike", "OwnSegments", "Part", "Period", "Schedule", "Source", "Table",
    "all_refit", "due_from", "due_periods", "expand_periods", "frozen_periods", "like_for_like", "load_client", "load_segments", "parse_period", "previous",
    "read_overrides", "read_yaml", "split_place", "year_before",
]  # fmt: skip

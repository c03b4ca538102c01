"""client.yaml: one file says everything about a client."""

from analysis.config.client import ClientConfig, Item, Source, Table
from analysis.config.like_for_like import LikeForLike, like_for_like
from analysis.config.load import load_client, read_yaml
from analysis.config.period import Period, expand_periods, parse_period, previous, year_before

__all__ = [
    "ClientConfig", "Item", "LikeForLike", "Period", "Source", "Table",
    "expand_periods", "like_for_like", "load_client", "parse_period", "previous", "read_yaml", "year_before",
]  # fmt: skip

"""A client in whose run chapter 04 has drawn the lists: the inputs are read by the kit, the segments are given."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from analysis.findings import strategy_settings
from analysis.reporting.compose import canonical, inputs_of
from analysis.reporting.page import Page
from analysis.reporting.strategy_lists import DrawnLists, drawn_lists
from analysis.store import Run
from analysis.strategies import load_playbook
from analysis.text import Text

AS_OF = date(2024, 12, 31)


def open_run(folder: Path, period: str = "2024-Q4") -> Run:
    """The run of a client's folder, as its client.yaml stands."""
    return Run.open(folder.name, period, data=folder.parent, reports=folder.parent.parent / "reports")


def draw(folder: Path, *, segment: str = "dormant", plays: tuple[str, ...] = ("dormant_reminder",)) -> tuple[Run, DrawnLists]:
    """Everybody of the customer file stands in one segment of the life cycle, for which these plays are proposed."""
    run = open_run(folder)
    inputs_of(run)
    ids = sorted(set(canonical(run, "customers")["customer_id"].dropna()))
    n = len(ids)
    features = pd.DataFrame(
        {
            "customer_id": ids,
            "revenue": [float(7 * i % 101) for i in range(n)],
            "recency_days": [float(5 * i % 97) for i in range(n)],
        }
    )
    segments = pd.DataFrame({"customer_id": ids, "method": "lifecycle", "segment": segment})
    run.folder.mkdir(parents=True, exist_ok=True)
    shown = pd.DataFrame({"method": ["lifecycle"], "segment": [segment], "shown": True, "shown_then": True})
    limits = pd.DataFrame({"level": ["(all)"], "days": [90.0]})
    for name, table in {"segments": segments, "shown_segments": shown, "definition_lifecycle": limits}.items():
        table.to_parquet(run.path(name))
    config = run.config
    book = strategy_settings.adapted(load_playbook("general"), approvals=config.strategy.approvals, currency=config.currency)
    status = {play.key: play.status for play in book.plays}
    proposed = pd.DataFrame({"play": plays, "method": "lifecycle", "segment": segment, "channel": "email"})
    proposed = proposed.assign(status=proposed["play"].map(status), priority=[float(place) for place in range(len(plays))])
    given = SimpleNamespace(
        dates=SimpleNamespace(as_of=AS_OF), followed=SimpleNamespace(days=92), features=features, segments=segments
    )
    plan = SimpleNamespace(plays=proposed, book=book, terms=SimpleNamespace(hold_out=config.strategy.hold_out), inputs=given)
    return run, drawn_lists(Page("04_strategy", run, Text(config.language, config.currency), {}), plan)

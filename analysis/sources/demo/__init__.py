"""Synthetic clients, made on demand: seeded, with known truth, and with the faults of real files."""

from pathlib import Path

from analysis.errors import unknown_choice
from analysis.sources.demo import clinic, retail, staging

DEMOS = {"demo_retail": retail.make_retail, "demo_clinic": clinic.make_clinic}
_STAMPS = {"demo_retail": retail.stamp, "demo_clinic": clinic.stamp}


def make_demo(name: str, folder: Path, *, seed: int = 7) -> None:
    """Make the demo client `name` in `folder` (data/<name>) unless it is there already.

    Raises ConfigError if there is no such demo.
    """
    if name not in DEMOS:
        raise unknown_choice("demo client", name, DEMOS)
    if not staging.is_complete(Path(folder), stamp=_STAMPS[name](seed)):
        DEMOS[name](folder, seed=seed)

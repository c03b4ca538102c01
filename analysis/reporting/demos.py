"""The demo clients: which there are, their periods, and how one is made."""

from collections.abc import Mapping
from pathlib import Path

DEMO_PERIODS: Mapping[str, tuple[str, ...]] = {
    "demo_retail": ("2025-Q3", "2025-Q4"),
    "demo_clinic": ("2025-Q3", "2025-Q4"),
}
# Demo clients share a published key, so that their tables are the same on every machine.
_DEMO_KEY = "strata-demo"


def make_demo_client(name: str, data: Path) -> None:
    """Write a demo client's files, unless they are there, with the key that all demo clients share."""
    from analysis.sources.demo import make_demo
    from analysis.sources.pseudonyms import KEY_FILE

    make_demo(name, data / name)
    key = data / name / KEY_FILE
    if not key.exists():
        key.write_text(_DEMO_KEY)
        key.chmod(0o600)

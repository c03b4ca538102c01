"""skrub's TableReport: a file on disk to a page.    python skrub_report.py FILE PAGE"""

import sys
from pathlib import Path

import pandas as pd
from skrub import TableReport


def main(file: Path, page: Path) -> None:
    """As its documentation shows; the times of a CSV are read as times, or they would be profiled as text."""
    table = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file, parse_dates=["ordered_at", "shipped_at"])
    TableReport(table, title="Order lines", verbose=0).write_html(page)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

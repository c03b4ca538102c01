"""ydata-profiling's ProfileReport: a file on disk to a page.    python ydata_report.py FILE PAGE minimal|full

The project goes on under the name of fg-data-profiling, the package imported here.
"""

import sys
from pathlib import Path

import pandas as pd
from data_profiling import ProfileReport


def main(file: Path, page: Path, extent: str) -> None:
    """As its documentation shows; the times of a CSV are read as times, or they would be profiled as text."""
    table = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file, parse_dates=["ordered_at", "shipped_at"])
    ProfileReport(table, title="Order lines", minimal=extent == "minimal", progress_bar=False).to_file(page, silent=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])

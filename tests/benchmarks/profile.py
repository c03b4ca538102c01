"""A first look at a file of order lines: the kit's first chapter, skrub's TableReport, ydata-profiling.

    python tests/benchmarks/profile.py                        # 20,000 rows, then a million; CSV, then Parquet
    python tests/benchmarks/profile.py 20000 --format csv --repeats 5
    python tests/benchmarks/profile.py --kit ../other/clone   # another state of the kit

Twenty columns, from the file on disk to the finished page.  Every contender is a process of its own
in its own environment, interpreter start and imports included; they take turns, so that what else
the machine does meets all of them.  Printed are the least and the middle seconds on the clock and of
processor (user and system of all processes), the most memory, the size of the page, ratios to skrub,
and which kinds of statement each page makes, with the words by which they were found.

The kit reads its roles from client.yaml, written beforehand; the others are told nothing.  What a run
leaves (pages, logs, environments) stays in the cache folder.
"""

import argparse
import os
import statistics
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
LIMIT = 600.0  # seconds; a contender that takes longer has said enough


@dataclass(frozen=True)
class Contender:
    """One way to a page: whose environment, which script, which mode."""

    name: str
    environment: str
    script: str
    mode: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """`again` follows `command` in the same client's folder, and so writes the same page."""
        return "kit-command" if self.mode == ("again",) else "-".join((self.environment, *self.mode))


CONTENDERS = (
    Contender("skrub", "skrub", "skrub_report.py"),
    Contender("ydata minimal", "ydata", "ydata_report.py", ("minimal",)),
    Contender("ydata full", "ydata", "ydata_report.py", ("full",)),
    Contender("kit", "kit", "kit_chapter.py", ("command",)),
    Contender("kit, read before", "kit", "kit_chapter.py", ("again",)),
    Contender("kit, no kernel", "kit", "kit_chapter.py", ("plain",)),
)


def compare(
    rows: int, form: str, contenders: Sequence[Contender], repeats: int, *, pythons: Mapping[str, Path], kit: Path, cache: Path
) -> None:
    """Make the file, run the contenders in turns, print figures and what the pages say."""
    from contenders.measured import measured
    from contenders.said import said

    folder = cache / f"{rows}-{form}"
    folder.mkdir(parents=True, exist_ok=True)
    file = made_file(rows, form, cache, pythons["kit"])
    runs: dict[str, list] = {one.name: [] for one in contenders}
    pages = {one.name: folder / f"{one.page}.html" for one in contenders}
    for _ in range(repeats):
        for one in contenders:
            if None in runs[one.name]:  # once too long is enough
                continue
            command = [pythons[one.environment], "-P", HERE / "contenders" / one.script, file, pages[one.name], *one.mode]
            environment = plain_environment() | ({"PYTHONPATH": str(kit)} if one.environment == "kit" else {})
            log, work = folder / f"{one.page}.log", kit if one.environment == "kit" else folder
            runs[one.name].append(
                measured([str(part) for part in command], environment=environment, folder=work, log=log, limit=LIMIT)
            )
    say(f"\n{rows:,} rows of 20 columns, {form}, {file.stat().st_size / 1e6:.1f} MB; {repeats} runs of each")
    show(runs, {name: page for name, page in pages.items() if page.is_file()})
    told = {name: page for name, page in pages.items() if page.is_file() and name not in ("kit, read before", "kit, no kernel")}
    say("\n" + "\n".join(said(told)))


def plain_environment() -> dict[str, str]:
    """This process's, but for settings that would keep a contender from storing its compiled modules."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def made_file(rows: int, form: str, cache: Path, python: Path) -> Path:
    """The order lines, made once for both formats."""
    import subprocess

    folder = cache / f"{rows}-lines"
    file = folder / f"order_lines.{form}"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([python, "-P", HERE / "contenders" / "order_lines.py", str(rows), folder], check=True)
    return file


def show(runs: Mapping[str, Sequence], pages: Mapping[str, Path]) -> None:
    """One line per contender; ratios are of the least figures, to the first contender's."""
    say(
        f"{'':18s}{'seconds':>16s}{'processor':>17s}{'resident':>10s}{'shared once':>12s}{'page':>9s}{'seconds':>10s}{'processor':>11s}"
    )
    say(
        f"{'':18s}{'least':>8s}{'middle':>8s}{'least':>9s}{'middle':>8s}{'MB':>10s}{'MB':>12s}{'kB':>9s}{'x skrub':>10s}{'x skrub':>11s}"
    )
    base = None
    for name, figures in runs.items():
        if None in figures:
            say(f"{name:18s}more than {LIMIT:.0f} seconds: stopped")
            continue
        wall, cpu = [one.wall for one in figures], [one.cpu for one in figures]
        base = base or (min(wall), min(cpu))
        memory = f"{max(one.resident for one in figures):10.0f}{max(one.proportional for one in figures):12.0f}"
        times = f"{min(wall):8.2f}{statistics.median(wall):8.2f}{min(cpu):9.2f}{statistics.median(cpu):8.2f}"
        ratios = f"{min(wall) / base[0]:10.2f}{min(cpu) / base[1]:11.2f}"
        say(f"{name:18s}{times}{memory}{pages[name].stat().st_size / 1e3:9.0f}{ratios}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    parser.add_argument("rows", nargs="*", type=int, default=[20_000, 1_000_000])
    parser.add_argument("--format", nargs="+", choices=["csv", "parquet"], default=["csv", "parquet"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=[one.name for one in CONTENDERS], help="leave out the others")
    parser.add_argument("--cache", type=Path, default=home / "strata-benchmarks", help="environments, files and pages")
    parser.add_argument("--kit", type=Path, default=ROOT, help="clone of the kit that runs")
    return parser.parse_args()


def main() -> None:
    """Environments first, and their versions; then every size and format."""
    from contenders.environments import python_of, versions

    given = arguments()
    cache = given.cache.expanduser().resolve()
    pythons = {"kit": Path(sys.executable)} | {name: python_of(name, cache) for name in ("skrub", "ydata")}
    for name, python in pythons.items():
        say(f"{name:7s}" + ", ".join(f"{package} {version}" for package, version in versions(python).items()))
    contenders = [one for one in CONTENDERS if given.only is None or one.name in given.only]
    for rows in given.rows:
        for form in given.format:
            compare(rows, form, contenders, given.repeats, pythons=pythons, kit=given.kit.resolve(), cache=cache)


if __name__ == "__main__":
    main()

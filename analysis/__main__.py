"""The command `strata`: new, check, report, run, lists, status, demo.

Exit codes: 0 done (check: ready) · 1 a report failed, or check: usable with warnings ·
2 check: not ready, or a mistake in client.yaml or the data · 64 wrong use of the command.
Of run: 0 done or nothing due · 1 done, with something that calls for attention · 2 something is waited for · 3 something failed.
"""

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from analysis import __version__
from analysis.errors import AnalysisError, ConfigError
from analysis.text import Text, count, share

if TYPE_CHECKING:
    from analysis.reporting.check import Checked

FAILED, NOT_READY, USAGE = 1, 2, 64
UsageError = typer.BadParameter.__base__  # typer carries its own copy of click and exports no more than this


def text() -> Text:
    """The user's language: STRATA_LANGUAGE, else the locale's."""
    wanted = os.environ.get("STRATA_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return Text("zh" if wanted.lower().startswith("zh") else "en")


_ = text()  # help is worded when the command is defined
HELP = _("From a client's files to one offline report.")
CODES = _(
    "Exit codes: 0 done (check: ready) · 1 a report failed (check: usable with warnings) · "
    "2 not ready, or a mistake in client.yaml or the data · 64 wrong use of the command. "
    "Of run: 0 done or nothing due · 1 done, but something calls for attention · 2 waiting for data · 3 a report failed"
)

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help=HELP, epilog=CODES, rich_markup_mode=None, pretty_exceptions_enable=False
)

Data = Annotated[
    Path | None, typer.Option("--data", help=_("Folder of the clients (default: data/ of the clone, or STRATA_DATA)."))
]
Reports = Annotated[Path | None, typer.Option("--reports", help=_("Folder of the reports (default: reports/, or STRATA_REPORTS)."))]
Client = Annotated[str, typer.Argument(help=_("Name of the client's folder under data/."))]
PeriodLabel = Annotated[str, typer.Argument(help=_("2024, 2024-H2, 2024-Q4, 2024-11, a named range, or A..B."))]


def folders(data: Path | None, reports: Path | None) -> tuple[Path, Path]:
    """The two folders, also for the kernels that this process starts."""
    from analysis import store

    data, reports = (data or store.data_folder()).resolve(), (reports or store.reports_folder()).resolve()
    os.environ["STRATA_DATA"], os.environ["STRATA_REPORTS"] = str(data), str(reports)
    return data, reports


@app.command(help=_("Look at a client's files and propose data/CLIENT/client.yaml."))
def new(client: Client, files: Annotated[list[Path], typer.Argument(help=_("The client's files."))], data: Data = None) -> None:
    """Look at a client's files and propose data/CLIENT/client.yaml."""
    from analysis.config import load_client
    from analysis.sources.propose import propose_client

    data = folders(data, None)[0]
    words, console = text(), Console()
    proposal = propose_client(client, files, data / client, say=lambda one: words.error(one.template, one.values))
    table = Table(words("File"), words("Column"), words("Role"), words("Why"), words("How sure"), words("Examples, masked"))
    for guess in proposal.guesses:
        sure = words.name("confidence", guess.confidence) if guess.confidence else ""
        table.add_row(
            *map(escape, (guess.file, guess.column, guess.role or "–", words.name("why", guess.why), sure, guess.examples))
        )
    console.print(table)
    for kind in ("decided", "left", "ask", "warning"):
        said = [words.error(one.template, one.values) for one in proposal.remarks if one.kind == kind]
        if said:
            console.print(words.name("remark", kind), style="bold yellow" if kind == "warning" else "bold")
            for sentence in said:
                console.print(f"  · {sentence}", style="yellow" if kind == "warning" else None, markup=False, highlight=False)
    try:
        load_client(proposal.path)
    except ConfigError as error:
        reason = words.error(error.template, error.values)
        console.print(words("It cannot be used yet. {reason}").format(reason=reason), style="yellow", markup=False, highlight=False)
    console.print(
        words("Wrote {file}. Read it, then run: strata check {client} PERIOD").format(file=proposal.path, client=client),
        markup=False, highlight=False,
    )  # fmt: skip


@app.command(help=_("Say what can be analysed, what cannot, and why (seconds; no notebook runs)."))
def check(
    client: Client,
    period: PeriodLabel,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print the same as JSON, for other programs."))] = False,
    data: Data = None,
) -> None:
    """Say what can be analysed, what cannot, and why (seconds; no notebook runs)."""
    from analysis.reporting.check import check_client

    data, reports = folders(data, None)
    words, console = text(), Console()
    checked = check_client(client, period, data=data, reports=reports)
    if as_json:
        told = {"client": client, "period": period} | checked.as_json(words)
        console.print_json(json.dumps(told, ensure_ascii=False))
    else:
        _show_check(checked, words, console)
    raise typer.Exit(checked.exit)


def _show_check(checked: "Checked", words: Text, console: Console) -> None:
    """The files read, the way from raw to analysed lines, the verdicts, and what to ask the client for."""
    console.print(checked.span(words), highlight=False)
    files = Table(words("Input"), words("File"), words("Rows"), words("Unreadable"), words("Read as"))
    for row in checked.files.itertuples():
        figures = words.show(count(row.rows)), words.show(count(row.rejects))
        files.add_row(words.name("table", row.table), row.file, *figures, row.read_as)
    console.print(files)
    if checked.waterfall is not None:
        steps = Table(words("Step"), words("Lines"))
        for row in checked.waterfall.itertuples():
            steps.add_row(words.name("step", row.step), words.show(count(row.rows)))
        console.print(steps)
    heads = words("Analysis"), words("Needs"), words("At least"), words("Held"), words("Verdict"), words("What to ask for")
    table = Table(*heads)
    for row in checked.ready.itertuples():
        form = share if row.measure.endswith("_share") else count
        figures = words.show(form(row.minimum)), words.show(form(row.actual))
        verdict, ask = words.name("status", row.status), "" if row.status == "pass" else words.name("send", row.analysis)
        table.add_row(words.name("analysis", row.analysis), words.name("measure", row.measure), *figures, verdict, ask)
    console.print(table)


@app.command(help=_("Run the notebooks and write reports/CLIENT/PERIOD/report.html."))
def report(
    client: Client,
    period: PeriodLabel,
    parameter: Annotated[list[str] | None, typer.Option("--parameter", "-p", help=_("NAME=VALUE, a notebook's parameter."))] = None,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=_("Reports that run side by side."))] = 2,
    force: Annotated[bool, typer.Option("--force", help=_("Run also where nothing has changed."))] = False,
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Run the notebooks and write reports/CLIENT/PERIOD/report.html."""
    from analysis.config import expand_periods
    from analysis.reporting.batch import Job
    from analysis.store import Run

    parameters = _pairs(parameter or [])
    data, reports = folders(data, reports)
    config = Run.open(client, "2000", data=data, reports=reports).config
    periods = tuple(one.label for one in expand_periods(period, config.periods, calendar=config.calendar))
    run_jobs([Job(client, periods)], data, reports, parameters=parameters, processes=jobs, force=force)


@app.command(help=_("Run the reports that are due by client.yaml, once their files have arrived, and say what changed."))
def run(
    client: Annotated[
        list[str] | None, typer.Argument(help=_("Clients; none named: all whose client.yaml has a schedule."))
    ] = None,
    due: Annotated[bool, typer.Option("--due", help=_("What is due, and nothing else."))] = False,
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help=_("The day to reckon from, such as 2025-04-06."))
    ] = None,
    refit: Annotated[bool, typer.Option("--refit", help=_("Fit the definitions anew instead of keeping those in use."))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Say what would be done, and do nothing."))] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=_("Reports that run side by side."))] = 2,
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Run what is due, client by client, and leave with the gravest code: 0 done, 1 attention, 2 waiting, 3 failed."""
    from analysis.reporting.due_batch import FAILED as FAILED_RUN
    from analysis.reporting.due_batch import run_due
    from analysis.reporting.due_words import lines

    if not due:
        raise typer.BadParameter(text()("write --due: strata run runs what is due; for one period write strata report."))
    data, reports = folders(data, reports)
    words, console = text(), Console()

    def tell(told) -> None:
        for number, line in enumerate(lines(told, words)):
            red = told.code == FAILED_RUN and number == 0
            console.print(line, style="red" if red else None, markup=False, highlight=False, soft_wrap=True)

    day = today.date() if today is not None else date.today()  # the only clock: the day enters here
    code = run_due(
        client or [], data=data, reports=reports, today=day, processes=jobs, refit=refit, dry=dry_run, tell=tell
    )  # fmt: skip
    raise typer.Exit(code)


@app.command(help=_("Write the target lists of the approved plays into data/CLIENT/PERIOD/lists: personal data, for you alone."))
def lists(client: Client, period: PeriodLabel, data: Data = None, reports: Reports = None) -> None:
    """Write the target lists of the approved plays, with customer numbers and contact details."""
    from analysis.reporting.lists import write_lists
    from analysis.store import Run

    data, reports = folders(data, reports)
    words, console = text(), Console()
    written = write_lists(Run.open(client, period, data=data, reports=reports))

    def tell(sentence: str, **values: object) -> None:
        console.print(sentence.format(**values), markup=False, highlight=False, soft_wrap=True)

    for one in written.lists:
        tell(words("{file}: {n} to contact, {held} held out"), file=one.file, n=one.treatment, held=one.hold_out)
        for field in one.lacking:
            tell(words("  no {field} is held; name it in client.yaml under source.customers.contact"), field=field)
        for file, rows, without in one.exports:
            tell(words("{file}: {n} rows, {without} without what the import needs"), file=file, n=rows, without=without)
    for play in written.bare:
        tell(words("{play}: approved, but nobody is on its list"), play=play)
    for file in written.gone:
        tell(words("{file}: deleted, its play is not approved any more"), file=file)
    tell(words("customer-segments.csv: {n} customers by every lens"), n=written.customers)
    tell(
        words("All in {folder}. It holds personal data: send it to nobody but those who make the contacts."), folder=written.folder
    )


@app.command(help=_("Clients and periods: done, outdated (and what changed), failed."))
def status(data: Data = None, reports: Reports = None) -> None:
    """Clients and periods: done, outdated (and what changed), failed."""
    from analysis.reporting.check import report_states

    data, reports = folders(data, reports)
    words, console = text(), Console()
    table = Table(words("Client"), words("Period"), words("State"), words("What changed"))
    for state in report_states(data, reports):
        table.add_row(state.client, state.period, words.name("state", state.state), ", ".join(state.changed))
    if table.row_count:
        console.print(table)
    else:
        console.print(words("No report yet. Try: strata demo"), highlight=False)


@app.command(help=_("Make the demo clients and render their reports."))
def demo(
    render: Annotated[bool, typer.Option("--report/--no-report", help=_("Also render the demo reports."))] = True,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, help=_("Reports that run side by side."))] = 2,
    data: Data = None,
    reports: Reports = None,
) -> None:
    """Make the demo clients and render their reports."""
    from analysis.reporting.batch import Job
    from analysis.reporting.demos import DEMO_PERIODS, make_demo_client

    data, reports = folders(data, reports)
    words, console = text(), Console()
    for name in DEMO_PERIODS:
        console.print(words("Demo client {client}: {folder}").format(client=name, folder=data / name), highlight=False)
        if not render:
            make_demo_client(name, data)
    if render:
        made = [Job(name, periods, demo=True) for name, periods in DEMO_PERIODS.items()]
        run_jobs(made, data, reports, parameters={}, processes=jobs, force=False)


def run_jobs(jobs: list, data: Path, reports: Path, *, parameters: dict, processes: int, force: bool) -> None:
    """Run reports, tell what became of each, and leave with 1 where one failed."""
    from analysis.reporting.batch import run_batch
    from analysis.reporting.lock import clients_locked

    words, console = text(), Console()

    def tell(outcome) -> None:
        at = f"{outcome.client} {outcome.period}"
        if outcome.error is not None:
            console.print(
                f"{at}: {words.error(outcome.error.template, outcome.error.values)}", style="red", markup=False, highlight=False
            )
        elif not outcome.fresh:
            console.print(
                words("{at}: nothing has changed; {page}").format(at=at, page=outcome.folder / "report.html"), highlight=False
            )
        else:
            done = words("{at}: {seconds} s; {page}")
            console.print(done.format(at=at, seconds=round(outcome.seconds), page=outcome.folder / "report.html"), highlight=False)

    with clients_locked(data, [job.client for job in jobs]):
        outcomes = run_batch(jobs, data=data, reports=reports, parameters=parameters, processes=processes, force=force, done=tell)
    if any(outcome.error for outcome in outcomes):
        raise typer.Exit(FAILED)


def _pairs(given: list[str]) -> dict[str, str]:
    pairs = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not mark or not name:
            raise typer.BadParameter(f"-p {one}: write NAME=VALUE.")
        pairs[name.strip()] = value
    return pairs


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help=_("Print the version."))] = False) -> None:
    if version:
        Console().print(f"strata {__version__}", highlight=False)
        raise typer.Exit(0)


def main(arguments: list[str] | None = None) -> None:
    """Run the command; a user's mistake ends in one sentence and an exit code, never a traceback."""
    try:
        code = app(args=arguments, prog_name="strata", standalone_mode=False)
    except UsageError as error:
        error.show()
        code = USAGE
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except AnalysisError as error:
        Console(stderr=True).print(text().error(error.template, error.values), style="red", markup=False, highlight=False)
        code = NOT_READY
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

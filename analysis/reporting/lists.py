"""Target lists as files: who was drawn in chapter 04, with the client's own numbers and contact details given back.

Nothing is decided here: the members, their arms and the reasons are those of the report's tables, so that files and
report agree.  Without an approval in client.yaml, as it stands now, no list is written, and one that was goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from analysis.errors import ConfigError, MissingTableError, listed
from analysis.findings import strategy_settings as settings
from analysis.reporting import lens_story
from analysis.reporting.chosen import every_lens
from analysis.reporting.list_dictionary import dictionary
from analysis.reporting.list_exports import Export, exported, load_export, one_piece
from analysis.reporting.list_folder import ARMS, DICTIONARY, PREFIX, SEGMENTS, SUPPRESSED, list_folder, list_name, withdraw_lists
from analysis.reporting.manifest import changed
from analysis.sources.contact_fields import held_fields, restore_contacts
from analysis.sources.pseudonyms import keep_private, write_private
from analysis.sources.safe_csv import write_safe_csv
from analysis.store import Run
from analysis.strategies import load_playbook, load_playbook_file
from analysis.strategies.arms import TREATMENT
from analysis.strategies.audience import BETWEEN, REASONS
from analysis.text import Text

# What reaches somebody through a channel, beside the name; app and store need no more than the customer's number.
REACHED_BY = {
    "email": ("email",), "sms": ("phone",), "phone": ("phone",), "wecom": ("phone",), "wechat": ("phone",),
    "post": ("address",), "ads": ("email", "phone"),
}  # fmt: skip


@dataclass(frozen=True)
class WrittenList:
    """One list on disk: its play, how many stand on it, contact fields it lacks, exports with their rows and those left out."""

    play: str
    file: str
    treatment: int
    hold_out: int
    lacking: tuple[str, ...]
    exports: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class WrittenLists:
    """What `strata lists` wrote, where, and which lists went; `bare`: approved plays that reach nobody."""

    folder: Path
    lists: tuple[WrittenList, ...]
    bare: tuple[str, ...]
    gone: tuple[str, ...]
    customers: int


def write_lists(run: Run) -> WrittenLists:
    """Write the lists of a client and period for their owner alone; lists of plays no longer approved go first.

    Raises ConfigError for a part of a client, where the client's files changed since the report, and for a faulty
    export; MissingTableError where chapter 04 has not run.
    """
    if run.config.part is not None:
        raise ConfigError(
            "Lists are drawn for the whole, so that nobody stands on those of two parts. Run: strata lists {whole} {period}",
            whole=run.whole,
            period=run.period.label,
        )
    approved = run.config.strategy.approved
    gone = withdraw_lists(run, keep=approved)
    if not run.has_table("list_members"):
        raise MissingTableError(
            "No lists are drawn for {client} {period} yet. Run: strata report {client} {period}",
            client=run.client,
            period=run.period.label,
        )
    members, reasons = run.read_table("list_members"), run.read_table("list_reasons")
    _check_current(run)
    exports = [load_export(asked, run.client_folder) for asked in run.config.strategy.lists.exports]
    members = members[members["play"].isin(approved)]
    text, titles = _reader(run), _titles(run)
    files: dict[str, pd.DataFrame] = {}
    made = []
    for play, people in members[members["arm"] != ""].groupby("play", sort=True):
        one, own = _of_play(run, str(play), people, reasons, exports, text, titles)
        made.append(one)
        files |= own
    held_back = members[members["arm"] == ""]
    if len(members):
        files[SUPPRESSED] = _suppressed(run, held_back, reasons, text, titles)
    files[SEGMENTS] = _customer_segments(run, text)
    files[DICTIONARY] = dictionary(files, run.read_table("segments"), text=text)
    _write(list_folder(run), files, members[members["arm"] != ""])
    bare = tuple(play for play in approved if play not in {one.play for one in made})
    return WrittenLists(list_folder(run), tuple(made), bare, tuple(gone), len(files[SEGMENTS]))


def _check_current(run: Run) -> None:
    """Consents withdrawn since, and roles or approvals changed since, must not be passed over."""
    told = [name for name in changed(run) if name != "the kit itself" and "/notes/" not in name]
    if told:
        raise ConfigError(
            "Since the report of {client} {period} these have changed: {files}. Run strata report first: lists are what it counted.",
            client=run.client,
            period=run.period.label,
            files=listed(told),
        )


def _write(folder: Path, files: Mapping[str, pd.DataFrame], drawn: pd.DataFrame) -> None:
    """All files, each whole or not at all, and no list of before beside them."""
    keep_private(folder)
    for name, table in files.items():
        write_safe_csv(table, folder / name)
    for path in folder.glob(f"{PREFIX}*.csv"):
        if path.name not in files:
            path.unlink()
    ledger = drawn[["play", "customer_id", "arm"]].sort_values(["play", "customer_id"], ignore_index=True)
    write_private(ledger, folder / ARMS)


def _of_play(
    run: Run,
    play: str,
    people: pd.DataFrame,
    reasons: pd.DataFrame,
    exports: Sequence[Export],
    text: Text,
    titles: Mapping[str, str],
) -> tuple[WrittenList, dict[str, pd.DataFrame]]:
    """The list of one play and its exports."""
    channel = str(people["channel"].iloc[0])
    reached, held = REACHED_BY.get(channel, ()), held_fields(run.client_folder)
    served = [one for one in exports if channel in one.channels]
    wanted = {"name", *reached, *(column.field for one in served for column in one.columns)}
    fields = [field for field in held if field in wanted]
    rows = _restored(run, people, fields, text).assign(
        play=titles.get(play, play),
        channel=text.name("contact_channel", channel),
        # Whoever is held out is not to be contacted, not even by mistake.
        **{field: lambda table, field=field: table[field].where(table["arm"] == TREATMENT, "").fillna("") for field in fields},
    )
    if "phone" in fields:
        rows["phone"] = rows["phone"].map(one_piece)
    own = [field for field in fields if field in ("name", *reached)]
    own_reasons = reasons[reasons["play"] == play].sort_values("number")
    checks = {f"check_{one.reason}": _checked(one, text) for one in own_reasons.itertuples()}
    files = {list_name(play): rows[["customer_number", *own, "play", "lens", "segment", "channel", "arm"]].assign(**checks)}
    treated, told = rows[rows["arm"] == TREATMENT], []
    for one in served:
        table = exported(treated, one, country_code=run.config.strategy.lists.country_code)
        files[list_name(play, one.name)] = table
        told.append((list_name(play, one.name), len(table), len(treated) - len(table)))
    lacking = tuple(field for field in reached if field not in held)
    return WrittenList(play, list_name(play), len(treated), len(rows) - len(treated), lacking, tuple(told)), files


def _restored(run: Run, people: pd.DataFrame, fields: Sequence[str], text: Text) -> pd.DataFrame:
    """customer_number, contact fields, lens, segment and the columns of `people`, by customer number."""
    back = restore_contacts(run.client_folder, people["customer_id"], fields).rename(columns={"client_id": "customer_number"})
    rows = pd.concat([back, people.reset_index(drop=True)], axis=1)
    rows = rows.assign(
        customer_number=rows["customer_number"].fillna(""),
        lens=rows["method"].map(lambda key: text.name("lens", key)),
        segment=rows["segment"].map(lambda key: text.name("segment", key)),
    )
    return rows.sort_values("customer_number", kind="stable", ignore_index=True)


def _checked(row, text: Text) -> str:
    """What a list says of a reason: checked, or that no data tell it."""
    if row.checked:
        return text("checked")
    return text.name("unchecked", "in_other_test" if row.reason == "in_other_test" else "other")


def _suppressed(run: Run, people: pd.DataFrame, reasons: pd.DataFrame, text: Text, titles: Mapping[str, str]) -> pd.DataFrame:
    """Who was left out of which list: the first reason, and yes, no or not checked for each that counts for the play."""
    rows = _restored(run, people, (), text)
    had = rows["reasons"].str.split(BETWEEN)
    table = rows[["customer_number", "lens", "segment"]].assign(
        play=rows["play"].map(lambda key: titles.get(key, key)),
        first_reason=had.str[0].map(lambda key: text.name("exclusion", key)),
    )
    state = {(one.play, one.reason): text("no") if one.checked else _checked(one, text) for one in reasons.itertuples()}
    for reason in [one for one in REASONS if one in set(reasons["reason"])]:
        without = [state.get((play, reason), text("not asked")) for play in rows["play"]]
        table[reason] = pd.Series(without, index=rows.index, dtype="object").mask(
            had.map(lambda one, key=reason: key in one), text("yes")
        )
    return table


def _customer_segments(run: Run, text: Text) -> pd.DataFrame:
    """One row per customer, one column per lens."""
    wide = run.read_table("segments").pivot(index="customer_id", columns="method", values="segment").reset_index()
    numbers = restore_contacts(run.client_folder, wide["customer_id"], ())["client_id"].fillna("")
    lenses = {
        lens: wide[lens].map(lambda key: text.name("segment", key), na_action="ignore").fillna("")
        for lens in sorted(wide.columns.drop("customer_id"))
    }
    return pd.DataFrame({"customer_number": numbers, **lenses}).sort_values("customer_number", kind="stable", ignore_index=True)


def _reader(run: Run) -> Text:
    """The report's language, with the client's own names and those found in the data."""
    from analysis.config import load_segments
    from analysis.config.segments import FILE

    text = Text(run.config.language, run.config.currency, run.config.told_of)
    lenses = every_lens(run)
    rules = {key: rule for one in lenses.values() for key, rule in one.rules.items()}
    found = [lens_story.names(replace(one, rules=rules), text) for one in lenses.values()]
    own = load_segments(run.said_folder / FILE).words()
    return replace(text, own={key: word for names in found for key, word in names.items()} | own)


def _titles(run: Run) -> dict[str, str]:
    """The plays' titles in the report's language; a play of another playbook goes by its key."""
    name = settings.playbook_name("", run.config.strategy.playbook, run.config.industry)
    book = load_playbook_file(run.said_folder / name) if name.endswith(".yaml") else load_playbook(name)
    return {play.key: getattr(play.title, run.config.language) for play in book.plays}

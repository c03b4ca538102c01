"""The parts of a client as clients of their own: their folders, which of them get a report, what became of them.

The whole comes first: it leaves the limits that its parts are measured by, and the table `part_sums`, which says which
parts are large enough in the period.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import yaml

from analysis.config import Part, split_place
from analysis.config.parts import FOLDER, REST, STAFF
from analysis.features import data_span, transactions
from analysis.sources import Input
from analysis.sources.parts import Made, write_parts
from analysis.sources.pseudonyms import client_key
from analysis.store import Run, atomic_path
from analysis.text import Text

HEAD = "# Written by strata: one part of {of}, by {by}. All else is read from {of}/client.yaml; change it there.\n"


def split(run: Run, inputs: Mapping[str, Input]) -> list[Made]:
    """Write the tables and settings of every part of a client; empty where client.yaml divides by nothing.

    Raises ConfigError where the column that divides holds nothing.
    """
    config = run.config
    if config.split_by is None:
        return []
    place = split_place(config.split_by, config.source)
    secret = client_key(run.client_folder) if place[1] in STAFF else b""
    made = write_parts(
        inputs, run.client_folder, place=place, minimum=config.split_minimum, least=config.privacy.minimum_cell, secret=secret
    )
    last = data_span(transactions(inputs["transactions"].path))[1]
    for one in made:
        label = one.label or Text(config.language).name("part", one.key)
        part = Part(of=run.client, by=place[1], key=one.key, label=label, without=one.without, last=last, share=one.share)
        target = run.client_folder / FOLDER / one.key / "client.yaml"
        told = yaml.safe_dump({"part": part.model_dump(mode="json")}, allow_unicode=True, sort_keys=False)
        text = HEAD.format(of=run.client, by=place[1]) + told
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            with atomic_path(target) as partial:
                partial.write_text(text, encoding="utf-8")
    return made


def lines_of_parts(run: Run, made: list[Made]) -> dict[str, Path]:
    """Where the order lines of every part lie, and those of none."""
    return {
        key: run.client_folder / FOLDER / key / "canonical" / "transactions.parquet" for key in (*(one.key for one in made), REST)
    }


def reported(run: Run) -> list[str]:
    """The parts that get a report of this period, by their names as clients: those that the whole's chapter 03 found large enough."""
    if run.config.split_by is None or not run.has_table("part_sums"):
        return []
    sums = run.read_table("part_sums")
    return [f"{run.client}/{FOLDER}/{key}" for key in sums.loc[sums["reported"].astype(bool), "part"]]


def withdraw_others(run: Run, names: Iterable[str]) -> None:
    """Take reports of this period out of the folder that is sent, where their part is no more or has grown too small."""
    for folder in (run.reports / run.client / FOLDER).glob(f"*/{run.period.label}"):
        name = f"{run.client}/{FOLDER}/{folder.parent.name}"
        if name not in names:
            kept = run.data / name / run.period.label / "earlier-report"
            shutil.rmtree(kept, ignore_errors=True)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder, kept)
            if not any(folder.parent.glob("*/manifest.json")):
                shutil.rmtree(folder.parent)


def whole_run(run: Run) -> Run:
    """The run of the whole in the same period; the run itself where it is no part."""
    return run if run.config.part is None else Run.open(run.whole, run.period.label, data=run.data, reports=run.reports)


def whole_name(run: Run) -> str:
    """The name of the client that this is a part of, as readers know it."""
    return run.config.name.removesuffix(f" · {run.config.part.label}")

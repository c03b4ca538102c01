"""The lens that a chapter is about, as chapter 02 left it: its definition, its order, what makes its segments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.config import load_segments
from analysis.config.segments import FILE
from analysis.errors import ConfigError, unknown_choice
from analysis.evaluation import REPLAYED
from analysis.reporting import lens_story
from analysis.reporting.page import Page
from analysis.segmentations import defined_by, display_order, small_cells
from analysis.segmentations.own_names import own_order, renamed
from analysis.segmentations.saved import PREFIX, assigned, defining_columns
from analysis.store import Run


@dataclass(frozen=True)
class ChosenLens:
    """One lens of a run.  `rules` holds its definition and those of the lenses that it is made of."""

    lens: str
    rules: Mapping[str, pd.DataFrame]
    merges: Mapping[str, Mapping[str, Sequence[str]]]
    first: Sequence[str]  # segments that the client puts first
    hidden: tuple[str, ...] = ()  # segments that chapter 02 keeps back

    @classmethod
    def of(cls, run: Run, lens: str) -> "ChosenLens":
        """The lens as the run saved it; for "" the main one of chapter 02.

        Raises ConfigError that names those there are, where this one is not, or nothing divides the customers.
        """
        lens = lens or default_lens(run)
        held = list(dict.fromkeys(run.read_table("segments")["method"]))
        if lens not in held:
            raise unknown_choice("segment_by", lens, held)
        own = load_segments(run.said_folder / FILE)
        hidden = small_cells.hidden_of(run.read_table("shown_segments"), lens)
        return cls(lens, _with_parts(run, lens), own.merges(), own.order(lens), hidden)

    @property
    def order(self) -> tuple[str, ...]:
        """Its segments as they are shown, the client's merges done."""
        return own_order(display_order(self.lens, self.rules[self.lens]), merged=self.merges.get(self.lens), order=self.first)

    @property
    def orders(self) -> dict[str, tuple[str, ...]]:
        """The order of its segments, and of those of the lenses that it is made of."""
        return {lens: display_order(lens, rule) for lens, rule in self.rules.items()} | {self.lens: self.order}

    @cached_property
    def defined_by(self) -> tuple[str, ...]:
        """The columns of the record that make the segments, also through other lenses."""
        return tuple(column for column in defining_columns(self.lens, self.rules) if not column.startswith(PREFIX))

    @property
    def traits(self) -> tuple[str, ...]:
        """The same under the names that a profile has for them: `sex` for attribute.sex, `category` for a preference."""
        return tuple(dict.fromkeys(name for column in self.defined_by for name in _trait(column)))

    @property
    def replayable(self) -> bool:
        """Whether a replay of orders alone knows all that makes the segments."""
        return set(self.defined_by) <= set(REPLAYED)

    @property
    def places(self) -> tuple[str, ...]:
        """The segments that may be shown, in their order."""
        return tuple(key for key in self.order if key not in self.hidden)

    def held_in(self, segments: pd.DataFrame) -> bool:
        """Whether the table `segments` of another day knows the lens: some need more history than that day had."""
        return bool((segments["method"] == self.lens).any())

    def grouped(self, segments: pd.DataFrame) -> pd.DataFrame:
        """The rows of the lens in the table `segments`, what is kept back as one: no figure made of them can tell it."""
        return small_cells.together(segments[segments["method"] == self.lens], self.hidden)

    def assign_grouped(self, features: pd.DataFrame) -> pd.DataFrame:
        """`assign`, with what is kept back as one."""
        return small_cells.together(self.assign(features), self.hidden)

    def assign(self, features: pd.DataFrame) -> pd.DataFrame:
        """Customers by the saved definition, the client's merges done: customer_id, segment."""
        found, _ = renamed(assigned(features, self.rules), self.merges)
        return found.loc[found["method"] == self.lens, ["customer_id", "segment"]].reset_index(drop=True)


def every_lens(run: Run) -> dict[str, ChosenLens]:
    """All lenses that the run saved, in their order."""
    own = load_segments(run.client_folder / FILE)
    held, shown = dict.fromkeys(run.read_table("segments")["method"]), run.read_table("shown_segments")
    return {
        lens: ChosenLens(lens, _with_parts(run, lens), own.merges(), own.order(lens), small_cells.hidden_of(shown, lens))
        for lens in held
    }


def open_lens(page: Page, lens: str) -> ChosenLens:
    """The lens of a page, whose names that were found in the data the page then knows.

    Raises ConfigError where the run has no such lens.
    """
    chosen = ChosenLens.of(page.run, lens)
    rules = {key: rule for one in every_lens(page.run).values() for key, rule in one.rules.items()}
    page.name_segments(lens_story.names(replace(chosen, rules=rules), page.text))
    return chosen


def default_lens(run: Run) -> str:
    """The lens that chapter 02 left as the main one.  Raises ConfigError where nothing divides the customers."""
    choice = run.read_table("lens_choice")["method"]
    if choice.empty:
        raise ConfigError("No lens of chapter 02 divides the customers of {client}, so none can be profiled.", client=run.client)
    return str(choice.iloc[0])


def _with_parts(run: Run, lens: str) -> dict[str, pd.DataFrame]:
    """The definition of a lens, after those of the lenses that it is made of."""
    definition = run.read_table(f"definition_{lens}")
    parts = [column.removeprefix(PREFIX) for column in defined_by(lens, definition) if column.startswith(PREFIX)]
    found = {name: rule for part in parts for name, rule in _with_parts(run, part).items()}
    return {**found, lens: definition}


def _trait(column: str) -> tuple[str, ...]:
    part, _, name = column.rpartition(".")
    return (name.partition("_")[0], name) if part == "habits" else (name,)

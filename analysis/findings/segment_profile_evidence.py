"""What is known of one segment, cell by cell, and sentences that carry the cells they stand on.

A persona is a segment's typical figures put in words.  It has no name, no face and no motive, and no
sentence is on it whose figures are not cells of the chapter's tables: `Statement.cells` says which, and
`persona_table` writes them down, so that a reader can look every one of them up.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis.findings.segment_profile_lens import widest
from analysis.text import Message, share
from analysis.text.names_segment_profile import figure_value, level_value

COLUMNS = [
    "method", "segment", "part", "place", "figure_place", "source", "trait", "level", "figure", "value", "statement",
]  # fmt: skip


class Cell(NamedTuple):
    """One cell of a table: which table, trait (or measure), level and column, and what stands in it."""

    source: str
    trait: str
    level: str
    figure: str
    value: float


@dataclass(frozen=True)
class Statement:
    """A sentence, for advice with its reason, and the cells behind its figures."""

    says: Message
    cells: tuple[Cell, ...]
    reason: Message | None = None


@dataclass(frozen=True)
class Evidence:
    """What is known of one segment.

    numbers   rows of `numeric_profile` by trait
    cells     rows of `segment_cells` (Lens.cells: traits and habits), membership levels left out
    scores    rows of `survey_scores` by measure: n, value, low, high, base (of all respondents), p_adjusted
    facts     rows of `segment_facts` by measure: n, value, low, high, base
    makers    rows of `survey_profile` of the answers that make the segment, by item; empty where no answers do
    rated     names of the other answers that set the segment apart, farthest first (`ratings_apart`)
    """

    numbers: pd.DataFrame
    cells: pd.DataFrame
    scores: pd.DataFrame
    facts: pd.DataFrame
    makers: pd.DataFrame
    rated: tuple[str, ...] = ()

    def number(self, trait: str, figure: str = "median") -> Cell | None:
        return cell_of(self.numbers, "numeric_profile", trait, figure)

    def score(self, measure: str, figure: str = "value") -> Cell | None:
        return cell_of(self.scores, "survey_scores", measure, figure)

    def fact(self, measure: str, figure: str = "value") -> Cell | None:
        return cell_of(self.facts, "segment_facts", measure, figure)

    def typical(self, traits: Iterable[str], *, more: bool = True) -> pd.Series | None:
        """The level of these traits in which the segment is farthest above (or below) everybody else, beyond chance."""
        sure = widest(self.cells[self.cells["trait"].isin(list(traits)) & self.cells["level"].ne("(other)")])
        sure = sure[sure["gap"] > 0] if more else sure[sure["gap"] < 0]
        return sure.iloc[0] if len(sure) else None


def persona_table(made: Iterable[tuple[str, str, Iterable[Statement]]], *, method: str) -> pd.DataFrame:
    """Every figure of the personas and the cell it was taken from: one row per figure (table `personas`).

    From (segment, part, statements): place counts the statements of a part, figure_place the figures of a
    statement; source, trait, level and figure name the cell, value is what stands in it, statement is the
    sentence's English template.
    """
    rows = [
        (method, segment, part, place, nth, *cell, statement.says.template)
        for segment, part, statements in made
        for place, statement in enumerate(statements, 1)
        for nth, cell in enumerate(statement.cells, 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def cell_of(table: pd.DataFrame, source: str, trait: str, figure: str) -> Cell | None:
    if trait not in table.index or figure not in table or pd.isna(value := table.loc[trait, figure]):
        return None
    return Cell(source, trait, "", figure, float(value))


def pair(cell: pd.Series) -> tuple[Cell, Cell]:
    """The segment's share at a level, and everybody else's."""
    return tuple(Cell("segment_cells", cell["trait"], cell["level"], figure, float(cell[figure])) for figure in ("share", "rest_share"))  # fmt: skip


def shares(cell: pd.Series) -> dict:
    return {"level": level_value(cell["trait"], cell["level"]), "share": share(cell["share"]), "rest": share(cell["rest_share"])}


def shown(cell: Cell):
    return figure_value(cell.trait, cell.value)


def stated(template: Callable[..., Message], *cells: Cell | None) -> Statement | None:
    """The sentence over the shown cells; none where one of them is missing."""
    return Statement(template(*[shown(cell) for cell in cells]), tuple(cells)) if all(cells) else None

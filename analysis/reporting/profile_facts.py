"""What each segment of chapter 03 is worth, and who its customers are by other lenses: tables and their words."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.findings import segment_profile_facts as worth_words
from analysis.findings import segment_profile_overlap as overlap_words
from analysis.intervals import skewed_interval, wilson
from analysis.profiles import facts, overlap
from analysis.reporting.chosen import ChosenLens, every_lens
from analysis.reporting.page import Page
from analysis.reporting.profile_base import ProfileBase
from analysis.reporting.profile_outcome import declared_flag, left_shares
from analysis.segmentations.lenses import STATES, untold
from analysis.segmentations.settings import COMPOSED
from analysis.segmentations.small_cells import seen
from analysis.store import Run
from analysis.text import Skip, Words
from analysis.text.names_segment_profile import OTHERS

TOTAL = facts.TOTAL
ESTIMATE = ["segment", "measure", "n", "value", "low", "high"]


@dataclass(frozen=True)
class ProfileFacts:
    """`facts` is the table segment_facts, `overlap` segment_overlap (empty without a second lens); story by section key."""

    facts: pd.DataFrame
    overlap: pd.DataFrame
    story: dict[str, Words | Skip]


def profile_facts(page: Page, base: ProfileBase, scores: pd.DataFrame) -> ProfileFacts:
    """Worth and overlap of the segments of a run, both written; `scores` is survey_scores of the same segments."""
    run, lens, few = page.run, base.lens, {"minimum": page.minimum_cell}
    gone = left_shares(declared_flag(run), base.segments, **few)
    held = (_lifetime(run, base), _alive(run, base), _scores(scores), _returned(run, lens.method), gone)
    estimates = [part for part in held if len(part)]
    found = facts.segment_facts(base.features, base.segments, method=lens.method, estimates=estimates, **few)
    every = run.read_table("segments")
    lenses = every_lens(run)
    shared = overlap.lens_overlap(
        pd.concat([base.segments, other_lenses(every, lenses, lens.method)], ignore_index=True),
        method=lens.method,
        made_of={key: one.defined_by for key, one in lenses.items()},
        orders={key: one.order for key, one in lenses.items()},
        **few,
    )
    story = {
        "worth": worth_words.worth(found, lens=lens, makers=base.makers, note=base.basis.window(lens.note())),
        "worth_table": worth_words.table_words(),
        "overlap": overlap_words.overlap(shared, lens=lens, note=base.basis.window(lens.note())),
    }
    return ProfileFacts(run.write_table("segment_facts", found), run.write_table("segment_overlap", shared), story)


def other_lenses(segments: pd.DataFrame, lenses: Mapping[str, ChosenLens], method: str) -> pd.DataFrame:
    """The segments of the other lenses; what chapter 02 keeps back stands with all others.

    A lens that is made of others repeats them by construction and is no news, nor is it that too little is known of
    the same customers.
    """
    own = segments[(segments["method"] != method) & ~segments["method"].str.partition(".")[0].isin(COMPOSED)]
    own = own[~own["segment"].map(untold).astype(bool)]
    hidden = {(key, segment) for key, one in lenses.items() for segment in one.hidden}
    kept = [(key, segment) in hidden for key, segment in zip(own["method"], own["segment"], strict=True)]
    return own.assign(segment=own["segment"].mask(pd.Series(kept, index=own.index, dtype=bool), OTHERS))


def _lifetime(run: Run, base: ProfileBase) -> pd.DataFrame:
    """Predicted value per customer with its range: customers drawn again, widened by the back-test's error."""
    if not run.has_table("lifetime_segments"):
        return pd.DataFrame(columns=ESTIMATE)
    table = run.read_table("lifetime_segments")
    own = table[(table["method"] == base.lens.method) & table["clv_mean"].notna()]
    ends = {end: own[f"clv_{end}"] / own["customers"] for end in ("low", "high")}
    return own.assign(measure="clv", n=own["customers"], value=own["clv_mean"], **ends)[ESTIMATE]


def _alive(run: Run, base: ProfileBase) -> pd.DataFrame:
    """Mean probability of still being a customer, of the repeat buyers."""
    if not run.has_table("lifetime"):
        return pd.DataFrame(columns=ESTIMATE)
    known = run.read_table("lifetime").set_index("customer_id")["probability_alive"].dropna().rename("value")
    own = base.segments.set_index("customer_id")["segment"].to_frame().join(known, how="inner").sort_index()
    groups = {TOTAL: own["value"], **dict(list(own.groupby("segment")["value"]))}
    rows = [
        (key, "probability_alive", len(values), values.mean(), *skewed_interval(values.to_numpy()))
        for key, values in groups.items()
    ]
    return pd.DataFrame(rows, columns=ESTIMATE).dropna(subset="value")


def _scores(scores: pd.DataFrame) -> pd.DataFrame:
    return scores[ESTIMATE]


def _returned(run: Run, method: str) -> pd.DataFrame:
    """Share with an order in the period, of those who were in the segment at its start."""
    if not run.has_table("segment_returns"):
        return pd.DataFrame(columns=ESTIMATE)
    table = seen(run.read_table("segment_returns"), run.read_table("shown_segments"), by="shown_then")
    own = table[(table["method"] == method) & ~table["segment"].isin(STATES)]
    if own.empty:
        return pd.DataFrame(columns=ESTIMATE)
    n, back = int(own["n"].sum()), int(own["returned"].sum())
    low, high = wilson(back, n)
    every = pd.DataFrame([(TOTAL, "returned", n, back / n, float(low), float(high))], columns=ESTIMATE)
    return pd.concat([every, own.assign(measure="returned", value=own["share"])[ESTIMATE]], ignore_index=True)

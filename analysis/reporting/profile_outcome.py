"""Who has left where client.yaml says so: the flag of every customer, and what chapter 03 compares by it."""

from dataclasses import dataclass

import pandas as pd

from analysis.findings import segment_profile_outcome as findings
from analysis.intervals import wilson
from analysis.profiles.facts import TOTAL
from analysis.profiles.leaving.declared import Outcome, flag_of, outcome_shares
from analysis.profiles.suppression import hidden_cells
from analysis.profiles.traits import ANSWER, METRIC, customer_traits
from analysis.reporting.contracts import contract_of
from analysis.reporting.page import Page
from analysis.reporting.people import described
from analysis.reporting.profile_base import ProfileBase
from analysis.store import Run
from analysis.text import Skip, Words

APART = "(apart)"  # customers whose segment is kept back
OUTCOME = "outcome"  # the kind of attribute that says who has left
FIGURES = ("average_order", "tenure_days")  # of those that a client gives; sums follow from how long somebody stayed


@dataclass(frozen=True)
class Flag:
    """The attribute that says who has left, and what it says, by customer_id (missing: not known)."""

    key: str
    left: pd.Series

    @property
    def gone(self) -> pd.Index:
        return pd.Index(self.left.index[self.left.fillna(False).astype(bool)])

    @property
    def told(self) -> bool:
        """Whether it tells of some that they left and of others that they did not."""
        return self.left.nunique() == 2


def declared_flag(run: Run) -> Flag | None:
    """The outcome that client.yaml declares, of every customer; None where it declares none, or none is held."""
    people, kinds = described(run)
    key = next((name for name, kind in kinds.items() if kind == OUTCOME), "")
    if people is None or key not in people:
        return None
    return Flag(key, flag_of(people.set_index("customer_id")[key]))


def outcome(page: Page, base: ProfileBase, flag: Flag) -> tuple[pd.DataFrame | None, dict[str, Words | Skip]]:
    """Who left more often, written as `leaving_outcome`, and the words around it under left, left_outcome."""
    if not flag.told:
        return None, {"left": findings.UNCLEAR}
    found, traits = _compared(page, base, flag)
    if not findings.enough(found.shares):
        return None, {"left": findings.FEW_LEFT}
    shares = page.run.write_table("leaving_outcome", found.shares)
    first = shares.iloc[0]
    there = traits.loc[traits[first["trait"]].eq(first["level"]), "customer_id"]
    there = there[~there.isin(flag.gone)]
    money = float(base.features.loc[base.features["customer_id"].isin(there), "revenue"].sum())
    told = findings.Told(shares, found.customers, found.left, len(found.copies), flag.key, money)
    return shares, {"left": findings.words(told), "left_outcome": findings.TABLE}


def _compared(page: Page, base: ProfileBase, flag: Flag) -> tuple[Outcome, pd.DataFrame]:
    """The comparison, and the traits of customers that it was made of.

    Answers are read as levels like figures.  What a customer has brought or ordered in all follows from how long he or she
    stayed, and silence is leaving itself: neither is compared.
    """
    ids = base.features[["customer_id"]]
    held = [name for name in FIGURES if name in base.features and base.features[name].notna().any()]
    people = base.features[["customer_id", *held]]
    kinds = dict.fromkeys(held, METRIC)
    if base.attributes is not None:
        said = base.attributes.drop(columns=[flag.key, *held], errors="ignore")
        people = people.merge(said, on="customer_id", how="left", validate="1:1")
        own = {name: METRIC if kind == ANSWER else kind for name, kind in base.kinds.items()}
        kinds = {name: kind for name, kind in own.items() if name in said} | kinds
    tenure = _tenure(page.run, people)
    traits = customer_traits(ids, people, attributes=kinds, as_of=pd.Timestamp(base.dates.as_of))
    time = (tenure,) if tenure else ()
    series = pd.to_numeric(people.set_index("customer_id")[tenure], errors="coerce") if tenure else None
    return outcome_shares(traits, flag.left, tenure=series, time=time, minimum=page.minimum_cell), traits


def _tenure(run: Run, people: pd.DataFrame) -> str:
    """The column that says how long somebody has been a customer: that of the figures, else the one named for contracts."""
    said = contract_of(run.config.settings)
    names = ("tenure_days", *([said.tenure.removeprefix("attribute.")] if said else []))
    return next((name for name in names if name in people), "")


def left_shares(flag: Flag | None, segments: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """The share that has left of each segment and of all, as an estimate of `segment_facts`: an outcome, never a trait.

    How many left in all is told elsewhere, so a segment whose few leavers, or few others, that would give away has no share;
    customers in no segment of `segments` count as one more of these.
    """
    columns = ["segment", "measure", "n", "value", "low", "high"]
    if flag is None or not flag.told:
        return pd.DataFrame(columns=columns)
    known = flag.left.dropna().astype(bool).rename("left").to_frame()
    known["segment"] = segments.set_index("customer_id")["segment"].reindex(known.index).fillna(APART)
    counts = pd.crosstab(known["left"], known["segment"])
    hidden = hidden_cells(counts, minimum=minimum).drop(columns=TOTAL).any()
    own = pd.DataFrame({"n": counts.sum(), "left": counts.loc[True]}).drop(index=APART, errors="ignore")
    told = own[~hidden.reindex(own.index)]
    told = pd.concat([pd.DataFrame({"n": [len(known)], "left": [known["left"].sum()]}, index=[TOTAL]), told])
    low, high = wilson(told["left"].to_numpy(dtype=float), told["n"].to_numpy(dtype=float))
    rows = {"segment": told.index, "measure": "left", "n": told["n"].to_numpy(), "value": (told["left"] / told["n"]).to_numpy()}
    return pd.DataFrame(rows | {"low": low, "high": high})[columns]

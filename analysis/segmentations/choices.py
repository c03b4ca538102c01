"""How sure is it that a customer prefers something?  The arithmetic behind `preference`.

A customer's choices are a sample of a taste, and tastes scatter around the mix of all customers.
Both are put together by Bayes' rule: the mix of the base counts as so many choices (the prior), the
customer's own are added.  How many, the data say: where two choices of one customer are alike no more often
than two of any customers, the base's mix weighs much; where they always are, it weighs nothing.

Dirichlet–multinomial: Mosimann (1962), Biometrika 49, 65–82; the moment estimate of its
concentration is that of the pairs (an intraclass correlation).
"""

import numpy as np
import pandas as pd
from scipy.special import betaincc

PRIOR_RANGE = (0.5, 20.0)  # choices; outside it the estimate rests on too little to be believed
NOTHING_KNOWN = 2.0  # prior where nobody has chosen twice
ROUNDING = 6  # decimals of the prior: a ruler that is printed


def base_mix(tops: pd.DataFrame) -> pd.Series:
    """Share of each value among the first and second choices, the commonest first, equals by name.

    From top, top_n, second, second_n: what lies behind the second choice is not held.
    """
    first = tops.groupby("top", observed=True)["top_n"].sum()
    votes = first.add(tops.groupby("second", observed=True)["second_n"].sum(), fill_value=0.0)
    votes = votes[votes > 0].sort_index().sort_values(ascending=False, kind="stable")
    return votes / votes.sum()


def prior_weight(n: pd.Series, squares: pd.Series, mix: np.ndarray) -> float:
    """How many choices the base's mix is worth beside a customer's own.

    `n` are the choices of each customer, `squares` Σ count² over the values.  With ρ the excess of alike pairs over
    those of the mix, in parts of what is possible, the weight is 1/ρ − 1, kept within `PRIOR_RANGE`.
    """
    pairs = float((n * (n - 1)).sum())
    chance = float((np.sort(mix) ** 2).sum())
    if pairs <= 0 or chance >= 1:
        return NOTHING_KNOWN
    alike = float((squares - n).sum()) / pairs
    excess = (alike - chance) / (1 - chance)
    weight = 1 / excess - 1 if excess > 0 else PRIOR_RANGE[1]
    return round(float(np.clip(weight, *PRIOR_RANGE)), ROUNDING)


def leads(own: np.ndarray, rival: np.ndarray) -> np.ndarray:
    """Probability that the first of two values is the more likely one, from their counts with the prior's share.

    P(θ > ½) for θ of Beta(own, rival).
    """
    return _beta_above(np.maximum(own, 1e-9), np.maximum(rival, 1e-9), 0.5)


def first_choice(tops: pd.DataFrame, mix: pd.Series, prior: float) -> np.ndarray:
    """Probability that the value chosen most leads its strongest rival, for each row of top, top_n, second, second_n.

    The rival is the second choice, or the commonest other value of the base where that weighs more.  The prior may
    make a claim harder, never easier: the first choice gets no more of it than its rival, so what everybody
    does is not yet a preference of one's own.
    """
    first, runner_up = (*mix.to_numpy(dtype="float64")[:2], 0.0, 0.0)[:2]
    common = np.where(tops["top"].eq(mix.index[0]) if len(mix) else False, runner_up, first)
    own_share, second_share = (tops[name].map(mix).fillna(0.0).to_numpy(dtype="float64") for name in ("top", "second"))
    counted = tops["second_n"].to_numpy()
    stronger = counted + prior * second_share >= prior * common
    rival_share = np.where(stronger, second_share, common)
    rival = np.where(stronger, counted, 0.0) + prior * rival_share
    return leads(tops["top_n"].to_numpy() + prior * np.minimum(own_share, rival_share), rival)


def above(hits: np.ndarray, n: np.ndarray, base: float, prior: float, lead: float) -> np.ndarray:
    """Probability that a customer's own share is more than `lead` above the base's, given hits among n."""
    limit = base + lead
    if limit >= 1:
        return np.zeros(len(n))
    return _beta_above(np.maximum(prior * base + hits, 1e-9), np.maximum(prior * (1 - base) + n - hits, 1e-9), limit)


def _beta_above(a: np.ndarray, b: np.ndarray, limit: float) -> np.ndarray:
    """P(θ > limit) for θ of Beta(a, b); computed once for equal pairs, of which counts have many."""
    pairs, place = np.unique(np.asarray(a) + 1j * np.asarray(b), return_inverse=True)
    return betaincc(pairs.real, pairs.imag, limit)[place]

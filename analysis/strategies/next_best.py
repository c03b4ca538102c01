"""What a customer is likely to choose next: scores of items for customers, from what was bought and looked at.

Two kinds of suggestion, because they are two questions.  `new`: an item the customer has never bought.  `repurchase`: one of those
bought before.  Five ways to answer, the first three of which anybody could do by hand:

    popular          what most customers have bought, the same for all
    popular_segment  what most customers of the same segment have bought
    habit            what the customer has bought most often (kind `repurchase` alone)
    pair_lift        popularity times how much more often than by chance the item meets each one held
    cosine           nearness of items: who buys i buys j (cosine of the two columns of buyers), from all that the
                     customer bought; and who looks at i buys j, from all that was looked at; in a mix of the two

A score orders the items of one customer; it is no probability, and says nothing of whether the customer comes back
at all.  Sarwar et al. (2001), Item-based collaborative filtering recommendation algorithms, WWW 10.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.strategies.pair_lift import chance_pairs

KINDS = ("new", "repurchase")
BY_HAND = ("popular", "popular_segment", "habit")
MODELS = (*BY_HAND, "pair_lift", "cosine")
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)  # of what was looked at, in the mix of `cosine`
CHUNK = 100_000  # customers scored at a time, so that memory does not grow with their number
PRIOR = 2.0  # pairs added to both sides of a lift, which draws rare pairs to 1
LAST = 1e-7  # of a score: popularity decides between equal ones


@dataclass(frozen=True)
class Held:
    """What customers held at a moment; rows follow `customers`, columns `items`.

    bought   float32  baskets with the item
    browsed  float32  events that show interest in it; None where none are held
    segment  int      place in `segments`, -1 where the segment is not known
    """

    customers: pd.Index
    items: tuple[str, ...]
    bought: np.ndarray
    browsed: np.ndarray | None
    segment: np.ndarray
    segments: tuple[str, ...]


def holdings(
    bought: pd.DataFrame,
    browsed: pd.DataFrame | None,
    *,
    items: Sequence[str],
    phases: int,
    segments: pd.Series | None = None,
) -> Held:
    """What every buyer held at the end of the first `phases` stretches of time.

    From `features.pairs.customer_items` and `browsed_items` (customer_id, item, phase, n); `segments` is indexed by
    customer_id.  Looking without having bought makes no buyer.
    """
    then = bought[(bought["phase"] < phases) & bought["item"].isin(items)]
    customers = pd.Index(np.sort(then["customer_id"].unique()), name="customer_id")
    looked = None
    if browsed is not None:
        looked = browsed[(browsed["phase"] < phases) & browsed["item"].isin(items) & browsed["customer_id"].isin(customers)]
    known = pd.Series(dtype=object) if segments is None else segments
    names = tuple(sorted(known.dropna().unique()))
    return Held(
        customers=customers,
        items=tuple(items),
        bought=_matrix(then, customers, items),
        browsed=None if looked is None or looked.empty else _matrix(looked, customers, items),
        segment=pd.Categorical(known.reindex(customers), categories=names).codes,
        segments=names,
    )


def chosen_in(bought: pd.DataFrame, held: Held, *, phase: int) -> np.ndarray:
    """Which items each customer of `held` bought in one stretch of time: booleans, customers × items."""
    then = bought[(bought["phase"] == phase) & bought["item"].isin(held.items) & bought["customer_id"].isin(held.customers)]
    return _matrix(then, held.customers, held.items) > 0


def _matrix(rows: pd.DataFrame, customers: pd.Index, items: Sequence[str]) -> np.ndarray:
    table = np.zeros((len(customers), len(items)), dtype="float32")
    at = (customers.get_indexer(rows["customer_id"]), pd.Index(items).get_indexer(rows["item"]))
    np.add.at(table, at, rows["n"].to_numpy(dtype="float32"))
    return table


@dataclass(frozen=True)
class Fit:
    """What was learned from what customers held: everything that scores need.

    popular          items; share of buyers who hold each
    popular_segment  (segments + 1) × items; the last row is everybody, for customers of no known segment
    near             items × items; cosine of buyers;  looked: of lookers (rows) and buyers (columns), None without
    lift             items × items; logarithm, 0 on the diagonal
    """

    popular: np.ndarray
    popular_segment: np.ndarray
    near: np.ndarray
    looked: np.ndarray | None
    lift: np.ndarray


def fitted(held: Held) -> Fit:
    """Learn from what customers hold."""
    owned = (held.bought > 0).astype("float32")
    popular = owned.mean(axis=0, dtype="float64")
    groups = [*(owned[held.segment == code] for code in range(len(held.segments))), owned]
    table = np.array([group.mean(axis=0, dtype="float64") if len(group) else popular for group in groups])
    looked = None if held.browsed is None else _cosine((held.browsed > 0).astype("float32"), owned)
    return Fit(popular, table, _cosine(owned, owned), looked, _log_lift(owned))


def _cosine(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Cosine of each column of `left` with each of `right`; both hold 0 and 1.  0 where a column is empty."""
    length = np.sqrt(np.outer(left.sum(axis=0, dtype="float64"), right.sum(axis=0, dtype="float64")))
    return (left.T @ right) / np.where(length > 0, length, 1.0)


def _log_lift(owned: np.ndarray) -> np.ndarray:
    """Logarithm of what meets over what would by chance (`pair_lift`), drawn to 0 where either is small."""
    width = owned.sum(axis=1).astype(int)
    widths = np.arange(1, owned.shape[1] + 1)
    counts = np.bincount(width, minlength=len(widths) + 1)[1:]
    held = np.array([owned[width == k].sum(axis=0) for k in widths]).reshape(len(widths), owned.shape[1])
    expected = chance_pairs(held, counts, widths.astype("float64"))
    found = np.log((owned.T @ owned + PRIOR) / (expected + PRIOR))
    np.fill_diagonal(found, 0.0)
    return found


def scores(held: Held, fit: Fit, model: str, *, weight: float = 0.0) -> Iterator[tuple[slice, np.ndarray]]:
    """Scores of all items for all customers, some customers at a time: their rows, and customers × items.

    `weight` is that of what was looked at, for `cosine`.  Raises ValueError for an unknown model.
    """
    if model not in MODELS:
        raise ValueError(f"model is {model!r}; choose one of {', '.join(MODELS)}")
    for start in range(0, len(held.customers), CHUNK):
        rows = slice(start, start + CHUNK)
        yield rows, _scores(held, fit, rows, model, weight) + LAST * fit.popular


def _scores(held: Held, fit: Fit, rows: slice, model: str, weight: float) -> np.ndarray:
    bought = held.bought[rows]
    match model:
        case "popular":
            return np.broadcast_to(fit.popular, bought.shape)
        case "popular_segment":
            return fit.popular_segment[held.segment[rows]]  # -1 is the last row
        case "habit":
            return bought.astype("float64")
        case "pair_lift":
            return (bought > 0) @ fit.lift + np.log(np.maximum(fit.popular, 1e-12))
    found = (1 - weight) * (_even(bought) @ fit.near)
    return found if held.browsed is None or fit.looked is None else found + weight * (_even(held.browsed[rows]) @ fit.looked)


def _even(counts: np.ndarray) -> np.ndarray:
    """Rows of length 1 in which much counts more, but not in proportion."""
    grown = np.log1p(counts)
    length = np.linalg.norm(grown, axis=1, keepdims=True)
    return grown / np.where(length > 0, length, 1.0)


def in_order(held: Held, rows: slice, found: np.ndarray, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Places of the items in order of their scores, best first, and how many of them may be named in this kind.

    Raises ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; choose one of {', '.join(KINDS)}")
    owned = held.bought[rows] > 0
    barred = owned if kind == "new" else ~owned
    return np.argsort(-np.where(barred, -np.inf, found), axis=1, kind="stable"), (~barred).sum(axis=1)

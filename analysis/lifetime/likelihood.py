"""Parameters that are all positive, found where a log-likelihood is highest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import ThreadpoolController

from analysis.errors import AnalysisError

LEAST, MOST = 1e-4, 1e4  # of each parameter, in the units of the search
ROUGH = 20_000  # different rows on which the starts are compared; where there are more, the best is then followed on all
Gradient = Callable[[np.ndarray], tuple[float, np.ndarray]]


def highest(log_likelihood: Gradient, starts: Sequence[Sequence[float]], *, model: str) -> tuple[np.ndarray, float]:
    """Parameters and log-likelihood of the best optimum that is reached from `starts`.

    `log_likelihood` gives value and gradient at parameters, for one observation on average: sums of
    thousands would be flat beside the optimiser's tolerances.  The search runs over logarithms, between
    1e-4 and 1e4.  Raises AnalysisError where no start leads to finite numbers.
    """

    def downhill(logs: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = np.exp(logs)
        value, gradient = log_likelihood(parameters)
        return -value, -gradient * parameters

    bounds = [(np.log(LEAST), np.log(MOST))] * len(starts[0])
    options = {"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8}
    with _threads().limit(limits=1, user_api="blas"):
        found = [minimize(downhill, np.log(start), jac=True, method="L-BFGS-B", bounds=bounds, options=options) for start in starts]
    finite = [one for one in found if np.isfinite(one.fun) and np.isfinite(one.x).all()]
    if not finite:
        raise AnalysisError("{model}: no parameters fit these histories. Look at their times and amounts.", model=model)
    best = min(finite, key=lambda one: one.fun)
    return np.exp(best.x), -float(best.fun)


def highest_of(
    log_likelihood: Callable[..., tuple[float, np.ndarray]],
    rows: np.ndarray,
    weights: np.ndarray,
    starts: Sequence[Sequence[float]],
    *,
    model: str,
) -> tuple[np.ndarray, float]:
    """As `highest`, of a log-likelihood(parameters, *columns of rows, share) whose rows count `weights` times.

    `rows` stand in order, so that every k-th of them is a fair part for comparing the starts.
    """

    def on(part: np.ndarray, often: np.ndarray) -> Gradient:
        columns, share = np.ascontiguousarray(part.T), often / often.sum()
        return lambda parameters: log_likelihood(parameters, *columns, share)

    step = -(-len(rows) // ROUGH)
    if step > 1 and len(starts) > 1:
        starts = [highest(on(rows[::step], weights[::step]), starts, model=model)[0]]
    return highest(on(rows, weights), starts, model=model)


@cache
def _threads() -> ThreadpoolController:
    """The libraries of linear algebra.  For matrices of 4 x 4 their threads only wait for one another: half of the time."""
    return ThreadpoolController()


@dataclass(frozen=True)
class Distinct:
    """The different rows in order, and which of them each given row is: the same sums whatever the order of rows.

    Found once, a crowd that is drawn again and again is no more than another weight of each.
    """

    rows: np.ndarray
    place: np.ndarray

    def counted(self, times: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Rows and how often each counts; `times` says how often each given row does, once without.

        Rows that never count are left out.
        """
        weights = np.bincount(self.place, weights=times, minlength=len(self.rows))
        return (self.rows[weights > 0], weights[weights > 0]) if times is not None else (self.rows, weights)


def distinct(rows: np.ndarray) -> Distinct:
    """The different ones among `rows`."""
    found, place = np.unique(rows, axis=0, return_inverse=True)
    return Distinct(found, place.reshape(-1))


def at_bound(parameters: np.ndarray) -> np.ndarray:
    """Which parameters, in the units of the search, ended within a twentieth of one of its bounds."""
    return (parameters < LEAST * 1.05) | (parameters > MOST / 1.05)

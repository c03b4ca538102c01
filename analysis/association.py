"""How closely two ways of dividing the same customers go together: the association of a cross table."""

import numpy as np
from scipy import stats


def cramers_v(counts: np.ndarray) -> tuple[float, float]:
    """Cramér's V corrected for chance, 0 (nothing) to 1 (fully), and the p-value of the chi-square test.

    `counts` is a rows × columns array of counts without empty rows or columns.  Where one side has a single value, or
    there are fewer than two cases, nothing can go together: 0 and a p-value of 1.

    Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T: finer tables look more associated by chance.
    """
    n, sides = counts.sum(), counts.shape
    if min(sides) < 2 or n < 2:
        return 0.0, 1.0
    test = stats.chi2_contingency(counts, correction=False)
    rows, columns = sides
    phi_squared = max(0.0, test.statistic / n - (rows - 1) * (columns - 1) / (n - 1))
    smaller = min(side - (side - 1) ** 2 / (n - 1) for side in sides) - 1
    return float(np.sqrt(phi_squared / smaller)) if smaller > 0 else 0.0, float(test.pvalue)

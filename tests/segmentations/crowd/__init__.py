"""What the crowd's record holds beside its orders: each module here brings the columns that its methods read.

A module has `columns(crowd, rng)`, a table of further columns with the crowd's index, and `VARIANTS`: lenses and
settings on which the contract of methods is tested.
"""

import importlib
import pkgutil
from types import ModuleType

import numpy as np
import pandas as pd


def _modules() -> list[ModuleType]:
    return [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name)
    ]


def record(crowd: pd.DataFrame) -> pd.DataFrame:
    """The crowd with every further column; where two modules bring the same one, the first counts."""
    for module in _modules():
        seed = sum(module.__name__.encode())
        found = module.columns(crowd, np.random.default_rng(seed))
        crowd = crowd.assign(**{name: found[name] for name in found.columns if name not in crowd.columns})
    return crowd


def variants() -> list[tuple[str, dict]]:
    """Every lens and setting of the modules."""
    return [variant for module in _modules() for variant in module.VARIANTS]

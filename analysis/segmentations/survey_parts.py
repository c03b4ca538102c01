"""The rows of a survey definition: items, components, groups and centres as tables (columns: see survey_definition)."""

import numpy as np
import pandas as pd

from analysis.segmentations.survey_matrix import Ruler

TRAITS = 2
CLEAR_TRAIT = 0.25  # standard deviations from which an item is said to stand out


def items_part(answers: pd.DataFrame, ruler: Ruler, left_out: dict[str, str]) -> pd.DataFrame:
    """The items: their mean, divisor and range, or why they are left out."""
    used = pd.DataFrame(
        {
            "item": ruler.items, "value": ruler.mean, "spread": ruler.divisor, "low": answers.min().to_numpy(),
            "high": answers.max().to_numpy(), "n": answers.notna().sum().to_numpy(), "text": "",
        }
    )  # fmt: skip
    others = pd.DataFrame({"item": list(left_out), "text": list(left_out.values()), "n": 0})
    return pd.concat([used, others] if len(others) else [used], ignore_index=True).assign(kind="item")


def components_part(found: pd.DataFrame) -> pd.DataFrame:
    """The components of `survey_components` as rows of a definition."""
    renamed = {"component": "place", "loading": "value", "sd": "spread", "share": "low", "chance_sd": "high", "kept": "n"}
    return found.rename(columns=renamed).assign(kind="component")


def segments_part(
    names: tuple[str, ...], found: np.ndarray, middle: np.ndarray, coordinates: np.ndarray, items: tuple[str, ...]
) -> pd.DataFrame:
    """The groups: respondents, their share, and what stands out."""
    apart = (middle - np.nanmean(coordinates, axis=0)) / np.nanstd(coordinates, axis=0)
    rows = [
        (name, int((found == name).sum()), float((found == name).mean()), _traits(row, items))
        for name, row in zip(names, apart, strict=True)
    ]
    return pd.DataFrame(rows, columns=["segment", "n", "value", "text"]).assign(kind="segment")


def _traits(apart: np.ndarray, items: tuple[str, ...]) -> str:
    """The items farthest from all respondents, with their sign; none where no item is clearly apart."""
    order = sorted(range(len(items)), key=lambda i: (-round(abs(apart[i]), 9), items[i]))[:TRAITS]
    return "; ".join(f"{items[i]}{'+' if apart[i] > 0 else '-'}" for i in order if abs(apart[i]) >= CLEAR_TRAIT)


def centres_part(names: tuple[str, ...], found: np.ndarray, middle: np.ndarray, ruler: Ruler) -> pd.DataFrame:
    """The centres: coordinates, and the answers they stand for."""
    answers = ruler.answers(middle)
    rows = [
        (name, item, middle[s, i], answers[s, i], int((found == name).sum()))
        for s, name in enumerate(names)
        for i, item in enumerate(ruler.items)
    ]
    return pd.DataFrame(rows, columns=["segment", "item", "value", "spread", "n"]).assign(kind="centre")

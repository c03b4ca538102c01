"""The tables of chapter 02 about what customers say: groups of respondents, their answers and their behaviour."""

from typing import Any

import pandas as pd

from analysis.profiles import hidden_cells
from analysis.reporting.compose import canonical
from analysis.reporting.lens_at import At
from analysis.segmentations import survey_checks, survey_definition, survey_profile
from analysis.segmentations.survey_answers import survey_table


def survey_facts(at: At) -> dict[str, Any]:
    """Answers, groups and their typing, by the names of the tables; nothing without a survey."""
    asked = at.run.config.source.responses
    chosen = [lens for lens in at.divided.rules if lens in ("needs", "psychographic", "psychographic.answers")]
    if asked is None or not chosen:
        return {}
    items = {key: (item.role, item.scale, item.reversed) for key, item in asked.items.items()}
    record = at.divided.records.now
    survey = survey_table(canonical(at.run, "responses"), items, as_of=pd.Timestamp(at.dates.as_of))
    known = len(record) if at.divided.records.dated or at.run.config.source.customers is not None else 0
    found: dict[str, Any] = {
        "survey_items": survey_checks.item_checks(survey, items),
        "survey_response": survey_checks.response_checks(survey, items, known=known),
        "survey_who": survey_checks.who_answered(record),
        "survey_fidelity": survey_profile.fidelity_table({lens: at.divided.rules[lens] for lens in chosen}),
    }
    for lens in chosen:
        key, rule = lens.partition(".")[0], at.divided.rules[lens]
        facts_of = (record, at.divided.segments, at.divided.rules[lens])
        profile = survey_profile.survey_profile(*facts_of, method=lens, minimum=at.minimum)
        found[f"profile.{lens}"] = without_few(profile, minimum=at.minimum)
        found[f"link.{lens}"] = survey_profile.behaviour_link(*facts_of, method=lens, minimum=at.minimum)
        groups = survey_definition.centres_of(rule)[0]
        found |= {f"profile_{key}": found[f"profile.{lens}"], f"link_{key}": found[f"link.{lens}"], f"{key}_groups": list(groups)}
        found[f"components_{key}"] = _components(rule)
        own = found["survey_fidelity"]
        found[f"fidelity_{key}"] = own[own["method"] == lens]
        placed = survey_profile.placement(*facts_of, method=lens)
        found[f"placed.{lens}"] = survey_profile.presentable_placement(placed, minimum=at.minimum)
    found["survey_profile"] = pd.concat([found[f"profile.{lens}"] for lens in chosen], ignore_index=True)
    return found


def without_few(profile: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """`survey_profile` without shares that tell of fewer than `minimum` people who said yes, or no, in a segment.

    Where one such share alone would be told from the share of all, another goes with it (`profiles.hidden_cells`).
    """
    table, figures = profile.copy(), ["value", "low", "high", "difference", "standard"]
    for _, rows in profile[(profile["measure"] == "share") & profile["value"].notna()].groupby("item"):
        yes = (rows["value"] * rows["n"]).round()
        counts = pd.DataFrame({"yes": yes.to_numpy(), "no": (rows["n"] - yes).to_numpy()}, index=rows.index).astype("int64").T
        hidden = hidden_cells(counts, minimum=minimum)[list(counts.columns)].any()
        table.loc[hidden.index[hidden], figures] = float("nan")
    return table


def _components(rule: pd.DataFrame) -> pd.DataFrame | None:
    """The principal components of a survey lens, one row each; None without any."""
    rows = rule[rule["kind"] == "component"].drop_duplicates("place")
    named = {"place": "component", "low": "share", "spread": "sd", "high": "chance_sd", "n": "kept"}
    return rows.rename(columns=named)[list(named.values())].reset_index(drop=True) if len(rows) else None

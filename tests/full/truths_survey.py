"""What the survey lenses find of the demo's latent types, from the files that a run leaves and those of `truth/`."""

from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

from analysis.segmentations import needs, psychographic
from analysis.segmentations.record import customer_record
from analysis.segmentations.survey_answers import survey_table

ITEMS = {
    "need": ("price", "range", "delivery", "advice", "returns", "safety", "price_clarity", "privacy", "waiting", "aftercare"),
    "attitude": ("trust_doctor", "natural_result", "research_first"),
    "motive": ("confidence", "social_work", "anti_ageing", "family"),
}
NUMBERS = ("customer_no", "card_no")


def check(folder: Path) -> dict[str, float]:
    """Adjusted Rand indices between the groups of respondents and their latent types, by lens.

    `folder` is a demo client's (canonical, truth, pseudonyms and periods in it).  `<lens>` is the kit's own number of groups
    (0 where it finds none), `<lens>_of_3` with three ordered, `<lens>_ceiling` what the types' own mean answers would reach.
    """
    responses = pd.read_parquet(folder / "canonical" / "responses.parquet")
    items = {key: (role, (1.0, 5.0), False) for role, keys in ITEMS.items() for key in keys if key in responses}
    survey = survey_table(responses, items)
    record = customer_record(survey[["customer_id"]].assign(state="known"), {"survey": survey})
    kind = record["customer_id"].map(_types(folder)).astype("str")
    found: dict[str, float] = {}
    for lens, module in (("needs", needs), ("psychographic", psychographic)):
        if module.lacking(record):
            continue
        columns = [f"survey.{role}.{key}" for key, (role, _, _) in items.items() if role in module.ROLES]
        for name, settings in ((lens, {}), (f"{lens}_of_3", {"segments": 3})):
            segment = module.assign(record, module.fit(record, **settings))["segment"]
            found[name] = float(adjusted_rand_score(kind, segment))
        found[f"{lens}_ceiling"] = _ceiling(record[columns], kind)
    return found


def _types(folder: Path) -> pd.Series:
    """Latent type by pseudonym."""
    truth = pd.read_parquet(folder / "truth" / "customers.parquet")
    number = next(name for name in NUMBERS if name in truth)
    links = pd.read_parquet(folder / "pseudonyms.parquet").astype({"client_id": "str"})
    joined = truth.assign(client_id=truth[number].astype("str")).merge(links, on="client_id")
    return joined.drop_duplicates("customer_id").set_index("customer_id")["type"]


def _ceiling(answers: pd.DataFrame, kind: pd.Series) -> float:
    """Agreement of the types with the nearest of their own mean answers: more cannot be read from these items."""
    means = answers.groupby(kind).mean()
    distance = np.column_stack([((answers - row) ** 2).mean(axis="columns") for _, row in means.iterrows()])
    return float(adjusted_rand_score(kind, distance.argmin(axis=1)))

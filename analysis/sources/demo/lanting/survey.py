"""A satisfaction survey of autumn 2025: satisfaction, recommendation, attitudes, motives, needs, and free text."""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import season
from analysis.sources.demo.lanting.latent_types import NAMES, per_type

RESPONDENTS = 640
OPENED = season.day_number("2025-09-01")
OPEN_DAYS = 21
NOT_APPLICABLE = 9
ATTITUDES = ("trust_doctor", "natural_result", "research_first")
MOTIVES = ("confidence", "social_work", "anti_ageing", "family")
NEEDS = ("safety", "price_clarity", "privacy", "waiting", "aftercare")
# How much each attitude and each need is agreed with, 1 to 5, by latent type.
ATTITUDE_MEANS = {
    "skin_regular": (3.9, 4.0, 3.8), "injection_maintainer": (4.3, 4.5, 3.6), "antiageing_investor": (4.6, 4.4, 3.0),
    "one_off_surgery": (4.0, 4.2, 4.8), "platform_trier": (3.0, 3.7, 4.1), "card_sleeper": (3.1, 3.9, 2.8),
    "family_dental_hair": (4.3, 3.6, 3.4),
}  # fmt: skip
NEED_MEANS = {
    "skin_regular": (4.2, 3.9, 3.4, 4.0, 3.5), "injection_maintainer": (4.6, 3.7, 3.9, 3.8, 4.0),
    "antiageing_investor": (4.6, 3.3, 4.5, 4.2, 4.3), "one_off_surgery": (4.9, 4.2, 4.3, 2.9, 4.8),
    "platform_trier": (4.0, 4.8, 2.9, 3.6, 2.8), "card_sleeper": (4.1, 4.4, 3.4, 4.3, 4.1),
    "family_dental_hair": (4.5, 4.0, 3.0, 4.4, 3.6),
}  # fmt: skip
SUGGESTIONS = {
    "safety": ("希望治疗前多讲讲风险。", "仪器和针剂都当面验真，放心。", "医生资质在前台能看到就好了。"),
    "price_clarity": ("价格单希望一次讲清楚。", "疗程剩余次数在小程序里看得到，很好。", "不要每次来都推销储值。"),
    "privacy": ("希望有单独的等候区。", "隐私保护做得不错。", "喊名字时小声一点。"),
    "waiting": ("周末等太久了。", "预约很准时。", "希望晚上多开放几个时段。"),
    "aftercare": ("术后回访很及时。", "希望术后有固定的联系人。", "护理注意事项发得很详细。"),
}


def survey(table: pd.DataFrame, active: np.ndarray, unhappy: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """One row per respondent in the order of answering:

    customer       int  row of `table`
    day            int  day number of the answer
    satisfaction   int  1 to 5, about one point lower after a complaint
    recommend      int  0 to 10
    ATTITUDES, MOTIVES, NEEDS  agreement, 1 to 5; among the needs 9 = not applicable
    suggestion     str  blank for six in ten

    `active` and `unhappy` say for each customer whether he or she could be asked, and has complained.
    """
    customer = np.sort(rng.choice(np.flatnonzero(active), size=RESPONDENTS, replace=False))
    kind = table["kind"].to_numpy()[customer]
    mood = np.array(per_type("mood"))[kind] - 1.0 * unhappy[customer] + rng.normal(0, 0.7, RESPONDENTS)
    recommend = 2.2 * mood - 0.8 + rng.normal(0, 1.2, RESPONDENTS)
    found = pd.DataFrame(
        {
            "customer": customer,
            "day": OPENED + np.minimum(rng.geometric(0.16, RESPONDENTS) - 1, OPEN_DAYS - 1),
            "satisfaction": np.clip(np.rint(mood), 1, 5).astype(int),
            "recommend": np.clip(np.rint(recommend), 0, 10).astype(int),
        }
    )
    found[list(ATTITUDES)] = _agreement(np.array([ATTITUDE_MEANS[name] for name in NAMES])[kind], rng)
    found[list(MOTIVES)] = _agreement(np.array(per_type("motives"))[kind], rng)
    needs = _agreement(np.array([NEED_MEANS[name] for name in NAMES])[kind], rng)
    needs = np.where(rng.random(needs.shape) < [0.0, 0.01, 0.03, 0.02, 0.12], NOT_APPLICABLE, needs)
    found[list(NEEDS)] = needs
    found["suggestion"] = _suggestions(needs, rng)
    return found.sort_values(["day", "customer"], kind="stable", ignore_index=True)


def _agreement(means: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.clip(np.rint(means + rng.normal(0, 0.75, means.shape)), 1, 5).astype(int)


def _suggestions(needs: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A few words about what matters most to the respondent, or nothing."""
    first = np.where(needs == NOT_APPLICABLE, 0, needs).argmax(axis=1)
    silent = rng.random(len(needs)) < 0.6
    choice = rng.integers(0, 3, len(needs))
    said = [SUGGESTIONS[NEEDS[need]][which] for need, which in zip(first, choice, strict=True)]
    return np.where(silent, "", said).tolist()

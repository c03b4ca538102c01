"""What the customer file says about each person; tilted by kind, with invented names and numbers.

Telephone numbers begin with 100, a range that is given to no mobile telephone.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import places, season
from analysis.sources.demo.lanting.latent_types import per_type
from analysis.sources.demo.northgate.draws import pick

OCCUPATIONS = np.array(["企业职员", "自由职业", "个体经营", "教师医护", "管理人员", "学生", "家庭主妇", ""], dtype=object)
OCCUPATION_WEIGHTS = np.array([0.34, 0.12, 0.13, 0.08, 0.10, 0.06, 0.07, 0.10])
# Who agreed to what: 是, 否 or not asked.  Each purpose is asked for on its own.
CONSENTS = {
    "wecom": (0.64, 0.24, 0.12),
    "phone": (0.42, 0.44, 0.14),
    "sms": (0.58, 0.28, 0.14),
    "personal": (0.38, 0.45, 0.17),
}
ANSWERS = np.array(["是", "否", ""], dtype=object)
OPTED_OUT = 0.035
UNKNOWN_BIRTH = 0.10
ADULT_AGE = (20, 72)  # on the last day of the data
YOUNG_AGE = (12, 17.95)
FAMILY = np.array(list("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"), dtype=object)
GIVEN = np.array([
    "思宁", "若溪", "雨桐", "静姝", "欣怡", "可馨", "书瑶", "梓涵", "晓岚", "婉清", "佳禾", "一诺", "安然", "明哲",
    "子墨", "俊杰", "浩然", "嘉言", "亦凡", "知远", "慕青", "素心", "云舒", "听澜",
], dtype=object)  # fmt: skip


def demographics(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per customer: sex, born (date or NaT), city (number), occupation, consents by purpose, opted_out, name, mobile.

    Sex is blank for 4 %, birth date for 10 % of adults.  Whoever opted out has agreed to nothing.
    """
    kind = table["kind"].to_numpy()
    count = len(kind)
    female = rng.random(count) < np.array(per_type("female"))[kind]
    young = table["young"].to_numpy()
    occupation = OCCUPATIONS[rng.choice(len(OCCUPATIONS), size=count, p=OCCUPATION_WEIGHTS)]
    opted_out = rng.random(count) < OPTED_OUT
    consents = {
        name: np.where(opted_out, "否", ANSWERS[rng.choice(3, size=count, p=weights)]) for name, weights in CONSENTS.items()
    }
    return pd.DataFrame(
        {
            "sex": np.where(rng.random(count) < 0.04, "", np.where(female, "女", "男")),
            "born": _birth_dates(kind, young, rng),
            "city": pick(rng, places.CITY_WEIGHTS[table["site"]]),
            "occupation": np.where(young, "学生", occupation),
            **consents,
            "opted_out": np.where(opted_out, "是", "否"),
            "name": rng.choice(FAMILY, count) + rng.choice(GIVEN, count),
            "mobile": [f"100{number:08d}" for number in rng.integers(0, 10**8, count).tolist()],
        }
    )


def _birth_dates(kind: np.ndarray, young: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Birth dates by kind; NaT where not told."""
    mean, spread = np.array(per_type("age"))[kind].T
    age = np.clip(rng.normal(mean, spread), *ADULT_AGE)
    age = np.where(young, rng.uniform(*YOUNG_AGE, len(kind)), age)
    born = season.END - 1 - np.floor(age * 365.25).astype(int)
    return np.where((rng.random(len(kind)) < UNKNOWN_BIRTH) & ~young, np.datetime64("NaT"), born)

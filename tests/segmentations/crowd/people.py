"""What the crowd's customer file tells of people and places; one in ten told nothing, and some told nonsense."""

import numpy as np
import pandas as pd

KINDS = {
    "birth_date": "demographic", "sex": "demographic", "income": "demographic", "education": "demographic", "children": "metric",
    "city": "geographic", "region": "geographic", "level": "membership", "risk_level": "metric",
}  # fmt: skip
AS_OF = "2025-12-31"
VARIANTS = [
    ("demographic.age", {"kinds": KINDS, "as_of": AS_OF}),
    ("demographic.age", {"kinds": KINDS, "as_of": AS_OF, "bands": {"age": [30, 50]}}),
    ("demographic.sex", {"kinds": KINDS, "as_of": AS_OF}),
    ("demographic.income", {"kinds": KINDS, "as_of": AS_OF}),
    ("demographic.children", {"kinds": KINDS, "as_of": AS_OF}),
    ("geographic.city", {"kinds": KINDS}),
    ("geographic.city", {"kinds": KINDS, "kept": 2}),
    ("geographic.city_tier", {"kinds": KINDS}),
    ("geographic.store", {"kinds": KINDS}),
    ("membership", {"kinds": KINDS}),
    ("membership", {"column": "level", "order": ["gold", "silver", "basic"]}),
    ("risk_level", {}),
    ("loyalty", {}),
    ("loyalty", {"high": 2.25, "middle": 1.5}),
]
WORDS = tuple(f"attribute.{name}" for name in ("sex", "education", "city", "region", "level", "risk_level"))
CITIES = ("上海市", "杭州", "宁波市", "绍兴", "湖州", "义乌市", "衢州市", "丽水", "温州", "嘉兴市")


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Columns beside the crowd's own, with its index."""
    n = len(crowd)
    born = pd.Timestamp("1950-06-15") + pd.to_timedelta(rng.integers(0, 61 * 365, n), unit="D")
    birth = pd.Series(born, crowd.index).where(rng.random(n) > 0.05, pd.Timestamp("1900-01-01"))
    income = pd.Series(np.round(rng.lognormal(10.5, 0.5, n), -2), crowd.index)
    orders = crowd["order_count"].to_numpy()
    told = {
        "attribute.birth_date": birth,
        "attribute.sex": pd.Series(rng.choice(["女", "男", "未知"], n, p=[0.6, 0.3, 0.1]), crowd.index),
        "attribute.income": income.where(rng.random(n) > 0.02, 666_666.0),
        "attribute.education": pd.Series(rng.choice(["master", "bachelor", "school"], n), crowd.index),
        "attribute.children": pd.Series(rng.integers(0, 3, n).astype(float), crowd.index),
        "attribute.city": pd.Series(rng.choice(CITIES, n), crowd.index),
        "attribute.region": pd.Series(rng.choice(["浙江", "上海"], n, p=[0.9, 0.1]), crowd.index),
        "attribute.level": pd.Series(rng.choice(["basic", "silver", "gold"], n, p=[0.6, 0.3, 0.1]), crowd.index),
        "attribute.risk_level": pd.Series(rng.choice(["C1", "C2", "C3", "C4", "C5"], n), crowd.index),
    }
    held = pd.DataFrame({name: values.where(rng.random(n) > 0.1) for name, values in told.items()})
    return held.assign(
        store=pd.Series(rng.choice(["east", "west"], n), crowd.index).where(orders > 0),
        gap_variation=pd.Series(rng.gamma(4.0, 0.2, n), crowd.index).where(crowd["gap_count"] >= 3),
        category_count=np.minimum(orders, rng.integers(1, 6, n)),
    ).astype(dict.fromkeys((*WORDS, "store"), "str"))

"""Sites, staff and home towns; all sites are invented, staff are known by number only."""

import numpy as np

SITES = np.array(["湖墅院", "滨江院", "甬江院"], dtype=object)
SITE_WEIGHTS = np.array([0.46, 0.32, 0.22])
CITIES = np.array(["杭州", "宁波", "绍兴", "嘉兴", "湖州", "金华", "台州", "上海"], dtype=object)
# Where the customers of each site live.
CITY_WEIGHTS = np.array([
    [0.72, 0.01, 0.08, 0.06, 0.06, 0.04, 0.01, 0.02],
    [0.68, 0.01, 0.14, 0.04, 0.02, 0.06, 0.02, 0.03],
    [0.03, 0.78, 0.08, 0.01, 0.01, 0.01, 0.07, 0.01],
])  # fmt: skip
PROVINCES = {"上海": "上海"}  # of the others: 浙江
ADVISERS = 18  # six at each site
DOCTORS = (4, 5, 4, 4, 3, 2)  # by department


def adviser(number: int) -> str:
    """咨询师01 ..."""
    return f"咨询师{number + 1:02d}"

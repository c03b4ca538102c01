"""What is in each order: department by taste and season, product by how dearly one buys.

Money is in whole pence throughout.  A product appears once in an order, so two equal lines in the
files are always a planted fault.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import catalogue, season
from analysis.sources.demo.northgate.draws import pick
from analysis.sources.demo.northgate.latent_types import per_type
from analysis.sources.demo.northgate.people import People


def lines(folk: People, orders: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per order line:

    order                  int  row of `orders`
    department, product    int  places in the catalogue
    quantity               int  units
    unit, list_unit, cost_unit  pence a unit: paid, before discount, cost of the goods
    """
    kind = folk.table["kind"].to_numpy()[orders["customer"]]
    order = np.repeat(np.arange(len(orders)), 1 + rng.poisson(np.array(per_type("lines"))[kind] - 1))
    customer, day = orders["customer"].to_numpy()[order], orders["day"].to_numpy()[order]
    months = np.array([season.DEPARTMENT_MONTHS[department] for department in catalogue.DEPARTMENTS]).T
    department = pick(rng, folk.taste[customer] * months[season.MONTH[day]])
    tilt = folk.table["tilt"].to_numpy()[customer]
    product = pick(rng, np.exp(tilt[:, None] * catalogue.dearness()[department]))
    quantity = 1 + rng.poisson(catalogue.extra_units()[department, product])
    year = season.YEAR[day]
    list_unit = catalogue.list_pence()[year, department, product]
    found = pd.DataFrame(
        {
            "order": order,
            "department": department,
            "product": product,
            "quantity": quantity,
            "unit": (list_unit * (100 - orders["discount"].to_numpy()[order]) + 50) // 100,
            "list_unit": list_unit,
            "cost_unit": catalogue.cost_pence()[year, department, product],
        }
    )
    return found.drop_duplicates(["order", "department", "product"], ignore_index=True)


def expected_order_value(folk: People) -> np.ndarray:
    """Mean value of each customer's order in pounds, at 2023 list prices and without season or discount."""
    weights = np.exp(folk.table["tilt"].to_numpy()[:, None, None] * catalogue.dearness())
    share = weights / weights.sum(axis=2, keepdims=True) * folk.taste[:, :, None]
    line = (share * catalogue.PRICES * (1 + catalogue.extra_units())).sum(axis=(1, 2))
    return line * np.array(per_type("lines"))[folk.table["kind"]]

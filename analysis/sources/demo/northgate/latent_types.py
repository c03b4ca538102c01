"""The six kinds of customer behind the demo, unknown to the analysis and written to `truth/`.

Within a kind, people differ: purchase rates follow a gamma, the chance to leave after each
purchase a beta (together BG/NBD), and how dear the things are that they choose a normal on the
log of price (so spend is about lognormal).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LatentType:
    """One kind of customer.  Tastes follow catalogue.DEPARTMENTS, channels orders.CHANNELS."""

    share: float  # of new customers
    stock: float  # how much rarer (or commoner) among those who joined before 2023
    rate: tuple[float, float]  # orders a year: mean, gamma shape
    dropout: tuple[float, float]  # chance to leave after a purchase: mean, beta strength a + b
    dearness: tuple[float, float]  # tilt towards dear products: mean, standard deviation
    lines: float  # lines an order, mean
    taste: tuple[float, ...]  # Garden, Furniture, Kitchen, Bedding, Bathroom, Lighting, Storage, Toys, Seasonal
    channels: tuple[float, ...]  # Web, Store, App, Phone
    months: tuple[float, ...]  # January .. December
    weekdays: tuple[float, ...]  # Monday .. Sunday
    hours: tuple[tuple[int, float], ...]  # (hour, weight) peaks on working days
    weekend_hours: tuple[tuple[int, float], ...]
    discount: float  # chance that an order is discounted outside a sale
    age: tuple[float, float]  # mean, standard deviation
    female: float
    household: tuple[float, ...]  # one person, couple, family
    big_city: float  # weight of big cities against towns
    uplift: float  # chance that the mailing brings one more order, while still a customer
    mood: float  # satisfaction, 1 to 5, before returns
    browsing: float  # web sessions a year beside those that end in an order


TYPES = {
    "garden_enthusiast": LatentType(
        share=0.14, stock=1.5, rate=(2.7, 1.0), dropout=(0.08, 10), dearness=(-0.05, 0.38), lines=2.3,
        taste=(0.56, 0.08, 0.05, 0.04, 0.03, 0.07, 0.06, 0.02, 0.09), channels=(0.30, 0.56, 0.07, 0.07),
        months=(0.40, 0.60, 1.15, 1.65, 1.85, 1.55, 1.15, 0.90, 0.80, 0.65, 0.70, 0.80),
        weekdays=(0.8, 0.8, 0.85, 0.9, 1.0, 1.5, 1.25), hours=((10, 1.0), (14, 0.7)),
        weekend_hours=((10, 1.0), (13, 0.5)), discount=0.28, age=(59, 10), female=0.54, household=(0.27, 0.56, 0.17),
        big_city=0.6, uplift=0.16, mood=4.25, browsing=3,
    ),
    "family_stock_up": LatentType(
        share=0.15, stock=1.5, rate=(3.1, 0.9), dropout=(0.08, 10), dearness=(-0.15, 0.36), lines=2.8,
        taste=(0.07, 0.06, 0.18, 0.14, 0.06, 0.05, 0.15, 0.20, 0.09), channels=(0.36, 0.26, 0.36, 0.02),
        months=(0.80, 0.70, 0.80, 0.85, 0.90, 0.90, 0.95, 1.10, 1.05, 1.05, 1.45, 1.80),
        weekdays=(0.9, 0.9, 0.9, 0.95, 1.0, 1.3, 1.15), hours=((20, 1.0), (12, 0.4)),
        weekend_hours=((11, 0.8), (20, 0.6)), discount=0.36, age=(39, 6), female=0.66, household=(0.04, 0.12, 0.84),
        big_city=1.0, uplift=0.09, mood=4.0, browsing=6,
    ),
    "bargain_hunter": LatentType(
        share=0.16, stock=1.0, rate=(2.9, 0.8), dropout=(0.12, 8), dearness=(-0.45, 0.34), lines=2.0,
        taste=(0.10, 0.08, 0.17, 0.16, 0.10, 0.10, 0.13, 0.08, 0.08), channels=(0.58, 0.14, 0.27, 0.01),
        months=(1.35, 0.85, 0.85, 0.90, 0.90, 1.10, 1.15, 0.90, 0.85, 0.90, 1.25, 1.05),
        weekdays=(1.1, 1.05, 1.0, 1.0, 1.0, 0.9, 1.1), hours=((21, 1.0), (13, 0.6)),
        weekend_hours=((21, 0.8), (15, 0.5)), discount=0.80, age=(42, 13), female=0.52, household=(0.36, 0.30, 0.34),
        big_city=1.5, uplift=0.12, mood=3.6, browsing=9,
    ),
    "gift_shopper": LatentType(
        share=0.20, stock=1.2, rate=(1.4, 1.0), dropout=(0.20, 7), dearness=(0.08, 0.34), lines=2.3,
        taste=(0.07, 0.03, 0.16, 0.08, 0.04, 0.13, 0.03, 0.20, 0.26), channels=(0.50, 0.34, 0.12, 0.04),
        months=(0.35, 0.55, 0.75, 0.60, 0.65, 0.60, 0.50, 0.50, 0.60, 0.95, 2.40, 3.40),
        weekdays=(0.95, 1.0, 1.0, 1.0, 1.05, 1.15, 0.9), hours=((12, 1.0), (17, 0.7)),
        weekend_hours=((14, 1.0), (11, 0.4)), discount=0.22, age=(51, 15), female=0.61, household=(0.30, 0.42, 0.28),
        big_city=1.1, uplift=0.02, mood=4.1, browsing=2.5,
    ),
    "one_time_trier": LatentType(
        share=0.27, stock=0.12, rate=(1.6, 1.0), dropout=(0.75, 8), dearness=(-0.20, 0.40), lines=1.6,
        taste=(0.14, 0.10, 0.16, 0.13, 0.09, 0.12, 0.12, 0.06, 0.08), channels=(0.70, 0.13, 0.16, 0.01),
        months=(0.85, 0.80, 0.95, 1.05, 1.10, 1.00, 0.95, 0.90, 0.90, 0.95, 1.30, 1.25),
        weekdays=(1.05, 1.05, 1.0, 1.0, 0.95, 0.9, 1.05), hours=((19, 1.0), (13, 0.6)),
        weekend_hours=((16, 1.0), (20, 0.5)), discount=0.45, age=(35, 12), female=0.50, household=(0.44, 0.32, 0.24),
        big_city=2.0, uplift=0.01, mood=3.3, browsing=1.5,
    ),
    "home_renovator": LatentType(
        share=0.08, stock=0.4, rate=(10.0, 2.4), dropout=(0.16, 9), dearness=(0.25, 0.34), lines=2.3,
        taste=(0.06, 0.20, 0.10, 0.08, 0.25, 0.14, 0.13, 0.01, 0.03), channels=(0.44, 0.42, 0.08, 0.06),
        months=(1.15, 1.05, 1.15, 1.15, 1.10, 0.95, 0.90, 0.95, 1.15, 1.10, 0.85, 0.60),
        weekdays=(1.05, 0.95, 0.95, 0.95, 1.05, 1.35, 0.9), hours=((8, 0.8), (17, 1.0)),
        weekend_hours=((10, 1.0), (15, 0.6)), discount=0.34, age=(41, 9), female=0.44, household=(0.16, 0.52, 0.32),
        big_city=1.0, uplift=0.0, mood=3.8, browsing=10,
    ),
}  # fmt: skip

NAMES = tuple(TYPES)


def per_type(field: str) -> list:
    """The field of each type, in the order of TYPES."""
    return [getattr(kind, field) for kind in TYPES.values()]

"""The seven kinds of customer behind the clinic, unknown to the analysis and written to `truth/`.

Within a kind people differ: the gap between visits is Erlang around the doctor's cycle times a
lognormal factor of the person, and the chance to leave after each visit is a beta.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class LatentType:
    """One kind of customer.  Tastes follow catalogue.DEPARTMENTS, sources people.SOURCES."""

    share: float  # of new customers
    stock: float  # how much rarer (or commoner) among those who joined before 2023
    taste: tuple[float, ...]  # 皮肤管理, 微整注射, 光电抗衰, 外科手术, 口腔, 毛发养护
    adherence: float  # mean gap between visits as a multiple of the doctor's cycle
    regularity: int  # Erlang shape of the gaps: 1 = at random, 6 = like clockwork
    dropout: tuple[float, float]  # chance to leave after a visit: mean, beta strength a + b
    deal: float  # chance that a consultation ends in a purchase
    course: float  # chance that a purchase is a course, where there is one
    card: float  # chance to put money on the card at a purchase
    card_size: tuple[float, ...]  # weights of catalogue.TOP_UPS
    cross: float  # chance to buy from another department as well
    discount: float  # chance of a discount outside the promotions
    sources: tuple[float, ...]  # 本地生活平台, 内容平台, 自然到店, 老客介绍, 企业微信
    refers: float  # how likely to be the one who recommended
    months: tuple[float, ...]  # January .. December, beside the festival and the sales
    weekend: float
    missed: float  # chance that a booking is cancelled or not kept
    age: tuple[float, float]  # mean, standard deviation
    female: float
    uplift: float  # chance that the follow-up call brings one more visit, while still a customer
    mood: float  # satisfaction, 1 to 5
    browsing: float  # sessions a year
    motives: tuple[float, ...]  # survey.MOTIVES, 1 to 5


_EVEN = (1.0,) * 12
_SUMMER = (0.90, 0.85, 0.90, 0.90, 0.90, 1.05, 1.55, 1.45, 0.90, 0.90, 0.90, 0.95)
_WINTER = (1.20, 1.00, 1.00, 0.95, 0.85, 0.80, 0.75, 0.75, 1.00, 1.15, 1.30, 1.30)

TYPES = {
    "skin_regular": LatentType(
        share=0.20, stock=1.3, taste=(0.70, 0.08, 0.16, 0.00, 0.02, 0.04), adherence=1.35, regularity=3, dropout=(0.075, 12),
        deal=0.86, course=0.62, card=0.08, card_size=(0.45, 0.35, 0.18, 0.02, 0.0), cross=0.07, discount=0.34,
        sources=(0.24, 0.30, 0.14, 0.20, 0.12), refers=1.2, months=_EVEN, weekend=1.9, missed=0.11, age=(29, 5.5), female=0.93,
        uplift=0.15, mood=4.1, browsing=7, motives=(4.5, 3.4, 2.6, 2.7),
    ),
    "injection_maintainer": LatentType(
        share=0.16, stock=1.4, taste=(0.08, 0.74, 0.15, 0.00, 0.01, 0.02), adherence=1.08, regularity=6, dropout=(0.10, 12),
        deal=0.90, course=0.34, card=0.13, card_size=(0.15, 0.35, 0.35, 0.13, 0.02), cross=0.06, discount=0.26,
        sources=(0.10, 0.26, 0.20, 0.30, 0.14), refers=1.5, months=_EVEN, weekend=1.5, missed=0.08, age=(36, 7), female=0.92,
        uplift=0.36, mood=4.25, browsing=4, motives=(4.2, 3.9, 3.9, 2.4),
    ),
    "antiageing_investor": LatentType(
        share=0.11, stock=1.9, taste=(0.14, 0.24, 0.52, 0.02, 0.02, 0.06), adherence=1.15, regularity=3, dropout=(0.06, 14),
        deal=0.88, course=0.60, card=0.30, card_size=(0.02, 0.10, 0.35, 0.36, 0.17), cross=0.12, discount=0.22,
        sources=(0.03, 0.13, 0.26, 0.44, 0.14), refers=2.4, months=_WINTER, weekend=1.1, missed=0.06, age=(45, 7.5), female=0.90,
        uplift=0.20, mood=4.35, browsing=3, motives=(3.9, 3.6, 4.7, 3.0),
    ),
    "one_off_surgery": LatentType(
        share=0.13, stock=0.5, taste=(0.04, 0.04, 0.03, 0.84, 0.02, 0.03), adherence=1.4, regularity=1, dropout=(0.86, 10),
        deal=0.72, course=0.20, card=0.02, card_size=(0.4, 0.4, 0.2, 0.0, 0.0), cross=0.03, discount=0.36,
        sources=(0.16, 0.44, 0.12, 0.20, 0.08), refers=0.5, months=_SUMMER, weekend=1.3, missed=0.12, age=(27, 6), female=0.87,
        uplift=0.0, mood=3.9, browsing=9, motives=(4.6, 3.8, 1.9, 2.5),
    ),
    "platform_trier": LatentType(
        share=0.24, stock=0.15, taste=(0.55, 0.13, 0.24, 0.01, 0.05, 0.02), adherence=2.2, regularity=1, dropout=(0.70, 9),
        deal=0.82, course=0.07, card=0.01, card_size=(0.8, 0.2, 0.0, 0.0, 0.0), cross=0.01, discount=0.90,
        sources=(0.74, 0.18, 0.03, 0.03, 0.02), refers=0.1, months=_EVEN, weekend=2.0, missed=0.19, age=(27, 6.5), female=0.89,
        uplift=0.02, mood=3.4, browsing=5, motives=(3.7, 2.9, 2.1, 2.2),
    ),
    "card_sleeper": LatentType(
        share=0.08, stock=1.1, taste=(0.40, 0.22, 0.30, 0.00, 0.02, 0.06), adherence=1.9, regularity=2, dropout=(0.30, 10),
        deal=0.90, course=0.75, card=0.50, card_size=(0.12, 0.34, 0.36, 0.15, 0.03), cross=0.10, discount=0.42,
        sources=(0.14, 0.24, 0.22, 0.28, 0.12), refers=0.3, months=_EVEN, weekend=1.6, missed=0.22, age=(38, 8.5), female=0.91,
        uplift=0.10, mood=3.3, browsing=2, motives=(3.8, 3.2, 3.6, 3.1),
    ),
    "family_dental_hair": LatentType(
        share=0.08, stock=1.2, taste=(0.10, 0.01, 0.02, 0.00, 0.60, 0.27), adherence=1.20, regularity=4, dropout=(0.09, 12),
        deal=0.90, course=0.66, card=0.10, card_size=(0.50, 0.40, 0.10, 0.0, 0.0), cross=0.04, discount=0.24,
        sources=(0.12, 0.10, 0.38, 0.34, 0.06), refers=0.9, months=_SUMMER, weekend=2.4, missed=0.09, age=(29, 14), female=0.58,
        uplift=0.12, mood=4.2, browsing=2, motives=(3.6, 3.5, 2.8, 4.2),
    ),
}  # fmt: skip

NAMES = tuple(TYPES)


def per_type(field: str) -> list:
    """The field of each type, in the order of TYPES."""
    return [getattr(kind, field) for kind in TYPES.values()]

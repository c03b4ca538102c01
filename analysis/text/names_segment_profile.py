"""Display names of chapter 03, and how its keys and figures are shown."""

from analysis.schema.level_order import is_band
from analysis.schema.number_labels import is_label
from analysis.text import names_rfm
from analysis.text.message import Value, count, days, decimal, label, money, name, raw, share
from analysis.text.names_plain import OF_SEX, PLAIN, SEX, YES

NAMES: dict[str, dict[str, str]] = {
    "segment_people": {
        "champions": "Champions",
        "loyal": "Loyal customers",
        "potential_loyalist": "Potential Loyalists",
        "new": "New customers",
        "promising": "Promising customers",
        "need_attention": "Need Attention customers",
        "about_to_sleep": "About To Sleep customers",
        "at_risk": "At Risk customers",
        "cant_lose": "Can’t Lose customers",
        "hibernating": "Hibernating customers",
        "lost": "Lost customers",
        "developing": "Developing customers",
        "dormant": "Dormant customers",
        "churned": "Churned customers",
        "won_back": "Won-back customers",
        "a": "A customers",
        "b": "B customers",
        "c": "C customers",
        "none": "customers without revenue",
        "heavy": "Heavy customers",
        "middle": "Middle customers",
        "light": "Light customers",
        "clv_platinum": "Platinum-tier customers",
        "clv_gold": "Gold-tier customers",
        "clv_silver": "Silver-tier customers",
        "clv_bronze": "Bronze-tier customers",
        "clv_medium": "Medium-tier customers",
        "clv_low": "Low-tier customers",
    },
    "trait": {
        "recency_days": "Days since the last order",
        "tenure_days": "Days since the first order",
        "order_count": "Orders in the window",
        "lifetime_order_count": "Orders ever",
        "order_day_count": "Days with an order",
        "gap_count": "Gaps between orders",
        "gap_mean_days": "Mean gap between orders",
        "last_gap_days": "Last gap between orders",
        "gap_median_days": "Days between orders",
        "gap_variation": "Irregularity of gaps",
        "revenue": "Revenue in the window",
        "average_order": "Average order",
        "lifetime_revenue": "Revenue ever",
        "unit_count": "Units in the window",
        "category_count": "Categories bought",
        "age": "Age",
        "sex": "Sex",
        "household": "Household",
        "income": "Income",
        "education": "Education",
        "occupation": "Occupation",
        "city": "Place",
        "city_tier": "City tier",
        "region": "Region",
        "province": "Province",
        "country": "Country",
        "district": "District",
        "level": "Membership level",
        "source": "Acquisition channel",
        "referrals": "Customers referred",
        "home_site": "Home site",
        "home_store": "Home store",
        "store": "Store",
        "category": "Category",
        "channel": "Channel",
        "daypart": "Time of day",
        "weekday": "Day of the week",
        "acquired_in_promotion": "First order in a promotion",
        "returned": "Sent back, share of sales",
        "discounted": "Discount, share of list price",
    },
    "trait_lower": {
        "age": "age",
        "sex": "sex",
        "household": "household",
        "income": "income",
        "education": "education",
        "occupation": "occupation",
        "city": "place",
        "city_tier": "city tier",
        "region": "region",
        "province": "province",
        "country": "country",
        "district": "district",
        "level": "membership level",
        "source": "acquisition channel",
        "referrals": "customers referred",
        "home_site": "home site",
        "home_store": "home store",
        "store": "store",
        "category": "category",
        "channel": "channel",
        "daypart": "time of day",
        "weekday": "day of the week",
        "acquired_in_promotion": "first order in a promotion",
        "average_order": "the average order",
    },
    "trait_level": {"(other)": "Others", "(missing)": "not known"},
    "plain": {"yes": "yes", "no": "no", "male": "male", "female": "female"},
    "strength": {
        "negligible": "barely",
        "small": "weakly",
        "medium": "clearly",
        "large": "strongly",
    },
    "direction": {"higher": "higher", "lower": "lower"},
    "fact": {
        "customers": "Customers",
        "customer_share": "Share of customers",
        "revenue": "Revenue",
        "revenue_share": "Share of revenue",
        "revenue_per_customer": "Revenue each",
        "orders_per_customer": "Orders each",
        "average_order": "Average order",
        "clv": "Expected value each",
        "probability_alive": "Still a customer",
        "returned": "Ordered again",
        "left": "Has left",
        "satisfaction": "Satisfaction",
        "satisfied": "Satisfied",
        "nps": "NPS",
    },
    "survey_measure": {"satisfaction": "Satisfaction", "satisfied": "Satisfied", "nps": "Would recommend (NPS)"},
    "profiled": {
        "customers": "Customers",
        "revenue": "Revenue in the window",
        "orders": "Orders in the window",
        "shown": "Customers in the segments shown",
        "others": "Customers in all other segments",
    },
}

CLUSTER = "cluster_"  # natural groups: their names say what stands out, which is too long for a column
OTHERS = "(other)"  # all segments that the chapter does not show by name
_SHORT = (
    "a", "b", "c", "none", "refund_only", "no_order", "(new)",
    "clv_platinum", "clv_gold", "clv_silver", "clv_bronze", "clv_medium", "clv_low",
)  # fmt: skip
_FACTS_OF_MONEY = ("revenue", "revenue_per_customer", "average_order", "clv")
_FACTS_OF_SHARES = ("customer_share", "revenue_share", "probability_alive", "returned", "left")
_MONEY = ("revenue", "gross_revenue", "lifetime_revenue", "average_order", "margin", "refund_amount")


def segment_value(key: str) -> Value:
    """A segment's name, short where it has a short one."""
    return name("segment_short" if key in _SHORT else "segment", key)


def head_value(key: str) -> Value:
    """A segment's name over a narrow column: the eight boxes without the word that all of them share, natural groups by number."""
    if key.startswith(CLUSTER):
        return name("segment_number", key)
    return name("segment_cell", key) if key in names_rfm.NAMES["segment_cell"] else segment_value(key)


def people_value(key: str) -> Value:
    """A segment's name as people: “At Risk customers”."""
    return name("segment_people", key)


def trait_value(trait: str, *, lower: bool = False) -> Value:
    """A trait's name, with `lower` as it stands inside a sentence."""
    return name("trait_lower" if lower and trait in NAMES["trait_lower"] else "trait", trait)


def level_value(trait: str, level: str) -> Value:
    """The name of a trait's level: a day, a part of the day, a plain yes or no, or the client's own word."""
    if trait in ("weekday", "daypart"):
        return name(trait, level)
    if trait in SEX:
        level = OF_SEX.get(level, level)
    if level in PLAIN:
        return name("plain", level)
    return name("trait_level", level) if level in NAMES["trait_level"] else raw(level)


def level_form(level: str) -> str:
    """How a level is said of its trait: `yes` goes without saying, a `band` of figures needs no quotes, else a `word`."""
    if level in YES:
        return "yes"
    return "band" if is_band(level) else "word"


def score_value(measure: str, value: float) -> Value:
    """A survey score: a mean with one decimal, a share of the satisfied, points of the net promoter score."""
    if measure == "satisfied":
        return share(value, 1)
    return decimal(value, 0 if measure == "nps" else 1)


def fact_value(measure: str, value: float, *, fine: bool = False) -> Value:
    """A figure of `segment_facts` in its unit; `fine` with a decimal more, as an interval needs it."""
    if measure in _FACTS_OF_MONEY:
        return money(value)
    if measure in _FACTS_OF_SHARES:
        return share(value, 1 if fine else None)
    if measure == "orders_per_customer":
        return decimal(value, 2 if fine else 1)
    return count(value) if measure == "customers" else score_value(measure, value)


def figure_value(trait: str, value: float) -> Value:
    """A numeric trait's value in its unit; a year or a code as it is written."""
    if is_label(trait, value):
        return label(value)
    if trait in _MONEY:
        return money(value)
    if trait.endswith("_days"):
        return days(value)
    if trait.endswith("_share"):
        return share(value)
    whole = value == value and (abs(value) >= 100 or float(value).is_integer())
    return count(value) if whole else decimal(value, 1)

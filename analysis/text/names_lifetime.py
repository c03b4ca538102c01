"""Display names of lifetimes: tiers of predicted value, conditions of the model, bands of P(alive)."""

from analysis.text.message import Value, count, decimal, share

NAMES: dict[str, dict[str, str]] = {
    "method": {"clv": "Predicted value"},
    "lens": {"clv": "Tiers of predicted value"},
    "segment": {
        "clv_platinum": "Platinum: the first 1% by predicted value",
        "clv_gold": "Gold: to 5%",
        "clv_silver": "Silver: to 10%",
        "clv_bronze": "Bronze: to 25%",
        "clv_medium": "Medium: to 50%",
        "clv_low": "Low: the lower half",
        "clv_unknown": "Not predicted",
    },
    "segment_short": {
        "clv_platinum": "Platinum tier",
        "clv_gold": "Gold tier",
        "clv_silver": "Silver tier",
        "clv_bronze": "Bronze tier",
        "clv_medium": "Medium tier",
        "clv_low": "Low tier",
        "clv_unknown": "Not predicted",
    },
    "lacking": {
        "no_prediction": "No predicted value is held for these customers: the lifetime model needs order lines with at least 100 repeat buyers, and has to pass its conditions."
    },
    "lifetime_gate": {
        "contract": "Customers under contract",
        "repeaters": "Repeat buyers",
        "repeat_share": "Share of repeat buyers",
        "customers": "Customers",
        "regular_cycle": "Irregularity of gaps (median)",
        "rate_bound": "Rates the data do not tell",
        "dropout": "Share leaving after a repeat order",
        "same_rate": "Likeness of buying rates (r)",
        "finite": "Customers with a prediction",
        "value_model": "Model of order values holds",
        "value_tail": "Tail of order values (q)",
        "independence": "Frequency against order value (rank correlation)",
        "holdout": "Predicted over actual orders, days held out",
    },
    "lifetime_verdict": {"pass": "passed", "warn": "with care", "fail": "not passed", "untested": "not tested"},
    "lifetime_fallback": {
        "retention_curve": "Customers are under contract: who leaves is known, so the retention curve is used and nothing is predicted from orders.",
        "observed_value": "The model is not used; observed value and days of silence stand in its place.",
        "wide_range": "Ranges are wider than shown: too little is known to test them.",
        "own_cycle": "Customers buy at a regular interval, which the model does not know; the life cycle, held against each customer’s own interval, stands in its place.",
        "dropout_unknown": "Hardly anybody is seen to leave: read the probabilities of still being a customer with care.",
        "same_rate": "All customers buy at nearly one rate: the model tells them apart by silence alone.",
        "mean_value": "The model of order values does not hold; every customer’s order is taken for the mean.",
        "value_with_care": "Frequent buyers spend otherwise per order than others, which the model leaves out: read the value of single groups with care.",
    },
    "predictor": {
        "model": "Model, as used here",
        "bg_nbd": "BG/NBD for one-time buyers too",
        "naive": "Own rate continues",
        "past_spend": "Past spend continues",
        "oracle": "Known afterwards (best possible)",
    },
    "alive_band": {
        "alive_low": "under 20%",
        "alive_doubtful": "20–50%",
        "alive_likely": "50–80%",
        "alive_high": "80% and more",
        "bought_once": "bought once",
    },
    "lifetime_money": {"margin": "margin", "revenue": "revenue"},
    "contract_unit": {"months": "months", "weeks": "weeks", "days": "days", "years": "years"},
    "contract_group": {"(all)": "All customers"},
}

_SHARES = ("repeat_share", "finite", "holdout", "dropout")
_COUNTS = ("repeaters", "customers", "rate_bound", "contract", "value_model")


def gate_value(gate: str, value: float) -> Value:
    """A figure of a condition, in its unit."""
    if gate in _SHARES:
        return share(value)
    return count(value) if gate in _COUNTS else decimal(value, 2)

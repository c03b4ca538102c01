"""How a rule for attention and the figure it is about are said: in chapter 05, its table and the digest."""

from analysis.text.message import Message, Value, change, name, points
from analysis.text.names_evaluation import kpi_value, place_value

SHARES = ("retention", "repeat_rate", "return_rate", "refund_share")  # their change is a difference
CHANGES = ("change_below", "change_above")
OF_SIZE = "customers"  # of a segment: how many stand in it

template = {
    ("all", False, True): "{kpi}: {value}, below {limit}",
    ("all", False, False): "{kpi}: {value}, above {limit}",
    ("all", True, True): "{kpi}: {value} like for like, below {limit}",
    ("all", True, False): "{kpi}: {value} like for like, above {limit}",
    ("segment", False, True): "“{segment}”, {kpi}: {value}, below {limit}",
    ("segment", False, False): "“{segment}”, {kpi}: {value}, above {limit}",
    ("segment", True, True): "“{segment}”, {kpi}: {value} like for like, below {limit}",
    ("segment", True, False): "“{segment}”, {kpi}: {value} like for like, above {limit}",
    ("size", False, True): "Customers of “{segment}”: {value}, below {limit}",
    ("size", False, False): "Customers of “{segment}”: {value}, above {limit}",
    ("size", True, True): "Customers of “{segment}”: {value} since the start of the period, below {limit}",
    ("size", True, False): "Customers of “{segment}”: {value} since the start of the period, above {limit}",
}


def rule_value(kpi: str, bound: str, value: float) -> Value:
    """The figure that a rule is about, or its change, or the limit of either, in its unit."""
    if bound not in CHANGES:
        return kpi_value(kpi, value)
    return points(value) if kpi in SHARES else change(value)


def rule_told(row) -> Message:
    """A rule with the figure it is about: 'Average order value: £280, below £300'; `row` of the table `alerts`."""
    whose = "all" if not row.segment else "size" if row.kpi == OF_SIZE else "segment"
    said = template[whose, row.bound in CHANGES, row.bound in ("below", "change_below")]
    values = {"value": rule_value(row.kpi, row.bound, row.value), "limit": rule_value(row.kpi, row.bound, row.limit)}
    values |= {"kpi": name("kpi", row.kpi)} if whose != "size" else {}
    return Message(said, **values, **({"segment": place_value(row.segment)} if row.segment else {}))


def rule_alone(row) -> Message:
    """The rule without its figure: 'change below −10%'."""
    limit = {"limit": rule_value(row.kpi, row.bound, row.limit)}
    match row.bound:
        case "below":
            return Message("below {limit}", **limit)
        case "above":
            return Message("above {limit}", **limit)
        case "change_below":
            return Message("change below {limit}", **limit)
    return Message("change above {limit}", **limit)

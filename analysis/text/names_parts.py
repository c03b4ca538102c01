"""Display names of the parts of a report, and of the lines of the sum that they make."""

from analysis.text.message import Value, money, points

NAMES: dict[str, dict[str, str]] = {
    "part": {
        "(part)": "Part",
        "others": "Others together",
        "rest": "Of no part",
        "(several)": "Counted in several parts",
        "(whole)": "Whole report",
        "(apart)": "Unexplained",
    },
    "part_person": {
        "consultant": "Consultant",
        "doctor": "Doctor",
        "adviser": "Adviser",
        "advisor": "Adviser",
        "account_manager": "Account manager",
        "salesperson": "Salesperson",
    },
    "lacking": {
        "not_in_whole": "The whole report, whose limits measure its parts, is not divided in this way.",
    },
}


def gap_value(kpi: str, value: float) -> Value:
    """A difference in a figure, in its unit."""
    return points(value) if kpi == "retention" else money(value)

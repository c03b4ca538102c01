"""Names of the groups, checks and reasons that survey answers bring."""

from collections.abc import Iterable, Mapping

NUMBERS = range(1, 9)

NAMES = {
    "method": {
        "needs": "Needs",
        "psychographic": "Attitudes and motives",
    },
    "lens": {
        "needs": "Needs, from the survey",
        "psychographic.answers": "Attitudes and motives, from the survey",
    },
    "segment": {
        **{f"need_{number}": f"Needs group {number}" for number in NUMBERS},
        **{f"psychographic_{number}": f"Attitude group {number}" for number in NUMBERS},
        "survey_undivided": "Answered, no groups",
        "not_surveyed": "Not surveyed",
    },
    "segment_short": {
        **{f"need_{number}": f"Needs {number}" for number in NUMBERS},
        **{f"psychographic_{number}": f"Attitudes {number}" for number in NUMBERS},
        "survey_undivided": "No groups",
        "not_surveyed": "Not surveyed",
    },
    "lacking": {
        "no_survey": "There are no survey answers on what matters to customers or what they think. Send the answers, with the customer number, and say in client.yaml which questions ask for needs, attitudes or motives.",
        "few_items": "Fewer than three questions on needs or attitudes were answered well enough to form groups. Send the whole questionnaire.",
        "few_respondents": "Fewer than 100 people answered, too few to form groups that another survey would find again. Send more answers.",
    },
    "survey_check": {
        "against": "runs against the others",
        "mostly_missing": "mostly not answered",
        "constant": "one answer only",
        "one_sided": "nine in ten say the same",
    },
    "survey_measure": {
        "response": "Customers who answered",
        "answered": "Questions answered",
        "one_answer": "One answer to everything",
        "alike": "Correlation between items",
    },
    "survey_outcome": {
        "revenue": "Revenue",
        "order_count": "Orders",
        "returned": "Ordered in the period",
    },
    "survey_choice": {
        "chosen": "chosen",
        "ordered": "set by client.yaml",
        "unstable": "does not come back",
        "small": "a group too small",
        "less": "fewer groups come back better",
        "more": "more groups come back too",
    },
}  # fmt: skip


def item_label(item: str, labels: Mapping[str, str]) -> str:
    """What the reader sees of an item: the question as it was asked, else its key."""
    return labels.get(item, item.replace("_", " "))


def survey_tag(traits: Iterable[tuple[str, bool]], labels: Mapping[str, str]) -> str:
    """A group in a few signs, the same in every language: what it rates above (↑) and below (↓) all respondents."""
    return ", ".join(f"{item_label(item, labels)} {'↑' if more else '↓'}" for item, more in traits) or "–"

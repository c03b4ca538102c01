"""What comments ask for: a wish, and what it is about, by the words of it.

A comment wishes for something where one of its sentences holds a word of asking (`ASKING`), and the subject is named in the same
sentence (`SUBJECTS`).  Plain lists in English and Chinese, to be read and corrected, rather than a model: a wish that is put
in other words is missed, so the counts are a lower limit.  No comment is shown.
"""

import re
from collections.abc import Sequence

import pandas as pd

ASKING = (
    r"please", r"would (?:like|love|help|be (?:nice|good|great))", r"i(?:'d| would) (?:like|love)", r"wish", r"could you", r"can you",
    r"should (?:have|offer|sell|open|be)", r"more .{1,30} please", r"需要", r"希望", r"建议", r"能不能", r"可不可以", r"最好", r"要是", r"如果能", r"想要",
)  # fmt: skip
SUBJECTS = {
    "hours": (r"evening", r"sunday", r"saturday", r"weekend", r"open(?:ing)? (?:late|hours|longer)", r"时段", r"晚上", r"周末", r"营业时间"),
    "delivery": (r"deliver", r"shipping", r"slot", r"送货", r"配送", r"快递"),
    "price": (r"price", r"offers?\b", r"discount", r"cheaper", r"voucher", r"价格", r"优惠", r"便宜", r"收费"),
    "range": (r"colou?rs?", r"sizes?", r"range", r"choice", r"款式", r"颜色", r"品种", r"项目多"),
    "advice": (r"how-to", r"guides?", r"advice", r"explain", r"staff", r"讲解", r"说明", r"指导"),
    "returns": (r"returns?\b", r"send .{1,20} back", r"refund", r"退货", r"退款"),
    "waiting": (r"wait", r"queue", r"等候", r"排队", r"等太久"),
    "privacy": (r"privacy", r"单独", r"隐私"),
    "risk": (r"risk", r"side effect", r"风险", r"副作用"),
    "contact": (r"contact person", r"call back", r"联系人", r"回访"),
}  # fmt: skip
_SENTENCE = re.compile(r"[^.!?。！？;；\n]+")
_ASKING = re.compile("|".join(ASKING), re.IGNORECASE)
_SUBJECTS = {key: re.compile("|".join(words), re.IGNORECASE) for key, words in SUBJECTS.items()}


def wished(text: str) -> set[str]:
    """The subjects that a comment asks for."""
    asking = [sentence for sentence in _SENTENCE.findall(text) if _ASKING.search(sentence)]
    return {key for key, words in _SUBJECTS.items() if any(words.search(sentence) for sentence in asking)}


def wish_demand(comments: Sequence[tuple[object, str]]) -> pd.DataFrame:
    """Comments × subjects: customer_id, subject, part (1: it asks for it), whole (1), from (customer or None, text).

    Several comments of one customer count as one who wrote them; one without a customer number as somebody else.
    """
    rows = []
    for place, (customer, text) in enumerate(comments):
        if isinstance(text, str) and text.strip():
            found = wished(text)
            who = customer if isinstance(customer, str) else f"(comment {place})"
            rows += [(who, subject, float(subject in found), 1.0) for subject in SUBJECTS]
    table = pd.DataFrame(rows, columns=["customer_id", "subject", "part", "whole"])
    asked = table.groupby("subject")["part"].sum()
    return table[table["subject"].isin(asked.index[asked > 0])].reset_index(drop=True)  # words of another trade say nothing here

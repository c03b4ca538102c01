"""Words of surveys: what an item measures, and answers in words that have an order."""

import re

RESPONSES: dict[str, tuple[str, ...]] = {
    "answered_at": (
        "answered", "answeredat", "submitted", "submittedat", "responsedate", "completedat", "surveydate", "date", "timestamp",
        "答卷日期", "答题时间", "提交时间", "填写时间", "填写日期", "回答时间", "日期", "时间",
    ),
    "respondent_id": ("respondentid", "respondent", "responseid", "participantid", "id", "答卷编号", "问卷编号", "受访者编号", "答卷id", "序号"),
    "item": ("item", "question", "questiontext", "questionid", "问题", "题目", "题项", "题号"),
    "answer": ("answer", "response", "answertext", "答案", "回答", "选项", "得分"),
}  # fmt: skip

# What an item measures, by a word in its header; the first that is found holds.
ITEM_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("recommendation", ("recommend", "nps", "推荐", "nps值")),
    ("satisfaction", ("satisf", "csat", "满意", "rating", "评分", "星级", "how happy", "overall experience")),
    ("need", ("important", "importance", "看重", "重要", "需求", "need")),
    ("motive", ("motive", "motivation", "reason", "why", "动机", "原因", "目的")),
    ("attitude", ("attitude", "agree", "opinion", "态度", "认同", "同意程度")),
)
# Why somebody left: a reason that is asked of those who go, unlike the motives of those who come.
_LEAVING = re.compile(
    r"(churn|leav|left|cancel|quit|attrition|exit|unsubscri).*(reason|why|cause)|(reason|why|cause).*(churn|leav|left|cancel|quit|attrition|exit|unsubscri)"
    r"|(流失|离开|离网|退订|注销|不再|停止|取消).*(原因|理由)|为什么.*(离开|流失|退订|不再)",
    re.IGNORECASE,
)
# What a header says about an answer beside its subject: 'How satisfied are you with the price?' is about the price.
_ASKED = re.compile(
    r"how (satisfied|important|happy)|are you|is it|to you|when you choose|(very )?satisf\w*|(un)?important|importance|rating|rated?|score"
    r"|对您来说|对您而言|您对|满意度|满意程度|是否满意|满意|重要性|重要程度|重要|看重程度|看重|评分|程度|需求"
    r"|\b(with|of|the|for|your|our|how|is|was|on|about|need)\b|[的对]",
    re.IGNORECASE,
)
_FREE = re.compile(r"anything else|comment|suggest|feedback|other remarks|建议|意见|其他说明|补充|留言", re.IGNORECASE)

_FAMILY = re.compile(r"^([^：:]{1,20})[：:]")  # 'Important: price', '态度：…'

# Answers from the lowest to the highest; the answers of an item are ranked by the places they have here.
ORDERED: tuple[tuple[str, ...], ...] = (
    ("very dissatisfied", "very unsatisfied", "非常不满意", "很不满意"),
    ("dissatisfied", "unsatisfied", "not satisfied", "不满意", "neutral or dissatisfied", "较不满意"),
    ("neutral", "neither", "neither satisfied nor dissatisfied", "一般", "中立", "不确定"),
    ("satisfied", "满意", "比较满意", "较满意"),
    ("very satisfied", "非常满意", "很满意"),
)
AGREEMENT: tuple[tuple[str, ...], ...] = (
    ("strongly disagree", "非常不同意", "完全不同意", "very unimportant", "not at all important", "非常不重要", "很不重要"),
    ("disagree", "不同意", "unimportant", "not important", "不重要", "slightly important"),
    ("neutral", "neither agree nor disagree", "undecided", "一般", "中立", "不确定", "moderately important"),
    ("agree", "同意", "比较同意", "important", "重要", "比较重要"),
    ("strongly agree", "非常同意", "完全同意", "very important", "extremely important", "非常重要", "很重要"),
)
YES = ("yes", "y", "true", "是", "有", "1", "t", "对")
NO = ("no", "n", "false", "否", "无", "0", "f", "没有")


def item_role(header: str) -> str | None:
    """What a survey item measures, told by its header; None where the header does not say."""
    lowered = header.lower()
    if _LEAVING.search(lowered.replace("_", " ")):
        return "reason"
    if _FREE.search(lowered):
        return "free_text"
    for part in (*_FAMILY.findall(lowered), lowered):
        for role, words in ITEM_WORDS:
            if any(word in part for word in words):
                return role
    return None


def subject(header: str) -> str:
    """What a question is about, less what it asks of it: 'price' of 'Important: price' and of 'How satisfied with the price?'."""
    plain = re.sub(r"[(（\[].*?[)）\]]", " ", header).replace("_", " ")
    return re.sub(r"[\W_]+", "", _ASKED.sub(" ", plain)).lower()


def ranks(words: list[str]) -> dict[str, int] | None:
    """The place of each answer in a known order, {answer: 1, 2 …}; None where an answer is not known."""
    for scale in (ORDERED, AGREEMENT):
        places = {word: next((i for i, known in enumerate(scale) if word.strip().lower() in known), None) for word in words}
        if None not in places.values() and len(set(places.values())) == len(places) > 1:
            order = sorted(places, key=lambda word: places[word])
            return {word: place for place, word in enumerate(order, start=1)}
    return None


def yes_no(words: list[str]) -> dict[str, int] | None:
    """{answer: 1 or 0} where every answer is a yes or a no; None for others."""
    said = {word: 1 if word.lower() in YES else 0 if word.lower() in NO else None for word in words}
    return said if set(said.values()) == {0, 1} else None


def header_scale(header: str) -> tuple[int, int] | None:
    """The scale that a header states: 'Recommend (0-10)' as (0, 10)."""
    found = re.search(r"[(（\[]\s*(-?\d{1,2})\s*(?:-|–|—|~|至|到|to)\s*(\d{1,3})\s*[)）\]]", header)
    return (int(found[1]), int(found[2])) if found else None

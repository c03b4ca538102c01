"""Levels that stand in an order which their words tell: figures and bands, how often, how much, how far agreed.

Ordered levels may be joined with their neighbours only: "Never" and "more than once a week" are no group.  What is not
plain has no order here; the client's own order, where client.yaml gives one, goes before anything found by this.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

_FIGURE = re.compile(r"\d[\d,]*\.?\d*")
_HEAD = re.compile(
    r"^\s*(<|≤|>|≥|under|below|less than|up to|over|above|more than|不足|低于|超过)?\s*[¥$€£]?\s*(\d[\d,]*\.?\d*)", re.IGNORECASE
)
_BELOW = ("<", "≤", "under", "below", "less than", "up to", "不足", "低于")
_ABOVE = (">", "over", "above", "more than", "超过")
_BAND_WORDS = re.compile(r"[\d\s,.<>≤≥+\-–—~～¥$€£]|\b(to|or|and|more|over|under|above|below|less|than|up|plus|older|younger)\b|至|到|及|以上|以下|不足|低于|超过", re.IGNORECASE)  # fmt: skip
_TIMES = {"once": 1, "twice": 2, "一": 1, "1": 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_A_YEAR = {"day": 365.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "year": 1.0, "天": 365.0, "日": 365.0, "周": 52.0, "星期": 52.0, "月": 12.0, "季度": 4.0, "季": 4.0, "年": 1.0}  # fmt: skip
_ADVERBS = {"never": 0.0, "daily": 365.0, "weekly": 52.0, "monthly": 12.0, "quarterly": 4.0, "yearly": 1.0, "annually": 1.0, "从不": 0.0, "从未": 0.0, "每天": 365.0, "每周": 52.0, "每月": 12.0, "每年": 1.0}  # fmt: skip
_OFTEN = re.compile(r"^(more than |less than |about |at least )?(once|twice|\d+ times|\d+x) (?:a|an|per|every|each) (day|week|month|quarter|year)( or more)?$")  # fmt: skip
_EVERY = re.compile(r"^every (?:(\d+|two|three|four|five|six) )?(day|week|month|quarter|year)s?$")
_CHINESE = re.compile(r"^每(一|1|两|二|2|三|3|半)?(?:个)?(天|日|周|星期|月|季度|季|年)(一|1|两|二|2|三|3|多|数)次(以上|及以上)?$")
_LADDERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("never", "从不"), ("rarely", "seldom", "很少"), ("sometimes", "occasionally", "有时", "偶尔"), ("often", "frequently", "经常"), ("always", "总是")),
    (("strongly disagree", "非常不同意"), ("disagree", "不同意"), ("neutral", "neither agree nor disagree", "一般", "中立"), ("agree", "同意"), ("strongly agree", "非常同意")),
    (("very dissatisfied", "非常不满意"), ("dissatisfied", "不满意"), ("neutral", "一般"), ("satisfied", "满意"), ("very satisfied", "非常满意")),
    (("very low", "很低", "极低"), ("low", "低"), ("medium", "middle", "moderate", "中", "中等"), ("high", "高"), ("very high", "很高", "极高")),
    (("small", "小"), ("medium", "中"), ("large", "大"), ("very large", "extra large", "特大")),
    (("primary", "primary school", "小学"), ("secondary", "secondary school", "high school", "初中"), ("高中",), ("college", "大专"), ("bachelor", "bachelor's degree", "本科"), ("master", "master's degree", "硕士"), ("phd", "doctorate", "博士")),
    (("bronze", "铜卡", "普通"), ("silver", "银卡"), ("gold", "金卡"), ("platinum", "白金", "白金卡"), ("diamond", "钻石", "钻石卡")),
    (("eco", "economy", "经济舱"), ("eco plus", "premium economy", "超级经济舱"), ("business", "business class", "商务舱"), ("first", "first class", "头等舱")),
    (("month-to-month", "monthly"), ("one year",), ("two year", "two years")),
)  # fmt: skip
LEAST = 3  # levels: of two, each is the other's neighbour


def known_order(levels: Collection[str]) -> tuple[str, ...]:
    """The levels, lowest first, where their words tell the order; () where they do not, or there are fewer than three."""
    words = list(dict.fromkeys(levels))
    if len(words) < LEAST:
        return ()
    return by_figure(words) or worded_order(words)


def is_band(level: str) -> bool:
    """Whether a level is a figure or a band of figures and nothing else: 2, ≤70, 18–24, 65+."""
    return bool(_HEAD.match(level)) and not _BAND_WORDS.sub("", level)


def by_figure(levels: Sequence[str]) -> tuple[str, ...]:
    """By the figure at the head of each: 0, 1, 2; 18–24, 65+; <100; 1 = never, 2 = seldom.

    Only where beside the figures all hold the same words, or the figures count on from one to the next: 10115 Berlin
    and 20095 Hamburg are no bands.
    """
    heads = {level: match for level in levels if (match := _HEAD.match(level))}
    if len(heads) < len(levels):
        return ()
    places = {level: _place(match) for level, match in heads.items()}
    if len(set(places.values())) < len(levels):
        return ()
    ordered = tuple(sorted(levels, key=places.__getitem__))
    alike = len({_BAND_WORDS.sub("", level).strip().lower() for level in levels}) == 1
    counted = [place for place, _ in sorted(places.values())]
    in_a_row = all(b - a == 1 for a, b in pairwise(counted)) and counted[0] in (0, 1)
    return ordered if alike or in_a_row else ()


def worded_order(levels: Sequence[str]) -> tuple[str, ...]:
    """By what the words say: how often in a year, or their rung on a ladder that has all of them."""
    plain = {level: level.strip().lower() for level in levels}
    rates = {level: rate for level in levels if (rate := times_a_year(plain[level])) is not None}
    if len(rates) == len(levels) and len(set(rates.values())) == len(levels):
        return tuple(sorted(levels, key=rates.__getitem__))
    for ladder in _LADDERS:
        rungs = {word: rung for rung, words in enumerate(ladder) for word in words}
        if all(word in rungs for word in plain.values()) and len({rungs[word] for word in plain.values()}) == len(levels):
            return tuple(sorted(levels, key=lambda level: rungs[plain[level]]))
    return ()


def times_a_year(words: str) -> float | None:
    """How often in a year: never 0, once a month 12, every three months 4, more than once a week a little over 52."""
    if words in _ADVERBS:
        return _ADVERBS[words]
    if found := _OFTEN.match(words):
        times = _TIMES.get(found[2]) or int(_FIGURE.match(found[2])[0])
        shift = {"more than ": 0.1, "less than ": -0.1}.get(found[1] or "", 0.1 if found[4] else 0.0)
        return (times + shift) * _A_YEAR[found[3]]
    if found := _EVERY.match(words):
        return _A_YEAR[found[2]] / (_NUMBERS.get(found[1] or "") or int(found[1] or 1))
    if found := _CHINESE.match(words):
        every = 0.5 if found[1] == "半" else _TIMES.get(found[1] or "一", 1)
        return (_TIMES.get(found[3], 1.5) + (0.1 if found[4] else 0.0)) * _A_YEAR[found[2]] / every
    return None


def _place(head: re.Match[str]) -> tuple[float, int]:
    """The figure at the head, below it “less than”, above it “more than”."""
    sign = (head[1] or "").lower()
    return float(head[2].replace(",", "")), -1 if sign in _BELOW else 1 if sign in _ABOVE else 0

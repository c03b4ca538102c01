"""Names that a report to a client does not give to people, and what can be said instead.

The lists are short and hold what has been seen in practice; they are no substitute for reading a name twice.
"""

import re

# word or stem: what it usually means to say
ENGLISH = {
    "worthless": "no revenue yet", "useless": "not active", "junk": "not active", "trash": "not active", "garbage": "not active",
    "rubbish": "not active", "deadwood": "not active for long", "dead": "not active for long", "zombie": "not active for long",
    "loser": "not active", "losers": "not active", "freeloader": "buys on offer", "freeloaders": "buys on offer",
    "leech": "buys on offer", "leeches": "buys on offer", "cheapskate": "buys on offer", "cheapskates": "buys on offer",
    "scrooge": "spends carefully", "stingy": "spends carefully", "poor": "lower spend", "bottom feeder": "lower spend",
    "bottom feeders": "lower spend", "low-class": "lower spend", "low class": "lower spend", "inferior": "lower spend",
    "stupid": "new to the product", "dumb": "new to the product", "naive": "new to the product", "sucker": "pays full price",
    "suckers": "pays full price", "whale": "spends most", "whales": "spends most", "nuisance": "asks for much service",
    "troublemaker": "asks for much service", "troublemakers": "asks for much service",
}  # fmt: skip
CHINESE = {
    "垃圾": "不活跃客户", "废物": "不活跃客户", "无价值": "暂无收入客户", "没价值": "暂无收入客户", "无用": "不活跃客户", "没用": "不活跃客户",
    "羊毛党": "促销敏感客户", "薅羊毛": "促销敏感客户", "韭菜": "原价购买客户", "冤大头": "原价购买客户", "人傻钱多": "高消费客户",
    "僵尸": "长期未活跃客户", "死户": "长期未活跃客户", "死客": "长期未活跃客户", "低端": "低消费客户", "低等": "低消费客户", "劣质": "低消费客户",
    "穷人": "低消费客户", "屌丝": "低消费客户", "抠门": "价格敏感客户", "土豪": "高消费客户", "刁民": "服务需求高的客户",
    "刁客": "服务需求高的客户", "傻": "新客", "大妈": "中老年女性客户", "老女人": "中老年女性客户", "剩女": "单身女性客户",
}  # fmt: skip


def demeaning(name: str) -> tuple[str, str] | None:
    """The first demeaning word in a name, and a neutral one for it; None where there is none."""
    lower = name.casefold()
    for word, neutral in ENGLISH.items():
        if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", lower):
            return word, neutral
    return next(((word, neutral) for word, neutral in CHINESE.items() if word in name), None)


def check_respect(name: str) -> str:
    """`name`, or ValueError saying which word is meant and what could stand for it."""
    found = demeaning(name)
    if found is not None:
        raise ValueError(f"'{found[0]}' is no name for people in a report; write for example '{found[1]}'")
    return name

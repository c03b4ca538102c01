"""Comments and complaints in plain Chinese from a small grammar: a rating, then themes that agree with it.

Four comments hold an invented telephone number or address, so that masking can be seen to work.
"""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import season
from analysis.sources.demo.lanting.latent_types import per_type

COMMENTS = 1100
COMPLAINTS = 130
SOURCES = np.array(["小程序评价", "回访电话", "本地生活平台", "投诉登记"], dtype=object)
PLATFORM, COMPLAINT = 2, 3
OPEN_SINCE = season.day_number("2025-09-20")  # complaints from here on are mostly not yet settled
GOOD = {
    "doctor_good": ("医生很专业，讲得很清楚。", "医生有耐心，不夸大。", "主诊医生很细致，审美在线。"),
    "result_good": ("做完{project}效果很满意。", "{project}做完很自然，朋友没看出来。", "皮肤状态明显好了。"),
    "service_good": ("护士很温柔。", "前台热情，接待周到。", "回访很及时，有问必答。"),
    "place_good": ("环境干净，很安静。", "有独立房间，隐私做得好。", "院区很好找，停车方便。"),
    "value_good": ("价格合理，性价比高。", "价格透明，没有隐形消费。", "比别家划算。"),
}
BAD = {
    "pushy": ("一直推销办卡，体验不好。", "躺着还在推销，很不舒服。", "每次来都劝储值，烦。"),
    "waiting": ("约好了还等了一个多小时。", "等太久，周末人太多。", "排队时间长，没人解释。"),
    "result_poor": ("{project}做完没效果。", "做完{project}红肿好几天，很担心。", "和当初说的不一样，失望。"),
    "price_high": ("价格太贵了，不值。", "临时加价，不透明。", "同样的项目别家便宜不少。"),
    "refund_hard": ("退费拖了两个月。", "余额不给退，推来推去。", "申请退卡没人处理。"),
    "adviser_changed": ("咨询师换了三个，每次重新讲。", "老顾问走了，没人跟进。", "联系不上顾问，消息不回。"),
}
CLOSINGS = {
    1: ("不会再来。", "要求退款。", ""), 2: ("比较失望。", "需要改进。", ""), 3: ("整体一般。", "还可以。", ""),
    4: ("整体满意。", "会再来。", ""), 5: ("推荐。", "非常满意！", ""),
}  # fmt: skip
SIDES = {1: ("bad", "bad"), 2: ("bad",), 3: ("good", "bad"), 4: ("good",), 5: ("good", "good")}
CONTACTS = ("请打10012345678联系我。", "我的电话是10087654321。", "邮箱 lanting.guest@example.org。", "微信同号10011223344。")


def comments(table: pd.DataFrame, treated: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, dict[str, int]]:
    """Comments and complaints in time order, and how often each theme occurs.

    From one row per treatment (customer, day, name of the project) to one row per comment: customer (-1 where
    the platform does not tell), day, minute, rating (1 to 5), source (place in SOURCES), text, open (a complaint
    that is not settled at the end of the data).
    """
    count = COMMENTS + COMPLAINTS
    complains = np.arange(count) < COMPLAINTS
    visit = treated.iloc[rng.choice(len(treated), size=count, replace=False)]
    mood = np.array(per_type("mood"))[table["kind"].to_numpy()[visit["customer"]]]
    rating = np.clip(np.rint(mood + 0.1 + rng.normal(0, 1.3, count)), 1, 5).astype(int)
    rating = np.where(complains, rng.integers(1, 3, count), rating)
    source = np.where(complains, COMPLAINT, rng.choice(3, size=count, p=(0.50, 0.28, 0.22)))
    themes, texts = zip(*(_text(*pair, rng) for pair in zip(rating, visit["name"], strict=True)), strict=True)
    day = visit["day"].to_numpy() + rng.geometric(0.3, count)
    found = pd.DataFrame(
        {
            "customer": np.where(source == PLATFORM, -1, visit["customer"]),
            "day": day,
            "minute": 9 * 60 + rng.integers(0, 12 * 60, count),
            "rating": rating,
            "source": source,
            "text": _with_contacts(list(texts), COMPLAINTS + np.flatnonzero(day[COMPLAINTS:] < season.DAYS), rng),
            "open": complains & (day >= OPEN_SINCE) & (rng.random(count) < 0.8),
        }
    )
    kept = day < season.DAYS
    counts = pd.Series(themes)[kept].explode().value_counts().sort_index()
    return found[kept].sort_values(["day", "minute"], kind="stable", ignore_index=True), counts.to_dict()


def _text(rating: int, project: str, rng: np.random.Generator) -> tuple[tuple[str, ...], str]:
    """The themes of one comment and its words."""
    themes, sentences = [], []
    for side in SIDES[rating]:
        phrases = GOOD if side == "good" else BAD
        free = [theme for theme in phrases if theme not in themes]
        themes.append(free[rng.integers(len(free))])
        sentences.append(phrases[themes[-1]][rng.integers(3)])
    sentences.append(CLOSINGS[rating][rng.integers(3)])
    return tuple(themes), "".join(sentences).format(project=project)


def _with_contacts(texts: list[str], allowed: np.ndarray, rng: np.random.Generator) -> list[str]:
    """Four of the comments at the allowed places with a number or address at their end."""
    for place, contact in zip(rng.choice(allowed, size=len(CONTACTS), replace=False), CONTACTS, strict=True):
        texts[place] = texts[place] + contact
    return texts

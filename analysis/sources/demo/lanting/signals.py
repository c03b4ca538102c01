"""The files of what else customers do and say: campaigns, the survey, comments, browsing."""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import campaigns, catalogue, comments, events, season, unmet
from analysis.sources.demo.lanting.cards import Cards
from analysis.sources.demo.lanting.receipts import clock, day_text

SURVEY_HEADERS = {
    "satisfaction": "总体满意度(1-5)", "recommend": "推荐意愿(0-10)",
    "trust_doctor": "态度：我信任主诊医生的判断", "natural_result": "态度：自然比明显更重要", "research_first": "态度：我会先做很多功课",
    "confidence": "动机：悦己与自信", "social_work": "动机：社交与职场", "anti_ageing": "动机：延缓衰老", "family": "动机：家人建议或陪同",
    "safety": "看重：安全与资质", "price_clarity": "看重：价格透明", "privacy": "看重：隐私", "waiting": "看重：少等候",
    "aftercare": "看重：术后照护", "suggestion": "您的建议",
}  # fmt: skip


def contact_rows(cards: Cards, contacts: pd.DataFrame) -> pd.DataFrame:
    """活动触达记录; the hold-out carries the date on which it would have been contacted."""
    chosen = [campaigns.CAMPAIGNS[number] for number in contacts["campaign"]]
    return pd.DataFrame(
        {
            "卡号": cards.first[contacts["customer"]].astype(str),
            "活动名称": [one.name for one in chosen],
            "触达日期": day_text(np.array([one.sent for one in chosen])),
            "分组": np.where(contacts["treated"], "实施组", "对照组"),
            "触达渠道": [one.channel for one in chosen],
            "费用": [
                f"{one.cost_fen / 100:.2f}" if made else "0.00" for one, made in zip(chosen, contacts["treated"], strict=True)
            ],
        }
    )


def survey_rows(cards: Cards, answers: pd.DataFrame) -> pd.DataFrame:
    """满意度问卷."""
    number = cards.number_on(answers["customer"].to_numpy(), answers["day"].to_numpy())
    items = {header: answers[item].astype(str) for item, header in SURVEY_HEADERS.items()}
    return pd.DataFrame({"卡号": number, "答卷日期": day_text(answers["day"]), **items})


def comment_rows(cards: Cards, written: pd.DataFrame) -> pd.DataFrame:
    """客户评价; the card is blank where the platform does not tell."""
    customer = written["customer"].to_numpy()
    number = cards.number_on(np.maximum(customer, 0), written["day"].to_numpy())
    return pd.DataFrame(
        {
            "评价时间": clock(written["day"], written["minute"]),
            "来源": comments.SOURCES[written["source"]],
            "卡号": np.where(customer < 0, "", number),
            "评分": written["rating"].astype(str),
            "内容": written["text"],
        }
    )


def event_rows(cards: Cards, found: pd.DataFrame) -> pd.DataFrame:
    """小程序行为, typed: times are timestamps without a zone, the time spent is a number."""
    second = found["second"].to_numpy()
    departments = np.array([*catalogue.DEPARTMENTS, unmet.UNSOLD, None], dtype=object)
    return pd.DataFrame(
        {
            "卡号": cards.number_on(found["customer"].to_numpy(), second // 86400),
            "时间": season.START.astype("datetime64[s]") + second.astype("timedelta64[s]"),
            "行为": events.KINDS[found["kind"]],
            "科室": departments[found["department"]],
            "来源": events.CHANNELS[found["channel"]],
            "设备": events.DEVICES[found["device"]],
            "平台": events.PLATFORMS[found["platform"]],
            "停留秒数": found["seconds"].to_numpy(),
        }
    )

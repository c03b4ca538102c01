"""The clinic's own records beside the receipts: people, visits, balances, prices, all text as a spreadsheet shows it."""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, people, places
from analysis.sources.demo.lanting.advisers import Advisers
from analysis.sources.demo.lanting.books import WALK_IN
from analysis.sources.demo.lanting.cards import Cards
from analysis.sources.demo.lanting.people import People
from analysis.sources.demo.lanting.receipts import clock, day_text, yuan
from analysis.sources.demo.lanting.season import DATES, IN_CALENDAR, promotions

STAGE_WORDS = np.array(["已预约", "已到院", "已面诊", "已付费", "已治疗", "已取消", "爽约"], dtype=object)
LEVELS = np.array(["普通", "银卡", "金卡", "黑金"], dtype=object)
LEVEL_LIMITS = (4_000, 15_000, 50_000)  # yuan performed in 24 months from which the higher levels begin
ROLE_WORDS = {"consumer": "普通客户", "staff": "员工", "company": "企业团购", "test": "测试"}


def customer_rows(folk: People, details: pd.DataFrame, cards: Cards, found: pd.DataFrame) -> pd.DataFrame:
    """客户档案, one row per card; `found` says for each customer: spent (yuan in 24 months), referred (number of
    customers recommended), complaint and adverse (bool)."""
    table = folk.table
    role = table["role"].to_numpy()
    level = LEVELS[np.searchsorted(LEVEL_LIMITS, found["spent"], side="right")]
    referrer = table["referrer"].to_numpy()
    rows = pd.DataFrame(
        {
            "卡号": cards.first.astype(str),
            "姓名": np.select([role == "company", role == "test"], ["企业团购账户", "测试"], details["name"]),
            "手机号": details["mobile"],
            "性别": details["sex"],
            "出生日期": details["born"].dt.strftime("%Y-%m-%d").fillna(""),
            "职业": details["occupation"],
            "城市": places.CITIES[details["city"]],
            "省份": [places.PROVINCES.get(city, "浙江") for city in places.CITIES[details["city"]]],
            "建档日期": table["joined"].dt.strftime("%Y-%m-%d"),
            "建档院区": places.SITES[table["site"]],
            "会员等级": np.where(table["origin"] == "prospect", "", level),
            "客户类别": [ROLE_WORDS[one] for one in role],
            "获客渠道": people.SOURCES[table["source"]],
            "介绍人卡号": np.where(referrer >= 0, cards.first[referrer].astype(str), ""),
            "已介绍人数": found["referred"].astype(str),
            "企业微信授权": details["wecom"],
            "电话授权": details["phone"],
            "短信授权": details["sms"],
            "个性化推荐授权": details["personal"],
            "拒绝联系": details["opted_out"],
            "未结投诉": np.where(found["complaint"], "是", "否"),
            "不良反应记录": np.where(found["adverse"], "是", "否"),
        }
    ).astype(object)
    return pd.concat([rows, _second_cards(rows, cards)], ignore_index=True)


def _second_cards(rows: pd.DataFrame, cards: Cards) -> pd.DataFrame:
    """The same people once more under their second card, with what was asked at the other site."""
    customer = np.flatnonzero(cards.second)
    again = rows.iloc[customer].copy()
    again["卡号"] = cards.second[customer].astype(str)
    again["建档日期"] = day_text(cards.opened[customer])
    again["建档院区"] = places.SITES[cards.site[customer]]
    again[["职业", "介绍人卡号"]] = ""
    again["已介绍人数"] = "0"
    return again


def link_rows(cards: Cards) -> pd.DataFrame:
    """卡号合并登记: both cards of each person, and the one that counts."""
    customer = np.flatnonzero(cards.second)
    main = cards.first[customer].astype(str)
    both = [
        pd.DataFrame({"卡号": number.astype(str), "主卡号": main}) for number in (cards.first[customer], cards.second[customer])
    ]
    return pd.concat(both).sort_values(["主卡号", "卡号"], kind="stable", ignore_index=True)


def visit_rows(folk: People, cards: Cards, visits: pd.DataFrame, carers: Advisers) -> pd.DataFrame:
    """到诊记录 in the order of the days that the visits were for."""
    visits = visits.sort_values(["day", "customer", "minute"], kind="stable").reset_index(drop=True)
    customer, project = visits["customer"].to_numpy(), visits["project"].to_numpy()
    department = catalogue.DEPARTMENT_OF[project]
    came = visits["minute"].to_numpy() >= 0
    booked = visits["booked"].to_numpy() > WALK_IN
    planned = np.where(came, visits["minute"] // 30 * 30, 600 + customer % 16 * 30)
    doctors = np.array([
        f"{name}医生{number + 1:02d}" for name, count in zip(catalogue.DEPARTMENTS, places.DOCTORS, strict=True) for number in range(count)
    ], dtype=object)  # fmt: skip
    first = np.concatenate([[0], np.cumsum(places.DOCTORS)[:-1]])
    doctor = doctors[first[department] + customer % np.array(places.DOCTORS)[department]]
    return pd.DataFrame(
        {
            "预约号": [f"YY{number:07d}" for number in range(1, len(visits) + 1)],
            "卡号": cards.number_on(customer, np.where(came, visits["day"], visits["booked"])),
            "预约登记时间": np.where(booked, clock(np.where(booked, visits["booked"], 0), 540 + customer % 660), ""),
            "预约到诊时间": np.where(booked, clock(visits["day"], planned), ""),
            "到院时间": np.where(came, clock(visits["day"], visits["minute"].clip(lower=0)), ""),
            "状态": STAGE_WORDS[visits["stage"]],
            "科室": np.array(catalogue.DEPARTMENTS, dtype=object)[department],
            "项目": np.where(visits["review"], catalogue.REVIEW, catalogue.NAMES[project]),
            "主诊医生": np.where(came, doctor, ""),
            "咨询师": carers.on(customer, visits["day"]),
            "院区": places.SITES[folk.table["site"].to_numpy()[customer]],
            "消耗金额": np.where(came, yuan(visits["consumed"]), ""),
        }
    )


def balance_rows(cards: Cards, held: pd.DataFrame) -> pd.DataFrame:
    """储值余额: one row per date, card and account with something on it.  折合金额 is the money received for it."""
    number = cards.first[held["customer"]].astype(str)
    parts = [
        ("储值本金", held["cash"], 100, held["cash"], None),
        ("赠送金", held["bonus"], 100, None, held["bonus_until"]),
        ("疗程次数", held["units"], 1, held["course"], held["units_until"]),
        ("积分", held["points"], 1, None, held["points_until"]),
    ]
    rows = []
    for place, (kind, amount, unit, money, until) in enumerate(parts):
        there = (amount != 0).to_numpy()
        rows.append(
            pd.DataFrame(
                {
                    "截止日期": day_text(held["day"][there]),
                    "卡号": number[there],
                    "账户类型": kind,
                    "余额": yuan(amount[there]) if unit == 100 else amount[there].astype(str),
                    "折合金额": yuan(money[there]) if money is not None else "",
                    "最近到期日": day_text(until[there]) if until is not None else "",
                    "place": place,
                }
            )
        )
    return pd.concat(rows).sort_values(["截止日期", "卡号", "place"], kind="stable", ignore_index=True).drop(columns="place")


def project_rows() -> pd.DataFrame:
    """项目价目表: what the doctors set; not an input, but the place to look the cycles up."""
    return pd.DataFrame(
        {
            "项目": catalogue.NAMES,
            "科室": np.array(catalogue.DEPARTMENTS, dtype=object)[catalogue.DEPARTMENT_OF],
            "单次标价": [str(one.price) for one in catalogue.PROJECTS],
            "疗程次数": [str(one.course[0]) if one.course else "" for one in catalogue.PROJECTS],
            "医生设定复诊周期(天)": [str(one.cycle) if one.cycle else "" for one in catalogue.PROJECTS],
        }
    )


def summary_rows(cards: Cards, lines: pd.DataFrame) -> pd.DataFrame:
    """会员汇总: what the member system says of each customer on the last day, before refunds; cards paid from are no receipts."""
    paid = lines[~lines["by_card"].astype(bool)]
    each = paid.groupby("customer").agg(
        last=("day", "max"), first=("day", "min"), receipts=("receipt", "nunique"), fen=("paid_fen", "sum")
    )
    return pd.DataFrame(
        {
            "卡号": cards.first[each.index.to_numpy()].astype(str),
            "距最近消费天数": (len(DATES) - 1 - each["last"]).astype(str),
            "收费单数": each["receipts"].astype(str),
            "累计实收": yuan(each["fen"]),
            "距首次消费天数": (len(DATES) - 1 - each["first"]).astype(str),
        }
    )


def calendar_rows() -> pd.DataFrame:
    """促销日历: the group's own days, one row each; the kit's names for the columns (calendar.file of client.yaml)."""
    names = pd.Series(promotions(), index=pd.Index(DATES.astype(str), name="date"), name="holiday")
    return names[names.isin(IN_CALENDAR)].reset_index()

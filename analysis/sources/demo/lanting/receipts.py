"""收费明细 as it should be: one row per line paid or paid back, all text as the clinic's system shows it."""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, places, season
from analysis.sources.demo.lanting.advisers import Advisers
from analysis.sources.demo.lanting.books import CHANNELS
from analysis.sources.demo.lanting.cards import Cards
from analysis.sources.demo.lanting.people import People

HEADERS = (
    "收费单号", "收费时间", "卡号", "收费类型", "科室", "项目", "数量", "标价金额", "实收金额", "物料成本", "支付方式", "成交渠道",
    "院区", "咨询师", "活动", "备注",
)  # fmt: skip
RETURN_HEADERS = ("退费单号", "收费单号", "退费时间", "卡号", "退费金额", "退费原因")
BY_CARD = "储值卡"
PAYMENTS = np.array(["微信", "支付宝", "银行卡"], dtype=object)
PLATFORM_PAYMENT = "平台核销"
KINDS = np.array(["单次", "疗程", "储值", "退费"], dtype=object)
SINGLE, COURSE, CARD, BACK = range(4)
REASONS = np.array(["个人原因", "行程变化", "身体原因", "不满意"], dtype=object)
NO_PROMOTION = "无"
RARE_SIGN = "针头Ø0.3mm"  # Ø is in GB18030 and not in GBK


def yuan(fen: np.ndarray | pd.Series) -> list[str]:
    """Fen as yuan with two decimals: -128000 -> "-1280.00"."""
    return [f"{value / 100:.2f}" for value in np.asarray(fen).tolist()]


def clock(day: np.ndarray, minute: np.ndarray) -> np.ndarray:
    """Day number and minute as "2024-03-05 14:30"."""
    minutes = season.START.astype("datetime64[m]") + np.asarray(day) * 1440 + np.asarray(minute)
    return np.char.replace(np.datetime_as_string(minutes), "T", " ").astype(object)


def day_text(day: np.ndarray) -> np.ndarray:
    """Day number as "2024-03-05"."""
    return np.datetime_as_string(season.START + np.asarray(day)).astype(object)


def receipt_rows(
    folk: People, cards: Cards, carers: Advisers, *, lines: pd.DataFrame, refunds: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All rows of 收费明细 in time order, and the rows of the sheet 退费单.

    The first has HEADERS as text, and beside them year, day (number), fen (实收金额), customer (row),
    returned (bool: stands in 退费单).  Receipts of 2025 that were paid back whole in 2025 are listed in 退费单;
    all other refunds are rows with negative money.
    """
    numbers = _receipt_numbers(lines)
    sold = lines.assign(number=numbers, kind=np.select([lines["project"] < 0, lines["course"]], [CARD, COURSE], SINGLE))
    back = refunds.merge(sold.drop(columns=["customer", "day", "minute", "units"]), left_on="line", right_index=True)
    total = sold[~sold["by_card"]].groupby("receipt")["paid_fen"].sum()
    whole = (back["fen"].to_numpy() == total.reindex(back["receipt"]).to_numpy()) & ~back.duplicated("receipt", keep=False)
    first_day = lines.groupby("receipt")["day"].first().reindex(back["receipt"]).to_numpy()
    listed = whole & (season.YEAR[first_day] == 2) & (season.YEAR[back["day"]] == 2)
    sheet = _returns(back[listed], cards, rng)
    negative = back[~listed]
    negative = negative.assign(
        kind=BACK, minute=600 + negative["line"] % 400, number="T" + negative["number"], list_fen=-negative["fen"],
        paid_fen=-negative["fen"], units=-negative["units"],
    )  # fmt: skip
    moves = pd.concat([sold, negative]).sort_values(["day", "minute", "number"], kind="stable", ignore_index=True)
    rows = _texts(folk, cards, carers, moves, rng)
    return rows.assign(returned=moves["number"].isin(sheet["收费单号"])), sheet


def _receipt_numbers(lines: pd.DataFrame) -> np.ndarray:
    """SF + date + a number that runs through the year, in the order of time."""
    first = lines.drop_duplicates("receipt").sort_values(["day", "minute", "receipt"], kind="stable")
    year = season.YEAR[first["day"]]
    nth = first.groupby(year).cumcount().to_numpy() + 1
    number = pd.Series([f"SF{2023 + y}{n:06d}" for y, n in zip(year, nth, strict=True)], index=first["receipt"], dtype=object)
    return number.reindex(lines["receipt"]).to_numpy()


def _returns(back: pd.DataFrame, cards: Cards, rng: np.random.Generator) -> pd.DataFrame:
    back = back.sort_values(["day", "line"], kind="stable")
    customer, day = back["customer"].to_numpy(), back["day"].to_numpy()
    return pd.DataFrame(
        {
            "退费单号": [f"TF2025{nth:04d}" for nth in range(1, len(back) + 1)],
            "收费单号": back["number"].to_numpy(),
            "退费时间": clock(day, 600 + back["line"].to_numpy() % 400),
            "卡号": cards.number_on(customer, day),
            "退费金额": yuan(back["fen"]),
            "退费原因": REASONS[rng.integers(0, len(REASONS), len(back))],
        }
    )


def _texts(
    folk: People, cards: Cards, carers: Advisers, moves: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:  # fmt: skip
    customer, day, project = (moves[name].to_numpy() for name in ("customer", "day", "project"))
    top_up, kind = project < 0, moves["kind"].to_numpy()
    department = np.array([*catalogue.DEPARTMENTS, catalogue.TOP_UP], dtype=object)[
        np.where(top_up, len(catalogue.DEPARTMENTS), catalogue.DEPARTMENT_OF[project])
    ]
    paid = PAYMENTS[rng.choice(3, size=len(moves), p=(0.62, 0.24, 0.14))]
    paid = np.select([moves["by_card"], moves["channel"] == 2], [BY_CARD, PLATFORM_PAYMENT], paid)
    cost = np.array([one.cost for one in catalogue.PROJECTS])[project] * moves["list_fen"]
    return pd.DataFrame(
        {
            "收费单号": moves["number"],
            "收费时间": clock(day, moves["minute"].to_numpy()),
            "卡号": cards.number_on(customer, day),
            "收费类型": KINDS[kind],
            "科室": department,
            "项目": np.where(top_up, catalogue.TOP_UP_PROJECT, catalogue.NAMES[project]),
            "数量": moves["units"].astype(str),
            "标价金额": yuan(moves["list_fen"]),
            "实收金额": yuan(moves["paid_fen"]),
            "物料成本": np.where(top_up | (kind == BACK), "0.00", yuan(np.rint(cost).astype(int))),
            "支付方式": paid,
            "成交渠道": CHANNELS[moves["channel"]],
            "院区": places.SITES[folk.table["site"].to_numpy()[customer]],
            "咨询师": carers.on(customer, day),
            "活动": np.where(kind == BACK, NO_PROMOTION, _promotions(day)),
            "备注": _remarks(department, day, kind, rng),
            "year": 2023 + season.YEAR[day],
            "day": day,
            "fen": moves["paid_fen"],
            "customer": customer,
        }
    )


def _promotions(day: np.ndarray) -> np.ndarray:
    """The promotion that ran on each day."""
    names = np.array([name or NO_PROMOTION for name in season.promotions()], dtype=object)
    return names[day]


def _remarks(department: np.ndarray, day: np.ndarray, kind: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Mostly nothing; from 2024 on some lines name the needle, with a sign that GBK does not have."""
    draw = rng.random(len(day))
    needle = (department == "微整注射") & (season.YEAR[day] > 0) & (draw < 0.2)
    return np.select([kind == BACK, needle, draw > 0.93], ["冲红", RARE_SIGN, "客户要求开票"], "").astype(object)

"""The demo client `demo_clinic`: three years of an invented Chinese group of medical-aesthetics clinics.

Seven latent kinds of customer (lanting/latent_types.py) come by the doctors' cycles, pay for courses and cards
in advance and use them up; receipts, visits, balances, campaigns with hold-outs, a survey, comments and browsing
are written as the clinic's systems would export them, faults included.  `truth/` holds what an analysis should find.
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.sources.demo import staging
from analysis.sources.demo.faults import generators_of
from analysis.sources.demo.lanting import accounts, campaigns, dirt, exports, history, receipts, signals, truth, unmet
from analysis.sources.demo.lanting.advisers import Advisers, advisers
from analysis.sources.demo.lanting.arrivals import arrivals
from analysis.sources.demo.lanting.books import Books
from analysis.sources.demo.lanting.cards import Cards, cards
from analysis.sources.demo.lanting.comments import comments
from analysis.sources.demo.lanting.demographics import demographics
from analysis.sources.demo.lanting.desk import run_desk
from analysis.sources.demo.lanting.events import events
from analysis.sources.demo.lanting.people import People, people
from analysis.sources.demo.lanting.survey import OPENED, survey
from analysis.sources.demo.lanting.workbooks import Sheet, write_workbook

CONFIG = Path(__file__).parent / "lanting" / "client.yaml"
VERSION = 3  # of the files: raise it when they change, so that old ones are made anew
PARTS = ("people", "demographics", "arrivals", "arms", "extra", "desk", "cards", "receipts", "adverse", "events", "survey",
         "comments", "dirt", "sentinels", "advisers", "unmet")  # fmt: skip
NOTE = "岚汀医疗美容集团 收费明细  导出时间：2026-01-03 09:12  金额单位：元"


def make_clinic(folder: Path, *, seed: int = 7) -> None:
    """Write client.yaml, raw/* and truth/* of the demo clinic into `folder`.

    The same seed gives the same bytes.  Takes about three seconds; files of an earlier make are replaced,
    an existing client.yaml stays.
    """
    generators = generators_of(PARTS, seed)
    world = simulate(generators)
    with staging.staged(Path(folder), stamp=stamp(seed)) as made:
        shutil.copyfile(CONFIG, made / "client.yaml")
        _write_files(world, generators, made, seed)


def stamp(seed: int) -> str:
    """What the marker of a complete folder says."""
    return f"demo_clinic version {VERSION} seed {seed}\n"


@dataclass(frozen=True)
class World:
    """Who there is and what happened; each table as its module describes it."""

    folk: People
    details: pd.DataFrame  # demographics.demographics
    left: np.ndarray  # arrivals.arrivals, second result
    cards: Cards
    contacts: pd.DataFrame  # campaigns.arms
    books: Books
    visits: pd.DataFrame
    lines: pd.DataFrame
    refunds: pd.DataFrame
    carers: Advisers


def simulate(generators: dict[str, np.random.Generator]) -> World:
    """Customers, campaigns, visits and money."""
    folk = people(generators["people"])
    details = demographics(folk.table, generators["demographics"])
    natural, left = arrivals(folk.table, generators["arrivals"])
    contacts = campaigns.arms(folk.table, details, generators["arms"])
    extra = campaigns.extra_arrivals(folk.table, left, contacts, natural, generators["extra"])
    meant = pd.concat([natural.assign(extra=False), extra.assign(extra=True)])
    meant = meant.sort_values(["customer", "day"], kind="stable", ignore_index=True)
    books = run_desk(folk, meant, generators["desk"])
    visits = books.table("visits")
    return World(
        folk=folk,
        details=details,
        left=left,
        cards=cards(folk.table, natural, generators["cards"]),
        contacts=contacts,
        books=books,
        visits=visits,
        lines=books.table("lines"),
        refunds=books.table("refunds"),
        carers=advisers(folk.table, visits, left, generators["advisers"]),
    )


def _write_files(world: World, generators: dict[str, np.random.Generator], made: Path, seed: int) -> None:
    """All of raw/ and truth/."""
    folk, own = world.folk, world.cards
    rows, returned = receipts.receipt_rows(
        folk, own, world.carers, lines=world.lines, refunds=world.refunds, rng=generators["receipts"]
    )
    written, faults = dirt.plant(rows, generators["dirt"])
    written_comments, themes = comments(folk.table, history.treated(folk.table, world.visits), generators["comments"])
    found = history.for_the_file(folk.table, world.visits, written_comments, generators["adverse"])
    customers, sentinels = dirt.sentinel_birth_dates(
        exports.customer_rows(folk, world.details, own, found), generators["sentinels"]
    )
    asked = history.could_be_asked(folk.table, world.details, world.visits, day=OPENED)
    answers = survey(folk.table, asked, history.complained(folk.table, written_comments), generators["survey"])
    missed = unmet.searches(folk, world.left, generators["unmet"])
    browsing = unmet.with_searches(events(folk, world.left, world.visits, generators["events"]), missed)
    held = accounts.accounts(world.books, len(folk.table))
    _write_receipts(written, returned, made)
    _write_people(customers, signals.survey_rows(own, answers), made / "raw")
    visits = exports.visit_rows(folk, own, world.visits, world.carers)
    visits.to_csv(made / "raw" / "到诊记录.csv", index=False, sep="\t", encoding="utf-16", lineterminator="\r\n")
    _write_csv(exports.balance_rows(own, held), made / "raw" / "储值余额.csv")
    _write_csv(exports.link_rows(own), made / "raw" / "卡号合并登记.csv")
    _write_csv(signals.contact_rows(own, world.contacts), made / "raw" / "活动触达记录.csv")
    _write_csv(signals.comment_rows(own, written_comments), made / "raw" / "客户评价.csv")
    _write_csv(exports.project_rows(), made / "raw" / "项目价目表.csv")
    _write_csv(exports.summary_rows(own, world.lines), made / "raw" / "会员汇总.csv")
    _write_csv(exports.calendar_rows(), made / "raw" / "促销日历.csv")
    signals.event_rows(own, browsing).to_parquet(made / "raw" / "小程序行为_2025.parquet", index=False)
    effect = campaigns.effects(folk.table, world.left, world.contacts, world.visits)
    ledger = pd.concat([faults, sentinels], ignore_index=True)
    _write_truth(world, held, ledger, made / "truth")
    said = truth.parameters(
        seed=seed, effect=effect, written=written, faults=ledger, themes=themes, returned=len(returned),
        leaving=world.carers.by_leaving(),
    )  # fmt: skip
    said["unmet_needs"] = unmet.truth(missed)
    text = json.dumps(said, indent=2, ensure_ascii=False)
    (made / "truth" / "parameters.json").write_text(text + "\n", encoding="utf-8")


def _write_receipts(written: pd.DataFrame, returned: pd.DataFrame, made: Path) -> None:
    for year, (name, encoding) in dirt.RECEIPT_FILES.items():
        part = written.loc[written["year"] == year, list(receipts.HEADERS)]
        if encoding == "xlsx":
            money = ("数量", "标价金额", "实收金额", "物料成本", "卡号")
            sheet = Sheet(part, numbers=money, serials=("收费时间",), note=NOTE)
            back = Sheet(returned, numbers=("退费金额", "卡号"), dates=("退费时间",))
            write_workbook(made / name, {"收费明细": sheet, "退费单": back})
        else:
            part.to_csv(made / name, index=False, encoding=encoding, lineterminator="\r\n")


def _write_people(customers: pd.DataFrame, answers: pd.DataFrame, raw: Path) -> None:
    sheet = Sheet(customers, numbers=("卡号", "介绍人卡号", "已介绍人数"), dates=("出生日期", "建档日期"))
    write_workbook(raw / "客户档案.xlsx", {"客户档案": sheet})
    numbers = [name for name in answers.columns if name not in ("答卷日期", "您的建议")]
    write_workbook(raw / "满意度问卷_2025.xlsx", {"答卷": Sheet(answers, numbers=numbers, dates=("答卷日期",))})


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")


def _write_truth(world: World, held: pd.DataFrame, faults: pd.DataFrame, folder: Path) -> None:
    faults.to_parquet(folder / "dirt.parquet", index=False)
    truth.customer_truth(
        world.folk, world.left, world.cards, details=world.details, visits=world.visits, lines=world.lines
    ).to_parquet(folder / "customers.parquet", index=False)
    truth.ledger_truth(accounts.ledger(world.books)).to_parquet(folder / "ledger.parquet", index=False)
    card = world.cards.first[held["customer"]].astype(str)
    money = {name: held[name] / 100 for name in ("cash", "bonus", "course")}
    whole = held.assign(**money, card_no=card, as_of=receipts.day_text(held["day"]))
    columns = ["card_no", "as_of", "cash", "bonus", "units", "course", "points"]
    whole[columns].to_parquet(folder / "balances.parquet", index=False)

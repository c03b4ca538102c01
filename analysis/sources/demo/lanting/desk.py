"""What happens when customers come: missed, consulted, paid, treated, refunded; one customer after the other.

A customer with an open course uses it.  Others are consulted; if they buy, they pay from the card
where it covers the price, else directly, and are treated at once or, for operations, some days later.
Every movement of money is kept, so that receipts - refunds - consumed = change of what is held in advance.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, season
from analysis.sources.demo.lanting.catalogue import PROJECTS
from analysis.sources.demo.lanting.latent_types import TYPES, LatentType
from analysis.sources.demo.lanting.people import FAITHFUL, People
from analysis.sources.demo.lanting.purse import Course, Purse
from analysis.sources.demo.northgate.draws import pick

STAGES = ("booked", "arrived", "consulted", "paid", "performed", "cancelled", "no_show")
BOOKED, ARRIVED, CONSULTED, PAID, PERFORMED, CANCELLED, NO_SHOW = range(7)
CHANNELS = np.array(["院内收银", "小程序商城", "本地生活平台"], dtype=object)
TOP_UP = -1  # stands for a project where money is put on the card
DISCOUNTS = (5, 10, 15, 20, 30)  # per cent
TRIAL_DISCOUNT, STAFF_DISCOUNT = 55, 40
COURSE_REFUND, OPERATION_REFUND, CARD_REFUND = 0.045, 0.08, 0.03
COMPANY_COURSE, COMPANY_FACTOR = 8, 10  # 光子嫩肤, ten courses at a time
OPENING_COURSE, OPENING_CARD = 0.75, 1.3  # of regular stock customers; of their kind's chance to hold a card
DRAWS = 14  # random numbers for each visit

VISIT = ("customer", "booked", "day", "minute", "stage", "project", "review", "consumed", "extra")
LINE = ("receipt", "customer", "day", "minute", "project", "units", "list_fen", "paid_fen", "by_card", "course", "channel")
REFUND = ("line", "customer", "day", "fen", "units")
MOVE = ("customer", "day", "cash", "bonus", "units", "course", "receipts", "refunds", "consumed")


@dataclass
class Books:
    """What the desk writes down, as rows of VISIT, LINE, REFUND and MOVE; purses by customer at the end.

    Money is in fen.  A visit's minute is -1 where nobody came, its `booked` the day of booking or -9999 for a
    walk-in; `receipt` numbers payments; moves on day -1 are what was held when the data begins.
    """

    visits: list[tuple] = field(default_factory=list)
    lines: list[tuple] = field(default_factory=list)
    refunds: list[tuple] = field(default_factory=list)
    moves: list[tuple] = field(default_factory=list)
    purses: dict[int, Purse] = field(default_factory=dict)
    receipts: int = 0

    def move(self, customer: int, day: int, **amounts: int) -> None:
        self.moves.append((customer, day, *(amounts.get(name, 0) for name in MOVE[2:])))

    def table(self, name: str) -> pd.DataFrame:
        """One of visits, lines, refunds and moves."""
        columns = {"visits": VISIT, "lines": LINE, "refunds": REFUND, "moves": MOVE}[name]
        return pd.DataFrame(getattr(self, name), columns=list(columns))


@dataclass(slots=True)
class Guest:
    """The customer at the desk."""

    row: int
    latent: LatentType
    role: str
    prospect: bool
    platform: bool  # came by the local-life platform
    joined: int
    purse: Purse
    bought: bool = False
    pending: list[tuple[int, Course | int]] = field(default_factory=list)  # refunds to come: day, course or line of a top-up


def run_desk(folk: People, meant: pd.DataFrame, rng: np.random.Generator) -> Books:
    """The books of three years.  `meant`: customer, day, extra (bool), sorted by customer and day."""
    books = Books()
    guests = list(_guests(folk, books, rng))
    wanted = _projects(folk, meant, rng)
    minutes = _minutes(meant["day"].to_numpy(), rng)
    draws = rng.random((len(meant), DRAWS)).tolist()
    rows = zip(meant["customer"], meant["day"], meant["extra"], minutes, wanted, draws, strict=True)
    for customer, day, extra, minute, project, chances in rows:
        guest = guests[customer]
        _settle(books, guest, day)
        _visit(books, guest, day, minute, project, extra, chances)
    for guest in guests:
        _settle(books, guest, season.DAYS - 1)
    return books


def _guests(folk: People, books: Books, rng: np.random.Generator) -> Iterable[Guest]:
    """Everybody with a purse; regular customers of before 2023 hold courses and cards already."""
    table, kinds = folk.table, list(TYPES.values())
    joined = (table["joined"].to_numpy().astype("datetime64[D]") - season.START).astype(int)
    chances = rng.random((len(table), 5)).tolist()
    columns = (table["kind"], table["origin"], table["role"], table["source"], table["favourite"], joined, chances)
    for row, (kind, origin, role, source, favourite, day, draws) in enumerate(zip(*columns, strict=True)):
        purse = Purse()
        if origin == "stock":
            _opening(purse, kinds[kind], favourite, draws)
            course = purse.courses[0] if purse.courses else None
            books.move(row, -1, cash=purse.cash, bonus=purse.bonus, units=course.units_left if course else 0,
                       course=course.money_left if course else 0)  # fmt: skip
        books.purses[row] = purse
        yield Guest(row, kinds[kind], role, origin == "prospect", source == 0, int(day), purse, bought=origin == "stock")


def _opening(purse: Purse, latent: LatentType, favourite: int, draws: list[float]) -> None:
    project = PROJECTS[favourite]
    if project.course and draws[0] < OPENING_COURSE * latent.course / 0.6:
        units, _ = project.course
        course = Course(favourite, units, units * project.unit_price(True) * 100, -1 - int(draws[1] * 360), -1)
        course.use(-1, units=int(draws[2] * units))
        purse.courses.append(course)
    if draws[3] < OPENING_CARD * latent.card:  # the bonus of all cards runs from the change to this system
        cash, bonus = _top_up_size(latent, draws[4])
        purse.top_up(int(cash * (0.2 + 0.8 * draws[1])), int(bonus * (0.2 + 0.8 * draws[1])), -1)


def _projects(folk: People, meant: pd.DataFrame, rng: np.random.Generator) -> list[int]:
    """What each visit is for if no course is open: the favourite, or one of the person's own taste."""
    customer = meant["customer"].to_numpy()
    other = pick(rng, folk.projects[customer])
    favourite = folk.table["favourite"].to_numpy()[customer]
    return np.where(rng.random(len(meant)) < FAITHFUL, favourite, other).tolist()


def _minutes(day: np.ndarray, rng: np.random.Generator) -> list[int]:
    """Minute of the day of each arrival: lunch and evening on working days, all day at the weekend."""
    hours = np.arange(10, 20)
    working = np.array([0.7, 0.8, 1.2, 1.3, 1.0, 0.9, 0.9, 1.1, 1.5, 1.2])
    weekend = np.array([1.1, 1.3, 1.0, 1.2, 1.5, 1.4, 1.2, 0.9, 0.6, 0.3])
    chosen = np.where(
        season.WEEKDAY[day] >= 5,
        rng.choice(hours, len(day), p=weekend / weekend.sum()),
        rng.choice(hours, len(day), p=working / working.sum()),
    )
    return (chosen * 60 - 30 + rng.integers(0, 60, len(day))).tolist()


def _visit(books: Books, guest: Guest, day: int, minute: int, project: int, extra: bool, draws: list[float]) -> None:
    """One visit that was meant."""
    booked = -9999 if draws[0] < 0.2 and not extra else max(day - 1 - int(draws[1] * 11), guest.joined, day - 12)
    missed = 0.4 if guest.prospect else guest.latent.missed
    if draws[2] < missed and booked > -9999 and not extra:
        stage = CANCELLED if draws[3] < 0.45 else NO_SHOW
        books.visits.append((guest.row, booked, day, -1, stage, project, False, 0, extra))
        return
    course = guest.purse.open_course()
    if course is not None and draws[4] < 0.88:
        _treat(books, guest, course, booked, day, minute, extra)
        if draws[5] < guest.latent.cross:
            _buy(books, guest, day, minute + 45, _another(project, course.project, draws), draws, treat=None)
    elif guest.prospect or draws[6] >= guest.latent.deal:
        stage = ARRIVED if draws[7] < 0.12 else CONSULTED
        books.visits.append((guest.row, booked, day, minute, stage, project, False, 0, extra))
    else:
        _buy(books, guest, day, minute + 25, project, draws, treat=(booked, minute, extra))


def _another(project: int, used: int, draws: list[float]) -> int:
    """A project beside the one under treatment."""
    others = [number for number, one in enumerate(PROJECTS) if not one.staged and one.department in (0, 2)]
    return project if project != used and not PROJECTS[project].staged else others[int(draws[8] * len(others))]


def _treat(books: Books, guest: Guest, course: Course, booked: int, day: int, minute: int, extra: bool) -> None:
    """Perform one unit of a course (a company's people come several at a time)."""
    units = min(course.units_left, 6 if guest.role == "company" else 1)
    worth = course.use(day, units=units)
    books.visits.append((guest.row, booked, day, minute, PERFORMED, course.project, False, worth, extra))
    books.move(guest.row, day, units=-units, course=-worth, consumed=worth)


def _buy(books: Books, guest: Guest, day: int, minute: int, project: int, draws: list[float], *, treat: tuple | None) -> None:
    """Pay, perhaps after a top-up; `treat`: (booked, minute, extra) of the visit, None for a purchase beside another treatment."""
    if guest.role == "company":
        project = COMPANY_COURSE
    receipt, books.receipts = books.receipts, books.receipts + 1
    purse, latent = guest.purse, guest.latent
    in_course = _in_course(guest, project, draws[9])
    price, listed, units = _price(guest, project, in_course, day, draws)
    if guest.role == "consumer" and guest.bought and not purse.covers(price) and draws[10] < latent.card:
        _top_up(books, guest, receipt, day, minute, draws)
    by_card = purse.covers(price)
    cash, bonus = purse.pay(price) if by_card else (price, 0)
    channel = 2 if guest.platform and not guest.bought else 1 if draws[7] > 0.9 else 0
    course = Course(project, units, cash, day, len(books.lines))
    books.lines.append((receipt, guest.row, day, minute, project, units, listed, price, by_card, in_course, channel))
    books.move(
        guest.row, day, cash=-cash if by_card else 0, bonus=-bonus, units=units, course=cash, receipts=0 if by_card else cash
    )
    guest.bought = True
    purse.courses.append(course)
    if PROJECTS[project].staged:
        _schedule(books, guest, course, day, minute, draws, treat)
        return
    if treat is not None:
        booked, arrived, extra = treat
        _treat(books, guest, course, booked, day, arrived, extra)
    if in_course and not by_card and draws[11] < COURSE_REFUND:
        guest.pending.append((day + 5 + int(draws[12] * 60), course))


def _in_course(guest: Guest, project: int, draw: float) -> bool:
    kind = PROJECTS[project]
    if kind.course is None or guest.role == "company":
        return kind.course is not None
    return kind.only_course or (draw < guest.latent.course and (guest.bought or draw < 0.4))


def _price(guest: Guest, project: int, in_course: bool, day: int, draws: list[float]) -> tuple[int, int, int]:
    """Fen paid, fen at list price, units."""
    kind = PROJECTS[project]
    unit, units = kind.unit_price(in_course), kind.course[0] if in_course else 1
    units *= COMPANY_FACTOR if guest.role == "company" else 1
    rate = 0
    if guest.role == "staff":
        rate = STAFF_DISCOUNT
    elif guest.platform and not guest.bought and not kind.staged:
        rate = TRIAL_DISCOUNT
    elif draws[8] < guest.latent.discount + (0.35 if season.promotions()[day] else 0):
        rate = DISCOUNTS[int(draws[13] * len(DISCOUNTS))]
    paid = max(1, round(unit * (100 - rate) / 100))
    return paid * units * 100, kind.price * units * 100, units


def _top_up_size(latent: LatentType, draw: float) -> tuple[int, int]:
    """Fen of cash and of bonus."""
    size = int(np.searchsorted(np.cumsum(latent.card_size), draw * sum(latent.card_size), side="right"))
    yuan, share = catalogue.TOP_UPS[min(size, len(catalogue.TOP_UPS) - 1)]
    return yuan * 100, round(yuan * share) * 100


def _top_up(books: Books, guest: Guest, receipt: int, day: int, minute: int, draws: list[float]) -> None:
    cash, bonus = _top_up_size(guest.latent, draws[12])
    books.lines.append((receipt, guest.row, day, minute, TOP_UP, 1, cash, cash, False, False, 1 if draws[7] > 0.8 else 0))
    guest.purse.top_up(cash, bonus, day)
    books.move(guest.row, day, cash=cash, bonus=bonus, receipts=cash)
    if draws[11] < CARD_REFUND:
        guest.pending.append((day + 10 + int(draws[13] * 80), len(books.lines) - 1))


def _schedule(books: Books, guest: Guest, course: Course, day: int, minute: int, draws: list[float], treat: tuple | None) -> None:
    """An operation: paid today, performed one to four weeks later (or given up), then looked after three times."""
    booked, arrived, extra = treat or (-9999, minute, False)
    books.visits.append((guest.row, booked, day, arrived, PAID, course.project, False, 0, extra))
    at = day + 7 + int(draws[12] * 21)
    if draws[11] < OPERATION_REFUND:
        back = min(day + 3 + int(draws[12] * 4), season.DAYS - 1)
        books.visits.append((guest.row, day, at, -1, CANCELLED, course.project, False, 0, False))
        guest.pending.append((back, course))
        return
    if at >= season.DAYS:
        books.visits.append((guest.row, day, at, -1, BOOKED, course.project, False, 0, False))
        return
    at = season.next_open()[at]
    _treat(books, guest, course, day, at, 570 + int(draws[13] * 420), False)
    for later in catalogue.REVIEW_DAYS:
        if at + later < season.DAYS:
            on = season.next_open()[at + later]
            books.visits.append((guest.row, at, on, 600 + int(draws[9] * 480), PERFORMED, course.project, True, 0, False))


def _settle(books: Books, guest: Guest, day: int) -> None:
    """Refunds and lapses that are due by a day."""
    purse = guest.purse
    if (gone := purse.lapsed(day)) > 0:
        books.move(guest.row, max(purse.lapses, 0), bonus=-gone)
    for due in [entry for entry in guest.pending if entry[0] <= day]:
        guest.pending.remove(due)
        at, what = due
        if isinstance(what, Course):
            _refund_course(books, guest, what, at)
        else:
            _refund_card(books, guest, what, at)


def _refund_course(books: Books, guest: Guest, course: Course, day: int) -> None:
    units, money = course.give_back(day)
    if not units:
        return
    if books.lines[course.line][8]:  # paid from the card: back to the card
        guest.purse.cash += money
        books.move(guest.row, day, cash=money, units=-units, course=-money)
        return
    books.refunds.append((course.line, guest.row, day, money, units))
    books.move(guest.row, day, units=-units, course=-money, refunds=money)


def _refund_card(books: Books, guest: Guest, line: int, day: int) -> None:
    """The cash of a top-up that is left; the bonus is taken back."""
    purse = guest.purse
    money, bonus = min(purse.cash, books.lines[line][7]), purse.bonus
    if money:
        purse.cash -= money
        purse.bonus = 0
        books.refunds.append((line, guest.row, day, money, 1))
        books.move(guest.row, day, cash=-money, bonus=-bonus, refunds=money)

"""Treatment and money: courses used, projects and cards paid for, operations set, refunds made."""

import numpy as np

from analysis.sources.demo.lanting import catalogue, season
from analysis.sources.demo.lanting.books import (
    AT_DESK,
    BOOKED,
    BY_PLATFORM,
    CANCELLED,
    IN_APP,
    PAID,
    PERFORMED,
    TOP_UP,
    WALK_IN,
    Books,
    Guest,
)  # fmt: skip
from analysis.sources.demo.lanting.catalogue import PROJECTS
from analysis.sources.demo.lanting.latent_types import LatentType
from analysis.sources.demo.lanting.purse import Course

DISCOUNTS = (5, 10, 15, 20, 30)  # per cent
TRIAL_DISCOUNT, STAFF_DISCOUNT = 55, 40
COURSE_REFUND, OPERATION_REFUND, CARD_REFUND = 0.045, 0.08, 0.03
COMPANY_COURSE, COMPANY_FACTOR = 8, 10  # 光子嫩肤, ten courses at a time


def treat(books: Books, guest: Guest, course: Course, booked: int, day: int, minute: int, extra: bool) -> None:
    """Perform one unit of a course (a company's people come several at a time)."""
    units = min(course.units_left, 6 if guest.role == "company" else 1)
    worth = course.use(day, units=units)
    books.visits.append((guest.row, booked, day, minute, PERFORMED, course.project, False, worth, extra))
    books.move(guest.row, day, units=-units, course=-worth, consumed=worth)


def buy(books: Books, guest: Guest, day: int, minute: int, project: int, draws: list[float], *, visit: tuple | None) -> None:
    """Pay, perhaps after a top-up; `visit`: (booked, minute, extra), None for a purchase beside another treatment."""
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
    channel = BY_PLATFORM if guest.platform and not guest.bought else IN_APP if draws[7] > 0.9 else AT_DESK
    course = Course(project, units, cash, day, len(books.lines))
    books.lines.append((receipt, guest.row, day, minute, project, units, listed, price, by_card, in_course, channel))
    books.move(
        guest.row, day, cash=-cash if by_card else 0, bonus=-bonus, units=units, course=cash, receipts=0 if by_card else cash
    )
    guest.bought = True
    purse.courses.append(course)
    if PROJECTS[project].staged:
        _schedule(books, guest, course, day, minute, draws, visit)
        return
    if visit is not None:
        booked, arrived, extra = visit
        treat(books, guest, course, booked, day, arrived, extra)
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


def top_up_size(latent: LatentType, draw: float) -> tuple[int, int]:
    """Fen of cash and of bonus."""
    size = int(np.searchsorted(np.cumsum(latent.card_size), draw * sum(latent.card_size), side="right"))
    yuan, share = catalogue.TOP_UPS[min(size, len(catalogue.TOP_UPS) - 1)]
    return yuan * 100, round(yuan * share) * 100


def _top_up(books: Books, guest: Guest, receipt: int, day: int, minute: int, draws: list[float]) -> None:
    cash, bonus = top_up_size(guest.latent, draws[12])
    books.lines.append(
        (receipt, guest.row, day, minute, TOP_UP, 1, cash, cash, False, False, IN_APP if draws[7] > 0.8 else AT_DESK)
    )
    guest.purse.top_up(cash, bonus, day)
    books.move(guest.row, day, cash=cash, bonus=bonus, receipts=cash)
    if draws[11] < CARD_REFUND:
        guest.pending.append((day + 10 + int(draws[13] * 80), len(books.lines) - 1))


def _schedule(books: Books, guest: Guest, course: Course, day: int, minute: int, draws: list[float], visit: tuple | None) -> None:
    """An operation: paid today, performed one to four weeks later (or given up), then looked after three times."""
    booked, arrived, extra = visit or (WALK_IN, minute, False)
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
    treat(books, guest, course, day, at, 570 + int(draws[13] * 420), False)
    for later in catalogue.REVIEW_DAYS:
        if at + later < season.DAYS:
            on = season.next_open()[at + later]
            books.visits.append((guest.row, at, on, 600 + int(draws[9] * 480), PERFORMED, course.project, True, 0, False))


def settle(books: Books, guest: Guest, day: int) -> None:
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

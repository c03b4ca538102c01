"""What happens when customers come: missed, consulted, paid, treated, refunded; one customer after the other.

A customer with an open course uses it.  Others are consulted; if they buy, they pay from the card
where it covers the price, else directly, and are treated at once or, for operations, some days later.
Every movement of money is kept, so that receipts - refunds - consumed = change of what is held in advance.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import season
from analysis.sources.demo.lanting.books import ARRIVED, CANCELLED, CONSULTED, NO_SHOW, WALK_IN, Books, Guest
from analysis.sources.demo.lanting.catalogue import PROJECTS
from analysis.sources.demo.lanting.latent_types import TYPES, LatentType
from analysis.sources.demo.lanting.people import FAITHFUL, People
from analysis.sources.demo.lanting.purse import Course, Purse
from analysis.sources.demo.lanting.till import buy, settle, top_up_size, treat
from analysis.sources.demo.northgate.draws import pick

OPENING_COURSE, OPENING_CARD = 0.75, 1.3  # of regular stock customers; of their kind's chance to hold a card
DRAWS = 14  # random numbers for each visit


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
        settle(books, guest, day)
        _visit(books, guest, day, minute, project, extra, chances)
    for guest in guests:
        settle(books, guest, season.DAYS - 1)
    return books


def _guests(folk: People, books: Books, rng: np.random.Generator) -> Iterable[Guest]:
    """Everybody with a purse; regular customers of before 2023 hold courses and cards already."""
    table, kinds = folk.table, list(TYPES.values())
    joined = (table["joined"].to_numpy().astype("datetime64[D]") - season.START).astype(int)
    chances = rng.random((len(table), 5)).tolist()
    columns = (table["kind"], table["origin"], table["role"], table["source"], table["favourite"], table["young"], joined, chances)
    for row, (kind, origin, role, source, favourite, young, day, draws) in enumerate(zip(*columns, strict=True)):
        purse = Purse()
        if origin == "stock":
            _opening(purse, kinds[kind], favourite, draws)
            course = purse.courses[0] if purse.courses else None
            books.move(row, -1, cash=purse.cash, bonus=purse.bonus, units=course.units_left if course else 0,
                       course=course.money_left if course else 0)  # fmt: skip
        books.purses[row] = purse
        stock, prospect = origin == "stock", origin == "prospect"
        yield Guest(row, kinds[kind], role, prospect, bool(young), source == 0, int(day), purse, bought=stock)


def _opening(purse: Purse, latent: LatentType, favourite: int, draws: list[float]) -> None:
    project = PROJECTS[favourite]
    if project.course and draws[0] < OPENING_COURSE * latent.course / 0.6:
        units, _ = project.course
        course = Course(favourite, units, units * project.unit_price(True) * 100, -1 - int(draws[1] * 360), -1)
        course.use(-1, units=int(draws[2] * units))
        purse.courses.append(course)
    if draws[3] < OPENING_CARD * latent.card:  # the bonus of all cards runs from the change to this system
        cash, bonus = top_up_size(latent, draws[4])
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
    booked = WALK_IN if draws[0] < 0.2 and not extra else max(day - 1 - int(draws[1] * 11), guest.joined, day - 12)
    missed = 0.4 if guest.prospect else guest.latent.missed
    if draws[2] < missed and booked > WALK_IN and not extra:
        stage = CANCELLED if draws[3] < 0.45 else NO_SHOW
        books.visits.append((guest.row, booked, day, -1, stage, project, False, 0, extra))
        return
    course = guest.purse.open_course()
    if course is not None and draws[4] < 0.88:
        treat(books, guest, course, booked, day, minute, extra)
        if draws[5] < guest.latent.cross and not guest.young:
            buy(books, guest, day, minute + 45, _another(project, course.project, draws), draws, visit=None)
    elif guest.prospect or draws[6] >= guest.latent.deal:
        stage = ARRIVED if draws[7] < 0.12 else CONSULTED
        books.visits.append((guest.row, booked, day, minute, stage, project, False, 0, extra))
    else:
        buy(books, guest, day, minute + 25, project, draws, visit=(booked, minute, extra))


def _another(project: int, used: int, draws: list[float]) -> int:
    """A project beside the one under treatment."""
    others = [number for number, one in enumerate(PROJECTS) if not one.staged and one.department in (0, 2)]
    return project if project != used and not PROJECTS[project].staged else others[int(draws[8] * len(others))]

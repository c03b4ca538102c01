"""What one customer has paid in advance: money on the card, bonus, and courses with units left.

All money is in fen, so that every split comes out even.
"""

from dataclasses import dataclass, field

from analysis.sources.demo.lanting import catalogue

NEVER = 10**9


@dataclass(slots=True)
class Course:
    """Units of one project that were paid for (a single treatment is a course of one)."""

    project: int
    units: int
    money: int  # fen received for it, bonus not counted
    paid_day: int
    line: int  # number of the receipt line, -1 for one bought before 2023
    used: int = 0
    closed: int = NEVER  # day from which no unit is left

    @property
    def units_left(self) -> int:
        return self.units - self.used

    @property
    def money_left(self) -> int:
        return self.money - self.money * self.used // self.units if self.units else 0

    def use(self, day: int, *, units: int = 1) -> int:
        """Perform some units; the fen that they are worth."""
        before = self.money_left
        self.used += units
        if not self.units_left:
            self.closed = day
        return before - self.money_left

    def give_back(self, day: int) -> tuple[int, int]:
        """End the course: units and fen that were left."""
        units, money = self.units_left, self.money_left
        if units:
            self.money, self.units, self.closed = self.money - money, self.used, day
        return units, money


@dataclass(slots=True)
class Purse:
    """One customer's card and courses."""

    cash: int = 0
    bonus: int = 0
    lapses: int = NEVER  # day on which the bonus lapses
    courses: list[Course] = field(default_factory=list)

    def top_up(self, cash: int, bonus: int, day: int) -> None:
        self.cash += cash
        self.bonus += bonus
        self.lapses = day + catalogue.BONUS_DAYS

    def covers(self, price: int) -> bool:
        return self.cash > 0 and self.cash + self.bonus >= price

    def pay(self, price: int) -> tuple[int, int]:
        """Take a price off the card: fen of cash and fen of bonus, in the proportion in which the card holds them."""
        cash = -(-price * self.cash // (self.cash + self.bonus))
        cash = min(max(cash, price - self.bonus), self.cash)
        self.cash -= cash
        self.bonus -= price - cash
        return cash, price - cash

    def lapsed(self, day: int) -> int:
        """Fen of bonus that have lapsed by a day; they are gone."""
        if day < self.lapses or not self.bonus:
            return 0
        gone, self.bonus = self.bonus, 0
        return gone

    def open_course(self) -> Course | None:
        """The oldest course with units left that needs no operating theatre."""
        for course in self.courses:
            if course.used < course.units and not catalogue.PROJECTS[course.project].staged:
                return course
        return None

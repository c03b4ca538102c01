"""What the clinic offers: departments, projects, list prices, courses, and the doctors' cycles.

Prices are in whole yuan.  A course of n units costs n × the unit price after the course's factor.
The cycle is the doctor's: after how many days a follow-up is due; 0 for what is done once.
Staged projects (operations) are paid first and performed on a later day.
"""

from dataclasses import dataclass

import numpy as np

DEPARTMENTS = ("皮肤管理", "微整注射", "光电抗衰", "外科手术", "口腔", "毛发养护")
TOP_UP = "储值"  # the department under which money put on the card is booked
TOP_UP_PROJECT = "储值卡充值"


@dataclass(frozen=True)
class Project:
    """One project.  `course` is (units, factor on the unit price), None where it is sold singly."""

    department: int
    name: str
    price: int  # yuan for one unit
    cycle: int  # days, 0 for none
    weight: float  # within its department
    cost: float  # material cost as a share of the list price
    course: tuple[int, float] | None = None
    staged: bool = False
    only_course: bool = False

    def unit_price(self, in_course: bool) -> int:
        """Yuan for one unit at list price."""
        return round(self.price * self.course[1]) if in_course else self.price


PROJECTS = (
    Project(0, "深层清洁护理", 298, 28, 0.36, 0.12, (6, 0.76)),
    Project(0, "补水导入护理", 580, 28, 0.28, 0.15, (6, 0.78)),
    Project(0, "祛痘护理", 480, 21, 0.22, 0.15, (6, 0.80)),
    Project(0, "果酸焕肤", 880, 30, 0.14, 0.14, (5, 0.80)),
    Project(1, "除皱注射", 2280, 150, 0.42, 0.34, (3, 0.86)),
    Project(1, "水光补水", 1580, 100, 0.30, 0.30, (3, 0.80)),
    Project(1, "玻尿酸填充", 4800, 330, 0.20, 0.38, (2, 0.90)),
    Project(1, "胶原填充", 6800, 300, 0.08, 0.40),
    Project(2, "光子嫩肤", 1280, 35, 0.38, 0.10, (5, 0.72)),
    Project(2, "激光祛斑", 1980, 60, 0.18, 0.10, (3, 0.80)),
    Project(2, "激光脱毛", 880, 45, 0.16, 0.08, (6, 0.62)),
    Project(2, "射频紧肤", 6800, 180, 0.18, 0.20, (3, 0.80)),
    Project(2, "超声提升", 12800, 365, 0.10, 0.24),
    Project(3, "重睑手术", 12800, 0, 0.42, 0.16, staged=True),
    Project(3, "眼袋手术", 9800, 0, 0.26, 0.15, staged=True),
    Project(3, "鼻部整形", 28800, 0, 0.18, 0.22, staged=True),
    Project(3, "吸脂塑形", 22800, 0, 0.14, 0.18, staged=True),
    Project(4, "超声洁牙", 268, 180, 0.46, 0.10, (4, 0.80)),
    Project(4, "牙齿美白", 1980, 365, 0.16, 0.18),
    Project(4, "隐形正畸", 1480, 45, 0.26, 0.30, (12, 0.95), only_course=True),
    Project(4, "种植牙", 9800, 0, 0.12, 0.36, staged=True),
    Project(5, "头皮养护", 498, 21, 0.50, 0.12, (6, 0.74)),
    Project(5, "育发治疗", 1280, 30, 0.38, 0.24, (6, 0.75)),
    Project(5, "植发手术", 19800, 0, 0.12, 0.20, staged=True),
)
NAMES = np.array([project.name for project in PROJECTS], dtype=object)
DEPARTMENT_OF = np.array([project.department for project in PROJECTS])
CYCLES = np.array([project.cycle for project in PROJECTS])

# Paid in yuan, and the share that the clinic adds as bonus.
TOP_UPS = ((3000, 0.05), (5000, 0.08), (10000, 0.10), (20000, 0.12), (50000, 0.15))
BONUS_DAYS = 730  # after which bonus money that was not used lapses
COURSE_DAYS = 1095  # after which a course lapses; the clinic then prolongs it by a year

REVIEW = "术后复查"  # the free visits after an operation
REVIEW_DAYS = (7, 30, 90)


def project_weights(taste: np.ndarray) -> np.ndarray:
    """From people x departments to people x projects; rows sum to 1."""
    within = np.array([project.weight for project in PROJECTS])
    return taste[:, DEPARTMENT_OF] * within

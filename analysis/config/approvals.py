"""What client.yaml says of plays that may start: who approved them, and what their lists are to fit."""

import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from analysis.config.columns import Strict


class Approval(Strict):
    """Who approved a play, and when."""

    status: Literal["proposed", "legal_checked", "approved", "rejected"]
    by: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    date: datetime.date


class Lists(Strict):
    """What the target lists are to fit: imports of other programs, by name or as a .yaml file beside client.yaml.

    country_code    of telephone numbers that are written without one, such as "44" or "86"
    """

    exports: tuple[str, ...] = ()
    country_code: Annotated[str, StringConstraints(pattern=r"^[1-9]\d{0,2}$")] | None = None

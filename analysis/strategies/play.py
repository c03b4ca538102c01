"""What a play is: its fields, and what they may hold.

A play is proposed to the segments that it names, and only where its conditions hold: `where` asks for a
figure of the segment (a table with method and segment) or narrows the audience (a table of customers).
`starts` and `touches` say when contacts go out, `minutes` what a contact costs the staff, `owner` who does it.
`source` says what the play and its limits rest on: a law, a paper, or the words "trade knowledge".
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from analysis.schema import DERIVED

LEVERS = ("frequency", "basket", "retention", "win_back", "acquisition", "margin")
CHANNELS = ("wecom", "wechat", "app", "sms", "email", "phone", "post", "store", "ads")
EXCLUSIONS = (
    "no_consent", "opted_out", "open_complaint", "refund_in_progress", "contacted_recently", "in_other_test",
    "unused_balance", "minor_or_unknown_age", "staff_or_reseller", "adverse_event",
)  # fmt: skip
OWNERS = ("marketing", "store", "adviser", "service", "sales", "product", "medical", "teaching", "kitchen", "management")
EFFORTS = ("low", "medium", "high")
# Tables that a condition may ask, and how: a figure of a segment, or one of a customer.
SEGMENT_TABLES = ("segment_sizes", "segment_facts", "segment_index", "segment_returns")
CUSTOMER_TABLES = ("features", "attributes", "lifetime", "replenishment_due", "survey_scores")

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Chinese = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"[\u4e00-\u9fff]")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class BothLanguages(Strict):
    """One text, written in English and in Chinese."""

    en: Words
    zh: Chinese


class Effect(Strict):
    """Expected lift as a fraction (extra orders per customer contacted), and where it comes from."""

    low: float | None = None
    base: float | None = None
    high: float | None = None
    evidence: Literal["to_be_tested", "sourced", "tested"]
    source: Words | None = None

    @model_validator(mode="after")
    def evidence_stands_behind_numbers(self) -> "Effect":
        numbers = (self.low, self.base, self.high)
        if self.evidence != "to_be_tested" and (None in numbers or self.source is None):
            raise ValueError("needs low, base, high and source once it is sourced or tested; else mark it to_be_tested")
        if None not in numbers and not self.low <= self.base <= self.high:
            raise ValueError("needs low ≤ base ≤ high")
        return self


class Condition(Strict):
    """One condition: rows of `table` that `match`, whose `column` lies within the bounds or is one of the given words.

    A list under `match` takes several levels together, of which those that are held count: shares are added up, and
    the index is made of the sums.
    """

    table: Literal[(*SEGMENT_TABLES, *CUSTOMER_TABLES)]
    column: Key
    match: dict[str, str | list[str]] = {}
    at_least: float | None = None
    at_most: float | None = None
    one_of: list[Words] = []

    @property
    def of_segments(self) -> bool:
        """Whether it asks a figure of the segment; else it narrows the audience."""
        return self.table in SEGMENT_TABLES

    @model_validator(mode="after")
    def can_be_met(self) -> "Condition":
        if self.at_least is None and self.at_most is None and not self.one_of:
            raise ValueError("needs at_least, at_most or one_of: without them nobody would be left out")
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:
            raise ValueError(f"at_least {self.at_least} lies above at_most {self.at_most}, so the play could never be reached")
        declared = DERIVED[self.table]
        wrong = next((name for name in (self.column, *self.match) if name not in declared.names), None)
        if wrong is not None and not declared.open:
            raise ValueError(
                f"table {self.table} has no column '{wrong}', so the play could never be reached; it has {', '.join(declared.names)}"
            )
        return self


class Play(Strict):
    """One play.

    `when` limits it to segments with few orders or with small baskets for their method, `where` by conditions;
    `unit_cost` (currency) and `minutes` are those of reaching one customer with all touches; `touches` are days
    after the start: of each customer's own day (trigger) or of one week for all (campaign).
    """

    key: Key
    segments: dict[str, Annotated[list[str], Field(min_length=1)]]
    when: Literal["few_orders", "small_baskets"] | None = None
    where: list[Condition] = []
    lever: Literal[LEVERS]
    effort: Literal[EFFORTS]
    owner: Literal[OWNERS]
    title: BothLanguages
    goal: BothLanguages
    offer: BothLanguages
    message: BothLanguages
    content: BothLanguages
    cadence: BothLanguages
    starts: Literal["trigger", "campaign"]
    touches: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=1)]
    kpi: BothLanguages
    guardrail: BothLanguages
    channels: Annotated[list[Literal[CHANNELS]], Field(min_length=1)]
    unit_cost: Annotated[float, Field(ge=0)]
    minutes: Annotated[float, Field(ge=0)]
    contact_cap_days: Annotated[int, Field(ge=1)]
    exclusions: list[Literal[EXCLUSIONS]]
    effect: Effect
    source: Words
    status: Literal["proposed", "legal_checked", "approved", "rejected"]
    legal_review: Literal["none", "required"]
    legal_note: BothLanguages | None = None
    personalised_price: Literal[False]
    non_personalised_option: BothLanguages

    @model_validator(mode="after")
    def says_what_counsel_must_check(self) -> "Play":
        if self.legal_review == "required" and self.legal_note is None:
            raise ValueError("needs legal_note once legal_review is required: which law limits the play, and how")
        if list(self.touches) != sorted(set(self.touches)):
            raise ValueError("touches are days after the start, each once, from the first to the last")
        return self

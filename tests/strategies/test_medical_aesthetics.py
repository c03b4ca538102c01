"""What a clinic's playbook must never do, whatever else it proposes."""

import re

import pytest

from analysis.strategies import load_playbook

WORDS = ("title", "goal", "offer", "message", "content", "cadence", "kpi", "guardrail", "non_personalised_option")
LAWS = re.compile(r"Advertising|PIPL|Personal Information Protection Law|SAMR|[Jj]udicial interpretation")
# Products and techniques that recall may not name; a price has a number or a sign of money.
PRODUCTS = re.compile(r"(?i)botulinum|botox|hyaluronic|filler|laser|肉毒|瘦脸针|除皱|玻尿酸|水光|热玛吉|光子|双眼皮|吸脂|隆鼻")
PRICES = re.compile(r"[¥￥$]|\d ?元|折扣价|特价|打折|限时|discount|special offer")
CARD_SALES = re.compile(r"(?:新卡|储值|充值|办卡|续卡|售卡)")
ANXIETY = re.compile(r"变老|显老|丑|容貌焦虑|ugly|look old")


@pytest.fixture(scope="module")
def plays():
    return load_playbook("medical_aesthetics").plays


def texts(play, language: str, names=WORDS) -> list[str]:
    return [getattr(getattr(play, name), language) for name in names]


def test_there_is_enough_to_choose_from(plays):
    assert 10 <= len(plays)


def test_patients_with_a_complaint_or_an_adverse_event_and_minors_are_on_no_list(plays):
    always = {"open_complaint", "adverse_event", "minor_or_unknown_age", "refund_in_progress", "staff_or_reseller"}

    assert [] == [play.key for play in plays if not always <= set(play.exclusions)]


def test_a_play_that_needs_counsel_names_the_law(plays):
    assert [] == [play.key for play in plays if play.legal_review == "required" and not LAWS.search(play.source)]


def test_what_rests_on_the_trade_alone_says_so(plays):
    unsourced = [play.key for play in plays if not LAWS.search(play.source)]

    assert [] == [play.key for play in plays if play.key in unsourced and "trade knowledge" not in (play.source)]


def test_nothing_said_to_a_patient_names_a_product_or_a_price(plays):
    """Botulinum toxin may not be advertised at all, so a recall names no project."""
    said = [text for play in plays for language in ("en", "zh") for text in texts(play, language, ("title", "message", "offer"))]

    assert [] == [text for text in said if PRODUCTS.search(text) or ANXIETY.search(text)]
    messages = [text for play in plays for language in ("en", "zh") for text in texts(play, language, ("message",))]
    assert [] == [text for text in messages if PRICES.search(text)]


def test_no_card_is_sold(plays):
    """Where prepaying is spoken of, it is to say no to it."""
    for play in plays:
        for text in texts(play, "zh", ("title", "goal", "offer", "message", "content", "cadence")):
            for found in CARD_SALES.finditer(text):
                assert re.search(r"不[^，。；]{0,4}$", text[: found.start() + 1]), (play.key, text)


def test_what_costs_the_customer_money_is_kept_from_those_with_an_unused_balance(plays):
    selling = [play for play in plays if play.lever == "basket" or re.search("价格|单价|付费", play.offer.zh)]

    assert 3 <= len(selling)
    assert [] == [play.key for play in selling if "unused_balance" not in play.exclusions]


def test_costs_are_in_the_clinics_currency(plays):
    assert "CNY" == load_playbook("medical_aesthetics").currency
    assert all(0 < play.unit_cost <= 50 for play in plays)

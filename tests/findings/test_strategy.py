"""Chapter 04 in sentences, from tables one can check in one's head."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from analysis import profiles, strategies
from analysis.config.client import ClientConfig
from analysis.config.segments import OwnLens, OwnSegments
from analysis.errors import ConfigError
from analysis.findings import Basis, strategy_figures, strategy_settings
from analysis.findings.segmentation_outcomes import Followed
from analysis.findings.strategy_money import budget
from analysis.findings.strategy_plays import pays, propose, reasons
from analysis.findings.strategy_proof import how_we_know, plan_table, unseen
from analysis.findings.strategy_reach import adds_up, nobody, whom
from analysis.findings.strategy_settings import Terms
from analysis.findings.strategy_stake import at_stake
from analysis.text import Text
from analysis.text.names_strategy import segment_value

ENGLISH = Text("en", "GBP")
BASIS = Basis(date(2025, 12, 31), date(2024, 1, 1), date(2025, 10, 1), date(2023, 1, 1), 1000)
FOLLOWED = Followed(date(2025, 9, 30), date(2025, 12, 31))
TITLES = {"early_access": "First to know", "dormant_reminder": "A useful reminder", "win_back_with_question": "Ask first"}
TERMS = Terms("lifecycle", 0.5, 1000.0, 0.2, True, TITLES, {"email": 0.5})
# 600 loyal at £100 an order, 400 dormant at £50, 200 churned.
SIZES = pd.DataFrame(
    [
        ("lifecycle", "loyal", 600, 0.5, 120_000.0, 0.75, 1200, 100.0, 2.0, 20.0, 200.0),
        ("lifecycle", "dormant", 400, 1 / 3, 30_000.0, 0.1875, 600, 50.0, 1.5, 200.0, 75.0),
        ("lifecycle", "churned", 200, 1 / 6, 10_000.0, 0.0625, 100, 100.0, 0.5, 600.0, 50.0),
    ],
    columns=[
        "method", "segment", "customers", "customer_share", "revenue", "revenue_share", "orders", "average_order",
        "orders_per_customer", "median_recency_days", "median_revenue",
    ],
)  # fmt: skip
# Then: 300 loyal brought £30,000 (£100 each), 200 dormant £2,000 (£10 each), 20 churned are too few for a rate.
RETURNS = pd.DataFrame(
    [
        ("lifecycle", "loyal", 300, 150, 0.5, 0.44, 0.56, 30_000.0),
        ("lifecycle", "dormant", 200, 40, 0.2, 0.15, 0.26, 2_000.0),
        ("lifecycle", "churned", 20, 10, 0.5, 0.3, 0.7, 900.0),
    ],
    columns=strategy_figures.RETURN_COLUMNS,
)


@pytest.fixture(scope="module")
def book():
    return strategy_settings.adapted(strategies.load_playbook("general"), approvals={}, currency="GBP")


@pytest.fixture(scope="module")
def matched(book):
    """Every play beside the three segments; 500, 300 and 150 of them have given consent."""
    consent = SIZES[["method", "segment"]].assign(reachable=[500, 300, 150])
    return strategies.matched_plays(SIZES, book, margin=0.5, consent=consent, currency="GBP", channel_costs={"email": 0.5})


def planned(matched, terms=TERMS):
    plans = strategies.test_plans(matched, RETURNS[RETURNS["n"] >= 30], days=92, holdout=terms.hold_out, minimum_detectable=0.05)
    remedies = strategies.too_small_remedies(plans)
    return strategy_figures.verdicts(plans, remedies, matched, detectable=strategies.detectable_difference)


def stake(margin=0.5):
    return strategy_figures.stake(SIZES, RETURNS, method="lifecycle", margin=margin)


def test_what_is_to_come_is_customers_times_what_such_a_customer_brought():
    """600 × £100 × ½ = £30,000; 400 × £10 × ½ = £2,000; 20 churned then are too few."""
    table = stake().set_index("segment")

    assert [30_000.0, 2_000.0] == list(table.loc[["loyal", "dormant"], "forward"])
    assert np.isnan(table.loc["churned", "forward"])
    assert 30_000 * 0.44 / 0.5 == pytest.approx(table.loc["loyal", "forward_low"])


def test_stake_says_who_carries_it_and_who_orders_anyway():
    """The loyal carry 30 of 32; one in five of the dormant came anyway; their £2,000 are a finding."""
    words = at_stake(stake(), TERMS, FOLLOWED, BASIS)

    assert "94% of the margin to come rests on 600 loyal customers" == ENGLISH.say(words.title)
    assert "Of dormant customers 20% (15% to 26%) ordered in the last 92 days anyway." in ENGLISH.say_all(words.answer)
    assert 2_000.0 == words.findings[0].money


@pytest.mark.parametrize(("language", "own"), [("en", "Sleepers"), ("zh", "沉睡老友")])
def test_the_clients_own_name_of_a_segment_stands_in_its_plays_and_sentences(language, own):
    """Named in segments.yaml, dormant customers are called so wherever chapter 04 speaks of them."""
    lens = OwnLens.model_validate({"name": own + "!", "names": {"dormant": {"en": "Sleepers", "zh": "沉睡老友"}}})
    text = Text(language, "GBP", own=OwnSegments({"lifecycle": lens}).words())
    words = at_stake(stake(), TERMS, FOLLOWED, BASIS)

    assert own in text.say_all(words.answer)
    assert Text(language).name("play_people", "lifecycle.dormant") not in text.say_all(words.answer)
    assert own == text.show(segment_value("lifecycle", "dormant"))
    assert [own + "!"] * 2 == [text.name(context, "lifecycle") for context in ("lens_name", "lens_within")]
    assert "A" == Text("en", own=text.own).show(segment_value("value", "a"))


def test_overlapping_ranges_are_said():
    """Dormant and churned that cannot be told apart."""
    returns = RETURNS.assign(n=[300, 200, 40])
    table = strategy_figures.stake(SIZES, returns, method="lifecycle", margin=0.5)
    table.loc[table["segment"] == "churned", ["low", "high"]] = [0.2, 0.4]

    assert "The ranges overlap, so the two may not differ." in ENGLISH.say_all(at_stake(table, TERMS, FOLLOWED, BASIS).answer)


@pytest.mark.parametrize(("returned", "told"), [((20, 20, 20), True), ((35, 20, 5), False)])
def test_a_lens_whose_segments_come_back_alike_does_not_tell_who_does(returned, told):
    """Half of each forty; or seven in eight, half and one in eight."""
    returns = RETURNS.assign(n=40, returned=returned, share=[n / 40 for n in returned])
    words = at_stake(strategy_figures.stake(SIZES, returns, method="lifecycle", margin=0.5), TERMS, FOLLOWED, BASIS)

    assert told == ("who comes back, this lens does not tell" in ENGLISH.say_all(words.answer))


def test_without_a_margin_it_is_revenue():
    words = at_stake(stake(margin=None), replace(TERMS, margin=None), FOLLOWED, BASIS)

    assert "£64.0k of revenue" in ENGLISH.say_all(words.answer)


def test_a_history_of_one_period_has_nothing_to_say():
    """No returns: the notebook skips the section."""
    table = strategy_figures.stake(SIZES, strategy_figures.no_returns(), method="lifecycle", margin=0.5)

    assert at_stake(table, TERMS, FOLLOWED, BASIS).title is None


def test_nothing_is_forecast_and_nothing_approved(matched):
    """Three plays of the life cycle, none sourced or tested."""
    said = ENGLISH.say_all(propose(strategy_figures.leading(matched, method="lifecycle", minimum=10), matched, TERMS).answer)

    assert "3 plays fit the segments held. None has an effect that was sourced or tested" in said
    assert said.endswith("None is approved yet.")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Order: revenue × margin × share with consent"),
        ({"consent": False}, "without consent on record neither"),
        ({"consent": False, "margin": None}, "neither margin nor consent is on record"),
        ({"abroad": True, "legal": frozenset(["early_access"])}, "those of mainland China"),
    ],
)
def test_the_order_of_the_plays_names_what_is_held(matched, changed, said):
    cards = strategy_figures.leading(matched, method="lifecycle", minimum=10)

    assert said in ENGLISH.say_all(propose(cards, matched, replace(TERMS, **changed)).note)


def test_where_nobody_is_followed_the_plans_speak_for_the_figure(matched):
    """No share that orders anyway, no gaps: nothing to draw, and no gap is claimed."""
    tests = planned(matched).assign(base_rate=float("nan"))
    proof = how_we_know(tests, strategy_figures.needed(matched, SIZES, margin=0.5), TERMS, FOLLOWED, paced=False)
    words = unseen(proof, plan_table(tests, TERMS))

    assert "how long customers wait between two orders is not known" in ENGLISH.say_all(words.answer)
    assert proof.findings == words.findings
    assert "With half held out" in ENGLISH.say(words.title)


def test_a_play_says_why_and_from_when_it_pays(matched):
    """50p of £50 margin is one in a hundred: 5 of 500."""
    cards = strategy_figures.leading(matched, method="lifecycle", minimum=10)
    reached = pd.DataFrame({"segment": ["loyal", "dormant"], "shown": [True, False]})
    why = reasons(cards, SIZES, RETURNS, reached, terms=TERMS, followed=FOLLOWED)
    needs = strategy_figures.needed(cards, SIZES, margin=0.5).set_index("play", drop=False)

    assert "600 loyal customers brought £120k in the window, 75% of revenue" in ENGLISH.say_all(why["early_access"])
    assert "500 have consent on record." in ENGLISH.say_all(why["early_access"])
    assert "consent" not in ENGLISH.say_all(why["dormant_reminder"])
    assert "From 1.00 extra orders per hundred: 5 extra among 500 contacted. The contacts cost £250." == ENGLISH.say(
        pays(needs.loc["early_access"])
    )


def test_the_budget_is_not_split(matched):
    """950 reachable, a fifth held out: 760 contacts of 50p are £380 of £1,000."""
    cards = strategy_figures.leading(matched, method="lifecycle", minimum=10)
    words = budget(strategy_figures.needed(cards, SIZES, margin=0.5), planned(cards), stake(), TERMS)

    assert "No money is allotted" in ENGLISH.say_all(words.answer)
    assert "costs £380 in contacts, 38% of the budget of £1,000" in ENGLISH.say_all(words.answer)
    assert "Release £380 for tests and keep £620 until they report" == ENGLISH.say(words.decisions[0].title)


def test_without_costs_the_budget_says_what_a_contact_may_cost(book):
    """One order of £100 at half margin in a hundred contacts: 50p each."""
    plays = strategies.matched_plays(SIZES, book, margin=0.5, currency="GBP")
    terms = replace(TERMS, costs={}, consent=False)
    words = budget(strategy_figures.needed(plays, SIZES, margin=0.5), planned(plays, terms), stake(), terms)

    assert "A contact that brings one extra order in a hundred may cost £0.25 to £0.50" == ENGLISH.say(words.title)
    assert "Keep the £1,000 until a first test has reported" == ENGLISH.say(words.decisions[0].title)


def test_too_small_tests_say_what_to_do_instead(matched):
    """A few hundred customers show no five points, not even in halves."""
    words = how_we_know(planned(matched), strategy_figures.needed(matched, SIZES, margin=0.5), TERMS, FOLLOWED)

    assert "a test can show a difference of 5 points for none of the 3 plays" in ENGLISH.say_all(words.answer)
    assert "Half held out would not do either" in ENGLISH.say_all(words.answer)
    assert "Hold back a random half of every action" == ENGLISH.say(words.decisions[0].title)


def test_a_large_enough_test_is_the_first_decision(matched):
    """A hundred times the customers: every test can tell, the most important goes first."""
    many = matched.assign(customers=matched["customers"] * 100, reachable=matched["reachable"] * 100)
    words = how_we_know(planned(many), strategy_figures.needed(many, SIZES, margin=0.5), TERMS, FOLLOWED)

    assert "Test “First to know” on loyal customers first" == ENGLISH.say(words.decisions[0].title)
    assert "3 of 3 tests can show a gain of 5 points" == ENGLISH.say(words.title)


def test_how_many_order_anyway_is_said_only_where_it_is_known(matched):
    many = matched.assign(customers=matched["customers"] * 100, reachable=matched["reachable"] * 100)
    plans = planned(many).assign(base_rate=float("nan"))

    words = how_we_know(plans, strategy_figures.needed(many, SIZES, margin=0.5), TERMS, FOLLOWED)

    assert ENGLISH.say(words.decisions[0].reason).startswith("How many of them order anyway is not known")


def people(agreed):
    """Twelve customers of one segment at £10 each, another eight at £5, and who agreed."""
    ids = [f"c{i}" for i in range(20)]
    features = pd.DataFrame({"customer_id": ids, "revenue": [10.0] * 12 + [5.0] * 8})
    segments = pd.DataFrame({"customer_id": ids, "method": "lifecycle", "segment": ["loyal"] * 12 + ["dormant"] * 8})
    sizes = pd.DataFrame({"method": "lifecycle", "segment": ["loyal", "dormant"], "customers": [12, 8], "revenue": [120.0, 40.0]})
    consent = None if agreed is None else pd.DataFrame({"customer_id": ids, "agreed": [one in agreed for one in ids]})
    shown = pd.DataFrame({"method": "lifecycle", "segment": ["loyal", "dormant"], "shown": True})
    return strategy_figures.reach(
        segments,
        features,
        consent,
        sizes=sizes,
        shown=shown,
        method="lifecycle",
        hold_out=0.5,
        minimum=3,
        hide=profiles.hidden_cells,
    )


def test_consent_splits_customers_and_their_money():
    """Six of twelve and four of eight agreed: £100 of £160 is within reach, half of it held out."""
    reached = people({f"c{i}" for i in range(6)} | {f"c{i}" for i in range(12, 16)})
    words = whom(reached, TERMS)

    assert "10 of 20 customers (50%) have given consent on record." in ENGLISH.say_all(words.answer)
    assert 80.0 == words.findings[0].money
    assert [True, True] == list(reached["shown"])
    assert [3, 2] == list(reached["held_out"])


def test_small_consent_counts_stay_hidden():
    """One who agreed among twelve would be known by subtraction."""
    assert not people({"c0", "c12", "c13", "c14", "c15"}).set_index("segment").loc["loyal", "shown"]


def test_without_consent_nobody_is_reachable():
    reached = people(None)

    assert 0 == reached["reachable"].sum()
    assert "none of the 20 customers may be contacted" in ENGLISH.say(nobody(reached).reason)
    assert "Record who may be contacted, and how" == ENGLISH.say(whom(reached, replace(TERMS, consent=False)).decisions[0].title)


def test_a_difference_is_said():
    """Plays that lose a customer stop the chapter."""
    sums = pd.DataFrame([("customers", "count", 10.0, 9.0)], columns=["what", "unit", "files", "report"])

    assert ENGLISH.say_all(adds_up(sums, TERMS).answer).startswith("No:")
    assert ENGLISH.say_all(adds_up(sums.assign(report=10.0), TERMS).answer).startswith("Yes.")


def test_settings_come_from_parameters_then_from_the_file(book):
    """0 and blank mean: as client.yaml says."""
    transactions = {"files": "raw/o.csv", "columns": {"customer_id": "a", "ordered_at": "b", "amount": "c"}}
    config = ClientConfig(name="x", currency="GBP", source={"transactions": transactions}, strategy={"margin": 0.3, "budget": 10.0})
    given = {"lens": "lifecycle", "language": "zh", "consent": "", "contacts": None, "as_of": BASIS.as_of}
    terms = strategy_settings.terms(config, book, margin=0.0, budget=20.0, hold_out=0.0, **given)

    assert (0.3, 20.0, 0.2, False) == (terms.margin, terms.budget, terms.hold_out, terms.consent)
    assert "贴心提醒" == terms.titles["dormant_reminder"]
    assert {"champion_referral", "light_automated"} <= terms.legal
    assert "dormant_reminder" not in terms.legal
    with pytest.raises(ConfigError, match="hold_out"):
        strategy_settings.terms(config, book, margin=0.0, budget=0.0, hold_out=1.5, **given)


def test_playbook_of_the_industry_or_the_general_one():
    assert "own.yaml" == strategy_settings.playbook_name("own.yaml", "general", "retail")
    assert "general" == strategy_settings.playbook_name("", None, "no_such_trade")


def test_approvals_and_channels_of_the_market():
    """No WeChat in London; an approval of a play that does not exist is an error."""
    shipped = strategies.load_playbook("general")
    approved = type("Approval", (), {"status": "approved"})()
    london = strategy_settings.adapted(shipped, approvals={"dormant_reminder": approved}, currency="GBP")
    shanghai = strategy_settings.adapted(shipped, approvals={}, currency="CNY")

    assert {"email"} == {play.channels[0] for play in london.plays if "email" in play.channels}
    assert not {"wecom", "wechat"} & {channel for play in london.plays for channel in play.channels}
    assert [play.channels for play in shipped.plays] == [play.channels for play in shanghai.plays]
    assert "approved" == next(play.status for play in london.plays if play.key == "dormant_reminder")
    with pytest.raises(ConfigError, match="dormant_remindr"):
        strategy_settings.adapted(shipped, approvals={"dormant_remindr": approved}, currency="GBP")


def test_a_contact_costs_what_contacts_cost_before():
    """The hold-out costs nothing and is left out; so is what lies after the period."""
    contacts = pd.DataFrame(
        {
            "channel": ["e-mail", "E-Mail", "e-mail", "pigeon", "e-mail"],
            "cost": [0.3, 0.5, 0.0, 9.0, 100.0],
            "contacted_at": pd.to_datetime(["2025-03-01"] * 4 + ["2026-01-01"]),
        }
    )

    assert {"email": 0.4} == strategy_settings.contact_costs(contacts, as_of=BASIS.as_of)
    assert {} == strategy_settings.contact_costs(None, as_of=BASIS.as_of)


def test_the_chapter_leads_with_a_lens_that_plays_are_written_for():
    """High loyalty holds 40 of 100 and has a play; of RFM all have one; one play alone for a whole lens is no plan."""
    sizes = pd.DataFrame(
        [("loyalty", "high", 4, 40.0), ("loyalty", "low", 6, 60.0), ("rfm", "champions", 5, 90.0), ("rfm", "lost", 5, 10.0)],
        columns=["method", "segment", "customers", "revenue"],
    )

    def led(*written):
        return strategy_figures.lens_of("loyalty", sizes, pd.DataFrame(written, columns=["method", "segment", "play"]))

    rfm = [("rfm", "champions", "thanks"), ("rfm", "lost", "call")]
    assert "rfm" == led(("loyalty", "high", "points"), *rfm)
    assert "rfm" == led(("loyalty", "high", "points"), ("loyalty", "low", "points"), *rfm)
    assert "loyalty" == led(("loyalty", "high", "points"), ("loyalty", "low", "call"), *rfm)
    assert "loyalty" == led(("loyalty", "high", "points"))
    assert "loyalty" == led()

"""What the books of baijiu, retail, luxury, education, finance, content and e-commerce must say, and never say."""

import re

import pytest

from analysis.strategies import load_playbook

SAID = ("title", "offer", "message", "content")  # what a customer gets to read or hear
ALL = (*SAID, "goal", "cadence", "kpi", "guardrail", "non_personalised_option")

# Words that no customer may meet, and a sentence that the pattern has to catch.
FORBIDDEN = {
    # Advertising Law art. 23 (no urging, no drinking, no relief or strength), art. 9 (state organs), art. 25 (no gains).
    "baijiu": (
        r"畅饮|干杯|豪饮|不醉|一醉|解压|解忧|壮阳|助兴|特供|专供|内供|国宴|升值|保值|"
        r"(?i:cheers|drink up|bottoms up|unwind|special supply|gain(s)? in value)",
        "今晚畅饮，国宴同款",
    ),
    # Food Safety Law art. 73: nothing on preventing or curing disease.
    "retail": (r"治疗|疗效|防癌|抗癌|降血[糖压脂]|增强免疫|(?i:\bcures?\b|immun|prevents? disease|slimming)", "多吃降血糖"),
    # Advertising Law art. 9 (absolute terms) and art. 25 (no promise of value).
    "luxury": (r"最佳|最高级|顶级|国家级|升值|保值|(?i:\bthe best\b|finest|invest|appreciat)", "顶级工艺，保值之选"),
    # Advertising Law art. 24 (no promise of passing); Double Reduction opinions 2021 (no marketing by anxiety).
    "online_education": (
        r"保过|包过|保证(通过|录取|提分)|提分|起跑线|别人家的孩子|培训贷|命题|(?i:guarantee|fall(ing)? behind|pass for sure)",
        "名师押题，保过",
    ),
    # Advertising Law art. 25 (neither return nor principal is promised).
    "finance": (
        r"保本|稳赚|零风险|无风险|刚兑|高收益|预期收益|年化|(?i:guarantee|risk[- ]free|sure (gain|return)|high yield)",
        "稳赚不赔，年化收益高",
    ),
    # Provisions on Algorithmic Recommendation art. 8: nothing that leads to addiction.
    "content_platform": (r"上瘾|停不下来|根本停不|熬夜追|刷到天亮|(?i:binge|addict|can.t stop)", "让人停不下来"),
    # Provisions on Clearly Marked Price 2022 (no invented comparison); false scarcity, Advertising Law art. 28.
    "ecommerce": (r"全网最低|史上最低|仅剩|最后机会|手慢无|倒计时|(?i:lowest price ever|last chance|hurry)", "全网最低，手慢无"),
}
# What the trade asks for: strategies and measures by which it is run.
REQUIRED = {
    "baijiu": (
        r"tasting", r"custom|private label", r"dealer", r"Mid-Autumn", r"banquet", r"[Oo]pened-bottle rate", r"[Ss]easonal repurchase",
        r"[Gg]roup-buy conversion", r"stock days", r"brand recall", r"stickiness", r"bursts?\b",
    ),
    "retail": (r"[Ff]arm-direct", r"[Mm]ember prices", r"levels of membership", r"[Aa]verage order", r"[Rr]epurchase", r"loyalty", r"[Ff]resh"),
    "luxury": (r"magazine", r"e-mail", r"membership", r"[Ss]hopping adviser", r"licensed agency", r"CLV"),
    "online_education": (r"trial lesson", r"coupon", r"not logged in", r"Recall", r"paid conversion", r"refund"),
    "finance": (r"deputy|dedicated", r"risk level", r"[Ll]icensed adviser", r"[Rr]etention of"),
    "content_platform": (r"saves? and skips?", r"ratings|rated", r"mood", r"advertis", r"Activity", r"[Rr]etention", r"watch time", r"satisfaction"),
    "ecommerce": (r"early", r"promotion|sale dates", r"[Pp]oints", r"coupon", r"cause", r"e-mail", r"[Cc]lick rate", r"conversion", r"sales"),
}  # fmt: skip
# Whom the law, or the trade, keeps out of every play.
NEVER = {
    "baijiu": {"minor_or_unknown_age", "staff_or_reseller"},  # Minors Protection Law art. 59; dealers are no consumers
    "luxury": {"minor_or_unknown_age"},
    "online_education": {"minor_or_unknown_age"},  # Regulations on the Protection of Minors in Cyberspace art. 24
    "finance": {"minor_or_unknown_age"},
    "content_platform": {"minor_or_unknown_age"},  # the same
    "ecommerce": {"minor_or_unknown_age"},
    "retail": set(),
}
NAMES = sorted(FORBIDDEN)


@pytest.fixture(params=NAMES)
def book(request):
    return load_playbook(request.param)


def texts(book, names, languages=("en", "zh")) -> list[str]:
    return [getattr(getattr(play, name), language) for play in book.plays for name in names for language in languages]


@pytest.mark.parametrize("name", NAMES)
def test_the_pattern_catches_what_it_is_for(name):
    pattern, sentence = FORBIDDEN[name]

    assert re.search(pattern, sentence)


def test_nobody_is_told_what_the_law_forbids(book):
    pattern = re.compile(FORBIDDEN[book.name][0])

    assert [] == [text for text in texts(book, SAID) if pattern.search(text)]


def test_what_the_trade_is_run_by_is_in_its_book(book):
    everything = " ".join(texts(book, ALL, ("en",)))

    assert [] == [wanted for wanted in REQUIRED[book.name] if not re.search(wanted, everything)]


def test_whom_the_law_protects_is_in_no_play(book):
    assert [] == [play.key for play in book.plays if not NEVER[book.name] <= set(play.exclusions)]


def test_every_play_says_what_counsel_must_check_in_both_languages(book):
    law = re.compile(r"Law|Measures|Rules|Regulation|PIPL|interpretation|Provisions|rules")
    wanting = [play.key for play in book.plays if play.legal_note is None or not law.search(play.legal_note.en)]

    assert [] == wanting
    assert [] == [play.key for play in book.plays if not re.search("《|解释", play.legal_note.zh)]


def test_chinese_notes_use_chinese_punctuation(book):
    assert [] == [play.key for play in book.plays if re.search(r"[\u4e00-\u9fff][,;:?!(]", play.legal_note.zh)]


def test_it_is_a_book_one_can_read_through(book):
    assert 10 <= len(book.plays) <= 13
    assert "CNY" == book.currency


def test_some_plays_speak_of_the_trades_own_segments(book):
    """Beyond stage of life, value and RFM: what is due, occasions, engagement, price, room to grow, or a condition."""
    own = [play.key for play in book.plays if play.where or set(play.segments) - {"lifecycle", "value", "rfm", "clv"}]

    assert 2 <= len(own)


def test_whoever_is_called_is_called_by_somebody(book):
    """A play whose first channel is the telephone takes minutes; an automatic one takes none of the staff."""
    assert [] == [play.key for play in book.plays if play.channels[0] == "phone" and not 5 <= play.minutes <= 30]
    assert [] == [play.key for play in book.plays if play.minutes > 30]


def test_days_of_contact_are_said_in_words_too(book):
    """The last touch of a play stands in its Chinese cadence: as a number of days, of weeks, or a date it is tied to."""
    weeks = {7: "一周", 14: "两周", 21: "三周"}
    silent = []
    for play in book.plays:
        last = play.touches[-1]
        if last > 1 and not re.search(rf"(?<!\d){last}(?!\d)|{weeks.get(last, '(?!)')}", play.cadence.zh):
            silent.append(play.key)

    assert [] == silent


def test_a_finance_adviser_sells_within_the_level():
    """Measures for the Suitability Management of Financial Institution Products: matched before it is named."""
    selling = [play for play in load_playbook("finance").plays if play.lever in ("basket", "frequency") and play.owner == "adviser"]

    assert 3 <= len(selling)
    assert [] == [play.key for play in selling if "等级内" not in play.offer.zh]
    assert [] == [play.key for play in selling if "Suitability" not in play.source]


def test_learners_with_unused_lessons_are_offered_no_further_course():
    """The judicial interpretation on prepaid consumption gives them their money back, not another package."""
    plays = load_playbook("online_education").plays
    selling = [play for play in plays if play.lever in ("basket", "frequency") and "app" in play.channels and play.when]

    assert 2 <= len(selling)
    assert [] == [play.key for play in selling if "unused_balance" not in play.exclusions]
    recall = next(play for play in plays if "engagement.state" in play.segments and play.lever == "retention")
    assert "unused_balance" not in recall.exclusions  # they are the ones it is for


def test_bottles_are_never_urged_beyond_the_own_rhythm():
    """Advertising Law art. 23: a play that fills the basket watches that bottles per member do not rise."""
    case = next(play for play in load_playbook("baijiu").plays if play.when == "small_baskets")

    assert "beyond the own usual amount" in case.guardrail.en

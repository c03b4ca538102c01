"""What the books of seven trades must say, and may never say: cosmetics, fast-moving goods, delivery, travel, coffee, fitness, outdoor.

Legal notes are left out of the search: they name what is forbidden in order to forbid it.
"""

import re

import pytest

from analysis.strategies import load_playbook
from analysis.strategies.playbook import ANY

WORDS = ("title", "goal", "offer", "message", "content", "cadence", "kpi", "guardrail", "non_personalised_option")
FORBIDDEN = {
    # Regulation on the Supervision and Administration of Cosmetics art. 43, Advertising Law art. 9 and 17: no medical words, no
    # absolute terms, no promise of a day on which an effect shows.
    "cosmetics": r"治疗|药妆|医美级|疗效|根治|抗敏|最佳|第一品牌|全网最低|零刺激|天见效|(?i:\bcures?\b|\bheals?\b|medical[- ]grade|number one|\bthe best\b)",
    # Food Safety Law art. 73, Advertising Law art. 17 and 20: food has no effect on health; no advertising of infant formula.
    "fmcg": r"降血糖|降血压|清火|排毒|免疫力|养生|防癌|婴儿配方|奶粉|(?i:immun|detox|lowers? blood|infant formula)",
    # Food Safety Law art. 73; Anti-Food Waste Law art. 7 and 10: nothing that leads into ordering too much; no alcohol in a set.
    "food_delivery": r"减肥|养生|提神|啤酒|白酒|越多越|凑单|多点多|(?i:\bbeers?\b|\bwines?\b|slimming|keeps? you awake|the more you order)",
    # Tourism Law art. 35: no price below cost that shopping pays for; Advertising Law art. 28: no lowest price that cannot be shown.
    "travel": r"零团费|低价团|购物返|最低价|全网最低|免费游|(?i:lowest price|free tour|zero[- ]fee)",
    # Food Safety Law art. 73: no good that coffee does; PIPL art. 28: no following of the phone.
    "coffee_chain": r"提神|燃脂|消肿|抗氧化|防困|定位|(?i:keeps? you awake|burns? fat|antioxidant|geo-?fenc|your location)",
    # Advertising Law art. 17 and 28: no cure, no promised kilograms; bodies are not compared.
    "fitness": r"包瘦|速瘦|月瘦|瘦\s*\d|\d+\s*斤|公斤|对比照|治好|矫正脊柱|胖|(?i:lose \d|before[- ]and[- ]after|\bkilos?\b|\bfat people\b|\bcures?\b)",
    # Advertising Law art. 28: no function without a tested value; Regulations on Nature Reserves: no closed ground; and no flaws.
    "outdoor_apparel": r"永久防水|绝对防水|挑战极限|无人区|核心区|遮肉|显瘦|胖|(?i:100 ?percent waterproof|flaws?|overweight|\bslimming\b)",
}
# What the source documents ask of the trade, and what whoever works in it would look for.
REQUIRED = {
    "cosmetics": ("女性", "男士", "仪器", "肤质", "专柜", "试用装", "替换装", "防晒", "套组", "空瓶"),
    "fmcg": ("北方", "南方", "扫码", "保质期", "每千克", "货架", "定期送", "试吃"),
    "food_delivery": ("加班", "夜宵", "超时", "洒", "小份", "红包", "骑手", "后厨", "订单数"),
    "travel": ("亲子", "户外", "家庭房", "退订", "导游", "领队", "淡季", "全包价", "转化率"),
    "coffee_chain": ("填过", "券", "杯测", "集章", "低因", "澳白", "吧台", "烘焙"),
    "fitness": ("减脂", "力量", "设备", "频次", "教练", "冻结", "小班", "剩余课次", "家常菜谱"),
    "outdoor_apparel": ("版型", "风格", "一家人", "走得远", "防泼水", "尺码", "满意度", "领走"),
    "general": ("电视", "社区", "短视频", "抽奖", "积分", "VIP", "促销", "回馈", "推荐"),
}
LAWS = {
    "cosmetics": ("Regulation on the Supervision and Administration of Cosmetics (2020) art. 43", "Advertising Law art. 17"),
    "fmcg": ("Food Safety Law art. 73", "Anti-Food Waste Law"),
    "food_delivery": ("Anti-Food Waste Law (2021) art. 7 and 10", "PIPL art. 24", "Provisions on Algorithmic Recommendation"),
    "travel": (
        "Tourism Law art. 35",
        "Tourism Law art. 65",
        "Interim Provisions on Online Travel Business (2020) art. 15",
        "PIPL art. 31",
    ),
    "coffee_chain": (
        "PIPL art. 24",
        "PIPL art. 28",
        "Single-Purpose Commercial Prepaid Cards",
        "Judicial interpretation on prepaid",
    ),
    "fitness": ("Judicial interpretation on prepaid consumption", "PIPL art. 28-29", "Advertising Law art. 17"),
    "outdoor_apparel": ("Consumer Rights Protection Law art. 25", "Advertising Law art. 28", "PIPL art. 24 and 28"),
}
NAMED = {2: "two|tuesday|周二", 3: "three", 5: "five", 7: "week", 10: "ten days", 33: "30"}  # a day in words rather than figures


@pytest.fixture(params=FORBIDDEN)
def name(request):
    return request.param


@pytest.fixture
def plays(name):
    return load_playbook(name).plays


def texts(plays, language: str) -> list[str]:
    return [getattr(getattr(play, field), language) for play in plays for field in WORDS]


def test_nothing_is_said_that_the_trades_law_forbids(name, plays):
    forbidden = re.compile(FORBIDDEN[name])

    assert [] == [text for language in ("en", "zh") for text in texts(plays, language) if forbidden.search(text)]


@pytest.mark.parametrize("book", REQUIRED)
def test_it_speaks_of_the_trades_own_things(book):
    said = "".join(texts(load_playbook(book).plays, "zh"))

    assert [] == [word for word in REQUIRED[book] if word not in said]


def test_the_trades_laws_are_named(name, plays):
    sources = " ".join(play.source for play in plays)

    assert [] == [law for law in LAWS[name] if law not in sources]


def test_there_is_enough_to_choose_from_and_not_too_much(plays):
    assert 10 <= len(plays) <= 13


def test_some_plays_ask_more_than_stage_and_value(plays):
    """A lens of the trade, or a condition on the customer: two at least."""
    usual = {"lifecycle", "value", "rfm", ANY}

    assert 2 <= sum(bool(play.where) or not set(play.segments) <= usual for play in plays)


def test_the_days_said_are_the_days_kept(plays):
    for play in plays:
        for day in (day for day in play.touches if day > 1):
            for language in ("en", "zh"):
                said = getattr(play.cadence, language).lower()
                assert re.search(rf"(?<!\d){day}(?!\d)|{NAMED.get(day, '^$')}", said), (play.key, language, day)


def test_what_counsel_reads_names_the_law_in_chinese_too(plays):
    noted = [play for play in plays if play.legal_note]

    assert 5 <= len(noted)
    assert [] == [play.key for play in noted if not re.search(r"《[^》]+》|司法解释|GB ?\d", play.legal_note.zh)]


def test_trained_bodies_are_adult():
    """Cards for minors need a guardian; the book leaves them out altogether."""
    assert [] == [play.key for play in load_playbook("fitness").plays if "minor_or_unknown_age" not in play.exclusions]


@pytest.mark.parametrize("book, sold", [("fitness", "小班|单次技术课"), ("coffee_chain", "周卡")])
def test_nothing_prepaid_is_sold_on_top_of_a_balance(book, sold):
    """Judicial interpretation on prepaid consumption, in force 2025-05-01."""
    selling = [play for play in load_playbook(book).plays if re.search(sold, play.offer.zh)]

    assert selling
    assert [] == [play.key for play in selling if "unused_balance" not in play.exclusions]


def test_where_a_law_is_named_counsel_looks(plays):
    law = re.compile(r"\bLaw\b|Measures|Provisions|Regulation|PIPL|Personal Information|[Jj]udicial interpretation")

    assert [] == [play.key for play in plays if law.search(play.source) and play.legal_review != "required"]

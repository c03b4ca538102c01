"""Schemes are data: complete, disjoint, every segment within reach."""

from itertools import product

import pytest
import yaml

from analysis.errors import ConfigError
from analysis.segmentations import rfm
from analysis.segmentations.scheme import DEFAULT_SCHEME, FOLDER, load_scheme, scheme_codes
from analysis.segmentations.scheme_rules import codes_of_rules

SIZES = {"rfm_125": (125, 11), "rf_map": (25, 10), "putler_11": (125, 11), "r_rfm": (125, 11), "pypi_rfm": (125, 10),
         "klaviyo_6": (27, 6), "pymc_quartiles": (64, 6), "chinese_8": (8, 8)}  # fmt: skip


def test_these_are_the_schemes_of_the_kit():
    assert set(SIZES) == {path.stem for path in FOLDER.glob("*.yaml")}
    assert set(DEFAULT_SCHEME.values()) <= set(SIZES)


@pytest.mark.parametrize("scheme", SIZES)
def test_every_code_has_one_segment_and_every_segment_a_code(scheme):
    read = load_scheme(scheme)
    levels = "12345"[: read.levels]

    assert SIZES[scheme] == (len(read.codes), read.codes["segment"].nunique())
    assert sorted(map("".join, product(levels, repeat=len(read.codes["code"][0])))) == sorted(read.codes["code"])


@pytest.mark.parametrize("scheme", SIZES)
def test_segments_stand_in_the_order_of_the_method(scheme):
    found = list(scheme_codes(scheme)["segment"].unique())

    assert found == [key for key in rfm.SEGMENTS if key in found]


def test_the_method_declares_no_segment_that_no_scheme_has():
    assert set(rfm.SEGMENTS[:-2]) == {segment for scheme in SIZES for segment in scheme_codes(scheme)["segment"]}


@pytest.mark.parametrize("scheme", SIZES)
def test_cant_lose_needs_two_orders_in_every_scheme_that_has_it(scheme):
    codes = scheme_codes(scheme)

    assert "cant_lose" not in set(codes["segment_if_once"])
    others = codes["segment"] != "cant_lose"
    assert (codes.loc[others, "segment"] == codes.loc[others, "segment_if_once"]).all()


def by_code(scheme):
    return scheme_codes(scheme).set_index("code")["segment"]


def test_the_sizes_of_the_125_code_list():
    """The counts of the published list: 7 + 8 + 24 + 7 + 16 + 8 + 5 + 22 + 8 + 14 + 6 = 125."""
    expected = {
        "champions": 7, "loyal": 8, "potential_loyalist": 24, "new": 7, "promising": 16, "need_attention": 8,
        "about_to_sleep": 5, "at_risk": 22, "cant_lose": 8, "hibernating": 14, "lost": 6,
    }  # fmt: skip

    assert expected == scheme_codes("rfm_125")["segment"].value_counts(sort=False).to_dict()


@pytest.mark.parametrize(
    ("code", "segment"),
    [("11", "hibernating"), ("24", "at_risk"), ("15", "cant_lose"), ("31", "about_to_sleep"), ("33", "need_attention"),
     ("34", "loyal"), ("41", "promising"), ("51", "new"), ("52", "potential_loyalist"), ("54", "champions")],
)  # fmt: skip
def test_cells_of_the_recency_frequency_map(code, segment):
    assert segment == by_code("rf_map")[code]


@pytest.mark.parametrize(
    ("code", "segment"),
    [("444", "champions"), ("533", "loyal"), ("343", "loyal"), ("511", "new"), ("512", "new"), ("421", "promising"),
     ("522", "potential_loyalist"), ("333", "need_attention"), ("322", "need_attention"), ("312", "about_to_sleep"),
     ("144", "cant_lose"), ("143", "at_risk"), ("232", "at_risk"), ("222", "hibernating"), ("122", "hibernating"), ("112", "lost")],
)  # fmt: skip
def test_putler_resolved_in_half_steps(code, segment):
    """312 has a mean of 1.5, 343 and 143 one of 3.5, 232 one of 2.5: halves decide."""
    assert segment == by_code("putler_11")[code]


def test_putler_as_published_leaves_four_segments_out_of_reach():
    """Taken from the top, the published ranges never come to New, Promising, Can't Lose and Lost; the loader says so."""
    ranges = {
        "champions": ("4-5", "4-5"), "loyal": ("2-5", "3-5"), "potential_loyalist": ("3-5", "1-3"), "new": ("4-5", 1),
        "promising": ("3-4", 1), "need_attention": ("2-3", "2-3"), "about_to_sleep": ("2-3", "1-2"), "at_risk": ("1-2", "2-5"),
        "cant_lose": (1, "4-5"), "hibernating": ("1-2", "1-2"), "lost": ("1-2", "1-2"),
    }  # fmt: skip
    rules = {key: {"recency": recency, "frequency_monetary": mean} for key, (recency, mean) in ranges.items()}
    every = list(map("".join, product("54321", repeat=3)))
    found = codes_of_rules(rules, every, ("recency", "frequency", "monetary"), scheme="published", levels=5)

    assert ["new", "promising", "cant_lose", "lost"] == [segment for segment, codes in found.items() if not codes]
    assert {"1"} == {code[0] for code in found["hibernating"]}
    assert "511" in found["potential_loyalist"]
    assert "155" in found["at_risk"]
    with pytest.raises(ConfigError, match="'new' of scheme 'custom' has no code"):
        load_scheme({"scores": ["recency", "frequency", "monetary"], "rules": rules})


def test_the_r_package_leaves_ten_codes_to_others_and_one_to_champions():
    codes = scheme_codes("r_rfm")

    assert ["215", "241", "251", "252", "341", "351", "441", "451", "541", "551"] == sorted(
        codes.query("segment == 'rfm_others'")["code"]
    )
    assert ["555"] == list(codes.query("segment == 'champions'")["code"])
    assert "potential_loyalist" == by_code("r_rfm")["554"]


@pytest.mark.parametrize(
    ("code", "segment"),
    [("444", "champions"), ("513", "promising"), ("333", "loyal"), ("432", "potential_loyalist"), ("511", "new"),
     ("311", "low_spenders"), ("314", "need_attention"), ("211", "about_to_sleep"), ("155", "at_risk"), ("151", "lost")],
)  # fmt: skip
def test_the_python_package_first_match(code, segment):
    assert segment == by_code("pypi_rfm")[code]


def test_klaviyo_in_its_published_counts():
    assert [3, 5, 5, 5, 5, 4] == list(scheme_codes("klaviyo_6")["segment"].value_counts(sort=False))
    assert (180.0, 365.0) == load_scheme("klaviyo_6").cuts["recency"]


def test_the_quartile_scheme_leaves_18_of_64_codes_to_others():
    """Among them seven in the better half of both recency and frequency."""
    others = scheme_codes("pymc_quartiles").query("segment == 'rfm_others'")["code"]

    assert 18 == len(others)
    assert ["331", "341", "342", "431", "432", "441", "442"] == sorted(code for code in others if code[0] > "2" and code[1] > "2")
    assert "mean" == load_scheme("pymc_quartiles").money


@pytest.mark.parametrize(
    ("code", "segment"),
    [("222", "important_value"), ("212", "important_develop"), ("122", "important_keep"), ("112", "important_win_back"),
     ("221", "general_value"), ("211", "general_develop"), ("121", "general_keep"), ("111", "general_win_back")],
)  # fmt: skip
def test_the_eight_boxes_row_by_row(code, segment):
    """Recency, frequency, money; 2 is high.  Important is high in money."""
    assert segment == by_code("chinese_8")[code]


def test_one_order_is_not_enough_for_cant_lose():
    once = scheme_codes("rfm_125").query("segment == 'cant_lose'").set_index("code")["segment_if_once"]

    assert {"lost"} == set(once[["155", "154", "144", "115", "114", "113"]])
    assert {"hibernating"} == set(once[["214", "215"]])


@pytest.fixture
def changed(tmp_path):
    """Reads the 25-code map, or another scheme, after a change to its content."""

    def read(change, scheme="rf_map"):
        content = yaml.safe_load((FOLDER / f"{scheme}.yaml").read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "mine.yaml"
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
        return scheme_codes(path)

    return read


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda scheme: scheme["codes"]["new"].append(55), "'55' under '(champions|new)' and under"),
        (lambda scheme: scheme["codes"]["loyal"].remove(34), "leaves out 1 codes: 34"),
        (lambda scheme: scheme["codes"]["new"].append(61), "'61' under 'new'"),
        (lambda scheme: scheme["codes"].update(asleep=[]), "'asleep' of scheme 'mine' has no code"),
        (lambda scheme: scheme["codes"].update(asleep="rest"), "'asleep' of scheme 'mine' has no code"),
        (lambda scheme: scheme["codes"].update(new=51), "codes of 'new' as a list"),
        (lambda scheme: scheme["codes"].update(no_order=scheme["codes"].pop("new")), "calls a segment 'no_order'"),
        (lambda scheme: scheme["two_orders"]["cant_lose"].pop(1), "with the code '15' to 'None'"),
        (lambda scheme: scheme["two_orders"]["cant_lose"].update({1: "lost"}), "with the code '15' to 'lost'"),
        (lambda scheme: scheme["two_orders"].update(gone={1: "new"}), "exception for 'gone'"),
        (lambda scheme: scheme.update(two_orders=["cant_lose"]), "each segment with {recency score: segment}"),
        (lambda scheme: scheme.pop("two_orders"), "'cant_lose' without saying where"),
        (lambda scheme: scheme.update(scores=["frequency", "recency"]), "scores frequency, recency"),
        (lambda scheme: scheme.update(levels=6), "'levels' is 6. Choose one of: 2, 3, 4, 5"),
        (lambda scheme: scheme.update(money="median"), "'money' is median. Choose one of: total, mean"),
        (lambda scheme: scheme.update(order=["champions"]), "'order' must name each segment once"),
        (lambda scheme: scheme.update(cuts={"recency": [30, 60]}), r"cut of recency in scheme 'mine' is \[30, 60\]"),
        (lambda scheme: scheme.update(cuts={"frequency": "mean"}), "Write quantile, or the 4 limits"),
        (lambda scheme: scheme.update(cuts={"frequency": [4, 3, 2, 1]}), "rising"),
        (lambda scheme: scheme.update(cuts={"age": 3}), "Write one for each of: recency, frequency, monetary"),
        (lambda scheme: scheme.update(segments={}), "unknown keys: segments"),
        (lambda scheme: scheme.pop("codes"), "needs the key 'scores', and one of 'codes' and 'rules'"),
        (lambda scheme: scheme.update(rules={}), "needs the key 'scores', and one of 'codes' and 'rules'"),
    ],
)  # fmt: skip
def test_a_faulty_list_of_codes_is_refused_by_name(changed, change, message):
    with pytest.raises(ConfigError, match=message):
        changed(change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda scheme: scheme["rules"].pop("lost"), "leaves out 3 codes: 121, 112, 111"),
        (lambda scheme: scheme["rules"].update(asleep="rest"), "'asleep' of scheme 'mine' has no code: nobody can ever be in it"),
        (lambda scheme: scheme["rules"].update(loyal={"recency": "5-4"}), "'recency' of 'loyal' is 5-4"),
        (lambda scheme: scheme["rules"].update(loyal={"recency": 3.5}), "halves are for frequency_monetary alone"),
        (lambda scheme: scheme["rules"].update(loyal={"frequency_monetary": 3.2}), "'frequency_monetary' of 'loyal' is 3.2"),
        (lambda scheme: scheme["rules"].update(loyal={"recency": 6}), "Write a score from 1 to 5"),
        (lambda scheme: scheme["rules"].update(loyal={"tenure": 5}), "rule of 'loyal' is {'tenure': 5}"),
        (lambda scheme: scheme["rules"].update(loyal={}), "rule of 'loyal' is {}"),
        (lambda scheme: scheme.update(rules=["loyal"]), "under 'rules' each segment"),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_refused_by_name(changed, change, message):
    with pytest.raises(ConfigError, match=message):
        changed(lambda scheme: (scheme.pop("order"), change(scheme)), "putler_11")


def test_a_key_given_twice_is_refused_with_its_line(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("scores: [recency, frequency]\nrules:\n  loyal: {recency: 4-5}\n  loyal: rest\n", encoding="utf-8")

    with pytest.raises(ConfigError, match="line 4: the key 'loyal' is given twice"):
        scheme_codes(path)


def test_a_clients_scheme_in_four_lines(tmp_path):
    """Recency of two scores, H and L; ranges and rest; the file gives the order, no exception is needed."""
    path = tmp_path / "ours.yaml"
    path.write_text(
        "scores: [recency, frequency]\nlevels: 2\nrules:\n  回头客: {frequency: H}\n  近客: {recency: H}\n  远客: rest\n",
        encoding="utf-8",
    )
    codes = scheme_codes(str(path))

    assert {"22": "回头客", "12": "回头客", "21": "近客", "11": "远客"} == dict(zip(codes["code"], codes["segment"], strict=True))
    assert {"ours"} == set(codes["scheme"])
    assert ["回头客", "近客", "远客"] == list(codes["segment"].unique())


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"no scheme file '.*nobody.yaml'"):
        scheme_codes(tmp_path / "nobody.yaml")


def test_an_unknown_scheme_names_the_choices(six_customers):
    with pytest.raises(ConfigError, match=r"RFM scheme 'putler'. Choose one of: a path to a .yaml file, chinese_8, klaviyo_6"):
        rfm.fit(six_customers, scheme="putler")

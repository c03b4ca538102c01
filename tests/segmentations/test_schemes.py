"""Schemes are data: complete, disjoint, every segment within reach."""

from itertools import product

import pytest
import yaml

from analysis.errors import ConfigError
from analysis.segmentations import rfm
from analysis.segmentations.scheme import FOLDER, read_scheme, scheme_codes


@pytest.mark.parametrize(("scheme", "digits", "segments"), [("rfm_125", 3, 11), ("rf_map", 2, 10)])
def test_every_code_has_one_segment_and_every_segment_a_code(scheme, digits, segments):
    codes = scheme_codes(scheme)

    assert sorted(map("".join, product("12345", repeat=digits))) == sorted(codes["code"])
    assert segments == codes["segment"].nunique()
    assert set(codes["segment"]) <= set(rfm.SEGMENTS)


def test_the_sizes_of_the_125_code_list():
    """The counts of the published list: 7 + 8 + 24 + 7 + 16 + 8 + 5 + 22 + 8 + 14 + 6 = 125."""
    expected = {
        "champions": 7, "loyal": 8, "potential_loyalist": 24, "new": 7, "promising": 16, "need_attention": 8,
        "about_to_sleep": 5, "at_risk": 22, "cant_lose": 8, "hibernating": 14, "lost": 6,
    }  # fmt: skip

    assert expected == scheme_codes("rfm_125")["segment"].value_counts(sort=False).to_dict()


def test_display_order_of_the_file_is_that_of_the_method():
    assert list(rfm.SEGMENTS[:-2]) == list(scheme_codes("rfm_125")["segment"].unique())


@pytest.mark.parametrize(
    ("code", "segment"),
    [("11", "hibernating"), ("24", "at_risk"), ("15", "cant_lose"), ("31", "about_to_sleep"), ("33", "need_attention"),
     ("34", "loyal"), ("41", "promising"), ("51", "new"), ("52", "potential_loyalist"), ("54", "champions")],
)  # fmt: skip
def test_cells_of_the_recency_frequency_map(code, segment):
    assert segment == scheme_codes("rf_map").set_index("code")["segment"][code]


def test_one_order_is_not_enough_for_cant_lose():
    once = scheme_codes("rfm_125").query("segment == 'cant_lose'").set_index("code")["segment_if_once"]

    assert {"lost"} == set(once[["155", "154", "144", "115", "114", "113"]])
    assert {"hibernating"} == set(once[["214", "215"]])


@pytest.fixture
def changed(tmp_path):
    """Reads the 25-code map after a change to its content."""

    def read(change):
        content = yaml.safe_load((FOLDER / "rf_map.yaml").read_text(encoding="utf-8"))
        change(content)
        path = tmp_path / "mine.yaml"
        path.write_text(yaml.safe_dump(content), encoding="utf-8")
        return read_scheme(path)

    return read


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda scheme: scheme["segments"]["new"].append(55), "'55' under '(champions|new)' and under"),
        (lambda scheme: scheme["segments"]["loyal"].remove(34), "leaves out 1 codes: 34"),
        (lambda scheme: scheme["segments"]["new"].append(61), "'61' under 'new'"),
        (lambda scheme: scheme["segments"].update(asleep=[]), "'asleep' of scheme 'mine' has no code"),
        (lambda scheme: scheme["two_orders"]["cant_lose"].pop(1), "with the code '15' to 'None'"),
        (lambda scheme: scheme["two_orders"]["cant_lose"].update({1: "lost"}), "with the code '15' to 'lost'"),
        (lambda scheme: scheme["two_orders"].update(gone={1: "new"}), "exception for 'gone'"),
        (lambda scheme: scheme.update(scores=["frequency", "recency"]), "scores frequency, recency"),
        (lambda scheme: scheme.pop("segments"), "needs the keys"),
    ],
)
def test_a_faulty_scheme_is_refused_by_name(changed, change, message):
    with pytest.raises(ConfigError, match=message):
        changed(change)


def test_a_scheme_without_exceptions_is_complete(changed):
    codes = changed(lambda scheme: scheme.pop("two_orders"))

    assert (codes["segment"] == codes["segment_if_once"]).all()


def test_an_unknown_scheme_names_the_choices(six_customers):
    with pytest.raises(ConfigError, match=r"RFM scheme 'putler'. Choose one of: rf_map, rfm_125"):
        rfm.fit(six_customers, scheme="putler")

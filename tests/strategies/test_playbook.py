"""Playbooks are checked when read, and every complaint says where, what and how to mend it."""

import pytest

from analysis.errors import ConfigError
from analysis.strategies import load_playbook, load_playbook_file


def complaint(path) -> str:
    with pytest.raises(ConfigError) as caught:
        load_playbook_file(path)
    message = str(caught.value)
    assert "pydantic" not in message
    assert "\n" not in message
    return message


def test_a_sound_playbook_is_read(written, play):
    playbook = load_playbook_file(written(play()))

    assert ("ours", "CNY", "everything") == (playbook.name, playbook.currency, playbook.plays[0].key)
    assert "几句话。" == playbook.plays[0].offer.zh


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unit_cost": "cheap"}, "ours.yaml: play 'everything', field 'unit_cost': 'cheap' was given. Write a number here."),
        ({"unit_cost": -1}, "field 'unit_cost': '-1' is too small"),
        ({"lever": "magic"}, "field 'lever': 'magic' is not allowed. Choose one of: 'frequency'"),
        ({"channels": ["pigeon"]}, "field 'channels.0': 'pigeon' is not allowed"),
        ({"channels": []}, "field 'channels': empty. Give at least one entry."),
        ({"offers": "x"}, "field 'offers': no such field"),
        ({"offer": {"en": "Words."}}, "field 'offer.zh': not given. Add it"),
        ({"offer": {"en": " ", "zh": "话"}}, "field 'offer.en': empty. Write the text."),
        ({"offer": {"en": "Words.", "zh": "Words."}}, "field 'offer.zh': 'Words.' holds no Chinese."),
        ({"offer": "Words."}, "field 'offer': 'Words.' was given. Write entries of the form key: value here."),
        ({"key": "Big Play"}, "play 'Big Play', field 'key': 'Big Play' is no key."),
        ({"contact_cap_days": 1.5}, "field 'contact_cap_days': '1.5' was given. Write a whole number here."),
        ({"exclusions": "none"}, "field 'exclusions': 'none' was given. Write a list here."),
        (
            {"status": "done"},
            "field 'status': 'done' is not allowed. Choose one of: 'proposed', 'legal_checked', 'approved' or 'rejected'",
        ),
    ],
)
def test_a_wrong_field_is_named_with_the_way_out(written, play, changes, expected):
    assert expected in complaint(written(play(**changes)))


def test_a_missing_field_is_named(written, play):
    without = {name: value for name, value in play().items() if name != "guardrail"}

    assert "play 'everything', field 'guardrail': not given." in complaint(written(without))


def test_a_play_without_a_key_is_named_by_its_number(written, play):
    without = {name: value for name, value in play().items() if name != "key"}

    assert "play '#2', field 'key': not given." in complaint(written(play(), without))


def test_a_price_never_depends_on_the_segment(written, play):
    assert "field 'personalised_price': must be false. Prices follow openly published rules" in complaint(
        written(play(personalised_price=True))
    )


@pytest.mark.parametrize("evidence", ["sourced", "tested"])
def test_an_effect_with_evidence_needs_numbers_and_source(written, play, evidence):
    effect = {"low": 0.01, "base": 0.02, "high": 0.03, "evidence": evidence}

    assert "field 'effect': needs low, base, high and source" in complaint(written(play(effect=effect)))
    assert 0.02 == load_playbook_file(written(play(effect=effect | {"source": "Hold-out, spring 2026"}))).plays[0].effect.base


def test_a_range_runs_from_low_to_high(written, play):
    effect = {"low": 0.05, "base": 0.02, "high": 0.03, "evidence": "tested", "source": "Hold-out"}

    assert "needs low ≤ base ≤ high" in complaint(written(play(effect=effect)))


def test_two_plays_cannot_share_a_key(written, play):
    assert "play 'everything', field 'key': given twice" in complaint(written(play(), play()))


def test_a_play_for_a_segment_that_does_not_exist_is_an_error(written, play):
    assert (
        "field 'segments.lifecycle': no segment is called 'asleep', so the play would never be used. Choose from: loyal, developing"
        in (complaint(written(play(), play("other", segments={"lifecycle": ["asleep"]}))))
    )


def test_a_play_for_an_unknown_method_is_an_error(written, play):
    assert "field 'segments.horoscope': no segment is called 'leo'" in complaint(
        written(play(), play("other", segments={"horoscope": ["leo"]}))
    )


def test_the_segments_of_further_methods_can_be_given(written, play):
    path = written(play(segments={"lifecycle": ["loyal"], "loyalty": ["gold"]}))

    with pytest.raises(ConfigError, match=r"no play for lifecycle.prospect"):
        load_playbook_file(path, segments={"lifecycle": ["loyal"], "loyalty": ["gold"]})


def test_every_stage_and_tier_needs_a_play(written, play):
    segments = play()["segments"]
    segments["lifecycle"].remove("won_back")

    assert "ours.yaml: no play for lifecycle.won_back." in complaint(written(play(segments=segments)))


def test_a_rejected_play_serves_nobody(written, play):
    assert "no play for lifecycle.prospect" in complaint(written(play(status="rejected")))


def test_a_key_that_stands_twice_in_the_file_is_an_error(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text("name: ours\nname: theirs\n", encoding="utf-8")

    assert "ours.yaml, line 2: not valid YAML ('name' stands twice)" in complaint(path)


@pytest.mark.parametrize("text", ["plays: [", "just words", "", "- a list", "plays: {}", "name: x\ncurrency: yuan\nplays: []"])
def test_other_files_are_refused_in_plain_words(tmp_path, text):
    path = tmp_path / "ours.yaml"
    path.write_text(text, encoding="utf-8")

    assert complaint(path).startswith("ours.yaml")


def test_a_file_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_bytes("name: 通用".encode("gb18030"))

    assert "not written in UTF-8" in complaint(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert "No playbook at" in complaint(tmp_path / "nothing.yaml")


def test_an_unknown_playbook_is_answered_with_the_known_ones():
    with pytest.raises(ConfigError, match=r"Unknown playbook 'retial'. Choose one of: .*general"):
        load_playbook("retial")

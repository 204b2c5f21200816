"""Which warning signs a missing answer leaves open; random ones are tried where the oracle is."""

import pytest
from houseplants import CARD, flag, question, rule, section, small

from questionnaire.inference.left_open import flags_left_open
from questionnaire.report.details import details
from questionnaire.report.missing import missing
from questionnaire.report.shared_parts import notices, notices_in_words

SECTION = section(
    question("water"),
    question("place"),
    question("signs"),
    question("soil", text="Is it dry?", kind="choice", choices=["dry", "wet"], when="water < 3"),
    question("age", text="How old?", kind="number", unit="years", range=[0, 9], when="water < 3"),
)
THIRST = CARD + rule("thirst_dry", when="water < 1")
FLAGS = {
    "mould": "'mould' in signs",
    "gloom": "'mould' in signs and place == 'dark'",
    "dry": "water < 1 and place == 'dark'",
    "dust": "soil == 'dry'",
    "young": "age < 2",
    "thirst_in_the_dark": "thirst >= 2 and place == 'dark'",
    "unseen": "not answered(signs) and place == 'dark'",
}
PLANTS = small(
    section=SECTION,
    factors={"thirst": THIRST},
    red_flags="".join(flag(id_, when) for id_, when in FLAGS.items()),
)


@pytest.mark.parametrize(
    ("answers", "left_open"),
    [
        ({"water": 5, "place": "sunny", "signs": ["none"]}, set()),
        ({"water": 5, "place": "sunny"}, {"mould"}),
        ({"water": 5, "place": "dark"}, {"mould", "gloom"}),
        ({"water": 5, "signs": ["none"]}, set()),
        ({"water": 0, "signs": ["none"], "soil": "wet", "age": 3}, {"dry", "thirst_in_the_dark"}),
        ({"place": "dark", "signs": ["none"]}, {"dry", "dust", "young", "thirst_in_the_dark"}),
        ({"place": "sunny", "signs": ["none"]}, {"dust", "young"}),
        ({"place": "sunny", "signs": ["mould"], "soil": "dry", "age": 3}, {"young"}),
        ({}, {*FLAGS}),
    ],
)
def test_a_sign_is_left_open_if_a_missing_answer_could_raise_it(answers, left_open):
    found = flags_left_open(PLANTS.rulebook, PLANTS.assess(answers))

    assert {*found} == left_open


@pytest.mark.parametrize("reads", ["soil == 'dry'", "thirst >= 2"])
def test_what_was_set_aside_is_heard_where_another_answer_is_missing(reads):
    thirst = CARD + rule("thirst_dust", when="soil == 'dry'")
    plants = small(
        section=SECTION,
        factors={"thirst": thirst},
        red_flags=flag("mould", f"{reads} and 'mould' in signs"),
    )

    found = flags_left_open(
        plants.rulebook, plants.assess({"water": 5, "soil": "dry", "place": "dark"})
    )

    assert found == {"mould": {"signs"}}


def test_signs_of_a_notice_stand_in_it_where_they_were_checked():
    """Else it says where they stand; where nothing was answered, they follow."""
    notice = '[[notice]]\nid = "n"\ntext = "Look:"\nsigns_of = ["signs"]'
    plants = small(section=SECTION, red_flags=flag("mould", "'mould' in signs"), head=notice)
    seen = {"water": 5, "place": "sunny"}
    checked, open_, nothing = (
        plants.report(answers) for answers in ({**seen, "signs": ("none",)}, seen, {})
    )

    heading = "These warning signs were not checked"
    assert notices_in_words(checked, missing(checked)) == ["Look: sign of mould."]
    assert notices_in_words(open_, missing(open_)) == [f"Look (see “{heading}”)."]
    assert notices_in_words(nothing, missing(nothing)) == []
    assert [heading in [part.heading for part in details(one)] for one in (checked, open_)] == [
        False,
        True,
    ]
    which = f"Which signs, and what to do: in the details under “{heading}”."
    (brief,), (listed,) = (notices(one, missing(one), room=0) for one in (checked, open_))
    assert [block.items[1:] for block in (*brief.blocks, *listed.blocks)] == [(), (which,)]


def test_where_factors_are_kept_back_no_missing_answer_could_show_one():
    head = "\n[factors]\nunless = \"place == 'dark' or place == 'sunny' and water < 3\"\n"
    plants = small(section=SECTION, factors={"thirst": THIRST}, head=head)
    could = "These could show what plays a part:"
    for answers, kept_back in (
        ({"place": "dark"}, True),
        ({"place": "sunny", "water": 0}, True),
        ({"place": "sunny"}, False),
        ({"signs": ("none",)}, False),
    ):
        texts = str(details(plants.report(answers)))
        assert (could in texts) is not kept_back


@pytest.mark.parametrize(
    ("answers", "for_signs"),
    [
        ({"water": 0, "place": "sunny", "signs": ["none"]}, ("soil", "age")),
        ({"water": 0, "signs": ["none"], "soil": "wet", "age": 3}, ("place",)),
        ({"water": 5, "signs": ["none"]}, ("place",)),
        ({"water": 0, "place": "sunny", "signs": ["none"], "soil": "wet"}, ("age",)),
        ({"place": "sunny", "signs": ["none"], "soil": "wet"}, ("water",)),
    ],
)
def test_a_question_is_named_if_a_sign_hangs_on_it(answers, for_signs):
    """Where nothing stands out, so that no comfort is said, all are named that signs look at."""
    report = PLANTS.report(answers)

    assert missing(report).for_signs == for_signs

import os
import random
import signal
import threading
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest
from gardening import CARE, PLANT, RULEBOOK, WATER, interviewed
from houseplants import card, flag, rule, small
from msgspec.structs import replace

from questionnaire import Questionnaire
from questionnaire.interview import sentences
from questionnaire.interview.length import how_long
from questionnaire.interview.protocol import Back, Context, Given, InterviewStopped, Stop
from questionnaire.interview.review import applying
from questionnaire.interview.signals import ending_signals

STRAIGHT = {
    "kind": "orchid",
    "bark": "soil",
    "signs": ("yellow",),
    "water": 3,
    "pests": None,
}
SHOW, FIRST, SECOND, THIRD = 0, 1, 2, 3


class Script:
    """Answers from a plan: a list of replies, options and things to do."""

    keys = "The keys."
    ticked = None

    def __init__(self, *plan):
        self._plan = list(plan)
        self.asked = []
        self.told = []
        self.contexts = []
        self.options = []
        self.defaults = []

    def listening(self):
        return nullcontext()

    def _next(self):
        step = self._plan.pop(0)
        if isinstance(step, BaseException):
            raise step
        return step() if callable(step) else step

    def ask(self, question, context):
        self.asked.append(question.id)
        self.contexts.append(context)
        step = self._next()
        return step if isinstance(step, Given | Back | Stop) else Given(step)

    def confirm(self, question, reply, before):  # noqa: ARG002 - the asker's to show
        self.told.append(f"{question.id} = {reply.answer}")

    def choose(self, title, options, default=0, at=None):
        self.told.append(title)
        self.defaults.append(default if at is None else at)
        self.options.append([f"{each.label} {each.detail}".strip() for each in options])
        return self._next()

    def enter(self, title, default):  # noqa: ARG002 - the plan decides
        return self._next()

    def tell(self, *paragraphs, heading=""):
        self.told.extend([heading, *paragraphs])

    def warn(self, heading, *paragraphs):
        self.told.extend([heading, *paragraphs])

    def open(self, heading, *paragraphs, meanwhile):
        self.told.extend([heading, *paragraphs, *meanwhile()])


@pytest.fixture(scope="module")
def questionnaire():
    return Questionnaire(RULEBOOK)


@pytest.fixture
def interview(questionnaire):
    def start(*plan, answers=None, **options):
        script = Script(*plan)
        return interviewed(questionnaire, script, answers or {}, **options), script

    return start


def stopped_by(questionnaire, *plan, answers=None, **options):
    script = Script(*plan)
    with pytest.raises(InterviewStopped) as stopped:
        interviewed(questionnaire, script, answers or {}, **options)
    return stopped.value, script


def test_answering_straight_through_ends_in_the_review(interview):
    outcome, script = interview("orchid", "soil", ("yellow",), 3, Given(None), SHOW)

    assert (outcome.ended, outcome.summary, outcome.answers) == ("finished", True, STRAIGHT)
    assert script.asked == ["kind", "bark", "signs", "water", "pests"]
    assert script.options[-1] == [
        "Yes, show the summary",
        "What kind of plant is it? an orchid",
        "What does the orchid grow in? ordinary soil",
        (
            "What do you see on the plant today, leaves, stem and pot, if you look at it closely?"
            " yellow leaves"
        ),
        "How much water does it get? 3 cups a week",
        "Which of these live on it? not sure",
        "Stop here",
    ]


def test_progress_is_said_in_words_and_moves_only_with_the_path(interview):
    _, script = interview("orchid", "soil", ("yellow",), 3, Given(None), SHOW)

    assert [context.progress for context in script.contexts] == [
        "The plant, question 1 of 4 to 5",
        "The plant, question 2 of 5",
        "The plant, question 3 of 5",
        "Its care, question 4 of 5",
        "Its care, question 5 of 5",
    ]


def test_why_says_what_the_answer_is_for_and_names_no_factor(interview):
    _, script = interview("fern", ("yellow",), 3, Given(None), SHOW)

    assert [context.why for context in script.contexts] == [
        ("A cactus drinks less than a fern.", "Your answer decides which questions follow."),
        ("Some signs cannot wait.", "Your answer is needed to check for warning signs."),
        (
            "Too much water drowns the roots.",
            "Your answer helps to see what could play a part.",
        ),
        ("Your answer decides which questions follow.",),
    ]


@pytest.mark.parametrize(("words", "minutes"), [(2000, "10 minutes"), (100, "1 minute")])
def test_the_opening_counts_the_words_that_there_are_to_read(words, minutes):
    wordy = replace(WATER, help="word " * words)

    assert how_long(RULEBOOK, [(wordy, True)]) == f"1 question, about {minutes}."


@pytest.mark.parametrize(
    ("certain", "possible", "told"),
    [
        (1, 3, "1 to 3 questions, about 1 to 2 minutes."),
        (0, 1, "Up to 1 question, about 1 minute."),
        (3, 3, "3 questions, about 2 minutes."),
    ],
)
def test_the_opening_says_at_least_and_at_most_how_many_questions_there_are(
    certain, possible, told
):
    wordy = replace(WATER, help="word " * 100)

    left = [(wordy, number < certain) for number in range(possible)]

    assert how_long(RULEBOOK, left) == told


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({}, "4 to 5 questions, about"),
        ({"kind": "fern"}, "You have answered 1 question already. 3 more questions, about"),
        ({"kind": "orchid"}, "You have answered 1 question already. 4 more questions, about"),
        (
            {"kind": None, "signs": None, "water": None},
            "You have answered 3 questions already. 1 more question, about",
        ),
        (STRAIGHT, "You have answered 5 questions already. No question is left. Nothing"),
    ],
)
def test_a_question_that_no_open_answer_can_hide_or_open_is_counted_as_certain(
    questionnaire, answers, told
):
    _, script = stopped_by(questionnaire, KeyboardInterrupt(), answers=answers)

    assert any(line.startswith(told) for line in script.told)


def test_the_opening_says_what_it_is_and_what_is_kept(interview):
    _, script = interview("fern", Stop(), 0, kept_in="a.json", keep=lambda _: None)

    assert script.told[: script.told.index("First the plant itself.") + 1] == [
        RULEBOOK.title,
        *RULEBOOK.introduction,
        f"For: {RULEBOOK.audience}",
        (
            "4 to 5 questions, about 1 minute. Nothing leaves this "
            "machine. Your answers are kept in a.json and nowhere else."
        ),
        "The keys.",
        "The plant",
        "First the plant itself.",
    ]


def test_back_shows_the_old_answer_and_keeps_later_ones(interview):
    outcome, script = interview(
        "orchid", "soil", ("yellow",), Back(), Back(), Back(), "fern", 3, Given(None), SHOW
    )

    assert script.asked == [
        "kind",
        "bark",
        "signs",
        "water",
        "signs",
        "bark",
        "kind",
        "water",
        "pests",
    ]
    assert [context.previous for context in script.contexts[4:7]] == [
        Given(("yellow",)),
        Given("soil"),
        Given("orchid"),
    ]
    later = {name: answer for name, answer in STRAIGHT.items() if name not in ("kind", "bark")}
    assert outcome.answers == {"kind": "fern", **later}


def test_an_answer_that_no_longer_applies_is_kept_until_the_end_and_not_beyond(interview):
    kept = []
    answers = {**STRAIGHT, "kind": "fern"}
    outcome, _ = interview(
        FIRST, "cactus", SHOW, answers=answers, keep=lambda now: kept.append({**now})
    )

    assert "bark" not in outcome.answers
    assert ["bark" in each for each in kept] == [True, False]


@pytest.mark.parametrize(("sign", "stays"), [("bark == 'soil'", True), ("water > 9", False)])
def test_an_answer_that_no_longer_applies_stays_where_a_warning_sign_goes_with_it(sign, stays):
    plants = small(section={"plant": PLANT, "care": CARE}, red_flags=flag("sign", sign))
    answers = STRAIGHT | {"kind": "fern"}

    assert ("bark" in applying(plants, answers)) is stays


def test_there_is_nothing_before_the_first_question(interview):
    _, script = interview(Back(), "fern", Stop(), 0)

    assert sentences.FIRST_QUESTION in script.told
    assert script.asked[:2] == ["kind", "kind"]


def test_going_back_and_forth_at_random_ends_in_the_same_answers(questionnaire):
    for seed in range(5):
        chance = random.Random(seed)  # noqa: S311 - not for secrets
        script = Script()
        steps = iter(range(200))

        def reply(question, context, script=script, chance=chance, steps=steps):
            if next(steps, None) is None:
                return Given(STRAIGHT[question.id])
            if chance.random() < 0.45:
                return Back()
            if chance.random() < 0.2:
                script.contexts.append(context)
            return Given(STRAIGHT[question.id])

        script.ask = reply
        script.choose = lambda *_, steps=steps, **__: SHOW if next(steps, None) is None else THIRD

        assert interviewed(questionnaire, script, {}).answers == STRAIGHT


def test_an_emergency_is_shown_at_once_and_ends_the_interview(interview):
    outcome, script = interview("fern", ("flames",), 0)

    assert (outcome.ended, outcome.summary) == ("emergency", True)
    assert script.told[-5:] == [
        "Get help",
        "Now.",
        "Warning sign: sign of fire.",
        "Advice of fire.",
        sentences.first("Get help", sentences.WARNING_NEXT),
    ]


def test_after_an_emergency_the_person_may_go_on_and_is_not_told_again(interview):
    outcome, script = interview("fern", ("flames",), 1, 3, Given(None), SHOW)

    assert outcome.ended == "finished"
    assert script.told.count("Get help") == 1


def test_a_sign_ticked_by_mistake_can_be_taken_back(interview):
    outcome, script = interview("fern", ("flames",), 2, ("none",), 3, Given(None), SHOW)

    assert outcome.answers["signs"] == ("none",)
    assert script.told.count("Get help") == 1


def test_an_emergency_in_a_file_is_shown_before_anything_is_asked(interview):
    outcome, script = interview(0, answers={"kind": "fern", "signs": ("flames",)})

    assert outcome.ended == "emergency"
    assert not script.asked


def test_a_sign_in_a_file_can_be_taken_back_though_later_questions_were_answered(interview):
    earlier = {"kind": "fern", "signs": ("flames",), "water": 3}
    outcome, script = interview(2, ("none",), Given(None), SHOW, answers=earlier)

    assert script.asked == ["signs", "pests"]
    assert outcome.answers["signs"] == ("none",)


def test_a_sign_that_another_stands_for_is_not_warned_of_beside_it():
    told = {"instead_of": ["smoke"], "because": "{ticked} on it"}
    stands = flag("fire", "'flames' in signs", "now", **told)
    questionnaire = small(red_flags=stands + flag("smoke", "'flames' in signs", "now"))
    script = Script(0)
    interviewed(questionnaire, script, {"water": 3, "place": "dark", "signs": ("flames",)})

    assert "Warning sign: flames on it." in script.told
    assert "Warning sign: sign of smoke." not in script.told


def test_an_answer_that_raised_the_total_of_a_sign_can_be_taken_back():
    pale = rule("thirst_pale", when="'yellow' in signs")
    questionnaire = small(
        factors={"thirst": card("thirst") + pale},
        red_flags=flag("dry", "water < 1 and thirst >= 2", "now"),
    )
    script = Script(2, ("none",), SHOW)
    answers = {"water": 0, "place": None, "signs": ("yellow",)}
    outcome = interviewed(questionnaire, script, answers)

    assert script.asked == ["signs"]
    assert outcome.answers["signs"] == ("none",)


@pytest.mark.parametrize(("leave", "after"), [(Back, "kind"), (Stop, sentences.STOP_HERE)])
def test_what_was_ticked_is_weighed_before_somebody_goes_away(interview, leave, after):
    smoke = leave(Given(("flames",)))
    outcome, script = interview("fern", smoke, 0)

    assert outcome.ended == "emergency"
    assert outcome.answers == {"kind": "fern", "signs": ("flames",)}
    _, script = interview("fern", smoke, 1, *(["fern", Stop(), 0] if leave is Back else [0]))
    assert after in (script.asked[-3:] if leave is Back else script.told)


def test_ticks_that_are_as_they_were_are_no_new_answer(interview):
    _, script = interview(
        "fern", ("yellow",), Back(), Back(Given(("yellow",))), "fern", 3, Given(None), SHOW
    )

    assert script.told.count("signs = ('yellow',)") == 1


@pytest.mark.parametrize("breaks", [KeyboardInterrupt(), EOFError(), OSError(5, "gone")])
def test_what_was_ticked_is_an_answer_of_an_interview_that_is_broken_off(questionnaire, breaks):
    class Ticking(Script):
        ticked = Given(("flames",))

    kept = []
    with pytest.raises(InterviewStopped) as stopped:
        interviewed(
            questionnaire,
            Ticking("fern", breaks),
            {},
            keep=lambda answers: kept.append(dict(answers)),
        )

    assert stopped.value.answers == kept[-1] == {"kind": "fern", "signs": ("flames",)}


@pytest.mark.parametrize("reply", [Given(""), Given("weeds"), Given(7), Given(("fern",))])
def test_a_reply_that_is_no_answer_is_not_taken(interview, reply):
    outcome, script = interview(reply, "fern", Stop(), 0)

    assert script.asked == ["kind", "kind", "signs"]
    assert outcome.answers == {"kind": "fern"}


def test_ticks_that_are_no_answer_are_not_taken(interview):
    outcome, _ = interview("fern", Back(Given(("weeds",))), Back(), "fern", Stop(), 0)

    assert outcome.answers == {"kind": "fern"}


def test_the_list_below_a_warning_rests_on_nothing(interview):
    _, script = interview("fern", ("flames",), 0)

    assert script.defaults == [None]


def test_the_review_stays_at_the_answer_that_was_changed(interview):
    answers = {"kind": "fern", "signs": None, "water": 1, "pests": None}
    _, script = interview(THIRD, 2, SHOW, answers=answers)

    assert script.defaults == [0, THIRD]


def test_what_is_ticked_in_the_review_counts_though_somebody_goes_back(interview):
    answers = {"kind": "fern", "signs": None, "water": 1, "pests": None}
    outcome, _ = interview(SECOND, Back(Given(("yellow",))), SHOW, answers=answers)

    assert outcome.answers["signs"] == ("yellow",)


def test_a_note_is_shown_as_soon_as_it_holds_and_only_once(interview):
    _, script = interview("fern", ("yellow",), 9, Back(), 9.5, Given(None), SHOW)

    assert script.told.count("That is a lot of water.") == 1


@pytest.mark.parametrize(("choice", "summary"), [(0, True), (1, False)])
def test_stopping_asks_for_the_summary(interview, choice, summary):
    outcome, script = interview("fern", Stop(), choice)

    assert (outcome.ended, outcome.summary, outcome.answers) == (
        "stopped",
        summary,
        {"kind": "fern"},
    )
    assert script.told[-1] == sentences.STOP_HERE


def test_somebody_who_pressed_stop_by_mistake_goes_on(interview):
    outcome, _ = interview("fern", Stop(), 2, ("yellow",), 3, Given(None), SHOW)

    assert outcome.ended == "finished"


def test_a_change_in_the_review_says_what_it_hides_and_opens(interview):
    outcome, script = interview(
        FIRST,
        "orchid",
        0,
        "bark",
        FIRST,
        "fern",
        0,
        SHOW,
        answers={
            "kind": "fern",
            "signs": None,
            "water": 1,
            "pests": None,
        },
    )

    assert "With this change, these are asked as well:" in script.told
    assert "With this change, these no longer apply, and your answers are left out:" in script.told
    assert script.told.count("- What does the orchid grow in?") == 2
    assert outcome.answers["kind"] == "fern"


def test_a_change_that_is_not_accepted_changes_nothing(interview):
    answers = {"kind": "fern", "signs": None, "water": 1, "pests": None}
    outcome, _ = interview(FIRST, "orchid", 1, THIRD, Back(), SHOW, answers=answers)

    assert outcome.answers == answers


def test_a_change_without_consequences_is_taken_at_once(interview):
    answers = {"kind": "fern", "signs": None, "water": 1, "pests": None}
    outcome, _ = interview(FIRST, "cactus", SHOW, answers=answers)

    assert outcome.answers["kind"] == "cactus"


@pytest.mark.parametrize("plan", [(FIRST, Stop()), (5,)])
def test_the_review_can_be_left_without_a_summary(interview, plan):
    answers = {"kind": "fern", "signs": None, "water": 1, "pests": None}
    outcome, _ = interview(*plan, 1, answers=answers)

    assert (outcome.ended, outcome.summary, outcome.answers) == ("stopped", False, answers)


def test_somebody_who_stopped_in_the_review_by_mistake_is_in_it_again(interview):
    answers = {"kind": "fern", "signs": None, "water": 1, "pests": None}
    outcome, script = interview(FIRST, "fern", 5, 2, SHOW, answers=answers)

    assert outcome.ended == "finished"
    assert script.defaults == [0, 1, 0, 1]


def test_a_stopped_interview_that_cannot_be_kept_still_brings_its_answers(questionnaire):
    def keep(_):
        raise OSError(28, "No space left on device")

    stopped, _ = stopped_by(questionnaire, "fern", KeyboardInterrupt(), keep=keep)

    assert stopped.answers == {"kind": "fern"}
    assert sentences.farewell(RULEBOOK, stopped, (), Path("a.json"))[-1] == (
        "Nothing was assessed. Your latest answers could not be kept in a.json."
    )


def test_answers_are_kept_after_every_question(interview):
    kept = []
    interview("fern", ("yellow",), Stop(), 1, keep=lambda answers: kept.append(dict(answers)))

    assert kept == [{"kind": "fern"}, {"kind": "fern", "signs": ("yellow",)}]


def test_an_answer_is_shown_as_taken_when_it_is_kept_and_not_before(questionnaire):
    shown = []

    def keep(_):
        shown.append([text for text in script.told if " = " in text])

    script = Script("fern", ("yellow",), Stop(), 1)
    interviewed(questionnaire, script, {}, keep=keep)

    assert shown == [[], ["kind = fern"]]
    assert script.told[-2:] == ["signs = ('yellow',)", sentences.STOP_HERE]


def test_what_could_not_be_kept_is_kept_at_the_end_or_else_lost(interview):
    broken = iter((True, True, False))

    def keep(_):
        if next(broken):
            raise OSError(28, "No space left on device")

    def never(_):
        raise OSError(28, "No space left on device")

    assert interview("fern", ("yellow",), Stop(), 0, keep=keep)[0].lost is False
    assert interview("fern", ("yellow",), Stop(), 0, keep=never)[0].lost is True


def test_a_full_disk_is_said_again_where_there_was_room_in_between(interview):
    broken = iter((True, False, True, True, True))

    def keep(_):
        if next(broken):
            raise OSError(28, "No space left on device")

    _, script = interview("fern", ("yellow",), 3, Stop(), 0, keep=keep)

    assert sum("cannot be kept" in text for text in script.told) == 2


def test_a_full_disk_is_said_once_and_the_interview_goes_on(interview):
    def keep(_):
        raise OSError(28, "No space left on device", "a.json")

    outcome, script = interview("fern", ("yellow",), 3, Given(None), SHOW, keep=keep)

    assert outcome.ended == "finished"
    said = [text for text in script.told if "cannot be kept" in text]
    assert said == [
        (
            "Your answers cannot be kept in a.json: No space left on device. "
            "You can go on all the same; the summary is not affected."
        )
    ]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (KeyboardInterrupt(), "interrupted"),
        (EOFError(), "input ended"),
        (OSError(5, "Input/output error"), "terminal gone"),
    ],
)
def test_an_interview_that_is_broken_off_brings_its_answers(questionnaire, error, reason):
    stopped, _ = stopped_by(questionnaire, "fern", error)

    assert (stopped.answers, stopped.at, stopped.reason) == ({"kind": "fern"}, "signs", reason)
    assert (stopped.signal, stopped.exit_status) == (None, 130)


def test_an_answer_is_kept_even_where_keeping_it_was_interrupted(questionnaire):
    kept = []

    def keep(answers):
        kept.append(dict(answers))
        if len(kept) == 1:
            raise KeyboardInterrupt

    stopped, _ = stopped_by(questionnaire, "fern", keep=keep)

    assert kept == [{"kind": "fern"}, {"kind": "fern"}] == [stopped.answers] * 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_breaks_off_like_ctrl_c_and_is_named(questionnaire, number):
    before = signal.getsignal(number)
    stopped, _ = stopped_by(questionnaire, "fern", lambda: os.kill(os.getpid(), number))

    assert (stopped.answers, stopped.reason) == ({"kind": "fern"}, "signal")
    assert (stopped.signal, stopped.exit_status) == (number, 128 + number)
    assert signal.getsignal(number) is before


def test_a_signal_that_python_swallowed_stops_before_the_next_question(questionnaire):
    def swallow():
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        return Given("fern")

    stopped, script = stopped_by(questionnaire, swallow)

    assert (stopped.answers, stopped.signal) == ({"kind": "fern"}, signal.SIGTERM)
    assert script.asked == ["kind"]


def test_later_signals_do_not_disturb_the_last_save(questionnaire):
    kept = []

    def keep(answers):
        os.kill(os.getpid(), signal.SIGHUP)
        kept.append(dict(answers))

    stopped, _ = stopped_by(questionnaire, "fern", keep=keep)

    assert kept == [{"kind": "fern"}]
    assert stopped.signal == signal.SIGHUP


def test_only_the_main_thread_listens_to_signals():
    heard = []

    def listen():
        with ending_signals() as signals:
            heard.append(signals.number)

    thread = threading.Thread(target=listen)
    thread.start()
    thread.join()

    assert heard == [None]


def test_the_farewell_says_where_it_stopped_and_what_became_of_the_answers(questionnaire, tmp_path):
    stopped, _ = stopped_by(questionnaire, "fern", KeyboardInterrupt())
    at_review, _ = stopped_by(questionnaire, KeyboardInterrupt(), answers=STRAIGHT)

    assert sentences.farewell(RULEBOOK, stopped, (), None) == (
        (
            'Stopped at this question: "What do you see on the plant today, leaves, stem and pot, '
            'if you look at it closely?"'
        ),
        "Nothing was assessed. Your answers were not kept.",
    )
    assert sentences.farewell(RULEBOOK, at_review, (), tmp_path) == (
        "Stopped.",
        f"Nothing was assessed. {sentences.kept(tmp_path)}",
    )


def test_the_farewell_speaks_of_no_answers_where_there_are_none(questionnaire, tmp_path):
    stopped, _ = stopped_by(questionnaire, KeyboardInterrupt())

    for kept_in in (None, tmp_path / "new.json"):
        assert sentences.farewell(RULEBOOK, stopped, (), kept_in)[-1] == (
            "Nothing was assessed. Nothing was answered, so nothing was written."
        )


def test_the_farewell_repeats_an_emergency(questionnaire):
    stopped, _ = stopped_by(questionnaire, "fern", ("flames",), KeyboardInterrupt())

    lines = sentences.farewell(
        RULEBOOK, stopped, questionnaire.assess(stopped.answers).red_flags, None
    )

    assert lines[:4] == (
        "GET HELP",
        "Now.",
        "Warning sign: sign of fire.",
        "Advice of fire.",
    )
    assert lines[5:] == (sentences.NOT_KEPT,)


def test_a_long_wrong_entry_is_cut():
    assert sentences.does_not_fit("x" * 99, "So.") == '"' + "x" * 40 + '..." does not fit. So.'
    assert sentences.so_far(WATER, Context(progress="", why=())) == ""


# What was answered on an earlier day --------------------------------------------------------------

EARLIER = {"kind": "fern", "water": 3, "pests": ("pest_1",)}


def test_an_earlier_answer_is_shown_and_counts_only_when_it_is_given(interview):
    outcome, script = interview("fern", ("yellow",), 3, Stop(), 0, earlier=EARLIER)

    assert [(context.previous, context.earlier) for context in script.contexts] == [
        (Given("fern"), True),
        (None, True),
        (Given(3), True),
        (Given(("pest_1",)), True),
    ]
    assert outcome.answers == {"kind": "fern", "signs": ("yellow",), "water": 3}


def test_an_answer_of_today_is_shown_before_an_earlier_one(interview):
    _, script = interview("cactus", Back(), Stop(), 0, earlier=EARLIER)

    assert [(context.previous, context.earlier) for context in script.contexts] == [
        (Given("fern"), True),
        (None, True),
        (Given("cactus"), False),
    ]


@pytest.mark.parametrize("leaving", [Back, Stop])
@pytest.mark.parametrize(
    ("ticked", "answers"),
    [
        (("pest_1",), {"kind": "fern", "signs": None, "water": 3}),
        (("pest_2",), {"kind": "fern", "signs": None, "water": 3, "pests": ("pest_2",)}),
    ],
)
def test_ticks_of_an_earlier_day_are_an_answer_only_if_they_were_changed(
    interview, leaving, ticked, answers
):
    end = [Stop(), 0] if leaving is Back else [0]
    outcome, _ = interview("fern", Given(None), 3, leaving(Given(ticked)), *end, earlier=EARLIER)

    assert outcome.answers == answers


@pytest.mark.parametrize(("ticked", "taken"), [(("pest_1",), False), (("pest_2",), True)])
def test_an_interruption_takes_no_ticks_of_an_earlier_day(questionnaire, ticked, taken):
    script = Script("fern", Given(None), 3, KeyboardInterrupt())
    script.ticked = Given(ticked)
    with pytest.raises(InterviewStopped) as stopped:
        interviewed(questionnaire, script, {}, earlier=EARLIER)

    assert ("pests" in stopped.value.answers) is taken


def test_the_opening_says_that_earlier_answers_are_shown(interview):
    _, script = interview(Stop(), 0, earlier=EARLIER)

    said = (
        "With some questions your answer of last time is shown: Enter keeps it. "
        "Others, which check for warning signs, are asked anew."
    )
    assert any(said in text for text in script.told)

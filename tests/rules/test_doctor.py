"""The page for the doctor, over all cases: it tells as said what was said, and nothing else.

Each case is tried with its own answers, and once more with those of the person that it begins from
which do not apply: a sheet that contradicts itself.
"""

from functools import cache, reduce
from itertools import takewhile

from people import answers, cases, every_case, questionnaire

from questionnaire.knowledge.conditions import Chosen, Ticked, choices_in
from questionnaire.knowledge.model import choices_of
from questionnaire.knowledge.printable import sentence
from questionnaire.knowledge.wording import name_of
from questionnaire.report.answers import answer_in_words, with_answers
from questionnaire.report.doctor_page import doctor_page
from questionnaire.report.outline import Entry, Paragraph, Table
from questionnaire.report.report import Report
from questionnaire.report.signs import evidence_in_words, flags_by_urgency

SAID = {"Answers", "Other answers"}
NOT_SAID = {
    "Asked about and not ticked",
    "Not answered",
    "Not asked",
    "Set aside",
}


def given(id_):
    """Returns all answers of a case, those of its person that do not apply as well."""
    return {**cases()[id_].variant.base, **cases()[id_].variant.given}


@cache
def sheets(id_):
    """Returns the two reports of a case, each with its page."""
    known = questionnaire()
    told = (answers(cases()[id_]), given(id_))
    reports = [Report(known.rulebook, known.assess(each)) for each in told]
    return [(report, doctor_page(report)) for report in reports]


def question(id_):
    return questionnaire().rulebook.questions[id_]


def in_words(id_, answer):
    (words,) = with_answers([(question(id_), answer)])
    return words


def texts(page, headings):
    """Returns what stands under these headings: (label, text) for each piece."""
    found = []
    for part in page:
        for block in part.blocks if part.heading in headings else ():
            match block:
                case Paragraph(text):
                    found.append(("", text))
                case Entry(label, items):
                    found += [(label, item) for item in items]
                case Table(_, rows):
                    found += rows
    return found


@every_case
def test_only_what_was_given_and_used_stands_among_the_answers(id_):
    for report, page in sheets(id_):
        aside = {(item.question, item.answer) for item in report.assessment.set_aside}
        used = [(one, answer) for one, answer in given(id_).items() if (one, answer) not in aside]
        rows = {(name_of(question(one)), answer_in_words(question(one), a)) for one, a in used}
        said = sorted((in_words(one, answer) for one, answer in used), key=len, reverse=True)

        assert set(texts(page, {"Answers"})) <= rows
        for _, text in texts(page, {"Other answers"}):
            left = reduce(lambda rest, words: rest.replace(words, ""), said, text)
            assert left.strip("; ") == ""


@every_case
def test_every_answer_that_was_given_is_told_once(id_):
    for report, page in sheets(id_):
        told = [": ".join(filter(None, piece)) for piece in texts(page, {*SAID, *NOT_SAID})]

        for one, answer in report.assessment.answers.items():
            if answer is not None and one not in report.assessment.assumed:
                name = name_of(question(one))
                assert any(name in piece for piece in told), one


@every_case
def test_what_was_set_aside_stands_as_it_was_given_with_a_mark(id_):
    for report, page in sheets(id_):
        told = [text for _, text in texts(page, {"Set aside"})]

        assert len(told) == len(report.assessment.set_aside)
        for item, text in zip(report.assessment.set_aside, told, strict=True):
            boxes = given(id_)[item.question]
            assert item.answer == boxes or set(item.answer) <= set(boxes)
            assert text.startswith(f"{in_words(item.question, item.answer)} (set aside")


@every_case
def test_what_was_assumed_says_so_and_from_which_given_answers(id_):
    for report, page in sheets(id_):
        aside = {item.question for item in report.assessment.set_aside}
        none = {
            (one.id, (choice.id,))
            for one in report.rulebook.questions.values()
            for choice in choices_of(one)
            if choice.exclusive
        }
        assumed = [
            one
            for one in report.assessment.assumed
            if one not in aside and (one, report.assessment.answers[one]) not in none
        ]

        told = [text for _, text in texts(page, {"Not asked"})]
        assert len(told) == len(assumed)
        for one, text in zip(assumed, told, strict=True):
            assert text.startswith(f"{name_of(question(one))}: not asked; taken as ")
            reasons = report.assessment.assumed[one]
            assert reasons
            for reason in reasons:
                assert reason.answer == given(id_)[reason.question]
                assert f"“{name_of(question(reason.question))}” is " in text


@every_case
def test_what_is_called_not_ticked_was_asked_and_not_ticked(id_):
    for report, page in sheets(id_):
        called = {name_of(one): one for one in questionnaire().rulebook.questions.values()}

        for name, text in texts(page, {"Asked about and not ticked"}):
            one = called[name]
            answer = report.assessment.answers[one.id]
            assert one.id not in report.assessment.assumed
            left = [choice.label for choice in choices_of(one) if choice.id not in answer]
            assert text == "no" == answer or set(text.split("; ")) <= set(
                "; ".join(left).split("; ")
            )


@every_case
def test_nothing_that_was_left_empty_and_that_a_flag_reads_is_left_out(id_):
    for report, page in sheets(id_):
        told = dict(texts(page, {"Asked about and not ticked"}))

        for flag in report.rulebook.red_flags.values():
            for one, boxes in choices_in(flag.when).items():
                choices, answer = choices_of(question(one)), report.assessment.answers.get(one)
                if one in report.assessment.assumed or one not in report.rulebook.denied:
                    continue  # nobody saw its boxes, or what was ticked is told alone
                if any(choice.exclusive for choice in choices) and answer is not None:
                    empty = [x.label for x in choices if x.id in boxes and x.id not in answer]
                    assert [x for x in empty if x not in told[name_of(question(one))]] == []


@every_case
def test_what_must_not_be_said_is_not_said_to_the_doctor_either(id_):
    (_, page), _ = sheets(id_)
    headings = {part.heading for part in page}
    said = texts(page, headings - SAID - NOT_SAID)
    told = " ".join([*headings, *(text for label, text in said if label not in SAID)])

    assert [one for one in cases()[id_].must_not_say if one.casefold() in told.casefold()] == []


@every_case
def test_every_sign_stands_on_the_page_once_and_those_that_lead_with_what_to_do(id_):
    for report, page in sheets(id_):
        blocks = [(part.heading, block) for part in page for block in part.blocks]
        signs = [place for place, (_, block) in enumerate(blocks) if isinstance(block, Paragraph)]
        whole = " | ".join(text for _, text in texts(page, {part.heading for part in page}))
        _, _, leading = next(flags_by_urgency(report))

        for flag in report.assessment.red_flags:
            assert whole.count(f"{sentence(flag.sign)} (") == 1
        for flag in report.assessment.shown_flags:
            begins = f"{sentence(flag.sign)} ("
            (place,) = (place for place in signs if blocks[place][1].text.startswith(begins))
            heading, _ = blocks[place]
            assert heading.startswith(report.rulebook.urgencies[flag.urgency].label)
            assert heading.endswith(flag.time_frame)
            below = {block.label: block.items for block in behind(blocks, place)}
            advice = tuple(line.text for line in flag.advice)
            assert below.get("What to do", ()) == (advice if flag in leading else ())


@every_case
def test_a_sign_that_says_more_than_one_answer_names_the_answers_behind_it(id_):
    for report, page in sheets(id_):
        blocks = [(part.heading, block) for part in page for block in part.blocks]
        for flag in report.assessment.shown_flags:
            (place,) = (
                place
                for place, (_, block) in enumerate(blocks)
                if isinstance(block, Paragraph)
                and block.text.startswith(f"{sentence(flag.sign)} (")
            )
            below = {block.label: block.items for block in behind(blocks, place)}
            if isinstance(report.rulebook.red_flags[flag.id].when, Ticked | Chosen):
                continue
            (answers,) = below["Answers"]
            assert all(one in answers for one in evidence_in_words(report, flag.evidence))


def behind(blocks, place):
    """Returns the entries that follow a sign, up to the next one."""
    return takewhile(lambda block: isinstance(block, Entry), (b for _, b in blocks[place + 1 :]))

"""Every warning sign is told once in each piece of a document, and under its own urgency."""

import re
from functools import cache
from itertools import cycle

from people import answers, cases, every_case, questionnaire, tried

from questionnaire.knowledge.bearing import bearings
from questionnaire.knowledge.printable import as_label
from questionnaire.knowledge.wording import name_of
from questionnaire.report.document import document
from questionnaire.report.outline import Entry, Paragraph
from questionnaire.report.report import Report
from questionnaire.report.signs import in_short

PIECES = ("summary", "details", "doctor_page")
ANSWERS = {"Answers", "Other answers", "Asked about and not ticked", "Set aside"}


@cache
def documents(id_):
    """Returns the report of a case with its document, and without an answer that signs look at."""
    left_out = dict(zip(tried(), cycle(deciding()), strict=False))[id_]
    told = answers(cases()[id_])
    less = {one: given for one, given in told.items() if one != left_out}
    known = questionnaire()
    reports = [Report(known.rulebook, known.assess(each)) for each in (told, less)]
    return [(report, document(report)) for report in reports]


@cache
def deciding():
    found = bearings(questionnaire().rulebook)
    return [id_ for id_, bearing in found.items() if bearing.red_flags]


@cache
def names_of_questions():
    return tuple(as_label(name_of(one)) for one in questionnaire().rulebook.questions.values())


def texts(outline):
    """Yields what is said, each time with what stands above it; not the person's own answers."""
    asked = names_of_questions()
    for part in outline:
        above = part.heading
        for block in part.blocks if part.heading not in ANSWERS else ():
            match block:
                case Paragraph(text, "strong") if text.endswith(":"):
                    above = text
                case Paragraph(text):
                    yield above, text
                case Entry(label, items):
                    said = (item for item in items if not item.startswith(asked))
                    yield from ((f"{above} | {label}", item) for item in said)


def told(report, piece):
    """Returns the flags by the words that tell them there: of a raised one its reason or its sign.

    Two may have the same reason, if the same boxes raised them.
    """
    found = {}
    said = {flag.id: flag.because for flag in report.assessment.shown_flags}
    for flag in questionnaire().rulebook.red_flags.values():
        words = said.get(flag.id, flag.sign) if piece == "summary" else flag.sign
        found.setdefault(words.casefold(), []).append(flag.id)
    return found


@cache
def pattern(sign):
    return re.compile(rf"(?:^|[:;] ){re.escape(sign)}(?=$|[;.] | \()", re.IGNORECASE)


def places(outline, signs):
    """Returns for each sign what stands above it wherever it is told; it may be part of another."""
    left, found = list(texts(outline)), {}
    every = "\n".join(text for _, text in left).casefold()
    for sign in sorted(signs, key=len, reverse=True):
        here = [each for each in left if sign in each[1].casefold()] if sign in every else []
        found[sign] = [
            f"{above} | {text}" for above, text in here for _ in pattern(sign).findall(text)
        ]
        if here:
            left = [
                *(each for each in left if each not in here),
                *((above, pattern(sign).sub("", text)) for above, text in here),
            ]
    return found


@cache
def found(id_):
    """Returns for each piece of both documents the flags by their words, and where these stand."""
    return [
        (piece, signs, places(getattr(whole, piece), signs))
        for report, whole in documents(id_)
        for piece, signs in ((piece, told(report, piece)) for piece in PIECES)
    ]


@every_case
def test_no_sign_is_told_twice(id_):
    for piece, signs, above in found(id_):
        assert {sign: one for sign, one in above.items() if len(one) > len(signs[sign])} == {}, (
            piece
        )


@every_case
def test_every_sign_stands_under_its_own_time_frame(id_):
    """In the details it stands below the sign; there each sign has its own."""
    urgencies = questionnaire().rulebook.urgencies
    times = {
        flag.id: in_short(flag.time_frame or urgencies[flag.urgency].time_frame)
        for flag in questionnaire().rulebook.red_flags.values()
    }

    for piece, signs, found_ in found(id_):
        for sign, above in found_.items():
            hidden = "Also found"  # with the sign that stands instead
            if piece != "details" or "not checked" in "".join(above):
                own = [times[flag] for flag in signs[sign]]
                assert all(
                    hidden in one or any(time in one.lower() for time in own) for one in above
                ), sign


def test_signs_that_were_not_checked_are_among_those_that_are_looked_at():
    heading = "not checked"

    every = [one.heading for id_ in tried() for _, whole in documents(id_) for one in whole.details]
    assert sum(heading in one for one in every) > len(tried()) / 2

"""Every warning sign is told once in each piece of a document, and under its own urgency."""

import re
from functools import cache
from itertools import cycle, product

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
    """Returns the document of a case, and another without one answer that signs depend on."""
    left_out = dict(zip(tried(), cycle(deciding()), strict=False))[id_]
    told = answers(cases()[id_])
    less = {one: given for one, given in told.items() if one != left_out}
    known = questionnaire()
    return [document(Report(known.rulebook, known.assess(each))) for each in (told, less)]


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


@cache
def places(outline):
    """Returns for each sign what stands above it wherever it is told."""
    left, found = list(texts(outline)), {}
    every = "\n".join(text for _, text in left).casefold()
    for id_, sign, told in signs():
        here = [each for each in left if sign in each[1].casefold()] if sign in every else []
        found[id_] = [f"{above} | {text}" for above, text in here for _ in told.findall(text)]
        if here:
            left = [
                *(each for each in left if each not in here),
                *((above, told.sub("", text)) for above, text in here),
            ]
    return found


@cache
def signs():
    """Returns each flag, its sign, and how this is told; a sign may be part of another."""
    flags = questionnaire().rulebook.red_flags.values()
    return [
        (
            flag.id,
            flag.sign.casefold(),
            re.compile(rf"(?:^|[:;] ){re.escape(flag.sign)}(?=$|[;.] | \()", re.IGNORECASE),
        )
        for flag in sorted(flags, key=lambda one: -len(one.sign))
    ]


@every_case
def test_no_sign_is_told_twice(id_):
    for piece, whole in product(PIECES, documents(id_)):
        found = places(getattr(whole, piece))

        assert {flag: above for flag, above in found.items() if len(above) > 1} == {}, piece


@every_case
def test_every_sign_stands_under_its_own_time_frame(id_):
    """In the details it stands below the sign; there each sign has its own."""
    urgencies = questionnaire().rulebook.urgencies
    times = {
        flag.id: in_short(flag.time_frame or urgencies[flag.urgency].time_frame)
        for flag in questionnaire().rulebook.red_flags.values()
    }

    for whole, piece in ((whole, piece) for whole in documents(id_) for piece in PIECES):
        for flag, above in places(getattr(whole, piece)).items():
            hidden = "Also found"  # with the sign that stands instead
            if piece != "details" or "not checked" in "".join(above):
                assert all(hidden in told or times[flag] in told.lower() for told in above), flag


def test_signs_that_were_not_checked_are_among_those_that_are_looked_at():
    heading = "not checked"

    told = [one.heading for id_ in tried() for whole in documents(id_) for one in whole.details]
    assert sum(heading in one for one in told) > len(tried()) / 2

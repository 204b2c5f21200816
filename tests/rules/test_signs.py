"""Every warning sign is told once in each piece of a document, and under its own urgency."""

import re

import pytest
from people import cases, questionnaire, reported

from questionnaire.knowledge.printable import as_label
from questionnaire.knowledge.wording import name_of
from questionnaire.report.document import document
from questionnaire.report.outline import Entry, Paragraph

PIECES = ("summary", "details", "doctor_page")
ANSWERS = {"Answers", "Other answers", "Asked about and not ticked", "Answers that were set aside"}


def texts(outline):
    """Yields what is said, each time with what stands above it; not the person's own answers."""
    asked = tuple(as_label(name_of(one)) for one in questionnaire().rulebook.questions.values())
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
                    yield from ((f"{above} {label}", item) for item in said)


def places(outline):
    """Returns for each sign the headings under which it is told, the longest sign first."""
    left, found = list(texts(outline)), {}
    flags = questionnaire().rulebook.red_flags.values()
    for flag in sorted(flags, key=lambda one: -len(one.sign)):
        told = re.compile(rf"(?:^|[:;] ){re.escape(flag.sign)}(?=$|[;.] | \()", re.IGNORECASE)
        found[flag.id] = [above for above, text in left for _ in told.findall(text)]
        left = [(above, told.sub("", text)) for above, text in left]
    return found


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("id_", cases())
def test_no_sign_is_told_twice_or_under_another_urgency(id_, piece):
    found = places(getattr(document(reported(id_)), piece))

    assert {flag: above for flag, above in found.items() if len(above) > 1} == {}

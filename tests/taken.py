"""The answers that a terminal showed as taken, read from all that was written to it.

Answers are compared in words and without blanks, which do not depend on the width of a terminal.
"""

import re
from itertools import pairwise

from questionnaire.knowledge.printable import printable
from questionnaire.knowledge.wording import in_words

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[\]])|\r")
_BEFORE = re.compile(r"\s\(before:.*", re.DOTALL)
_TAKEN = {True: re.compile(r"Your\s+answer:\s"), False: re.compile(r"\n = ")}


def text(raw):
    """Returns what was shown, without what steers a terminal."""
    return _ESCAPES.sub("", raw.decode(errors="replace"))


def shown_as_taken(raw, rulebook, *, plain):
    """Yields each answer with the name of its question, the last one last."""
    asked = {_short(question.text): name for name, question in rulebook.questions.items()}
    for before, after in pairwise(_TAKEN[plain].split(text(raw))):
        shown, (answer, whole, _) = _short(before), after.partition("\n\n")
        ends = {shown.rfind(text) + len(text): text for text in asked if text in shown}
        last = max(ends, default=None)
        if whole and last is not None and (plain or last == len(shown)):
            yield (
                asked[ends[last]],
                _short(_BEFORE.sub("", answer)).removesuffix("." if plain else ""),
            )


def last_asked(raw, rulebook):
    """Returns the name of the question whose text was shown last."""
    shown = _short(text(raw))
    return max(rulebook.questions.values(), key=lambda each: shown.rfind(_short(each.text))).id


def in_short(rulebook, answers):
    """Returns answers as they are shown."""
    return {name: _short(in_words(rulebook.questions[name], answers[name])) for name in answers}


def _short(text):
    return "".join(printable(text).split())

"""Small rule bases about houseplants from a few lines of TOML, loaded as any other."""

from pathlib import Path
from tempfile import TemporaryDirectory

from random_rulebases import toml

from questionnaire import Questionnaire

HEAD = """
id = "houseplants"
title = "Houseplants"
version = "1"
reviewed = 2026-01-31
audience = "Plants."
introduction = ["About plants."]
recommendation = ["Show it to a gardener."]
level = [
    { id = "low", label = "low", from = 2 },
    { id = "moderate", label = "moderate", from = 3 },
    { id = "high", label = "high", from = 5 },
]
urgency = [
    { id = "any", label = "Look again", time_frame = "some time" },
    { id = "week", label = "See a gardener", time_frame = "this week" },
    { id = "now", label = "Get help", time_frame = "now", interrupts = true },
]
grades = { A = "good evidence", B = "fair evidence", C = "weak evidence", D = "opinion" }
"""
MESSAGES = """
[messages]
nothing_found = ["Nothing stands out."]
nothing_found_unchecked = ["Nothing stands out so far."]
nothing_found_beside_flags = ["See above."]
nothing_answered = ["Nothing was answered."]
answers_set_aside = "These do not fit: {answers}."
signs_not_checked = "Signs that need these were not checked: {questions}."
"""
SOURCES = 'book = { title = "Plants", publisher = "A press", read = "yes" }'
QUESTIONS = """
title = "Care"
[[question]]
id = "water"
text = "How much water does it get?"
kind = "number"
unit = "cups a week"
range = [0, 20]
step = 0.5
[[question]]
id = "light"
text = "Where does it stand?"
kind = "choice"
choices = [{ id = "sunny", label = "in the sun" }, { id = "dark", label = "in a corner" }]
[[question]]
id = "signs"
text = "What do you see?"
kind = "many"
choices = [
    { id = "brown", label = "brown tips" },
    { id = "mould", label = "white mould" },
    { id = "webs", label = "fine webs" },
    { id = "flames", label = "flames" },
    { id = "none", label = "none of these", exclusive = true },
]
"""
CARD = """
name = "A plain name"
grade = "B"
summary = "It happens."
sources = ["book"]
"""


def rule(id_, weight=2, **keys):
    """Returns the text of a rule."""
    table = {"id": id_, "weight": weight, "because": f"Because of {id_}.", "sources": ["book"]}
    return "[[rule]]\n" + toml(table | keys)


def flag(id_, when, urgency="week", more=""):
    return f"""
[[red_flag]]
id = "{id_}"
sign = "sign of {id_}"
when = "{when}"
urgency = "{urgency}"
advice = ["Advice of {id_}."]
sources = ["book"]
{more}
"""


def files(section=QUESTIONS, factors=None, red_flags="", head="", messages=MESSAGES):
    """Returns the files of a rule base: name to text.

    ``factors`` is id to what its file holds; so is ``section`` where there is more than one.
    """
    sections = section if isinstance(section, dict) else {"care": section}
    cards = factors or {"thirst": CARD + rule("thirst_dry", when="water < 1")}
    return {
        "rulebook.toml": toml({"sections": list(sections)}) + HEAD + head + messages,
        "sources.toml": SOURCES,
        **{f"sections/{id_}.toml": text for id_, text in sections.items()},
        "red_flags.toml": red_flags,
        **{f"factors/{id_}.toml": card for id_, card in cards.items()},
    }


def small(**parts):
    """Loads the rule base that ``files`` makes of these parts."""
    return loaded(files(**parts))


def loaded(texts):
    with TemporaryDirectory() as folder:
        for name, text in texts.items():
            file = Path(folder, name)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        return Questionnaire.load(Path(folder))

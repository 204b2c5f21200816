"""The world of houseplants, as its files tell it, and small rule bases that are cut out of it."""

import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from random_rulebases import toml
from spoiling import HOUSEPLANTS

from questionnaire import Questionnaire


def _read(name):
    return tomllib.loads((HOUSEPLANTS / name).read_text("utf-8"))


_BOOK = _read("rulebook.toml")
_SOURCES = (HOUSEPLANTS / "sources.toml").read_text("utf-8")


def _whole(table, stems):
    """Returns the table of a question with its whole text, in place of its stem and item."""
    if "stem" not in table:
        return table
    text = stems[table["stem"]].replace("{item}", table["item"])
    return {"text": text} | {k: v for k, v in table.items() if k not in {"stem", "item"}}


_ASKED = {
    each["id"]: _whole(each, asked.get("stems"))
    for asked in (_read(f"sections/{id_}.toml") for id_ in _BOOK["sections"])
    for each in asked["question"]
}
OF_ANSWERS = {"when", "unless", "assume", "notes", "neutral"}
"""What a question has only beside the rest of the world."""


def question(id_, **keys):
    """Returns the text of a question of the world, asked of everybody; ``keys`` take precedence.

    A question that the world does not have is made of ``keys`` alone.
    """
    known = _ASKED.get(id_, {"id": id_})
    left_out = OF_ANSWERS | ({"text"} if "stem" in keys else set())
    return "[[question]]\n" + toml({k: v for k, v in known.items() if k not in left_out} | keys)


def section(*questions, title="Care", **keys):
    """Returns the text of a section that asks these."""
    return toml({"title": title} | keys) + "".join(questions)


def choices(id_, *names):
    """Returns those choices of a question of the world."""
    known = {each["id"]: each for each in _ASKED[id_]["choices"]}
    return [known[name] for name in names]


def card(id_):
    """Returns the text of a card of the world without its rules and all that depends on answers."""
    plain = ("name", "grade", "summary", "role", "sources")
    return toml({key: each for key, each in _read(f"factors/{id_}.toml").items() if key in plain})


HEAD = toml(
    {key: _BOOK[key] for key in ("id", "title", "version", "audience", "introduction")}
    | {key: _BOOK[key] for key in ("level", "urgency", "grades")}
    | {"reviewed": str(_BOOK["reviewed"]), "recommendation": _BOOK["recommendation"][:1]}
)
MESSAGES = "\n[messages]\n" + toml(_BOOK["messages"])
QUESTIONS = section(question("water"), question("place"), question("signs"))
CARD = card("thirst")


def rule(id_, weight=2, **keys):
    """Returns the text of a rule."""
    table = {"id": id_, "weight": weight, "because": f"Because of {id_}.", "sources": ["handbook"]}
    return "[[rule]]\n" + toml(table | keys)


def flag(id_, when, urgency="week", **keys):
    """Returns the text of a red flag."""
    table = {"id": id_, "sign": f"sign of {id_}", "when": when, "urgency": urgency}
    table |= {"advice": [f"Advice of {id_}."], "sources": ["handbook"]}
    return "[[red_flag]]\n" + toml(table | keys)


def files(section=QUESTIONS, factors=None, red_flags="", head="", messages=MESSAGES):
    """Returns the files of a rule base: name to text.

    ``factors`` is id to what its file holds; so is ``section`` where there is more than one.
    """
    sections = section if isinstance(section, dict) else {"care": section}
    cards = factors or {"thirst": CARD + rule("thirst_dry", when="water < 1")}
    return {
        "rulebook.toml": toml({"sections": list(sections)}) + HEAD + head + messages,
        "sources.toml": _SOURCES,
        **{f"sections/{id_}.toml": text for id_, text in sections.items()},
        **({"red_flags.toml": red_flags} if red_flags else {}),
        **{f"factors/{id_}.toml": text for id_, text in cards.items()},
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

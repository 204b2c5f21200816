"""What a rule base has names for, and what somebody means by a name that a report printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from questionnaire.knowledge.model import Rulebook, choices_of
from questionnaire.knowledge.placeholders import fill
from questionnaire.knowledge.wording import name_of

Kind: TypeAlias = Literal[
    "factor", "section", "question", "derived", "red flag", "rule", "notice", "source"
]

_QUOTES: Final = str.maketrans("", "", "\"'\u201c\u201d\u201e\u2018\u2019\u201a«»")
_FEWEST: Final = 3
"""Letters by which a name is searched for in others."""
_PROPOSED: Final = 3


class Named(Struct, frozen=True):
    """Something that has a name.

    Attributes:
        words: What it is called, its short name first, then what people read.
        mentions: Texts by which it may be looked for too: the choices of a question, and who
            published a source.
    """

    kind: Kind
    id: str
    words: tuple[str, ...]
    mentions: tuple[str, ...] = ()


def named(rulebook: Rulebook) -> Iterator[Named]:
    """Yields all that has a name."""
    for factor in rulebook.factors.values():
        yield Named("factor", factor.id, (factor.id, factor.name))
    for section in rulebook.sections:
        yield Named("section", section.id, (section.id, section.title))
    for question in rulebook.questions.values():
        words = (question.id, name_of(question), question.text)
        choices = chain.from_iterable((one.label, one.id) for one in choices_of(question))
        yield Named("question", question.id, words, tuple(choices))
    for derived in rulebook.derived.values():
        yield Named("derived", derived.id, (derived.id, derived.text))
    for flag in rulebook.red_flags.values():
        yield Named("red flag", flag.id, (flag.id, flag.sign))
    for factor in rulebook.factors.values():
        for rule in factor.rules:
            yield Named("rule", rule.id, (rule.id, without_answers(rule.because, rulebook)))
    for notice in rulebook.notices:
        yield Named("notice", notice.id, (notice.id, without_answers(notice.text, rulebook)))
    for source in rulebook.sources.values():
        yield Named("source", source.id, (source.id, source.title), (source.publisher,))


def called(rulebook: Rulebook, name: str) -> tuple[Named, ...]:
    """Returns what is called so; case, quotation marks and a full stop do not matter."""
    if not (wanted := _plain(name)):
        return ()
    return tuple(one for one in named(rulebook) if wanted in map(_plain, one.words))


def mentioning(rulebook: Rulebook, name: str) -> tuple[Named, ...]:
    """Returns what has a word in what people read of its name, or in a choice, that begins so."""
    wanted = _plain(name)
    if len(wanted) < _FEWEST:
        return ()
    begins = re.compile(rf"(?<!\w){re.escape(wanted)}").search
    texts = {one: map(_plain, (*one.words[1:], *one.mentions)) for one in named(rulebook)}
    return tuple(one for one in texts if any(map(begins, texts[one])))


def near(rulebook: Rulebook, name: str) -> tuple[str, ...]:
    """Returns the names that somebody may have meant, the nearest first, each thing once."""
    known = {_plain(word): (one, word) for one in named(rulebook) for word in one.words}
    meant: dict[Named, str] = {}
    for close in get_close_matches(_plain(name), known, n=2 * _PROPOSED):
        thing, word = known[close]
        meant.setdefault(thing, word)
    return tuple(meant.values())[:_PROPOSED]


def without_answers(text: str, rulebook: Rulebook) -> str:
    """Returns a text of the rule base with what stands for an answer named in brackets."""
    return fill(text, lambda found: f"[{_called(found.id, rulebook)}]")


def _called(id_: str, rulebook: Rulebook) -> str:
    if question := rulebook.questions.get(id_):
        return name_of(question)
    return rulebook.derived[id_].text or "a number"


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split()).strip(".:?!, ")

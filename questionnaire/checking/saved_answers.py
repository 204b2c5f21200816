"""What becomes of answers that people have kept, when the questions are others."""

from __future__ import annotations

from collections.abc import Iterator

from questionnaire.checking.edits import used_anew
from questionnaire.knowledge.model import NumberQuestion, Question, Rulebook
from questionnaire.knowledge.wording import name_of, number_in_words


def fate_of_answers(old: Rulebook, new: Rulebook) -> Iterator[str]:
    """Yields a sentence for each question whose old answers fit no more or are read otherwise."""
    for id_, before in old.questions.items():
        now = new.questions.get(id_)
        name = f"“{name_of(before)}” ({id_})"
        if now is None:
            again = (
                f" “{one.id}” asks the same: under the old id they would still count."
                for one in new.questions.values()
                if one.id not in old.questions and one.text == before.text
            )
            yield f"{name} is gone: answers to it are left out.{''.join(again)}"
        elif type(before) is not type(now):
            yield f"{name} is another kind of question: answers to it no longer fit."
        else:
            yield from (f"{name}: {fate}" for fate in _fate(before, now))


def _fate(before: Question, now: Question) -> Iterator[str]:
    if isinstance(before, NumberQuestion) or isinstance(now, NumberQuestion):
        if isinstance(before, NumberQuestion) and isinstance(now, NumberQuestion):
            yield from _fate_of_numbers(before, now)
        return
    choices = {choice.id: choice for choice in now.choices}
    for choice in before.choices:
        if (kept := choices.get(choice.id)) is None:
            yield f"“{choice.label}” ({choice.id}) is gone: whoever gave it is taken not to know."
        elif used_anew(choice.label, kept.label):
            yield f"whoever gave “{choice.label}” is read as “{kept.label}” ({choice.id})."


def _fate_of_numbers(before: NumberQuestion, now: NumberQuestion) -> Iterator[str]:
    if now.low > before.low:
        yield f"answers below {number_in_words(now.low, now.unit)} no longer fit."
    if now.high < before.high:
        yield f"answers above {number_in_words(now.high, now.unit)} no longer fit."
    if (before.step / now.step).denominator != 1:
        yield f"answers between steps of {number_in_words(now.step)} no longer fit."
    if now.unit != before.unit:
        yield f"a number that was given in {before.unit} is read as {now.unit}."

"""What changed since the sheet before, in a few lines; ``comparison`` says all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from questionnaire.knowledge.wording import day_in_words, joined
from questionnaire.report.answers import given
from questionnaire.report.comparison import changed_answers, changes
from questionnaire.report.outline import Outline, Paragraph, Part
from questionnaire.report.report import Report

_ROOM = 150
"""Characters: two lines of a usual terminal, less what their breaking takes."""
_NAMES = 3


def since(report: Report) -> Outline:
    """Returns what changed since the earlier answers, or nothing if there are none."""
    earlier = report.earlier
    if earlier is None:
        return ()
    texts = [
        " ".join((_urgency(report, earlier), levels, _answers(report, earlier)))
        for levels in _levels(_ranks(report), _ranks(earlier), report)
    ]
    text = next((text for text in texts if len(text) <= _ROOM), texts[-1])
    return (Part(f"Since {_when(earlier, report)}", (Paragraph(text),)),)


def since_in_full(report: Report) -> Outline:
    """Returns all that changed since the earlier answers, as a card."""
    if (earlier := report.earlier) is None:
        return ()
    reports = {_when(earlier, report): earlier, "now": report}
    return (Part(f"What changed since {_when(earlier, report)}", changes(reports), "card"),)


def _when(earlier: Report, report: Report) -> str:
    return day_in_words(earlier.day, report.day) if earlier.day else "last time"


def _urgency(report: Report, earlier: Report) -> str:
    """Compares the urgencies; a lower one takes back nothing that was said before."""
    rank = list(report.rulebook.urgencies).index
    before, now = rank(earlier.assessment.urgency), rank(report.assessment.urgency)
    if now == before:
        return "As urgent as then."
    if now > before:
        return "More urgent than then."
    return "Less urgent now, but what was urgent then still is if nobody has looked at it."


def _ranks(report: Report) -> dict[str, int]:
    """Returns the rank of the level of every factor that is shown."""
    levels = list(report.rulebook.levels)
    return {factor.id: levels.index(factor.level) for factor in report.assessment.factors}


def _levels(now: Mapping[str, int], before: Mapping[str, int], report: Report) -> Iterator[str]:
    """Yields what stands out more and less, in fewer and fewer names, at last only how much."""
    names = {id_: factor.name for id_, factor in report.rulebook.factors.items()}
    more = [names[id_] for id_ in now if now[id_] > before.get(id_, -1)]
    less = [names[id_] for id_ in before if before[id_] > now.get(id_, -1)]
    found = (("more", more), ("less", less))
    if not more and not less:
        yield "What stands out is the same."
        return
    for most in range(_NAMES, 0, -1):
        said = [f"{word}: {_named(ids, most)}" for word, ids in found if ids]
        yield f"Stands out {'; '.join(said)}."
    counted = [f"{word}: {len(ids)}" for word, ids in found if ids]
    yield f"Stands out {'; '.join(counted)}."


def _named(names: Sequence[str], most: int) -> str:
    rest = len(names) - most
    quoted = [f"“{name}”" for name in names[:most]]
    return joined([*quoted, f"{rest} other{'s' if rest > 1 else ''}"] if rest > 0 else quoted)


def _answers(report: Report, earlier: Report) -> str:
    """Counts the answers that changed; where some are missing, less can stand out."""
    changed = changed_answers([earlier.assessment, report.assessment])
    missing = [
        question
        for question, answer in given(earlier.assessment).items()
        if answer is not None and question in report.assessment.unanswered
    ]
    others = len(changed) - len(missing)
    if missing:
        return f"Answers: {others} new or changed, {len(missing)} missing now."
    return f"Answers: {others} new or changed."

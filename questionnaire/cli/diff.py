"""The command that says what a change of a rule base does, and to whom."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from questionnaire.checking.both import Both, Person, moves
from questionnaire.checking.differences import Difference, Region, differences
from questionnaire.checking.edits import (
    CONCERNS,
    NOTHING,
    Concern,
    Edit,
    edits,
    label,
    name_of_thing,
    value_in_words,
)
from questionnaire.checking.pairs import Turn
from questionnaire.checking.saved_answers import fate_of_answers
from questionnaire.checking.watching import Watch
from questionnaire.cli.output import (
    RULES_HAVE_PROBLEMS,
    UNUSABLE,
    complain,
    fail,
    report_problems,
    send,
    watched,
)
from questionnaire.interview.answers_file import load_answers
from questionnaire.knowledge.model import Answers, Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import day_in_words, joined
from questionnaire.loading.cases import Cases, load_cases
from questionnaire.loading.rulebook import load, shipped
from questionnaire.report.answers import with_answers
from questionnaire.report.as_markdown import as_markdown
from questionnaire.report.as_text import print_outline
from questionnaire.report.outline import Block, Outline, Paragraph, Part, Table, entry, part

Telling: TypeAlias = Literal["text", "markdown", "json"]
_MOST_WAYS = 6
"""Ways of a region that are printed."""
_HOLDS: dict[Turn, str] = {
    "no more": "Holds no more",
    "only now": "Holds only now",
    "otherwise": "Comes out otherwise",
}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What a change of a rule base comes to.

    Attributes:
        tried: The people of the cases and probes of both.
        records: Those of the files that were named.
        saved: Sentences on what becomes of answers that were kept.
    """

    both: Both
    differences: tuple[Difference, ...] = ()
    tried: tuple[Person, ...] = ()
    records: tuple[Person, ...] = ()
    saved: tuple[str, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """All who were tried, those found to show a difference among them, each once."""
        shown = [region.somebody for one in self.differences for region in one.regions]
        people = (*self.tried, *self.records, *(one for one in shown if one is not None))
        return tuple({frozenset(one.answers.items()): one for one in people}.values())

    @property
    def concern(self) -> Concern | None:
        """The gravest of what differs, None where nothing does."""
        found = [one.concern for one in self.differences]
        if any(map(self.both.falls, self.people)):
            return "danger"
        return max(found, key=CONCERNS.index, default=None)

    @property
    def version_stayed(self) -> bool:
        """Whether results changed and the version did not."""
        return (
            self.concern in ("result", "danger") and self.both.old.version == self.both.new.version
        )


def diff_folders(
    named: tuple[Path, Path | None],
    files: Sequence[Path],
    format_: Telling,
    fail_on: Concern | None,
) -> None:
    """Prints what a change does; ends with a status if it concerns ``fail_on`` or more.

    The rule base that ships is the new one where none is named.
    """
    folders = (named[0], named[1] or shipped())
    both = Both(*_books(folders))
    given = dict(_records(files, both))
    with watched() as watch:
        verdict = _verdict(both, folders, given, watch)
    outline = _outline(verdict)
    match format_:
        case "text":
            print_outline(outline)
        case "markdown":
            send(as_markdown(f"{both.new.title}: what differs", outline).encode())
        case "json":
            send(_json(verdict))
    found = verdict.concern
    if fail_on and found and CONCERNS.index(found) >= CONCERNS.index(fail_on):
        sys.exit(RULES_HAVE_PROBLEMS)


def _books(folders: tuple[Traversable, Traversable]) -> Iterator[Rulebook]:
    """Yields the two rule bases, or ends with all that is wrong with them."""
    loaded = [load(folder) for folder in folders]
    for which, folder, (_, problems) in zip(("old", "new"), folders, loaded, strict=True):
        if problems:
            complain(f"The {which} rule base, {folder}, cannot be loaded:")
            report_problems(problems)
    for book, _ in loaded:
        if book is None:
            complain("Nothing was compared.")
            sys.exit(UNUSABLE)
        yield book


def _records(files: Sequence[Path], both: Both) -> Iterator[tuple[str, Answers]]:
    """Yields the sheets of files with their names, or ends with what is wrong with the files."""
    problems: list[Problem] = []
    for path in dict.fromkeys(files):
        # What fits neither is a mistake; what only one of them knows is what differs.
        old, new = (load_answers(path, book) for book in (both.old, both.new))
        if old.problems and new.problems:
            problems += new.problems
        for before, now in zip(old.series, new.series, strict=False):
            day = f", {day_in_words(now.day)}" if now.day else ""
            yield f"{path}{day}", {**before.answers, **now.answers}
    if problems:
        fail(problems, "Nothing was compared.")


def _verdict(
    both: Both, folders: tuple[Traversable, Traversable], given: dict[str, Answers], watch: Watch
) -> Verdict:
    if not any(edits(both.old, both.new)):
        return Verdict(both=both)
    cases: list[Cases] = []
    for folder, book in zip(folders, (both.old, both.new), strict=True):
        found, problems = load_cases(folder, book)
        cases.append(found)
        if problems:
            complain(f"{folder}: some cases cannot be used; questionnaire check says why.")
    people = both.people((cases[0], cases[1]))
    tried = [both.person(answers, name) for name, answers in watch(people.items(), "People")]
    records = [both.person(answers, name) for name, answers in given.items()]
    return Verdict(
        both=both,
        differences=differences(both, (*tried, *records), watch),
        tried=tuple(tried),
        records=tuple(records),
        saved=tuple(fate_of_answers(both.old, both.new)),
    )


# In words -----------------------------------------------------------------------------------------


def _outline(verdict: Verdict) -> Outline:
    both = verdict.both
    versions = f"version {both.old.version} before, {both.new.version} now"
    about: list[Block] = [Paragraph(f"{both.new.title}, {versions}.", "quiet")]
    if verdict.version_stayed:
        about.append(Paragraph("Results changed, and the version did not: raise it.", "strong"))
    if not verdict.differences and both.old.digest != both.new.digest:
        about.append(Paragraph("The files differ in remarks, probes or their order only."))
    return (
        Part(_first_line(verdict), tuple(about), "boxed"),
        *(
            Part(f"{concern.capitalize()}: {one}", tuple(blocks), "card")
            for concern in reversed(CONCERNS)
            for difference in verdict.differences
            if difference.concern == concern
            for one, blocks in ((_heading(difference, both), _blocks(difference, both)),)
        ),
        *part("Saved answers", entry("", verdict.saved)),
        *part("Of those tried", _moved(verdict.people, both)),
        *part("Your records", entry("", (_of_record(one, both) for one in verdict.records))),
    )


def _first_line(verdict: Verdict) -> str:
    if not verdict.differences:
        return "Nothing differs in what is asked, concluded or said"
    counted = Counter(one.concern for one in verdict.differences)
    graded = [f"{counted[one]} {one}" for one in reversed(CONCERNS) if counted[one]]
    tried = verdict.people
    falls, rises = (sum(map(of, tried)) for of in (verdict.both.falls, verdict.both.rises))
    many = len(verdict.differences)
    return (
        f"{many} difference{'' if many == 1 else 's'} ({', '.join(graded)}); "
        f"of {len(tried):,} people tried the urgency falls for {falls or 'none'} "
        f"and rises for {rises or 'none'}"
    )


def _heading(difference: Difference, both: Both) -> str:
    name = name_of_thing(difference.kind, difference.id, both.new) or name_of_thing(
        difference.kind, difference.id, both.old
    )
    thing = f"{difference.mark} {difference.kind} {difference.id}".rstrip()
    return f"{thing}, {name}" if name else thing


def _blocks(difference: Difference, both: Both) -> Iterator[Block]:
    yield from (Paragraph(why, "strong") for why in difference.why)
    if not difference.edits:
        yield Paragraph("Its conditions are the same, but what they read is not.")
    yield from entry("", (line for edit in difference.edits for line in _told(edit, both)))
    for region in difference.regions:
        yield from entry(_HOLDS[region.turn], _about(region, both))


def _told(edit: Edit, both: Both) -> Iterator[str]:
    """Yields how a key read and how it reads."""
    name = label(edit)
    sides = zip(edit.sides, (both.old, both.new), ("before", "now"), strict=True)
    said = [(when, value_in_words(value, book)) for value, book, when in sides]
    if said[0][1] == said[1][1]:
        yield f"{name}: {said[0][1]}; it reads the same, but what it names is otherwise"
        return
    for when, words in said:
        if words != NOTHING:
            yield f"{name}, {when}: {words}" if name else words


def _about(region: Region, both: Both) -> Iterator[str]:
    line = f"{region.line}: " if region.line else ""
    for words in region.words[:_MOST_WAYS]:
        yield f"{line}where {words}"
    if (more := len(region.words) - _MOST_WAYS) > 0:
        yield f"{line}and in {more} more ways"
    seen = f"{region.seen:,} of those tried"
    if region.somebody is None:
        yield f"{line}Nobody was found who shows it."
    else:
        yield f"{line}For example {_person(region.somebody, both)}."
    yield (
        f"Proved: for nobody else. Seen in {seen}."
        if region.proved
        else f"Only seen in cases: {seen}; it may be so for others too."
    )


def _person(person: Person, both: Both) -> str:
    """Returns the answers of a person, and what moved for them."""
    questions = {**both.old.questions, **both.new.questions}
    given = with_answers(
        (question, person.answers[id_])
        for id_, question in questions.items()
        if id_ in person.answers
    )
    moved = [f"{what} from {old} to {new}" for what, old, new in moves([person], both)]
    before, now = person.old.totals, person.new.totals
    totals = [
        f"the total of {id_} from {before.get(id_, 0)} to {now.get(id_, 0)}"
        for id_ in dict.fromkeys((*before, *now))
        if before.get(id_, 0) != now.get(id_, 0)
    ]
    changes = joined([*moved, *totals])
    return f"{'; '.join(given) or 'no answers at all'}{changes and f' ({changes})'}"


def _moved(people: Sequence[Person], both: Both) -> Iterator[Block]:
    """Yields how many of the people tried moved from where to where."""
    counted = Counter(moves(people, both))
    rows = [(*move, f"{count:,}") for move, count in counted.most_common()]
    if rows:
        yield Table(("What", "Before", "Now", "People"), tuple(rows))


def _of_record(person: Person, both: Both) -> str:
    moved = [f"{what} from {old} to {new}" for what, old, new in moves([person], both)]
    return f"{person.name}: {joined(moved) or 'the same urgency and levels'}"


def _json(verdict: Verdict) -> bytes:
    both = verdict.both
    tried = verdict.people
    value = {
        "old": _identity(both.old),
        "new": _identity(both.new),
        "concern": verdict.concern,
        "version_stayed": verdict.version_stayed,
        "tried": len(tried),
        "urgency_falls": sum(map(both.falls, tried)),
        "urgency_rises": sum(map(both.rises, tried)),
        "differences": [_difference(one, both) for one in verdict.differences],
        "saved_answers": verdict.saved,
        "moved": [
            {"what": what, "before": before, "now": now, "people": count}
            for (what, before, now), count in Counter(moves(tried, both)).most_common()
        ],
        "records": [{"name": one.name, "moved": [*moves([one], both)]} for one in verdict.records],
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def _identity(book: Rulebook) -> dict[str, str]:
    return {"id": book.id, "version": book.version, "digest": book.digest}


def _difference(one: Difference, both: Both) -> dict[str, object]:
    return {
        "mark": one.mark,
        "kind": one.kind,
        "id": one.id,
        "concern": one.concern,
        "why": one.why,
        "edits": [
            {
                "key": label(edit),
                "before": value_in_words(edit.sides[0], both.old),
                "now": value_in_words(edit.sides[1], both.new),
            }
            for edit in one.edits
        ],
        "regions": [
            {
                "line": region.line,
                "turn": region.turn,
                "where": region.words,
                "person": None if region.somebody is None else region.somebody.answers,
                "seen": region.seen,
                "proved": region.proved,
            }
            for region in one.regions
        ],
    }

"""What a change of a rule base does, in words for its author and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import asdict

from questionnaire.checking.both import Both, Person, moves
from questionnaire.checking.concerns import CONCERNS, Concern
from questionnaire.checking.differences import Difference, Region
from questionnaire.checking.edit_words import (
    NOTHING,
    apart,
    label,
    left_behind,
    name_of_thing,
    otherwise_in,
    value_in_words,
)
from questionnaire.checking.edits import Edit
from questionnaire.checking.pairs import Turn
from questionnaire.checking.verdict import Verdict
from questionnaire.inference.assessment import identity_of
from questionnaire.knowledge.answers import Json
from questionnaire.knowledge.wording import joined, so_many
from questionnaire.report.answers import with_answers
from questionnaire.report.outline import Block, Outline, Paragraph, Part, Table, entry, part

_MOST_WAYS = 3
"""Ways of a region that are printed."""
_LONGEST_WAY = 500
"""Characters of a way that somebody reads."""
_EXPLAINED = ("question", "derived value", "factor", "rule", "red flag", "notice", "source")
"""Things of which ``explain`` tells all."""
_GRADED: dict[Concern, str] = {
    "danger": "{} dangerous",
    "result": "{} in results",
    "words": "{} in words only",
}
_HOLDS: dict[Turn, str] = {
    "no more": "Holds no more",
    "only now": "Holds only now",
    "otherwise": "Comes out otherwise",
}


def outline_of(found: Verdict) -> Outline:
    """Returns what differs, the gravest first, and what becomes of people and their answers."""
    both = found.both
    versions = f"version {both.old.version} before, {both.new.version} now"
    about: list[Block] = [Paragraph(f"{both.new.title}, {versions}.", "quiet")]
    if found.version_stayed:
        about.append(Paragraph("Results changed, and the version did not: raise it.", "strong"))
    if any(one.mark == "+" and one.kind in _EXPLAINED for one in found.differences):
        about.append(Paragraph("questionnaire explain tells all of what came."))
    if not found.differences and both.old.digest != both.new.digest:
        what = "Only remarks, probes, their order, the version or the review differ."
        about.append(Paragraph(what))
    return (
        Part(_first_line(found), tuple(about), "boxed"),
        *(
            Part(f"{concern.capitalize()}: {one}", tuple(blocks), "card")
            for concern in reversed(CONCERNS)
            for difference in found.differences
            if difference.concern == concern
            for one, blocks in ((_heading(difference, both), _blocks(difference, found)),)
        ),
        *part("Saved answers", entry("", found.saved)),
        *part("Of those tried", _moved(found.people, both)),
        *part("Your records", entry("", (_of_record(one, both) for one in found.records))),
    )


def _first_line(found: Verdict) -> str:
    if not found.differences:
        return "Nothing differs in what is asked, concluded or said"
    counted = Counter(one.concern for one in found.differences)
    graded = [_GRADED[one].format(counted[one]) for one in reversed(CONCERNS) if counted[one]]
    tried = found.people
    falls, rises = (sum(map(of, tried)) for of in (found.both.falls, found.both.rises))
    many = len(found.differences)
    return (
        f"{so_many(many, 'difference')} ({', '.join(graded)}); "
        f"of {len(tried):,} people tried the urgency falls for {falls or 'none'} "
        f"and rises for {rises or 'none'}"
    )


def _heading(difference: Difference, both: Both) -> str:
    name = _name(difference, both)
    thing = f"{difference.mark} {difference.kind} {difference.id}".rstrip()
    return f"{thing}, {name}" if name else thing


def _name(difference: Difference, both: Both) -> str:
    names = (name_of_thing(difference.kind, difference.id, book) for book in (both.new, both.old))
    return next(filter(None, names), "")


def _blocks(difference: Difference, found: Verdict) -> Iterator[Block]:
    both = found.both
    yield from (Paragraph(why, "strong") for why in difference.why)
    if not difference.edits:
        yield Paragraph("Its conditions are the same, but what they read is not.")
    told = [line for edit in difference.edits for line in _told(edit, both)]
    if difference.counting:
        things = joined([f"{kind} {id_}".rstrip() for kind, id_ in difference.counting])
        told.append(f"counted or weighed with the others in {things}")
    yield from entry("", (line for line in told if line != _name(difference, both)))
    for region in difference.regions:
        yield from entry(_HOLDS[region.turn], _about(region, found))


def _told(edit: Edit, both: Both) -> Iterator[str]:
    """Yields how a key read and how it reads."""
    name = label(edit)
    sides = zip(edit.sides, both.told_apart, ("before", "now"), strict=True)
    said = [(when, value_in_words(value, book)) for value, book, when in sides]
    before, now = (words for _, words in said)
    if before == now:
        # That it is for the same people all the same, the concern says.
        named = [f"“{both.new.derived[id_].text or id_}”" for id_ in otherwise_in(edit)]
        why = f"{joined(named)} in it" if named else "it is written otherwise, or what it names"
        yield f"{name}: reads the same, but {why} is otherwise"
        return
    for (when, words), short in zip(said, apart(before, now), strict=True):
        if words != NOTHING:
            yield f"{name}, {when}: {short}" if name else short
    yield from left_behind(edit, both.new)


def _about(region: Region, found: Verdict) -> Iterator[str]:
    """Yields who shows it, whether it is proved, and where it holds."""
    line = f"{region.line}: " if region.line else ""
    if region.somebody is not None:
        yield f"{line}For example {_person(region.somebody, found.both)}."
    short = [words for words in region.words if len(words) <= _LONGEST_WAY][:_MOST_WAYS]
    for number, words in enumerate(short):
        yield f"{'Or where' if number else f'{line}Where'} {words}."
    if (more := len(region.words) - len(short)) > 0:
        ways = so_many(more, "more way" if short else "way")
        yield f"And in {ways}." if short else f"{line}In {ways} too long to read here."
    tried = "cases, probes and records" if found.records else "cases and probes"
    seen = f"Seen in {region.seen or 'none'} of the {tried}"
    if not region.line and region.seen:
        seen += f", with another urgency or level for {region.moved or 'none'} of them"
    if region.somebody is None:
        seen = "Nobody was found for whom it is so"
    sure = "Proved: for nobody else." if region.proved else "It may be so for others too."
    yield f"{seen}. {sure}"


def _person(person: Person, both: Both) -> str:
    """Returns the answers of a person, and what moved for them."""
    given = with_answers(
        (question, person.answers[id_])
        for id_, question in both.questions.items()
        if id_ in person.answers
    )
    before, now = person.old.totals, person.new.totals
    totals = [
        f"the total of {_factor(id_, both)} from {before.get(id_, 0)} to {now.get(id_, 0)}"
        for id_ in dict.fromkeys((*before, *now))
        if before.get(id_, 0) != now.get(id_, 0)
    ]
    changes = joined([*_moves(person, both), *totals])
    return f"{'; '.join(given) or 'no answers at all'}{changes and f' ({changes})'}"


def _factor(id_: str, both: Both) -> str:
    known = {**both.old.factors, **both.new.factors}
    return f"“{known[id_].name}”"


def _moved(people: Sequence[Person], both: Both) -> Iterator[Block]:
    """Yields how many of the people tried moved from where to where."""
    counted = Counter(moves(people, both))
    rows = [(*move, f"{count:,}") for move, count in counted.most_common()]
    if rows:
        yield Table(("What", "Before", "Now", "People"), tuple(rows))


def _of_record(person: Person, both: Both) -> str:
    return f"{person.name}: {joined(_moves(person, both)) or 'the same urgency and levels'}"


def _moves(person: Person, both: Both) -> list[str]:
    return [f"{what} from {old} to {new}" for what, old, new in moves([person], both)]


def json_of(found: Verdict) -> Json:
    """Returns the same for programs."""
    both = found.both
    tried = found.people
    return {
        "old": asdict(identity_of(both.old)),
        "new": asdict(identity_of(both.new)),
        "concern": found.concern,
        "version_stayed": found.version_stayed,
        "tried": len(tried),
        "urgency_falls": sum(map(both.falls, tried)),
        "urgency_rises": sum(map(both.rises, tried)),
        "differences": [_difference(one, both) for one in found.differences],
        "saved_answers": found.saved,
        "moved": [
            {"what": what, "before": before, "now": now, "people": count}
            for (what, before, now), count in Counter(moves(tried, both)).most_common()
        ],
        "records": [{"name": one.name, "moved": [*moves([one], both)]} for one in found.records],
    }


def _difference(one: Difference, both: Both) -> Json:
    return {
        "mark": one.mark,
        "kind": one.kind,
        "id": one.id,
        "concern": one.concern,
        "why": one.why,
        "edits": [
            {
                "key": label(edit),
                "before": value_in_words(edit.sides[0], both.told_apart[0]),
                "now": value_in_words(edit.sides[1], both.told_apart[1]),
                "left_behind": [*left_behind(edit, both.new)],
            }
            for edit in one.edits
        ],
        "counting": one.counting,
        "regions": [
            {
                "line": region.line,
                "turn": region.turn,
                "where": region.words,
                "person": None if region.somebody is None else region.somebody.answers,
                "seen": region.seen,
                "moved": region.moved,
                "proved": region.proved,
            }
            for region in one.regions
        ],
    }

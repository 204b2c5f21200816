"""Six things that must hold of a rule base, whoever answers what.

Each check takes a sheet of answers and yields what is wrong with it, as a short tuple of names: the
same fault of the rules has the same name on every sheet.
"""

import re
from collections import Counter
from functools import cache, cached_property
from random import Random

from msgspec.structs import replace
from proving import all_gates, conditions_of, literals_of, single_changes
from walking import random_answer, walk

from questionnaire.checking.haste import condition_of, hasty_sentences
from questionnaire.inference.reasoning import Reasoner
from questionnaire.inference.route import Route
from questionnaire.knowledge.bearing import read_by_red_flags
from questionnaire.knowledge.conditions import choices_in, factors_in, questions_in
from questionnaire.knowledge.gates import conclusion_gates, key_of
from questionnaire.knowledge.model import LINE_KEYS, ManyQuestion, choices_of


class Safety:
    """The checks, ready for one rule base."""

    def __init__(self, questionnaire, some=None):
        """``some`` is how many boxes are ticked on each sheet, all where it is None."""
        self.some, self.latest = some, None
        self.questionnaire = questionnaire
        self.rulebook = questionnaire.rulebook
        self.rank = {id_: rank for rank, id_ in enumerate(self.rulebook.urgencies)}
        self.read = read_by_red_flags(self.rulebook)
        self.reasoner = Reasoner(flags_alone(self.rulebook))
        self.gates = [(gate.key, gate) for gate in conclusion_gates(self.rulebook)]
        self.checks = {
            "a question that a red flag reads is asked": self.unasked,
            "no red flag is set aside in silence": self.silenced,
            "no suggestion against what is told": self.opposed,
            "no tick lowers the urgency": self.lowered,
            "comfort only where all signs were checked": self.comforted,
            "no text asks for more haste than the headline": self.outrun,
        }

    def flags(self, answers):
        """Returns the red flags that answers raise if all of them count."""
        route = Route(answers=answers, assumed=(), path=(), set_aside=())
        opened = self.reasoner.open(route).opened
        return {id_ for id_ in self.rulebook.red_flags if key_of("red flag", id_) in opened}

    def urgency(self, flags):
        return max((self.rank[self.rulebook.red_flags[id_].urgency] for id_ in flags), default=0)

    def raised(self, answers):
        """Returns the red flags of an assessment."""
        route = self.questionnaire.route(answers)
        aside = [each for each in route.set_aside if each.question not in route.path]
        counted = self.flags(route.answers)
        if not aside:
            return counted
        given = {**route.answers, **{each.question: each.answer for each in aside}}
        return counted | self.flags(given)

    @cached_property
    def tried(self):
        """Returns the answers to try for each question that red flags read and may not be asked."""
        literals = literals_of(
            condition for gate in all_gates(self.rulebook) for condition in conditions_of(gate)
        )
        return {
            id_: [each for each in single_changes(question, literals) if each is not None]
            for id_, question in self.rulebook.questions.items()
            if id_ in self.read
            and (question.when is not None or question.unless is not None or question.assume)
        }

    def assessed(self, sheet):
        """Returns the assessment of a sheet, which is made once for all checks of it."""
        if self.latest is None or self.latest[0] is not sheet:
            self.latest = sheet, self.questionnaire.assess(sheet)
        return self.latest[1]

    # The checks -----------------------------------------------------------------------------------

    def unasked(self, sheet):
        """Yields questions that are not asked, with red flags that an answer would have raised.

        An assumed answer follows from others by the word of the author; which of these bear on red
        flags is listed one by one, by ``proving.needed_questions``.
        """
        route = self.questionnaire.route(sheet)
        before = self.flags(route.answers)
        for id_, answers in self.tried.items():
            if id_ not in route.path and id_ not in route.answers:
                after = set().union(
                    *(self.flags({**route.answers, id_: answer}) for answer in answers)
                )
                yield from ((id_, flag) for flag in after - before)

    def silenced(self, sheet):
        """Yields answers that were set aside, with red flags of theirs that are not told."""
        found = self.assessed(sheet)
        told = {flag.id for flag in found.red_flags}
        path = self.questionnaire.route(sheet).path
        for item in found.set_aside:
            if item.question not in path:
                flags = self.flags({**found.answers, item.question: item.answer})
                yield from ((item.question, flag) for flag in flags - told)

    def opposed(self, sheet):
        """Yields suggestions against a line, red flag or notice that is told beside them."""
        if kept := self.kept(sheet):
            for one in self.questionnaire.suggestions(sheet):
                yield from ((one.question, *key) for key in kept.get(one.question, ()))

    def kept(self, sheet):
        """Returns what forbids to suggest another answer, by question."""
        kept = {}
        for key, gate in self.told(sheet, self.assessed(sheet)):
            for id_ in gate.keeps:
                kept.setdefault(id_, []).append(key)
        return kept

    def told(self, sheet, found):
        """Yields what of the rule base a report holds: keys and gates, lines and their owners."""
        owners = {("factor", factor.id) for factor in found.factors}
        owners |= {("red flag", flag.id) for flag in found.red_flags}
        owners |= {("notice", notice.id) for notice in found.notices}
        owners |= {("question", id_) for id_ in found.answers}
        opened = self.questionnaire._reasoner.open(self.questionnaire.route(sheet)).opened  # noqa: SLF001 - the facade does not say which lines it shows
        for key, gate in self.gates:
            if key in opened and (key[:2] in owners or key[0] == "recommendation"):
                yield key, gate

    def lowered(self, sheet):
        """Yields boxes that lower the urgency when they are ticked."""
        before = self.urgency(self.raised(sheet))
        if not before:
            return
        for id_, box, alone in self.boxes(sheet):
            ticked = sheet.get(id_) or ()
            if box not in ticked:
                more = (*(each for each in ticked if each not in alone), box)
                if self.urgency(self.raised({**sheet, id_: more})) < before:
                    yield id_, box

    def boxes(self, sheet):
        """Returns the boxes to tick: question, box, and the exclusive boxes that go; all or some.

        Which ones are some depends on the sheet alone.
        """
        if self.some is None:
            return self.all_boxes
        random = Random(repr(sorted(sheet.items())))  # noqa: S311 - keeps no secret
        return random.sample(self.all_boxes, min(self.some, len(self.all_boxes)))

    @cached_property
    def all_boxes(self):
        return [
            (question.id, choice.id, alone)
            for question in self.rulebook.questions.values()
            if isinstance(question, ManyQuestion)
            for alone in ({choice.id for choice in question.choices if choice.exclusive},)
            for choice in question.choices
            if choice.id not in alone
        ]

    def comforted(self, sheet):
        """Yields questions without whose answers there is comfort, or a lower urgency untold."""
        found = self.assessed(sheet)
        messages = self.rulebook.messages
        other = {line.text for line in messages.nothing_found_unchecked}
        comfort = {line.text for line in messages.nothing_found} - other
        if not comfort.isdisjoint(line.text for line in found.messages):
            yield from ((id_, "comfort") for id_ in found.unanswered if id_ in self.read)
        raised = self.raised(sheet)
        before = self.urgency(raised)
        if not before:
            return
        urgent = (flag for flag in raised if self.urgency([flag]) == before)
        needed = set().union(*(self.needs[flag] for flag in urgent))
        for id_, answer in sheet.items():
            if answer is not None and id_ in needed:
                less = {**sheet, id_: None}
                if self.urgency(self.raised(less)) < before:
                    left = self.questionnaire.assess(less)
                    if id_ in left.unanswered and not self.told_unchecked(id_, left):
                        yield id_, "untold"

    @cached_property
    def needs(self):
        """Returns for each red flag the questions that it reads, and all that these hang on."""
        found = {}
        for id_, flag in self.rulebook.red_flags.items():
            found[id_] = needed = set()
            new = read_by_red_flags(replace(self.rulebook, red_flags={id_: flag}))
            while new := set(new) - needed:
                needed |= new
                new = {
                    read
                    for question in map(self.rulebook.questions.__getitem__, new)
                    for read in questions_in(
                        question.when, question.unless, *(line.when for line in question.assume)
                    )
                }
        return found

    def told_unchecked(self, id_, found):
        """Tells whether a notice says that the signs of a question were not checked."""
        shown = {notice.id for notice in found.notices}
        listed = {
            id_ for each in self.rulebook.notices if each.id in shown for id_ in each.signs_of
        }
        return id_ in found.unchecked or id_ in listed

    def outrun(self, sheet):
        """Yields the texts that ask for more haste than the headline."""
        found = self.assessed(sheet)
        headline = self.rank[found.urgency]
        said = said_in_labels(self.rulebook, found.answers)
        for name, text in self.printed(sheet, found):
            for sentence, urgency in hasty_sentences(text, self.rulebook.urgencies):
                if self.rank[urgency] > headline:
                    condition = condition_of(sentence)
                    if condition is None or has_happened(condition, said):
                        yield *name, sentence

    def printed(self, sheet, found):
        """Yields all texts of the rule base that a report holds, each with a name.

        Lines that are marked to speak of what no answer tells are left out.
        """
        for key, gate in self.told(sheet, found):
            if not gate.if_it_happens:
                yield key, gate.text
        yield from ((("message",), line.text) for line in found.messages)
        for factor in found.factors:
            known = self.rulebook.factors[factor.id]
            for name in ("summary", "role", "link"):
                yield (factor.id, name), getattr(known, name)
            yield from (((factor.id, each.rule), each.because) for each in factor.findings)
        yield from ((("sign", flag.id), flag.sign) for flag in found.red_flags)
        yield from ((("time frame", flag.id), flag.time_frame) for flag in found.red_flags)


def flags_alone(rulebook):
    """Returns a rule base that is left with its red flags and the factors that they read."""
    needed, conditions = {}, [flag.when for flag in rulebook.red_flags.values()]
    while new := set(factors_in(*conditions)) - needed.keys():
        for id_ in new:
            factor = rulebook.factors[id_]
            needed[id_] = replace(factor, **dict.fromkeys(LINE_KEYS, ()))
            conditions += [
                side for rule in factor.rules for side in (rule.when, rule.unless) if side
            ]
    messages = {key: () for key in rulebook.messages.__struct_fields__ if key.startswith("nothing")}
    return replace(
        rulebook,
        factors={id_: needed[id_] for id_ in rulebook.factors if id_ in needed},
        red_flags={id_: replace(flag, advice=()) for id_, flag in rulebook.red_flags.items()},
        questions={
            id_: replace(question, notes=(), change=None)
            for id_, question in rulebook.questions.items()
        },
        notices=(),
        messages=replace(rulebook.messages, **messages),
        recommendation=rulebook.recommendation[:1],
    )


# Haste --------------------------------------------------------------------------------------------


def said_in_labels(rulebook, answers):
    """Returns what a person said, as the words of each label.

    Of a choice question only what red flags ask for says something of a sign.
    """
    sought = choices_in(*(flag.when for flag in rulebook.red_flags.values()))
    return [
        words_of(choice.label)
        for id_, answer in answers.items()
        for choice in choices_of(rulebook.questions[id_])
        if (choice.id == answer and choice.id in sought.get(id_, ()))
        or (isinstance(answer, tuple) and choice.id in answer)
        if not choice.exclusive and not choice.neutral
    ]


SMALL = """
able about after again all also and any are badly been being but can could day days does during
each even ever far feel feels felt for from get gets give goes great had has have having hours how
into its just keep less like long made make many may more most much must need new not notice now
off one only other out over own perhaps same since some such suddenly take taken than that the
their them then there these they this time too two under until very were what when where which
while who will with without would yet you your yours
"""
"""Words of three letters and more that say nothing of a sign."""


@cache
def words_of(text):
    """Returns the words of a text that say something."""
    return frozenset(re.findall(r"[a-z]{3,}", text.lower())).difference(SMALL.split())


def has_happened(condition, said):
    """Tells whether a person said some part of a condition, in nearly the same words.

    The parts are what commas and "or" divide; what they share stands in one of them only.
    """
    parts = map(words_of, re.split(r"[,;:()]|\b(?:or|if)\b", condition))
    return any(
        all(any(alike(word, other) for other in label) for word in part)
        for part in parts
        if part
        for label in said
    )


ENDINGS = frozenset(["", *"s es ed ing er ful en ness y ies iness iest".split()])  # noqa: SIM905 - words


@cache
def alike(word, other):
    """Tells whether two words differ in their endings at most: vomit, vomiting."""
    same = next(
        (n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b),
        min(len(word), len(other)),
    )
    return same >= 3 and {word[same:], other[same:]} <= ENDINGS


# Sheets -------------------------------------------------------------------------------------------


def written(cases):
    """Yields the answers of all cases and probes."""
    for case in cases.cases:
        yield case.variant.answers
    for probe in cases.probes:
        yield from (variant.answers for variant in (*probe.fires, *probe.spares))


def sheets(questionnaire, base, random, count):
    """Yields random sheets: a third of any answers, the others with one to three of them changed.

    ``base`` are the sheets in which answers are changed.
    """
    questions = questionnaire.rulebook.questions
    for number in range(count):
        if number % 6 == 0:
            yield {id_: random_answer(random, question) for id_, question in questions.items()}
        elif number % 6 == 1:
            yield walk(questionnaire, random)
        else:
            changed = random.sample(list(questions), random.randint(1, 3))
            yield {
                **random.choice(base),
                **{id_: random_answer(random, questions[id_]) for id_ in changed},
            }


def violations(safety, found, checks=None):
    """Returns for each check how often each fault was met on these sheets."""
    counted = {name: Counter() for name in checks or safety.checks}
    hit = Counter()
    for sheet in found:
        for name, faults in counted.items():
            names = set(safety.checks[name](sheet))
            faults.update(names)
            hit[name] += bool(names)
    return counted, hit

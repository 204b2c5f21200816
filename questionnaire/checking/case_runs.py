"""Tries a rule base on its cases and probes: what fails, and what none of them reaches."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.checking.excerpts import Excerpts
from questionnaire.checking.watching import Watch, unwatched
from questionnaire.inference.assessment import Assessment
from questionnaire.inference.concluding import conclude
from questionnaire.inference.reasoning import Reasoner
from questionnaire.inference.route import Route, Router
from questionnaire.inference.what_if import WhatIf
from questionnaire.knowledge.answers import as_json
from questionnaire.knowledge.gates import Key, gates_to_prove
from questionnaire.knowledge.model import LINE_KEYS, Answers, Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.knowledge.wording import joined
from questionnaire.loading.cases import Case, Cases, Probe, Variant, how_to_probe


class Tally(Struct, frozen=True):
    """How many things of one kind there are, and how many of them are as they should be."""

    kind: str
    sound: int
    total: int


class Trial(Struct, frozen=True):
    """What came of trying a rule base.

    Attributes:
        passed: How many cases and probes come out as they should.
        covered: How many rules, red flags and everything else that depends on answers are open in
            some case or probe, and shut in another.
    """

    passed: tuple[Tally, ...]
    covered: tuple[Tally, ...]
    problems: tuple[Problem, ...]


def try_out(rulebook: Rulebook, cases: Cases, watch: Watch = unwatched) -> Trial:
    """Returns how the rule base does on its cases and probes."""
    return Bench(rulebook).trial(cases, watch)


class Bench:
    """Tries cases and probes on one rule base, and marks what they reach."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.router, self.reasoner = Router(rulebook), Reasoner(rulebook)
        self.what_if = WhatIf(rulebook, self.router, self.reasoner)
        self.gates = {gate.key: gate for gate in gates_to_prove(rulebook)}
        self._excerpts = Excerpts(rulebook)
        self.reached: set[Key] = set()
        """What was open in a case or where a probe says that it fires."""
        self.spared: set[Key] = set()
        """What was shut in a case or where a probe says that it does not fire."""

    def trial(self, cases: Cases, watch: Watch = unwatched) -> Trial:
        """Tries all cases and probes."""
        failed = [
            Problem(case.where, " ".join(complaints), "Mend the case or the rules.")
            for case in watch(cases.cases, "Cases")
            if (complaints := self.complaints(case))
        ]
        tried = map(self.probe, watch(cases.probes, "Probes"))
        wrong = [problems for found in tried if (problems := tuple(found))]
        # What could not be used may have reached what is missing.
        missing = self.missing() if cases.complete else ()
        passed = (("cases", failed, cases.cases), ("probes", wrong, cases.probes))
        return Trial(
            tuple(Tally(kind, len(all_) - len(bad), len(all_)) for kind, bad, all_ in passed),
            tuple(self.covered()),
            (*failed, *chain.from_iterable(wrong), *missing),
        )

    # Cases ----------------------------------------------------------------------------------------

    def answers(self, variant: Variant) -> Answers:
        """Returns the answers without those of the base that do not apply."""
        told = {*variant.given, *self.route(variant).path}
        return {id_: answer for id_, answer in variant.answers.items() if id_ in told}

    def route(self, variant: Variant) -> Route:
        """Settles the answers; those of the base that do not apply are left out without a word."""
        return _as_told(self.router.route(variant.answers), variant)

    def complaints(self, case: Case) -> tuple[str, ...]:
        """Returns how a case comes out otherwise than it should, and marks what it reaches."""
        route = self.route(case.variant)
        opened = self.reasoner.open(route).opened.keys()
        self.reached |= opened
        self.spared |= self.gates.keys() - opened
        return (
            *_complaints(case, conclude(route, self.reasoner), self.rulebook),
            *_complaints_about_asking(case, route),
            *self._complaints_about_suggestions(case),
        )

    def _complaints_about_suggestions(self, case: Case) -> Iterator[str]:
        if case.suggestions is None:
            return
        suggestions = self.what_if.suggestions(self.answers(case.variant))
        found = dict.fromkeys((one.question, one.answer) for one in suggestions)
        for id_, answer in case.suggestions.items():
            if (id_, answer) not in found:
                others = joined([f"{as_json(other)}" for one, other in found if one == id_])
                but = f" but {others}" if others else ""
                yield f"It does not suggest {id_} = {as_json(answer)}{but}."
        for id_, answer in found:
            if id_ not in case.suggestions:
                yield f"It suggests {id_} = {as_json(answer)}."

    def probe(self, probe: Probe) -> Iterator[Problem]:
        """Yields what is wrong with a probe, and marks what it reaches."""
        excerpt = self._excerpts.of(probe.of)
        reasoner, read = Reasoner(excerpt), self._excerpts.read_by(excerpt)

        def opens(variant: Variant) -> bool:
            route = _as_told(self.router.route(variant.answers, read), variant)
            return probe.of in reasoner.open(route).opened

        for variant in probe.fires:
            if opens(variant):
                self.reached.add(probe.of)
            else:
                what = f"It does not fire with these answers.{self._left_out(variant)}"
                how = "Change the answers until it does, or its condition."
                yield Problem(variant.where, what, how)
        for variant in probe.spares:
            if opens(variant):
                how = "Change the answers until it just does not, or its condition."
                yield Problem(variant.where, "It fires with these answers.", how)
            else:
                self.spared.add(probe.of)

    def _left_out(self, variant: Variant) -> str:
        """Says which of the answers do not count beside the others."""
        aside = joined([item.question for item in self.route(variant).set_aside])
        return aside and f" Beside the others, what it answers to {aside} does not count."

    # Coverage -------------------------------------------------------------------------------------

    def missing(self) -> Iterator[Problem]:
        """Yields what no case or probe reaches, and what is without a near miss."""
        for key, gate in self.gates.items():
            if key not in self.reached:
                what = "No case reaches it, and no probe."
                yield Problem(gate.where, what, f"Write a case, or a {how_to_probe(key)}.")
            elif key not in self.spared:
                what = "No case and no probe shows a near miss that stays silent."
                yield Problem(gate.where, what, f"Add spares to its {how_to_probe(key)}.")

    def covered(self) -> Iterator[Tally]:
        """Yields how much is shown open and shut, by kind."""
        rules = {key for key in self.gates if key[0] == "rule"}
        flags = {key for key in self.gates if key[:-1] == ("red flag",)}
        others = self.gates.keys() - rules - flags
        for kind, keys in (("rules", rules), ("red flags", flags), ("lines and notices", others)):
            yield Tally(kind, len(keys & self.reached & self.spared), len(keys))


def _as_told(route: Route, variant: Variant) -> Route:
    """Returns a route that sets nothing aside of the person from whom a case or probe begins."""
    told = {*variant.given, *route.path}
    return replace(route, set_aside=tuple(one for one in route.set_aside if one.question in told))


def _complaints(case: Case, assessment: Assessment, rulebook: Rulebook) -> Iterator[str]:
    order = list(rulebook.urgencies)
    if assessment.urgency != case.urgency:
        under = order.index(assessment.urgency) < order.index(case.urgency)
        yield (
            f"The urgency is {assessment.urgency} instead of {case.urgency}"
            f"{': under-triage' if under else ''}."
        )
    raised = {flag.id for flag in assessment.red_flags}
    yield from (f'The red flag "{id_}" is not raised.' for id_ in case.flags if id_ not in raised)
    levels = {factor.id: factor.level for factor in assessment.factors}
    for id_ in sorted(levels.keys() | case.levels.keys()):
        found, wanted = levels.get(id_, "not shown"), case.levels.get(id_, "not shown")
        if found != wanted:
            total = assessment.totals[id_]
            yield f'The factor "{id_}" is {found} (total {total}) instead of {wanted}.'
    text = said(assessment, rulebook)
    yield from (f'It does not say "{words}".' for words in case.must_say if not _in(words, text))
    yield from (f'It says "{words}".' for words in case.must_not_say if _in(words, text))


def _complaints_about_asking(case: Case, route: Route) -> Iterator[str]:
    yield from (f'"{id_}" is not asked.' for id_ in case.asked if id_ not in route.path)
    yield from (f'"{id_}" is asked.' for id_ in case.not_asked if id_ in route.path)


def said(assessment: Assessment, rulebook: Rulebook) -> str:
    """Returns all that an assessment says to the person, cards of shown factors included."""
    texts = [assessment.headline]
    for flag in assessment.shown_flags:
        texts += [flag.sign, flag.because, flag.time_frame, *(line.text for line in flag.advice)]
    for notice in assessment.notices:
        texts += [notice.text, *notice.signs]
    if assessment.set_aside:
        texts.append(rulebook.messages.answers_set_aside)
    texts += [line.text for line in (*assessment.messages, *assessment.recommendation)]
    for factor in assessment.factors:
        card = rulebook.factors[factor.id]
        texts += [card.name, card.summary, card.role, card.link, card.evidence]
        texts += [finding.because for finding in factor.findings]
        texts += [line.text for key in LINE_KEYS for line in getattr(factor, key)]
    return _plain("\n".join(texts))


def _in(words: str, text: str) -> bool:
    return _plain(words) in text


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())

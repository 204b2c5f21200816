"""The one owner of durable-rules: it finds which conjunctions of tests hold for a flat fact.

It knows nothing of questions, answers or factors.  durable-rules can corrupt memory, loop for ever
or leave out rules without a word, so it is driven in one narrow way in which it does none of these:
one flat fact of whole numbers, one pattern to a rule, few rules, and a last one that always fires.
Each fact takes the place of the one before, in a state that is as old as its ruleset.
"""

import json
import threading
import weakref
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache, lru_cache
from itertools import chain
from types import ModuleType
from typing import Final, Generic, TypeAlias, TypeVar

from msgspec import Struct

from questionnaire.knowledge.conditions import Operator

OPERATORS: Final[Mapping[Operator, str]] = {
    "<": "$lt",
    "<=": "$lte",
    ">": "$gt",
    ">=": "$gte",
    "==": "$eq",
    "!=": "$neq",
}

RULES: Final = 48
"""Rules to a ruleset, beside the last one.

So few stay within all that durable-rules takes, whatever they test: 64 nodes on its stack, 255
rules that end in the same test, 511 different tests that follow the same one.  It is quick as well.
"""

SUBJECTS: Final = 240
"""Subjects to a ruleset: a fact takes 254 properties, and some are ours."""

ALL_SUBJECTS: Final = 100_000
"""Subjects to a network: so many of our names differ in the hash by which durable-rules goes."""

NUMBERS: Final = range(-(2**53) + 1, 2**53)
"""The numbers that may be used; durable-rules takes very long ones for others without a word."""

REMEMBERED: Final = 16
"""Facts of which a ruleset remembers what fired; more are seldom met again."""

STATE: Final = "s"
ALWAYS: Final = "always"
FACT: Final = f'{{"sid":"{STATE}","id":"f","{ALWAYS}":1%s}}'
"""A fact but for its subjects; what is always there makes the last rule fire."""


class EngineMissing(Exception):  # noqa: N818 - named by the fault, as in our glossary
    """durable-rules is not installed, or not in a form that this Python can load."""

    def __init__(self, fault: ImportError) -> None:
        super().__init__(
            f"The rule engine, durable-rules, could not be loaded: {fault}\n"
            "Build it again, in a checkout with\n"
            "  .uv/bin/uv run --reinstall-package durable-rules questionnaire\n"
            "and where pip installed it with\n"
            '  CPPFLAGS="-O2 -DPyEval_CallObject=PyObject_CallObject" python3 -m pip install'
            " --force-reinstall --no-cache-dir durable-rules==2.0.28\n"
            "The README has the lines for pipx and uv."
        )


class Test(Struct, frozen=True):
    """A subject's value compares so with a constant."""

    subject: Hashable
    operator: Operator
    constant: int


Tests: TypeAlias = frozenset[Test]
Part: TypeAlias = tuple[tuple[int, str], ...]
"""Some of a fact as text: for the rulesets of a network that test some of it, what they test."""
Name = TypeVar("Name", bound=Hashable)


class Network(Generic[Name]):
    """Conjunctions of tests on one flat fact of whole numbers, matched by durable-rules.

    Threads may share it.  It works on after a fork, unless another thread was matching just then.

    Raises:
        EngineMissing: durable-rules cannot be loaded.
        TypeError: A constant is not an int.
        ValueError: A conjunction has no tests, or a constant is out of range.
        RuntimeError: A conjunction or the network has too many subjects, or durable-rules failed.
    """

    def __init__(self, conjunctions: Mapping[Name, Collection[Test]]) -> None:
        # Equal conjunctions share a rule: from 256 equal rules on, durable-rules fires wrong ones.
        names: dict[Tests, list[Name]] = {}
        self._properties: dict[Hashable, str] = {}
        for name, tests in conjunctions.items():
            if not tests:
                raise ValueError(f"{name!r} has no tests")
            names.setdefault(frozenset(tests), []).append(name)
            for test in tests:
                _require_number(test.subject, test.constant)
                self._properties.setdefault(test.subject, f"q{len(self._properties)}")
        if len(self._properties) > ALL_SUBJECTS:
            raise RuntimeError(f"{len(self._properties)} subjects are more than {ALL_SUBJECTS}")

        self._lock = threading.Lock()
        rulesets: list[_Ruleset[Name]] = []
        weakref.finalize(self, _delete, rulesets)
        self._tested_by: dict[Hashable, list[int]] = {subject: [] for subject in self._properties}
        for number, batch in enumerate(_batches(names)):
            for subject in {test.subject for test in chain.from_iterable(batch)}:
                self._tested_by[subject].append(number)
            rulesets.append(
                _Ruleset(
                    handle=_create(batch, self._properties),
                    names=tuple(tuple(names[conjunction]) for conjunction in batch),
                )
            )
            rulesets[-1].warm_up()
        self._fired = tuple(lru_cache(maxsize=REMEMBERED)(ruleset.fired) for ruleset in rulesets)

    def part(self, values: Mapping[Hashable, int]) -> Part:
        """Returns some of a fact as this network reads it; a subject without tests is ignored.

        Raises:
            TypeError: A value is not an int.
            ValueError: A value is out of range.
        """
        texts: dict[int, str] = {}
        for subject, value in values.items():
            name = self._properties.get(subject)
            if name is not None:
                _require_number(subject, value)
                for ruleset in self._tested_by[subject]:
                    texts[ruleset] = f'{texts.get(ruleset, "")},"{name}":{value}'
        return tuple(texts.items())

    def match(self, *parts: Part) -> tuple[Name, ...]:
        """Returns the names of the conjunctions of which every test holds, each once.

        The parts make up the fact, no subject in two of them.  A test of a subject that it lacks
        does not hold.

        Raises:
            RuntimeError: durable-rules failed.
        """
        facts = [""] * len(self._fired)
        for ruleset, text in chain.from_iterable(parts):
            facts[ruleset] += text
        with self._lock:
            return tuple(
                chain.from_iterable(
                    fired(fact) for fired, fact in zip(self._fired, facts, strict=True)
                )
            )


class _Ruleset(Generic[Name]):
    """What durable-rules made of some conjunctions, with the one state in which it matches them.

    durable-rules clears some kilobytes for each rule of a new state, far more work than matching.
    So the state is kept and its fact replaced.  What was left in the middle, whatever it was that
    failed, is deleted before the next fact: a state is either new or drained.

    Args:
        handle: The number by which durable-rules knows it.
        names: For each rule, the names of the conjunctions that it stands for.
    """

    def __init__(self, handle: int, names: Sequence[Sequence[Name]]) -> None:
        self.handle = handle
        self._names = names
        self._warm = False
        self._drained = True

    def warm_up(self) -> None:
        """Lets the last rule fire, so that the state can be deleted.

        durable-rules corrupts memory if it deletes one where no rule has ever fired.
        """
        self.fired("")
        self._warm = True

    def fired(self, given: str) -> tuple[Name, ...]:
        """Returns the names of the conjunctions that hold for a fact, given as text."""
        if not self._drained:
            self.delete_state()
        self._drained = False
        numbers = self._drain(FACT % given)
        self._drained = True
        return tuple(chain.from_iterable([self._names[number] for number in numbers]))

    def delete_state(self) -> None:
        """Frees what the last fact left, if that is safe."""
        engine = _engine()
        if self._warm:
            with suppress(engine.error):  # there is no state if the fact was refused
                engine.delete_state(self.handle, STATE)

    def _drain(self, fact: str) -> list[int]:
        """Replaces the fact and returns the numbers of the rules that fire, but for the last.

        They must fire in order, each once, and the last one too, or durable-rules has gone wrong.
        """
        engine = _engine()
        last = len(self._names)
        fired: list[int] = []
        with _faults_raised(engine):
            state = engine.update_state(self.handle, fact)
            started = engine.start_action_for_state(self.handle, state)
            message = started and started[1]
            while message and len(fired) <= last:
                fired.append(int(message[2 : message.index('"', 2)]))  # {"<number>":{"m":<fact>}}
                message = engine.complete_and_start_action(self.handle, state)
        if message or fired[-1:] != [last] or fired != sorted(set(fired)):
            raise RuntimeError(f"durable-rules fired {fired} of {last + 1} rules")
        return fired[:-1]


def _require_number(subject: Hashable, number: int) -> None:
    if type(number) is not int:
        raise TypeError(f"{subject!r} is given {number!r}, which is not an int")
    if number not in NUMBERS:
        raise ValueError(f"{subject!r} is given {number}, which is out of range")


def _batches(conjunctions: Iterable[Tests]) -> Iterator[list[Tests]]:
    """Yields all conjunctions in order, as many at a time as a ruleset can hold."""
    batch: list[Tests] = []
    subjects: set[Hashable] = set()
    for conjunction in conjunctions:
        tested = {test.subject for test in conjunction}
        if len(tested) > SUBJECTS:
            raise RuntimeError(f"{len(tested)} subjects in a conjunction are more than {SUBJECTS}")
        if len(batch) == RULES or len(subjects | tested) > SUBJECTS:
            yield batch
            batch, subjects = [], set()
        batch.append(conjunction)
        subjects |= tested
    if batch:
        yield batch


def _create(conjunctions: Iterable[Tests], properties: Mapping[Hashable, str]) -> int:
    """Makes a ruleset of numbered rules, one for each conjunction and the last; returns its handle.

    Rules that begin with the same tests share them.  So those that most rules have come first; what
    is as frequent is sorted by its text, as a set has another order on every run.
    """
    rules = [
        [
            json.dumps({OPERATORS[test.operator]: {properties[test.subject]: test.constant}})
            for test in tests
        ]
        for tests in conjunctions
    ]
    rules.append([json.dumps({"$ex": {ALWAYS: 1}})])
    frequent = Counter(chain.from_iterable(rules))
    definition = {
        number: {"all": [{"m": {"$and": [json.loads(test) for test in tests]}}]}
        for number, tests in enumerate(
            sorted(sorted(tests), key=frequent.__getitem__, reverse=True) for tests in rules
        )
    }
    engine = _engine()
    with _faults_raised(engine):
        handle: int = engine.create_ruleset("network", json.dumps(definition))
    return handle


def _delete(rulesets: Iterable[_Ruleset[Name]]) -> None:
    for ruleset in rulesets:
        ruleset.delete_state()  # durable-rules would leave it behind
        _engine().delete_ruleset(ruleset.handle)


@cache
def _engine() -> ModuleType:
    # Its wrapper durable.engine adds threads, clocks and a call that Python has deprecated.
    try:
        import durable_rules_engine  # noqa: PLC0415 - only who assesses needs it
    except ImportError as fault:
        raise EngineMissing(fault) from fault
    module: ModuleType = durable_rules_engine
    return module


@contextmanager
def _faults_raised(engine: ModuleType) -> Iterator[None]:
    """Raises the faults of durable-rules as ours."""
    try:
        yield
    except engine.error as fault:
        raise RuntimeError(f"durable-rules failed: {fault}") from fault

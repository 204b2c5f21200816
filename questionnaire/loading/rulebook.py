"""Loads a rule base from its folder: one ``Rulebook``, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources.abc import Traversable

from msgspec.structs import asdict, replace

from questionnaire.knowledge.model import (
    MESSAGE_KEYS,
    Level,
    Messages,
    Notice,
    Rulebook,
    Section,
    Source,
    Urgency,
    Words,
)
from questionnaire.knowledge.placeholders import Placeholder, placeholders
from questionnaire.knowledge.problems import Problem, is_meant
from questionnaire.loading.codes import read_url
from questionnaire.loading.contents import misnamed
from questionnaire.loading.decoding import check_id, marred_by, numbered
from questionnaire.loading.derived import read_derived
from questionnaire.loading.factors import read_factors
from questionnaire.loading.files import RuleFiles, section_tables, source_tables
from questionnaire.loading.question_conditions import ORDER, with_conditions
from questionnaire.loading.questions import PlacedQuestion, check_stems, read_questions
from questionnaire.loading.red_flags import empty_lists, read_red_flags
from questionnaire.loading.resolver import STANDING_IN, Resolver
from questionnaire.loading.size import too_large
from questionnaire.loading.tables import (
    FactorTable,
    LevelTable,
    LineTable,
    MessagesTable,
    NoticeTable,
    RedFlagsTable,
    RedFlagTable,
    RulebookTable,
    SectionTable,
    UrgencyTable,
    WordsTable,
)


def load(folder: Traversable) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Returns the rule base in a folder, or None and all that is wrong with it."""
    if (problem := misnamed(folder)) is not None:
        return None, (problem,)
    files = RuleFiles(folder)
    files.refuse_strangers()
    for name in ("sections", "factors"):
        for stem in files.names(name):
            check_id(stem, f"{name}/{stem}.toml", files.problems)
    head = files.table("rulebook.toml", RulebookTable)
    sources = {id_: Source(id=id_, **asdict(table)) for id_, table in source_tables(files)}
    sections = dict(section_tables(files, head))
    factors = {
        stem: table
        for stem in files.names("factors")
        if (table := files.table(f"factors/{stem}.toml", FactorTable)) is not None
    }
    flags = files.table("red_flags.toml", RedFlagsTable, needed=False)
    if not files.names("factors") and not is_meant("factors", files.problems):
        what = "The folder is missing or empty."
        files.problems.append(Problem("factors", what, "Write one file for each factor."))
    resolver = Resolver(
        factors=files.names("factors"),
        sources=[*sources, *files.undecoded],
        broken=files.undecoded,
        complete=not files.unreadable,
        marred=[
            *(place for problem in files.problems for place in marred_by(problem)),
            *((*STANDING_IN.values(), ORDER) if head is None else ()),
        ],
    )
    rulebook = _read(head, sections, factors, flags.red_flag if flags else (), sources, resolver)
    problems = tuple(dict.fromkeys((*files.problems, *resolver.problems)))
    if rulebook is not None and not problems:
        problems = (*empty_lists(rulebook), *too_large(rulebook))
    if problems or rulebook is None:
        return None, problems
    return replace(rulebook, digest=files.digest.hexdigest()), ()


def _read(
    head: RulebookTable | None,
    sections: Mapping[str, SectionTable],
    factors: Mapping[str, FactorTable],
    flags: Sequence[RedFlagTable],
    sources: Mapping[str, Source],
    resolver: Resolver,
) -> Rulebook | None:
    placed = [
        PlacedQuestion(
            id_, section.stems, f'sections/{id_}.toml: question "{question.id}"', question
        )
        for id_, section in sections.items()
        for question in section.question
    ]
    names: dict[str, str] = {}
    for id_, section in sections.items():
        check_stems(section.stems, id_, {one.stem for one in section.question}, resolver)
    bare = read_questions(placed, {} if head is None else head.scales, names, resolver)
    asked = {one.table.id for one in placed}
    resolver = resolver.knowing(questions=bare, broken=asked - bare.keys())
    values = [(stem, value) for stem, section in sections.items() for value in section.derived]
    derived = read_derived(values, names, resolver)
    worked_out = {value.id for _, value in values}
    resolver = resolver.knowing(
        derived=derived.values(), broken=worked_out - derived.keys() - bare.keys()
    )
    questions = with_conditions(placed, resolver)
    levels = {} if head is None else _levels(head.level, resolver)
    urgencies = {} if head is None else _urgencies(head.urgency, resolver)
    known_factors = read_factors(factors, levels, names, resolver)
    red_flags = read_red_flags(flags, urgencies, resolver)
    if head is None:
        return None
    recommendation = resolver.lines(head.recommendation, "rulebook.toml: recommendation")
    for (number, _), line in zip(numbered(head.recommendation), recommendation, strict=True):
        if number == 1 and (line.when or line.unless):
            what = "The first line of the recommendation depends on answers."
            where = "rulebook.toml: recommendation 1"
            resolver.problem(where, what, "It must always be shown.")
    return Rulebook(
        id=head.id,
        title=head.title,
        version=head.version,
        digest="",
        url=read_url(head.url, "rulebook.toml", resolver),
        publisher=head.publisher,
        reviewed=head.reviewed,
        audience=head.audience,
        introduction=tuple(head.introduction),
        recommendation=recommendation,
        sections=tuple(
            Section(
                id=stem,
                title=section.title,
                introduction=section.introduction,
                questions=tuple(question.id for question in section.question),
            )
            for stem, section in sections.items()
        ),
        questions=questions,
        derived=derived,
        factors=known_factors,
        no_factors=resolver.condition(head.factors.unless, "rulebook.toml: factors, unless"),
        red_flags=red_flags,
        urgencies=urgencies,
        levels=levels,
        grades={key.upper(): text for key, text in asdict(head.grades).items()},
        notices=_notices(head.notice, urgencies, resolver),
        messages=_messages(head.messages, resolver),
        words=_words(head.words),
        asked_first=_named(head.asked_first, "asked_first", resolver),
        denied=_named(head.denied, "denied", resolver),
        sources=sources,
    )


def _levels(tables: Iterable[LevelTable], resolver: Resolver) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    highest = 0
    taken: dict[str, str] = {}
    for table in tables:
        where = f'rulebook.toml: level "{table.id}"'
        if table.start <= highest:
            what = f"It begins at {table.start}, not above the level before it."
            resolver.problem(where, what, "Write the levels from the lowest to the highest.")
        if resolver.is_new(table.id, taken, where, "level"):
            levels[table.id] = Level(**asdict(table))
            highest = max(highest, table.start)
    return levels


def _urgencies(tables: Iterable[UrgencyTable], resolver: Resolver) -> dict[str, Urgency]:
    urgencies: dict[str, Urgency] = {}
    taken: dict[str, str] = {}
    hasty: dict[str, str] = {}
    for table in tables:
        where = f'rulebook.toml: urgency "{table.id}"'
        haste = [words.lower() for words in table.haste]
        for words in haste:
            if words in hasty:
                what = f'"{words}" stands in {hasty[words]} too.'
                resolver.problem(f"{where}, haste", what, "Leave it to one urgency.")
            hasty[words] = f"{where}, haste"
        if resolver.is_new(table.id, taken, where, "urgency"):
            urgencies[table.id] = Urgency(**asdict(table) | {"haste": tuple(haste)})
    return urgencies


def _notices(
    tables: Iterable[NoticeTable], urgencies: Mapping[str, Urgency], resolver: Resolver
) -> tuple[Notice, ...]:
    """Returns the notices in the order of ``tables``."""
    notices: dict[str, Notice] = {}
    taken: dict[str, str] = {}
    for table in tables:
        where = f'rulebook.toml: notice "{table.id}"'
        if resolver.is_new(table.id, taken, where, "notice"):
            for urgency in table.signs:
                resolver.known(urgency, urgencies, f"{where}, signs", "urgency")
            for question in table.signs_of:
                resolver.known(question, resolver.scope.questions, f"{where}, signs_of", "question")
            line = resolver.line(
                LineTable(
                    text=table.text, when=table.when, unless=table.unless, sources=table.sources
                ),
                where,
            )
            notices[table.id] = Notice(
                id=table.id,
                text=line.text,
                when=line.when,
                unless=line.unless,
                sources=line.sources,
                signs=tuple(table.signs),
                signs_of=tuple(table.signs_of),
                keeps=resolver.kept(table.keeps, where),
            )
    return tuple(notices.values())


def _messages(table: MessagesTable, resolver: Resolver) -> Messages:
    """Returns the messages."""
    where = "rulebook.toml: messages"
    if placeholders(table.answers_set_aside) != (Placeholder("answers"),):
        what = "The text does not say which answers were set aside."
        resolver.problem(f"{where}, answers_set_aside", what, "Write {answers} where they belong.")
    if placeholders(table.signs_not_checked) != (Placeholder("questions"),):
        what = "The text does not say which questions were not answered."
        how = "Write {questions} where they belong."
        resolver.problem(f"{where}, signs_not_checked", what, how)
    taken: dict[str, str] = {}
    return Messages(
        **{
            key: resolver.lines(getattr(table, key), f"{where}, {key}", taken=taken)
            for key in MESSAGE_KEYS
        },
        answers_set_aside=table.answers_set_aside,
        signs_not_checked=table.signs_not_checked,
    )


def _words(table: WordsTable) -> Words:
    """Returns the headings."""
    return Words(**{key: words for key, words in asdict(table).items() if words is not None})


def _named(ids: Iterable[str], key: str, resolver: Resolver) -> tuple[str, ...]:
    """Returns the questions that a key names for the document for the appointment."""
    named = tuple(dict.fromkeys(ids))
    for id_ in named:
        resolver.known(id_, resolver.scope.questions, f"rulebook.toml: {key}", "question")
    return named

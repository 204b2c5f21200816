"""The commands, their exit statuses, and all that is printed.

Heavy modules are imported where they are needed, so that the first question comes quickly and
``--help`` at once.

Exit statuses: 0 done, 1 the rule base has problems, 2 usage or unreadable input, 130 stopped (or
the signal's).  Urgency is never one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn, TypeAlias, TypeVar

import click

from questionnaire import Questionnaire
from questionnaire.knowledge.problems import Problem, UnusableFile

if TYPE_CHECKING:
    from questionnaire.inference.assessment import Assessment
    from questionnaire.interview.asking import Asker, InterviewStopped
    from questionnaire.knowledge.model import Answers

Format: TypeAlias = Literal["text", "markdown", "html", "json"]
_Command = TypeVar("_Command", bound=Callable[..., None])

RULES_HAVE_PROBLEMS = 1
UNUSABLE_INPUT = 2
_FORMATS: dict[str, Format] = {".md": "markdown", ".html": "html", ".json": "json", ".txt": "text"}


def _rules_option(command: _Command) -> _Command:
    return click.option(
        "--rules",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Use the rule base in DIR instead of the one that ships with the program.",
    )(command)


@click.group(invoke_without_command=True)
@_rules_option
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the answers in FILE after every question, and go on from there next time.",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write the summary to FILE: .md, .html, .json or .txt.",
)
@click.option("--plain", is_flag=True, help="Ask line by line: no cursor movement, no colour.")
@click.version_option(package_name="questionnaire")
@click.pass_context
def main(
    context: click.Context,
    folder: Path | None,
    answers_file: Path | None,
    report_file: Path | None,
    *,
    plain: bool,
) -> None:
    """Ask about the symptoms, then print a summary of what may contribute.

    Nothing leaves this computer, and nothing is kept unless you ask for it.
    """
    context.obj = folder
    if context.invoked_subcommand is None:
        _ask(folder, answers_file, report_file, plain=plain)


@main.command()
@_rules_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "markdown", "html", "json")),
    default="text",
    show_default=True,
    help="What to print.",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.pass_context
def assess(
    context: click.Context, folder: Path | None, format_: Format, files: tuple[Path, ...]
) -> None:
    """Assess saved answers without asking; - is standard input."""
    questionnaire = _load(folder or context.obj)
    broken = 0
    for number, path in enumerate(files):
        if number and format_ != "json":
            click.echo()
        broken += not _assess(questionnaire, path, format_, named=len(files) > 1)
    if broken:
        if len(files) > 1:
            click.echo(f"\n{broken} of {len(files)} files could not be assessed.", err=True)
        sys.exit(UNUSABLE_INPUT)


@main.command()
@_rules_option
@click.argument("name", required=False)
@click.pass_context
def explain(context: click.Context, folder: Path | None, name: str | None) -> None:
    """Say what is known about a factor, question, warning sign or rule.

    Without a NAME, list all that can be named.
    """
    from questionnaire.knowledge.problems import nearest  # noqa: PLC0415 - see the module
    from questionnaire.report.explanation import contents, names  # noqa: PLC0415 - see the module
    from questionnaire.report.explanation import explain as explained  # noqa: PLC0415 - see above
    from questionnaire.report.terminal import print_outline  # noqa: PLC0415 - see the module

    rulebook = _load(folder or context.obj).rulebook
    outline = contents(rulebook) if name is None else explained(rulebook, name)
    if outline is None:
        hint = nearest(name or "", names(rulebook))
        every = "questionnaire explain, without a name, lists all."
        _fail([Problem(f'There is nothing called "{name}".', hint or every)])
    print_outline(outline)


@main.command()
@_rules_option
@click.argument("directory", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.pass_context
def check(context: click.Context, folder: Path | None, directory: Path | None) -> None:
    """Check a rule base and run its cases."""
    from datetime import datetime  # noqa: PLC0415 - see the module

    from questionnaire.checking.examination import examine  # noqa: PLC0415 - see the module
    from questionnaire.knowledge.loading import shipped  # noqa: PLC0415 - see the module
    from questionnaire.report.terminal import print_outline  # noqa: PLC0415 - see the module
    from questionnaire.report.verdict import verdict  # noqa: PLC0415 - see the module

    today = datetime.now().astimezone().date()
    examination = examine(directory or folder or context.obj or shipped(), today=today)
    print_outline(verdict(examination))
    if examination.problems:
        click.echo()
        _report_problems(examination.problems)
        sys.exit(RULES_HAVE_PROBLEMS)
    click.echo("\nNo problems.")


# Asking -------------------------------------------------------------------------------------------


def _ask(
    folder: Path | None, answers_file: Path | None, report_file: Path | None, *, plain: bool
) -> None:
    from questionnaire.interview.asking import InterviewStopped  # noqa: PLC0415 - see the module
    from questionnaire.interview.means import asker_for  # noqa: PLC0415 - see the module
    from questionnaire.interview.saving import save_answers  # noqa: PLC0415 - see the module
    from questionnaire.interview.session import offer_to_keep, run  # noqa: PLC0415 - see the module

    if report_file is not None:
        _format_of(report_file)
    questionnaire = _load(folder)
    answers = {} if answers_file is None else _resumed(questionnaire, answers_file)
    asker = asker_for(plain=plain)

    def save(path: Path, answers: Answers) -> None:
        save_answers(path, questionnaire.rulebook, answers)

    def keep(answers: Answers) -> None:
        if answers_file is not None:
            save(answers_file, answers)

    try:
        outcome = run(
            questionnaire,
            asker,
            answers,
            keep=None if answers_file is None else keep,
            kept_in="" if answers_file is None else str(answers_file),
        )
    except InterviewStopped as stopped:
        kept_in, answers = answers_file, stopped.answers
        if answers_file is None and answers and stopped.reason == "interrupted":
            kept_in = _offer(asker, partial(save, answers=answers), offer_to_keep)
        _leave(questionnaire, stopped, kept_in)
    if outcome.summary:
        _show(questionnaire, outcome.answers, report_file)
    if outcome.ended != "finished" and answers_file is None and outcome.answers:
        _offer(asker, partial(save, answers=outcome.answers), offer_to_keep)


def _resumed(questionnaire: Questionnaire, path: Path) -> Answers:
    """Returns the answers of an earlier session; none if there is no file yet."""
    from questionnaire.interview.saving import (  # noqa: PLC0415 - see the module
        about_left_out,
        load_answers,
    )

    if not path.exists():
        return {}
    saved = load_answers(path, questionnaire.rulebook)
    if saved.problems:
        _fail(saved.problems, "The file was not changed. Nothing was started.")
    for line in about_left_out(saved, questionnaire.rulebook):
        _say(line)
    return saved.answers


def _offer(
    asker: Asker,
    save: Callable[[Path], None],
    offer_to_keep: Callable[[Asker, Callable[[Path], None]], Path | None],
) -> Path | None:
    """Asks whether to keep the answers; a second Ctrl-C is a plain no."""
    try:
        return offer_to_keep(asker, save)
    except (KeyboardInterrupt, EOFError, OSError):
        return None


def _leave(
    questionnaire: Questionnaire, stopped: InterviewStopped, kept_in: Path | None
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    from questionnaire.interview.saying import farewell  # noqa: PLC0415 - see the module

    flags = questionnaire.fired_flags(stopped.answers)
    try:
        for line in farewell(questionnaire.rulebook, stopped, flags, kept_in):
            _say(line)
    except OSError:
        pass  # The terminal is gone; there is nobody to tell.
    sys.exit(stopped.exit_status)


def _show(questionnaire: Questionnaire, answers: Answers, report_file: Path | None) -> None:
    """Prints the summary and writes the report that was asked for."""
    from questionnaire.report.terminal import print_summary  # noqa: PLC0415 - see the module

    assessment = questionnaire.assess(answers)
    changes = _changes(questionnaire, answers)
    click.echo()
    print_summary(questionnaire.rulebook, assessment, changes=changes)
    if questionnaire.rulebook.urgencies[assessment.urgency].interrupts:
        # The top of a long summary has left the screen by now.
        _say(f"\n{assessment.headline}.")
    if report_file is not None:
        _write_report(questionnaire, assessment, changes, report_file)


def _write_report(
    questionnaire: Questionnaire, assessment: Assessment, changes: Sequence[str], path: Path
) -> None:
    from questionnaire.interview.saving import write_privately  # noqa: PLC0415 - see the module

    content = _rendered(questionnaire, assessment, changes, _format_of(path))
    try:
        write_privately(path, content)
    except OSError as reason:
        why = reason.strerror or str(reason)
        _fail([Problem(str(path), f"The report could not be written: {why}.")])
    _say(f"\nThe summary is also in {path}.")


# Assessing ----------------------------------------------------------------------------------------


def _assess(questionnaire: Questionnaire, path: Path, format_: Format, *, named: bool) -> bool:
    """Prints the assessment of a file; returns False if it cannot be used, after saying why."""
    from questionnaire.interview.saving import (  # noqa: PLC0415 - see the module
        about_left_out,
        load_answers,
        read_answers,
    )
    from questionnaire.report.record import differences  # noqa: PLC0415 - see the module

    rulebook = questionnaire.rulebook
    if str(path) == "-":
        saved = read_answers(sys.stdin.buffer.read(), rulebook, "standard input")
    else:
        saved = load_answers(path, rulebook)
    if saved.problems:
        _report_problems(saved.problems)
        return False
    assessment = questionnaire.assess(saved.answers)
    for line in about_left_out(saved, rulebook):
        click.echo(_printable(line), err=True)
    for difference in differences(saved.decoded, assessment):
        click.echo(_printable(f"Different from the record: {difference}."), err=True)
    if named and format_ != "json":
        _say(str(path))
    changes = _changes(questionnaire, saved.answers)
    content = _rendered(questionnaire, assessment, changes, format_)
    if format_ == "text" and sys.stdout.isatty():
        from questionnaire.report.terminal import print_summary  # noqa: PLC0415 - see the module

        print_summary(rulebook, assessment, changes=changes)
    else:
        click.echo(content, nl=False)
    return True


def _rendered(
    questionnaire: Questionnaire, assessment: Assessment, changes: Sequence[str], format_: Format
) -> bytes:
    rulebook = questionnaire.rulebook
    match format_:
        case "json":
            from questionnaire.report.record import record  # noqa: PLC0415 - see the module

            return record(rulebook, assessment)
        case "text":
            from questionnaire.report.terminal import (  # noqa: PLC0415 - see the module
                summary_text,
            )

            return summary_text(rulebook, assessment, changes=changes).encode()
        case "markdown":
            from questionnaire.report.document import markdown  # noqa: PLC0415 - see the module

            return markdown(rulebook, assessment, changes).encode()
        case "html":
            from questionnaire.report.document import html  # noqa: PLC0415 - see the module

            return html(rulebook, assessment, changes).encode()


def _changes(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    from questionnaire.report.changes import in_sentences  # noqa: PLC0415 - see the module

    return in_sentences(questionnaire.rulebook, questionnaire.suggestions(answers))


def _format_of(path: Path) -> Format:
    format_ = _FORMATS.get(path.suffix.lower())
    if format_ is None:
        endings = ", ".join(_FORMATS)
        what = f'The ending "{path.suffix}" does not say which kind of report to write.'
        _fail([Problem(str(path), what, f"Use one of {endings}.")])
    return format_


# Saying -------------------------------------------------------------------------------------------


def _load(folder: Path | None) -> Questionnaire:
    try:
        return Questionnaire.load(folder)
    except UnusableFile as unusable:
        _report_problems(unusable.problems)
        click.echo("\nNothing was started.", err=True)
        sys.exit(RULES_HAVE_PROBLEMS)


def _report_problems(problems: Iterable[Problem]) -> None:
    """Prints all problems, a blank line between them, and how many there are."""
    listed = list(problems)
    for problem in listed:
        lines = (problem.where, problem.what, problem.how)
        click.echo("\n  ".join(_printable(line) for line in lines if line), err=True)
        click.echo(err=True)
    click.echo(f"{len(listed)} problem{'' if len(listed) == 1 else 's'}.", err=True)


def _fail(problems: Iterable[Problem], then: str = "") -> NoReturn:
    _report_problems(problems)
    if then:
        click.echo(then, err=True)
    sys.exit(UNUSABLE_INPUT)


def _say(line: str) -> None:
    click.echo(_printable(line))


def _printable(line: str) -> str:
    from questionnaire.knowledge.printable import printable  # noqa: PLC0415 - see the module

    return printable(line)

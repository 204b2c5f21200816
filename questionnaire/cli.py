"""The commands, their exit statuses, and all that is printed.

Heavy modules are imported where they are needed, so that the first question comes quickly and
``--help`` at once.

Exit statuses: 0 done, 1 the rule base has problems, 2 usage or what cannot be read, written or
loaded, 130 stopped (or the signal's).  Urgency is never one.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar, get_args

import click

from questionnaire import Questionnaire
from questionnaire.inference.engine import EngineMissing
from questionnaire.knowledge.problems import Problem, UnusableFile
from questionnaire.report.rendering import ENDINGS, Format, rendered

if TYPE_CHECKING:
    from questionnaire.inference.assessment import Assessment
    from questionnaire.interview.asking import Asker, InterviewStopped, Outcome
    from questionnaire.knowledge.model import Answers

_Command = TypeVar("_Command", bound=Callable[..., None])

RULES_HAVE_PROBLEMS = 1
UNUSABLE = 2
STOPPED = 130
_STANDARD_INPUT = Path("-")
_NOBODY_READS = {errno.EPIPE: 141, errno.EIO: 129}
"""What writing to a closed pipe or terminal fails with, and the status of who is told by a signal.
"""


class _Program(click.Group):
    """All commands; ends each with a sentence and a status where another would show a traceback."""

    def invoke(self, context: click.Context) -> object:
        """Runs the command that was asked for."""
        _make_streams_sound()
        try:
            return super().invoke(context)
        except (KeyboardInterrupt, EOFError):
            _complain("Stopped.")
            sys.exit(STOPPED)
        except EngineMissing as missing:
            click.echo(missing, file=sys.stderr)
            sys.exit(UNUSABLE)
        except OSError as reason:
            if reason.errno in _NOBODY_READS:
                _give_up_output()
                sys.exit(_NOBODY_READS[reason.errno])
            if reason.errno != errno.ENOSPC:
                raise
            _give_up_output()
            _complain(f"The output could not be written: {reason.strerror}.")
            sys.exit(UNUSABLE)


def _rules_option(command: _Command) -> _Command:
    return click.option(
        "--rules",
        "folder",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Use the rule base in DIR instead of the one that ships with the program.",
    )(command)


@click.group(cls=_Program, invoke_without_command=True)
@_rules_option
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the answers in FILE after every question, and go on from there next time.",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(path_type=Path),
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
    elif answers_file or report_file or plain:
        raise click.UsageError(
            "--answers, --report and --plain are for asking; they do nothing for "
            f"{context.invoked_subcommand}."
        )


@main.command()
@_rules_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(get_args(Format)),
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
    if files.count(_STANDARD_INPUT) > 1:
        what = "- stands for standard input, which can be read once only."
        _fail([Problem("standard input", what, "Name - once.")])
    questionnaire = _load(folder or context.obj)
    done = 0
    for path in files:
        before = "\n" if done and format_ != "json" else ""
        done += _assess(questionnaire, path, format_, named=len(files) > 1, before=before)
    if done < len(files):
        if len(files) > 1:
            _complain(f"{len(files) - done} of {len(files)} files could not be assessed.")
        sys.exit(UNUSABLE)


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
        if examination.rulebook is not None:
            _say("")
        _report_problems(examination.problems)
        if examination.rulebook is None:
            _complain("No case was run.")
        sys.exit(RULES_HAVE_PROBLEMS)
    _say("")
    _say("No problems.")


# Asking -------------------------------------------------------------------------------------------


def _ask(
    folder: Path | None, answers_file: Path | None, report_file: Path | None, *, plain: bool
) -> None:
    from questionnaire.interview.asking import InterviewStopped  # noqa: PLC0415 - see the module
    from questionnaire.interview.means import asker_for  # noqa: PLC0415 - see the module
    from questionnaire.interview.saving import save_answers  # noqa: PLC0415 - see the module
    from questionnaire.interview.session import run  # noqa: PLC0415 - see the module

    for path in filter(None, (report_file, answers_file)):
        _require_folder(path)
    if report_file is not None:
        _format_of(report_file)
    questionnaire = _load(folder)
    answers, news = _resumed(questionnaire, answers_file)
    asker = asker_for(plain=plain)
    if news:
        asker.tell(*news)

    def save(path: Path, answers: Answers) -> None:
        save_answers(path, questionnaire.rulebook, answers)

    try:
        outcome = run(
            questionnaire,
            asker,
            answers,
            keep=None if answers_file is None else partial(save, answers_file),
            kept_in="" if answers_file is None else str(answers_file),
        )
    except InterviewStopped as stopped:
        kept_in = answers_file
        if answers_file is None and stopped.answers and stopped.reason == "interrupted":
            with suppress(KeyboardInterrupt, EOFError, OSError):  # once more is a plain no
                kept_in = _offer(asker, save, stopped.answers)
        _leave(questionnaire, asker, stopped, kept_in)
    _finish(questionnaire, asker, outcome, report_file, None if answers_file else save)


def _resumed(questionnaire: Questionnaire, path: Path | None) -> tuple[Answers, tuple[str, ...]]:
    """Returns the answers of an earlier session, if there was one, and what is to be said."""
    from questionnaire.interview.saving import (  # noqa: PLC0415 - see the module
        about_left_out,
        load_answers,
    )

    if path is None or not os.access(path, os.F_OK):
        return {}, ()
    saved = load_answers(path, questionnaire.rulebook)
    if saved.problems:
        _fail(saved.problems, "The file was not changed. Nothing was started.")
    return saved.answers, about_left_out(saved, questionnaire.rulebook)


def _offer(asker: Asker, save: Callable[[Path, Answers], None], answers: Answers) -> Path | None:
    from questionnaire.interview.session import offer_to_keep  # noqa: PLC0415 - see the module

    return offer_to_keep(asker, lambda path: save(path, answers))


def _leave(
    questionnaire: Questionnaire, asker: Asker, stopped: InterviewStopped, kept_in: Path | None
) -> NoReturn:
    """Says what became of the answers, and repeats what cannot wait."""
    from questionnaire.interview.saying import farewell  # noqa: PLC0415 - see the module

    flags = questionnaire.fired_flags(stopped.answers)
    try:
        asker.tell(*farewell(questionnaire.rulebook, stopped, flags, kept_in))
        sys.stdout.flush()
    except OSError:  # the terminal is gone; there is nobody to tell
        _give_up_output()
    sys.exit(stopped.exit_status)


def _finish(
    questionnaire: Questionnaire,
    asker: Asker,
    outcome: Outcome,
    report_file: Path | None,
    save: Callable[[Path, Answers], None] | None,
) -> None:
    """Prints the summary, writes the report, and offers ``save`` where answers could be lost."""
    from questionnaire.interview.saying import kept  # noqa: PLC0415 - see the module

    unwritten: Problem | None = None
    assessment = questionnaire.assess(outcome.answers)
    if not outcome.summary:
        _repeat_what_cannot_wait(questionnaire, asker, assessment)
    else:
        changes = _changes(questionnaire, outcome.answers)
        if report_file is not None:  # first, so that it is there even if the screen goes
            unwritten = _write_report(questionnaire, assessment, changes, report_file)
        _show(questionnaire, asker, assessment, changes)
        if unwritten is not None:
            _report_problems([unwritten])
        elif report_file is not None:
            asker.tell(f"The summary is also in {report_file}.")
    if save is not None and outcome.answers and (outcome.ended != "finished" or unwritten):
        path = _offer(asker, save, outcome.answers)
        if path is not None:
            asker.tell(kept(path))
    if unwritten is not None:
        sys.exit(UNUSABLE)


def _show(
    questionnaire: Questionnaire, asker: Asker, assessment: Assessment, changes: Sequence[str]
) -> None:
    """Prints the summary; where its top leaves the screen, says so and repeats what cannot wait."""
    from questionnaire.interview.plain import Plain  # noqa: PLC0415 - see the module
    from questionnaire.interview.saying import SCROLL_UP  # noqa: PLC0415 - see the module
    from questionnaire.report.terminal import print_summary  # noqa: PLC0415 - see the module

    rulebook = questionnaire.rulebook
    _say("")
    lines = print_summary(rulebook, assessment, changes=changes, plain=isinstance(asker, Plain))
    _say("")
    _repeat_what_cannot_wait(questionnaire, asker, assessment, lines=1)
    if sys.stdout.isatty() and lines >= os.get_terminal_size(sys.stdout.fileno()).lines:
        asker.tell(SCROLL_UP)


def _repeat_what_cannot_wait(
    questionnaire: Questionnaire, asker: Asker, assessment: Assessment, lines: int | None = None
) -> None:
    """Says once more what to do in an emergency, all of it or so many lines."""
    from questionnaire.interview.saying import emergency  # noqa: PLC0415 - see the module

    urgencies = questionnaire.rulebook.urgencies
    flags = [flag for flag in assessment.shown_flags if urgencies[flag.urgency].interrupts]
    if flags:
        heading, what_to_do = emergency(questionnaire.rulebook, flags)
        asker.warn(heading, *what_to_do[:lines])


def _write_report(
    questionnaire: Questionnaire, assessment: Assessment, changes: Sequence[str], path: Path
) -> Problem | None:
    """Writes the report; returns what keeps it from being written."""
    from questionnaire.interview.saving import write_privately  # noqa: PLC0415 - see the module

    content = rendered(questionnaire.rulebook, assessment, changes, _format_of(path))
    try:
        write_privately(path, content)
    except OSError as reason:
        why = reason.strerror or str(reason)
        how = "Keep your answers; questionnaire assess writes it from them, with --format."
        return Problem(str(path), f"The report could not be written: {why}.", how)
    return None


# Assessing ----------------------------------------------------------------------------------------


def _assess(
    questionnaire: Questionnaire, path: Path, format_: Format, *, named: bool, before: str
) -> bool:
    """Prints the assessment of a file; returns False if it cannot be used, after saying why."""
    from questionnaire.interview.saving import (  # noqa: PLC0415 - see the module
        LARGEST,
        about_left_out,
        load_answers,
        read_answers,
    )
    from questionnaire.report.record import differences  # noqa: PLC0415 - see the module

    rulebook = questionnaire.rulebook
    if path == _STANDARD_INPUT:
        saved = read_answers(sys.stdin.buffer.read(LARGEST + 1), rulebook, "standard input")
    else:
        saved = load_answers(path, rulebook)
    if saved.problems:
        _report_problems(saved.problems)
        if named:
            _complain("")
        return False
    assessment = questionnaire.assess(saved.answers)
    differs = (
        f"Different from the record: {one}." for one in differences(saved.decoded, assessment)
    )
    for line in (*about_left_out(saved, rulebook), *differs):
        _complain(f"{path}: {line}" if named else line)
    changes = _changes(questionnaire, saved.answers)
    click.echo(before, file=sys.stdout, nl=False)
    if named and format_ in ("text", "markdown"):
        _say(str(path))
        _say("")
    if format_ == "text" and (sys.stdout.isatty() or not sys.stdout.encoding.startswith("utf")):
        from questionnaire.report.terminal import print_summary  # noqa: PLC0415 - see the module

        print_summary(rulebook, assessment, changes=changes)
    else:
        sys.stdout.flush()
        click.echo(rendered(rulebook, assessment, changes, format_), nl=False)
    return True


def _changes(questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
    from questionnaire.report.changes import in_sentences  # noqa: PLC0415 - see the module

    return in_sentences(questionnaire.rulebook, questionnaire.suggestions(answers))


def _format_of(path: Path) -> Format:
    format_ = ENDINGS.get(path.suffix.lower())
    if format_ is None:
        ending = f'The ending "{path.suffix}"' if path.suffix else "A name without an ending"
        what = f"{ending} does not say which kind of report to write."
        _fail([Problem(str(path), what, f"Use one of {', '.join(ENDINGS)}.")])
    return format_


def _require_folder(path: Path) -> None:
    """Ends the program if nothing can be written where the path points to."""
    folder = Path(os.path.realpath(path)).parent
    if not os.access(folder, os.W_OK | os.X_OK):
        state = "may not be written to" if os.access(folder, os.F_OK) else "does not exist"
        how = "Make it first, or name another place. Nothing was started."
        _fail([Problem(str(path), f"The folder {folder} {state}.", how)])


# Saying -------------------------------------------------------------------------------------------


def _load(folder: Path | None) -> Questionnaire:
    try:
        return Questionnaire.load(folder)
    except UnusableFile as unusable:
        _report_problems(unusable.problems)
        _complain("Nothing was started.")
        sys.exit(RULES_HAVE_PROBLEMS)


def _report_problems(problems: Iterable[Problem]) -> None:
    """Prints all problems, a blank line between them, and how many there are."""
    listed = list(problems)
    for problem in listed:
        where, *lines = filter(None, (problem.where, problem.what, problem.how))
        _complain(where)
        for line in lines:
            _complain(line, indent="  ")
        _complain("")
    _complain(f"{len(listed)} problem{'' if len(listed) == 1 else 's'}.")


def _fail(problems: Iterable[Problem], then: str = "") -> NoReturn:
    _report_problems(problems)
    if then:
        _complain(then)
    sys.exit(UNUSABLE)


def _say(line: str) -> None:
    # click would go round a stream that is not made for UTF-8, unless the stream is named.
    click.echo(_printable(line), file=sys.stdout)


def _complain(line: str, indent: str = "") -> None:
    click.echo(indent + _printable(line), file=sys.stderr)


def _printable(line: str) -> str:
    from questionnaire.knowledge.printable import printable  # noqa: PLC0415 - see the module

    return printable(line)


def _make_streams_sound() -> None:
    """Makes the standard streams such that neither odd text nor a closed stream is a fault."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            nothing = Path(os.devnull).open(mode, encoding="utf-8")  # noqa: SIM115 - kept open
            setattr(sys, name, nothing)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _give_up_output() -> None:
    """Sends what is still to be written nowhere, so that the end of the program does not fail."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

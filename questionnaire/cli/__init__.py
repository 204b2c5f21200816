"""The commands, and the statuses that they end with.

Heavy modules are imported where they are needed, so that the first question comes quickly and
``--help`` at once.

Exit statuses: 0 done, 1 the rule base has problems, 2 usage or what cannot be read, written or
loaded, 130 stopped (or the signal's).  Urgency is never one.
"""

from __future__ import annotations

import errno
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, get_args

import click

from questionnaire.cli.output import (
    RULES_HAVE_PROBLEMS,
    STOPPED,
    UNUSABLE,
    complain,
    fail,
    give_up_output,
    load,
    make_streams_sound,
    report_problems,
    say,
)
from questionnaire.inference.engine import EngineMissing
from questionnaire.knowledge.problems import Problem
from questionnaire.report.formats import Format

_Command = TypeVar("_Command", bound=Callable[..., None])

_NOBODY_READS = {errno.EPIPE: 141, errno.EIO: 129}
"""What writing to a closed pipe or terminal fails with, and the status of who is told by a signal.
"""


class _Program(click.Group):
    """All commands; ends each with a sentence and a status where another would show a traceback."""

    def invoke(self, context: click.Context) -> object:
        """Runs the command that was asked for."""
        make_streams_sound()
        try:
            return super().invoke(context)
        except (KeyboardInterrupt, EOFError):
            complain("Stopped.")
            sys.exit(STOPPED)
        except EngineMissing as missing:
            click.echo(missing, file=sys.stderr)
            sys.exit(UNUSABLE)
        except OSError as reason:
            if reason.errno in _NOBODY_READS:
                give_up_output()
                sys.exit(_NOBODY_READS[reason.errno])
            if reason.errno != errno.ENOSPC:
                raise
            give_up_output()
            complain(f"The output could not be written: {reason.strerror}.")
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
        gc.disable()  # what starting makes is kept; looking for garbage in it would only delay it
        from questionnaire.cli.ask import ask

        ask(folder, answers_file, report_file, plain=plain)
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
    from questionnaire.cli.assess import STANDARD_INPUT, assess_file

    if files.count(STANDARD_INPUT) > 1:
        what = "- stands for standard input, which can be read once only."
        fail([Problem("standard input", what, "Name - once.")])
    questionnaire = load(folder or context.obj)
    done = 0
    for path in files:
        before = "\n" if done and format_ != "json" else ""
        done += assess_file(questionnaire, path, format_, named=len(files) > 1, before=before)
    if done < len(files):
        if len(files) > 1:
            complain(f"{len(files) - done} of {len(files)} files could not be assessed.")
        sys.exit(UNUSABLE)


@main.command()
@_rules_option
@click.argument("name", required=False)
@click.pass_context
def explain(context: click.Context, folder: Path | None, name: str | None) -> None:
    """Say what is known about a factor, question, warning sign or rule.

    Without a NAME, list all that can be named.
    """
    from questionnaire.knowledge.problems import nearest
    from questionnaire.report.as_text import print_outline
    from questionnaire.report.explanation import contents, names
    from questionnaire.report.explanation import explain as explained

    rulebook = load(folder or context.obj).rulebook
    outline = contents(rulebook) if name is None else explained(rulebook, name)
    if outline is None:
        hint = nearest(name or "", names(rulebook))
        every = "questionnaire explain, without a name, lists all."
        fail([Problem(f'There is nothing called "{name}".', hint or every)])
    print_outline(outline)


@main.command()
@_rules_option
@click.argument("directory", required=False, type=click.Path(path_type=Path), metavar="[DIR]")
@click.pass_context
def check(context: click.Context, folder: Path | None, directory: Path | None) -> None:
    """Check a rule base and run its cases."""
    from datetime import datetime

    from questionnaire.checking.examination import examine
    from questionnaire.cli.check_report import verdict
    from questionnaire.loading.rulebook import shipped
    from questionnaire.report.as_text import print_outline

    today = datetime.now().astimezone().date()
    examination = examine(directory or folder or context.obj or shipped(), today=today)
    print_outline(verdict(examination))
    if examination.problems:
        if examination.rulebook is not None:
            say("")
        report_problems(examination.problems)
        if examination.rulebook is None:
            complain("No case was run.")
        sys.exit(RULES_HAVE_PROBLEMS)
    say("")
    say("No problems.")

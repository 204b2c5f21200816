"""The commands with their options, and the statuses that they end with.

What a command does stands in the module of its name, which is imported when it is needed, so that
the first question comes quickly and ``--help`` at once.

Exit statuses: 0 done, 1 the rule base has problems, 2 usage or what cannot be read, written or
loaded, 130 stopped (or the signal's).  Urgency is never one.
"""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike, fsdecode
from pathlib import Path
from typing import Literal, TypeVar, get_args

import click

from questionnaire import Questionnaire
from questionnaire.checking.concerns import CONCERNS, Concern
from questionnaire.cli.choices import ComparisonFormat, DifferenceFormat, Form
from questionnaire.cli.output import STANDARD_INPUT, ending
from questionnaire.knowledge.problems import Unusable
from questionnaire.report.formats import Format

_Command = TypeVar("_Command", bound=Callable[..., None])


class _Program(click.Group):
    """All commands.  They, and what click prints for them, end as ``ending`` says."""

    main = ending()(click.Group.main)
    # Help and Ctrl-C would be ended by click's own ``main`` if they came so far.
    make_context = ending()(click.Group.make_context)
    invoke = ending()(click.Group.invoke)


class _Place(click.Path):
    """The name of a file or folder, as a path."""

    def convert(
        self, value: str | PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Returns the path, if there is a folder that the name can begin in."""
        path = Path(fsdecode(super().convert(value, param, ctx)))
        try:
            path.absolute()
        except FileNotFoundError:
            if not self.allow_dash or path != STANDARD_INPUT:
                self.fail(f"{path} is in the working folder, which was deleted.", param, ctx)
        return path


def _nearest(context: click.Context, _: click.Parameter, folder: Path | None) -> Path | None:
    """Returns what was given to the command, or else what was given before its name."""
    return folder or (context.parent.params["folder"] if context.parent else None)


_rules_option = click.option(
    "--rules",
    "folder",
    type=_Place(),
    metavar="DIR",
    callback=_nearest,
    help="Use the rule base in DIR instead of the one that ships with the program.",
)


def _format_option(*formats: str, more: str = "") -> Callable[[_Command], _Command]:
    return click.option(
        "--format",
        "format_",
        type=click.Choice(formats),
        default="text",
        show_default=True,
        help=f"What to print{more}.",
    )


@click.group(
    cls=_Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@_rules_option
@click.option(
    "--answers",
    "answers_file",
    type=_Place(),
    metavar="FILE",
    help="Keep the answers in FILE after every question, go on from there next time, "
    "and begin a new sheet on a later day.",
)
@click.option(
    "--report",
    "report_file",
    type=_Place(),
    metavar="FILE",
    help="Also write everything, the page for the doctor too, to FILE: .md, .html, .json or .txt.",
)
@click.option("--replace", is_flag=True, help="Let --report replace a file without asking.")
@click.option(
    "--plain",
    is_flag=True,
    help="Ask line by line, as a screen reader needs it: no cursor movement, no colour.",
)
@click.version_option(package_name="questionnaire")
@click.pass_context
def main(
    context: click.Context,
    folder: Path | None,
    answers_file: Path | None,
    report_file: Path | None,
    *,
    replace: bool,
    plain: bool,
) -> None:
    """Ask about the symptoms, then print a summary of what may contribute.

    Nothing leaves this computer, and nothing is kept unless you ask for it.
    """
    if context.invoked_subcommand is None:
        from questionnaire.cli.ask import ask

        if replace and report_file is None:
            raise click.UsageError("--replace is for --report.")
        ask(folder, answers_file, report_file, plain=plain, replace=replace)
    elif answers_file or report_file or replace or plain:
        raise click.UsageError(
            "--answers, --report, --replace and --plain are for asking; they do nothing for "
            f"{context.invoked_subcommand}."
        )


@main.command()
@_rules_option
@_format_option(
    *get_args(Format),
    "ndjson",
    more="; fhir is a Bundle for the programs of a clinic; ndjson reads a sheet from each line and "
    "writes its result as a line",
)
@click.option(
    "--full",
    is_flag=True,
    help="As text, print the details and the page for the doctor too, not the summary alone; "
    "the other formats hold everything anyway.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    help="For ndjson: how many processes assess at the same time.",
)
@click.argument("files", nargs=-1, required=True, type=_Place(allow_dash=True))
def assess(
    folder: Path | None,
    format_: Format | Literal["ndjson"],
    files: tuple[Path, ...],
    jobs: int,
    *,
    full: bool,
) -> None:
    """Assess saved answers without asking; - is standard input.

    A file may also hold answers that the program of a clinic wrote, as a QuestionnaireResponse.
    """
    if format_ == "ndjson":
        from questionnaire.cli.cohort import assess_cohort

        if full:
            raise click.UsageError("--full is for --format text; a result is ids and numbers.")
        assess_cohort(folder, files, jobs=jobs)
        return
    from questionnaire.cli.assess import assess_files

    if jobs > 1:
        raise click.UsageError("--jobs is for --format ndjson.")
    assess_files(folder, format_, files, full=full)


@main.command()
@_rules_option
@_format_option(*get_args(ComparisonFormat))
@click.argument("files", nargs=-1, required=True, type=_Place(allow_dash=True))
def compare(folder: Path | None, format_: ComparisonFormat, files: tuple[Path, ...]) -> None:
    """Show what changed from day to day; - is standard input.

    A file of answers holds a sheet for each day; several files, or records, can be compared too.
    """
    from questionnaire.cli.compare import compare_files

    compare_files(folder, format_, files)


def _completed(context: click.Context, _: click.Parameter, begun: str) -> list[str]:
    """Returns the names that begin so; none where the rule base cannot be loaded."""
    from questionnaire.report.names import named

    try:
        rulebook = Questionnaire.load(context.params["folder"]).rulebook
    except Unusable:
        return []
    return list(dict.fromkeys(one.id for one in named(rulebook) if one.id.startswith(begun)))


@main.command()
@_rules_option
@click.argument("name", nargs=-1, shell_complete=_completed)
def explain(folder: Path | None, name: tuple[str, ...]) -> None:
    """Say what is known about a factor, question, warning sign or rule.

    Without a NAME, list all that can be named.
    """
    from questionnaire.cli.explain import explain_name

    explain_name(folder, " ".join(name) if name else None)


@main.command()
@_rules_option
@click.argument("directory", required=False, type=_Place(), metavar="[DIR]")
def check(folder: Path | None, directory: Path | None) -> None:
    """Check a rule base and run its cases."""
    from questionnaire.cli.check import check_folder

    check_folder(directory or folder)


@main.command()
@_rules_option
@click.option(
    "--answers",
    "files",
    multiple=True,
    type=_Place(),
    metavar="FILE",
    help="Try the answers in FILE too; can be given more than once.",
)
@_format_option(*get_args(DifferenceFormat))
@click.option(
    "--fail-on",
    type=click.Choice(CONCERNS[::-1]),
    help="End with status 1 if something differs that concerns this or what is graver.",
)
@click.argument("old", type=_Place())
@click.argument("new", required=False, type=_Place())
def diff(
    folder: Path | None,
    old: Path,
    new: Path | None,
    files: tuple[Path, ...],
    format_: DifferenceFormat,
    fail_on: Concern | None,
) -> None:
    """Say what a change of a rule base does, and to whom.

    OLD and NEW are folders with a rule base each; without NEW it is that of --rules, or the one
    that ships with the program.
    """
    from questionnaire.cli.diff import diff_folders

    diff_folders((old, new or folder), files, format_, fail_on)


@main.command()
@_rules_option
@click.option(
    "--as",
    "form",
    type=click.Choice(get_args(Form)),
    required=True,
    help="A FHIR Questionnaire (R4, JSON), or a codebook (CSV).",
)
def export(folder: Path | None, form: Form) -> None:
    """Write all questions in a form that other programs read.

    It goes to standard output: > FILE keeps it.
    """
    from questionnaire.cli.export import export_rules

    export_rules(folder, form)

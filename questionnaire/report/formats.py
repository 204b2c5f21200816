"""The summary in the format that was asked for, as the bytes of a file.

Each format is imported when it is asked for, because none of them is quick to import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

from questionnaire.inference.assessment import Assessment
from questionnaire.knowledge.model import Rulebook

Format: TypeAlias = Literal["text", "markdown", "html", "json"]

ENDINGS: Final[Mapping[str, Format]] = {
    ".md": "markdown",
    ".html": "html",
    ".json": "json",
    ".txt": "text",
}
"""What the ending of a file says about its format."""


def rendered(
    rulebook: Rulebook, assessment: Assessment, changes: Sequence[str], format_: Format
) -> bytes:
    """Returns the summary as UTF-8; ``changes`` are sentences on what would change the result."""
    match format_:
        case "json":
            from questionnaire.report.record import record  # noqa: PLC0415 - see the module

            return record(rulebook, assessment)
        case "text":
            from questionnaire.report.as_text import summary_text  # noqa: PLC0415 - see the module

            return summary_text(rulebook, assessment, changes=changes).encode()
        case "markdown":
            from questionnaire.report.as_markdown import markdown  # noqa: PLC0415 - see the module

            return markdown(rulebook, assessment, changes).encode()
        case "html":
            from questionnaire.report.as_markdown import html  # noqa: PLC0415 - see the module

            return html(rulebook, assessment, changes).encode()

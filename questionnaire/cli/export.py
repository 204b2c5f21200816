"""The command that writes a rule base in the form of another program."""

from __future__ import annotations

from pathlib import Path

from questionnaire.cli.choices import Form
from questionnaire.cli.output import load, send


def export_rules(folder: Path | None, form: Form) -> None:
    """Prints a rule base as a FHIR Questionnaire or as a codebook."""
    rulebook = load(folder).rulebook
    match form:
        case "fhir":
            from questionnaire.report.fhir_questionnaire import fhir_questionnaire

            send(fhir_questionnaire(rulebook).encode())
        case "codebook":
            from questionnaire.report.codebook import codebook

            send(codebook(rulebook).encode())

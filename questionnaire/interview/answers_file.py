"""The file of answers: read with all its problems at once, written so that it is never broken.

A record of an assessment is an answers file too; what else it holds is not looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from questionnaire.inference.assessment import Identity
from questionnaire.interview.private_file import write_privately
from questionnaire.knowledge.answers import Json, as_json, check_answers, listed
from questionnaire.knowledge.model import Answers, Rulebook
from questionnaire.knowledge.problems import Problem

MOST_BYTES = 1_000_000
"""The most bytes that are read; a thousand questions fit many times over."""
MOST = 5_000
"""The most answers that are looked at; to find what each strange one was meant to be takes time."""


class SavedAnswers(Struct, frozen=True, kw_only=True):
    """What was read from an answers file.

    Attributes:
        answers: Those that fit the rule base.
        header: The rule base that they were given to, as far as the file says.
        left_out: Answers to another rule base that do not fit this one; no mistake of anybody's.
        problems: Mistakes; where there is one, the answers are not to be used.
        decoded: All that the file holds; a record holds more than answers.
        text: The same as it was read.
    """

    answers: Answers
    header: Identity | None = None
    left_out: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    decoded: Mapping[str, object] = {}
    text: bytes = b""


def load_answers(path: Path, rulebook: Rulebook) -> SavedAnswers:
    """Reads an answers file; what keeps it from being read is a problem, not an exception."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as reason:
        said = getattr(reason, "strerror", None) or str(reason)
        return _unusable(Problem(str(path), f"The file cannot be read: {said}."))
    return read_answers(text, rulebook, str(path))


def read_answers(text: bytes, rulebook: Rulebook, source: str) -> SavedAnswers:
    """Reads the text of an answers file; ``source`` names it in what is said."""
    decoded = _decode(text, source)
    if isinstance(decoded, Problem):
        return _unusable(decoded)
    answers = decoded.get("answers")
    if not isinstance(answers, dict):
        found = f"It is {as_json(answers)}." if "answers" in decoded else "It is missing."
        how = 'Write {"answers": {"question_id": value, ...}}.'
        return _unusable(Problem(f"{source}: answers", found, how))
    if len(answers) > MOST:
        found = f"They are {len(answers):,}; {MOST:,} is the limit."
        return _unusable(Problem(f"{source}: answers", found))
    header = _header(decoded.get("rulebook"), source)
    if isinstance(header, Problem):
        return _unusable(header)
    fitting, problems = check_answers(rulebook, answers, source)
    saved = SavedAnswers(answers=fitting, header=header, decoded=decoded, text=text)
    if header is not None and _is_other(header, rulebook):
        return replace(saved, left_out=problems)
    return replace(saved, problems=problems)


def about_left_out(saved: SavedAnswers, rulebook: Rulebook) -> tuple[str, ...]:
    """Says that the answers were given to another rule base, and which of them do not fit."""
    if saved.header is None or not _is_other(saved.header, rulebook):
        return ()
    return (
        f"These answers were given to {_named(saved.header)}. This is "
        f"{_named(Identity(rulebook.id, rulebook.version, rulebook.digest))}. "
        + (
            "The answers that still fit are kept. These do not fit and are left out:"
            if saved.left_out
            else "All of them still fit."
        ),
        *(f"{problem.where}: {problem.what}" for problem in saved.left_out),
    )


def answers_text(rulebook: Rulebook, answers: Answers) -> bytes:
    """Returns what an answers file holds."""
    header = {"id": rulebook.id, "version": rulebook.version, "digest": rulebook.digest}
    content: Json = {"rulebook": header, "answers": dict(answers)}
    return (json.dumps(content, indent=2) + "\n").encode()


def save_answers(path: Path, rulebook: Rulebook, answers: Answers) -> None:
    """Writes an answers file that only its owner may read.

    Raises:
        OSError: It cannot be written; the old file is untouched and nothing is left beside it.
    """
    write_privately(path, answers_text(rulebook, answers))


class _Refused(ValueError):  # noqa: N818 - named by the fault, as in our glossary
    """JSON that Python would read and that we do not take."""


def _decode(text: bytes, source: str) -> dict[str, object] | Problem:
    if len(text) > MOST_BYTES:
        return Problem(source, f"The file has more than {MOST_BYTES:,} bytes.")
    try:
        decoded = json.loads(
            text.decode("utf-8-sig"), object_pairs_hook=_distinct, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError as reason:
        return Problem(source, f"The file is not UTF-8 text: byte {reason.start} is none of it.")
    except json.JSONDecodeError as reason:
        place = f"line {reason.lineno}, column {reason.colno}"
        return Problem(source, f"The file is not JSON: {reason.msg} ({place}).")
    except _Refused as reason:
        return Problem(source, str(reason))
    except RecursionError:
        return Problem(source, "The file is nested too deep to be a file of answers.")
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        return Problem(source, "The file holds a number that is too long to be an answer.")
    if not isinstance(decoded, dict):
        how = 'Write {"answers": {"question_id": value, ...}}.'
        return Problem(source, f"The file holds {as_json(decoded)}, not an object.", how)
    return decoded


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    counted = Counter(name for name, _ in pairs)
    if twice := [name for name, count in counted.items() if count > 1]:
        raise _Refused(f"These names stand twice in one object: {listed(twice)}.")
    return dict(pairs)


def _refuse_constant(name: str) -> float:
    raise _Refused(f"The file holds {name}, which is not a number.")


def _header(raw: object, source: str) -> Identity | Problem | None:
    if raw is None:
        return None
    where = f"{source}: rulebook"
    if not isinstance(raw, Mapping):
        return Problem(where, f"It is {as_json(raw)}, not an object.")
    parts = [raw.get(key, "") for key in ("id", "version", "digest")]
    if strange := [part for part in parts if not isinstance(part, str)]:
        return Problem(where, f"{as_json(strange[0])} is not text.")
    return Identity(*map(str, parts))


def _is_other(header: Identity, rulebook: Rulebook) -> bool:
    """Tells whether the header names another rule base; what it leaves open is no difference."""
    here = Identity(rulebook.id, rulebook.version, rulebook.digest)
    pairs = ((header.id, here.id), (header.version, here.version), (header.digest, here.digest))
    return any(there and there != mine for there, mine in pairs)


def _named(identity: Identity) -> str:
    """Returns the rule base in words; the digest tells two texts of one version apart."""
    digest = f" ({identity.digest[:12]})" if identity.digest else ""
    return f"{identity.id or 'a rule base'} {identity.version}{digest}"


def _unusable(problem: Problem) -> SavedAnswers:
    return SavedAnswers(answers={}, problems=(problem,))

"""The file of answers: read with all its problems at once, written so that it is never broken.

It holds a sheet for each day on which somebody answered: the last one, and under ``earlier`` those
before it, the newest first.  A record of an assessment is an answers file too, with one sheet; what
else it holds is not looked at.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from math import isfinite
from pathlib import Path

from msgspec import Struct, ValidationError, convert
from msgspec.structs import asdict, astuple, replace

from questionnaire.inference.assessment import Identity, identity_of
from questionnaire.knowledge.answers import as_json, check_answers, listed
from questionnaire.knowledge.bearing import asked_anew
from questionnaire.knowledge.model import Answers, Rulebook
from questionnaire.knowledge.problems import Problem
from questionnaire.saved.private_file import write_privately
from questionnaire.saved.refusals import unreadable

MOST_BYTES = 3_000_000
"""The most bytes that are read; years of sheets fit."""
MOST = 30_000
"""The most answers that are looked at; to find what each strange one was meant to be takes time."""
_IN_FHIR = (
    "It is a document in FHIR, and no file of answers.",
    "questionnaire assess reads answers in it.",
)
_KEYS = ("rulebook", "day", "answers", "earlier")
"""The keys of a sheet; a record has others too."""
_LOOKED_AT = 100
"""The most other keys that are compared with these."""
_NEARLY = 0.8
"""How like one of these a key is that was meant to be it; no key of a record is."""
_A_LINE_EACH = "questionnaire assess --format ndjson reads a sheet from each line."
_MEND = "Mend it there."
_FORM = 'Write {"answers": {"question_id": value, ...}}.'


class Sheet(Struct, frozen=True, kw_only=True):
    """The answers of one day, as they stand in an answers file.

    Attributes:
        answers: Those that fit the rule base.
        day: When they were given, if the file says so.
        header: The rule base that they were given to, as far as the file says.
        left_out: Answers to another rule base, or of another program, that do not fit this one; no
            mistake of anybody's.
        problems: Mistakes, those of earlier sheets among them; where there is one, the answers are
            not to be used.
        earlier: The sheets before this one in the file, the newest first.
        decoded: All that the sheet holds; a record holds more than answers.  A document in FHIR is
            not understood here and is a problem.
        text: What was read from the file.
    """

    answers: Answers
    day: date | None = None
    header: Identity | None = None
    left_out: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    earlier: tuple[Sheet, ...] = ()
    decoded: Mapping[str, object] = {}
    text: bytes = b""

    @property
    def series(self) -> tuple[Sheet, ...]:
        """This sheet and those before it, in the order in which they were answered."""
        return (*reversed(self.earlier), self)


def load_answers(path: Path, rulebook: Rulebook) -> Sheet:
    """Reads an answers file; what keeps it from being read is a problem, not an exception."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as reason:
        return _unusable(unreadable(path, reason))
    return read_answers(text, rulebook, str(path))


def read_answers(text: bytes, rulebook: Rulebook, source: str) -> Sheet:
    """Reads the text of an answers file; ``source`` names it in what is said."""
    decoded = _decode(text, source)
    if isinstance(decoded, Problem):
        return _unusable(decoded)
    if "resourceType" in decoded:
        return replace(_unusable(Problem(source, *_IN_FHIR)), decoded=decoded)
    raw = decoded.get("earlier", [])
    if not isinstance(raw, list):
        what = f"It is {as_json(raw)}, not a list of sheets."
        return _unusable(Problem(f"{source}: earlier", what, _FORM))
    if (many := sum(map(_count, (decoded, *raw)))) > MOST:
        found = f"They are {many:,}; {MOST:,} is the limit."
        return _unusable(Problem(f"{source}: answers", found))
    last = _read_sheet(decoded, rulebook, source)
    earlier = tuple(
        _read_sheet(sheet, rulebook, f"{source}: earlier sheet {number}")
        for number, sheet in enumerate(raw, start=1)
    )
    problems = tuple(chain(last.problems, *(sheet.problems for sheet in earlier)))
    return replace(last, problems=problems, earlier=earlier, text=text)


def sheet_of(day: date, last: Sheet) -> Sheet:
    """Returns the sheet to answer on ``day``: the ``last`` one, or a new one on a later day.

    Whoever travels may come back to the day before; from further ahead comes only a wrong clock.
    """
    if last.day is None or (last.day - day).days in (0, 1):
        return replace(last, day=last.day or day)
    return Sheet(answers={}, day=day, earlier=(last, *last.earlier))


def earlier_answers(sheet: Sheet, rulebook: Rulebook) -> Answers:
    """Returns what earlier sheets answer to each question that is not to be looked at anew."""
    anew = asked_anew(rulebook)
    answers = dict(chain.from_iterable(each.answers.items() for each in reversed(sheet.earlier)))
    return {
        question: answer
        for question, answer in answers.items()
        if answer is not None and question not in anew
    }


def about_left_out(saved: Sheet, rulebook: Rulebook, *, releases: bool = True) -> tuple[str, ...]:
    """Says which answers are left out, and whether they were given to another rule base.

    Which ``releases`` these are is for whoever can look them up.
    """
    left_out = tuple(f"{problem.where}: {problem.what}" for problem in saved.left_out)
    if saved.header is None or not _is_other(saved.header, rulebook):
        return ("These answers could not be taken and are left out:", *left_out) if left_out else ()
    named = f", from {_named(saved.header)} to {_named(identity_of(rulebook))}" if releases else ""
    return (
        f"The questionnaire has changed since these answers were given{named}. "
        + (
            "The answers that still fit are kept. These do not fit and are left out:"
            if left_out
            else "All of them still fit."
        ),
        *left_out,
    )


def answers_text(
    rulebook: Rulebook, answers: Answers, day: date | None = None, earlier: Sequence[Sheet] = ()
) -> bytes:
    """Returns what an answers file holds; ``earlier`` sheets stay as they were read."""
    text = json.dumps(_written(asdict(identity_of(rulebook)), day, dict(answers)), indent=2)
    if earlier:  # in a line each: every answer writes them again, and that is the quick way
        before = ",\n    ".join(
            json.dumps(_written(sheet.decoded.get("rulebook"), sheet.day, sheet.decoded["answers"]))
            for sheet in earlier
        )
        text = text.removesuffix("\n}") + f',\n  "earlier": [\n    {before}\n  ]\n}}'
    return f"{text}\n".encode()


def save_answers(
    path: Path,
    rulebook: Rulebook,
    answers: Answers,
    day: date | None = None,
    earlier: Sequence[Sheet] = (),
) -> None:
    """Writes an answers file that only its owner may read.

    Raises:
        OSError: It cannot be written; the old file is untouched and nothing is left beside it.
    """
    write_privately(path, answers_text(rulebook, answers, day, earlier))


class _Refused(ValueError):  # noqa: N818 - named by the fault, as in our glossary
    """JSON that Python would read and that we do not take."""


def _decode(text: bytes, source: str) -> dict[str, object] | Problem:
    if len(text) > MOST_BYTES:
        return Problem(source, f"It has more than {MOST_BYTES:,} bytes.")
    if not text.strip():
        return Problem(source, "It is empty.", _FORM)
    try:
        decoded = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_distinct,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except UnicodeDecodeError as reason:
        return Problem(source, f"It is not UTF-8 text: byte {reason.start} is none of it.")
    except json.JSONDecodeError as reason:
        line = f"line {reason.lineno}, " if b"\n" in text else ""
        place = f"{line}column {reason.colno}"
        how = _A_LINE_EACH if reason.msg == "Extra data" and line else _MEND
        return Problem(source, f"It is not JSON: {reason.msg} ({place}).", how)
    except _Refused as reason:
        return Problem(source, str(reason))
    except RecursionError:
        return Problem(source, "It is nested too deep to hold answers.")
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        return Problem(source, "It holds a number that is too long to be an answer.")
    if not isinstance(decoded, dict):
        return Problem(source, f"It holds {as_json(decoded)}, not an object.", _FORM)
    return decoded


def _read_sheet(decoded: object, rulebook: Rulebook, source: str) -> Sheet:
    """Reads one sheet; ``source`` names it in what is said."""
    if not isinstance(decoded, dict):
        return _unusable(Problem(source, f"It is {as_json(decoded)}, not an object.", _FORM))
    misspelt = () if decoded.keys() <= {*_KEYS} else tuple(_misspelt(decoded, source))
    answers = decoded.get("answers")
    if not isinstance(answers, dict):
        found = f"It is {as_json(answers)}." if "answers" in decoded else "It is missing."
        return _unusable(*misspelt or (Problem(f"{source}: answers", found, _FORM),))
    fitting, problems = check_answers(rulebook, answers, source)
    header = _header(decoded.get("rulebook"), source)
    day = _day(decoded.get("day"), source)
    of_other = isinstance(header, Identity) and _is_other(header, rulebook)
    mistakes = (*misspelt, *(() if of_other else problems))
    if isinstance(header, Problem) or isinstance(day, Problem):
        faults = (each for each in (header, day) if isinstance(each, Problem))
        return _unusable(*faults, *mistakes)
    left_out = problems if of_other else ()
    return Sheet(
        answers=fitting,
        day=day,
        header=header,
        left_out=left_out,
        problems=mistakes,
        decoded=decoded,
    )


def _misspelt(sheet: Mapping[str, object], source: str) -> Iterator[Problem]:
    """Yields the keys that are nearly one of a sheet: what stands there would be lost."""
    from difflib import get_close_matches  # noqa: PLC0415 - hardly a sheet needs it

    left = [key for key in _KEYS if key not in sheet]
    for key in islice((key for key in sheet if key not in _KEYS), _LOOKED_AT):
        if meant := get_close_matches(key, left, n=1, cutoff=_NEARLY):
            what = f"There is no key {as_json(key)} in a sheet of answers."
            yield Problem(source, what, f'Did you mean "{meant[0]}"?')


def _count(sheet: object) -> int:
    answers = sheet.get("answers") if isinstance(sheet, dict) else None
    return len(answers) if isinstance(answers, dict) else 0


def _day(raw: object, source: str) -> date | Problem | None:
    try:
        return convert(raw, date | None)
    except (ValidationError, UnicodeEncodeError):  # msgspec takes no lone surrogates
        what, how = f"{as_json(raw)} is not a day.", 'Write it as in "2026-11-27".'
        return Problem(f"{source}: day", what, how)


def _written(header: object, day: date | None, answers: object) -> dict[str, object]:
    """Returns a sheet as JSON has it, without what is not known of it."""
    dated = {"rulebook": header, "day": day.isoformat() if day else None}
    return {key: value for key, value in dated.items() if value} | {"answers": answers}


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(found := dict(pairs)) < len(pairs):
        counted = Counter(name for name, _ in pairs)
        twice = [name for name, count in counted.items() if count > 1]
        raise _Refused(f"These names stand twice in one object: {listed(twice)}.")
    return found


def _refuse_constant(name: str) -> float:
    raise _Refused(f"It holds {name}, which is not a number.")


def _finite(text: str) -> float:
    """Returns a number that JSON can write again."""
    if not isfinite(number := float(text)):
        shown = as_json(text)[1:-1]
        raise _Refused(f"It holds {shown}, a number that is too large to be an answer.")
    return number


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
    pairs = zip(astuple(header), astuple(identity_of(rulebook)), strict=True)
    return any(there and there != here for there, here in pairs)


def _named(identity: Identity) -> str:
    """Returns the rule base in words; the digest tells two texts of one version apart."""
    digest = f" ({identity.digest[:12]})" if identity.digest else ""
    return f"{identity.id or 'a rule base'} {identity.version}{digest}"


def _unusable(*problems: Problem) -> Sheet:
    return Sheet(answers={}, problems=problems)

"""Spoils answers files and rule bases: bytes, tokens, keys and structure, by seeded chance."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from random import Random
from typing import Any, Final

STRANGE: Final = (
    *(b"", b"\0", b"\x1b[2J", b"\x7f", b"\x9b", b"\r", b"\n\n", b'"', b"'", b"\\", b"{", b"]"),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"\xe2\x80\xae"),
    *(b"\xf0\x9f\xa6\xb6", b'"""', b"=", b"[[", b"#", b"[" * 3000, b"{a=" * 1000, b"a." * 2000),
)
"""Bytes that mean something to a reader of files, or to a terminal."""

NUMBERS: Final = (
    *b"0 1 2 3 -1 10 0.5 0.1 -0.0 1e-7 1e-400 1000000000 1e308 1e999 inf nan".split(),
    *(b"9" * 30, b"9" * 5000, b"0x" + b"f" * 5000, b"true", b"2026-13-41", b'"1"', b"[1]"),
)
"""Numbers of all sizes, and what is none."""

TOKENS: Final = (
    *"and or not in is < <= > >= == != + - * / ** % ( ) [ ] { } , : ; @ := # \\n ... _ é".split(),  # noqa: SIM905 - words
    *"lambda if else await yield True None '' 'x' f'{x}' b'x' '\\0' __import__('os') exec".split(),  # noqa: SIM905 - words
    *"0 1 -1 7 0.5 1e9 1e10 1e999 1e-9 0.0000001 1j 0x7 10**9 answered count default min".split(),  # noqa: SIM905 - words
    *("9" * 5000, "(" * 300, ")" * 300, "not " * 900, "-" * 3000, "1+" * 1800, "a." * 1800),
    *("x or " * 700, "(1 < 2 or 3 < 4) and " * 150),
)
"""Parts of conditions, of Python, and of nothing."""

OF_OTHER_KINDS: Final = (3, 1.5, -1, 10**12, True, "", "x", [], [3], ["x"], [{}], {}, {"id": "x"})
"""Values that most keys do not have."""

Files = Mapping[str, bytes]
_CONDITION: Final = re.compile(
    r'(?P<key>\b(?:when|unless|ask_when|assume_when|value)\s*=\s*")(?P<text>[^"\n]*)(?=")'
)
_TOKEN: Final = re.compile(r"\w+|[<>=!]=|'[^']*'|\S")


class _Raw(str):
    """A text that stands in JSON as it is, not in quotation marks."""

    __slots__ = ()


def strange_value(random: Random) -> object:
    """Returns what nobody should answer, or what a key should not hold."""
    return random.choice(
        (
            *(None, True, False, 0, -1, 7, 10**400, -(2**63), 0.1, 1e300, -0.0, "", "x", [], {}),
            *(_Raw("NaN"), _Raw("-Infinity"), _Raw("1e999"), _Raw("9" * 5000), _Raw("1E+2")),
            *("\x1b]0;x\a", "\ud800", "\u202e", "\0", "[bold]", "<b>", "x" * 100_000, "\n# x"),
            *([None], [[]], ["x", "x"], [1, "a"], {"a": {"a": []}}, [_Raw("[" * 900 + "]" * 900)]),
            *(_Raw("[" * 90_000), _Raw('{"a":1,"a":2}'), [str(each) for each in range(30_000)]),
            {f"a{each}": each for each in range(30_000)},
        )
    )


def answers_file(answers: Mapping[str, object], header: object, random: Random) -> bytes:
    """Returns an answers file with up to three things spoilt."""
    content: object = _sheet(answers, header, random)
    if random.random() < 0.3:
        content = {**_sheet(answers, header, random), "earlier": [content]}
    return spoilt_json(content, random)


def spoilt_json(content: object, random: Random) -> bytes:
    """Returns a value as JSON with up to three things spoilt."""
    for _ in range(random.randint(0, 2)):
        content = _spoilt_value(content, random)
    text = _json(content).encode("utf-8", "surrogatepass")
    return spoilt_bytes(text, random) if random.random() < 0.3 else text


def _sheet(answers: Mapping[str, object], header: object, random: Random) -> dict[str, object]:
    """Returns a sheet with most of the answers."""
    given = {question: answer for question, answer in answers.items() if random.random() < 0.9}
    day = random.choice((None, "2026-01-31", "2026-02-28", "2026-02-29"))
    return {"rulebook": header, "day": day, "answers": given}


def spoilt_files(files: Files, random: Random) -> dict[str, bytes]:
    """Returns the files of a rule base with up to three things spoilt."""
    spoilt = dict(files)
    for _ in range(random.randint(1, 3)):
        name = random.choice(list(spoilt))
        if random.random() < 0.05:
            other = random.choice((name + "x", "sections/new.toml", "factors/é.toml"))
            spoilt[other] = spoilt.pop(name) if random.random() < 0.5 else spoilt[name]
            continue
        how: Callable[[bytes, Random], bytes] = random.choice(
            (
                *(spoilt_bytes, *[_spoilt_condition] * 4, *[_spoilt_number] * 2),
                *(*[_spoilt_line] * 2, *[_spoilt_table] * 4),
            )
        )
        spoilt[name] = how(spoilt[name], random)
    return spoilt


def spoilt_bytes(text: bytes, random: Random) -> bytes:
    """Flips a bit, cuts, doubles, leaves out, or puts something strange in."""
    start, end = sorted(random.randint(0, len(text)) for _ in range(2))
    end = min(end, start + random.choice((1, 10, 1000)))
    match random.randrange(6):
        case 0 if text:
            place = random.randrange(len(text))
            flipped = text[place] ^ 1 << random.randrange(8)
            return text[:place] + bytes([flipped]) + text[place + 1 :]
        case 1:
            return text[:start]
        case 2:
            return text[:start] + text[end:]
        case 3:
            return text[:end] + text[start:]
        case 4:
            return text[:start] + random.randbytes(random.randint(1, 9)) + text[start:]
        case _:
            return text[:start] + random.choice((*STRANGE, *NUMBERS)) + text[start:]


def _spoilt_condition(text: bytes, random: Random) -> bytes:
    """Replaces, doubles or leaves out one token of one condition."""
    source = text.decode("utf-8", "surrogateescape")
    found = [each for each in _CONDITION.finditer(source) if each["text"]]
    if not found:
        return text
    chosen = random.choice(found)
    tokens = _TOKEN.findall(chosen["text"])
    others = [token for each in found for token in _TOKEN.findall(each["text"])]
    place = random.randrange(len(tokens))
    alike = [each for each in others if each[:1].isalpha() == tokens[place][:1].isalpha()]
    token = random.choice(random.choice((TOKENS, others, alike, alike)))
    tokens[place : place + random.choice((0, 1, 1, 1))] = [token] * random.choice((0, 1, 1, 1, 2))
    whole = source[: chosen.start("text")] + " ".join(tokens) + source[chosen.end("text") :]
    return whole.encode("utf-8", "surrogateescape")


def _spoilt_number(text: bytes, random: Random) -> bytes:
    found = list(re.finditer(rb"\b\d+(\.\d+)?\b", text))
    if not found:
        return text
    chosen = random.choice(found)
    return text[: chosen.start()] + random.choice(NUMBERS) + text[chosen.end() :]


def _spoilt_line(text: bytes, random: Random) -> bytes:
    """Leaves out, doubles or moves a line, or spoils its key or its value."""
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    place = random.randrange(len(lines))
    key, equals, value = lines[place].partition(b"=")
    strange = _json(strange_value(random)).encode("utf-8", "surrogatepass")
    match random.randrange(6):
        case 0:
            del lines[place]
        case 1:
            lines.insert(place, lines[place])
        case 2:
            lines.insert(random.randrange(len(lines)), lines.pop(place))
        case 3 if equals:
            lines[place] = key + equals + strange + b"\n"
        case 4 if equals:
            other = random.choice((b"x ", b'"\\u001b" ', b"a.b ", b"id ", b"when "))
            lines[place] = other + equals + value
        case _:
            lines[place] = random.choice(lines)
    return b"".join(lines)


def _spoilt_table(text: bytes, random: Random) -> bytes:
    """Gives something in a file a value of another kind or another name, or takes it out."""
    try:
        table = tomllib.loads(text.decode())
    except (ValueError, RecursionError):
        return text
    if not table:
        return text
    holder, place = random.choice([*_places(table)])
    match random.randrange(4):
        case 0:
            del holder[place]
        case 1 if isinstance(holder, dict):
            holder[place[:-1] or "z"] = holder.pop(place)
        case _:
            holder[place] = random.choice(OF_OTHER_KINDS)
    try:
        lines = [f"{json.dumps(key)} = {_toml(value)}\n" for key, value in table.items()]
    except ValueError:  # Python writes no whole number of more than 4,300 digits
        return text
    return "".join(lines).encode()


def _places(holder: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - whatever TOML has
    """Yields each table or list with each of its keys or places, the outermost first."""
    if isinstance(holder, dict | list):
        for place in [*holder] if isinstance(holder, dict) else range(len(holder)):
            yield holder, place
            yield from _places(holder[place])


def _toml(value: object) -> str:
    match value:
        case dict():
            keys = (f"{json.dumps(key)} = {_toml(one)}" for key, one in value.items())
            return f"{{{', '.join(keys)}}}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case date():
            return value.isoformat()
        case _:
            return json.dumps(value, ensure_ascii=False)


def _spoilt_value(content: object, random: Random) -> object:
    """Returns decoded JSON in which one value or key is another, somewhere."""
    if isinstance(content, dict) and content and random.random() < 0.95:
        key = random.choice(list(content))
        rest = {name: value for name, value in content.items() if name != key}
        match random.randrange(20):
            case 0:
                return rest
            case 1:
                names = ("", "x", key.upper(), key + "\u202e", "\ud800", "a" * 10_000, "\x1b[31m")
                return rest | {random.choice(names): content[key]}
            case 2:
                return content | {"new": strange_value(random)}
            case _:
                return content | {key: _spoilt_value(content[key], random)}
    if isinstance(content, list) and content and random.random() < 0.5:
        return [_spoilt_value(content[0], random), *content[1:], random.choice(content)]
    return strange_value(random)


def _json(content: object) -> str:
    """Returns JSON; raw texts in it stand as they are."""
    match content:
        case _Raw():
            return str(content)
        case dict():
            return "{" + ", ".join(f"{json.dumps(k)}: {_json(v)}" for k, v in content.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_json, content)) + "]"
        case str():
            return json.dumps(content, ensure_ascii=len(content) % 2 == 0)
        case int():
            return str(content).lower()
        case _:
            return json.dumps(content)

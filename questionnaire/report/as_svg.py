"""Levels as pictures on a page; each says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from questionnaire.knowledge.printable import printable
from questionnaire.report.outline import Bar

_STEP, _TALL = 20, 10  # from one box of a level to the next, and how high they are
_WIDTH, _HEIGHT = 200, 68
_SIDE, _ABOVE, _DOT = 34, 22, 4  # room for half a level's name, and for its letters
_LABEL = 'font-size="13" text-anchor="middle" fill="currentColor"'


def level(bar: Bar) -> str:
    """Returns a picture of a level: a box for each part of the whole, filled as far as it goes."""
    fills = ["currentColor"] * bar.filled + ["none"] * (bar.whole - bar.filled)
    boxes = (
        f'<rect x="{_STEP * place + 1}" y="1" width="{_STEP - 4}" height="{_TALL - 2}" '
        f'fill="{fill}"/>'
        for place, fill in enumerate(fills)
    )
    return (
        f'<svg viewBox="0 0 {_STEP * bar.whole} {_TALL}" height="{_TALL}" stroke="currentColor" '
        f'role="img" aria-label="{_text(bar.level)}: {bar.filled} of {bar.whole}">'
        f"{''.join(boxes)}</svg>"
    )


def figure(columns: Sequence[str], row: Sequence[Bar]) -> str:
    """Returns a figure of one row of a trend: its name, and a line from column to column."""
    said = "; ".join(f"{column}: {bar.level}" for column, bar in zip(columns, row, strict=True))
    label = _text(f"{row[0].name}. {said}")
    return (
        f"<figure><figcaption>{_text(row[0].name)}</figcaption>"
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f"{''.join(_drawn(row))}</svg></figure>"
    )


def _drawn(row: Sequence[Bar]) -> Iterator[str]:
    """Yields a thin line for each level, the line through all bars, and their dots and levels."""
    for height in range(row[0].whole + 1):
        y = _y(height, row[0].whole)
        yield f'<path d="M{_SIDE} {y}H{_WIDTH - _SIDE}" stroke="currentColor" opacity=".25"/>'
    points = [(_x(place, len(row)), _y(bar.filled, bar.whole)) for place, bar in enumerate(row)]
    path = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="currentColor" stroke-width="2"/>'
    said = ""
    for bar, (x, y) in zip(row, points, strict=True):
        yield f'<circle cx="{x}" cy="{y}" r="{_DOT}" fill="currentColor"/>'
        if bar.filled and bar.level != said:  # once is enough where it stays the same
            label = _text(bar.level)
            yield f'<text x="{x}" y="{y - 7}" {_LABEL}>{label}</text>'
        said = bar.level


def _x(place: int, of: int) -> int:
    return _SIDE + place * (_WIDTH - 2 * _SIDE) // max(of - 1, 1)


def _y(filled: int, whole: int) -> int:
    bottom = _HEIGHT - _DOT - 1
    return bottom - filled * (bottom - _ABOVE) // max(whole, 1)


def _text(text: str) -> str:
    return escape(printable(text))

"""Levels over time as drawn lines, for a page; each says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from questionnaire.knowledge.printable import printable
from questionnaire.report.outline import Bar, Trend

_WIDTH, _HEIGHT, _MARGIN = 240, 70, 20
_DOT = 4


def lines(trend: Trend) -> str:
    """Returns a figure for each row: its name, and a line from column to column."""
    return "".join(_figure(trend.columns, row) for row in trend.rows) + "\n"


def _figure(columns: tuple[str, ...], row: tuple[Bar, ...]) -> str:
    said = "; ".join(f"{column}: {bar.level}" for column, bar in zip(columns, row, strict=True))
    label = _text(f"{row[0].name}. {said}")
    return (
        f"<figure><figcaption>{_text(row[0].name)}</figcaption>"
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
        f"{''.join(_drawn(row))}</svg></figure>\n"
    )


def _drawn(row: tuple[Bar, ...]) -> Iterator[str]:
    """Yields a thin line for each level, the line through all bars, and their dots and levels."""
    for level in range(row[0].whole + 1):
        y = _y(level, row[0].whole)
        yield f'<path d="M{_MARGIN} {y}H{_WIDTH - _MARGIN}" stroke="#ccc"/>'
    points = [(_x(place, len(row)), _y(bar.filled, bar.whole)) for place, bar in enumerate(row)]
    path = " ".join(f"{x},{y}" for x, y in points)
    yield f'<polyline points="{path}" fill="none" stroke="#111" stroke-width="2"/>'
    said = ""
    for bar, (x, y) in zip(row, points, strict=True):
        yield f'<circle cx="{x}" cy="{y}" r="{_DOT}" fill="#111"/>'
        if bar.filled and bar.level != said:  # once is enough where it stays the same
            label = _text(bar.level)
            yield f'<text x="{x}" y="{y - 7}" font-size="9" text-anchor="middle">{label}</text>'
        said = bar.level


def _x(place: int, of: int) -> int:
    return _MARGIN + place * (_WIDTH - 2 * _MARGIN) // max(of - 1, 1)


def _y(filled: int, whole: int) -> int:
    return _HEIGHT - _DOT - filled * (_HEIGHT - _DOT - _MARGIN) // max(whole, 1)


def _text(text: str) -> str:
    return escape(printable(text))

"""Draws the pictures of the README: the program asks and answers one of its cases in a terminal.

Where they have changed, look at them, and read their texts in the README.
"""

import json
import re
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape

from people import answers, cases, questionnaire
from terminal import Key, keys_for, program

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
CASE = "roofer_in_july"
QUESTION = "symptom_when"
COLUMNS, HIGHEST = 80, 500
CELL, LINE, MARGIN = 9, 20, 18  # pixels of a character at 15 pixels, of a line, of the frame
FONT = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
PAPER, INK = "#1c2128", "#e6edf3"
COLOURS = {"default": INK, "red": "#ff8078", "brown": "#e3b341"}  # pyte calls yellow brown
SHEET = f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{{width}}" height="{{height}}"
  viewBox="0 0 {{width}} {{height}}" font-family="{FONT}" font-size="15" role="img">
<title>{{title}}</title>
<desc>{{text}}</desc>
<rect width="100%" height="100%" rx="8" fill="{PAPER}" stroke="#6e7681"/>"""


def question():
    """Draws a question that is being answered, below the one that was answered before it."""
    given = answers(cases()[CASE])
    path = questionnaire().route(given).path
    place = path.index(QUESTION)
    before, asked = (questionnaire().rulebook.questions[id_] for id_ in path[place - 1 : place + 1])
    known = {id_: given[id_] for id_ in path[: place - 1]}
    ticked = [f"[x] {each.label}" for each in asked.choices if each.id in given[QUESTION]]
    with session("--answers", answers=known) as terminal:
        terminal.sees("Press Enter to begin.")
        terminal.press(Key.ENTER)
        terminal.sees(before.text, "b = back")
        terminal.press(*keys_for(before, given[before.id]))
        terminal.sees(asked.text, "b = back")
        *keys, _enter = keys_for(asked, given[asked.id])
        terminal.press(*keys)
        terminal.sees(*ticked)
        rows = terminal.cells()
    first = next(place for place, row in enumerate(rows) if before.text in said(row))
    return drawn("The program asks a question", rows[first:])


def summary():
    """Draws the summary."""
    with session("assess", answers=answers(cases()[CASE]), rows=HIGHEST) as terminal:
        assert terminal.ended() == 0, terminal.screen()
        rows = terminal.cells()
    return drawn("The program sums up the answers", rows)


@contextmanager
def session(*arguments, answers, rows=24):
    """Runs the program beside a file of answers, which is its last argument."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "answers.json").write_text(json.dumps({"answers": answers}))
        size = {"columns": COLUMNS, "rows": rows}
        with program(*arguments, "answers.json", cwd=folder, **size) as terminal:
            yield terminal


def said(row):
    return "".join(cell.data for cell in row).strip()


# As SVG -------------------------------------------------------------------------------------------


def drawn(title, rows):
    """Returns rows of cells as an SVG that looks the same in every viewer and loads nothing."""
    while not said(rows[-1]):
        rows = rows[:-1]
    width, height = COLUMNS * CELL + 2 * MARGIN, len(rows) * LINE + 2 * MARGIN
    text = "\n".join(map(said, rows))
    lines = [SHEET.format(width=width, height=height, title=escape(title), text=escape(text))]
    for number, row in enumerate(rows):
        column = 0
        for looks, cells in groupby(row, key=lambda cell: cell._replace(data="")):
            stretch = "".join(cell.data for cell in cells)
            lines += shapes(stretch, looks, column, MARGIN + number * LINE)
            column += len(stretch)
    return "\n".join((*lines, "</svg>\n"))


def shapes(text, looks, column, top):
    """Yields what is drawn of a stretch of text that looks the same throughout."""
    colour = COLOURS[looks.fg]
    if looks.reverse:
        size = f'width="{len(text) * CELL}" height="{LINE}"'
        yield f'<rect x="{MARGIN + column * CELL}" y="{top}" {size} fill="{colour}"/>'
        colour = PAPER
    weight = ' font-weight="bold"' if looks.bold else ""
    line = ' text-decoration="underline"' if looks.underscore else ""
    # Each piece gets its place and its length, so that columns line up in every font.
    for piece in re.finditer(r"\S+(?: \S+)*", text):
        x, length = MARGIN + (column + piece.start()) * CELL, len(piece[0]) * CELL
        yield (
            f'<text x="{x}" y="{top + 15}" textLength="{length}" lengthAdjust="spacingAndGlyphs" '
            f'fill="{colour}"{weight}{line}>{escape(piece[0])}</text>'
        )


PICTURES = {"question.svg": question, "summary.svg": summary}

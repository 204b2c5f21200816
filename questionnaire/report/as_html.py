"""An outline as one HTML page that loads nothing and prints well on A4.

This is the only module that imports markdown-it.  The page is made from the Markdown, so the two
cannot differ; texts are escaped for Markdown, and raw HTML is off.
"""

from __future__ import annotations

from html import escape

from markdown_it import MarkdownIt

from questionnaire.knowledge.printable import printable
from questionnaire.report.as_markdown import as_markdown, part_as_markdown
from questionnaire.report.as_svg import lines
from questionnaire.report.outline import Outline, Part, Trend

_STYLE = """
@page { size: A4; margin: 10mm 12mm; }
body { font: 9pt/1.25 Arial, "Liberation Sans", Helvetica, sans-serif; color: #111;
  max-width: 46rem; margin: 1rem auto; padding: 0 1rem; }
h1 { font-size: 14pt; margin: 0 0 .5rem; }
h2 { font-size: 11pt; margin: .7rem 0 .2rem; border-bottom: 1px solid #555; }
h3 { font-size: 9.5pt; margin: .5rem 0 .1rem; }
h1, h2, h3 { break-after: avoid; }
p, ul, ol { margin: .12rem 0; }
ul, ol { padding-left: 1.3rem; }
li { break-inside: avoid; }
ol { font-size: 7.5pt; }
body > ol, body > ul { columns: 2; column-gap: 2rem; }
blockquote { margin: .6rem 0; padding: .4rem .8rem; border: 2px solid #111; break-inside: avoid; }
blockquote h2 { margin-top: 0; border: 0; }
table { border-collapse: collapse; width: 100%; margin: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0 .3rem;
  border-bottom: 1px solid #bbb; }
th:first-child { width: 30%; }
tr { break-inside: avoid; }
figure { display: inline-block; width: 15rem; margin: .3rem .6rem .3rem 0; break-inside: avoid; }
figure svg { width: 100%; }
a { color: inherit; overflow-wrap: anywhere; }
@media print {
  body { font-size: 8.5pt; line-height: 1.18; margin: 0; padding: 0; max-width: none; }
  h2 { margin-top: .5rem; }
  body > p, body > ul { font-size: 7.5pt; }
  ol { font-size: 7pt; line-height: 1.15; }
  ol a { display: none; } /* on paper nobody can follow them, and they take a page of their own */
}
"""


def as_html(title: str, outline: Outline) -> str:
    """Returns an outline as a page."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = reader.render(as_markdown(title, ())) + "".join(_part(reader, part) for part in outline)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(printable(title))}</title>\n<style>{_STYLE}</style>\n"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    )


def _part(reader: MarkdownIt, part: Part) -> str:
    """Returns a part; what can be drawn is drawn below its words."""
    drawn = (lines(block) for block in part.blocks if isinstance(block, Trend))
    return "".join((str(reader.render(part_as_markdown(part))), *drawn))

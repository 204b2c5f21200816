"""Prints the sentences of a rule base that are hardest to read, by their Flesch-Kincaid grade.

    python benchmarks/hard_sentences.py --count 25
    python benchmarks/hard_sentences.py --names benchmarks/names.txt

The grade is about the year of an American school in which a sentence is understood: 9 stands for an
age of 14.  It counts words and syllables and knows nothing of meaning, so it says where to look and
not what is wrong.  A sentence of fewer than eight words is left out, because one long word decides
its grade; a number counts as one syllable.

Names of illnesses, medicines and the like make a sentence hard, and nobody can replace them.  With
``--names`` they count as one syllable each, and what is printed is hard for another reason.

Syllables are counted by a rule for English: groups of vowels, without a silent e.  Packages that do
it look words up in a dictionary that they download, and a benchmark needs no network.
"""

import argparse
import re
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from statistics import mean

from questionnaire import Questionnaire
from questionnaire.knowledge.gates import gates
from questionnaire.knowledge.model import Rulebook, choices_of

SHORTEST = 8
"""Words from which a sentence is graded."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?|\d[\d.,]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)(?:e|es)$|[^aeioutdy]ed$")
_SPOKEN = re.compile(r"(?:[sxz]|sh|[cs]h|[cg])es$")
_TWO = re.compile(r"ia(?!n\b|l\b)|io(?!n|us)|eo(?![up])|ua(?!r)|iu|ying|[^aeiou]ier|oe(?=[^s])|uou")


def syllables(word: str) -> int:
    """Returns about how many syllables an English word has; at least 1."""
    small = word.lower()
    count = len(_VOWELS.findall(small)) + len(_TWO.findall(small))
    if _SILENT.search(small) and not _SPOKEN.search(small):
        count -= 1
    return max(count, 1)


def grade(sentence: str, names: Collection[str] = ()) -> float:
    """Returns the Flesch-Kincaid grade of one sentence, with one syllable for each of ``names``."""
    words = _WORD.findall(sentence)
    spoken = sum(1 if word.lower() in names else syllables(word) for word in words)
    return 0.39 * len(words) + 11.8 * spoken / len(words) - 15.59


def texts(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yields where each text stands that people read, and the text."""
    yield from ((section.id, section.introduction) for section in rulebook.sections)
    for question in rulebook.questions.values():
        for text in (question.text, question.why, question.help):
            yield question.id, text
        yield from ((question.id, choice.label) for choice in choices_of(question))
        if (change := question.change) is not None:
            yield from ((question.id, text) for text in (change.text, *change.boxes.values()))
    for factor in rulebook.factors.values():
        for text in (factor.summary, factor.role, factor.link, factor.evidence):
            yield factor.id, text
    for flag in rulebook.red_flags.values():
        yield from ((flag.id, text) for text in (flag.sign, flag.time_frame or ""))
    messages = rulebook.messages
    yield from (
        ("messages", text) for text in (messages.answers_set_aside, messages.signs_not_checked)
    )
    yield from ((urgency.id, urgency.time_frame) for urgency in rulebook.urgencies.values())
    yield from (("introduction", text) for text in rulebook.introduction)
    yield from ((gate.where, gate.text) for gate in gates(rulebook))


def graded(rulebook: Rulebook, names: Collection[str] = ()) -> list[tuple[float, str, str]]:
    """Returns grade, place and sentence, the hardest first."""
    found = {
        (place, sentence)
        for place, text in texts(rulebook)
        for sentence in _SENTENCE.split(re.sub(r"\{\w+\}", "it", text))
        if len(_WORD.findall(sentence)) >= SHORTEST
    }
    return sorted(
        ((grade(sentence, names), place, sentence) for place, sentence in found), reverse=True
    )


def _names(path: Path | None) -> frozenset[str]:
    """Returns the words of a file in small letters; what follows # is a remark."""
    lines = path.read_text(encoding="utf-8").splitlines() if path else ()
    return frozenset(word.lower() for line in lines for word in _WORD.findall(line.split("#")[0]))


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rules", type=Path, help="the folder of a rule base")
    parser.add_argument("--count", type=int, default=25)
    parser.add_argument("--names", type=Path, help="a file of words that count as one syllable")
    options = parser.parse_args()
    sentences = graded(Questionnaire.load(options.rules).rulebook, _names(options.names))
    if not sentences:
        sys.exit("No sentence is long enough to be graded.")
    for value, place, sentence in sentences[: options.count]:
        print(f"{value:5.1f}  {place}\n       {sentence}")
    hard = sum(value > 9 for value, _, _ in sentences)
    average = mean(value for value, _, _ in sentences)
    print(f"\n{len(sentences)} sentences, grade {average:.1f} on average, {hard} above 9")


if __name__ == "__main__":
    _main()

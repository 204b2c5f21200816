"""Prints the sentences of a rule base that are hardest to read, by their Flesch-Kincaid grade.

    python benchmarks/hard_sentences.py --count 25

The grade is about the year of an American school in which a sentence is understood: 9 stands for an
age of 14.  It counts words and syllables and knows nothing of meaning, so it says where to look and
not what is wrong.  A sentence of fewer than eight words is left out, because one long word decides
its grade; a number counts as one syllable.

Syllables are counted by a rule for English: groups of vowels, without a silent e.  Packages that do
it look words up in a dictionary that they download, and a benchmark needs no network.
"""

import argparse
import re
import sys
from collections.abc import Iterator
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


def grade(sentence: str) -> float:
    """Returns the Flesch-Kincaid grade of one sentence."""
    words = _WORD.findall(sentence)
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) + 11.8 * spoken / len(words) - 15.59


def texts(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    """Yields where each text stands that people read, and the text."""
    for question in rulebook.questions.values():
        for text in (question.text, question.why, question.help):
            yield question.id, text
        yield from ((question.id, choice.label) for choice in choices_of(question))
    for factor in rulebook.factors.values():
        for text in (factor.summary, factor.role, factor.link, factor.evidence):
            yield factor.id, text
    for flag in rulebook.red_flags.values():
        yield flag.id, flag.sign
    yield from (("introduction", text) for text in rulebook.introduction)
    yield from ((gate.where, gate.text) for gate in gates(rulebook))


def graded(rulebook: Rulebook) -> list[tuple[float, str, str]]:
    """Returns grade, place and sentence, the hardest first."""
    found = {
        (place, sentence)
        for place, text in texts(rulebook)
        for sentence in _SENTENCE.split(re.sub(r"\{\w+\}", "it", text))
        if len(_WORD.findall(sentence)) >= SHORTEST
    }
    return sorted(((grade(sentence), place, sentence) for place, sentence in found), reverse=True)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rules", type=Path, help="the folder of a rule base")
    parser.add_argument("--count", type=int, default=25)
    options = parser.parse_args()
    sentences = graded(Questionnaire.load(options.rules).rulebook)
    if not sentences:
        sys.exit("No sentence is long enough to be graded.")
    for value, place, sentence in sentences[: options.count]:
        print(f"{value:5.1f}  {place}\n       {sentence}")
    hard = sum(value > 9 for value, _, _ in sentences)
    average = mean(value for value, _, _ in sentences)
    print(f"\n{len(sentences)} sentences, grade {average:.1f} on average, {hard} above 9")


if __name__ == "__main__":
    _main()

"""Random rule bases about houseplants, as the tables of their files, and random answers to them."""

import json
from random import Random

from questionnaire.loading.rulebook import load

PLACES = ("water", "light", "leaves", "soil", "pot", "draught", "feed", "pests", "heat", "stem")
TROUBLES = ("drowning", "frost", "hunger", "mites", "shade", "thirst")
BOXES = ("brown", "yellow", "spots", "webs", "1_hole", "limp")
RANGES = (([0, 20], 1), ([0, 5], 0.5), ([-3, 3], 1), ([0, 1], 0.25), ([5, 100], 5))
AMOUNTS = (0, 0.5, 1, 1.5, 3.5, 7, -1, 0.125)
LEVELS = ("low", "moderate", "high")
URGENCIES = ("any", "week", "today", "now")
LINE_KEYS = ("advice", "foods", "tests", "cautions", "notes", "at_risk")


class Gardener:
    """Makes one rule base up; ``names`` grows as questions and derived values are made."""

    def __init__(self, random):
        self.random = random
        self.questions = []
        self.numbers = []
        """Derived numbers: (id, may be unknown)."""
        self.conditions = []
        self.factors = []
        """Factors whose totals may be read."""
        self.lines = 0

    def maybe(self, share=0.5):
        return self.random.random() < share

    # Conditions -----------------------------------------------------------------------------------

    def condition(self, depth=2, *, totals=False):
        """Makes the text of a condition, in brackets where they may be needed."""
        if depth == 0 or self.maybe(0.35):
            return self.leaf(totals=totals)
        kind = self.random.choice(("and", "or", "and", "or", "not"))
        if kind == "not":
            return f"not ({self.condition(depth - 1)})"
        parts = [
            self.condition(depth - 1, totals=totals) for _ in range(self.random.choice((2, 2, 3)))
        ]
        # "or" binds less than "and"; sometimes the brackets are left to that.
        if kind == "or" and self.maybe(0.3):
            return "(" + " or ".join(parts) + ")"
        return f" {kind} ".join(f"({part})" for part in parts)

    def leaf(self, *, totals):
        choices = ["question"] * 6 + ["number"] * 3 + ["answered"]
        choices += ["derived"] * 3 * bool(self.conditions) + ["total"] * 4 * bool(
            totals and self.factors
        )
        question = self.random.choice(self.questions)
        match self.random.choice(choices):
            case "question":
                return self.test_of(question)
            case "answered":
                return f"answered({question['id']})"
            case "derived":
                return self.random.choice(self.conditions)
            case "total":
                sign = self.random.choice((">=", ">"))
                return f"{self.random.choice(self.factors)} {sign} {self.random.randint(0, 5)}"
            case _:
                return self.comparison(self.number()[0])

    def test_of(self, question):
        id_ = question["id"]
        if question["kind"] == "number":
            return self.comparison(id_)
        boxes = [choice["id"] for choice in question["choices"]]
        box = f"'{self.random.choice(boxes)}'"
        if question["kind"] == "many":
            return f"{box} {self.random.choice(('in', 'not in'))} {id_}"
        some = ", ".join(f"'{each}'" for each in self.random.sample(boxes, len(boxes) - 1))
        return self.random.choice(
            (
                f"{id_} == {box}",
                f"{id_} != {box}",
                f"{box} == {id_}",
                f"{id_} in ({some},)",
                f"{id_} not in ({some},)",
            )
        )

    def comparison(self, number):
        sign = self.random.choice(("<", "<=", "==", "!=", ">", ">="))
        constant = self.constant()
        return self.random.choice(
            (
                f"{number} {sign} {constant}",
                f"{constant} {sign} {number}",
                f"{constant} <= {number} < {self.constant()}",
                f"{number} {sign} {self.number(1)[0]}",
            )
        )

    def constant(self):
        return self.random.choice((0, 1, 2, 3, 5, 10, 0.5, 2.75, -1, 0.000001))

    def number(self, depth=2):
        """Makes the text of a number; returns it and whether it may be unknown."""
        names = [(question["id"], True) for question in self.questions if is_number(question)]
        boxes = [question for question in self.questions if question["kind"] == "many"]
        kinds = ["name"] * 3 * bool(names) + ["derived"] * 2 * bool(self.numbers)
        kinds += ["count"] * 2 * bool(boxes)
        if not kinds:
            return str(self.constant()), False
        if depth and self.maybe(0.4):
            kinds = ["sum", "extreme", "default", "product"]
        match self.random.choice(kinds):
            case "name":
                return self.random.choice(names)
            case "derived":
                return self.random.choice(self.numbers)
            case "count":
                return self.count(self.random.choice(boxes)), True
            case "product":
                inner, unknown = self.number(depth - 1)
                return f"{self.constant()} * ({inner})", unknown
            case "default":
                inner, unknown = self.number(depth - 1)
                return (
                    (f"default({inner}, {self.constant()})", False) if unknown else (inner, False)
                )
            case kind:
                (one, a), (other, b) = self.number(depth - 1), self.number(depth - 1)
                if kind == "sum":
                    return f"({one} {self.random.choice('+-')} {other})", a or b
                return f"{self.random.choice(('min', 'max'))}({one}, {other})", a or b

    def count(self, question):
        boxes = [choice["id"] for choice in question["choices"]]
        some = self.random.sample(boxes, self.random.randint(0, len(boxes)))
        return f"count({', '.join([question['id'], *map(repr, some)])})"

    def sides(self, *, when=0.6, unless=0.25, totals=False):
        """Makes ``when`` and ``unless``, each perhaps."""
        made = {"when": when, "unless": unless}
        return {
            key: self.condition(totals=totals) for key, share in made.items() if self.maybe(share)
        }

    # Questions ------------------------------------------------------------------------------------

    def question(self, id_):
        kind = self.random.choice(("number", "choice", "many", "many"))
        table = {"id": id_, "text": f"How is the {id_}?", "kind": kind}
        if kind == "number":
            span, step = self.random.choice(RANGES)
            table |= {"unit": "ml", "range": span, "step": step}
        else:
            ids = self.random.sample(BOXES, self.random.randint(2, 5))
            table["choices"] = [{"id": each, "label": f"{each} {id_}"} for each in ids]
            if kind == "choice" and self.maybe():
                for choice in table["choices"]:
                    choice["amount"] = self.random.choice(AMOUNTS)
            elif kind == "many" and self.maybe():
                table["choices"][-1]["exclusive"] = True
        if self.questions and self.maybe():
            table |= self.sides()
            if self.maybe():
                table["assume"] = [
                    {"answer": in_toml(random_answer(self.random, table)), "when": self.condition()}
                    for _ in range(self.random.choice((1, 1, 2)))
                ]
        self.questions.append(table)
        if self.maybe(0.2):
            table["notes"] = self.some_lines()
        return table

    def derived(self, number):
        if self.maybe():
            id_ = f"is_{number}"
            value = self.condition()
            if value.isidentifier():
                value = f"not {value}"
            table = {"id": id_, "value": value}
            self.conditions.append(id_)
        else:
            id_ = f"sum_{number}"
            value, unknown = self.number()
            table = {"id": id_, "value": value}
            if not value.startswith("count"):
                table |= {"unit": "cm"} | ({"step": 0.5} if self.maybe() else {})
            self.numbers.append((id_, unknown))
        return table

    # Conclusions ----------------------------------------------------------------------------------

    def line(self, *, totals=False, sure=False):
        self.lines += 1
        text = f"Line {self.lines}."
        if sure or self.maybe(0.3):
            return text
        named = {"id": f"line_{self.lines}", "text": text}
        return self.told(named | self.sides(totals=totals), "text")

    def some_lines(self, *, totals=False, sure=False):
        first = [self.line(sure=True)] if sure else []
        return first + [self.line(totals=totals) for _ in range(self.random.randint(0, 2))]

    def told(self, table, key):
        """Adds a placeholder to a text, perhaps, and what makes sure that it is known."""
        if self.maybe(0.3):
            question = self.random.choice(self.questions)["id"]
            counts = [
                id_ for id_, unknown in self.numbers if not unknown
            ]  # known whatever is answered
            name = self.random.choice([question, *counts])
            table[key] += f" {{{name}}}"
            if name == question:
                asked = f"answered({name})"
                table["when"] = f"{asked} and ({table['when']})" if "when" in table else asked
        return table

    def rule(self, id_):
        weight = self.random.choice((1, 1, 2, 2, 3, 5, -1, -2))
        table = {"id": id_, "weight": weight, "because": f"It is {id_}.", "sources": ["book"]}
        table |= self.sides(when=0.9, totals=True)
        if self.maybe(0.3):
            table["up_to"] = self.random.choice(LEVELS)
        if self.maybe(0.25):
            table["supporting"] = True
        return self.told(table, "because")

    def factor(self, id_):
        rules = [self.rule(f"{id_}_{number}") for number in range(self.random.randint(1, 4))]
        self.random.choice(rules)["weight"] = 2
        for rule in rules:
            if rule["weight"] == 2:
                rule.pop("supporting", None)
        table = {
            "name": f"Too much {id_}",
            "grade": self.random.choice("ABCD"),
            "summary": "It happens.",
            "sources": ["book"],
        }
        if self.maybe(0.3):
            table["unless"] = self.condition(totals=True)
        if self.maybe(0.2):
            table["up_to"] = self.random.choice(LEVELS)
        keys = [key for key in LINE_KEYS if self.maybe(0.2)]
        return table | {key: self.some_lines(totals=True) for key in keys} | {"rule": rules}

    def flag(self, number, flags):
        urgency = self.random.choice(URGENCIES)
        rank = URGENCIES.index(urgency)
        lower = [flag["id"] for flag in flags if URGENCIES.index(flag["urgency"]) <= rank]
        table = {
            "id": f"flag_{number}",
            "sign": f"sign {number}",
            "when": self.condition(totals=True),
            "urgency": urgency,
            "instead_of": self.random.sample(lower, min(len(lower), self.random.choice((0, 0, 1)))),
            "advice": self.some_lines(totals=True, sure=True),
            "sources": ["book"],
        }
        return table | ({"time_frame": f"frame {number}"} if self.maybe(0.3) else {})

    def notice(self, number, flags):
        table = {"id": f"notice_{number}", "text": f"Notice {number}."} | self.sides(totals=True)
        if flags and self.maybe():
            table["signs"] = [self.random.choice(flags)["urgency"]]
            table["signs_of"] = [each["id"] for each in self.questions if self.maybe(0.1)]
        return self.told(table, "text")


def random_tables(random):
    """Makes a rule base up: file name to table."""
    make = Gardener(random)
    sections = {}
    ids = list(random.sample(PLACES, random.randint(2, 7)))
    for number, id_ in enumerate(ids):
        section = sections.setdefault(f"part_{number // 3}", {"title": "A part", "question": []})
        section["question"].append(make.question(id_))
        if random.random() < 0.5:
            section.setdefault("derived", []).append(make.derived(number))
    factors = {}
    for id_ in random.sample(TROUBLES, random.randint(1, 4)):
        factors[f"factors/{id_}.toml"] = make.factor(id_)
        make.factors.append(id_)
    flags = []
    for number in range(random.randint(0, 4)):
        flags.append(make.flag(number, flags))
    random.shuffle(flags)
    gate = {"unless": make.condition(totals=True)} if random.random() < 0.15 else {}
    return {
        "rulebook.toml": rulebook(make, list(sections), flags) | {"factors": gate},
        "sources.toml": {"book": {"title": "Plants", "publisher": "A press", "read": "yes"}},
        "red_flags.toml": {"red_flag": flags},
        **{f"sections/{stem}.toml": table for stem, table in sections.items()},
        **factors,
    }


def rulebook(make, sections, flags):
    return {
        "id": "houseplants",
        "title": "Houseplants",
        "version": "1",
        "audience": "Plants.",
        "introduction": ["About plants."],
        "sections": sections,
        "recommendation": make.some_lines(totals=True, sure=True),
        "reviewed": "2026-01-31",
        "grades": dict.fromkeys("ABCD", "some evidence"),
        "messages": {
            "nothing_found": make.some_lines(sure=True),
            "nothing_found_unchecked": make.some_lines(sure=True),
            "nothing_found_beside_flags": make.some_lines(sure=True),
            "nothing_answered": make.some_lines(sure=True),
            "answers_set_aside": "These do not fit: {answers}.",
            "signs_not_checked": "Not checked: {questions}.",
        },
        "level": [
            {"id": id_, "label": id_, "from": start}
            for id_, start in zip(LEVELS, (1, 3, 5), strict=True)
        ],
        "urgency": [{"id": id_, "label": id_, "time_frame": f"in {id_}"} for id_ in URGENCIES],
        "notice": [make.notice(number, flags) for number in range(make.random.randint(0, 2))],
    }


def questions_of(tables):
    """Returns the tables of all questions."""
    sections = (table for name, table in tables.items() if name.startswith("sections/"))
    return [question for table in sections for question in table["question"]]


def loaded_at_random(seed, folder):
    """Returns chance, a rule base that it made up in a folder, None if it made mistakes, and what
    it asks."""
    random = Random(seed)  # noqa: S311 - random tests, no secrets
    tables = random_tables(random)
    write(tables, folder)
    return random, load(folder)[0], questions_of(tables)


# Answers ------------------------------------------------------------------------------------------


def random_answers(random, questions):
    """Answers most questions, on the path or off it; the order is random too."""
    share = random.choice((0.2, 0.7, 1.0))
    asked = [question for question in questions if random.random() < share]
    random.shuffle(asked)
    return {
        question["id"]: None
        if random.random() < 0.15
        else random_answer(random, question, wild=True)
        for question in asked
    }


def random_answer(random, question, *, wild=False):
    """Returns an answer that fits; a ``wild`` one may tick nothing, or the exclusive box too."""
    if question["kind"] == "number":
        (low, high), step = question["range"], question.get("step", 1)
        number = low + step * random.randint(0, int((high - low) / step))
        return float(number) if random.random() < 0.2 else number
    ids = [choice if isinstance(choice, str) else choice["id"] for choice in question["choices"]]
    if question["kind"] == "choice":
        return random.choice(ids)
    if wild:
        return tuple(random.sample(ids, random.randint(0, len(ids))))
    exclusive = [each["id"] for each in question["choices"] if each.get("exclusive")]
    others = [id_ for id_ in ids if id_ not in exclusive]
    if exclusive and random.random() < 0.3:
        return tuple(exclusive)
    return tuple(random.sample(others, random.randint(1, len(others))))


def is_number(question):
    return question["kind"] == "number" or (
        question["kind"] == "choice" and all("amount" in each for each in question["choices"])
    )


# Files --------------------------------------------------------------------------------------------


def write(tables, folder):
    """Writes the tables as the files of a rule base."""
    for name, table in tables.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(toml(table), "utf-8")


def toml(table):
    """Returns the text of a file; dates are the only strings that are not quoted."""
    lines = [f"{key} = {value(each, key)}\n" for key, each in table.items()]
    return "".join(lines)


def value(each, key=""):
    match each:
        case str() if key == "reviewed":
            return each
        case bool() | str():
            return json.dumps(each, ensure_ascii=False)
        case dict():
            return "{" + ", ".join(f"{key} = {value(one, key)}" for key, one in each.items()) + "}"
        case list():
            return "[" + ", ".join(map(value, each)) + "]"
        case _:
            return repr(each)


def in_toml(answer):
    return list(answer) if isinstance(answer, tuple) else answer

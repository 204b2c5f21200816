"""The oracle: what a rule base concludes, worked out in the plainest way that docs/rules.md says.

It reads the tables of the files and the text of the conditions themselves, and shares nothing with
the program: no condition trees, no normal form, no engine, no stages.
"""

import ast
import operator
import re
import tomllib
from fractions import Fraction
from functools import lru_cache

LINE_KEYS = ("advice", "foods", "tests", "cautions", "notes", "at_risk")
COMPARE = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


def read(folder):
    """Returns the tables of a rule base in a folder: file name to table."""
    files = [*folder.glob("*.toml"), *folder.glob("sections/*"), *folder.glob("factors/*")]
    return {
        file.relative_to(folder).as_posix(): tomllib.loads(file.read_text("utf-8"))
        for file in files
        if file.suffix == ".toml"
    }


@lru_cache(4096)
def parsed(text):
    return ast.parse(f"({text}\n)", mode="eval").body


@lru_cache(4096)
def exact(number):
    return Fraction(str(number))


@lru_cache(4096)
def names(text):
    return frozenset(node.id for node in ast.walk(parsed(text)) if isinstance(node, ast.Name))


class Facts:
    """What is known: route answers and totals; True, False and None are yes, no and unknown."""

    def __init__(self, oracle, answers, totals=()):
        self.oracle = oracle
        self.answers = {id_: answer for id_, answer in answers.items() if answer is not None}
        self.totals = dict(totals)
        self._derived = {}

    def holds(self, entry):
        when, unless = entry.get("when"), entry.get("unless")
        return (when is None or self.is_true(when)) and not (
            unless is not None and self.is_true(unless)
        )

    def is_true(self, text):
        return self.truth(parsed(text)) is True

    def truth(self, node):
        match node:
            case ast.BoolOp(op=op, values=values):
                found = [self.truth(value) for value in values]
                decisive = isinstance(op, ast.Or)
                if decisive in found:
                    return decisive
                return None if None in found else not decisive
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                found = self.truth(operand)
                return None if found is None else not found
            case ast.Call(func=ast.Name(id="answered"), args=[ast.Name(id=id_)]):
                return id_ in self.answers
            case ast.Name(id=id_):
                return self.derived(id_, self.truth)
            case ast.Compare(left=left, ops=ops, comparators=others):
                found = [
                    self.link(*link) for link in zip([left, *others], ops, others, strict=False)
                ]
                return False if False in found else None if None in found else True
            case _:
                raise AssertionError(ast.dump(node))

    def link(self, left, op, right):
        if isinstance(op, ast.In | ast.NotIn):
            if isinstance(right, ast.Name):
                answer, inside = self.answers.get(right.id), lambda: left.value in answer
            else:
                answer = self.answers.get(left.id)
                inside = lambda: answer in [element.value for element in right.elts]  # noqa: E731 - the twin of the one above
            return None if answer is None else inside() == isinstance(op, ast.In)
        compare = COMPARE[type(op)]
        for one, other in ((left, right), (right, left)):
            if isinstance(other, ast.Constant) and isinstance(other.value, str):
                answer = self.answers.get(one.id)
                return None if answer is None else compare(answer, other.value)
        if isinstance(left, ast.Name) and left.id in self.oracle.factors:
            return compare(self.totals[left.id], right.value)
        one, other = self.number(left), self.number(right)
        return None if one is None or other is None else compare(one, other)

    def number(self, node):
        match node:
            case ast.Constant(value=value):
                return exact(value)
            case ast.UnaryOp(operand=ast.Constant(value=value)):
                return -exact(value)
            case ast.BinOp(left=left, op=op, right=right):
                return self.all_known(ARITHMETIC[type(op)], [left, right])
            case ast.Call(func=ast.Name(id="default"), args=[inner, otherwise]):
                found = self.number(inner)
                return self.number(otherwise) if found is None else found
            case ast.Call(func=ast.Name(id="count"), args=[ast.Name(id=id_), *boxes]):
                if id_ not in self.answers:
                    return None
                named = {box.value for box in boxes} or {
                    choice["id"]
                    for choice in self.oracle.choices(id_)
                    if not choice.get("exclusive")
                }
                return Fraction(len(named & set(self.answers[id_])))
            case ast.Call(func=ast.Name(id=name), args=parts):
                return self.all_known({"min": min, "max": max}[name], parts)
            case ast.Name(id=id_) if id_ in self.oracle.derived:
                return self.derived(id_, self.number)
            case ast.Name(id=id_) if id_ not in self.answers:
                return None
            case ast.Name(id=id_):
                answer = self.answers[id_]
                amounts = {each["id"]: each.get("amount") for each in self.oracle.choices(id_)}
                return exact(amounts[answer] if isinstance(answer, str) else answer)
            case _:
                raise AssertionError(ast.dump(node))

    def derived(self, id_, kind):
        if id_ not in self._derived:
            self._derived[id_] = kind(parsed(self.oracle.derived[id_]["value"]))
        return self._derived[id_]

    def all_known(self, function, parts):
        found = [self.number(part) for part in parts]
        return None if None in found else function(*found)

    # Words ----------------------------------------------------------------------------------------

    def shown(self, lines):
        """Returns the texts of the lines that hold."""
        tables = [{"text": line} if isinstance(line, str) else line for line in lines]
        return [self.filled(line["text"]) for line in tables if self.holds(line)]

    def filled(self, text):
        found = re.compile(r"\{(\w+)( labels)?\}")
        return found.sub(lambda one: self.word(one[1], labels=bool(one[2])), text)

    def word(self, id_, *, labels):
        if id_ in self.oracle.questions:
            question, answer = self.oracle.questions[id_], self.answers[id_]
            if question["kind"] == "number":
                return rounded(Fraction(str(answer)), question["unit"])
            boxes = [answer] if isinstance(answer, str) else answer
            return self.labels(id_, boxes)
        derived = self.oracle.derived[id_]
        node = parsed(derived["value"])
        if labels and isinstance(node, ast.Call) and node.func.id == "count":
            question, *boxes = node.args
            named = [box.value for box in boxes] or [
                choice["id"]
                for choice in self.oracle.choices(question.id)
                if not choice.get("exclusive")
            ]
            return self.labels(
                question.id, [box for box in self.answers[question.id] if box in named]
            )
        return rounded(self.number(node), derived.get("unit", ""), derived.get("step"))

    def labels(self, id_, boxes):
        ticked = [each for each in self.oracle.choices(id_) if each["id"] in boxes]
        others = [each for each in ticked if not each.get("exclusive")]
        words = [each["label"] for each in others or ticked]
        apart = len(words) > 1 and set(" ".join(words).replace(",", " or ").split()) & {"and", "or"}
        comma, last = ("; ", "; and ") if apart else (", ", " and ")
        return last.join([*([comma.join(words[:-1])] if words[1:] else []), *words[-1:]])


def rounded(number, unit, step=None):
    """Returns a number, rounded half up, with its unit; "cups a day" loses its s after 1.

    So does every word before a small one, as in "cups or cans a day".
    """
    grain = Fraction(str(step)) if step else Fraction(1, 100)
    found = (2 * number / grain + 1) // 2 * grain
    words, counted = unit.split(), found == 1
    for place, word in enumerate(words):
        counted = counted and word not in {"a", "an", "at", "for", "in", "of", "on", "per", "with"}
        if counted and word[2:].endswith("s") and not word.endswith("ss"):
            words[place] = word[:-1]
    return " ".join([f"{float(found):.10g}", *words])


class Oracle:
    """Concludes from the tables of a rule base."""

    def __init__(self, tables):
        self.head = tables["rulebook.toml"]
        sections = [tables[f"sections/{stem}.toml"] for stem in self.head["sections"]]
        self.questions = {
            question["id"]: question for section in sections for question in section["question"]
        }
        self._choices = {id_: self._read_choices(each) for id_, each in self.questions.items()}
        self.derived = {
            derived["id"]: derived for section in sections for derived in section.get("derived", ())
        }
        self.factors = {
            name.removeprefix("factors/").removesuffix(".toml"): table
            for name, table in sorted(tables.items())
            if name.startswith("factors/")
        }
        self.flags = tables.get("red_flags.toml", {}).get("red_flag", [])
        self.levels = self.head["level"]
        self.urgencies = {urgency["id"]: urgency for urgency in self.head["urgency"]}

    def choices(self, id_):
        return self._choices[id_]

    def _read_choices(self, question):
        raw = question.get("choices") or self.head.get("scales", {}).get(question.get("scale"), [])
        return [
            {"id": each, "label": each.replace("_", " ")} if isinstance(each, str) else each
            for each in raw
        ]

    # Settling -------------------------------------------------------------------------------------

    def route(self, given):
        """Returns the answers that count, what was assumed, the path, and what is set aside."""
        answers, assumed, path, aside = {}, [], [], []
        for id_, question in self.questions.items():
            facts = Facts(self, answers)
            answer = self.in_order(id_, given.get(id_))
            lines = [line for line in question.get("assume", ()) if facts.is_true(line["when"])]
            if lines:
                answers[id_] = self.in_order(id_, lines[0]["answer"])
                if answer != answers[id_]:
                    assumed.append(id_)
                    aside += [] if answer is None else [(id_, answer)]
            elif facts.holds(question):
                path.append(id_)
                kept = self.in_order(id_, self.without_exclusive(id_, answer))
                if id_ in given:
                    answers[id_] = kept
                if kept != answer:
                    aside.append((id_, tuple(box for box in answer if box not in kept)))
            elif answer is not None:
                aside.append((id_, answer))
        return {"answers": answers, "assumed": assumed, "path": path, "set aside": aside}

    def in_order(self, id_, answer):
        """Returns boxes in the order of the question; ticking nothing is a skip."""
        if isinstance(answer, list | tuple):
            return tuple(each["id"] for each in self.choices(id_) if each["id"] in answer) or None
        return answer

    def without_exclusive(self, id_, answer):
        if not isinstance(answer, tuple) or len(set(answer)) < 2:
            return answer
        exclusive = [choice["id"] for choice in self.choices(id_) if choice.get("exclusive")]
        return tuple(box for box in answer if box not in exclusive)

    # Concluding -----------------------------------------------------------------------------------

    def totals(self, answers):
        """Returns the totals and counting rules of all factors, those that are read first."""
        totals, counting = {}, {}

        def total(id_):
            if id_ not in totals:
                rules = self.factors[id_].get("rule", [])
                texts = [text for rule in rules for text in (rule.get("when"), rule.get("unless"))]
                read = frozenset().union(*(names(text) for text in texts if text))
                facts = Facts(
                    self, answers, {other: total(other) for other in read & {*self.factors}}
                )
                totals[id_], counting[id_] = self.counted(id_, facts)
            return totals[id_]

        return {id_: total(id_) for id_ in self.factors}, counting

    def counted(self, id_, facts):
        """Returns the total of a factor and its counting rules."""
        fired = [rule for rule in self.factors[id_].get("rule", []) if facts.holds(rule)]
        if not any(rule["weight"] > 0 and not rule.get("supporting") for rule in fired):
            fired = [rule for rule in fired if not rule.get("supporting")]
        return max(0, sum(rule["weight"] for rule in fired)), fired

    def level(self, factor, total, fired):
        """Returns the number of the level, from 1; 0 is below all."""
        ids = [level["id"] for level in self.levels]
        bounds = [sum(total >= level["from"] for level in self.levels)]
        if "up_to" in factor:
            bounds.append(ids.index(factor["up_to"]) + 1)
        raising = [rule for rule in fired if rule["weight"] > 0]
        if raising and all("up_to" in rule for rule in raising):
            bounds.append(max(ids.index(rule["up_to"]) + 1 for rule in raising))
        return min(bounds)

    def shown_factors(self, facts, counting):
        if "unless" in self.head.get("factors", {}) and facts.is_true(
            self.head["factors"]["unless"]
        ):
            return []
        found = []
        for id_, factor in self.factors.items():
            level = self.level(factor, facts.totals[id_], counting[id_])
            if level and facts.holds({"unless": factor.get("unless")}):
                rank = -level, -facts.totals[id_], factor["grade"], id_
                found.append((rank, self.card(id_, level, facts, counting[id_])))
        return [card for _, card in sorted(found, key=lambda pair: pair[0])]

    def card(self, id_, level, facts, fired):
        factor = self.factors[id_]
        return {
            "id": id_,
            "level": self.levels[level - 1]["id"],
            "total": facts.totals[id_],
            "findings": [
                (rule["id"], rule["weight"], facts.filled(rule["because"])) for rule in fired
            ],
        } | {key: facts.shown(factor.get(key, ())) for key in LINE_KEYS}

    def heard(self, route):
        """Returns what is known if the answers that do not apply are taken for true as well."""
        aside = {id_: answer for id_, answer in route["set aside"] if id_ not in route["path"]}
        answers = {**route["answers"], **aside}
        return Facts(self, answers, self.totals(answers)[0])

    def raised(self, facts, heard):
        told = {
            flag["id"]: next((each for each in (facts, heard) if each.is_true(flag["when"])), None)
            for flag in self.flags
        }
        fired = [flag for flag in self.flags if told[flag["id"]]]
        return [
            {
                "id": flag["id"],
                "urgency": flag["urgency"],
                "time_frame": flag.get("time_frame")
                or self.urgencies[flag["urgency"]]["time_frame"],
                "advice": told[flag["id"]].shown(flag["advice"]),
                "instead": next(
                    (each["id"] for each in fired if flag["id"] in each.get("instead_of", ())), None
                ),
            }
            for flag in fired
        ]

    def headline(self, flags):
        order = list(self.urgencies)
        highest = max((order.index(flag["urgency"]) for flag in flags), default=0)
        leading = [flag for flag in flags if flag["urgency"] == order[highest]]
        shown = [flag["time_frame"] for flag in leading if flag["instead"] is None]
        urgency = self.urgencies[order[highest]]
        return order[highest], f"{urgency['label']} {[*shown, urgency['time_frame']][0]}"

    def notices(self, facts):
        return [
            (
                notice["id"],
                facts.filled(notice["text"]),
                [flag["sign"] for flag in self.flags if self.lists(notice, flag)],
            )
            for notice in self.head.get("notice", ())
            if facts.holds(notice)
        ]

    def lists(self, notice, flag):
        return flag["urgency"] in notice.get("signs", ()) or bool(
            self.reads(flag["when"]) & {*notice.get("signs_of", ())}
        )

    def reads(self, text):
        """Returns the questions that a condition looks at, derived values followed."""
        found = names(text)
        inner = [self.reads(self.derived[id_]["value"]) for id_ in found & {*self.derived}]
        return (found & {*self.questions}).union(*inner)

    def read_by_flags(self):
        """Returns the questions that red flags look at, also by the totals that they look at."""
        found, texts = set(), [flag["when"] for flag in self.flags]
        while texts:
            text = texts.pop()
            found |= self.reads(text)
            for id_ in names(text) & {*self.factors} - found:
                found.add(id_)
                for rule in self.factors[id_].get("rule", []):
                    texts += filter(None, (rule.get("when"), rule.get("unless")))
        return found

    def unanswered(self, route):
        return [id_ for id_ in route["path"] if route["answers"].get(id_) is None]

    def unchecked(self, route):
        return [id_ for id_ in self.unanswered(route) if id_ in self.read_by_flags()]

    def messages(self, route, facts, flags):
        if not facts.answers.keys() - {*route["assumed"]}:
            name = "nothing_answered"
        elif flags:
            name = "nothing_found_beside_flags"
        elif self.unchecked(route):
            name = "nothing_found_unchecked"
        else:
            name = "nothing_found"
        return facts.shown(self.head["messages"][name])

    def conclude(self, given):
        """Returns all that is to be concluded from answers, as plain values."""
        route = self.route(given)
        totals, counting = self.totals(route["answers"])
        facts = Facts(self, route["answers"], totals)
        factors = self.shown_factors(facts, counting)
        flags = self.raised(facts, self.heard(route))
        urgency, headline = self.headline(flags)
        return route | {
            "unanswered": self.unanswered(route),
            "unchecked": self.unchecked(route),
            "totals": totals,
            "factors": factors,
            "red flags": flags,
            "urgency": urgency,
            "headline": headline,
            "notices": self.notices(facts),
            "messages": [] if factors else self.messages(route, facts, flags),
            "recommendation": facts.shown(self.head["recommendation"]),
            "question notes": [
                text
                for id_ in route["path"]
                if id_ in route["answers"]
                for text in facts.shown(self.questions[id_].get("notes", ()))
            ],
        }

    def suffices(self, when, evidence):
        """Tells whether a condition holds by its evidence alone: (id, answer or total) pairs."""
        answers = {id_: answer for id_, answer in evidence if id_ in self.questions}
        totals = dict.fromkeys(self.factors, 0)
        totals |= {id_: total for id_, total in evidence if id_ in self.factors}
        return Facts(self, answers, totals).is_true(when)

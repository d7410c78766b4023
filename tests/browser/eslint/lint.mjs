// Checks the scripts of the site against the browsers of 2019 (Chromium 76, Firefox 68): their syntax and what they know. The parts of the search
// are checked each, and put together as the build does it, so that a name that is used twice or nowhere defined is found.
// With --later, against those of 2023 (Chromium 96 and Firefox 113), which run the Python of the page for submissions.
// Call: node lint.mjs [--later] PARTS.js … -- SCRIPT.js …   Exit code 1 where it finds anything.
import { readFileSync } from "node:fs";
import { Linter } from "eslint";
import compat from "eslint-plugin-compat";
import es from "eslint-plugin-es-x";

const given = process.argv.slice(2);
const of2023 = given[0] === "--later";
if (of2023) given.shift();
const LATER =
  "replaceChildren|checkVisibility|showModal|showPopover|requestSubmit|scheduler|structuredClone|hasOwn|randomUUID|getInnerHTML|setHTML|computedStyleMap|isolatedContext|any|allSettled";
const EARLY = [
  "no-regexp-lookbehind-assertions",
  "no-regexp-named-capture-groups",
  "no-regexp-s-flag",
  "no-regexp-unicode-property-escapes",
]; // before 2019, but not in Firefox 68
const GLOBALS =
  "TextEncoder document window location history navigator globalThis URL URLSearchParams Node KeyboardEvent performance console MutationObserver setTimeout clearTimeout addEventListener fetch Promise" +
  (of2023
    ? " Blob CustomEvent Response DecompressionStream WebAssembly crypto atob Option DOMException indexedDB IDBKeyRange sessionStorage DataTransfer TextDecoder File setInterval DOMParser matchMedia Worker postMessage loadPyodide age"
    : "");
const settings = (sourceType) => [
  {
    languageOptions: { ecmaVersion: 2026, sourceType, globals: Object.fromEntries(GLOBALS.split(" ").map((name) => [name, "readonly"])) },
    plugins: { "es-x": es, compat },
    settings: {
      "es-x": { aggressive: true },
      browserslistOpts: {},
      targets: of2023 ? ["chrome 96", "firefox 113"] : ["chrome 76", "firefox 68"],
    },
    rules: {
      // Methods of iterators have the names of those of lists, which are what is meant.
      ...Object.fromEntries(
        Object.entries(es.configs[of2023 ? "flat/restrict-to-es2021" : "flat/restrict-to-es2019"].rules).filter(
          ([name]) => !/iterator-prototype/.test(name),
        ),
      ),
      ...Object.fromEntries(of2023 ? [] : EARLY.map((name) => [`es-x/${name}`, "error"])),
      "es-x/no-global-this": "off", // Chromium 71, Firefox 65
      "es-x/no-string-prototype-matchall": "off", // Chromium 73, Firefox 67
      "compat/compat": "error",
      "no-restricted-syntax": of2023
        ? "off"
        : ["error", { selector: `MemberExpression[property.name=/^(${LATER})$/]`, message: "Browsers of 2019 do not know it." }],
      "no-undef": "error",
      "one-var": ["error", "never"],
      "no-redeclare": "error",
      "no-unused-vars": ["error", { caughtErrors: "none", ignoreRestSiblings: true }],
      "no-shadow-restricted-names": "error",
      "no-dupe-keys": "error",
    },
  },
];

const [parts, scripts] = [given.slice(0, given.indexOf("--")), given.slice(given.indexOf("--") + 1)];
const linter = new Linter();
let number = 0;
function check(name, text, sourceType) {
  for (const { line, column, message, ruleId } of linter.verify(text, settings(sourceType), { filename: "script.js" })) {
    console.log(`${name}:${line}:${column}: ${message} [${ruleId}]`);
    number++;
  }
}
for (const path of parts) check(path, readFileSync(path, "utf8"), "module");
for (const path of scripts) {
  const text = readFileSync(path, "utf8");
  check(path, text, /^(import|export) /m.test(text) ? "module" : "script");
}
console.log(`eslint: ${parts.length + scripts.length} scripts, ${number} findings`);
process.exit(number ? 1 : 0);

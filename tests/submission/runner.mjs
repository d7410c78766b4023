// The checker in Pyodide, for the tests: node runner.mjs FETCHED PAYLOAD.zip.xz. It answers lines of JSON with lines of JSON.
//   {call, attached}       calls.answered, as the page does          {run, attached}  a Python function `run` of a test, with bytes
//   {seal, recipients}     sealed with age-encryption                {heap: true}     bytes of WebAssembly memory
// Bytes are Base64. Each answer has `ms`, the time that Python took, and `cpu`, what of it the processor worked (milliseconds).
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [fetched, payload] = process.argv.slice(2);
const at = (path) => import(pathToFileURL(`${fetched}/node_modules/${path}`).href);
const { loadPyodide } = await at("pyodide/pyodide.mjs");
const age = await at("age-encryption/dist/index.js");

const begun = performance.now();
const pyodide = await loadPyodide({ indexURL: `${fetched}/node_modules/pyodide/` });
const started = performance.now();
pyodide.FS.writeFile("/payload", new Uint8Array(readFileSync(payload)));
pyodide.runPython(`
import io, lzma, sys, zipfile
zipfile.ZipFile(io.BytesIO(lzma.decompress(open("/payload", "rb").read()))).extractall("/checker")
sys.path.insert(0, "/checker")
from zhicheng.submission.calls import Visit, answered
page = Visit()
`);
const ready = performance.now();
console.log(JSON.stringify({ python: started - begun, checker: ready - started, version: pyodide.runPython("sys.version.split()[0]") }));

const bytes = (text) => new Uint8Array(Buffer.from(text, "base64")); // Pyodide knows no Buffer
const text = (content) => Buffer.from(content).toString("base64");

async function answer(said) {
  if (said.seal) {
    const encrypter = new age.Encrypter();
    for (const one of said.recipients) encrypter.addRecipient(one);
    return { sealed: text(Buffer.from(age.armor.encode(await encrypter.encrypt(bytes(said.seal))))) };
  }
  if (said.heap) return { heap: pyodide._module.HEAPU8.length };
  const attached = pyodide.toPy((said.attached ?? []).map(bytes));
  const from = performance.now();
  const worked = process.cpuUsage();
  const cpu = () => {
    const { user, system } = process.cpuUsage(worked);
    return (user + system) / 1000;
  };
  if (said.run) {
    const names = pyodide.toPy({});
    pyodide.runPython(said.run, { globals: names });
    const result = names.get("run")(attached);
    return { result, ms: performance.now() - from, cpu: cpu() };
  }
  const [answer, more] = pyodide.globals.get("answered")(pyodide.globals.get("page"), said.call, attached).toJs();
  return { answer, attached: more.map(text), ms: performance.now() - from, cpu: cpu() };
}

for await (const line of createInterface({ input: process.stdin })) {
  let result;
  try {
    result = await answer(JSON.parse(line));
  } catch (error) {
    result = { fault: String(error) };
  }
  console.log(JSON.stringify(result));
}

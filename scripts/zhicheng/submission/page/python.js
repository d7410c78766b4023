// Python with the checker in it, started from the parts that are in the page, and asked in JSON. It runs in a worker, or in the page itself
// where there can be no worker: the same script, which stands in the page as text.

let answered;
let visit;
let python;

// Pyodide, which stands below, would import an empty script to see what kind of worker this is, which the policy refuses and reports.
const { importScripts } = globalThis;
globalThis.importScripts = undefined;

const bytes = (base64) => {
  const text = atob(base64.trim());
  const made = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) made[i] = text.charCodeAt(i);
  return made;
};
const stream = (packed) => new Blob([bytes(packed)]).stream().pipeThrough(new DecompressionStream("gzip"));

const HERE = "https://parts.invalid/"; // an address below which Pyodide looks for its parts; nothing is fetched from it

/* Starts Python and opens the registry. `parts` are texts by name, `request` is the question that opens it; `on` is called after each of four
   steps. Gives what the checker says of the registry, as JSON. */
export async function start(parts, request, on) {
  const answers = {
    wasm: () => new Response(stream(parts.wasm), { headers: { "Content-Type": "application/wasm" } }),
    zip: () => new Response(bytes(parts.stdlib), { headers: { "Content-Type": "application/zip" } }),
  };
  // Pyodide fetches its parts: they come from the page. Nothing else can be fetched, here and by the policy of the page.
  const { fetch } = globalThis;
  globalThis.fetch = async (url) => answers[String(url).includes("wasm") ? "wasm" : "zip"]();
  try {
    const script = await new Response(stream(parts.script)).blob();
    const address = URL.createObjectURL(script.slice(0, script.size, "text/javascript"));
    const { default: createPyodideModule } = await import(address);
    URL.revokeObjectURL(address);
    on();
    python = await globalThis.loadPyodide({
      indexURL: HERE,
      packageBaseUrl: HERE,
      stdLibURL: `${HERE}stdlib.zip`,
      lockFileContents: JSON.parse(parts.lock),
      createPyodideModule,
    });
  } finally {
    Object.assign(globalThis, { fetch, importScripts });
  }
  on();
  python.FS.writeFile("/payload", bytes(parts.checker));
  python.runPython(`
import io, lzma, os, sys, zipfile
with open("/payload", "rb") as packed:
    zipfile.ZipFile(io.BytesIO(lzma.decompress(packed.read()))).extractall("/checker")
os.remove("/payload")
sys.path.insert(0, "/checker")
from zhicheng.submission.calls import Visit, answered
`);
  answered = python.globals.get("answered");
  visit = python.globals.get("Visit")();
  on();
  const [said] = ask(request, [bytes(parts.registry)]);
  on();
  return said;
}

/* Asks the checker a question in JSON (see calls.py) with bytes attached. Gives its answer in JSON, and the bytes attached to that. */
export function ask(request, attached) {
  const given = python.toPy(attached);
  const made = answered(visit, request, given);
  const answer = made.toJs();
  made.destroy();
  given.destroy();
  return answer;
}

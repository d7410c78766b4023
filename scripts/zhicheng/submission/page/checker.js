// The checker: Python with the same rules as everywhere, started from the parts that are in the page. It is asked in JSON, and answers so.
import { $, say } from "./nodes.js";

let answered, visit, python, before = Promise.resolve();

const held = (id) => {
  const text = atob($(id).textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  $(id).remove();
  return bytes;
};
const unpacked = async (id) => {
  const stream = new Blob([held(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

// A module that has a table of external references: WebAssembly without them cannot run this Python.
const references = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0];
export const able = () => typeof WebAssembly === "object" && typeof DecompressionStream === "function" && WebAssembly.validate(new Uint8Array(references));

/* Starts the checker and opens the registry; `on` is awaited after each of five steps. Gives what it says of the registry. */
export async function started(on) {
  const wasm = await unpacked("part-wasm");
  await on();
  const script = URL.createObjectURL(new Blob([await unpacked("part-script")], { type: "text/javascript" }));
  const { default: createPyodideModule } = await import(script);
  URL.revokeObjectURL(script);
  const parts = { "python.wasm": [wasm, "application/wasm"], "stdlib.zip": [held("part-stdlib"), "application/zip"] };
  // Pyodide fetches its parts: they come from this page. Nothing else can be fetched, here and by the policy of the page.
  window.fetch = async (url) => {
    const name = String(url).includes("wasm") ? "python.wasm" : "stdlib.zip";
    const [bytes, type] = parts[name];
    return new Response(bytes, { headers: { "Content-Type": type } });
  };
  await on();
  python = await loadPyodide({
    indexURL: "./", stdLibURL: "./stdlib.zip", createPyodideModule,
    lockFileContents: JSON.parse($("part-lock").textContent), packageBaseUrl: "./",
  });
  await on();
  python.FS.writeFile("/payload", held("part-checker"));
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
  await on();
  const [said] = await call("open", {}, [held("part-registry")]);
  await on();
  return said;
}

const time = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19) + "+08:00";

/* Asks the checker `name` (see calls.py) with bytes attached, one question after the other. Gives what it says, and the bytes attached to that. */
export function call(name, request, attached) {
  before = before.catch(() => {}).then(() => asked(name, request, attached));
  return before;
}

async function asked(name, request, attached) {
  await new Promise((go) => setTimeout(go, 0));  // what was said before is shown first
  const given = python.toPy(attached);
  const made = answered(visit, JSON.stringify({ do: name, time: time(), ...request }), given);
  const [text, more] = made.toJs();
  made.destroy();
  given.destroy();
  return [JSON.parse(text), more];
}

/* Tells what the checker could not do. */
export function fault(said) {
  say(said.error || said.refused || `程序出错了，请把这一行告诉中心：${said.bug}`);
  $("status").scrollIntoView();
}

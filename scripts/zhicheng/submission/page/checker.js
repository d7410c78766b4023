// The checker: Python with the same rules as everywhere, in a worker, so that the page answers while it works. It is asked in JSON, and
// answers so.
import { $, say } from "./nodes.js";
import { shown } from "./waiting.js";

// A module that has a table of external references: WebAssembly without them cannot run this Python.
const references = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0];
export const able = () =>
  typeof WebAssembly === "object" && typeof DecompressionStream === "function" && WebAssembly.validate(new Uint8Array(references));

const PARTS = ["wasm", "script", "stdlib", "checker", "registry", "lock"];
const time = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19) + "+08:00";
const asJson = (name, request) => JSON.stringify({ do: name, time: time(), ...request });
const named = (name) => Object.assign(new Error(), { name });

let asked; // Python: asked(message) returns a promise of [JSON, attached bytes]
let stop; // ends it, where that is possible

/* Starts the checker, also again after it was stopped, and opens the registry. `on` is called after each of four steps. Returns what it says of the
   registry. */
export async function started(on) {
  const parts = Object.fromEntries(PARTS.map((name) => [name, $(`part-${name}`).textContent]));
  const script = URL.createObjectURL(new Blob([$("part-python").textContent], { type: "text/javascript" }));
  const request = asJson("open", {});
  let said;
  try {
    inWorker(script, on);
    [said] = await asked({ parts, request });
  } catch (error) {
    if (error.name === "Stopped") throw error;
    stopped();
    await inPage(script, on);
    [said] = await asked({ parts, request });
  }
  URL.revokeObjectURL(script);
  return JSON.parse(said);
}

/* Python in a worker of its own. */
function inWorker(script, on) {
  const worker = new Worker(script);
  const waiting = new Map();
  let number = 0;
  const fail = (name) => {
    for (const { reject } of waiting.values()) reject(named(name));
    waiting.clear();
  };
  worker.addEventListener("message", ({ data: { id, step, text, more, failed } }) => {
    if (step) {
      on();
      return;
    }
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (failed) reject(named(failed));
    else resolve([text, more]);
  });
  worker.addEventListener("error", () => fail("WorkerError"));
  asked = (message) =>
    new Promise((resolve, reject) => {
      waiting.set(++number, { resolve, reject });
      worker.postMessage({ id: number, ...message });
    });
  stop = () => {
    worker.terminate();
    fail("Stopped");
  };
}

/* Python in the page itself, where there can be no worker. It answers one question after the other; the line of state is shown before each. */
async function inPage(script, on) {
  await import(script);
  const { ask, start } = globalThis.pythonInPage;
  let before = Promise.resolve();
  stop = null;
  asked = ({ parts, request, attached }) => {
    const answer = before
      .then(() => new Promise((go) => setTimeout(go, 0)))
      .then(async () => (parts ? [await start(parts, request, on), []] : ask(request, attached)));
    before = answer.catch(() => {});
    return answer;
  };
}

/* Asks the checker for `name` (see calls.py), with attached bytes, one question after the other. Returns the answer, and the bytes attached to it. */
export async function call(name, request, attached) {
  const [text, more] = await shown(asked({ request: asJson(name, request), attached }), Boolean(stop));
  return [JSON.parse(text), more];
}

/* Ends the checker in the middle of its work; all that it has read is lost. Open questions fail as "Stopped"; `started` starts it again. */
export function stopped() {
  if (stop) stop();
}

/* Shows what the checker could not do. */
export function fault(said) {
  say(said.error || said.refused || `程序出错了，请把这一行告诉中心：${said.bug}`);
  $("status").scrollIntoView();
}

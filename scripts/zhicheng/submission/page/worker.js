// The worker: it is given the parts, then questions, and posts what is answered. In a page it only shows how Python is started and asked.
import { ask, start } from "./python.js";

if (typeof document === "undefined") {
  addEventListener("message", async ({ data: { id, parts, request, attached } }) => {
    try {
      const [text, more] = parts ? [await start(parts, request, () => postMessage({ step: true })), []] : ask(request, attached);
      postMessage({ id, text, more });
    } catch (error) {
      postMessage({ id, failed: error instanceof Error ? error.name : "Error" });
    }
  });
} else {
  globalThis.pythonInPage = { ask, start };
}

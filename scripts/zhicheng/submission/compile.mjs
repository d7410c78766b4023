// Compiles the sources of the payload with the Python of the browser: node compile.mjs FETCHED SOURCES.zip PAYLOAD.zip.xz
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [fetched, sources, target] = process.argv.slice(2);
const folder = `${fetched}/node_modules/pyodide/`;
const { loadPyodide } = await import(pathToFileURL(`${folder}pyodide.mjs`).href);
const pyodide = await loadPyodide({ indexURL: folder });
pyodide.FS.writeFile("/sources.zip", readFileSync(sources));
pyodide.runPython(`
import sys
from pathlib import Path

sys.path.insert(0, "/sources.zip")
from zhicheng.submission.payload import compiled

Path("/payload.zip.xz").write_bytes(compiled(Path("/sources.zip").read_bytes()))
`);
writeFileSync(target, pyodide.FS.readFile("/payload.zip.xz"));

// Work in progress: it is stored as it changes, and taken up again after a reload.
import { $, bytesOf, guarded, nameOf, say } from "./nodes.js";
import { call } from "./checker.js";
import { wayIn } from "./filling.js";
import { read } from "./reading.js";
import { kept, restored, work } from "./state.js";
import { put, takenUp, touched } from "./storage.js";

const FIELDS = ["committee", "by", "signer", "signed"]; // what is stated beside the forms
const KEPT = "做到一半的内容加密暂存在这个浏览器里：刷新还在，关掉这个标签页就没有了。";
const NOT_HERE = "这个浏览器不能暂存做到一半的内容（多半是隐私浏览，或者不准网页存数据）：刷新就没有了。可以保存进度。";
const LOST = "上次做到一半的内容打不开了，请重新选表。";
const NOT_NOW = "做到一半的内容没有暂存成（多半是太大，或者选过的文件改了、移走了）：刷新就没有了。可以保存进度。";

const numbers = new WeakMap(); // of the files of this visit
let keptMark = null;
let downAs = "";
let next = 0;
let inStorage = new Set();
let running = Promise.resolve();
let waiting = 0;
let canKeep = false;
let allKept = true;
let over = false;

const tell = (text) => {
  $("kept").textContent = text;
};

/* What there is to keep: a value for JSON, and the files: those chosen first, and then the scans. */
export function present() {
  const files = [...work.files];
  const papers = [...$("papers").files];
  const fields = {};
  for (const id of FIELDS) if ($(id)) fields[id] = $(id).value;
  return [{ work: kept(), fields, files: files.length, papers: papers.length }, [...files, ...papers]];
}

/* Goes on with a value and files as of `present`. */
export async function goOn(value, files) {
  const number = Number.isInteger(value.files) ? value.files : 0;
  const scans = new DataTransfer();
  for (const id of ["read", "judged", "sealing", "done"]) if ($(id)) $(id).hidden = true;
  restored(value.work);
  work.files = files.slice(0, number);
  for (const one of files.slice(number)) scans.items.add(one);
  $("papers").files = scans.files;
  for (const id of FIELDS) if ($(id) && value.fields && typeof value.fields[id] === "string") $(id).value = value.fields[id];
  $("filling").replaceChildren(); // what is filled in instead of forms is drawn anew
  wayIn(read);
  await read();
}

/* Before anything is chosen: restores what this tab had. */
export async function resumed() {
  keptMark = (await call("mark", {}, []))[0].mark;
  try {
    const had = await takenUp();
    canKeep = true;
    tell(had === undefined ? LOST : KEPT);
    if (had) await putBack(had);
  } catch (error) {
    tell(canKeep ? LOST : NOT_HERE);
  }
  downAs = fingerprint(...present());
  for (const event of ["change", "input", "click", "drop"]) document.addEventListener(event, soon, true);
  document.addEventListener("visibilitychange", keep);
  setInterval(keep, 2000);
  setInterval(
    guarded(async () => {
      if (canKeep) await touched();
    }),
    60e3,
  );
  addEventListener("beforeunload", (event) => {
    if (!allKept && !over) event.returnValue = "";
  });
}

async function putBack([text, contents]) {
  const { files, ...kept } = JSON.parse(text);
  const [said] = await call("resume", { work: kept }, []);
  if (!said.ok) {
    tell(said.error || LOST);
    return;
  }
  if (files.some((one) => !contents[one.number])) throw new Error("gone");
  const given = files.map((one) => new File([contents[one.number]], one.name, { type: one.type, lastModified: one.lastModified }));
  files.forEach((one, i) => {
    numbers.set(given[i], one.number);
    next = Math.max(next, Number(one.number));
    inStorage.add(one.number);
  });
  await goOn(said.value, given);
  tell([`接着刷新以前的做：${given.length} 个文件。`, ...said.told, KEPT].join(""));
  if (said.told.length) say(said.told.join(""));
}

// --- put down as it changes -------------------------------------------------------------------------------------------------

function numbered(file) {
  if (!numbers.has(file)) numbers.set(file, String(++next));
  return numbers.get(file);
}

const fingerprint = (value, files) => JSON.stringify([value, files.map(numbered)]);

function soon() {
  allKept = false;
  clearTimeout(waiting);
  waiting = setTimeout(keep, 200);
}

/* Stores what has changed, one change after the other. */
export function keep() {
  running = running.then(putDown).catch(() => {
    allKept = false;
    tell(NOT_NOW);
  });
  return running;
}

async function putDown() {
  const [value, files] = present();
  const now = fingerprint(value, files);
  allKept = now === downAs;
  if (allKept) return;
  if (!canKeep) return;
  const listed = files.map((one) => ({ number: numbered(one), name: nameOf(one), type: one.type, lastModified: one.lastModified }));
  const contents = {};
  for (const one of files) if (!inStorage.has(numbered(one))) [contents[numbered(one)]] = await bytesOf([one]);
  const wanted = new Set(listed.map((one) => one.number));
  if (!(await put(JSON.stringify({ ...keptMark, value, files: listed }), contents, wanted))) {
    // this tab was duplicated, and the other has the place
    inStorage = new Set();
    await putDown();
    return;
  }
  [inStorage, downAs, allKept] = [wanted, now, true];
  if ($("kept").textContent === NOT_NOW) tell(KEPT);
}

/* Stores nothing more, and does not ask when the page is left. */
export async function keepNoMore() {
  [canKeep, over] = [false, true];
  await running;
}

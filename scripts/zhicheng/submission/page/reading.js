// Steps one and two: the forms are read, what was read is shown beside where it stands, and questions are asked.
import { $, make, nameOf, say, show } from "./nodes.js";
import { call, fault } from "./checker.js";
import { offerComments } from "./commented.js";
import { contactsShown } from "./contacts.js";
import { fated } from "./fates.js";
import { besideFields, fieldsShown, wayIn } from "./filling.js";
import { contentsOf, tooMuch } from "./limits.js";
import { handIsFree, redrawn, stepSays, stepped, stillOpen } from "./layout.js";
import { lookedAgain, looksAt } from "./paper.js";
import { question } from "./questions.js";
import { row } from "./rows.js";
import { last, work } from "./state.js";

/* What the clerk states beside the forms. */
export function stated() {
  const given = {
    committee: $("committee").value || undefined,
    by: $("by").value.trim() || undefined,
    asked: work.asked,
    answers: work.answers,
    corrections: work.corrections,
    fields: work.fields || undefined,
    pasted: work.pasted || undefined,
  };
  if ($("signer").value.trim()) given.signed_by = $("signer").value.trim();
  if ($("signed").value) given.signed_on = $("signed").value;
  return given;
}

let reads = 0;

export async function read(chosen) {
  if (chosen) work.files = [...chosen];
  const refused = tooMuch(work.files);
  if (refused) work.files = [];
  if (!work.files.length && !work.fields) {
    if (refused) say(refused);
    $("read").hidden = $("judged").hidden = $("sealing").hidden = $("done").hidden = true;
    return;
  }
  if (work.fields && !$("filling").hasChildNodes()) {
    // after a reload
    await fieldsShown(read);
    wayIn(read);
  }
  const mine = ++reads;
  say("正在读……");
  $("judged").hidden = $("sealing").hidden = $("done").hidden = true;
  const contents = await contentsOf(work.files);
  const [said] = await call("read", { files: work.files.map(nameOf), given: stated() }, contents);
  await handIsFree();
  if (mine !== reads) return; // something newer is being read
  if (!said.ok) return fault(said);
  await drawn(said);
  if (refused) say(refused);
}

/* Shows what was read, and what is asked about it. */
export async function drawn(said) {
  work.asked = said.asked;
  for (const id of said.stale_corrections) delete work.corrections[id];
  last.read = said;
  offerComments(said.questions);
  $("read").hidden = false;
  const name = said.fields.find((one) => one.pointer === "/name");
  $("title").textContent = name ? `报送：${name.value}` : "网页报送";
  $("number-of-files").textContent = String(work.files.length || "");
  $("list").replaceChildren(
    ...said.files.map(taken),
    ...said.not_read.map((name) =>
      make("li", {}, make("b", { textContent: name }), make("span", { className: "took q", textContent: "不是表，没有读" })),
    ),
  );
  const people = said.fates.sealed.map(([what, much]) => `${what} ${much}`);
  $("people").textContent = people.length ? `不公开、要密封的：${people.join("，")}。` : "";
  fated(said.fates);
  stale(said);
  const questions = boxes(said);
  const items = [
    ...said.rows
      .filter((one) => !work.fields || one.id || one.table)
      .map((one) => ({ order: one.order, node: row(one, read, (file, table) => looksAt(file, table, 0, read)) })),
    ...questions,
  ];
  redrawn(
    $("rows"),
    items.sort((a, b) => compared(a.order, b.order)).map((one) => one.node),
  );
  await contactsShown(said, read);
  await lookedAgain();
  const known = new Set(said.questions.map((one) => one.message));
  const rest = said.findings.filter((one) => !known.has(one.message));
  show($("findings"), besideFields(rest));
  openItems(said, rest);
}

function openItems(said, rest) {
  const faults = new Set(said.findings.filter((one) => one.severity === "error").map((one) => one.message));
  const open_ = said.questions.filter((one) => faults.has(one.message)).map((one) => ({ label: short(one), target: `q-${one.id}` }));
  const more = rest.filter((one) => one.severity === "error").map((one) => ({ label: short(one), target: one.target || "findings" }));
  stillOpen([...open_, ...more], $("judge"), $("still"));
  const errors = open_.length + more.length;
  stepSays(1, `${said.files.length} 个文件`);
  stepSays(2, errors ? `还有 ${errors} 处` : "可以往下");
  stepped(2);
  say(errors ? `读完了：${errors} 处看不懂或不合要求。请回答问题，或者在格子里改好。` : "读完了。请对照表核对读到的内容，没有错再往下。");
}

/* A few words for a link to what is open: the name of what is asked for, or of the cell. */
const short = (one) => {
  if (one.label) return one.label;
  if (one.id && !/ R\d+C\d+$/.test(one.id)) return one.id;
  const named = /“([^”]{1,20})”/.exec(one.message);
  return named ? named[1] : one.message.slice(0, 14);
};

/* The boxes of all questions, open and answered, in the order of the forms. */
function boxes(said) {
  const faults = new Set(said.findings.filter((one) => one.severity === "error").map((one) => one.message));
  const all = [
    ...said.questions.map((one) => ({ ...one, needed: faults.has(one.message) })),
    ...said.answered.map((one) => ({ ...one, done: true })),
  ];
  const open_ = new Set(said.questions.map((one) => one.id));
  const shown = all.filter((one) => !one.done || !open_.has(one.id)).sort((a, b) => compared(a.order, b.order));
  return shown.map((one, at) => ({ order: one.order, node: question(one, at + 1, shown.length, Boolean(one.done), read) }));
}

const compared = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

function stale(said) {
  const texts = said.stale_corrections.map((id) => `${id}：表里这一格变了，先前的更正没有用上，请再看一遍。`);
  const answers = Object.keys(said.stale || {}).length;
  if (answers) texts.push(`有 ${answers} 个回答是照旧表答的，没有用上，请再答一次。`);
  $("stale").replaceChildren(...texts.map((text) => make("p", { textContent: text })));
}

/* A file with what it was taken for. */
function taken(one) {
  const made = make("li", {}, make("b", { textContent: one.file }));
  made.append(
    make("span", {
      className: one.forms.length ? "took" : "took q",
      textContent: one.forms.length ? `认作：${one.forms.join("、")}` : "认不出，没有读",
    }),
  );
  for (const table of one.tables) {
    const how = table.form ? `${table.rows} 行` : `${table.rows} 行，没有读`;
    const line = make("span", { textContent: `${table.table}：${how}` });
    if (table.form) {
      const button = make("button", { type: "button", className: "link", textContent: "看、改" });
      button.setAttribute("aria-label", `看、改 ${one.file} ${table.table}`);
      button.addEventListener("click", () => looksAt(one.file, table.table, 0, read));
      line.append("　", button);
    }
    made.append(line);
  }
  return made;
}

// Steps one and two: the forms are read, what was read is shown beside where it stands, and questions are asked.
import { $, bytesOf, guarded, make, nameOf, say, show } from "./nodes.js";
import { call, fault } from "./checker.js";
import { last, work } from "./state.js";

/* What the clerk states beside the forms. */
export function stated() {
  const given = { committee: $("committee").value || undefined, by: $("by").value.trim() || undefined, asked: work.asked, answers: work.answers };
  if ($("signer").value.trim()) given.signed_by = $("signer").value.trim();
  if ($("signed").value) given.signed_on = $("signed").value;
  return given;
}

export async function read(chosen) {
  if (chosen) work.files = [...chosen];
  if (!work.files.length) return;
  say("正在读……");
  $("judged").hidden = $("done").hidden = true;
  const contents = await bytesOf(work.files);
  const given = stated();
  const [said] = await call("read", { files: work.files.map(nameOf), given }, contents);
  if (!said.ok) return fault(said);
  work.asked = said.asked;
  last.read = said;
  $("read").hidden = false;
  const people = { leader: "主管领导", clerks: "业务人员", preparer: "填表人" };
  const counts = Object.entries(said.contacts).map(([key, number]) => `${people[key] || key} ${number} 名`);
  if (said.experts) counts.push(`评委 ${said.experts} 名`);
  const forms = said.files.map((one) => `${one.file}（${one.forms.join("、") || "没有读"}）`);
  $("people").textContent = `读到：${forms.join("，")}。${counts.length ? `不公开、要密封的：${counts.join("，")}。` : ""}`;
  $("fields").replaceChildren(...said.fields.map((one) => row([one.label, one.value, `${one.file || ""} ${one.place || ""}`])));
  const open = new Set(said.questions.map((one) => one.message));
  const ids = new Set(said.questions.map((one) => one.id));
  const done = Object.keys(work.answers).filter((id) => !ids.has(id) && said.asked[id] && !said.unused.includes(id));
  $("questions").replaceChildren(
    ...said.questions.map((one) => question(one)),
    ...done.map((id) => question({ id, file: "已回答", message: said.asked[id], hint: "", choices: [], answer: work.answers[id] })),
  );
  show($("findings"), said.findings.filter((one) => !open.has(one.message)));
  say(said.errors ? `读完了：${said.errors} 处看不懂或不合要求。请回答下面的问题，或者在表里改好再选一次。` : "读完了。请对照表核对读到的内容，没有错再核对。");
}

function row(cells) {
  const made = document.createElement("tr");
  made.append(...cells.map((text) => make("td", { textContent: text })));
  return made;
}

function question(one) {
  const made = make("div", { className: "question" });
  const label = make("label", { textContent: `${one.file}：${one.message}。${one.hint}` });
  const input = make("input", { id: `q-${one.id}`, value: one.answer, autocomplete: "off" });
  label.htmlFor = input.id;
  input.dataset.question = one.id;
  made.append(label, document.createElement("br"), input);
  if (one.choices.length) {
    const list = make("datalist", { id: `c-${one.id}` });
    list.append(...one.choices.map((choice) => new Option(choice, choice)));
    input.setAttribute("list", list.id);
    made.append(list);
  }
  input.addEventListener("change", guarded(() => {
    if (input.value.trim()) work.answers[one.id] = input.value.trim();
    else delete work.answers[one.id];
    return read();
  }));
  return made;
}

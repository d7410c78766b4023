// For those who have no filled forms: fields to fill in instead, which begin with the registered values of the committee.
import { $, guarded, make, show } from "./nodes.js";
import { call, fault } from "./checker.js";
import { fieldFor } from "./fields.js";
import { goTo, redrawn } from "./layout.js";
import { work } from "./state.js";

let nodes = null;

/* Begins to fill in, with the committee that is chosen; `again` reads what is filled in. */
export async function fills(again) {
  const [said] = await call("fill", { committee: $("committee").value }, []);
  if (!said.ok) return fault(said);
  nodes = said;
  work.fields = { record: said.values, contacts: {} };
  fieldsShown(again);
  await again();
  goTo($("filling-title"));
}

/* Draws the fields with what is filled in so far; after a reload the nodes are asked for first. */
export async function fieldsShown(again) {
  if (!work.fields) {
    $("filling").replaceChildren();
    return;
  }
  if (!nodes) {
    const [said] = await call("fill", { committee: "" }, []);
    if (!said.ok) return fault(said);
    nodes = said;
  }
  const changed = guarded(again);
  const page = {
    choices: nodes.choices,
    changed,
    reshaped: guarded(async (target) => {
      draw(page, again);
      goTo($(target));
      await again();
    }),
  };
  draw(page, again);
}

function draw(page, again) {
  const { record, contacts } = work.fields;
  const pasted = make("textarea", { id: "pasted", className: "val", rows: 4, value: work.pasted, defaultValue: work.pasted });
  pasted.addEventListener(
    "change",
    guarded(() => {
      work.pasted = pasted.value;
      return again();
    }),
  );
  redrawn($("filling"), [
    make("h3", { id: "filling-title", tabIndex: -1, textContent: "在这里填" }),
    make("p", { className: "small", textContent: "填一格核对一格，不合要求的写在那一格下面。公开的在前，要密封的在后。" }),
    ...nodes.record.map((one) => fieldFor(one, record, one.key, `/${one.key}`, page)),
    make("h3", { textContent: "联系人（密封，不公布）" }),
    ...nodes.contacts.map((one) => fieldFor(one, contacts, one.key, `/contacts/${one.key}`, page)),
    make("h3", { textContent: "评委花名册（密封，只公布人数）" }),
    make("label", {
      className: "lab",
      htmlFor: "pasted",
      textContent: "在 Excel 或 WPS 里选中附件3的表，连表头一起复制，粘贴在这里；也可以把花名册的文件放进来",
    }),
    pasted,
  ]);
}

/* Shows findings beside their fields. Returns those that belong to no field. */
export function besideFields(findings) {
  if (!work.fields) return findings;
  for (const place of $("filling").querySelectorAll(".fault")) place.replaceChildren();
  for (const control of $("filling").querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
  return findings.filter((one) => {
    let pointer = one.pointer || "";
    while (pointer && !$(`e-${pointer}`)) pointer = pointer.slice(0, pointer.lastIndexOf("/"));
    if (!pointer) return true;
    const place = $(`e-${pointer}`);
    const control = $(`f-${pointer}`);
    place.append(make("span", { className: one.severity, textContent: `${one.message}。${one.hint || ""}` }), document.createElement("br"));
    if (one.severity === "error" && control) control.setAttribute("aria-invalid", "true");
    const named = control && ((control.labels && control.labels[0]) || control.querySelector("legend"));
    Object.assign(one, { target: `f-${pointer}`, label: named ? named.textContent.replace("（必填）", "") : "" });
    return false;
  });
}

/* The way in: a button, and the way back to forms. */
export function wayIn(again) {
  const filling = Boolean(work.fields);
  const button = make("button", {
    type: "button",
    className: "button quiet",
    id: "fill",
    textContent: filling ? "不填了，改用表" : "没有填好的表？在这里填",
  });
  button.addEventListener(
    "click",
    guarded(async () => {
      if (!filling) {
        await fills(again);
        wayIn(again);
        return;
      }
      work.fields = null;
      work.pasted = "";
      $("filling").replaceChildren();
      show($("findings"), []);
      wayIn(again);
      await again();
    }),
  );
  $("without-forms").replaceChildren(button);
}

// Fields to be filled in, made from the nodes of the checker (see fields_to_fill.py). They know the kinds of values, but no rule.
import { make } from "./nodes.js";

const EMPTY = { group: () => ({}), list: () => [], choices: () => [] };

/* A field for `holder[key]` at a pointer. `page` has the tables of choices; `changed` is called for values, `reshaped` for lists. */
export function fieldFor(one, holder, key, pointer, page) {
  if (holder[key] === undefined && EMPTY[one.kind]) holder[key] = EMPTY[one.kind]();
  const builder = { group, list: listOf, choices: several, catalog, "yes-no": yesNo, choice: chosenOf }[one.kind] || typed;
  return builder(one, holder, key, pointer, page);
}

const titleOf = (one) => (one.required && !/ \d+$/.test(one.title) ? `${one.title}（必填）` : one.title);

/* The place for the findings on a field. */
const faultOf = (pointer) => make("p", { className: "error fault", id: `e-${pointer}` });

function around(one, pointer, control) {
  control.id = `f-${pointer}`;
  control.setAttribute("aria-describedby", `e-${pointer} t-${pointer}`);
  const label = make("label", { className: "lab", htmlFor: control.id, textContent: titleOf(one) });
  const help = make("p", { className: "small", id: `t-${pointer}`, textContent: one.help });
  return make("div", { className: "filled" }, label, control, faultOf(pointer), help);
}

function typed(one, holder, key, pointer, page) {
  const control = make(one.kind === "long" ? "textarea" : "input", { value: holder[key] || "", className: "val", autocomplete: "off" });
  if (one.kind === "date") control.type = "date";
  if (one.kind === "number") control.inputMode = "decimal";
  control.addEventListener("change", () => {
    holder[key] = control.value;
    page.changed();
  });
  return around(one, pointer, control);
}

function chosenOf(one, holder, key, pointer, page) {
  const choices = typeof one.choices === "string" ? page.choices[one.choices] : one.choices;
  const control = make(
    "select",
    { className: "val" },
    new Option("（没有选）", ""),
    ...choices.map(([value, label]) => new Option(label, value)),
  );
  control.value = holder[key] || "";
  control.addEventListener("change", () => {
    holder[key] = control.value;
    page.changed();
  });
  return around(one, pointer, control);
}

function yesNo(one, holder, key, pointer, page) {
  const control = make("select", { className: "val" }, new Option("（没有选）", ""), new Option("是", "yes"), new Option("否", "no"));
  control.value = holder[key] === true ? "yes" : holder[key] === false ? "no" : "";
  control.addEventListener("change", () => {
    if (control.value) holder[key] = control.value === "yes";
    else delete holder[key];
    page.changed();
  });
  return around(one, pointer, control);
}

function framed(one, pointer, ...inside) {
  const help = one.help ? [make("p", { className: "small", textContent: one.help })] : [];
  const made = make(
    "fieldset",
    { id: `f-${pointer}`, tabIndex: -1 },
    make("legend", { textContent: titleOf(one) }),
    faultOf(pointer),
    ...help,
    ...inside,
  );
  return made;
}

function several(one, holder, key, pointer, page) {
  const boxes = one.choices.map(([value, label]) => {
    const box = make("input", { type: "checkbox", checked: holder[key].includes(value) });
    box.addEventListener("change", () => {
      const now = new Set(holder[key]);
      if (box.checked) now.add(value);
      else now.delete(value);
      holder[key] = one.choices.map(([each]) => each).filter((each) => now.has(each));
      page.changed();
    });
    return make("label", { className: "check-box" }, box, label);
  });
  return framed(one, pointer, make("div", { className: "boxes" }, ...boxes));
}

/* The parts of an object. Where it may be left out, it is folded as long as it is empty. */
function group(one, holder, key, pointer, page) {
  const built = (part) => fieldFor(part, holder[key], part.key, `${pointer}/${part.key}`, page);
  const needed = one.fields.filter((part) => part.required || filledIn(holder[key][part.key]));
  const rest = one.fields.filter((part) => !needed.includes(part));
  const parts = needed.length && rest.length > 1 ? needed.map(built) : one.fields.map(built);
  if (parts.length < one.fields.length) {
    const summary = make("summary", { textContent: `还可以填：${rest.map((part) => part.title).join("、")}` });
    parts.push(make("details", { id: `m-${pointer}` }, summary, ...rest.map(built)));
  }
  if (one.required) return framed(one, pointer, ...parts);
  const fold = make(
    "details",
    { id: `d-${pointer}`, open: filledIn(holder[key]) },
    make("summary", { textContent: titleOf(one) }),
    framed({ ...one, title: one.title }, pointer, ...parts),
  );
  return fold;
}

export const filledIn = (value) =>
  value && typeof value === "object" ? Object.values(value).some(filledIn) : value !== undefined && value !== "";

function listOf(one, holder, key, pointer, page) {
  const items = holder[key];
  const blocks = items.map((_, at) => {
    const remove = make("button", { type: "button", className: "button quiet", textContent: `删去第 ${at + 1} 项` });
    remove.setAttribute("aria-label", `删去第 ${at + 1} 项：${one.of.title}`);
    remove.addEventListener("click", () => {
      items.splice(at, 1);
      page.reshaped(`f-${pointer}`);
    });
    const plain = !EMPTY[one.of.kind]; // its help is that of the list
    const item = { ...one.of, required: true, title: `${one.of.title} ${at + 1}`, help: plain ? "" : one.of.help };
    return make("div", { className: plain ? "item plain-item" : "item" }, fieldFor(item, items, at, `${pointer}/${at}`, page), remove);
  });
  const add = make("button", { type: "button", className: "button quiet", textContent: `加一项：${one.of.title}` });
  add.addEventListener("click", () => {
    items.push(EMPTY[one.of.kind] ? EMPTY[one.of.kind]() : "");
    page.reshaped(`f-${pointer}/${items.length - 1}`);
  });
  const inside = [...blocks, add];
  if (one.required) return framed(one, pointer, ...inside);
  return make(
    "details",
    { id: `d-${pointer}`, open: items.length > 0 },
    make("summary", { textContent: titleOf(one) }),
    framed(one, pointer, ...inside),
  );
}

/* A directory: all of the series, or first levels with their second ones in lines. */
function catalog(one, holder, key, pointer, page) {
  if (holder[key] === undefined) holder[key] = [];
  const whole = holder[key] === "all";
  const box = make("input", { type: "checkbox", checked: whole });
  box.addEventListener("change", () => {
    holder[key] = box.checked ? "all" : [];
    page.reshaped(`f-${pointer}`);
  });
  const all = make("label", { className: "check-box" }, box, "评审这个系列全部专业");
  const blocks = (whole ? [] : holder[key]).map((part, at) => {
    const here = `${pointer}/${at}`;
    const remove = make("button", { type: "button", className: "button quiet", textContent: `删去一级目录 ${at + 1}` });
    remove.addEventListener("click", () => {
      holder[key].splice(at, 1);
      page.reshaped(`f-${pointer}`);
    });
    return make(
      "div",
      { className: "item", id: `f-${here}`, tabIndex: -1 },
      faultOf(here),
      typed({ kind: "text", title: `一级目录 ${at + 1}`, help: "", required: true }, part, "first", `${here}/first`, page),
      typed({ kind: "long", title: "它的二级目录，一行一个", help: "", required: true }, part, "seconds", `${here}/seconds`, page),
      remove,
    );
  });
  const add = make("button", { type: "button", className: "button quiet", textContent: "加一个一级目录" });
  add.addEventListener("click", () => {
    holder[key].push({ first: "", seconds: "" });
    page.reshaped(`f-${pointer}/${holder[key].length - 1}`);
  });
  return framed(one, pointer, all, ...blocks, ...(whole ? [] : [add]));
}

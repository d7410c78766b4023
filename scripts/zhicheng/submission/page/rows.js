// What was read, each value beside the cell of the paper form that it came from, and put right there.
import { guarded, make } from "./nodes.js";
import { work } from "./state.js";

const WIDE = 16; // characters that stand side by side in a field

/* A manual line break of Word as a line break. */
const lined = (text) => text.replace(/\v/g, "\n");

/* Takes what a cell should say, or what the form says again (null), and reads the forms with it. */
export const corrects = (cell, again) =>
  guarded((text) => {
    if (text === null || text === lined(cell.begin) || text === lined(cell.was)) delete work.corrections[cell.id];
    else work.corrections[cell.id] = { was: cell.was, text };
    return again();
  });

/* A field for what a cell should say: `cell` has its id, `was`, `begin` and `start`. */
export function field(cell, label, again) {
  const start = lined(cell.start);
  const lines = start.split("\n").reduce((sum, line) => sum + Math.max(Math.ceil(line.length / WIDE), 1), 0);
  const made = make(lines > 1 ? "textarea" : "input", {
    className: "val",
    id: `c-${cell.id}`,
    value: start,
    defaultValue: start,
    autocomplete: "off",
  });
  if (lines > 1) made.rows = Math.min(lines, 9);
  made.setAttribute("aria-label", label);
  made.addEventListener("change", () => corrects(cell, again)(made.value.trim()));
  return made;
}

/* The cell as on paper: black lines, its printed label and what is filled in. */
export function paper(place, printed, text) {
  const line = make(
    "tr",
    {},
    ...(printed ? [make("th", { scope: "row", textContent: printed })] : []),
    make("td", { textContent: lined(text) }),
  );
  return make("figure", { className: "cell" }, make("figcaption", { textContent: place }), make("table", {}, make("tbody", {}, line)));
}

/* That a cell was corrected, from what to what, and the way back. */
export function told(cell, again) {
  const back = make("button", { type: "button", className: "button quiet", id: `b-${cell.id}`, textContent: "恢复表里的写法" });
  back.addEventListener("click", () => corrects(cell, again)(null));
  return make("p", { className: "small fixed" }, `表里写的“${cell.was || "（空）"}”，您改成“${cell.start || "（空）"}”。`, back);
}

const placeOf = (one) => [one.file, (one.place || "").replace(/“[^“]*”$/, "")].filter(Boolean).join(" · ");

/* A row of what was read. `look` shows a whole table. */
export function row(one, again, look) {
  const label = [...new Set(one.fields.map((part) => part.label))].join("、");
  const left = make("div", {}, make("span", { className: "lab", textContent: label }));
  if (one.id) left.append(field(one, label, again));
  const understood = one.fields.filter((part) => !one.id || one.fields.length > 1 || squeezed(part.value) !== squeezed(one.start));
  for (const part of understood) {
    const named = one.fields.length > 1 ? `${part.label}：` : "";
    left.append(
      make("p", { className: one.id ? "small read-as" : "read-as", textContent: `${one.id ? "读作 " : ""}${named}${part.value}` }),
    );
  }
  if (one.corrected) left.append(told(one, again));
  const right = one.table
    ? tableLink(one, look)
    : one.file
      ? paper(placeOf(one), one.printed, one.paper)
      : make("p", { className: "small", textContent: "表里没有单独一格。" });
  const made = make("div", { className: "row" }, left, right);
  made.dataset.pointers = one.fields.map((part) => part.pointer).join(" ");
  return made;
}

const squeezed = (text) => text.replace(/\s+/g, "");

function tableLink(one, look) {
  const button = make("button", {
    type: "button",
    className: "button quiet",
    id: `l-${one.file} ${one.table}`,
    textContent: "看这张表，逐格更正",
  });
  button.addEventListener(
    "click",
    guarded(() => look(one.file, one.table)),
  );
  return make("figure", { className: "cell" }, make("figcaption", { textContent: placeOf(one) }), button);
}

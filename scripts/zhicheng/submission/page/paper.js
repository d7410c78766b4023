// A whole table as it stands on paper, fifty rows at a time; any of its cells can be put right.
import { $, guarded, make } from "./nodes.js";
import { call, fault } from "./checker.js";
import { goTo, redrawn } from "./layout.js";
import { field, told } from "./rows.js";

let tableShown = null;
let editing = "";

/* Shows a table from a row of it; `again` reads the forms after a correction. */
export async function looksAt(file, table, first, again) {
  const [said] = await call("table", { file, table, first }, []);
  if (!said.ok) return fault(said);
  tableShown = { file, table, first, again };
  tableDrawn(said);
  goTo($("paper-title"));
}

/* The table that is tableShown, as it is read now. */
export async function lookedAgain() {
  if (!tableShown) return;
  const [said] = await call("table", { file: tableShown.file, table: tableShown.table, first: tableShown.first }, []);
  if (said.ok) tableDrawn(said);
  else tableClosed();
}

function tableClosed() {
  tableShown = null;
  $("paper").replaceChildren();
}

function tableDrawn(said) {
  const { file, table, first, again } = tableShown;
  const body = make(
    "tbody",
    {},
    ...said.rows.map((row) => make("tr", {}, ...row.map((cell) => cellOf(cell, again, () => tableDrawn(said))))),
  );
  const region = make("div", { className: "scroll paper" }, make("table", {}, body));
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", table);
  const pages = make("p", { className: "buttons" });
  const turn = (text, to) => {
    const button = make("button", { type: "button", className: "button quiet", textContent: text });
    button.addEventListener(
      "click",
      guarded(() => looksAt(file, table, to, again)),
    );
    pages.append(button);
  };
  if (first > 0) turn("前五十行", Math.max(first - 50, 0));
  if (first + said.rows.length < said.total) turn("后五十行", first + said.rows.length);
  const close = make("button", { type: "button", className: "button quiet", textContent: "收起这张表" });
  close.addEventListener("click", () => {
    tableClosed();
    goTo($("h2"));
  });
  pages.append(close);
  redrawn($("paper"), [
    make("h3", { id: "paper-title", tabIndex: -1, textContent: `${file} · ${table}` }),
    make("p", { className: "small", textContent: "按一格，写它应当是什么。改的只在这里算，表里的原文不动。" }),
    region,
    pages,
  ]);
}

function cellOf(cell, again, redraw) {
  const made = make("td", { colSpan: cell.across, rowSpan: cell.down, className: cell.corrected ? "fixed" : "" });
  if (editing === cell.id) {
    made.append(
      field(cell, `第 ${cell.row} 行第 ${cell.column} 列应当是`, () => {
        editing = "";
        return again();
      }),
    );
    if (cell.corrected)
      made.append(
        told(cell, () => {
          editing = "";
          return again();
        }),
      );
    return made;
  }
  const button = make("button", { type: "button", className: "plain", id: `p-${cell.id}`, textContent: cell.start });
  if (!cell.start) button.setAttribute("aria-label", `第 ${cell.row} 行第 ${cell.column} 列，空`);
  button.addEventListener("click", () => {
    editing = cell.id;
    redraw();
    goTo($(`c-${cell.id}`));
  });
  made.append(button);
  return made;
}

// The contacts, which will be sealed. They are shown to the clerk only, when the fold is opened, and can be corrected there.
import { $, make } from "./nodes.js";
import { call } from "./checker.js";
import { redrawn } from "./layout.js";
import { work } from "./state.js";
import { field, paper, told } from "./rows.js";

/* Draws the fold for the contacts and, where it is open, what is in it. */
export async function contactsShown(said, again) {
  const number = Object.values(said.contacts).reduce((all, one) => all + one, 0);
  const has = !work.fields && said.files.some((one) => one.forms.includes("附件1"));
  if (!has) {
    $("private").replaceChildren();
    return;
  }
  const fold = make(
    "details",
    { id: "contacts" },
    make("summary", { textContent: `核对联系人：读到 ${number} 人（密封，只在这台电脑上显示）` }),
  );
  const inside = make("div", {});
  fold.append(inside);
  const fill = async () => {
    const [found] = await call("private", {}, []);
    if (!found.ok) return;
    const people = found.people.map((one) =>
      make("li", { textContent: `${one.what}：${one.parts.map(([name, value]) => `${name} ${value}`).join("，")}` }),
    );
    redrawn(inside, [
      make("p", { className: "small", textContent: people.length ? "读作：" : "没有读到联系人。" }),
      make("ul", {}, ...people),
      ...found.cells.map((one) => person(one, again)),
    ]);
  };
  const was = $("contacts");
  redrawn($("private"), [fold]);
  fold.addEventListener("toggle", () => {
    if (fold.open && !inside.hasChildNodes()) fill();
  });
  if (was && was.open) {
    fold.open = true;
    await fill();
  }
}

function person(one, again) {
  const left = make("div", {}, make("span", { className: "lab", textContent: one.label }));
  if (one.id) left.append(field(one, one.label, again));
  if (one.corrected) left.append(told(one, again));
  if (!one.id) left.append(make("p", { className: "small", textContent: "这一格里还套着一张表，请在表里改。" }));
  return make(
    "div",
    { className: "row" },
    left,
    one.file ? paper(one.file, one.printed, one.paper) : make("p", { className: "small", textContent: "表里没有这一项。" }),
  );
}

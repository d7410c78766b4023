// Where the clerk is: the two parts of the page, the four steps, and what is still open.
import { $, make } from "./nodes.js";

/* The part of the page that an address names: the side of the office, or that of the clerk. */
export function turned() {
  let target = null;
  try {
    target = $(decodeURIComponent(location.hash.slice(1)));
  } catch {
    /* no name of anything here */
  }
  const office = Boolean(target && $("office").contains(target));
  $("office").hidden = !office;
  $("clerk").hidden = office;
  for (const [link, here] of [
    [$("to-office"), office],
    [$("to-clerk"), !office],
  ]) {
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/* Marks step `now` (1–4), and those before it as done. */
export function stepped(now) {
  $("clerk").className = `at-${now}`;
  for (let number = 1; number <= 4; number++) {
    const step = $(`step-${number}`);
    step.className = number < now ? "done" : number === now ? "now" : "";
    if (number === now) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  }
}

/* The line below the name of a step. */
export const stepSays = (number, text) => {
  $(`step-${number}`).lastElementChild.textContent = text;
};

/* Moves the eye and the focus to a heading or a field. */
export function goTo(element) {
  if (!element) return;
  const folded = element.closest("details");
  if (folded) folded.open = true;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

/* What is still open, with a link to each: a list of {label, target}; the button says why it is off. */
export function stillOpen(items, button, where) {
  button.disabled = items.length > 0;
  if (!items.length) {
    where.replaceChildren("没有要答、要改的了。请对照表看一遍，再往下。");
    return;
  }
  const links = items.slice(0, 8).map((one) => {
    const link = make("a", { href: "#read", textContent: one.label });
    link.addEventListener("click", (event) => {
      event.preventDefault();
      goTo($(one.target));
    });
    return link;
  });
  const parts = links.reduce((all, link) => [...all, ...(all.length ? ["、"] : []), link], []);
  where.replaceChildren(
    "还有 ",
    make("b", { textContent: `${items.length} 处` }),
    "没有答，或者要改：",
    ...parts,
    items.length > links.length ? " 等。" : "。",
  );
}

let drawing = false;
// A field that is taken away while something is being typed there tells a change, though nobody has left it.
document.addEventListener(
  "change",
  (event) => {
    if (drawing) event.stopImmediatePropagation();
  },
  true,
);

/* Replaces nodes by new ones. The text being typed, the place of the cursor and the focus are kept. */
export function redrawn(place, nodes) {
  const active = document.activeElement;
  const kept = active && active.id && place.contains(active) ? active : null;
  const marked = kept && typeof kept.selectionStart === "number" ? [kept.selectionStart, kept.selectionEnd] : null;
  const typed = kept && "defaultValue" in kept && kept.value !== kept.defaultValue ? kept.value : null;
  const folds = new Set([...place.querySelectorAll("details[id]")].filter((one) => one.open).map((one) => one.id));
  drawing = true;
  place.replaceChildren(...nodes);
  drawing = false;
  for (const id of folds) if ($(id)) $(id).open = true;
  const now = kept && ($(kept.id) || $(kept.id.replace(/^b-/, "c-"))); // a button that is done with is followed by its field
  if (!now) return;
  now.focus({ preventScroll: true });
  if (typed !== null && "value" in now && now.type !== "radio") typedBefore(now, typed);
  if (marked && now.setSelectionRange) now.setSelectionRange(...marked);
}

/* Restores what was typed into a field. The browser no longer reports the change of such a field when it is left, so that is done here. */
function typedBefore(field, typed) {
  let told = false;
  field.value = typed;
  field.addEventListener(
    "change",
    () => {
      told = true;
    },
    { once: true },
  );
  field.addEventListener(
    "blur",
    () => {
      if (!told && !drawing) field.dispatchEvent(new CustomEvent("change"));
    },
    { once: true },
  );
}

let composing = null;
let composed = () => {};
document.addEventListener(
  "compositionstart",
  () => {
    composing = new Promise((go) => {
      composed = go;
    });
  },
  true,
);
document.addEventListener(
  "compositionend",
  () => {
    composing = null;
    composed();
  },
  true,
);

const LONGEST_PRESS = 2000; // milliseconds; what is released elsewhere is not told
let pressed = null;
let released = () => {};
document.addEventListener(
  "pointerdown",
  () => {
    pressed = new Promise((go) => {
      released = go;
    });
    const mine = pressed;
    setTimeout(() => lifted(mine), LONGEST_PRESS);
  },
  true,
);
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(lifted, 0, pressed), true); // after the click

function lifted(press) {
  if (press !== pressed) return;
  pressed = null;
  released();
}

/* Waits while drawing would spoil what the clerk is doing: an input method that is composing characters would lose them, and a button that moves
   between press and release is not clicked. */
export const handIsFree = async () => {
  while (composing || pressed) await (composing || pressed);
};

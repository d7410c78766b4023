// Step three: what was read is judged against the registry.
import { $, make, say, show } from "./nodes.js";
import { call, fault } from "./checker.js";
import { besideFields } from "./filling.js";
import { goTo, stepped } from "./layout.js";
import { previewed } from "./preview.js";
import { stated } from "./reading.js";
import { last } from "./state.js";

export async function judge() {
  say("正在核对……");
  $("sealing").hidden = $("done").hidden = $("public").hidden = true;
  const [said, more] = await call("judge", { given: stated() }, []);
  if (!said.ok) return fault(said);
  last.judged = said;
  last.plain = more;
  $("judged").hidden = false;
  stepped(said.stopped ? 2 : 3);
  $("stopped").textContent = said.stopped || "没有错误，可以密封、打包。";
  $("left").replaceChildren(...said.left_out.map((text) => make("li", { textContent: text })));
  besideFields(said.findings);
  show(
    $("found"),
    said.findings.map((one) => ({ ...one, file: "" })),
  ); // there is one file, which the clerk has never seen
  [...$("found").querySelectorAll("li")].forEach((line, at) => line.append(...linkTo(targetOf(said.findings[at]))));
  $("changes").textContent = said.changes.join("\n");
  $("towhom").hidden = !said.holders.length;
  $("sealing").hidden = Boolean(said.stopped);
  $("holders").replaceChildren(...said.holders.map((one) => make("li", { textContent: `${one.holder}　指纹 ${one.fingerprint}` })));
  $("difference").hidden = !said.changes.length;
  if (!said.stopped) await previewed();
  say(said.stopped || "核对过了。");
  goTo($("h3"));
}

/* The id of the field that a finding is about: filled in on the page, or beside the cell that was read. */
function targetOf(one) {
  if (one.target) return one.target;
  const rows = [...document.querySelectorAll("#rows .row")];
  for (let pointer = one.pointer || ""; pointer; pointer = pointer.slice(0, pointer.lastIndexOf("/"))) {
    const found = rows.find((row) => row.dataset.pointers.split(" ").includes(pointer));
    const field = found && found.querySelector("input, textarea, button");
    if (field) return field.id;
  }
  return "";
}

function linkTo(target) {
  if (!target) return [];
  const link = make("a", { href: "#read", textContent: "去看这一格" });
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo($(target));
  });
  return [" ", link];
}

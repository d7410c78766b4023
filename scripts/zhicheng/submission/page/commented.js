// A copy of each workbook with the questions as comments at its cells, to be corrected in Excel. The files themselves stay unchanged.
import { $, guarded, make, nameOf, say } from "./nodes.js";
import { call, fault } from "./checker.js";
import { contentsOf } from "./limits.js";
import { work } from "./state.js";

let copies = []; // of the copies, which are gone when something else is read

/* Offers the copies where there are questions about cells of a workbook. */
export function offerComments(questions) {
  copies.forEach((one) => URL.revokeObjectURL(one));
  copies = [];
  $("commented").replaceChildren();
  $("commenting").hidden = !questions.some((one) => one.where && one.file.toLowerCase().endsWith(".xlsx"));
}

async function comment() {
  say("正在写批注……");
  const [said, contents] = await call("comments", { files: work.files.map(nameOf) }, await contentsOf(work.files));
  if (!said.ok) return fault(said);
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const made = contents.map((content) => URL.createObjectURL(new Blob([content], { type })));
  copies.push(...made);
  const links = said.files.map((name, i) => {
    const download = `批注-${name.replace(/^.*\//, "")}`;
    return make("li", {}, make("a", { href: made[i], download, textContent: `保存 ${download}` }));
  });
  const left = said.left.length ? [make("li", { textContent: `这里加不了批注的：${said.left.join("、")}，请照上面的问题改。` })] : [];
  $("commented").replaceChildren(...links, ...left);
  say("批注写好了，请保存。原来的表没有改。");
}

$("comment").addEventListener("click", guarded(comment));

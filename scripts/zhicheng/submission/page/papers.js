// The forms to sign and stamp: made from what was judged, printed by the browser, and removed afterwards, since they are private.
import { $, guarded, make, say } from "./nodes.js";
import { call, fault } from "./checker.js";

async function printSheet(number) {
  say("正在排表……");
  const [said] = await call("sheets", {}, []);
  if (!said.ok) return fault(said);
  const sheet = said.sheets.find((one) => one.number === number);
  if (!sheet) {
    say(`没有附件 ${number} 可以打印：${number === 3 ? "这一次没有花名册" : "这一年度不用这张表"}。`);
    return;
  }
  const before = document.title;
  $("sheet").className = sheet.landscape ? "landscape" : "";
  const foot = sheet.foot.map((text) => make("p", { textContent: text }));
  $("sheet").replaceChildren(make("div", { className: "blocks" }, ...sheet.blocks.map(block)), make("footer", {}, ...foot));
  document.body.classList.add("printing");
  document.title = sheet.title;
  try {
    window.print();
  } finally {
    document.title = before;
    document.body.classList.remove("printing");
    $("sheet").replaceChildren();
  }
  say(`附件 ${number} 排好了，打印的窗口已经打开过。`);
}

/* A line or a table of a sheet. The widths of columns are set here: the policy of the page takes no styles in its text. */
function block({ kind, text, html, widths }) {
  if (!html) return make("p", { className: kind, textContent: text });
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  [...table.querySelectorAll("col")].forEach((one, i) => {
    one.style.width = `${widths[i]}%`;
  });
  return table;
}

for (const number of [1, 2, 3])
  $(`print-${number}`).addEventListener(
    "click",
    guarded(() => printSheet(number)),
  );

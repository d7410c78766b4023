// The page for the office that receives packets, and for a clerk who looks at their own: the packets, how they compare with the registry, the report.
import { $, bytesOf, guarded, make, nameOf, say, show } from "./nodes.js";
import { call } from "./checker.js";
import { decisionForm, opinionShown } from "./deciding.js";

const PACKET_STATES = { new: "新登记", changed: "有改动", same: "与登记的相同", older: "比登记的旧" };
const LARGEST = 64 * 1024 * 1024 + 1; // bytes that are read of a file: one more than a packet may have
const packetBytes = (file) => bytesOf([file.slice(0, LARGEST)]);
let lookRun = 0; // a new choice of files ends the one before

/* A time of the checker as people read it. */
const moment = (text) => text.slice(0, 16).replace("T", " ");

/* Examines all files, one after the other, and shows a row for each; for a single one the whole report at once. */
export async function look(chosen) {
  const mine = ++lookRun;
  const files = [...chosen].filter((one) => /\.zip$/i.test(one.name)).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  if (!files.length) {
    say("没有选到报送包（.zip）。");
    return;
  }
  $("opened").replaceChildren();
  $("packet-rows").replaceChildren();
  $("packets").hidden = false;
  $("looking").hidden = false;
  Object.assign($("looking"), { max: files.length, value: 0 });
  const counts = {};
  const batch = {};
  for (let i = 0; i < files.length; i++) {
    const one = await lookInto(files[i], files.length === 1);
    if (mine !== lookRun) return;
    counts[one.what] = (counts[one.what] || 0) + 1;
    $("packet-rows").append(one.row);
    if (one.whose) older(batch, one);
    $("looking").value = i + 1;
    if (files.length > 1)
      $("counted").textContent = `看了 ${i + 1} / ${files.length} 个：${Object.entries(counts)
        .map(([what, number]) => `${what} ${number} 个`)
        .join("，")}。`;
    if (files.length === 1 && one.open) one.open();
  }
  $("looking").hidden = true;
  if (files.length === 1) $("counted").textContent = "";
  say(
    files.length > 1 ? `${files.length} 个文件看过了。表里只数包里文件的错误；点名称看报告，报告也查对其他登记的影响。` : "报送包看过了。",
  );
}

/* One file: what it is, its row, and what opens it. */
async function lookInto(file, full) {
  let said;
  try {
    [said] = await call("look", { full }, await packetBytes(file));
  } catch (error) {
    if (error && error.name === "Stopped") throw error;
    said = { error: `这个文件读不了（${error && error.name}）。` };
  }
  if (said.opinion) {
    const open = () => putOpened(file.name, opinionShown(said.opinion));
    const one = said.opinion;
    return {
      what: "审核意见",
      open,
      row: packetRow(file, open, one.name, [one.round, one.office, moment(one.made), `审核意见：${one.said}`, "", ""]),
    };
  }
  if (!said.ok) {
    const why = said.refused || said.error || `程序出错了，请把这一行告诉中心：${said.bug}`;
    const made = make(
      "tr",
      { className: "bad" },
      make("th", { scope: "row", textContent: file.name }),
      make("td", { colSpan: 6, textContent: `不能收：${why}` }),
    );
    return {
      what: "不能收",
      row: made,
      open: said.findings && said.findings.length ? () => putOpened(file.name, refusedFindings(said)) : undefined,
    };
  }
  const open = guarded(async () => {
    const [whole] = full ? [said] : await call("look", { full: true }, await packetBytes(file));
    if (!whole.ok) {
      say(whole.refused || whole.error || `程序出错了，请把这一行告诉中心：${whole.bug}`);
      return;
    }
    [made.children[5].textContent, made.children[6].textContent] = [whole.errors, whole.warnings];
    made.className = whole.errors ? "bad" : "";
    putOpened(file.name, packetReport(file, whole));
  });
  const made = packetRow(file, open, `${said.name}（${said.committee}）`, [
    said.round,
    said.by,
    moment(said.made),
    PACKET_STATES[said.state],
    said.errors,
    said.warnings,
  ]);
  made.className = said.errors ? "bad" : "";
  return {
    what: said.errors ? "有错误" : PACKET_STATES[said.state],
    open,
    row: made,
    whose: `${said.committee} ${said.round}`,
    made: said.made,
  };
}

/* Marks each of several packets of a committee that is older than another one. */
function older(batch, one) {
  const all = (batch[one.whose] = [...(batch[one.whose] || []), one]);
  const last = all.reduce((most, { made }) => (made > most ? made : most), "");
  for (const { made, row } of all)
    if (made < last) row.children[4].textContent = `${row.children[4].textContent.split("（")[0]}（这一批里还有更晚的一份）`;
}

function packetRow(file, open, name, cells) {
  const button = make("button", { type: "button", className: "link", textContent: name, title: file.name });
  button.addEventListener("click", open);
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, button, make("small", { textContent: file.name })),
    ...cells.map((text) => make("td", { textContent: text })),
  );
}

function putOpened(name, ...nodes) {
  $("opened").replaceChildren(make("p", { className: "of", textContent: name }), ...nodes);
  $("opened").focus();
}

function refusedFindings(said) {
  const list = make("div", {});
  show(list, said.findings);
  return list;
}

/* The report on a packet in the words of a pull request's, its papers, and the form to decide on it. */
function packetReport(file, said) {
  const made = make("article", { className: "report" });
  made.append(
    make("h2", { textContent: `${said.name}（${said.committee}）` }),
    make("p", {
      textContent: `${said.round} 年度，${said.by}，${moment(said.made)} 打包：${said.contents.join("、")}。${said.errors} 个错误，${said.warnings} 个提醒。`,
    }),
    ...packetStanding(said).map((textContent) => make("p", { textContent })),
    make("p", { className: "sum", textContent: said.report.summary }),
    ...said.report.sections.map(reportSection),
  );
  const findings = make("div", {});
  show(findings, said.findings);
  if (said.findings.length)
    made.append(
      make(
        "details",
        { open: said.errors > 0 },
        make("summary", { textContent: `这个包的全部检查结果 ${said.findings.length} 条` }),
        findings,
      ),
    );
  if (said.sealed.length)
    made.append(make("p", { textContent: `密封的，这里打不开：${said.sealed.join("、")}。由有私钥的单位打开核对。` }));
  if (said.papers.length) made.append(paperList(file, said));
  made.append(decisionForm(file, said));
  return made;
}

/* How the packet compares with what is registered, in sentences. */
function packetStanding(said) {
  const found = {
    new: "登记册里还没有这个评审委员会。",
    changed: `与登记的不同；${said.registered ? `登记的最后改动在 ${moment(said.registered)}` : "这一页不知道登记是什么时候改的，谁新谁旧请看内容"}。`,
    same: "内容与登记的相同，不用处理。",
    older: `比登记的旧：登记在 ${moment(said.registered)} 又改过，收的时候会拒收。请与报送单位核对。`,
  }[said.state];
  const basis = {
    this: "",
    earlier: `它是照 ${said.base_day} 的登记（${said.base}）打的，以后登记册改过；请看下面的改动会不会把别人的改回去。`,
    other: `它是照这一页不认识的登记（${said.base}）打的：那份登记可能比这一页新，请到网站上换新的一页再看。`,
    "": "它没有写明照哪个版本的登记打的，看不出登记后来有没有改过。",
  }[said.basis];
  const unmerged = "这一页只有已经合并的登记：这个包收下以后还没有合并、正在审核的，这里看不到，请问有登记库的单位。";
  return [found, basis, said.state === "same" ? "" : unmerged].filter(Boolean);
}

function reportSection(one) {
  const made = make("section", {}, make("h3", { textContent: one.title }));
  const numbered = one.numbered ? make("ol", {}) : null;
  for (const block of one.blocks) {
    if (block.heading) made.append(make("h4", { textContent: block.heading }));
    const items = (lines) => lines.map((textContent) => make("li", { textContent }));
    if (numbered) numbered.append(...items(block.lines));
    else if (block.lines.length) made.append(make("ul", {}, ...items(block.lines)));
    if (block.folded.length)
      made.append(make("details", {}, make("summary", { textContent: block.fold }), make("ul", {}, ...items(block.folded))));
  }
  if (numbered) made.append(numbered);
  return made;
}

const PAPER_TYPES = { pdf: "application/pdf", png: "image/png", jpg: "image/jpeg", jpeg: "image/jpeg" };

function paperList(file, said) {
  const list = make(
    "ul",
    {},
    ...said.papers.map((name) => {
      const button = make("button", { type: "button", textContent: `保存 ${name}` });
      button.addEventListener(
        "click",
        guarded(async () => {
          const [answer, [content]] = await call("paper", { name }, await packetBytes(file));
          if (answer.ok) saveAs(content, name, PAPER_TYPES[name.split(".").pop().toLowerCase()]);
          else say(answer.error || answer.refused);
        }),
      );
      return make("li", {}, button);
    }),
  );
  return make(
    "div",
    {},
    make("h3", { textContent: "打印的表" }),
    list,
    make("p", { textContent: said.unsearched ? "PDF 和图片里面机器看不了，请打开看：有没有签字盖章，有没有不该有的个人信息。" : "" }),
  );
}

function saveAs(content, name, type) {
  const address = URL.createObjectURL(new Blob([content], { type: type || "application/octet-stream" }));
  make("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

/* Files that were dropped; of a folder all that is in it. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((one) => one.webkitGetAsEntry && one.webkitGetAsEntry()).filter(Boolean);
  if (!entries.some((one) => one.isDirectory)) return [...transfer.files];
  const found = [];
  for (const one of entries) await entriesIn(one, found);
  return found;
}

async function entriesIn(entry, found) {
  if (entry.isFile) {
    found.push(await new Promise((go, no) => entry.file(go, no)));
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((go, no) => reader.readEntries(go, no));
    if (!some.length) return;
    for (const one of some) await entriesIn(one, found);
  }
}

$("stop").addEventListener("click", () => {
  lookRun++;
  $("looking").hidden = true;
});
$("look").addEventListener(
  "change",
  guarded((event) => look(event.target.files)),
);
$("folder").webkitdirectory = true; // which is in no standard, and in every browser of an office computer
$("folder").addEventListener(
  "change",
  guarded((event) => look(event.target.files)),
);
$("lookdrop").addEventListener("dragover", (event) => {
  event.preventDefault();
  $("lookdrop").classList.add("over");
});
$("lookdrop").addEventListener("dragleave", () => $("lookdrop").classList.remove("over"));
$("lookdrop").addEventListener(
  "drop",
  guarded(async (event) => {
    event.preventDefault();
    $("lookdrop").classList.remove("over");
    await look(await droppedFiles(event.dataTransfer));
  }),
);

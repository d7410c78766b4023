// The decision of an office on a packet, and what the clerk gets back. It changes nothing in the registry until somebody takes it on the command line.
import { bytesOf, guarded, make, show } from "./nodes.js";
import { call } from "./checker.js";

const DECISIONS = { approved: "同意", returned: "退回修改", refused: "不予备案" };
const lastDecider = { account: "", office: "" }; // of who decides, for the next packet
let opinionAddress = "";
let decisionNumber = 0;

function decisionField(text, control, hint) {
  const id = `decide-${++decisionNumber}`;
  control.id = id;
  const label = make("label", { htmlFor: id, textContent: text });
  if (!hint) return make("p", {}, label, control);
  control.setAttribute("aria-describedby", `${id}-hint`);
  return make("p", {}, label, control, make("small", { id: `${id}-hint`, textContent: hint }));
}

/* The form to decide on the packet in a file. */
export function decisionForm(file, said) {
  const form = make("form", { className: "deciding", noValidate: true, autocomplete: "off" });
  const offices = said.report.offices;
  if (!offices.length)
    return make("p", { textContent: said.state === "same" ? "" : "登记册里没有能用的审核人员名单，这里不能作意见。请告诉中心。" });
  const name = `outcome-${++decisionNumber}`;
  const outcomes = Object.entries(DECISIONS).map(([value, text]) =>
    make(
      "label",
      { className: "choice" },
      make("input", { type: "radio", name, value, disabled: value === "approved" && said.errors > 0 }),
      `${text}${value === "approved" && said.errors ? "（有错误，不能同意）" : ""}`,
    ),
  );
  const office = make(
    "select",
    {},
    ...offices.map(
      (one) => new Option(`${one.office}${one.turn ? "（现在轮到）" : "（在前面的单位同意以后）"}`, `${one.role} ${one.area}`),
    ),
  );
  const wanted = [...office.options].find((one) => one.value === lastDecider.office);
  if (wanted) office.value = lastDecider.office;
  const account = make("input", { value: lastDecider.account, maxLength: 100, spellcheck: false, autocapitalize: "none" });
  const reason = make("select", {}, new Option("请选一项", ""), ...said.report.grounds.map((one) => new Option(one.name, one.code)));
  const mend = make("textarea", { rows: 3, maxLength: 1000 });
  const note = make("textarea", { rows: 2, maxLength: 1000 });
  const why = make(
    "div",
    { hidden: true },
    decisionField("事由：", reason),
    decisionField(
      "需要更正的内容：",
      mend,
      "会公布：写改哪里、补什么，不写人名、电话和个人情况。机器查得出手机号码和身份证号码，查不出姓名。",
    ),
    decisionField("审核意见（事由是“其他”的要写）：", note, "也会公布。"),
  );
  const answer = make("p", { role: "alert" });
  const result = make("p", {});
  form.append(
    make("h3", { textContent: "作意见" }),
    make("p", { textContent: "意见做成一个文件，交给有登记库的单位（一般是中心）；他们全部重新核对以后登记。这一页不改登记册。" }),
    make("fieldset", {}, make("legend", { textContent: "意见" }), ...outcomes),
    decisionField("由哪个单位审核：", office),
    decisionField("审核账号：", account, "登记册里您单位的审核账号，会写进公开的审核记录。"),
    why,
    make("p", {}, make("button", { type: "submit", className: "button", textContent: "做成审核意见" })),
    answer,
    result,
  );
  const chosen = () => (form.querySelector(":checked[type=radio]") || {}).value;
  form.addEventListener("change", () => {
    why.hidden = !chosen() || chosen() === "approved";
  });
  form.addEventListener("input", () => {
    answer.textContent = "";
    result.replaceChildren();
  });
  form.addEventListener(
    "submit",
    guarded(async (event) => {
      event.preventDefault();
      answer.textContent = "";
      result.replaceChildren();
      const [role, area] = office.value.split(" ");
      lastDecider.account = account.value.trim();
      lastDecider.office = office.value;
      const given = {
        outcome: chosen(),
        role,
        area,
        account: account.value,
        reason_code: reason.value,
        mend: mend.value,
        note: note.value,
      };
      const [done, more] = await call("decide", { given }, await bytesOf([file.slice(0, 64 * 1024 * 1024 + 1)]));
      if (!done.ok) {
        answer.textContent = done.error || done.refused || `程序出错了，请把这一行告诉中心：${done.bug}`;
        return;
      }
      if (opinionAddress) URL.revokeObjectURL(opinionAddress);
      opinionAddress = URL.createObjectURL(new Blob([more[0]], { type: "application/zip" }));
      const link = make("a", { href: opinionAddress, download: done.name, textContent: `保存 ${done.name}` });
      result.append(
        `${done.office}：${done.outcome}。`,
        link,
        done.outcome === DECISIONS.approved
          ? "，与报送包一起交给中心。"
          : `${said.errors ? "，发给报送单位" : "，交给中心登记，也发给报送单位"}：他在这一页打开，就看到要改什么。${said.errors ? "有错误的包收不下，不用登记。" : ""}`,
      );
      link.focus();
    }),
  );
  return form;
}

/* What an office decided, for the clerk who gets it back. */
export function opinionShown(one) {
  const made = make("article", { className: "report" });
  const rows = [
    ["单位", one.office],
    ["时间", one.made.slice(0, 16).replace("T", " ")],
    ["事由", one.reason],
    ["需要更正的内容", one.mend],
    ["审核意见", one.note],
    ["有不同意见的", one.appeal],
  ].filter(([, text]) => text);
  const findings = make("div", {});
  show(findings, one.findings);
  made.append(
    make("h2", { textContent: `${one.said}：${one.name}（${one.committee}）` }),
    make("p", {
      textContent: `${one.round} 年度，对 ${one.packed.slice(0, 16).replace("T", " ")} 打的报送包。这个文件证明不了是谁作的，要紧的请打电话核对。`,
    }),
    make("dl", {}, ...rows.flatMap(([name, text]) => [make("dt", { textContent: name }), make("dd", { textContent: text })])),
  );
  if (one.outcome === "returned") made.append(make("p", { textContent: "请照上面的改表，在这一页重新选表、核对、打包，再送去。" }));
  if (one.findings.length) made.append(make("h3", { textContent: "审核的单位看到的检查结果" }), findings);
  made.append(make("details", {}, make("summary", { textContent: "审核的单位看到的修改报告" }), make("pre", { textContent: one.report })));
  return made;
}

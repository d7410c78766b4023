// The page for submissions: it starts the checker, shows what it says, and seals. It judges nothing itself.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const say = (text) => { $("status").textContent = text; };
  let python, answered, visit, files = [], last = null, plain = [], asked = {}, address = "";
  const answers = {}; // all that was answered, by the ids of questions: an answered question is asked no more

  // --- the parts that are in this page -----------------------------------------------------------------------------------

  const held = (id) => {
    const text = atob($(id).textContent.trim());
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    $(id).remove();
    return bytes;
  };
  const unpacked = async (id) => {
    const stream = new Blob([held(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  };

  // A module that has a table of external references: WebAssembly without them cannot run this Python.
  const references = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0];
  const able = () => typeof WebAssembly === "object" && typeof DecompressionStream === "function" && WebAssembly.validate(new Uint8Array(references));

  async function start() {
    if (!able()) {
      say("这个浏览器太旧，读表的程序运行不了。请换 Edge、Chrome 96 以上，Firefox 113 以上，或者把表交给受理的单位。");
      $("progress").remove();
      return;
    }
    let step = 0;
    const on = () => { $("progress").value = ++step; return new Promise((go) => setTimeout(go, 0)); };
    const wasm = await unpacked("part-wasm");
    await on();
    const script = URL.createObjectURL(new Blob([await unpacked("part-script")], { type: "text/javascript" }));
    const { default: createPyodideModule } = await import(script);
    URL.revokeObjectURL(script);
    const parts = { "python.wasm": [wasm, "application/wasm"], "stdlib.zip": [held("part-stdlib"), "application/zip"] };
    // Pyodide fetches its parts: they come from this page. Nothing else can be fetched, here and by the policy of the page.
    window.fetch = async (url) => {
      const name = String(url).includes("wasm") ? "python.wasm" : "stdlib.zip";
      const [bytes, type] = parts[name];
      return new Response(bytes, { headers: { "Content-Type": type } });
    };
    await on();
    python = await loadPyodide({
      indexURL: "./", stdLibURL: "./stdlib.zip", createPyodideModule,
      lockFileContents: JSON.parse($("part-lock").textContent), packageBaseUrl: "./",
    });
    await on();
    python.FS.writeFile("/payload", held("part-checker"));
    python.runPython(`
import io, lzma, os, sys, zipfile
with open("/payload", "rb") as packed:
    zipfile.ZipFile(io.BytesIO(lzma.decompress(packed.read()))).extractall("/checker")
os.remove("/payload")
sys.path.insert(0, "/checker")
from zhicheng.submission.calls import Visit, answered
`);
    answered = python.globals.get("answered");
    visit = python.globals.get("Visit")();
    await on();
    const [said] = call("open", {}, [held("part-registry")]);
    if (!said.ok) return fault(said);
    for (const one of [...said.committees, ...said.unfiled]) $("committee").append(new Option(`${one.name}（${one.id}）`, one.id));
    await on();
    $("progress").remove();
    $("work").hidden = false;
    say("准备好了，可以选填好的表。");
  }

  // --- asking the checker -------------------------------------------------------------------------------------------------

  const time = () => new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 19) + "+08:00";

  function call(name, request, attached) {
    const given = python.toPy(attached);
    const made = answered(visit, JSON.stringify({ do: name, time: time(), ...request }), given);
    const [text, more] = made.toJs();
    made.destroy();
    given.destroy();
    return [JSON.parse(text), more];
  }

  function fault(said) {
    say(said.error || said.refused || `程序出错了，请把这一行告诉中心：${said.bug}`);
    $("status").scrollIntoView();
  }

  const bytesOf = async (list) => Promise.all([...list].map(async (one) => new Uint8Array(await one.arrayBuffer())));
  const nameOf = (one) => one.webkitRelativePath || one.name;

  function stated() {
    const given = { committee: $("committee").value || undefined, by: $("by").value.trim() || undefined, asked, answers };
    if ($("signer").value.trim()) given.signed_by = $("signer").value.trim();
    if ($("signed").value) given.signed_on = $("signed").value;
    return given;
  }

  async function read(chosen) {
    if (chosen) files = [...chosen];
    if (!files.length) return;
    say("正在读……");
    $("judged").hidden = $("done").hidden = true;
    const contents = await bytesOf(files);
    const given = stated();
    const [said] = call("read", { files: files.map(nameOf), given }, contents);
    if (!said.ok) return fault(said);
    asked = said.asked;
    last = said;
    $("read").hidden = false;
    const people = { leader: "主管领导", clerks: "业务人员", preparer: "填表人" };
    const counts = Object.entries(said.contacts).map(([key, number]) => `${people[key] || key} ${number} 名`);
    if (said.experts) counts.push(`评委 ${said.experts} 名`);
    const forms = said.files.map((one) => `${one.file}（${one.forms.join("、") || "没有读"}）`);
    $("people").textContent = `读到：${forms.join("，")}。${counts.length ? `不公开、要密封的：${counts.join("，")}。` : ""}`;
    $("fields").replaceChildren(...said.fields.map((one) => row([one.label, one.value, `${one.file || ""} ${one.place || ""}`])));
    const open = new Set(said.questions.map((one) => one.message));
    const ids = new Set(said.questions.map((one) => one.id));
    const done = Object.keys(answers).filter((id) => !ids.has(id) && said.asked[id] && !said.unused.includes(id));
    $("questions").replaceChildren(
      ...said.questions.map((one) => question(one)),
      ...done.map((id) => question({ id, file: "已回答", message: said.asked[id], hint: "", choices: [], answer: answers[id] })),
    );
    show($("findings"), said.findings.filter((one) => !open.has(one.message)));
    say(said.errors ? `读完了：${said.errors} 处看不懂或不合要求。请回答下面的问题，或者在表里改好再选一次。` : "读完了。请对照表核对读到的内容，没有错再核对。");
  }

  function row(cells) {
    const made = document.createElement("tr");
    made.append(...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })));
    return made;
  }

  function question(one) {
    const made = Object.assign(document.createElement("div"), { className: "question" });
    const label = Object.assign(document.createElement("label"), { textContent: `${one.file}：${one.message}。${one.hint}` });
    const input = Object.assign(document.createElement("input"), { id: `q-${one.id}`, value: one.answer, autocomplete: "off" });
    label.htmlFor = input.id;
    input.dataset.question = one.id;
    made.append(label, document.createElement("br"), input);
    if (one.choices.length) {
      const list = Object.assign(document.createElement("datalist"), { id: `c-${one.id}` });
      list.append(...one.choices.map((choice) => new Option(choice, choice)));
      input.setAttribute("list", list.id);
      made.append(list);
    }
    input.addEventListener("change", guarded(() => {
      if (input.value.trim()) answers[one.id] = input.value.trim();
      else delete answers[one.id];
      return read();
    }));
    return made;
  }

  function show(where, findings) {
    const list = document.createElement("ul");
    for (const one of findings) {
      const kind = one.severity === "error" ? "错误" : "提醒";
      const text = `${kind} ${one.code} ${one.file || ""} ${one.message}${one.clause ? `（依据：${one.clause}）` : ""}${one.hint ? ` ${one.hint}` : ""}`;
      list.append(Object.assign(document.createElement("li"), { className: one.severity || "error", textContent: text }));
    }
    where.replaceChildren(...(findings.length ? [list] : []));
  }

  function judge() {
    say("正在核对……");
    $("done").hidden = true;
    const [said, more] = call("judge", { given: stated() }, []);
    if (!said.ok) return fault(said);
    last = said;
    plain = more;
    $("judged").hidden = false;
    $("stopped").textContent = said.stopped || "没有错误，可以密封、打包。";
    $("left").replaceChildren(...said.left_out.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    show($("found"), said.findings);
    $("changes").textContent = said.changes.join("\n");
    $("towhom").hidden = !said.holders.length;
    $("sealing").hidden = Boolean(said.stopped);
    $("holders").replaceChildren(...said.holders.map((one) => Object.assign(document.createElement("li"), { textContent: `${one.holder}　指纹 ${one.fingerprint}` })));
    say(said.stopped || "核对过了。");
  }

  // Over plain http there is no crypto.subtle, and age falls back to its own X25519 only where that says that it cannot.
  if (!crypto.subtle) {
    const importKey = async () => { throw new DOMException("not here", "NotSupportedError"); };
    Object.defineProperty(crypto, "subtle", { value: { importKey } });
  }

  async function finish() {
    say("正在密封、打包……");
    const sealed = [];
    for (let i = 0; i < plain.length; i++) {
      const encrypter = new age.Encrypter();
      for (const one of last.to_seal[i].recipients) encrypter.addRecipient(one);
      sealed.push(new TextEncoder().encode(age.armor.encode(await encrypter.encrypt(plain[i]))));
    }
    const papers = [...$("papers").files];
    const [said, more] = call("finish", { given: stated(), papers: papers.map((one) => one.name) }, [...sealed, ...(await bytesOf(papers))]);
    if (!said.ok) return fault(said);
    plain = [];
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([more[0]], { type: "application/zip" }));
    Object.assign($("packet"), { href: address, download: said.name, textContent: `保存 ${said.name}` });
    $("packed").textContent = `已打包：${said.contents.join("、")}。请把这个文件原样送到受理的单位或中心，不要解开，也不要改里面的文件。`
      + (said.unsearched ? "PDF 和图片里面无法检查，上面有个人姓名、手机的，请不要放进包里。" : "");
    $("done").hidden = false;
    say("打包好了，请保存。");
  }

  async function look(chosen) {
    const [content] = await bytesOf(chosen);
    if (!content) return;
    const [said] = call("look", {}, [content]);
    if (!said.ok) return fault(said);
    show($("looked"), said.findings);
    const text = `${said.name}（${said.committee}）${said.round} 年度，${said.by}，${said.made}：${said.contents.join("、")}；${said.errors} 个错误，${said.warnings} 个提醒。`;
    $("looked").prepend(Object.assign(document.createElement("p"), { textContent: text }));
    say("报送包看过了。");
  }

  const guarded = (work) => async (...given) => {
    try {
      await work(...given);
    } catch (error) {
      say(`程序出错了，请重新打开这一页再试。（${error && error.name}）`);
    }
  };
  $("files").addEventListener("change", guarded((event) => read(event.target.files)));
  $("committee").addEventListener("change", guarded(() => read()));
  $("judge").addEventListener("click", guarded(judge));
  $("finish").addEventListener("click", guarded(finish));
  $("look").addEventListener("change", guarded((event) => look(event.target.files)));
  $("drop").addEventListener("dragover", (event) => { event.preventDefault(); $("drop").classList.add("over"); });
  $("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
  $("drop").addEventListener("drop", guarded(async (event) => {
    event.preventDefault();
    $("drop").classList.remove("over");
    await read(event.dataTransfer.files);
  }));
  guarded(start)();
})();

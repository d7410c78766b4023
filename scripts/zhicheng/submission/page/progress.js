// Saving work in progress as a file with a password, which any age program opens; and discarding all of it.
import { $, bytesOf, guarded, make, nameOf, say } from "./nodes.js";
import { call, fault } from "./checker.js";
import { goOn, present, keepNoMore } from "./keeping.js";
import { dropped } from "./storage.js";

const SHORTEST = 8; // characters of a password
const HARDNESS = 17; // a try takes a second or two, and 128 MiB
const BEGIN = "age-encryption.org/v1\n-> scrypt ";
const ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----";
let savedAt = "";

const painted = () => new Promise((go) => setTimeout(go, 50)); // what was said is painted before a second of computing

async function save() {
  const password = $("save-password").value;
  if (password.length < SHORTEST) {
    say(`密码至少要 ${SHORTEST} 个字符，没有保存。`);
    return;
  }
  if (password !== $("save-again").value) {
    say("两次写的密码不一样，没有保存。");
    return;
  }
  say("正在加密……");
  const [value, files] = present();
  const [said, more] = await call("keep", { value, files: files.map(nameOf) }, await bytesOf(files));
  if (!said.ok) {
    fault(said);
    return;
  }
  await painted();
  const encrypter = new age.Encrypter();
  encrypter.setPassphrase(password);
  encrypter.setScryptWorkFactor(HARDNESS);
  const content = await encrypter.encrypt(more[0]);
  if (savedAt) URL.revokeObjectURL(savedAt);
  savedAt = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const download = `报送进度-${new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)}.zip.age`;
  const link = make("a", { href: savedAt, download, textContent: `保存 ${download}` });
  $("saved").replaceChildren(link);
  $("save-password").value = $("save-again").value = "";
  say("加密好了，请点下面的链接保存。密码忘了谁也打不开，文件和密码请分开送。");
}

async function openSaved() {
  const [chosen] = $("open-file").files;
  if (!chosen) {
    say("请先选保存的进度（.zip.age）。");
    return;
  }
  let content = (await bytesOf([chosen]))[0];
  const first = new TextDecoder().decode(content.slice(0, 100));
  say("正在打开……");
  await painted();
  let plain;
  try {
    if (first.startsWith(ARMOUR)) content = age.armor.decode(new TextDecoder().decode(content));
    if (!new TextDecoder().decode(content.slice(0, BEGIN.length)).startsWith(BEGIN)) {
      say("这不是用密码保存的进度，没有打开。");
      return;
    }
    const decrypter = new age.Decrypter();
    decrypter.addPassphrase($("open-password").value);
    plain = await decrypter.decrypt(content);
  } catch (error) {
    say(/no identity matched/.test(error.message) ? "密码不对，没有打开。" : "这个进度损坏了，打不开。请用保存时的原件。");
    return;
  }
  const [said, contents] = await call("resume", {}, [plain]);
  if (!said.ok) {
    fault(said);
    return;
  }
  $("open-password").value = "";
  await goOn(
    said.value,
    said.files.map((name, i) => new File([contents[i]], name)),
  );
  $("kept").textContent = [`接着保存的进度做：${said.files.length} 个文件。`, ...said.told].join("");
  if (said.told.length) say(said.told.join(""));
}

/* Deletes everything that this tab has stored, and reloads the page, so that nothing stays in memory. */
async function discard() {
  await keepNoMore();
  await dropped();
  for (const one of document.querySelectorAll("input, select, textarea")) one.value = "";
  location.reload();
}

export function listening() {
  const sure = (asks) => {
    $("sure").hidden = !asks;
    $(asks ? "discard-yes" : "discard").focus();
  };
  $("saving").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(save)();
  });
  $("opening").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(openSaved)();
  });
  $("discard").addEventListener("click", () => sure(true));
  $("discard-no").addEventListener("click", () => sure(false));
  $("discard-yes").addEventListener("click", guarded(discard));
}

// Step four: what is private is sealed here, and the packet is carried away.
import { $, bytesOf, say } from "./nodes.js";
import { call, fault } from "./checker.js";
import { goTo, stepped } from "./layout.js";
import { online } from "./online.js";
import { stated } from "./reading.js";
import { last } from "./state.js";

// Over plain http there is no crypto.subtle, and age falls back to its own X25519 only where that says that it cannot.
if (!crypto.subtle) {
  const importKey = async () => {
    throw new DOMException("not here", "NotSupportedError");
  };
  Object.defineProperty(crypto, "subtle", { value: { importKey } });
}

let address = "";

export async function finish() {
  say("正在密封、打包……");
  const sealed = [];
  for (let i = 0; i < last.plain.length; i++) {
    const encrypter = new age.Encrypter();
    for (const one of last.judged.to_seal[i].recipients) encrypter.addRecipient(one);
    sealed.push(new TextEncoder().encode(age.armor.encode(await encrypter.encrypt(last.plain[i]))));
  }
  const papers = [...$("papers").files];
  const [said, more] = await call("finish", { given: stated(), papers: papers.map((one) => one.name) }, [
    ...sealed,
    ...(await bytesOf(papers)),
  ]);
  if (!said.ok) return fault(said);
  last.plain = [];
  if (address) URL.revokeObjectURL(address);
  address = URL.createObjectURL(new Blob([more[0]], { type: "application/zip" }));
  Object.assign($("packet"), { href: address, download: said.name, textContent: `保存 ${said.name}` });
  $("packed").textContent =
    `已打包：${said.contents.join("、")}。请把这个文件原样送到受理的单位或中心，不要解开，也不要改里面的文件。` +
    (said.unsearched ? "PDF 和图片里面无法检查，上面有个人姓名、手机的，请不要放进包里。" : "");
  await online(more[0]);
  $("done").hidden = false;
  stepped(4);
  say("打包好了，请保存。");
  goTo($("h5"));
}

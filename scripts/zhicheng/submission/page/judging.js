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
  show($("found"), besideFields(said.findings).map((one) => ({ ...one, file: "" })));  // there is one file, which the clerk has never seen
  $("changes").textContent = said.changes.join("\n");
  $("towhom").hidden = !said.holders.length;
  $("sealing").hidden = Boolean(said.stopped);
  $("holders").replaceChildren(...said.holders.map((one) => make("li", { textContent: `${one.holder}　指纹 ${one.fingerprint}` })));
  $("difference").hidden = !said.changes.length;
  if (!said.stopped) await previewed();
  say(said.stopped || "核对过了。");
  goTo($("h3"));
}

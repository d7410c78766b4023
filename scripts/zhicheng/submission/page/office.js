// The side of the office that takes packets: it looks into one.
import { $, bytesOf, make, say, show } from "./nodes.js";
import { call, fault } from "./checker.js";

export async function look(chosen) {
  const [content] = await bytesOf(chosen);
  if (!content) return;
  const [said] = await call("look", {}, [content]);
  if (!said.ok) return fault(said);
  show($("looked"), said.findings);
  const text = `${said.name}（${said.committee}）${said.round} 年度，${said.by}，${said.made}：${said.contents.join("、")}；${said.errors} 个错误，${said.warnings} 个提醒。`;
  $("looked").prepend(make("p", { textContent: text }));
  say("报送包看过了。");
}

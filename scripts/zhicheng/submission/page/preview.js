// The public page as it will look, in a frame without scripts and without links that lead away; and the numbers of what stays private.
import { $, make } from "./nodes.js";
import { call, fault } from "./checker.js";
import { last } from "./state.js";

const PRIVATE = { leader: "主管领导", clerks: "业务人员", preparer: "填表人" };

/* Shows the page of what was judged. */
export async function previewed() {
  const of = last.judged;
  const [said] = await call("preview", {}, []);
  if (last.judged !== of) return; // something else was judged meanwhile
  if (!said.ok) {
    fault(said);
    return;
  }
  $("preview").srcdoc = wholePage(said);
  const sealed = new Set(of.to_seal.map(({ what }) => what));
  const people = sealed.has("联系人") ? Object.entries(last.read.contacts) : [];
  const kept = people.filter(([, number]) => number).map(([key, number]) => `${PRIVATE[key] || key} ${number} 名`);
  if (last.read.experts && sealed.has("花名册")) kept.push(`评委 ${last.read.experts} 名`);
  $("stays").textContent = kept.length ? `不公开、要密封的：${kept.join("，")}。公开的只有评委的人数。` : "没有要密封的。";
  $("public").hidden = false;
}

/* The whole of a page for the frame. Links lead nowhere, but for those inside of it. */
function wholePage({ title, article }) {
  const whole = document.implementation.createHTMLDocument(title);
  const text = new DOMParser().parseFromString(article, "text/html");
  for (const one of text.querySelectorAll("script, style, iframe, object, embed, img, form")) one.remove();
  for (const one of text.querySelectorAll("a[href]")) if (!one.getAttribute("href").startsWith("#")) one.removeAttribute("href");
  for (const one of text.querySelectorAll("button, input")) one.disabled = true;
  whole.documentElement.lang = "zh-CN";
  whole.head.append(make("style", { textContent: $("part-style").textContent }));
  Object.assign(whole.body.dataset, {
    mdColorScheme: matchMedia("(prefers-color-scheme: dark)").matches ? "slate" : "default",
    mdColorPrimary: "custom",
    mdColorAccent: "custom",
  });
  const inner = make("article", { className: "md-content__inner md-typeset" }, ...text.body.childNodes);
  whole.body.append(
    make(
      "main",
      { className: "md-main" },
      make("div", { className: "md-main__inner md-grid" }, make("div", { className: "md-content" }, inner)),
    ),
  );
  return `<!doctype html>${whole.documentElement.outerHTML}`;
}

// What becomes of what was read: published, sealed, or kept on this machine. Three fates, never mixed.
import { $, make } from "./nodes.js";

const goesList = (rows) =>
  make("ul", { className: "goes" }, ...rows.map(([what, much]) => make("li", {}, what, make("span", { textContent: much }))));
const titled = (text, rows) => make("h2", {}, `${text} `, make("span", { className: "count", textContent: `${rows.length} 项` }));

export function fated(fates) {
  const sealed = make(
    "div",
    { className: "seal" },
    titled("密封，不公布", fates.sealed),
    goesList(fates.sealed),
    make("p", {
      className: "small",
      textContent: fates.sealed.length
        ? "用登记的公钥加密，只有受理的单位打得开。收的是谁，送出以前列在下面。"
        : "没有读到联系人和花名册。",
    }),
  );
  const here = make(
    "div",
    { className: "seal" },
    titled("留在本机，不送出", fates.here),
    goesList(fates.here),
    make("p", { className: "small", textContent: fates.here.length ? "表里有，登记用不着，不写进报送包。" : "没有这样的内容。" }),
  );
  $("fates").replaceChildren(titled("会公布", fates.public), goesList(fates.public), sealed, here);
}

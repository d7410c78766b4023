// Elements of the page.

export const $ = (id) => document.getElementById(id);

/* A new element with properties, and what is in it. */
export function make(name, properties, ...inside) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
}

/* The line of state, which screen readers read out. */
export const say = (text) => {
  $("status").textContent = text;
};

/* A handler of an event. Errors are shown without any value; that the work was stopped is left to whoever stopped it. */
export const guarded =
  (does) =>
  async (...given) => {
    try {
      await does(...given);
    } catch (error) {
      if (error && error.name === "Stopped") return;
      say(`程序出错了，请重新打开这一页再试。（${error && error.name}）`);
    }
  };

export const bytesOf = async (list) => Promise.all([...list].map(async (one) => new Uint8Array(await one.arrayBuffer())));

export const nameOf = (one) => one.webkitRelativePath || one.name;

/* Findings as a list in `where`. */
export function show(where, findings) {
  const list = document.createElement("ul");
  for (const one of findings) {
    const kind = one.severity === "error" ? "错误" : "提醒";
    const text = `${kind} ${one.code} ${one.file || ""} ${one.message}${one.clause ? `（依据：${one.clause}）` : ""}${one.hint ? ` ${one.hint}` : ""}`;
    list.append(make("li", { className: one.severity || "error", textContent: text }));
  }
  where.replaceChildren(...(findings.length ? [list] : []));
}

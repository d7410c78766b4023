/* Small aids on every page: filters over lists, marks on what has expired since the page was built, links and folds on paper. */
"use strict";

(() => {
  /* As in language.js, which only modules can import. */
  const { form, texts } = globalThis.zhichengWords || { form: () => 0, texts: {} };
  const t = (text, values = {}) => [texts[text] || text].flat()[0].replace(/%\((\w+)\)s/g, (sign, name) => values[name]);
  const tn = (text, n) => ([texts[text]].flat()[form(n)] || text).replace("%(n)s", n);
  const normal = (text) => text.normalize("NFKC").toLowerCase();

  /* A filter hides the lines after it that lack one of its words; groups without lines go too, folded ones open. */
  function filter(box) {
    const input = box.querySelector("input");
    const status = box.querySelector("[role=status]");
    const after = (node) => box.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    const all = (selector) => [...box.parentElement.querySelectorAll(selector)].filter(after);
    const lines = all("tbody tr:not(.part), ul.links > li").map((node) => ({
      node,
      text: normal(node.textContent),
      parts: [...node.querySelectorAll("ul.seconds > li")],
    }));
    const groups = all("details.group, section, .area-block, tbody").reverse();
    const folds = groups.filter((node) => node.matches("details")).map((node) => [node, node.open]);

    function apply() {
      const words = normal(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { node, text, parts } of lines) {
        const block = node.closest(".area-block");
        const heading = block && block.querySelector("h2");
        const area = heading ? heading.textContent : "";
        node.hidden = !words.every((word) => text.includes(word) || normal(area).includes(word));
        shown += !node.hidden;
        const found = parts.filter((part) => words.every((word) => normal(part.textContent).includes(word)));
        for (const part of parts) part.hidden = found.length > 0 && !found.includes(part);
      }
      for (const group of groups) group.hidden = words.length > 0 && !lines.some(({ node }) => !node.hidden && group.contains(node));
      for (const [fold, open] of folds) fold.open = words.length > 0 || open;
      status.textContent = words.length ? (shown ? tn("%(n)s 项", shown) : t("没有符合的内容")) : "";
    }

    box.hidden = false;
    input.addEventListener("input", apply);
    apply();
  }

  /* A page says what held when it was built: marks validities that have ended since then, and application dates that have passed. */
  function markOver() {
    const now = new Date();
    const pad = (number) => String(number).padStart(2, "0");
    const today = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
    for (const bar of document.querySelectorAll("svg[data-until]")) if (bar.dataset.until < today) bar.classList.add("over");
    for (const chip of document.querySelectorAll(".chip[data-until], .status[data-until]")) {
      if (chip.dataset.until < today && !chip.classList.contains("bad")) {
        chip.className = `${chip.classList[0]} bad`;
        chip.textContent = t("有效期已满 · %(day)s", { day: chip.dataset.until });
      }
    }
    for (const verdict of document.querySelectorAll("[data-over]")) {
      if (verdict.dataset.over < today) {
        verdict.className = "warn";
        verdict.textContent = t("先问清");
      }
    }
    for (const chip of document.querySelectorAll(".chip[data-opens], .chip[data-closes]")) {
      const { opens = "", closes = "" } = chip.dataset;
      const over = closes && closes < today;
      const early = opens > today;
      chip.textContent = over ? t("已截止") : early ? t("未到") : opens && closes ? t("正在受理") : "";
      chip.className = `chip ${over ? "off" : early ? "warn" : "ok"}`;
      chip.hidden = !chip.textContent;
    }
  }

  /* On paper nothing is folded. */
  function print() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("article details:not([open])")];
      for (const fold of opened) fold.open = true;
    });
    addEventListener("afterprint", () => {
      for (const fold of opened) fold.open = false;
      opened = [];
    });
  }

  /* The foot of each printed page. It is made here because it holds the digest of the record: no attribute can hold such a rule, and no style may
     stand in a page. */
  function foot() {
    const paper = document.querySelector("[data-foot]");
    const sheet = document.styleSheets[0];
    if (!paper || !sheet) return;
    const pages = paper.dataset.pages
      .split(/\{(\w+)\}/)
      .map((part, i) => (i % 2 ? `counter(${part})` : JSON.stringify(part)))
      .join(" ");
    const corner = (place, words) => `@${place} { content: ${words}; font-size: 9pt; }`;
    try {
      sheet.insertRule(
        `@page { ${corner("bottom-left", JSON.stringify(paper.dataset.foot))} ${corner("bottom-right", pages)} }`,
        sheet.cssRules.length,
      );
    } catch {
      /* read from a disk, style sheets cannot be changed: the digest stands at the end of the page too */
    }
  }

  /* Pages read from a disk: no server adds index.html to an address that ends in a slash, and no script may read the API. The search has its
     data as scripts, so it works. */
  function fromDisk() {
    if (location.protocol !== "file:") return;
    const complete = (event) => {
      const link = event.target.closest && event.target.closest("a[href]");
      if (!link || !link.href.startsWith("file:")) return;
      const url = new URL(link.href);
      if (!url.pathname.endsWith("/")) return;
      url.pathname += "index.html";
      link.href = url.href;
    };
    for (const kind of ["click", "auxclick", "contextmenu"]) document.addEventListener(kind, complete, true);
    for (const form of document.querySelectorAll("form[role=search]")) if (form.action.endsWith("/")) form.action += "index.html";
    const note = (before, text) => {
      const made = document.createElement("p");
      made.className = "notice warn";
      made.textContent = text;
      before.before(made);
    };
    for (const form of document.querySelectorAll("#check form, #compare form")) {
      note(form, t("本页是从磁盘上打开的，核对和比较要用浏览器访问网站才能用；别的页面可以直接看。"));
      for (const field of form.elements) field.disabled = true;
    }
    for (const box of document.querySelectorAll("#recompute"))
      note(box, t("本页是从磁盘上打开的，重新计算要用浏览器访问网站才能用；别的办法见“自己核对”。"));
  }

  /* The theme opens its menu and search by labels, which only a mouse can reach: with scripts there is a button in each. */
  function buttonsInLabels() {
    for (const [id, name] of [
      ["__search", t("搜索")],
      ["__drawer", t("菜单")],
    ]) {
      const toggle = document.getElementById(id);
      const label = document.querySelector(`label.md-header__button[for="${id}"]`);
      if (!toggle || !label) continue;
      toggle.checked = false; // a browser that keeps it over a reload would show what nobody asked for
      const button = document.createElement("button");
      const open = () => button.setAttribute("aria-expanded", String(toggle.checked));
      button.type = "button";
      button.setAttribute("aria-label", name);
      button.append(...label.childNodes);
      button.addEventListener("click", () => toggle.click());
      label.append(button);
      toggle.addEventListener("change", open);
      open();
      document.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !toggle.checked) return;
        toggle.click();
        if (button.getClientRects().length) button.focus();
      });
    }
  }

  /* Makes what scrolls sideways reachable by keyboard, and takes landmarks off what the scripts of the theme add. */
  function mend() {
    for (const box of document.querySelectorAll("article pre > code, article pre, article .md-typeset__scrollwrap")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    }
    for (const node of document.querySelectorAll("nav.md-code__nav:not([role])")) node.setAttribute("role", "presentation");
  }

  /* Where the focused element disappears, moves the focus to what takes its place. */
  function keepFocus() {
    const CAN = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), summary, [tabindex]";
    let last = null;
    let around = [];
    document.addEventListener("focusin", (event) => {
      last = event.target;
      around = [];
      for (let node = last.parentElement; node && node !== document.body; node = node.parentElement)
        around.push([node, [...node.querySelectorAll(CAN)].indexOf(last)]);
    });
    new MutationObserver(() => {
      mend();
      if (!last || last.getClientRects().length || ![document.body, last].includes(document.activeElement)) return;
      for (const [node, place] of around) {
        if (!node.isConnected) continue;
        const there = [...node.querySelectorAll(CAN)].filter((one) => one.tabIndex >= 0 && one.getClientRects().length);
        const next = there[Math.min(place, there.length - 1)];
        if (!next) continue;
        next.focus();
        return;
      }
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
  }

  /* A link into a fold opens it. */
  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const fold = target && target.closest("details");
    if (fold) {
      fold.open = true;
      target.scrollIntoView();
    }
  }

  /* On a phone the sections scroll sideways: the one we are in shows. */
  function showSection() {
    const here = document.querySelector(".md-tabs__item--active");
    const row = here && here.parentElement;
    if (row && here.offsetLeft + here.offsetWidth > row.clientWidth) row.scrollLeft = here.offsetLeft - row.clientWidth / 2;
  }

  for (const box of document.querySelectorAll("[data-filter]")) filter(box);
  showSection();
  markOver();
  print();
  foot();
  fromDisk();
  buttonsInLabels();
  mend();
  keepFocus();
  addEventListener("resize", mend);
  openTarget();
  addEventListener("hashchange", openTarget);
})();

/* The box of the header and the form of the home page: the answer in brief below it while somebody types, the whole one on /find/. And what
   all need: the data, read once, when it is first asked for. */
import { ask } from "./answers.js";
import { brief } from "./brief.js";
import { Directory } from "./directory.js";
import { fill, make } from "../nodes.js";
import { lookup, urls } from "./lookup.js";
import { FindPage, placesOf } from "./page.js";
import { spelling } from "./spelling.js";
import { completed } from "./unpacking.js";
import { successors } from "./verdicts.js";
import { t } from "../language.js";

const root = document.currentScript.getAttribute("src").replace(/assets\/search\.js$/, "");
const SLICE = 400;
const onCompleted = []; // what is shown again when the numbers and addresses have come; and when the guides have, where they are found by name
let read = null;
let guideTexts = [];

/* Loads a script of the folder search/, which hands its value over to `zhichengSearch`. */
function load(name) {
  return new Promise((done, failed) =>
    document.head.append(make("script", { src: `${root}search/${name}.js`, load: done, error: () => failed(new Error(name)) })),
  );
}

/* The day of the visitor, or that of the data where his clock is behind. */
function today(asOf) {
  const now = new Date();
  const pad = (number) => String(number).padStart(2, "0");
  const clock = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  return clock > asOf ? clock : asOf;
}

/* What the pages need of the data: {directory, root, whole, authorities, centre, pages, guides, today, asking}. */
function site() {
  if (!read) {
    read = load("data").then(() => {
      const value = globalThis.zhichengSearch.read;
      const directory = new Directory(value);
      const prepare = () => {
        if (spelling(directory).prepare(SLICE)) setTimeout(prepare);
      };
      load("later")
        .then(() => completed(directory, globalThis.zhichengSearch.last))
        .catch(() => {
          directory.readings = {};
        })
        .then(() => {
          setTimeout(prepare, 500);
          for (const again of onCompleted) again();
        });
      load("guides")
        .then(() => {
          for (const again of onCompleted) again(true);
        })
        .catch(() => {});
      return {
        directory,
        root,
        whole: value.whole,
        authorities: value.authorities,
        centre: value.centre || {},
        pages: value.pages,
        guides: () => guideTexts,
        today: () => today(value.as_of),
        asking: (words, area) => `${root}find/?${new URLSearchParams(area ? { ask: words, area } : { ask: words })}`,
      };
    });
    read.catch(() => {
      read = null;
    }); // the next question tries again
  }
  return read;
}

/* Shows something again, unless the focus is within it: that would be lost. */
function whenLeft(nodes, show) {
  if (!nodes.some((node) => node.contains(document.activeElement))) {
    show();
    return;
  }
  document.addEventListener("focusin", () => whenLeft(nodes, show), { once: true });
}

/* A form that leads to /find/, with the answer in brief in `panel` below it. */
class Box {
  constructor(form, panel) {
    this.form = form;
    this.panel = panel;
    this.input = form.elements.ask;
    this.input.addEventListener("input", () => this.soon());
    onCompleted.push((guides) => {
      if (!this.panel.hidden && !(guides && this.names && this.names() === this.named) && !this.panel.contains(document.activeElement))
        this.soon();
    });
    this.input.addEventListener("focus", () => {
      site().catch(() => {});
      if (this.input.value.trim()) this.soon();
    });
    this.form.addEventListener("keydown", (event) => this.key(event));
    this.panel.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("focusin", (event) => {
      if (!this.form.contains(event.target) && !this.panel.contains(event.target)) this.close();
    });
    document.addEventListener("click", (event) => {
      if (!this.form.contains(event.target) && !this.panel.contains(event.target)) this.close();
    });
  }

  soon() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.show(), 120);
  }

  close() {
    this.panel.hidden = true;
    this.asked = null;
  }

  async show() {
    const words = this.input.value.trim();
    if (!words) {
      this.close();
      return;
    }
    let of;
    this.names = null; // nothing is shown by its name yet
    try {
      of = await site();
    } catch (error) {
      this.say(make("p", null, t("名录没有读取成功，请按回车再试。")));
      return;
    }
    if (this.input.value.trim() !== words || this.panel.contains(document.activeElement)) return; // whoever comes back to the box gets it anew
    this.asked = words;
    const day = of.today();
    const picked = { series: "", level: "", area: "" };
    for (const kind of Object.keys(picked)) if (this.form.elements[kind]) picked[kind] = this.form.elements[kind].value;
    const answer = ask(of.directory, words, picked, day);
    if (!of.directory.readings && answer.unknown.length) {
      this.say(make("p", null, t("正在读取名录……")));
      return;
    } // it may be pinyin, or misspelt
    const called = () => lookup(of.directory, of.pages, of.guides(), words, answer, 5);
    const found = called();
    this.names = () => urls(called());
    this.named = urls(found);
    const nodes = brief(of, of.directory, answer, found, day, placesOf(of, of.directory, answer.want));
    this.say(
      ...(nodes.length ? nodes : [make("p", null, t("请写出专业、层级或地区。"))]),
      make("p", { class: "all" }, make("a", { href: of.asking(words, picked.area) }, t("全部结果和理由"))),
    );
  }

  say(...nodes) {
    fill(this.panel, make("div", { class: "found" }, ...nodes));
    this.panel.hidden = false;
  }

  /* Escape closes; up and down go through the links of the answer, once it is one to what is written. */
  key(event) {
    if (event.key === "Escape" && !this.panel.hidden) {
      event.preventDefault();
      this.input.focus();
      this.close();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [this.input].concat(Array.from(this.panel.querySelectorAll("a")));
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at < 0 || !next || this.panel.hidden) return;
    event.preventDefault();
    if (this.asked === this.input.value.trim()) next.focus();
  }
}

globalThis.zhichengSearch = {
  data(value) {
    this.read = value;
  },
  later(value) {
    this.last = value;
  },
  guides(value) {
    guideTexts = value.guides;
    this.complete = true;
  },
  site,
  Directory,
  ask,
  lookup,
  successors,
};

for (const node of document.querySelectorAll(".search-off")) node.remove();
const findPage = document.getElementById("find") && new FindPage(document.getElementById("find"));
if (findPage) {
  onCompleted.push((guides) => {
    if (findPage.directory && !(guides && findPage.names && findPage.names() === findPage.named))
      whenLeft([findPage.understood, findPage.found], () => findPage.show(findPage.current));
  });
  site().then(
    (of) => findPage.start(of),
    () => findPage.fail(),
  );
}
for (const form of document.querySelectorAll("form[data-box]")) new Box(form, document.getElementById(form.dataset.box));

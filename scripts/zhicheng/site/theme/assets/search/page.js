/* The page /find/: reads the question from the address, asks the directory, shows what it understood, who may review, and why. Answers come
   while somebody types. Text of records only ever becomes text nodes. */
import { ask, isAbout, search, unfiled, wanted } from "./answers.js";
import { also, byName, headline, near, nearTable, noTitles, notes, partly, remarks } from "./brief.js";
import { dial, examination, hit, outside } from "./hits.js";
import { make } from "../nodes.js";
import { SHORT_NAME, isNamed, lookup, urls } from "./lookup.js";
import { understand } from "./understanding.js";
import { USABLE } from "./verdicts.js";
import { normal } from "./words.js";
import { N_, t, tNodes, tn } from "../language.js";

const FEW_CARDS = 30;
const AT_ONCE = 30; /* ms */
const KINDS_OF_PICKS = ["series", "level", "area"];
const TYPING = 150;

/* Headings of the groups below the plain yes, by verdict, in the order of the answer. */
const HEADINGS = {
  part: (place) => t("只评审%(place)s其中一部分地区的", { place }),
  recognised: () => t("考核认定，不用评审的"),
  possible: () => t("可能受理，请先咨询"),
  closed: () => t("只受理本单位、本系统人员的"),
  elsewhere: () => t("另有评审委员会的人员不在这里评"),
  examined: () => t("以考代评，不由评审委员会评审"),
  excluded: () => t("写明不受理的"),
  past: () => t("现在不受理的"),
};

/* The places asked for, in words: several that are said as one (川南) by that word. */
export const placesOf = (site, directory, want) =>
  want.places.length
    ? want.places.join(t("、"))
    : want.together || want.areas.map((code) => directory.placeName(code, site.whole)).join(t("或"));

export class FindPage {
  constructor(page) {
    this.page = page;
    this.form = page.querySelector("form.ask");
    this.understood = document.getElementById("understood");
    this.found = document.getElementById("found");
    this.hints = document.getElementById("hints");
    this.directory = null;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(this.state());
    });
    this.form.elements.ask.addEventListener("input", () => {
      clearTimeout(this.typing);
      this.typing = setTimeout(() => this.ask(this.state(), "replace"), TYPING);
    });
    for (const kind of KINDS_OF_PICKS)
      this.form.elements[kind].addEventListener("change", () => {
        const asked = this.state(); // what is picked replaces a word of the same kind
        if (this.directory && asked.ask)
          asked.ask = understand(this.directory, asked.ask)
            .filter((part) => part.unit || !part[kind === "level" ? "levels" : kind])
            .map((part) => part.word)
            .filter(Boolean)
            .join(" ");
        this.ask(asked);
      });
    for (const example of page.querySelectorAll(".examples a")) example.addEventListener("click", (event) => this.follow(event));
    addEventListener("popstate", () => this.ask(this.fromAddress(new URL(location.href)), null));
    this.ask(this.fromAddress(new URL(location.href)), null);
    this.understood.textContent = t("正在读取名录……");
    if (location.hash === "#ask") this.form.elements.ask.focus();
  }

  start(site) {
    this.site = { ...site, asking: (words, area) => this.address({ ask: words, area }) };
    this.directory = site.directory;
    this.show(this.current);
  }

  fail() {
    this.understood.replaceWith(
      make(
        "div",
        { id: "understood", class: "quiet-text", role: "status" },
        ...tNodes("名录没有读取成功，请刷新本页再试，或看%(list)s。", { list: make("a", { href: "../committees/" }, t("评审委员会名录")) }),
      ),
    );
  }

  state() {
    const { elements } = this.form;
    const asked = { ask: elements.ask.value.trim() };
    for (const kind of KINDS_OF_PICKS) asked[kind] = elements[kind].value;
    return asked;
  }

  address(asked) {
    const query = String(new URLSearchParams(Object.entries(asked).filter(([, value]) => value)));
    return query ? `?${query}` : location.pathname;
  }

  fromAddress(url) {
    const of = (name) => (url.searchParams.get(name) || "").slice(0, 200);
    return { ask: of("ask") || of("q"), series: of("series"), level: of("level"), area: of("area") };
  }

  /* `remember`: push, the question is a step to come back to; replace, it is being typed; null, it came from the address. */
  ask(asked, remember = "push") {
    clearTimeout(this.typing); // what was typed is asked now, and not once more
    const { elements } = this.form;
    if (remember !== "replace") elements.ask.value = asked.ask || "";
    for (const kind of KINDS_OF_PICKS) {
      elements[kind].value = asked[kind] || "";
      if (elements[kind].selectedIndex < 0) elements[kind].value = "";
    }
    this.current = this.state(); // what cannot be picked is not asked
    if (remember) history[`${remember}State`](null, "", this.address(this.current));
    if (this.directory) this.show(this.current);
  }

  /* A link of this page that only changes the question. */
  follow(event) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.ask(this.fromAddress(new URL(event.currentTarget.href)));
    this.form.elements.ask.focus();
    this.form.scrollIntoView({ block: "nearest" });
  }

  link(asked, text) {
    return make("a", { href: this.address(asked), click: (event) => this.follow(event) }, text);
  }

  /* The parts of the question as chips; pressing one takes it away. */
  chips(parts, want, asked) {
    const { directory, site } = this;
    const chips = [];
    const places = parts.filter((part) => part.area && !part.unit && !part.place && !part.not);
    const without = (kind, part) => {
      const rest = parts
        .filter((other) => other !== part && (other.not || !(kind && other[kind])))
        .map((other) => other.word)
        .filter(Boolean)
        .join(" ");
      this.ask({ ...asked, ask: rest, ...(part ? {} : { [kind === "levels" ? "level" : kind]: "" }) });
      this.form.elements.ask.focus();
    };
    const chip = (text, remove) =>
      chips.push(
        make(
          "button",
          { type: "button", class: "chip", "aria-label": t("去掉 %(what)s", { what: text }), click: remove },
          text,
          make("span", { "aria-hidden": "true" }, " ×"),
        ),
      );
    for (const part of parts) {
      if (part.noTitle || part.known === false || part.not) continue;
      if (part.unit) chip(t("单位：%(name)s", { name: directory.units.get(part.unit).name }), () => without(null, part));
      else if (part.place) chip(t("地方：%(name)s", { name: part.place }), () => without(null, part));
      else if (part.employer)
        chip(t("单位：%(name)s", { name: part.named ? part.employer : t("%(employer)s系统", { employer: part.employer }) }), () =>
          without(null, part),
        );
      else if (part.area && part === places[0] && want.together)
        chip(
          t("地区：%(name)s（%(places)s）", {
            name: want.together,
            places: want.areas.map((code) => directory.placeName(code, site.whole)).join(t("、")),
          }),
          () => without("area", part),
        );
      else if (part.area && part === places[0])
        chip(
          t("地区：%(name)s", {
            name: placesOf(site, directory, { ...want, places: [], areas: want.areas.length ? want.areas : [part.area] }),
          }),
          () => without("area", part),
        );
      else if (part.area) continue;
      else if (part.levels) chip(t("层级：%(name)s", { name: directory.levelNames(part.levels) }), () => without(null, part));
      else if (part.titles && want.titles) chip(t("职称：%(name)s", { name: part.meant || part.word }), () => without(null, part));
      else if (part.text && directory.isOrganisation(part.text)) chip(t("单位：%(name)s", { name: part.word }), () => without(null, part));
      else if (part.text || part.name) chip(t("专业含“%(text)s”", { text: part.text || part.name }), () => without(null, part));
    }
    if (want.series)
      chip(t("系列：%(name)s", { name: (directory.series.get(want.series) || { name: want.series }).name }), () => without("series", null));
    if (asked.level && !parts.some((part) => part.levels))
      chip(t("层级：%(name)s", { name: t(directory.levels[asked.level] || asked.level) }), () => without("level", null));
    if (asked.area && !parts.some((part) => part.area && !part.unit))
      chip(t("地区：%(name)s", { name: directory.placeName(asked.area, site.whole) }), () => without("area", null));
    return chips;
  }

  show(asked) {
    const { directory, site, found, understood, hints } = this;
    const today = site.today();
    this.began = performance.now();
    this.waiting = []; // what a question before has left to do is not done
    found.removeAttribute("aria-busy");
    found.textContent = understood.textContent = "";
    hints.hidden = Boolean(asked.ask || asked.series || asked.level || asked.area);
    if (!hints.hidden) return;
    const answer = ask(directory, asked.ask, asked, today);
    if (!directory.readings && answer.unknown.length) {
      understood.textContent = t("正在读取名录……");
      return;
    } // it may be pinyin, or misspelt
    const { parts, want, named, usable } = answer;
    const calledNow = () => lookup(directory, site.pages, site.guides(), asked.ask, answer);
    const called = calledNow();
    const names = byName(site, called);
    this.names = () => urls(calledNow()); // when the guides have come
    this.named = urls(called);
    const place = placesOf(site, directory, want);
    const number = usable + named.length;
    const told = make("div", { class: "understood" });
    const chips = this.chips(parts, want, asked);
    if (chips.length && isAbout(answer) && !isNamed(answer, called))
      told.append(make("p", null, ...tNodes("已按以下条件查找：%(chips)s，共 %(n)s 个评审委员会。", { chips, n: String(number) })));
    else if (chips.length) told.append(make("p", null, ...tNodes("已认出：%(chips)s。", { chips }))); // nobody has been counted
    const isName = !answer.subject && called.length && called[0].points >= SHORT_NAME; // what was typed is found, as a name
    told.append(
      ...remarks(directory, isName ? { ...answer, unknown: [] } : answer, (code) => directory.placeName(code, site.whole)),
      ...(isName ? [] : also(site, directory, answer)),
    );
    for (const link of told.querySelectorAll("a")) link.addEventListener("click", (event) => this.follow(event));
    understood.append(told);
    const first = called.length && called[0].points >= 80;
    found.append(...notes(answer));
    if (first || !isAbout(answer) || !answer.subject) found.append(...names.splice(0));
    if (isNamed(answer, called)) return;
    if (isAbout(answer) || (answer.unknown.length && !found.childNodes.length)) this.answer(asked, answer, place, today);
    else if (!found.childNodes.length) {
      found.append(make("p", { class: "answer" }, t("请写出专业、层级或地区。")));
      hints.hidden = false;
    }
    found.append(...names);
  }

  answer(asked, answer, place, today) {
    const { directory, site, found } = this;
    const { want, hits, named, own, usable } = answer;
    const number = usable + named.length;
    const said = headline(directory, place, answer);
    said[0].setAttribute("role", "heading");
    said[0].setAttribute("aria-level", "2");
    found.append(...said, ...others(answer), ...noTitles(answer));
    if (own.length) this.list(own, want, t("您写的单位自己的（%(n)s）", { n: own.length }), today);
    found.append(...answer.exams.map((one) => examination(site, directory, one)));
    this.list(
      hits.filter(({ verdict }) => ["competent", "entrusted"].includes(verdict)),
      want,
      null,
      today,
    );
    found.append(...named.map((one) => outside(site, one)));
    const rest = (verdicts) => {
      for (const verdict of verdicts) {
        const some = hits.filter((one) => one.verdict === verdict && !own.includes(one));
        if (some.length) this.list(some, want, t("%(heading)s（%(n)s）", { heading: HEADINGS[verdict](place), n: some.length }), today);
      }
    };
    rest(Object.keys(HEADINGS).filter((verdict) => USABLE.has(verdict)));
    this.unfiled(want, number);
    if (!number && !own.length && !(answer.noTitles.length && !answer.subject)) {
      if (answer.subject && !answer.examined) found.append(...near(site, directory, answer, today, nearTable));
      const box = make("div", { class: "notice" }, make("p", null, t("换一个条件：")), make("ul", null));
      const list = box.querySelector("ul");
      this.alternatives(answer.parts, want, asked, today, (text, changed, count) => {
        if (!box.parentNode) found.insertBefore(box, found.querySelector(".ask-centre"));
        list.append(make("li", null, this.link(changed, text), t(" %(n)s 个", { n: count })));
      });
      this.hints.hidden = false;
    }
    rest(Object.keys(HEADINGS).filter((verdict) => !USABLE.has(verdict)));
    this.soon(() => found.append(...partly(directory, answer, found.textContent))); // of no committee
  }

  /* Where nobody in force was found: the same question with one thing less, and specialties with a name like it. */
  alternatives(parts, want, asked, today, offered) {
    const { directory, site } = this;
    const told = parts.filter((part) => part.known !== false && (part.not || !part.noTitle));
    const rest = (kind) =>
      told
        .filter((part) => part.not || !part[kind])
        .map((part) => part.word)
        .filter(Boolean)
        .join(" ");
    const offer = (changed, text, next, instead) =>
      this.soon(() => {
        const count = search(directory, changed, today).filter(({ verdict }) => USABLE.has(verdict)).length;
        if (count) offered(text, next, count);
        else if (instead) instead();
      });
    const levels = want.levels.length ? want.levels : (want.titles || []).map(([, level]) => level).filter(Boolean);
    if (want.titles)
      for (const series of new Set(want.titles.map(([id]) => id)))
        for (const level of directory.levelCodes.filter((one) => !levels.includes(one))) {
          offer(
            { ...want, titles: null, series, levels: [level] },
            t("%(series)s，%(level)s", { series: directory.series.get(series).name, level: t(directory.levels[level]) }),
            { ...asked, ask: rest("titles"), series, level },
          );
        }
    else
      for (const level of want.levels.length ? directory.levelCodes.filter((one) => !want.levels.includes(one)) : []) {
        offer({ ...want, levels: [level] }, t("同样的条件，%(level)s", { level: t(directory.levels[level]) }), {
          ...asked,
          ask: rest("levels"),
          level,
        });
      }
    if (want.areas.length) {
      for (const code of [...directory.around(want.areas[0])].slice(1, -1))
        offer({ ...want, areas: [code] }, t("在%(place)s", { place: directory.placeName(code, site.whole) }), {
          ...asked,
          ask: rest("area"),
          area: code,
        });
      offer({ ...want, areas: [] }, t("不限地区"), { ...asked, ask: rest("area"), area: "" });
    }
    if (want.series) offer({ ...want, series: null }, t("不限系列"), { ...asked, series: "" });
    const words = told.filter((part) => part.text && !part.not);
    if (words.length + told.filter((part) => part.titles && !part.not).length > 1)
      for (const part of words) {
        const others = told.filter((one) => one !== part);
        offer(
          {
            ...wanted(
              directory,
              others.filter((one) => !one.not),
              asked,
            ),
            but: want.but,
          },
          t("去掉“%(word)s”", { word: part.word }),
          {
            ...asked,
            ask: others
              .map((one) => one.word)
              .filter(Boolean)
              .join(" "),
          },
        );
      }
    for (const part of parts.filter((one) => one.text && !one.not))
      this.soon(() =>
        similar(directory, part.text).forEach((name) => {
          const texts = want.texts.concat(part.known === false ? part.text : []).map((text) => (text === part.text ? normal(name) : text));
          if (want.texts.includes(normal(name))) return;
          const whole = parts
            .map((other) => (other === part ? name : other.word))
            .filter(Boolean)
            .join(" ");
          offer({ ...want, texts }, t("专业：%(name)s", { name }), { ...asked, ask: whole }, () =>
            offer(
              { areas: [], levels: [], titles: null, series: null, texts, units: [], places: [] },
              t("专业：%(name)s（不限层级和地区）", { name }),
              { ask: name },
            ),
          );
        }),
      );
  }

  /* Committees that an office's list names and that have not filed: to be asked about, never as an answer. */
  unfiled(want, number) {
    const some = unfiled(this.directory, want);
    if (!some.length) return;
    const line = (one) => {
      const place = {
        name: make("a", { href: `${this.site.root}committees/#listed-${encodeURIComponent(one.id)}` }, one.name),
        list: one.source.title.replace(/[《》]/g, ""),
        date: one.source.date,
      };
      return make(
        "li",
        null,
        ...tNodes(one.source.date ? N_("%(name)s，见于《%(list)s》（%(date)s）") : N_("%(name)s，见于《%(list)s》"), place),
        ...(one.phones ? tNodes("，咨询 %(phone)s", { phone: dial(one.phones[0]) }) : []),
      );
    };
    this.found.append(
      make(
        "div",
        { class: "notice warn" },
        make(
          "p",
          null,
          make(
            "strong",
            null,
            number
              ? tn("另外，有 %(n)s 个评审委员会见于一览表，尚未备案登记", some.length)
              : tn("有 %(n)s 个评审委员会见于一览表，尚未备案登记", some.length),
          ),
          t("。"),
          some.length > FEW_CARDS
            ? tn("是否还在评审、怎样申报，请先问清，另有 %(n)s 个。", some.length - FEW_CARDS)
            : t("是否还在评审、怎样申报，请先问清。"),
        ),
        make("ul", null, ...some.slice(0, FEW_CARDS).map(line)),
      ),
    );
  }

  list(answers, want, heading, today) {
    const { directory, site, found } = this;
    const card = (answer) => hit(site, directory, answer, want, today);
    const end = document.createComment("");
    if (heading) found.append(make("h2", null, heading));
    found.append(end);
    for (const answer of answers.slice(0, FEW_CARDS)) this.soon(() => found.insertBefore(card(answer), end));
    const more = answers.slice(FEW_CARDS);
    if (!more.length) return;
    const button = make(
      "button",
      {
        type: "button",
        class: "button quiet",
        click: () => {
          const cards = more.splice(0, FEW_CARDS).map(card);
          const links = cards.map((one) => one.querySelector("a"));
          for (const one of cards) found.insertBefore(one, button);
          links[0].focus();
          if (more.length) button.textContent = tn("再看 %(n)s 个", more.length);
          else button.remove();
        },
      },
      tn("再看 %(n)s 个", more.length),
    );
    found.append(button);
  }

  /* Does something at once as long as the answer seems immediate; after that later, piece by piece, after the work that is waiting already. */
  soon(task) {
    if (!this.waiting.length && performance.now() - this.began < AT_ONCE) {
      task();
      return;
    }
    this.waiting.push(task);
    if (this.waiting.length > 1) return;
    const { waiting } = this;
    const work = () => {
      for (const begun = performance.now(); waiting.length && performance.now() - begun < AT_ONCE && waiting === this.waiting;)
        waiting.shift()();
      if (waiting.length && waiting === this.waiting) setTimeout(work);
      else if (waiting === this.waiting) this.found.removeAttribute("aria-busy");
    };
    this.found.setAttribute("aria-busy", "true");
    setTimeout(work);
  }
}

/* The text below the one line of the answer: how many more have to be asked or do not take the application, and who decides. */
function others({ hits, named, own, usable }) {
  const number = (test) => hits.filter(({ verdict }) => test(verdict)).length;
  const plain = number((verdict) => ["competent", "entrusted"].includes(verdict)) + named.length;
  const first = plain ? usable + named.length - plain : 0;
  const not = usable + named.length ? number((verdict) => !USABLE.has(verdict)) - own.length : 0;
  const more = [first && tn("%(n)s 个要先问", first), not && tn("%(n)s 个一般不受理", not)].filter(Boolean);
  if (!usable && !named.length) return [];
  return [
    make(
      "p",
      { class: "why below" },
      more.length ? t("另有 %(more)s。", { more: more.join(t("、")) }) : "",
      t("是否受理，以评审委员会的答复为准。"),
    ),
  ];
}

/* The specialties most similar to a text, by the pairs of characters that they share. A single pair in the middle of both does not count. */
export function similar(directory, text, count = 6) {
  if (!directory._pairs) {
    directory._pairs = new Map();
    directory.names.forEach((name, id) => {
      for (let at = 0; at < name.length - 1; at++) {
        const pair = name.slice(at, at + 2);
        if (!directory._pairs.has(pair)) directory._pairs.set(pair, []);
        directory._pairs.get(pair).push(id);
      }
    });
  }
  const plain = normal(text);
  const own = new Set();
  for (let at = 0; at < plain.length - 1; at++) own.add(plain.slice(at, at + 2));
  const shared = new Map();
  const edge = (pair, whole) => whole.startsWith(pair) || whole.endsWith(pair);
  for (const pair of own) for (const id of new Set(directory._pairs.get(pair) || [])) shared.set(id, (shared.get(id) || []).concat(pair));
  const likely = Array.from(shared).filter(
    ([id, pairs]) => pairs.length > 1 || edge(pairs[0], plain) || edge(pairs[0], directory.names[id]),
  ); // 飞行器制导 is not like 乐器制作
  const scored = likely.map(([id, pairs]) => [
    (2 * pairs.length) / (own.size + Math.max(1, directory.names[id].length - 1)),
    directory.strings[id],
  ]);
  return scored
    .filter(([score]) => score > 0.15)
    .sort(([a, x], [b, y]) => b - a || (x < y ? -1 : 1))
    .slice(0, count)
    .map(([, name]) => name);
}

/* The page /find/: reads the question from the address, asks the directory, shows what it understood, who may review, and why.
   Text of records only ever becomes text nodes. */
import { Directory, normal } from "./competence.js";
import { dial, hit, make, outside } from "./hits.js";
import { N_, t, tNodes, tn } from "./language.js";
import { USABLE } from "./verdicts.js";

const page = document.getElementById("find");
const root = page.dataset.root, whole = page.dataset.whole;
const form = page.querySelector("form.ask");
const understood = document.getElementById("understood"), found = document.getElementById("found"), hints = document.getElementById("hints");
const authorities = JSON.parse(document.getElementById("authorities").textContent);
const site = { root, whole, authorities };
const FEW = 30, KINDS = ["series", "level", "area"];

function today() {
  const now = new Date(), pad = (number) => String(number).padStart(2, "0");
  const clock = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  return clock > page.dataset.asOf ? clock : page.dataset.asOf;
}

const state = () => ({ ask: form.elements.ask.value.trim(), ...Object.fromEntries(KINDS.map((kind) => [kind, form.elements[kind].value])) });

function address(asked) {
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
  return query.size === 0 ? location.pathname : `?${query}`;
}

function fill(asked) {
  form.elements.ask.value = asked.ask ?? "";
  for (const kind of KINDS) {
    form.elements[kind].value = asked[kind] ?? "";
    if (form.elements[kind].selectedIndex < 0) form.elements[kind].value = "";
  }
}

/* The parts of the question as chips; pressing one takes it away. */
function understanding(directory, parts, want, asked) {
  const without = (kind, part) => {
    const rest = parts.filter((other) => other !== part && !(kind && other[kind])).map((other) => other.word).join(" ");
    ask({ ...asked, ask: rest, ...(part ? {} : { [kind === "levels" ? "level" : kind]: "" }) });
  };
  const chip = (text, remove) => make("button", { type: "button", class: "chip", "aria-label": t("去掉 %(what)s", { what: text }), click: remove }, text, make("span", { "aria-hidden": "true" }, " ×"));
  const chips = [], places = parts.filter((part) => part.area && !part.unit && !part.place);
  for (const part of parts) {
    if (part.unit) chips.push(chip(t("单位：%(name)s", { name: directory.units.get(part.unit).name }), () => without(null, part)));
    else if (part.place) chips.push(chip(t("地方：%(name)s", { name: part.place }), () => without(null, part)));
    else if (part.employer) chips.push(chip(t("单位：%(name)s", { name: part.named ? part.employer : t("%(employer)s系统", { employer: part.employer }) }), () => without(null, part)));
    else if (part.area && part === places[0]) chips.push(chip(t("地区：%(name)s", { name: areaNames(directory, directory.whereabouts(parts)) }), () => without("area", part)));
    else if (part.area) continue;
    else if (part.levels) chips.push(chip(t("层级：%(name)s", { name: directory.levelNames(part.levels) }), () => without(null, part)));
    else if (part.titles && want.titles) chips.push(chip(t("职称：%(name)s", { name: part.word }), () => without(null, part)));
    else if (part.text || part.name) chips.push(chip(t("专业含“%(text)s”", { text: part.text ?? part.name }), () => without(null, part)));
  }
  if (want.series) chips.push(chip(t("系列：%(name)s", { name: directory.series.get(want.series)?.name ?? want.series }), () => without("series", null)));
  if (asked.level && !parts.some((part) => part.levels)) chips.push(chip(t("层级：%(name)s", { name: t(directory.levels[asked.level] ?? asked.level) }), () => without("level", null)));
  if (asked.area && !parts.some((part) => part.area && !part.unit)) chips.push(chip(t("地区：%(name)s", { name: directory.placeName(asked.area, whole) }), () => without("area", null)));
  const area = places.length === 1 && places[0].others?.length ? places[0] : null;
  const also = area && make("span", null, ...tNodes("地区也可能是 %(places)s。", { places: area.others.flatMap((code, i) => [i ? t("、") : "",
    make("a", { href: address({ ...asked, ask: parts.filter((part) => part !== area).map((part) => part.word).join(" "), area: code }), click: follow }, directory.placeName(code, whole))]) }));
  return { chips, also };
}

const areaNames = (directory, codes) => codes.map((code) => directory.placeName(code, whole)).join(t("或"));

/* Where nobody in force was found: the same question with one thing less, and specialties with a name like it. */
function alternatives(directory, parts, want, asked) {
  const list = [];
  const count = (changed) => directory.search(changed, today()).filter(({ verdict }) => USABLE.has(verdict)).length;
  const rest = (kind) => parts.filter((part) => !part[kind]).map((part) => part.word).join(" ");
  const offer = (changed, text, next) => { const number = count(changed); if (number) list.push(make("li", null, make("a", { href: address(next), click: follow }, text), t(" %(n)s 个", { n: number }))); };
  if (want.titles) for (const series of new Set(want.titles.map(([series]) => series))) {
    const meant = want.titles.filter(([other]) => other === series).map(([, level]) => level).concat(want.levels);
    for (const level of Object.keys(directory.levels).filter((level) => !meant.includes(level))) {
      offer({ ...want, titles: null, series, levels: [level] }, t("%(series)s，%(level)s", { series: directory.series.get(series).name, level: t(directory.levels[level]) }), { ...asked, ask: rest("titles"), series, level });
    }
  } else if (want.levels.length) {
    const open = Object.keys(directory.levels).filter((level) => !want.levels.includes(level));
    for (const level of open) offer({ ...want, levels: [level] }, t("同样的条件，%(level)s", { level: t(directory.levels[level]) }), { ...asked, ask: rest("levels"), level });
  }
  if (want.areas.length) {
    for (const code of [...directory.around(want.areas[0])].slice(1, -1)) offer({ ...want, areas: [code] }, t("在%(place)s", { place: directory.placeName(code, whole) }), { ...asked, ask: rest("area"), area: code });
    offer({ ...want, areas: [] }, t("不限地区"), { ...asked, ask: rest("area"), area: "" });
  }
  if (want.series) offer({ ...want, series: null }, t("不限系列"), { ...asked, series: "" });
  const places = parts.filter((part) => part.text).flatMap((part) => directory.similar(part.text).map((name) => [part, name]));
  for (const [part, name] of places) {
    const texts = want.texts.map((text) => (text === part.text ? normal(name) : text));
    if (want.texts.includes(normal(name))) continue;
    if (count({ ...want, texts })) offer({ ...want, texts }, t("专业：%(name)s", { name }), { ...asked, ask: parts.map((other) => (other === part ? name : other.word)).join(" ") });
    else offer({ areas: [], levels: [], titles: null, series: null, texts }, t("专业：%(name)s（不限层级和地区）", { name }), { ask: name });
  }
  return list;
}

/* Headings of what is no plain yes, in the order of the answer. */
const HEADINGS = {
  part: (want) => t("只评审%(place)s其中一部分地区的", { place: areaNames(directory, want.areas) }), recognised: () => t("考核认定，不用评审的"), possible: () => t("可能受理，请先咨询"),
  closed: () => t("只受理本单位、本系统人员的"), elsewhere: () => t("另有评审委员会的人员不在这里评"), examined: () => t("以考代评，不由评审委员会评审"), excluded: () => t("写明不受理的"),
  past: () => t("现在不受理的"),
};
const NOBODY = {
  expired: () => t("原来评审这一项的，有效期已满，还没有新的登记。"), withdrawn: () => t("原来评审这一项的，已经撤销登记。"), closed: () => t("评审这一项的，只受理本单位、本系统的人员。"),
  excluded: () => t("评审这一项的，登记写明不受理这里或者这类单位的人员。"), level: (place) => (place ? t("%(place)s有评审这一专业的，但是不评这一层级。", { place }) : t("登记册里有评审这一专业的，但是不评这一层级。")),
  area: (place) => (place ? t("别的地方有评审这一项的，但是%(place)s的人员不在受理范围。", { place }) : t("别的地方有评审这一项的，但是这里的人员不在受理范围。")), unknown: () => t("登记册里没有评审这一专业的。"),
};

/* The answer in one line, and why. */
function headline(place, { hits, named, examined, usable, nobody }) {
  const number = (...verdicts) => hits.filter((one) => verdicts.includes(one.verdict)).length;
  const can = number("competent", "entrusted") + new Set(named.map(({ name }) => name)).size;
  const text = () => {
    if (can) return place ? tn("可以在%(place)s评：有 %(n)s 个评审委员会", can, { place }) : tn("可以评：有 %(n)s 个评审委员会", can);
    if (number("part")) return tn("只有一部分地区可以评：有 %(n)s 个评审委员会", number("part"));
    if (number("recognised")) return t("不用评审：考核认定");
    if (examined && !number("possible")) return t("不用评审：考试合格就取得");
    if (usable) return tn("先问一问：有 %(n)s 个评审委员会可能受理", usable);
    return place ? t("登记册里没有评审委员会在%(place)s评这一项", { place }) : t("登记册里没有评审委员会评这一项");
  };
  return [make("p", { class: "answer", role: "heading", "aria-level": "2" }, text()), nobody && make("p", { class: "why nobody" }, NOBODY[nobody](place))].filter(Boolean);
}

function show(directory, asked) {
  let answer = directory.ask(asked.ask, asked, today());
  const { parts } = answer;
  const nothing = !parts.length && !answer.want.areas.length && !answer.want.levels.length && !answer.want.series;
  hints.hidden = !nothing;
  found.replaceChildren();
  understood.replaceChildren();
  if (nothing) { if (asked.ask) understood.append(t("请写出专业、层级或地区。")); return; }
  const partly = directory.partExams(answer.want), rest = answer.hits.length || answer.named.length || answer.examined ? null : lessAsked(directory, parts, asked);
  if (rest) answer = rest;
  const { want, hits, named, usable } = answer, number = usable + named.length;
  const { chips, also } = understanding(directory, parts, want, asked);
  const said = rest ? N_("按 %(chips)s 理解，没有完全符合的；不看“%(left)s”，按%(words)s找到 %(n)s 个。") : number ? N_("按 %(chips)s 理解，找到 %(n)s 个。") : N_("按 %(chips)s 理解，没有找到正在受理的评审委员会。");
  understood.append(...tNodes(said, { chips, left: rest?.left, words: rest?.words, n: String(number) }), also ?? "");
  const place = want.places.length ? want.places.join(t("、")) : want.areas.length ? areaNames(directory, want.areas) : "";
  found.append(...(rest ? [make("p", { class: "answer", role: "heading", "aria-level": "2" }, t("没有完全符合的；下面是不看“%(left)s”的，不一定受理，请先咨询", { left: rest.left }))] : headline(place, answer)));
  const examined = answer.exams.map(({ series, levels, exam }) => make("p", null,
    make("strong", null, t(exam.method === "exam" ? N_("%(series)s%(levels)s：由全国考试取得，不由评审委员会评审。") : N_("%(series)s%(levels)s：先参加全国考试，合格后再申报评审。"),
      { series: directory.series.get(series).name, levels: directory.levelNames(levels) })),
    t("考试是%(exam)s，由%(held_by)s组织。", exam), exam.note));
  if (examined.length) found.append(make("div", { class: "notice exams" }, ...examined));
  list(directory, hits.filter(({ verdict }) => ["competent", "entrusted"].includes(verdict)), want, null);
  found.append(...named.map((one) => outside(site, one)));
  const others = (verdicts) => {
    for (const verdict of verdicts) {
      const some = hits.filter((one) => one.verdict === verdict);
      if (some.length) list(directory, some, want, t("%(heading)s（%(n)s）", { heading: HEADINGS[verdict](want), n: some.length }));
    }
  };
  others(Object.keys(HEADINGS).filter((verdict) => USABLE.has(verdict)));
  unfiled(directory, want, number);
  if (!number) {
    const offers = alternatives(directory, parts, want, asked);
    if (offers.length) found.append(make("div", { class: "notice" }, make("p", null, t("相近的：")), make("ul", null, ...offers)));
    hints.hidden = false;
  }
  others(Object.keys(HEADINGS).filter((verdict) => !USABLE.has(verdict)));
  const unsaid = partly.filter(({ exam }) => !found.textContent.includes(exam.exam));  // of no committee
  if (unsaid.length) found.append(make("div", { class: "notice exams" }, ...unsaid.map(({ series, levels, exam }) => make("p", null,
    t("%(series)s%(levels)s，部分专业另有全国考试：%(exam)s，由%(held_by)s组织；考试设有的专业，要先看考试。", { ...exam, series: directory.series.get(series).name, levels: directory.levelNames(levels) })))));
}

/* Committees that an office's list names and that have not filed: to be asked about, never as an answer. */
function unfiled(directory, want, number) {
  const some = directory.unfiled(want);
  if (!some.length) return;
  const line = (one) => {
    const place = { name: make("a", { href: `${root}committees/#listed-${encodeURIComponent(one.id)}` }, one.name), list: one.source.title.replace(/[《》]/g, ""), date: one.source.date };
    return make("li", null, ...tNodes(one.source.date ? N_("%(name)s，见于《%(list)s》（%(date)s）") : N_("%(name)s，见于《%(list)s》"), place),
      ...(one.phones ? tNodes("，咨询 %(phone)s", { phone: dial(one.phones[0]) }) : []));
  };
  found.append(make("div", { class: "notice warn" }, make("p", null,
    make("strong", null, number ? tn("另外，有 %(n)s 个评审委员会见于一览表，尚未备案登记", some.length) : tn("有 %(n)s 个评审委员会见于一览表，尚未备案登记", some.length)), t("。"),
    some.length > FEW ? tn("是否还在评审、怎样申报，请先问清，另有 %(n)s 个。", some.length - FEW) : t("是否还在评审、怎样申报，请先问清。")),
    make("ul", null, ...some.slice(0, FEW).map(line))));
}

/* Where nothing fits: the question without its least telling free word, as long as another says what it is about. */
function lessAsked(directory, parts, asked) {
  const free = parts.filter((part) => part.text);
  if (free.length + parts.filter((part) => part.titles).length < 2) return null;
  const common = (part) => directory.search({ areas: [], levels: [], titles: null, series: null, texts: [part.text] }, today()).length || Infinity;
  for (const [, left] of free.map((part) => [common(part), part]).sort(([a], [b]) => b - a)) {
    const others = parts.filter((part) => part !== left), want = directory.want(others, asked);
    const answer = directory.answer(want, today());
    if (answer.usable) return { ...answer, want, left: left.word, words: others.map((part) => t("“%(word)s”", part)).join("") };
  }
  return null;
}

function list(directory, answers, want, heading) {
  if (heading) found.append(make("h2", null, heading));
  const add = (some) => found.append(...some.map((answer) => hit(site, directory, answer, want, today())));
  const more = answers.slice(FEW);
  add(answers.slice(0, FEW));
  if (more.length) {
    const button = make("button", { type: "button", class: "button quiet", click: () => { button.replaceWith(...more.map((answer) => hit(site, directory, answer, want, today()))); } }, tn("再看 %(n)s 个", more.length));
    found.append(button);
  }
}

let directory;

let current;  // the question last asked; what is being typed since is left alone

function ask(asked, remember = true) {
  fill(asked);
  asked = current = state();  // what cannot be picked is not asked
  if (remember) history.pushState(null, "", address(asked));
  if (directory) show(directory, asked);
}

/* A link of this page that only changes the question. */
function follow(event) {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  ask(fromAddress(new URL(event.currentTarget.href)));
  form.scrollIntoView({ block: "nearest" });
}

function fromAddress(url) {
  return Object.fromEntries(["ask", ...KINDS].map((name) => [name, (url.searchParams.get(name) ?? "").slice(0, 200)]));
}

form.addEventListener("submit", (event) => { event.preventDefault(); ask(state()); });
for (const kind of KINDS) form.elements[kind].addEventListener("change", () => {
  const asked = state();  // what is picked replaces a word of the same kind
  if (directory && asked.ask) asked.ask = directory.understand(asked.ask).filter((part) => part.unit || !(part[kind === "level" ? "levels" : kind])).map((part) => part.word).join(" ");
  ask(asked);
});
for (const example of page.querySelectorAll(".examples a")) example.addEventListener("click", follow);
addEventListener("popstate", () => ask(fromAddress(new URL(location.href)), false));

ask(fromAddress(new URL(location.href)), false);
understood.textContent = t("正在读取名录……");
try {
  const [committees, series, areas, listed] = await Promise.all(["committees", "series", "areas", "listed"].map(async (name) => {
    const answer = await fetch(`${root}api/v1/${name}.json`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }));
  directory = new Directory(committees, series, areas, listed);
  show(directory, current);
} catch (error) {
  understood.replaceChildren(...tNodes("名录没有读取成功，请刷新本页再试，或看%(list)s。", { list: make("a", { href: `${root}committees/` }, t("评审委员会名录")) }));
  console.warn(error);
}

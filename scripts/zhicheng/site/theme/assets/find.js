/* The page /find/: reads the question from the address, asks the directory, shows what it understood, who may review, and why.
   Text of records only ever becomes text nodes. */
import { Directory, LEVELS, normal } from "./competence.js";
import { dial, hit, make, outside } from "./hits.js";
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
  const chip = (text, remove) => make("button", { type: "button", class: "chip", "aria-label": `去掉 ${text}`, click: remove }, text, make("span", { "aria-hidden": "true" }, " ×"));
  const chips = [], places = parts.filter((part) => part.area && !part.unit && !part.place);
  for (const part of parts) {
    if (part.unit) chips.push(chip(`单位：${directory.units.get(part.unit).name}`, () => without(null, part)));
    else if (part.place) chips.push(chip(`地方：${part.place}`, () => without(null, part)));
    else if (part.employer) chips.push(chip(`单位：${part.employer}${part.named ? "" : "系统"}`, () => without(null, part)));
    else if (part.area && part === places[0]) chips.push(chip(`地区：${areaNames(directory, directory.whereabouts(parts))}`, () => without("area", part)));
    else if (part.area) continue;
    else if (part.levels) chips.push(chip(`层级：${part.levels.map((level) => LEVELS[level]).join("、")}`, () => without(null, part)));
    else if (part.titles && want.titles) chips.push(chip(`职称：${part.word}`, () => without(null, part)));
    else if (part.text || part.name) chips.push(chip(`专业含“${part.text ?? part.name}”`, () => without(null, part)));
  }
  if (want.series) chips.push(chip(`系列：${directory.series.get(want.series)?.name ?? want.series}`, () => without("series", null)));
  if (asked.level && !parts.some((part) => part.levels)) chips.push(chip(`层级：${LEVELS[asked.level] ?? asked.level}`, () => without("level", null)));
  if (asked.area && !parts.some((part) => part.area && !part.unit)) chips.push(chip(`地区：${directory.placeName(asked.area, whole)}`, () => without("area", null)));
  const area = places.length === 1 && places[0].others?.length ? places[0] : null;
  const also = area && make("span", null, "地区也可能是 ", ...area.others.flatMap((code, i) => [i ? "、" : "",
    make("a", { href: address({ ...asked, ask: parts.filter((part) => part !== area).map((part) => part.word).join(" "), area: code }), click: follow }, directory.placeName(code, whole))]), "。");
  return { chips, also };
}

const areaNames = (directory, codes) => codes.map((code) => directory.placeName(code, whole)).join("或");

/* Where nobody in force was found: the same question with one thing less, and specialties with a name like it. */
function alternatives(directory, parts, want, asked) {
  const list = [];
  const count = (changed) => directory.search(changed, today()).filter(({ verdict }) => USABLE.has(verdict)).length;
  const rest = (kind) => parts.filter((part) => !part[kind]).map((part) => part.word).join(" ");
  const offer = (changed, text, next) => { const number = count(changed); if (number) list.push(make("li", null, make("a", { href: address(next), click: follow }, text), ` ${number} 个`)); };
  if (want.titles) for (const series of new Set(want.titles.map(([series]) => series))) {
    const meant = want.titles.filter(([other]) => other === series).map(([, level]) => level).concat(want.levels);
    for (const level of Object.keys(LEVELS).filter((level) => !meant.includes(level))) {
      offer({ ...want, titles: null, series, levels: [level] }, `${directory.series.get(series).name}，${LEVELS[level]}`, { ...asked, ask: rest("titles"), series, level });
    }
  } else if (want.levels.length) {
    const open = Object.keys(LEVELS).filter((level) => !want.levels.includes(level));
    for (const level of open) offer({ ...want, levels: [level] }, `同样的条件，${LEVELS[level]}`, { ...asked, ask: rest("levels"), level });
  }
  if (want.areas.length) {
    for (const code of [...directory.around(want.areas[0])].slice(1, -1)) offer({ ...want, areas: [code] }, `在${directory.placeName(code, whole)}`, { ...asked, ask: rest("area"), area: code });
    offer({ ...want, areas: [] }, "不限地区", { ...asked, ask: rest("area"), area: "" });
  }
  if (want.series) offer({ ...want, series: null }, "不限系列", { ...asked, series: "" });
  const places = parts.filter((part) => part.text).flatMap((part) => directory.similar(part.text).map((name) => [part, name]));
  for (const [part, name] of places) {
    const texts = want.texts.map((text) => (text === part.text ? normal(name) : text));
    if (want.texts.includes(normal(name))) continue;
    if (count({ ...want, texts })) offer({ ...want, texts }, `专业：${name}`, { ...asked, ask: parts.map((other) => (other === part ? name : other.word)).join(" ") });
    else offer({ areas: [], levels: [], titles: null, series: null, texts }, `专业：${name}（不限层级和地区）`, { ask: name });
  }
  return list;
}

/* Headings of what is no plain yes, in the order of the answer. */
const HEADINGS = {
  part: (want) => `只评审${areaNames(directory, want.areas)}其中一部分地区的`, recognised: () => "考核认定，不用评审的", possible: () => "可能受理，请先咨询",
  closed: () => "只受理本单位、本系统人员的", elsewhere: () => "另有评审委员会的人员不在这里评", examined: () => "以考代评，不由评审委员会评审", excluded: () => "写明不受理的",
  past: () => "现在不受理的",
};
const NOBODY = {
  expired: () => "原来评审这一项的，有效期已满，还没有新的登记。", withdrawn: () => "原来评审这一项的，已经撤销登记。", closed: () => "评审这一项的，只受理本单位、本系统的人员。",
  excluded: () => "评审这一项的，登记写明不受理这里或者这类单位的人员。", level: (place) => `${place || "登记册里"}有评审这一专业的，但是不评这一层级。`,
  area: (place) => `别的地方有评审这一项的，但是${place || "这里"}的人员不在受理范围。`, unknown: () => "登记册里没有评审这一专业的。",
};

/* The answer in one line, and why. */
function headline(place, { hits, named, examined, usable, nobody }) {
  const number = (...verdicts) => hits.filter((one) => verdicts.includes(one.verdict)).length;
  const can = number("competent", "entrusted") + new Set(named.map(({ name }) => name)).size;
  const text = can ? `可以${place && `在${place}`}评：有 ${can} 个评审委员会` : number("part") ? `只有一部分地区可以评：有 ${number("part")} 个评审委员会`
    : number("recognised") ? "不用评审：考核认定" : examined && !number("possible") ? "不用评审：考试合格就取得" : usable ? `先问一问：有 ${usable} 个评审委员会可能受理` : `登记册里没有评审委员会${place && `在${place}`}评这一项`;
  return [make("p", { class: "answer" }, text), nobody && make("p", { class: "why nobody" }, NOBODY[nobody](place))].filter(Boolean);
}

function show(directory, asked) {
  let answer = directory.ask(asked.ask, asked, today());
  const { parts } = answer;
  const nothing = !parts.length && !answer.want.areas.length && !answer.want.levels.length && !answer.want.series;
  hints.hidden = !nothing;
  found.replaceChildren();
  understood.replaceChildren();
  if (nothing) { if (asked.ask) understood.append("请写出专业、层级或地区。"); return; }
  const partly = directory.partExams(answer.want), rest = answer.hits.length || answer.named.length || answer.examined ? null : lessAsked(directory, parts, asked);
  if (rest) answer = rest;
  const { want, hits, named, usable } = answer, number = usable + named.length;
  const { chips, also } = understanding(directory, parts, want, asked);
  understood.append("按 ", ...chips, " 理解", rest ? `，没有完全符合的；不看“${rest.left}”，按${rest.words}找到 ${number} 个。` : number ? `，找到 ${number} 个。` : "，没有找到正在受理的评审委员会。", also ?? "");
  const place = want.places.length ? want.places.join("、") : want.areas.length ? areaNames(directory, want.areas) : "";
  found.append(...(rest ? [make("p", { class: "answer" }, `没有完全符合的；下面是不看“${rest.left}”的，不一定受理，请先咨询`)] : headline(place, answer)));
  const examined = answer.exams.map(({ series, levels, exam }) => make("p", null,
    make("strong", null, `${directory.series.get(series).name}${levels.map((level) => LEVELS[level]).join("、")}：${exam.method === "exam" ? "由全国考试取得，不由评审委员会评审。" : "先参加全国考试，合格后再申报评审。"}`),
    `考试是${exam.exam}，由${exam.held_by}组织。${exam.note ?? ""}`));
  if (examined.length) found.append(make("div", { class: "notice exams" }, ...examined));
  list(directory, hits.filter(({ verdict }) => ["competent", "entrusted"].includes(verdict)), want, null);
  found.append(...named.map((one) => outside(site, one)));
  const others = (verdicts) => {
    for (const verdict of verdicts) {
      const some = hits.filter((one) => one.verdict === verdict);
      if (some.length) list(directory, some, want, `${HEADINGS[verdict](want)}（${some.length}）`);
    }
  };
  others(Object.keys(HEADINGS).filter((verdict) => USABLE.has(verdict)));
  unfiled(directory, want, number);
  if (!number) {
    const offers = alternatives(directory, parts, want, asked);
    if (offers.length) found.append(make("div", { class: "notice" }, make("p", null, "相近的："), make("ul", null, ...offers)));
    hints.hidden = false;
  }
  others(Object.keys(HEADINGS).filter((verdict) => !USABLE.has(verdict)));
  const unsaid = partly.filter(({ exam }) => !found.textContent.includes(exam.exam));  // of no committee
  if (unsaid.length) found.append(make("div", { class: "notice exams" }, ...unsaid.map(({ series, levels, exam }) => make("p", null,
    `${directory.series.get(series).name}${levels.map((level) => LEVELS[level]).join("、")}，部分专业另有全国考试：${exam.exam}，由${exam.held_by}组织；考试设有的专业，要先看考试。`))));
}

/* Committees that an office's list names and that have not filed: to be asked about, never as an answer. */
function unfiled(directory, want, number) {
  const some = directory.unfiled(want);
  if (!some.length) return;
  const line = (one) => make("li", null, make("a", { href: `${root}committees/#listed-${encodeURIComponent(one.id)}` }, one.name), `，见于《${one.source.title.replace(/[《》]/g, "")}》${one.source.date ? `（${one.source.date}）` : ""}`,
    ...(one.phones ? ["，咨询 ", ...dial(one.phones[0])] : []));
  const more = some.length > FEW ? `，另有 ${some.length - FEW} 个` : "";
  found.append(make("div", { class: "notice warn" }, make("p", null, make("strong", null, `${number ? "另外，" : ""}有 ${some.length} 个评审委员会见于一览表，尚未备案登记`), `。是否还在评审、怎样申报，请先问清${more}。`),
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
    if (answer.usable) return { ...answer, want, left: left.word, words: others.map((part) => `“${part.word}”`).join("") };
  }
  return null;
}

function list(directory, answers, want, heading) {
  if (heading) found.append(make("h2", null, heading));
  const add = (some) => found.append(...some.map((answer) => hit(site, directory, answer, want, today())));
  const more = answers.slice(FEW);
  add(answers.slice(0, FEW));
  if (more.length) {
    const button = make("button", { type: "button", class: "button quiet", click: () => { button.replaceWith(...more.map((answer) => hit(site, directory, answer, want, today()))); } }, `再看 ${more.length} 个`);
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
understood.textContent = "正在读取名录……";
try {
  const [committees, series, areas, listed] = await Promise.all(["committees", "series", "areas", "listed"].map(async (name) => {
    const answer = await fetch(`${root}api/v1/${name}.json`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }));
  directory = new Directory(committees, series, areas, listed);
  show(directory, current);
} catch (error) {
  understood.replaceChildren("名录没有读取成功，请刷新本页再试，或看", make("a", { href: `${root}committees/` }, "评审委员会名录"), "。");
  console.warn(error);
}

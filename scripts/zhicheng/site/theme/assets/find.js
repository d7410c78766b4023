/* The page /find/: reads the question from the address, asks the directory, shows what it understood, who may review, and why.
   Text of records only ever becomes text nodes. */
import { Directory, LEVELS, normal } from "./competence.js";

const page = document.getElementById("find");
const root = page.dataset.root, whole = page.dataset.whole;
const form = page.querySelector("form.ask");
const understood = document.getElementById("understood"), found = document.getElementById("found"), hints = document.getElementById("hints");
const authorities = JSON.parse(document.getElementById("authorities").textContent);
const FEW = 30, KINDS = ["series", "level", "area"];

/* make("p", {class: "why"}, "text", node …) */
function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

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

/* Text with the words that were asked for marked in it. */
function marked(text, words) {
  const plain = normal(text);
  if (plain.length !== text.length) return [text];
  const hit = words.map((word) => [plain.indexOf(word), word.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
  if (!hit) return [text];
  const [at, length] = hit;
  return [text.slice(0, at), make("mark", null, text.slice(at, at + length)), text.slice(at + length)];
}

function dial(text) {
  const number = text.match(/\+?[0-9][0-9 -]{4,}[0-9]/);
  if (!number) return [text];
  const end = number.index + number[0].length, extension = text.slice(end).match(/^\s*转\s*([0-9]{1,6})/);
  const stop = end + (extension ? extension[0].length : 0);
  const link = make("a", { href: `tel:${number[0].replace(/[^0-9+]/g, "")}${extension ? "," + extension[1] : ""}`, class: "nowrap" }, text.slice(number.index, stop));
  return [text.slice(0, number.index), link, text.slice(stop)];
}

/* The parts of the question as chips; pressing one takes it away. */
function understanding(directory, parts, want, asked) {
  const without = (kind, part) => {
    const rest = parts.filter((other) => other !== part && !(kind && other[kind])).map((other) => other.word).join(" ");
    ask({ ...asked, ask: rest, ...(part ? {} : { [kind === "levels" ? "level" : kind]: "" }) });
  };
  const chip = (text, remove) => make("button", { type: "button", class: "chip", "aria-label": `去掉 ${text}`, click: remove }, text, make("span", { "aria-hidden": "true" }, " ×"));
  const chips = [], places = parts.filter((part) => part.area);
  for (const part of parts) {
    if (part.area && part === places[0]) chips.push(chip(`地区：${areaNames(directory, directory.whereabouts(parts))}`, () => without("area", part)));
    else if (part.area) continue;
    else if (part.levels) chips.push(chip(`层级：${part.levels.map((level) => LEVELS[level]).join("、")}`, () => without(null, part)));
    else if (part.titles && want.titles) chips.push(chip(`职称：${part.word}`, () => without(null, part)));
    else if (part.text || part.name) chips.push(chip(`专业含“${part.text ?? part.name}”`, () => without(null, part)));
  }
  if (want.series) chips.push(chip(`系列：${directory.series.get(want.series)?.name ?? want.series}`, () => without("series", null)));
  if (asked.level && !parts.some((part) => part.levels)) chips.push(chip(`层级：${LEVELS[asked.level] ?? asked.level}`, () => without("level", null)));
  if (asked.area && !parts.some((part) => part.area)) chips.push(chip(`地区：${directory.placeName(asked.area, whole)}`, () => without("area", null)));
  const area = places.length === 1 && places[0].others?.length ? places[0] : null;
  const also = area && make("span", null, "地区也可能是 ", ...area.others.flatMap((code, i) => [i ? "、" : "",
    make("a", { href: address({ ...asked, ask: parts.filter((part) => part !== area).map((part) => part.word).join(" "), area: code }), click: follow }, directory.placeName(code, whole))]), "。");
  return { chips, also };
}

const areaNames = (directory, codes) => codes.map((code) => directory.placeName(code, whole)).join("或");

function hit(directory, answer, want) {
  const { committee, review, asked, paths, standing, reach } = answer;
  const levels = Object.keys(LEVELS).filter((level) => review.levels.includes(level));
  const openTo = review.open_to ?? committee.open_to;
  const open = openTo === "unit" ? "限本单位" : openTo === "system" ? "限本系统" : null;
  const unsure = want.titles && review.tracks_certain === false && review.levels.length;
  const series = directory.series.get(review.series)?.name ?? review.series;
  const shown = paths.slice(0, 4).map((path) => make("p", null, `${series} › `, ...marked(path.first, path.second ? [] : want.texts), ...(path.second ? [" › ", ...marked(path.second, want.texts)] : [])));
  if (paths.length > 4) shown.push(make("p", { class: "why" }, `另有 ${paths.length - 4} 个相符的二级专业`));
  if (!shown.length) shown.push(make("p", null, ...marked(series, want.texts)));
  return make("article", { class: standing.past ? "hit past" : "hit" },
    make("h3", null, make("a", { href: `${root}committees/${encodeURIComponent(committee.id)}/` }, ...marked(committee.name, answer.quality === 4 ? want.texts : []))),
    make("p", { class: "chips" }, make("span", { class: "chip" }, authorities[committee.authority] ?? committee.authority),
      ...levels.map((level) => make("span", { class: "chip" }, LEVELS[level])), open && make("span", { class: "chip off" }, open), make("span", { class: `chip ${standing.tone}` }, standing.text)),
    ...shown, why(directory, answer, open, asked, reach),
    unsure && make("p", { class: "why" }, "登记里没有写评审哪几类职称：是否包括所查的职称，以评审委员会答复为准。"),
    review.valid_in && review.valid_in !== "everywhere" && make("p", { class: "why" }, `评出的职称${VALID_IN[review.valid_in]}。`),
    ...excluded(committee, review).map((words) => make("p", { class: "note" }, `不受理：${words}`)), committee.note && make("p", { class: "note" }, `说明：${committee.note}`));
}

function why(directory, { committee, review, standing, area: code }, open, asked, reach) {
  const scope = committee.scope.map((code) => directory.placeName(code, whole)).join("、");
  const area = code && directory.placeName(code, whole);
  const place = !area || scope === area ? `地域为${scope}` : reach === "ask" ? `地域为${scope}，${area}由它管辖，是否受理请先咨询` : reach === "part" ? `地域只有${scope}，不是整个${area}` : scope === whole ? `地域为${whole}` : `地域为${scope}，包括${area}`;
  const reasons = [place, asked.length ? `层级含${asked.map((level) => LEVELS[level]).join("、")}` : "", open ? `${open}人员申报` : ""].filter(Boolean);
  const successor = standing.past && committee.successor && directory.committees.find((one) => one.id === committee.successor);
  const phone = committee.phones[0] ? ["咨询 ", ...dial(committee.phones[0])] : [];
  if (standing.past) return make("p", { class: "why" }, make("b", { class: "over" }, "现在不受理："), committee.status === "active" ? "核准备案的有效期已满，请先咨询。" : "已撤销登记。",
    ...(successor ? ["承接的评审委员会：", make("a", { href: `${root}committees/${encodeURIComponent(successor.id)}/` }, successor.name), "。"] : []), ...phone);
  const ways = (asked.length ? asked : Object.keys(LEVELS).filter((level) => review.levels.includes(level))).map((level) => ({ level, ...directory.way(review, level) }));
  const reviewed = ways.every(({ way }) => way === "review");
  const examined = ways.every(({ way }) => way === "exam");
  const said = examined ? "以考代评：" : reach === "ask" || !reviewed ? "请先咨询：" : reach === "part" ? "部分有权评审：" : committee.note || excluded(committee, review).length ? "登记的范围包括：" : "有权评审：";
  return make("div", null, make("p", { class: "why" }, make("b", { class: said === "请先咨询：" || examined ? "ask-first" : null }, said), `${reasons.join("，")}。`, ...phone),
    ...ways.filter(({ way }) => way !== "review").map(({ level, way, exam }) => make("p", { class: "why" }, `${LEVELS[level]}：${WAYS[way]}${exam ? `，${exam.exam}，由${exam.held_by}组织` : ""}。`)));
}

const VALID_IN = { grassroots: "限基层有效", targeted: "为定向评价、定向使用" };
const WAYS = { exam: "全国考试合格取得，不由评审委员会评审", "exam-and-review": "先参加全国考试，合格后再申报评审", recognition: "考核认定" };

const excluded = (committee, review) => [...(committee.excludes ?? []), ...(review.excludes ?? [])];

/* Where nobody in force was found: the same question with one thing less, and specialties with a name like it. */
function alternatives(directory, parts, want, asked) {
  const list = [];
  const count = (changed) => directory.search(changed, today()).filter((answer) => !answer.standing.past).length;
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

function show(directory, asked) {
  const parts = directory.understand(asked.ask);
  const meant = directory.want(parts, asked);
  let want = meant;
  const nothing = !parts.length && !want.areas.length && !want.levels.length && !want.series;
  hints.hidden = !nothing;
  found.replaceChildren();
  understood.replaceChildren();
  if (nothing) { if (asked.ask) understood.append("请写出专业、层级或地区。"); return; }
  let answers = directory.search(want, today());
  if (want.titles && !answers.some((answer) => !answer.standing.past) && parts.some((part) => part.titles && part.name)) {
    want = directory.want(parts, asked, true);
    answers = directory.search(want, today());
  }
  const rest = answers.some((answer) => !answer.standing.past) ? null : lessAsked(directory, parts, asked);
  if (rest) {
    want = rest.want;
    answers = rest.answers;
  }
  const now = answers.filter((answer) => !answer.standing.past), past = answers.filter((answer) => answer.standing.past);
  const { chips, also } = understanding(directory, parts, want, asked);
  understood.append("按 ", ...chips, " 理解", rest ? `，没有完全符合的；不看“${rest.left}”，按${rest.words}找到 ${now.length} 个。` : now.length ? `，找到 ${now.length} 个。` : "，没有找到正在受理的评审委员会。", also ?? "");
  const examined = directory.exams(meant).map(({ series, levels, exam }) => make("p", null,
    make("strong", null, `${directory.series.get(series).name}${levels.map((level) => LEVELS[level]).join("、")}：${exam.method === "exam" ? "由全国考试取得，不由评审委员会评审。" : "先参加全国考试，合格后再申报评审。"}`),
    `考试是${exam.exam}，由${exam.held_by}组织。${exam.note ?? ""}`));
  if (examined.length) found.append(make("div", { class: "notice exams" }, ...examined));
  const full = now.filter((answer) => answer.reach === "whole"), partly = now.filter((answer) => answer.reach === "part"), first = now.filter((answer) => answer.reach === "ask");
  list(directory, full, want, null);
  if (partly.length) list(directory, partly, want, `只评审${areaNames(directory, want.areas)}其中一部分地区的（${partly.length}）`);
  if (first.length) list(directory, first, want, `由管辖${areaNames(directory, want.areas)}的自治州组建，请先咨询是否受理（${first.length}）`);
  if (!now.length) {
    const offers = alternatives(directory, parts, want, asked);
    if (offers.length) found.append(make("div", { class: "notice" }, make("p", null, "相近的："), make("ul", null, ...offers)));
    hints.hidden = false;
  }
  if (past.length) list(directory, past, want, `现在不受理的（${past.length}）`);
}

/* Where nothing fits: the question without its least telling free word, as long as another says what it is about. */
function lessAsked(directory, parts, asked) {
  const free = parts.filter((part) => part.text);
  if (free.length + parts.filter((part) => part.titles).length < 2) return null;
  const common = (part) => directory.search({ areas: [], levels: [], titles: null, series: null, texts: [part.text] }, today()).length || Infinity;
  for (const [, left] of free.map((part) => [common(part), part]).sort(([a], [b]) => b - a)) {
    const others = parts.filter((part) => part !== left), want = directory.want(others, asked);
    const answers = directory.search(want, today());
    if (answers.some((answer) => !answer.standing.past)) return { want, answers, left: left.word, words: others.map((part) => `“${part.word}”`).join("") };
  }
  return null;
}

function list(directory, answers, want, heading) {
  if (heading) found.append(make("h2", null, heading));
  const add = (some) => found.append(...some.map((answer) => hit(directory, answer, want)));
  const more = answers.slice(FEW);
  add(answers.slice(0, FEW));
  if (more.length) {
    const button = make("button", { type: "button", class: "button quiet", click: () => { button.replaceWith(...more.map((answer) => hit(directory, answer, want))); } }, `再看 ${more.length} 个`);
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
  if (directory && asked.ask) asked.ask = directory.understand(asked.ask).filter((part) => !(part[kind === "level" ? "levels" : kind])).map((part) => part.word).join(" ");
  ask(asked);
});
for (const example of page.querySelectorAll(".examples a")) example.addEventListener("click", follow);
addEventListener("popstate", () => ask(fromAddress(new URL(location.href)), false));

ask(fromAddress(new URL(location.href)), false);
understood.textContent = "正在读取名录……";
try {
  const [committees, series, areas] = await Promise.all(["committees", "series", "areas"].map(async (name) => {
    const answer = await fetch(`${root}api/v1/${name}.json`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }));
  directory = new Directory(committees, series, areas);
  show(directory, current);
} catch (error) {
  understood.replaceChildren("名录没有读取成功，请刷新本页再试，或看", make("a", { href: `${root}committees/` }, "评审委员会名录"), "。");
  console.warn(error);
}

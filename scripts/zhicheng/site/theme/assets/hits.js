/* A committee that was found, as the page /find/ shows it: how it stands, why, when and where to apply. Text of records only ever becomes text nodes. */
import { LEVELS, normal } from "./competence.js";
import { EVERY, exclusionsOf, openTo, successors } from "./verdicts.js";

/* make("p", {class: "why"}, "text", node …) */
export function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return node;
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

export function dial(text) {
  const number = text.match(/\+?[0-9][0-9 -]{4,}[0-9]/);
  if (!number) return [text];
  const end = number.index + number[0].length, extension = text.slice(end).match(/^\s*转\s*([0-9]{1,6})/);
  const stop = end + (extension ? extension[0].length : 0);
  const link = make("a", { href: `tel:${number[0].replace(/[^0-9+]/g, "")}${extension ? "," + extension[1] : ""}`, class: "nowrap" }, text.slice(number.index, stop));
  return [text.slice(0, number.index), link, text.slice(stop)];
}

const VALID_IN = { grassroots: "限基层有效", targeted: "为定向评价、定向使用" };
const CLOSED = { unit: "本单位", system: "本系统" };
/* The word a sentence begins with, and its tone; 有权评审 is said of nobody who may be excluded. */
const SAID = {
  entrusted: ["受委托评审：", ""], part: ["部分有权评审：", ""], recognised: ["考核认定：", ""], possible: ["请先咨询：", "ask-first"], closed: ["限内部人员：", "ask-first"],
  elsewhere: ["先看是否另办：", "ask-first"], examined: ["以考代评：", "ask-first"], excluded: ["不受理：", "over"], past: ["现在不受理：", "over"],
};
/* The same of a level beside the one the answer is about. */
const BESIDE = {
  competent: "评审", entrusted: "受委托评审", part: "评审", recognised: "考核认定，不用评审", possible: "是否评审，请先咨询", closed: "限内部人员", elsewhere: "另有评审委员会的，由它评审",
  examined: "以考代评，不由评审委员会评审", excluded: "不受理",
};

const levelNames = (levels) => Object.keys(LEVELS).filter((level) => levels.includes(level)).map((level) => LEVELS[level]).join("、");
const limited = (some) => (some.length ? `，限${some.join("、")}` : "");
const quoted = (words) => (words ? `（“${words.replace(/[。；]$/, "")}”）` : "");

/* The committee as an article. `page`: {root, whole, authorities}. */
export function hit(page, directory, answer, want, today) {
  const { committee, review, verdict, standing, told } = answer, off = !["competent", "entrusted", "part", "recognised", "possible"].includes(verdict);
  const levels = Object.keys(LEVELS).filter((level) => answer.offers.some((one) => one.review.levels.includes(level)));
  const series = directory.series.get(review.series)?.name ?? review.series, { paths } = answer.match;
  const shown = paths.slice(0, 4).map((path) => make("p", null, `${series} › `, ...marked(path.first, path.second ? [] : want.texts), ...[path.second, path.third].filter(Boolean).flatMap((name) => [" › ", ...marked(name, want.texts)])));
  if (paths.length > 4) shown.push(make("p", { class: "why" }, `另有 ${paths.length - 4} 个相符的二级专业`));
  if (!shown.length) shown.push(make("p", null, ...marked(series, want.texts)));
  const open = CLOSED[openTo(committee, review)];
  return make("article", { class: `hit ${verdict}${off && verdict !== "past" ? " off" : ""}` },
    make("h3", null, make("a", { href: `${page.root}committees/${encodeURIComponent(committee.id)}/` }, ...marked(committee.name, answer.quality === 4 ? want.texts : []))),
    make("p", { class: "chips" }, make("span", { class: "chip" }, page.authorities[committee.authority] ?? committee.authority),
      ...levels.map((level) => make("span", { class: "chip" }, LEVELS[level])), open && make("span", { class: "chip off" }, `限${open}`), make("span", { class: `chip ${standing.tone}` }, standing.text)),
    ...shown, ...(verdict === "past" ? [over(page, directory, committee)] : reasons(page, directory, answer, want)),
    ...[...new Set(told.map((one) => one.review.valid_in).filter((valid) => VALID_IN[valid]))].map((valid) => make("p", { class: "why" },
      told.every((one) => one.review.valid_in === valid) ? `评出的职称${VALID_IN[valid]}。` : `其中有的评审评出的职称${VALID_IN[valid]}，请看登记。`)),
    ...exclusionsOf(committee, review).filter((one) => !told.some(({ bar, away }) => one === bar?.exclusion || one === away?.exclusion)).map((one) => make("p", { class: "note" }, one.where ? `另办：${one.words}` : `不受理：${one.words}`)),
    committee.note && make("p", { class: "note" }, `说明：${committee.note}`),
    ["excluded", "past"].includes(verdict) ? null : where(committee, today));
}

const link = (page, committee) => make("a", { href: `${page.root}committees/${encodeURIComponent(committee.id)}/` }, committee.name);

function over(page, directory, committee) {
  const next = successors(directory, committee);
  return make("p", { class: "why" }, make("b", { class: "over" }, SAID.past[0]), committee.status === "active" ? "核准备案的有效期已满，请先咨询。" : "已撤销登记。",
    ...(next.length ? ["承接的评审委员会：", ...next.flatMap((one, i) => [i ? "、" : "", link(page, one)]), "。"] : []), ...(committee.phones[0] ? ["咨询 ", ...dial(committee.phones[0])] : []));
}

/* Why a committee stands as it does: one sentence with the place and the levels, then what has to be known besides. */
function reasons(page, directory, answer, want) {
  const { committee, verdict, told, offers, by } = answer, levels = told.map(({ level }) => level);
  const careful = committee.note || told.some(({ review }) => exclusionsOf(committee, review).length) || partExams(directory, told, want.texts).length;
  const first = told.every(({ review, exam }) => review.method === "exam-and-review" || exam?.method === "exam-and-review");
  const [said, tone] = verdict === "competent" ? [first ? "先考后评：" : careful ? "登记的范围包括：" : "有权评审：", ""] : SAID[verdict];
  const lines = [make("p", { class: "why" }, make("b", { class: tone || null }, said), `${[place(page, directory, answer, want), `层级含${levelNames(levels)}`].join("，")}。`)];
  const say = (...children) => lines.push(make("p", { class: "why" }, ...children));
  for (const one of by) say("受", link(page, one.committee), `委托${limited(one.some)}${quoted(one.words)}。`);
  for (const one of new Map(told.map((other) => [`${other.verdict} ${other.why} ${other.away?.committees.map(({ id }) => id)}`, other])).values()) for (const line of because(page, directory, committee, one)) say(...line);
  for (const [level, exam] of new Map(told.filter(({ exam, verdict: how }) => exam && how !== "possible").map(({ level, exam }) => [level, exam]))) {
    say(`${LEVELS[level]}：${exam.method === "exam" ? "全国考试合格取得" : "先参加全国考试，合格后再申报评审"}，${exam.exam}，由${exam.held_by}组织。`);
  }
  for (const { level } of told.filter(({ review, exam }) => review.method === "exam-and-review" && !exam)) say(`${LEVELS[level]}：先通过考试，再申报评审；是哪一种考试，以评审委员会答复为准。`);
  for (const exam of partExams(directory, told, want.texts)) say(`部分专业另有全国考试：${exam.exam}，由${exam.held_by}组织；考试设有的专业，要先看考试。`);
  const beside = new Map(offers.filter((one) => one.verdict !== verdict).map((one) => [`${one.level} ${one.verdict}`, one]));
  for (const { level, verdict: how } of beside.values()) say(`${LEVELS[level]}：${levels.includes(level) ? "其中一部分" : ""}${BESIDE[how]}。`);
  return lines;
}

/* Examinations of some specialties only, which may decide about the one that is asked for. */
function partExams(directory, told, texts) {
  const reviewed = told.filter(({ verdict, review, exam }) => ["competent", "entrusted", "part"].includes(verdict) && (review.method ?? "review") === "review" && !exam);
  const concerns = (exam, match) => !exam.about || [...directory.asked(match, texts)].some((name) => name === EVERY || exam.about.some((word) => name.includes(word)));
  return [...new Set(reviewed.flatMap(({ review, level, match }) => (directory.series.get(review.series)?.exams ?? [])
    .filter((exam) => exam.covers === "some" && exam.route !== "one-of" && exam.certainty > 0 && exam.levels.includes(level) && concerns(exam, match))))];
}

function place(page, directory, { committee, reach, area: code }, want) {
  const name = (one) => directory.placeName(one, page.whole);
  const scope = [...committee.scope.map(name), ...(committee.units ?? []).map((unit) => directory.units.get(unit)?.name ?? unit), ...(committee.places ?? [])].join("、");
  const area = code && name(code);
  if (!area || scope === area || scope === page.whole) return `地域为${scope}`;
  if (reach === "whole" && ![...directory.within(code)].some((one) => committee.covers.has(one))) {  // it is there for the unit, wherever that is
    const units = (committee.units ?? []).filter((unit) => want.units?.includes(unit)).map((unit) => directory.units.get(unit).name);
    return units.length ? `地域为${scope}，包括${units.join("、")}在${area}的单位` : `地域为${scope}`;
  }
  return { through: `地域为${scope}，${area}由它管辖，是否受理请先咨询`, part: `地域只有${scope}，不是整个${area}`, whole: `地域为${scope}，包括${area}` }[reach] ?? `地域为${scope}`;
}

/* What the verdict of an offer rests on, as sentences. */
function because(page, directory, committee, { verdict, why, bar, away, review, area }) {
  if (verdict === "closed") return [[`只受理${CLOSED[openTo(committee, review)]}的人员，其他单位的人员不能在这里申报。`]];
  if (verdict === "excluded") return [[`登记写明不受理${quoted(bar?.exclusion.words)}。`]];
  if (verdict === "recognised") return [["考核合格即认定，不用评审。"]];
  if (verdict === "examined") return [["考试合格即取得，不由评审委员会评审。"]];
  const own = away && away.committees.flatMap((one, i) => [i ? "、" : "", link(page, one)]), gives = `另有评审委员会的人员不在这里评${quoted(away?.exclusion.words)}`;
  if (verdict === "elsewhere") return [[`${gives}。${directory.placeName(area, page.whole)}有`, ...own, "评审这一项。"]];
  if (away?.names) return [[`${gives}。${directory.placeName(area, page.whole)}有`, ...own, `评审其中的${away.names.slice(0, 3).join("、")}${away.names.length > 3 ? `等 ${away.names.length} 个专业` : ""}。`]];
  if (verdict !== "possible") return [];
  if (why === "own") return [[`${gives}：可以在`, ...own, "申报的，由它评审。"]];
  if (why === "regiments") return [[`${committee.units?.map((unit) => directory.units.get(unit)?.name).join("、") || "所在单位"}在别的${directory.prefectures}也有单位，那里的人员是否由它评审，请先咨询。`]];
  if (why === "unit") return [[`只受理${committee.units.map((unit) => directory.units.get(unit)?.name ?? unit).join("、")}的人员，您的单位是否在内，请先问清。`]];
  if (why === "places") return [[`只受理${committee.places.join("、")}的人员，您的单位是否在内，请先问清。`]];
  if (why === "system") return [[`登记写明不受理一部分单位的人员${quoted(bar?.exclusion.words)}，您的单位是否在内，请先问清。`]];
  if (why === "early") return [["还没有生效。"]];
  if (why === "tracks") return [["可能包括所查的职称：登记里没有写评审哪几类职称，以评审委员会答复为准。"]];
  if (why === "exam") return [[`这一层级通过全国考试取得；登记为${review.method === "recognition" ? "考核认定" : "评审"}的，是否还${review.method === "recognition" ? "认定" : "评审"}请先问清。`]];
  return [];
}

/* When and where to apply: the application that is open or comes next, else the last one; the office; whom to ask. */
function where(committee, today) {
  const office = committee.office ?? {}, all = [...(committee.applications ?? [])].sort((a, b) => ((a.opens ?? a.closes ?? a.year) < (b.opens ?? b.closes ?? b.year) ? -1 : 1));
  const past = (one) => (one.closes ? one.closes < today : one.year < today.slice(0, 4));
  const one = all.find((window) => !past(window)) ?? all.at(-1), rows = [];
  const row = (name, ...children) => rows.push(make("dt", null, name), make("dd", null, ...children));
  if (one) {
    const days = one.opens && one.closes ? `${one.opens} 至 ${one.closes}` : one.opens ? `${one.opens} 开始，截止日期没有登记` : one.closes ? `${one.closes} 截止` : "起止日期没有登记";
    const state = past(one) ? "已截止" : one.opens && today < one.opens ? "未到" : one.opens && one.closes ? "正在受理" : "";
    row("什么时候", `${one.year} 年度：${days}`, state && make("span", { class: `chip ${state === "正在受理" ? "ok" : state === "未到" ? "warn" : "off"}` }, state), one.year < today.slice(0, 4) && "今年的还没有登记");
  } else row("什么时候", "今年的申报时间没有登记，请先咨询");
  if (office.name || office.address) row("在哪里报", [office.name, office.address].filter(Boolean).join("，"));
  if (office.platform) row("网上申报", /^https?:\/\//.test(office.platform) ? make("a", { href: office.platform, rel: "noreferrer" }, office.platform) : office.platform);
  const phone = office.phones?.[0] ?? committee.phones[0];
  if (phone) row("问谁", ...dial(phone));
  return make("dl", { class: "where" }, ...rows);
}

/* What is entrusted to a committee that is not in the registry. */
export function outside(page, one) {
  return make("article", { class: "hit entrusted" }, make("h3", null, one.name), make("p", { class: "chips" }, make("span", { class: "chip off" }, "没有在本登记册登记")),
    make("p", { class: "why" }, make("b", null, SAID.entrusted[0]), "受", link(page, one.by), `委托${limited(one.some)}${quoted(one.words)}。`, ...(one.by.phones[0] ? ["咨询委托单位 ", ...dial(one.by.phones[0])] : [])));
}

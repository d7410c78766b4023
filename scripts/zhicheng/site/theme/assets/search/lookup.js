/* What is found by its name: committees by names, numbers and offices, rules by their codes, pages and guides by their titles and texts. */
import { isAbout } from "./answers.js";
import { NUMBER, OF_NAME, OF_OFFICE, documentNumbers, flat, isShort, normal, spread } from "./words.js";
import { asRead } from "./typed.js";
import { N_ } from "../language.js";

const KINDS = { committee: N_("评审委员会"), rule: N_("审查规则"), page: N_("网页"), guide: N_("指南") };
const ASKED_FOR = 59; // of a page whose words are asked for
export const SHORT_NAME = 57; // points, from which on a word is understood as a name
const digits = (text) => text.replace(/\D/g, "");
const plainOf = (text) => normal(text).replace(/[\s《》“”（）()、，。]/g, "");

const numbers = (phones) => phones.map((phone) => digits(phone.replace(/转.*$/, "")));

/* The names and numbers of a directory, made at the first question for them. */
function entries(directory, pages) {
  if (directory._entries) return directory._entries;
  const found = [];
  for (const one of directory.committees) {
    const office = one.office || {};
    const phones = (one.phones || []).concat(office.phones || [], office.supervision || []);
    found.push({
      kind: "committee",
      url: `committees/${encodeURIComponent(one.id)}/`,
      title: one.name,
      plain: plainOf(one.name),
      also: [one.organiser, office.name].filter(Boolean).map(plainOf),
      note: one.organiser || "",
      id: one.id,
      area: one.area,
      levels: flat(one.reviews.map(({ levels }) => levels)),
      phones: numbers(phones),
      documents: flat((one.documents || []).map((text) => documentNumbers(text).map((said) => ({ ...said, text })))),
      past: one.status !== "active",
    });
  }
  for (const [url, title, text] of pages) {
    const rule = url.match(/^rules\/([A-Z]\d{3})\/$/);
    found.push({
      kind: rule ? "rule" : "page",
      url,
      title,
      plain: plainOf(title),
      also: [],
      note: text,
      id: rule ? normal(rule[1]) : null,
      phones: [],
    });
  }
  const { name, phones = [], supervision = [] } = directory.centre;
  if (name)
    found.push({
      kind: "page",
      url: "about/#contact",
      title: name,
      plain: plainOf(name),
      also: [],
      note: phones.join(" "),
      id: null,
      phones: numbers(phones.concat(supervision)),
    });
  directory._entries = found;
  return found;
}

/* The office that a question names, where it asks for no title or specialty, as one word behind its place: 副高 某地 教育局 → 某地教育局; else nothing. */
function officeOf({ subject, parts }) {
  const named = parts.filter((part) => part.named && !part.alone && !part.not);
  const places = parts.filter((part) => part.area && !part.not);
  return subject || named.length !== 1
    ? ""
    : plainOf(
        places
          .concat(named)
          .map((part) => part.word)
          .join(""),
      );
}

/* An office by what it is called: {codes, rest}, the places that stand in front of it (某州教育局: of no other 州), and what is behind them. */
function officeAt(directory, office) {
  const { places } = directory.words;
  let place = office.length - 2;
  while (place > 1 && !places.has(office.slice(0, place))) place--;
  return place > 1 ? { codes: places.get(office.slice(0, place)), rest: office.slice(place) } : { codes: [], rest: office };
}

/* Whether an office by its short name is the one that has set up a committee. */
const isOf = (directory, one, { codes, rest }) =>
  (!codes.length || codes.some((code) => directory.within(one.area).has(code))) && one.also.some((name) => isShort(name, rest));

/* Whether a committee reviews one of the levels asked for: who asks 某县教育局 for 副高 is not answered by a committee for 中级. */
const hasOneOf = (levels, one) => !levels.length || levels.some((level) => (one.levels || []).includes(level));

/* The document of a committee that a question names best, {points, text}: with what stands in front of its number, with a piece of that, by the number
   alone; null where it names none. */
function byDocument(asked, { documents }) {
  let best = null;
  for (const { of, number, text } of documents || [])
    for (const one of asked) {
      const points = one.number !== number ? 0 : !of || one.of.endsWith(of) ? 90 : one.of && of.endsWith(one.of) ? 85 : one.of ? 0 : 80;
      if (points > (best ? best.points : 0)) best = { points, text };
    }
  return best;
}

/* What is found by its name: at most `most` of {kind, url, title, note, points}, the best first; from 80 points on the name itself was typed. Beside
   an answer about a title only things of exactly that name are given. */
export function lookup(directory, pages, guides, typed, answer, most = 8) {
  const question = asRead(typed, directory.simple).trim();
  const whole = plainOf(question)
    .replace(/^(规则|审查规则|电话)|(电话|号码|联系方式|在哪里?|怎么样)$/g, "")
    .replace(OF_NAME, "");
  const { levels } = answer.want;
  const offices = [whole.replace(OF_OFFICE, ""), officeOf(answer)]
    .filter((text) => text.length > 2)
    .map((text) => officeAt(directory, text));
  const words = normal(question)
    .split(/[\s,，、;；。?？!！]+/)
    .filter((word) => word && !/^(规则|电话|号码)$/.test(word));
  const onlyNumber = digits(question).length > 5 && /^[\d\s()（）+转–-]+$/.test(question.trim());
  const within = onlyNumber ? null : question.split(/[\s,，、;；。?？!！]+/).find((word) => NUMBER.test(normal(word)));
  const number = digits(onlyNumber ? question : within || "");
  const isNumber = number.length > 5;
  const documents = isNumber ? [] : documentNumbers(question);
  const ruleCodes = normal(question).match(/\b[a-z]\d{3}\b/g) || [];
  const found = [];
  const asked = normal(question);
  if (whole.length < 2) return found;
  for (const one of entries(directory, pages)) {
    let points = 0;
    let office = null;
    let paper = null; // the document by which it is found
    if (isNumber)
      points = one.phones.some((phone) => phone === number)
        ? 90
        : one.phones.some((phone) => phone.endsWith(number) || (phone.length > 6 && number.endsWith(phone)))
          ? 60
          : 0;
    else if (one.id && (one.id === whole || one.id === words[0] || ruleCodes.includes(one.id))) points = 100;
    else if (one.plain === whole) points = 95;
    else if (documents.length && (paper = byDocument(documents, one))) points = paper.points;
    else if (one.also.includes(whole)) points = 80;
    else if (whole.length > 3 && one.also.some((name) => name.includes(whole))) points = 70;
    else if (whole.length > 3 && one.plain.includes(whole)) points = 60;
    else if (one.phones.length && one.plain.length > 8 && whole.includes(one.plain))
      points = 70; // its whole name within more
    else if (hasOneOf(levels, one) && (office = offices.find((some) => isOf(directory, one, some))))
      points = SHORT_NAME + (office.codes.includes(one.area) ? 1 : 0);
    else if (one.kind === "page" && one.plain.startsWith(whole)) points = 55;
    else if (words.length > 1 && words.every((word) => (one.plain + one.also.join("")).includes(word))) points = 30;
    else if (one.kind === "page" && whole.length > 1 && one.plain.includes(whole)) points = 40;
    else if (one.kind === "committee" && whole.length > 3 && /评委会?$/.test(whole) && spread(one.plain, whole))
      points = answer.subject ? 20 : 42; // 建工高评委
    else if (one.kind !== "committee" && whole.length > 2 && one.note.includes(whole)) points = 10;
    if (points) found.push({ ...one, paper: paper && paper.text, points: points - (one.past ? 5 : 0) });
  }
  for (const [url, title, text] of isNumber ? [] : guides || []) {
    const plain = plainOf(title);
    const developers = /^developers\//.test(url);
    const operators = !developers && !/^guide\/public\//.test(url) && url !== "data/";
    const points = plain.endsWith(whole)
      ? 58
      : plain.includes(whole)
        ? 45
        : words.every((word) => normal(title + text).includes(word))
          ? 12
          : 0;
    if (points)
      found.push({
        kind: "guide",
        url,
        title,
        note: text,
        points: developers ? 1 : points - (operators ? 8 : 0) - (url.includes("#") ? 1 : 0),
      });
  }
  const ofPlace = answer.want.areas.length === 1 ? `areas/${answer.want.areas[0]}/` : null; // 成都有几个评委会: those of that place
  const answering = new Set(
    Array.from(directory.words.pages)
      .filter(([word]) => asked.includes(word))
      .map(([, url]) => (url === "committees/" && ofPlace) || url),
  );
  for (const url of answering) {
    const known = found.find((one) => one.url === url);
    const is = (list) => (list || []).find(([address]) => address === url);
    const guide = is(guides);
    const one = guide || is(pages);
    if (known) known.points = Math.max(known.points, ASKED_FOR);
    else if (one) found.push({ kind: guide ? "guide" : "page", url, title: one[1], note: one[2], points: ASKED_FOR });
  }
  found.sort((a, b) => b.points - a.points || a.title.length - b.title.length || (a.url < b.url ? -1 : 1));
  return found
    .filter(({ points }) => points >= 40 || !isAbout(answer))
    .filter(({ paper }, at) => at < most || paper) // one document may set up many
    .map((one) => ({ ...one, label: KINDS[one.kind] }));
}

/* Whether the question is the name of an organisation (某某文旅局) and nothing else: then the committees for its place are not asked for. */
export const isNamed = ({ subject, parts }, found) =>
  !subject && found.length > 0 && found[0].points >= SHORT_NAME && parts.some((part) => part.named || part.known === false);

/* A key by which two lists of results are compared. */
export const urls = (found) => found.map(({ url }) => url).join("\n");

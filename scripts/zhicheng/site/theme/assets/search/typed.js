/* A question as it is typed → as it is read: evens out different ways to write the same, before any word is understood. */
import { normal, numeral } from "./words.js";

const ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ";
const WIDE = /[０-９Ａ-Ｚａ-ｚ－]/;
const TONES = {
  ā: "a",
  á: "a",
  ǎ: "a",
  à: "a",
  ō: "o",
  ó: "o",
  ǒ: "o",
  ò: "o",
  ē: "e",
  é: "e",
  ě: "e",
  è: "e",
  ī: "i",
  í: "i",
  ǐ: "i",
  ì: "i",
  ū: "u",
  ú: "u",
  ǔ: "u",
  ù: "u",
  ǖ: "ü",
  ǘ: "ü",
  ǚ: "ü",
  ǜ: "ü",
  '"': " ",
};

/* One character for one, so that a place in a word is that place in what it means: of a character that is several ones elsewhere (…, Ⅱ) these, a
   traditional one as `simple` (character → character) has it, and letters without their tones. */
function oneForOne(question, simple) {
  return Array.from(question.normalize("NFC"), (one) => {
    const roman = ROMAN.indexOf(one.toUpperCase());
    const same = TONES[one] || (simple && simple.get(one)) || (WIDE.test(one) ? one.normalize("NFKC") : one);
    const whole = normal(same);
    return roman >= 0 ? numeral(roman + 1) : whole.length === same.length ? same : whole.replace(/^\.+$/, " ");
  }).join("");
}

const UNSEEN = /[\u200b-\u200f\u2060\ufe0f\ufeff\u20e3]/g; // within what was pasted
const EMOJI = /[\ud83c-\ud83e][\udc00-\udfff]|[\u2600-\u27bf\u2b00-\u2bff]/g;
const IN_DIGITS = /(^|[^\d〇零一二三四五六七八九十])(1[0-3]|[1-9])级/g; // 2级教师, 专技5级; no 2019级
const APART = /(^|\s)((?:[\u4e00-\u9fff]\s+)+[\u4e00-\u9fff])(?=\s|$)/g; // 护 士
const PLACE = "([^\\s,，、;；。?？!！除]{2,10}自治[州县区旗]|[^\\s,，、;；。?？!！除]{2,8}?)";
const BUT = new RegExp(`(?:除了?|除去|除开)?${PLACE}(?:以外|之外|除外)(?:的)?|除了?${PLACE}外(?![科语国地省])(?:的)?`, "g"); // 某地以外的
const ACTS = /([评报考])(?=审计(?![划分算]))/g; // 评审计系列 is no 评审 of anything
const WORKS = /(.)(?=(?:工作)?单位(?:地址)?在|现在[在到是调])/g; // 户口在某地单位在某地
const WORKING = /(在[^\s,，、;；。?？!！]{1,16}?[局厅委院部所站厂矿司校行社馆队园场])(上班|工作|任职|就职|供职)/g; // 在科技厅上班
const AT_WORK = /([局厅委院部所站厂矿司校行社馆队园场])(上班)/g;
const RISING = /[一二三四]级([^\s,，、;；。?？!！]{0,4}?)(?:晋升|晋级|升|评|到)(?:到|为|成)?(?=[一二三]级|高级|副高|正高)/g; // 二级升一级
const MOVED = /从[^\s,，、;；。?？!！]{2,8}?[调转][到往去入来回]了?/g; // 从某地调到某地
/* A telephone number by itself, without the code of the country and what is dialled within the office: +86-998-…, …转801, …-8. */
const PHONE =
  /(^|[^\d-])((?:\+|00)86[-\s]?)?([(（]?0?\d{2,3}[)）]?[-–—\s.]?)?(\d{7,8})(?:\s*(?:转|分机|ext\.?|-)\s*\d{1,5}(?:号|分机)?)?(?!\d)/gi;
const phone = (whole, before, country, area, number) =>
  area && !country && !/^[(（]?0/.test(area)
    ? whole
    : `${before} ${area && !/^[(（]?0/.test(area) ? "0" : ""}${(area || "").replace(".", "-")}${number} `;

export function asRead(question, simple) {
  return oneForOne(question.replace(UNSEEN, "").replace(EMOJI, " "), simple)
    .replace(IN_DIGITS, (_, before, number) => `${before}${numeral(number)}级`)
    .replace(APART, (_, before, characters) => before + characters.replace(/\s+/g, ""))
    .replace(BUT, (_, some, other) => ` 除了${some || other} `)
    .replace(ACTS, "$1 ")
    .replace(WORKS, "$1 ")
    .replace(WORKING, "$1 $2 ")
    .replace(AT_WORK, "$1 $2 ")
    .replace(RISING, "$1 ")
    .replace(MOVED, " $& ")
    .replace(PHONE, phone);
}

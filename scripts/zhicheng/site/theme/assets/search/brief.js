/* The parts of an answer that the header and /find/ have in common: its one line, what was understood, and what was found by name. The header shows
   each committee in a line, /find/ as a card (hits.js). */
import { isAbout, nearest } from "./answers.js";
import { dial } from "./hits.js";
import { isNamed } from "./lookup.js";
import { make } from "../nodes.js";
import { TEACHING } from "./words.js";
import { THERE, USABLE } from "./verdicts.js";
import { N_, t, tNodes, tn } from "../language.js";

const NOBODY = {
  expired: () => t("原来评审这一项的，有效期已满，还没有新的登记。"),
  withdrawn: () => t("原来评审这一项的，已经撤销登记。"),
  closed: () => t("评审这一项的，只受理本单位、本系统的人员。"),
  excluded: () => t("评审这一项的，登记写明不受理这里或者这类单位的人员。"),
  level: (place) =>
    place ? t("%(place)s有评审这一专业的，但是不评这一层级。", { place }) : t("登记册里有评审这一专业的，但是不评这一层级。"),
  area: (place) =>
    place
      ? t("别的地方有评审这一项的，但是%(place)s的人员不在受理范围。", { place })
      : t("别的地方有评审这一项的，但是这里的人员不在受理范围。"),
  unknown: () => t("登记册里没有评审这一专业的。"),
};
const LACKS = { area: N_("地区不符"), level: N_("层级不符"), past: N_("现在不受理"), both: N_("地区、层级不符"), closed: N_("限内部人员") };

export const quotes = (words) => words.map((word) => t("“%(word)s”", { word })).join("");

/* The answer in one line, and why there is nobody. */
export function headline(directory, place, { hits, named, own, examined, usable, nobody, noTitles, subject }) {
  if (noTitles.length && !subject) return [make("p", { class: "answer" }, t("不在职称评审范围内"))];
  const number = (...verdicts) => hits.filter((one) => verdicts.includes(one.verdict)).length;
  const can = number("competent", "entrusted") + new Set(named.map(({ name }) => name)).size;
  const text = () => {
    if (can) return place ? tn("可以在%(place)s评：有 %(n)s 个评审委员会", can, { place }) : tn("可以评：有 %(n)s 个评审委员会", can);
    if (number("part")) return tn("只有一部分地区可以评：有 %(n)s 个评审委员会", number("part"));
    if (number("recognised")) return t("不用评审：考核认定");
    if (examined && !number("possible")) return t("不用评审：考试合格就取得");
    if (own.length) return tn("本单位、本系统的人员可以评：有 %(n)s 个评审委员会", own.length);
    if (usable) return tn("先问一问：有 %(n)s 个评审委员会可能受理", usable);
    if (!subject) return t("没有看懂您要查什么");
    return place ? t("登记册里没有评审委员会在%(place)s评这一项", { place }) : t("登记册里没有评审委员会评这一项");
  };
  const why = own.length
    ? make("p", { class: "why" }, t("您写的单位自己有评审委员会，只受理本单位、本系统的人员，请先看它。"))
    : nobody &&
      make(
        "p",
        { class: "why nobody" },
        subject ? NOBODY[nobody](place) : t("登记册里没有这样的专业、职称或者地方。请写出专业、层级或地区。"),
      );
  return [make("p", { class: "answer" }, text()), why].filter(Boolean);
}

/* The sentences on words that were taken for others, and on words that nobody here knows. */
export function remarks(directory, answer, others) {
  const found = [];
  const meant = answer.parts.filter((part) => part.meant);
  for (const part of meant.filter((one, i) => meant.findIndex(({ meant: its }) => its === one.meant) === i))
    found.push(
      make(
        "p",
        null,
        t("您要查的是%(meant)s吗？没有找到“%(typed)s”，已经按它查找。", {
          meant: part.area ? others(part.area) : `“${part.meant}”`,
          typed: part.typed,
        }),
      ),
    );
  const denied = (answer.denied || []).map(({ not }) => not);
  if (denied.length)
    found.push(
      make(
        "p",
        { class: "denied" },
        t("您写了%(words)s：查找时没有用这些条件，只评这些的也没有列出。", { words: quotes(Array.from(new Set(denied))) }),
      ),
    );
  if (answer.dropped)
    found.push(
      make(
        "p",
        { class: "unknown" },
        t("登记册里这一职称不分%(words)s这样的专业，查找时没有用这个词。", { words: quotes(answer.dropped) }),
      ),
    );
  if (answer.apart) found.push(make("p", null, t("没有哪个专业这几个词都有，已经分别查找。")));
  if (answer.left)
    found.push(
      make(
        "p",
        { class: "unknown" },
        t("没有哪个专业这几个词都有，查找时没有用%(words)s；它很重要的，请换一种说法，或者先咨询。", {
          words: quotes(asTyped(answer, answer.left)),
        }),
      ),
    );
  if (answer.foreign) found.push(make("p", { class: "unknown" }, foreign(directory, answer)));
  const absent = lacking(directory, answer);
  if (absent.length)
    found.push(make("p", { class: "unknown" }, t("这里没有找到评审%(series)s的评审委员会。", { series: absent.join(t("、")) })));
  if (answer.unknown.length) {
    found.push(
      make(
        "p",
        { class: "unknown" },
        t(
          answer.subject
            ? N_("没有认出%(words)s，查找时没有用这个词；它很重要的，请换一种说法，或者先咨询。")
            : N_("没有认出%(words)s，请换一种说法。"),
          { words: quotes(answer.unknown) },
        ),
      ),
    );
  }
  return found;
}

/* Of the series that a word has in common (教师), the names of those that nobody reviews for the place and the levels asked for, where others are reviewed. */
function lacking(directory, { want, hits }) {
  const [word] = want.titles || want.series ? [] : want.texts.filter((text) => TEACHING.test(text));
  const those = word ? directory.seriesNamed(word) : [];
  const there = new Set(hits.filter(({ verdict }) => THERE.has(verdict)).map(({ review }) => review.series));
  return those.some(({ id }) => there.has(id)) ? those.filter(({ id }) => !there.has(id)).map(({ name }) => name) : [];
}

const asTyped = ({ parts }, texts) => texts.map((text) => (parts.find((part) => part.text === text && part.word) || { word: text }).word);

/* The sentence that the series of the title does not have a specialty, which was left out, or asked for in the series that have it. */
function foreign(directory, answer) {
  const { series, levels, texts, others } = answer.foreign;
  const names = (ids) => ids.map((id) => (directory.series.get(id) || { name: id }).name).join(t("、"));
  const values = {
    words: quotes(asTyped(answer, texts)),
    series: names(series),
    others: names(others),
    levels: directory.levelNames(levels),
  };
  return t(
    others.length
      ? N_("登记册里%(words)s不是%(series)s的专业，查找时用的是%(others)s%(levels)s。")
      : N_("登记册里%(words)s不是%(series)s的专业，查找时没有用这个词。"),
    values,
  );
}

/* The sentences on words that are no title to be reviewed, and what they are. */
export function noTitles(answer) {
  return answer.noTitles.map(({ name, about }) =>
    make(
      "div",
      { class: "notice no-title" },
      make("p", null, make("strong", null, t("%(name)s：", { name })), about || t("这是职业资格，由考试取得，不评审。")),
    ),
  );
}

/* The sentences on other things that were said (退休, 援疆), as the vocabulary has them. */
export const notes = (answer) => answer.notes.map((about) => make("div", { class: "notice note" }, make("p", null, about)));

/* The examinations that are to be passed instead or before, as notes. */
export function examinations(directory, answer) {
  const lines = answer.exams.map(({ series, levels, exam }) =>
    make(
      "p",
      null,
      make(
        "strong",
        null,
        t(
          exam.method === "exam"
            ? N_("%(series)s%(levels)s：由全国考试取得，不由评审委员会评审。")
            : N_("%(series)s%(levels)s：先参加全国考试，合格后再申报评审。"),
          { series: directory.series.get(series).name, levels: directory.levelNames(levels) },
        ),
      ),
      t("考试是%(exam)s，由%(held_by)s组织。", exam),
      exam.note,
    ),
  );
  return lines.length ? [make("div", { class: "notice exams" }, ...lines)] : [];
}

/* Examinations of some specialties that nothing shown has named. */
export function partly(directory, answer, shown) {
  const lines = answer.partly
    .filter(({ exam }) => !shown.includes(exam.exam))
    .map(({ series, levels, exam }) =>
      make(
        "p",
        null,
        t("%(series)s%(levels)s，部分专业另有全国考试：%(exam)s，由%(held_by)s组织；考试设有的专业，要先看考试。", {
          ...exam,
          series: directory.series.get(series).name,
          levels: directory.levelNames(levels),
        }),
      ),
    );
  return lines.length ? [make("div", { class: "notice exams" }, ...lines)] : [];
}

/* Where nobody may review: who comes nearest and what they lack, and whom to ask. `listed` shows those who come nearest. */
export function near(site, directory, answer, today, listed = inLines) {
  const some = nearest(directory, answer.want, today, answer.hits);
  const found = some.length ? [listed(site, directory, some)] : [];
  if (site.centre.phones && site.centre.phones.length)
    found.push(
      make(
        "p",
        { class: "why ask-centre" },
        ...tNodes("都不合适的，请咨询%(whom)s。", { whom: [site.centre.name || "", " ", ...dial(site.centre.phones[0])] }),
      ),
    );
  return found;
}

const nameLink = (site, committee) => make("a", { href: `${site.root}committees/${encodeURIComponent(committee.id)}/` }, committee.name);

const inLines = (site, directory, some) =>
  make(
    "div",
    { class: "notice nearest" },
    make("p", null, t("最接近的：")),
    make(
      "ul",
      null,
      ...some.map(({ hit: { committee }, lacks }) =>
        make(
          "li",
          null,
          nameLink(site, committee),
          t("（%(lacks)s）", { lacks: t(LACKS[lacks]) }),
          ...((committee.phones || [])[0] ? dial(committee.phones[0]) : []),
        ),
      ),
    ),
  );

/* The same as a table: what each lacks, what there is instead, and what to do about it. */
export function nearTable(site, directory, some) {
  const heads = [N_("最接近的评审委员会"), N_("差在哪里"), N_("怎么办"), N_("问谁")].map((name) => t(name));
  const has = {
    level: (hit) => t("评%(levels)s", { levels: levelsOf(directory, hit) }),
    past: (hit) => hit.standing.text,
    closed: () => t("只受理本单位、本系统的人员"),
    area: (hit) => t("只受理%(places)s", { places: placesIn(site, directory, hit.committee) }),
  };
  has.both = (hit) => `${has.level(hit)}；${has.area(hit)}`;
  const instead = {
    level: (hit) => t("申报%(levels)s的，可以向它咨询", { levels: levelsOf(directory, hit) }),
    past: ({ committee }) => (committee.status === "active" ? t("可能正在重新核准备案，请先打电话问") : t("请看由哪一个评审委员会承接")),
    area: () => t("能否委托它评审，请先咨询"),
    both: () => t("请先咨询"),
    closed: () => t("属于这个单位、系统的，可以向它申报"),
  };
  const row = ({ hit, lacks }) => {
    const { committee } = hit;
    const phone = ((committee.office || {}).phones || [])[0] || (committee.phones || [])[0];
    const cells = [
      [nameLink(site, committee)],
      [make("span", { class: "gap" }, t(LACKS[lacks])), " ", has[lacks](hit)],
      [instead[lacks](hit)],
      phone ? dial(phone) : [],
    ];
    return make("tr", null, ...cells.map((nodes, i) => make(i ? "td" : "th", i ? { "data-label": heads[i] } : { scope: "row" }, ...nodes)));
  };
  return make(
    "table",
    { class: "plain near nearest" },
    make("thead", null, make("tr", null, ...heads.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", null, ...some.map(row)),
  );
}

const levelsOf = (directory, hit) => directory.levelNames([...new Set(hit.told.map(({ level }) => level))]);
const placesIn = (site, directory, { scope, units = [], places = [] }) =>
  [
    ...scope.map((code) => directory.placeName(code, site.whole)),
    ...units.map((code) => (directory.units.get(code) || { name: code }).name),
    ...places,
  ].join(t("、"));

/* What is found by name, as a list of links. */
export function byName(site, found) {
  if (!found.length) return [];
  const line = (one) => {
    const more = one.kind === "committee" ? one.paper : one.note;
    return make(
      "li",
      null,
      make("a", { href: site.root + one.url }, one.title),
      make("span", { class: "why" }, " ", t(one.label), more ? ` · ${more.slice(0, 60)}` : ""),
    );
  };
  return [
    make(
      "div",
      { class: "by-name" },
      make("p", { class: "by-name-head" }, t("名称、电话、规则和指南")),
      make("ul", { class: "links" }, ...found.map(line)),
    ),
  ];
}

const FEW = 12;

/* A committee in a line: its verdict, name, and whom to call. */
function line(site, said, { committee, verdict }) {
  const phone = ((committee.office || {}).phones || [])[0] || (committee.phones || [])[0];
  return make(
    "article",
    { class: `hit brief ${verdict}` },
    make(
      "h3",
      { role: "presentation" },
      make("a", { href: `${site.root}committees/${encodeURIComponent(committee.id)}/` }, committee.name),
    ),
    make("p", { class: "why" }, said[verdict] ? `${t(said[verdict])} ` : "", ...(phone ? dial(phone) : [])),
  );
}

const SHORT = {
  competent: N_("可以申报"),
  entrusted: N_("受委托评审"),
  part: N_("只受理一部分地区"),
  recognised: N_("考核认定"),
  possible: N_("先问一问"),
  closed: N_("限内部人员"),
  elsewhere: N_("先看是否另办"),
  examined: N_("以考代评"),
  excluded: N_("不受理"),
  past: N_("现在不受理"),
};

/* The whole answer in brief, as nodes. */
export function brief(site, directory, answer, found, today, place) {
  const shown = [];
  const names = byName(site, found);
  if (isNamed(answer, found)) return names;
  shown.push(...notes(answer));
  if (found.length && (found[0].points >= 80 || !answer.subject)) shown.push(...names.splice(0));
  if (isAbout(answer)) {
    shown.push(
      make(
        "div",
        { class: "understood" },
        ...remarks(directory, answer, (code) => directory.placeName(code, site.whole)),
        ...also(site, directory, answer),
      ),
      ...headline(directory, place, answer),
      ...noTitles(answer),
      ...examinations(directory, answer),
    );
    const hits = answer.own.concat(answer.hits.filter(({ verdict }) => USABLE.has(verdict)));
    shown.push(...hits.slice(0, FEW).map((one) => line(site, SHORT, one)));
    shown.push(...answer.named.map((one) => make("p", { class: "hit brief entrusted" }, one.name, t("（没有在本登记册登记）"))));
    shown.push(...partly(directory, answer, ""));
    if (!hits.length && !answer.named.length && answer.subject && !answer.examined) shown.push(...near(site, directory, answer, today));
  } else if (answer.unknown.length && !found.length)
    shown.push(make("div", { class: "understood" }, ...remarks(directory, answer, String)), ...headline(directory, place, answer));
  return shown.concat(names);
}

/* Other places that a word may mean, to be asked about instead. */
export function also(site, directory, answer) {
  const places = answer.parts.filter((part) => part.area && !part.unit && !part.place && !part.not);
  const one = places.length === 1 && (places[0].others || []).length ? places[0] : null;
  if (!one) return [];
  const rest = answer.parts
    .filter((part) => part !== one)
    .map((part) => part.word)
    .filter(Boolean)
    .join(" ");
  const links = one.others.flatMap((code, i) => [
    i ? t("、") : "",
    make("a", { href: site.asking(rest, code) }, directory.placeName(code, site.whole)),
  ]);
  return [make("p", null, ...tNodes("您要查的是%(place)s吗？", { place: links }))];
}

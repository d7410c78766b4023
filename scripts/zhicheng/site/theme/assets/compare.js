/* The page /compare/: two or three committees side by side, from their records in the API. Text of records only ever becomes text nodes. */
import { t, tn, tNodes } from "./language.js";
import { fill, make } from "./nodes.js";

const page = document.getElementById("compare");
const answer = document.getElementById("answer");
const versus = document.getElementById("versus");
const form = page.querySelector("form");
const root = page.dataset.root;
const labels = JSON.parse(document.getElementById("fields").textContent);
const KEYS = ["a", "b", "c"];

const notice = (...children) => make("div", { class: "notice bad" }, ...children.map((text) => make("p", null, text)));
const asked = new Map();

/* What the API has at an address: fetched once, and again after a failure. */
function load(path) {
  if (!asked.has(path)) {
    const reply = fetch(`${root}api/v1/${path}`).then((found) => {
      if (!found.ok) throw new Error(`${found.status}`);
      return found.json();
    });
    asked.set(path, reply);
    reply.catch(() => asked.delete(path));
  }
  return asked.get(path);
}

/* The rows of a record: group, label, and the texts that are compared one by one. What is not registered has no row. */
function rows(record, { series, areas, units }) {
  const found = [];
  const add = (group, label, texts) => {
    const kept = texts.filter(Boolean);
    if (kept.length) found.push({ group, label, texts: [...new Set(kept)] });
  };
  const who = t("能不能在这里评");
  const how = t("怎样评");
  const when = t("时间和联系");
  const name = (id) => (series.get(id) || { name: id }).name;
  const several = new Set(record.reviews.map((one) => one.series)).size > 1;
  const { levels } = labels;
  const levelName = (level) => new Map(levels).get(level) || level;
  const { scope } = record;
  const excludes = [...(scope.excludes || []), ...record.reviews.flatMap((one) => one.excludes || [])];
  add(who, t("评审地域"), [
    ...(scope.areas || []).map((code) => areas.get(code) || code),
    ...(scope.units || []).map((code) => units.get(code) || code),
    ...(scope.places || []),
  ]);
  for (const id of new Set(record.reviews.map((one) => one.series))) {
    const of = record.reviews.filter((one) => one.series === id);
    const titles = (series.get(id) || {}).titles || {};
    add(
      who,
      several ? t("层级和职称（%(series)s）", { series: name(id) }) : t("层级和职称"),
      levels
        .filter(([level]) => of.some((one) => one.levels.includes(level)))
        .map(([level, label]) => [label, (titles[level] || []).join(t("、"))].filter(Boolean).join(t("：")) + ways(of, level)),
    );
    const catalog = new Map();
    for (const one of of) {
      if (one.catalog === "all") catalog.set("", [t("全部专业")]);
      else
        for (const [first, seconds] of Object.entries(one.catalog)) catalog.set(first, [...(catalog.get(first) || []), ...named(seconds)]);
    }
    for (const [first, seconds] of catalog) add(who, [several ? name(id) : "", first].filter(Boolean).join(" · ") || t("专业"), seconds);
  }
  add(who, t("职称系列"), [...new Set(record.reviews.map((one) => name(one.series)))]);
  add(who, t("受理对象"), [
    ...new Set(record.reviews.map((one) => labels.openTo[one.open_to || scope.open_to]).filter(Boolean)),
    scope.note,
  ]);
  add(
    who,
    t("谁不能报"),
    excludes.map((one) => one.words),
  );
  add(
    who,
    t("委托别处评审的"),
    (record.entrusts || []).map((one) => one.words || `${name(one.series)} ${one.levels.map(levelName).join(t("、"))}`),
  );
  add(how, t("是否答辩"), [record.defence.required ? t("须答辩") : t("不答辩"), record.defence.scope]);
  for (const table of record.scoring || []) {
    const points = new Map();
    for (const one of table.items) points.set(one.dimension, (points.get(one.dimension) || 0) + one.points);
    const label = (table.levels || []).map(levelName).join(t("、"));
    add(how, label ? t("评分（%(levels)s）", { levels: label }) : t("评分"), [
      t("满分 %(points)s 分", { points: table.total }),
      ...[...points].map(([dimension, sum]) => t("%(what)s %(points)s 分", { what: dimension, points: Math.round(sum * 100) / 100 })),
    ]);
  }
  add(how, t("评审流程"), record.procedure || []);
  add(how, t("专家来源"), [(record.expert_pool || {}).source]);
  add(how, t("专家抽取"), [(record.expert_pool || {}).draw]);
  if (record.panel) add(how, t("组成人数"), [tn("%(n)s 人", record.panel.members || record.panel.at_least)]);
  add(
    how,
    t("评审依据"),
    (record.basis || []).map((one) => [/^《/.test(one.title) ? one.title : `《${one.title}》`, one.document].filter(Boolean).join(" ")),
  );
  const last = (record.applications || []).slice(-1)[0];
  if (last) {
    add(when, t("最近一次申报"), [
      last.opens && last.closes
        ? t("%(year)s 年度：%(from)s 至 %(until)s", { year: last.year, from: last.opens, until: last.closes })
        : t("%(year)s 年度", { year: last.year }),
    ]);
    add(when, t("收费"), [last.fee]);
  }
  if (record.valid) add(when, t("有效期"), [t("%(from)s 至 %(until)s", { from: record.valid.from, until: record.valid.until })]);
  add(when, t("组建单位"), [record.organiser]);
  add(when, t("地址"), [(record.office || {}).address || record.address]);
  add(when, t("咨询电话"), [...new Set([...((record.office || {}).phones || []), ...record.phones])]);
  add(when, t("受理时间"), [(record.office || {}).hours]);
  return found;
}

/* How a level is obtained, where it is not by review alone: （以考代评）. */
function ways(reviews, level) {
  const said = [
    ...new Set(
      reviews.filter((one) => one.levels.includes(level) && one.method && one.method !== "review").map((one) => labels.methods[one.method]),
    ),
  ];
  return said.length ? t("（%(what)s）", { what: said.join(t("、")) }) : "";
}

/* The second level of a catalog: a list of names, or names with their third level. */
const named = (seconds) =>
  Array.isArray(seconds)
    ? seconds
    : Object.entries(seconds).map(([second, thirds]) => `${second}${t("（%(what)s）", { what: thirds.join(t("、")) })}`);

/* The rows of all records, in the order of the first that has each: {group, label, texts of each record, same}. */
function joined(lists) {
  const all = new Map();
  lists.forEach((list, place) =>
    list.forEach(({ group, label, texts }, at) => {
      const key = `${group}\n${label}`;
      if (!all.has(key)) all.set(key, { group, label, order: at, texts: lists.map(() => []) });
      all.get(key).texts[place] = texts;
    }),
  );
  const groups = [...new Set([...all.values()].map((row) => row.group))];
  return [...all.values()]
    .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.order - b.order)
    .map((row) => ({
      ...row,
      same: row.texts.every((texts) => texts.length === row.texts[0].length && texts.every((text) => row.texts[0].includes(text))),
    }));
}

function cell(texts, others) {
  if (!texts.length) return make("td", { class: "quiet-text" }, t("没有登记"));
  const items = texts.map((text) =>
    make("li", null, others.every((other) => other.includes(text)) ? text : make("b", { class: "only" }, text)),
  );
  return make("td", null, make("ul", { class: "plain-list" }, ...items));
}

const groups = (all) => [...new Set(all.map((row) => row.group))];
const anchor = (group, all) => `part-${groups(all).indexOf(group) + 1}`;

/* The contents of the table, as links to its parts. */
const contents = (all) =>
  make(
    "nav",
    { class: "jump no-print", "aria-label": t("本页目录") },
    ...groups(all).map((group) => make("a", { href: `#${anchor(group, all)}` }, group)),
  );

function table(records, all) {
  const head = make(
    "tr",
    null,
    make("td", null),
    ...records.map((record) =>
      make(
        "th",
        { scope: "col" },
        make("a", { href: `${root}committees/${encodeURIComponent(record.id)}/` }, record.name),
        make(
          "span",
          { class: "why" },
          [labels.authorities[record.authority] || "", record.status === "withdrawn" ? t("已撤销登记") : t("在册")]
            .filter(Boolean)
            .join(" · "),
        ),
      ),
    ),
  );
  const body = [];
  let group = "";
  for (const row of all) {
    if (row.group !== group)
      body.push(
        make(
          "tr",
          { class: "part", id: anchor(row.group, all) },
          make("th", { scope: "rowgroup", colspan: records.length + 1 }, (group = row.group)),
        ),
      );
    const label = make("th", { scope: "row" }, row.label, make("span", { class: "why" }, row.same ? t("相同") : t("不同")));
    const cells = row.same
      ? [make("td", { colspan: records.length, class: "quiet-text" }, row.texts[0].join(t("；")))]
      : row.texts.map((texts, place) =>
          cell(
            texts,
            row.texts.filter((_, other) => other !== place),
          ),
        );
    body.push(make("tr", { class: row.same ? "same" : "differs" }, label, ...cells));
  }
  return make(
    "table",
    { class: "versus" },
    make("caption", { class: "visually-hidden" }, t("并排比较")),
    make("thead", null, head),
    make("tbody", null, ...body),
  );
}

function show(records, tables) {
  const all = joined(records.map((record) => rows(record, tables)));
  const different = all.filter((row) => !row.same).length;
  const shown = table(records, all);
  const only = make("input", { type: "checkbox" });
  only.addEventListener("change", () => shown.classList.toggle("only-different", only.checked));
  fill(
    answer,
    make(
      "p",
      null,
      make("strong", null, t("%(different)s 项不同，%(same)s 项相同。", { different, same: all.length - different })),
      " ",
      make("span", { class: "quiet-text" }, ...tNodes("%(mark)s的只在这一边有。", { mark: make("b", { class: "only" }, t("加下划线")) })),
    ),
  );
  fill(versus, contents(all), make("label", { class: "only-choice" }, only, t("只看不同的")), shown);
}

const idOf = (text, list) => {
  const wanted = text.trim();
  const one = list.find(({ id, name }) => id === wanted || name === wanted);
  return one ? one.id : null;
};

/* Shows what the address asks for; says what is missing or unknown. The form stays in any case. */
async function run() {
  const wanted = new URLSearchParams(location.search);
  const given = KEYS.map((key) => (wanted.get(key) || "").trim());
  try {
    const { committees } = await load("committees.json");
    form.hidden = false;
    fill(document.getElementById("every"), ...committees.map(({ name }) => make("option", { value: name })));
    const ids = given.map((text) => text && idOf(text, committees));
    const unknown = given.filter((text, i) => text && !ids[i]);
    KEYS.forEach((key, i) => {
      const one = committees.find(({ id }) => id === ids[i]);
      form.elements[key].value = one ? one.name : given[i];
    });
    fill(versus);
    if (unknown.length) return fill(answer, notice(t("名录里没有：%(names)s。请从列出的名称里选。", { names: unknown.join(t("、")) })));
    const chosen = [...new Set(ids.filter(Boolean))];
    if (chosen.length < 2)
      return fill(
        answer,
        make(
          "p",
          null,
          given.filter(Boolean).length > 1
            ? t("选的是同一个评审委员会，请另选一个。")
            : t("请选两个或三个评审委员会：填名称里的几个字，从列出的里面选。"),
        ),
      );
    const [series, areas, ...records] = await Promise.all([
      load("series.json"),
      load("areas.json"),
      ...chosen.map((id) => load(`committees/${encodeURIComponent(id)}.json`)),
    ]);
    return show(records, {
      series: new Map(series.series.map((one) => [one.id, one])),
      areas: new Map(areas.areas.map((one) => [one.code, one.name])),
      units: new Map((areas.units || []).map((one) => [one.code, one.name])),
    });
  } catch (error) {
    form.hidden = false;
    return fill(answer, notice(t("没能读取登记的内容。"), t("请检查网络，再点一次“比较”。从磁盘上打开的页面读不到，要放在网站上。")));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = new URLSearchParams(KEYS.map((key) => [key, form.elements[key].value.trim()]).filter(([, text]) => text));
  history.pushState(null, "", `?${query}`);
  run();
});
addEventListener("popstate", run);
run();

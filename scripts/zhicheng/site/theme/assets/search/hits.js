/* The card of a committee on the page /find/: its verdict and the reasons; beside it when and where to apply, and whom to ask. An examination that is
   the answer has such a card too. Text of records only ever becomes text nodes. */
import { EVERY } from "./directory.js";
import { exclusionsOf, openTo, successors } from "./verdicts.js";
import { flat, normal } from "./words.js";
import { N_, t, tNodes, tn } from "../language.js";
import { make } from "../nodes.js";

/* Text with the words that were asked for marked in it. */
function marked(text, words) {
  const plain = normal(text);
  if (plain.length !== text.length) return [text];
  const hit = words
    .map((word) => [plain.indexOf(word), word.length])
    .filter(([at]) => at >= 0)
    .sort((a, b) => a[0] - b[0])[0];
  if (!hit) return [text];
  const [at, length] = hit;
  return [text.slice(0, at), make("mark", null, text.slice(at, at + length)), text.slice(at + length)];
}

export function dial(text) {
  const number = text.match(/\+?[0-9][0-9 -]{4,}[0-9]/);
  if (!number) return [text];
  const end = number.index + number[0].length;
  const extension = text.slice(end).match(/^\s*转\s*([0-9]{1,6})/);
  const stop = end + (extension ? extension[0].length : 0);
  const link = make(
    "a",
    { href: `tel:${number[0].replace(/[^0-9+]/g, "")}${extension ? "," + extension[1] : ""}`, class: "nowrap" },
    text.slice(number.index, stop),
  );
  return [text.slice(0, number.index), link, text.slice(stop)];
}

/* Where titles are valid, in words: [all titles of a committee, some of them]. */
const VALID_IN = {
  grassroots: [N_("评出的职称限基层有效。"), N_("其中有的评审评出的职称限基层有效，请看登记。")],
  targeted: [N_("评出的职称为定向评价、定向使用。"), N_("其中有的评审评出的职称为定向评价、定向使用，请看登记。")],
};
const CLOSED = {
  unit: [N_("限本单位"), N_("只受理本单位的人员，其他单位的人员不能在这里申报。")],
  system: [N_("限本系统"), N_("只受理本系统的人员，其他单位的人员不能在这里申报。")],
};
/* The first words of a card by verdict. Where people may be excluded it never says 有权评审. */
const SAID = {
  entrusted: N_("受委托评审"),
  part: N_("部分人员可以申报"),
  recognised: N_("考核认定"),
  possible: N_("请先咨询"),
  closed: N_("限内部人员"),
  elsewhere: N_("先看是否另办"),
  examined: N_("以考代评"),
  excluded: N_("不受理"),
  past: N_("现在不受理"),
};
/* The word before the reasons of a verdict, and their tone: "" speaks for it, mind has to be considered, against speaks against it. */
const RESTS_ON = {
  recognised: [N_("认定"), ""],
  examined: [N_("考试"), "mind"],
  closed: [N_("限定"), "mind"],
  elsewhere: [N_("另办"), "mind"],
  excluded: [N_("不合"), "against"],
};
/* The same for a level beside the one that the answer is about. */
const BESIDE = {
  competent: N_("评审"),
  entrusted: N_("受委托评审"),
  part: N_("评审"),
  recognised: N_("考核认定，不用评审"),
  possible: N_("是否评审，请先咨询"),
  closed: N_("限内部人员"),
  elsewhere: N_("另有评审委员会的，由它评审"),
  examined: N_("以考代评，不由评审委员会评审"),
  excluded: N_("不受理"),
};

const FEW_PATHS = 4;
const FEW_TITLES = 3;
const limited = (some) => (some.length ? t("，限%(names)s", { names: some.join(t("、")) }) : "");
const quoted = (words) => (words ? t("（“%(words)s”）", { words: words.replace(/[。；]$/, "") }) : "");

/* A line of a card: a word, and the text. `tone`: as above. */
const reason = (name, tone, ...children) => make("li", { class: tone || null }, make("b", null, name), make("span", null, ...children));

/* The two columns of a card. */
const card = (kind, what, beside) => make("article", { class: `hit ${kind}` }, make("div", { class: "what" }, ...what), beside);

/* The committee as an article. `page`: {root, whole, authorities}. */
export function hit(page, directory, answer, want, today) {
  const { committee, review, verdict, standing } = answer;
  const off = !["competent", "entrusted", "part", "recognised", "possible", "examined"].includes(verdict);
  const open = CLOSED[openTo(committee, review)];
  const [word, note] = opening(directory, answer);
  const about = [
    page.authorities[committee.authority] || committee.authority,
    make("span", { class: `standing ${standing.tone}` }, standing.text),
    ...(open ? [t(open[0])] : []),
  ];
  return card(
    `${verdict}${off ? " off" : ""}`,
    [
      make("p", { class: "verdict" }, t(word), note && " ", note && make("span", null, t(note))),
      make(
        "h3",
        null,
        make(
          "a",
          { href: `${page.root}committees/${encodeURIComponent(committee.id)}/` },
          ...marked(committee.name, answer.quality === 4 ? want.texts : []),
        ),
      ),
      make("p", { class: "sub" }, ...about.flatMap((one, i) => [i ? " · " : "", one])),
      make(
        "ul",
        { class: "reasons" },
        ...(verdict === "past"
          ? [specialties(directory, answer, want), ...over(page, directory, committee)]
          : reasons(page, directory, answer, want)),
      ),
    ],
    ["excluded", "past"].includes(verdict) ? whom(committee) : where(page, committee, today),
  );
}

/* The beginning of a card: the verdict, and what has to be considered with it. */
function opening(directory, { committee, verdict, told }) {
  if (verdict !== "competent") return [SAID[verdict], null];
  if (examinedFirst(told)) return [N_("先考后评"), null];
  const careful = committee.noted || told.some(({ review }) => exclusionsOf(committee, review).length) || someExams(directory, told).length;
  return careful ? [N_("登记范围相符"), N_("能否申报以下方说明为准")] : [N_("有权评审"), null];
}

const examinedFirst = (told) =>
  told.every(({ review, exam }) => review.method === "exam-and-review" || (exam && exam.method === "exam-and-review"));

const entrusting = (page, committee, { some, words }) =>
  tNodes("受%(by)s委托%(limit)s%(words)s。", { by: link(page, committee), limit: limited(some), words: quoted(words) });

const link = (page, committee) => make("a", { href: `${page.root}committees/${encodeURIComponent(committee.id)}/` }, committee.name);

const links = (page, committees) => committees.flatMap((one, i) => [i ? t("、") : "", link(page, one)]);

function over(page, directory, committee) {
  const next = successors(directory, committee);
  return [
    reason(t("不合"), "against", committee.status === "active" ? t("核准备案的有效期已满，请先咨询。") : t("已撤销登记。")),
    ...(next.length ? [reason(t("承接"), "", ...tNodes("承接的评审委员会：%(committees)s。", { committees: links(page, next) }))] : []),
  ];
}

/* The specialties that fit, each with what it is a part of. */
function specialties(directory, { review, match }, want) {
  const series = (directory.series.get(review.series) || { name: review.series }).name;
  const paths = directory.paths(match);
  const more = paths.length - FEW_PATHS;
  const lines = paths
    .slice(0, FEW_PATHS)
    .map((path) =>
      make(
        "span",
        { class: "path" },
        `${series} › `,
        ...marked(path.first, path.second ? [] : want.texts),
        ...[path.second, path.third].filter(Boolean).flatMap((name) => [" › ", ...marked(name, want.texts)]),
      ),
    );
  if (more > 0) lines.push(make("span", { class: "path why" }, tn("另有 %(n)s 个相符的二级专业", more)));
  return reason(t("专业"), "", ...(lines.length ? lines : marked(series, want.texts)));
}

/* The reasons of a verdict: place, levels and specialties; what speaks for it, what has to be considered, what speaks against it. */
function reasons(page, directory, answer, want) {
  const { committee, verdict, told, offers, by, reach, review } = answer;
  const levels = told.map(({ level }) => level);
  const lines = [];
  const say = (name, tone, ...children) => lines.push(reason(t(name), tone, ...children));
  say(N_("地区"), reach === "whole" || !reach ? "" : "mind", place(page, directory, answer, want));
  say(N_("层级"), "", t("含%(levels)s", { levels: directory.levelNames(levels) }), ...titleNames(directory, review, levels));
  lines.push(specialties(directory, answer, want));
  for (const one of by) say(N_("委托"), "", ...entrusting(page, one.committee, one));
  for (const one of new Map(
    told.map((other) => [`${other.verdict} ${other.why} ${other.away ? other.away.committees.map(({ id }) => id) : ""}`, other]),
  ).values()) {
    const [name, tone] = RESTS_ON[one.verdict] || [one.away && one.verdict !== "possible" ? N_("另办") : N_("先问"), "mind"];
    for (const line of because(page, directory, committee, one)) say(name, tone, ...line);
  }
  for (const [level, exam] of new Map(
    told.filter(({ exam, verdict: how }) => exam && how !== "possible").map(({ level, exam }) => [level, exam]),
  )) {
    say(
      N_("考试"),
      "mind",
      t(
        exam.method === "exam"
          ? N_("%(level)s：全国考试合格取得，%(exam)s，由%(held_by)s组织。")
          : N_("%(level)s：先参加全国考试，合格后再申报评审，%(exam)s，由%(held_by)s组织。"),
        { ...exam, level: t(directory.levels[level]) },
      ),
    );
  }
  for (const { level } of told.filter(({ review: its, exam }) => its.method === "exam-and-review" && !exam))
    say(
      N_("考试"),
      "mind",
      t("%(level)s：先通过考试，再申报评审；是哪一种考试，以评审委员会答复为准。", { level: t(directory.levels[level]) }),
    );
  for (const exam of someExams(directory, told))
    say(N_("考试"), "mind", t("部分专业另有全国考试：%(exam)s，由%(held_by)s组织；考试设有的专业，要先看考试。", exam));
  const beside = new Map(offers.filter((one) => one.verdict !== verdict).map((one) => [`${one.level} ${one.verdict}`, one]));
  for (const { level, verdict: how } of beside.values())
    say(
      N_("还有"),
      "mind",
      t(levels.includes(level) ? N_("%(level)s：其中一部分%(said)s。") : N_("%(level)s：%(said)s。"), {
        level: t(directory.levels[level]),
        said: t(BESIDE[how]),
      }),
    );
  for (const valid of new Set(told.map((one) => one.review.valid_in).filter((one) => VALID_IN[one])))
    say(N_("效力"), "mind", t(VALID_IN[valid][told.every((one) => one.review.valid_in === valid) ? 0 : 1]));
  for (const one of exclusionsOf(committee, review))
    if (!told.some(({ bar, away }) => (bar && one === bar.exclusion) || (away && one === away.exclusion)))
      say(one.where ? N_("另办") : N_("不受理"), "mind note", one.words);
  if (committee.note) say(N_("说明"), "mind note", committee.note);
  return lines;
}

/* The titles that the levels of a review give, where they are few: （工程师）. */
function titleNames(directory, review, levels) {
  const series = directory.series.get(review.series) || {};
  const all = series.tracks || [series];
  const tracks = all.filter(({ id }) => (review.tracks || []).includes(id));
  const names = Array.from(
    new Set(flat(levels.map((level) => flat((tracks.length ? tracks : all).map((one) => (one.titles || {})[level] || []))))),
  );
  return names.length && names.length <= FEW_TITLES ? [t("（%(titles)s）", { titles: names.join(t("、")) })] : [];
}

/* Examinations of some specialties only, which may decide about the one that is asked for. */
function someExams(directory, told) {
  const reviewed = told.filter(
    ({ verdict, review, exam }) =>
      ["competent", "entrusted", "part"].includes(verdict) && (review.method || "review") === "review" && !exam,
  );
  const concerns = (exam, match) =>
    !exam.about || [...directory.asked(match)].some((name) => name === EVERY || exam.about.some((word) => name.includes(word)));
  return [
    ...new Set(
      reviewed.flatMap(({ review, level, match }) =>
        ((directory.series.get(review.series) || {}).exams || []).filter(
          (exam) =>
            exam.covers === "some" && exam.route !== "one-of" && exam.certainty > 0 && exam.levels.includes(level) && concerns(exam, match),
        ),
      ),
    ),
  ];
}

function place(page, directory, { committee, reach, area: code }, want) {
  const name = (one) => directory.placeName(one, page.whole);
  const scope = [
    ...committee.scope.map(name),
    ...(committee.units || []).map((unit) => (directory.units.get(unit) || { name: unit }).name),
    ...(committee.places || []),
  ].join(t("、"));
  const area = code && name(code);
  if (!area || scope === area || scope === page.whole) return t("地域为%(scope)s", { scope });
  if (reach === "whole" && ![...directory.within(code)].some((one) => committee.covers.has(one))) {
    // it is there for the unit, wherever that is
    const units = (committee.units || []).filter((unit) => (want.units || []).includes(unit)).map((unit) => directory.units.get(unit).name);
    return units.length
      ? t("地域为%(scope)s，包括%(units)s在%(area)s的单位", { scope, area, units: units.join(t("、")) })
      : t("地域为%(scope)s", { scope });
  }
  return t(
    {
      through: N_("地域为%(scope)s，%(area)s由它管辖，是否受理请先咨询"),
      part: N_("仅受理%(scope)s人员"),
      whole: N_("地域为%(scope)s，包括%(area)s"),
    }[reach] || N_("地域为%(scope)s"),
    { scope, area },
  );
}

/* The reasons for the verdict on an offer, as sentences. */
function because(page, directory, committee, { verdict, why, bar, away, review, area }) {
  if (verdict === "closed") return [[t(CLOSED[openTo(committee, review)][1])]];
  if (verdict === "excluded") return [[t("登记写明不受理%(words)s。", { words: quoted(bar && bar.exclusion.words) })]];
  if (verdict === "recognised") return [[t("考核合格即认定，不用评审。")]];
  if (verdict === "examined") return [[t("考试合格即取得，不由评审委员会评审。")]];
  const own = away && links(page, away.committees);
  const words = quoted(away && away.exclusion.words);
  const where = area && directory.placeName(area, page.whole);
  if (verdict === "elsewhere")
    return [
      tNodes("另有评审委员会的人员不在这里评%(words)s。%(place)s有%(committees)s评审这一项。", { words, place: where, committees: own }),
    ];
  if (away && away.names) {
    const more = away.names.length > 3 ? tn("等 %(n)s 个专业", away.names.length) : "";
    const names = away.names.slice(0, 3).join(t("、")) + more;
    return [
      tNodes("另有评审委员会的人员不在这里评%(words)s。%(place)s有%(committees)s评审其中的%(names)s。", {
        words,
        place: where,
        committees: own,
        names,
      }),
    ];
  }
  if (verdict !== "possible") return [];
  if (why === "own")
    return [tNodes("另有评审委员会的人员不在这里评%(words)s：可以在%(committees)s申报的，由它评审。", { words, committees: own })];
  const units = (committee.units || []).map((unit) => (directory.units.get(unit) || { name: unit }).name).join(t("、"));
  const asking = N_("只受理%(whom)s的人员，您的单位是否在内，请先问清。");
  if (why === "regiments")
    return [
      [
        t("%(units)s在别的%(prefectures)s也有单位，那里的人员是否由它评审，请先咨询。", {
          units: units || t("所在单位"),
          prefectures: directory.prefectures,
        }),
      ],
    ];
  if (why === "unit") return [[t(asking, { whom: units })]];
  if (why === "places") return [[t(asking, { whom: committee.places.join(t("、")) })]];
  if (why === "system")
    return [[t("登记写明不受理一部分单位的人员%(words)s，您的单位是否在内，请先问清。", { words: quoted(bar && bar.exclusion.words) })]];
  if (why === "early") return [[t("还没有生效。")]];
  if (why === "tracks") return [[t("可能包括所查的职称：登记里没有写评审哪几类职称，以评审委员会答复为准。")]];
  if (why === "exam") {
    return [
      [
        review.method === "recognition"
          ? t("这一层级通过全国考试取得；登记为考核认定的，是否还认定请先问清。")
          : t("这一层级通过全国考试取得；登记为评审的，是否还评审请先问清。"),
      ],
    ];
  }
  return [];
}

/* When and where to apply: the application that is open or comes next, else the last one; the office; whom to ask. */
function where({ root }, committee, today) {
  const office = committee.office || {};
  const from = (one) => one.opens || one.closes || one.year;
  const all = [...(committee.applications || [])].sort((a, b) => (from(a) < from(b) ? -1 : 1));
  const past = (one) => (one.closes ? one.closes < today : one.year < today.slice(0, 4));
  const one = all.find((window) => !past(window)) || all[all.length - 1];
  const rows = [];
  const row = (name, ...children) => rows.push(make("dt", null, name), make("dd", null, ...children));
  if (one) {
    const day = (date) => make("span", { class: "nowrap" }, date);
    const days = { opens: one.opens && day(one.opens), closes: one.closes && day(one.closes) };
    const [state, tone] = past(one)
      ? [t("已截止"), "off"]
      : one.opens && today < one.opens
        ? [t("未到"), "warn"]
        : one.opens && one.closes
          ? [t("正在受理"), "ok"]
          : [];
    row(
      t("什么时候"),
      make(
        "span",
        { class: "when" },
        ...tNodes("%(year)s 年度：%(days)s", {
          year: one.year,
          days:
            one.opens && one.closes
              ? tNodes("%(opens)s 至 %(closes)s", days)
              : one.opens
                ? tNodes("%(opens)s 开始，截止日期没有登记", days)
                : one.closes
                  ? tNodes("%(closes)s 截止", days)
                  : [t("起止日期没有登记")],
        }),
      ),
      state && " ",
      state && make("span", { class: `chip ${tone}` }, state),
      one.year < today.slice(0, 4) && t("今年的还没有登记"),
    );
  } else row(t("什么时候"), t("今年的申报时间没有登记，请先咨询"));
  if (office.name || office.address) row(t("在哪里报"), [office.name, office.address].filter(Boolean).join(t("，")));
  if (office.platform)
    row(
      t("网上申报"),
      /^https?:\/\//.test(office.platform) ? make("a", { href: office.platform, rel: "noreferrer" }, office.platform) : office.platform,
    );
  const papers = make("a", { href: `${root}committees/${encodeURIComponent(committee.id)}/#guide` }, t("办事指南：材料、收费、步骤"));
  return whom(committee, rows, papers);
}

/* The second column of a card: what is in it, and whom to ask. */
function whom(committee, rows = [], papers = null) {
  const phone = ((committee.office || {}).phones || [])[0] || (committee.phones || [])[0];
  if (phone) rows.push(make("dt", null, t("问谁")), make("dd", { class: "tel" }, ...dial(phone)));
  if (papers) rows.push(make("dt", null, t("怎么报")), make("dd", null, papers));
  return rows.length ? make("dl", { class: "where" }, ...rows) : null;
}

/* What is entrusted to a committee that is not in the registry. */
export function outside(page, one) {
  const phone = (one.by.phones || [])[0];
  return card(
    "entrusted",
    [
      make("p", { class: "verdict" }, t(SAID.entrusted)),
      make("h3", null, one.name),
      make("p", { class: "sub" }, t("没有在本登记册登记")),
      make("ul", { class: "reasons" }, reason(t("委托"), "", ...entrusting(page, one.by, one))),
    ],
    phone ? make("dl", { class: "where" }, make("dt", null, t("咨询委托单位")), make("dd", { class: "tel" }, ...dial(phone))) : null,
  );
}

/* The card of a national examination that is the answer. */
export function examination(page, directory, { series: id, levels, exam }) {
  const series = directory.series.get(id);
  return card(
    "exam exams",
    [
      make("p", { class: "verdict" }, t("全国统一考试")),
      make("h3", null, exam.exam),
      make("p", { class: "sub" }, series.name, " · ", directory.levelNames(levels), ...titleNames(directory, { series: id }, levels)),
      make(
        "ul",
        { class: "reasons" },
        reason(
          t("结果"),
          "",
          t(
            exam.method === "exam"
              ? N_("%(series)s%(levels)s：由全国考试取得，不由评审委员会评审。")
              : N_("%(series)s%(levels)s：先参加全国考试，合格后再申报评审。"),
            { series: series.name, levels: directory.levelNames(levels) },
          ),
        ),
        ...(exam.note ? [reason(t("说明"), "mind", exam.note)] : []),
      ),
    ],
    make(
      "dl",
      { class: "where" },
      make("dt", null, t("谁组织")),
      make("dd", null, exam.held_by),
      make("dt", null, t("什么时候")),
      make("dd", null, t("按考试组织单位的通知")),
      make("dt", null, t("看依据")),
      make("dd", null, make("a", { href: `${page.root}series/${encodeURIComponent(id)}/` }, series.name)),
    ),
  );
}

/* Who may review: understands a question in plain words and finds the competent committees in what the API gives. No page here. */
import { USABLE, VERDICTS, verdicts, whyNobody } from "./verdicts.js";

export const LEVELS = { junior: "初级", intermediate: "中级", "associate-senior": "副高级", "full-senior": "正高级" };
const LEVEL_WORDS = new Map(Object.entries({
  初级: ["junior"], 助理级: ["junior"], 员级: ["junior"], 中级: ["intermediate"], 副高级: ["associate-senior"], 副高: ["associate-senior"],
  正高级: ["full-senior"], 正高: ["full-senior"], 高级: ["associate-senior", "full-senior"], 高级职称: ["associate-senior", "full-senior"],
}));
const LEVELS_BY_LENGTH = [...LEVEL_WORDS.keys()].sort((a, b) => b.length - a.length);

/* Everyday words → [series, any level, track or any], where the series is in the tables. */
const EVERYDAY = new Map(Object.entries({
  医生: [["health", null, "医"]], 大夫: [["health", null, "医"]], 护理人员: [["health", null, "护"]], 药剂师: [["health", null, "药"]],
  中职: [["secondary-vocational-teacher", null, null]], 中专: [["secondary-vocational-teacher", null, null]], 职高: [["secondary-vocational-teacher", null, null]],
  技校: [["technical-college-teacher", null, null]], 技工学校: [["technical-college-teacher", null, null]],
  大学: [["higher-education-teacher", null, null]], 高校: [["higher-education-teacher", null, null]],
  图书馆员: [["library", null, null]], 图书管理员: [["library", null, null]], 档案员: [["archives", null, null]], 档案馆员: [["archives", null, null]],
  档案管理员: [["archives", null, null]], 文博馆员: [["cultural-relics-museum", null, null]], 博物馆员: [["cultural-relics-museum", null, null]],
}));
const SAME = new Map(Object.entries({ 老师: "教师", 中小学老师: "中小学教师", 幼师: "幼儿园" }));
const STAGES = /^(幼儿园|小学|初中|高中|中小学|特殊教育|学前教育)(?=.)/;
const TEACHER = /^(.+?)(老师|教师)$/;

/* Divisions of the Bingtuan and the city each is one with, for tables that list no units. */
const DIVISIONS = new Map(Object.entries({
  一: "阿拉尔市", 二: "铁门关市", 三: "图木舒克市", 四: "可克达拉市", 五: "双河市", 六: "五家渠市", 七: "胡杨河市", 八: "石河子市", 九: "白杨市", 十: "北屯市",
  十三: "新星市", 十四: "昆玉市", 1: "阿拉尔市", 2: "铁门关市", 3: "图木舒克市", 4: "可克达拉市", 5: "双河市", 6: "五家渠市", 7: "胡杨河市", 8: "石河子市", 9: "白杨市",
  10: "北屯市", 13: "新星市", 14: "昆玉市",
}));
const DIVISION = /^(?:新疆生产建设兵团|新疆兵团|兵团)?[第农]?(十[一二三四]|[一二三四五六七八九十]|1[0-4]|[1-9])师(?:市)?/;
const NUMERALS = [..."一二三四五六七八九十"];
const numeral = (text) => (/^\d+$/.test(text) ? (text > 10 ? "十" : "") + NUMERALS[(text - 1) % 10] : text);
const OF_SYSTEM = "(?:系统|单位|职工|人员|员工|企业|公司|集团|医院)?";
const WHOLE = /^(全区|自治区|新疆|全省|全市|全自治区)$/;
const NOISE = /^(职称|地区|本地|评审|评定|专业|系列|委员会|评委会|评审委员会|职称评审|哪里|怎么|申报|评|的|我|是|在|想|要|兵团|新疆兵团|新疆生产建设兵团|自治区级|省级|地州市级|地州级|地级|州级|县级|区县级|市级|工作|人员|单位)$/;
const BEFORE = /^(请问|我们|我是|我在|我想|我要|我|是|想要|想评|想报|想申报|想|要评|要报|申报|报评|评审|评|在|的|哪里能评|哪里评|哪里|谁评|谁来评|怎么评|怎样评)/;
const AFTER = /(想评|要评|想报|评职称|评审|申报|怎么评|怎样评|在哪评|在哪里评|哪里评|谁评|评|的|吗|呢|[?？!！])$/;
const PEOPLES = "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各族".split(" ");
const PEOPLE = new RegExp(`^(.{2,}?)(?:(?:${PEOPLES.join("|")})族?)+$`);
export const EVERY = "*";  // in place of the names of specialties: all of the series
const CLOSENESS = ["county", "prefecture", "region", "central"];

export const normal = (text) => text.normalize("NFKC").toLowerCase();

/* The words a place goes by: its name, its aliases, and its name without its kind and peoples (焉耆回族自治县: 焉耆). */
function placeWords(area) {
  const words = new Set([area.name, ...(area.aliases ?? [])]);
  const own = area.name.match(/^(.+?)自治[区州县旗]$/);
  if (own) {
    const bare = own[1].match(PEOPLE)?.[1] ?? own[1];
    words.add(bare).add(bare + area.name.at(-1));
  } else {
    const bare = area.name.replace(/(地区|[省市县区旗盟])$/, "");
    if (bare.length > 1) words.add(bare);
  }
  return words;
}

/* What a series is about: 经济 of 经济专业人员. */
const field = (series) => normal(series).replace(/(专业)?(技术)?人员$/, "");

/* Everything that can be asked, made once from committees.json, series.json and areas.json. */
export class Directory {
  constructor(committees, series, areas) {
    this.strings = committees.strings;
    this.committees = committees.committees;
    this.areas = new Map(areas.areas.map((area) => [area.code, area]));
    this.retired = new Map();
    for (const past of areas.retired ?? []) this.retired.set(past.code, [...(this.retired.get(past.code) ?? []), past]);
    this.series = new Map(series.series.map((one) => [one.id, one]));
    this.region = areas.areas.find((area) => area.level === "region");
    this.places = this.#places();
    this.titles = this.#titles();
    this.below = new Map();
    for (const area of this.areas.values()) if (area.parent) this.below.set(area.parent, [...(this.below.get(area.parent) ?? []), area.code]);
    for (const committee of this.committees) committee.covers = this.#widened(committee.scope);
    this.names = new Set(this.strings.map(normal));
    this.inSeries = new Map();  // the names of specialties by series, for committees that review all of a series
    for (const { reviews } of this.committees) for (const { series, catalog } of reviews) {
      const names = this.inSeries.get(series) ?? this.inSeries.set(series, new Set()).get(series);
      for (const [first, seconds] of catalog) for (const name of [first, ...seconds]) names.add(normal(this.strings[name]));
    }
    this.fields = new Set(series.series.map((one) => field(one.name)));
    this.units = new Map((areas.units ?? []).map((unit) => [unit.code, unit]));
    this.numbered = new Map([...this.units.values()].map((unit) => [unit.name.match(/第(.+?)师/)?.[1], unit]));
    this.citySystems = new Set([...this.units.values()].filter((unit) => unit.city).map((unit) => unit.system));
    const excluded = this.committees.flatMap((one) => [one, ...one.reviews]).flatMap((one) => one.exclusions ?? []).flatMap((one) => one.systems ?? []);
    this.systems = [...new Set([...excluded, ...[...this.units.values()].map((unit) => unit.system).filter(Boolean)])].sort((a, b) => b.length - a.length);
    this.spots = new Map(["自治区本级", "区直", "区直单位", "自治区直属单位"].map((word) => [word, { place: "自治区本级" }]));  // places without a code
    for (const one of this.committees) for (const place of one.places ?? []) {
      if (!this.spots.get(normal(place))?.area) this.spots.set(normal(place), { place, area: ["prefecture", "county"].includes(one.authority) && !this.spots.has(normal(place)) ? one.area : null });
    }
  }

  normal(text) {
    return normal(text);
  }

  /* Word → codes of the places it may mean, the larger first. */
  #places() {
    const rank = { region: 2, prefecture: 0, county: 1 };
    const found = new Map();
    const add = (word, code) => found.set(normal(word), [...new Set([...(found.get(normal(word)) ?? []), code])]);
    for (const area of this.areas.values()) for (const word of placeWords(area)) add(word, area.code);
    for (const [code, pasts] of this.retired) for (const past of pasts) for (const word of placeWords(past)) {
      if (found.has(normal(word))) continue;
      const now = this.current(code), bare = [...placeWords(past)].at(-1);  // 哈密地区 has no successor of its own: 哈密
      for (const current of now.length ? now : found.get(normal(bare)) ?? []) add(word, current);
    }
    for (const codes of found.values()) codes.sort((a, b) => (rank[this.areas.get(a).level] ?? 3) - (rank[this.areas.get(b).level] ?? 3));
    return found;
  }

  /* What a scope means now: retired codes as what they went into, all parts of a division as the division. */
  #widened(scope) {
    const found = new Set(scope.flatMap((code) => (this.areas.has(code) ? [code] : this.current(code))));
    for (const code of found) {  // a set goes on over what is added
      const parent = this.areas.get(code)?.parent;
      if (parent && this.below.get(parent).every((part) => found.has(part))) found.add(parent);
    }
    return found;
  }

  /* Title → [series, level, track or null], the titles no longer given included. */
  #titles() {
    const found = new Map();
    for (const one of this.series.values()) for (const [names, track] of [...(one.tracks ?? [{ titles: one.titles, name: null }]).map((track) => [track.titles, track.name]), [one.former ?? {}, null]]) {
      for (const [level, titles] of Object.entries(names)) for (const title of titles) {
        const bracket = title.match(/^(.*)[(（](.*)[)）](.*)$/);
        const spellings = bracket ? [title, bracket[1] + bracket[3], bracket[2] + bracket[3]] : [title];
        for (const word of spellings) found.set(normal(word), [...(found.get(normal(word)) ?? []), [one.id, level, track]]);
      }
    }
    for (const [word, meant] of EVERYDAY) {
      const known = meant.filter(([series]) => this.series.has(series));
      if (known.length && !found.has(word)) found.set(word, known);
    }
    return found;
  }

  /* The divisions in force a code stands for: itself, or those a retired one went into. */
  current(code, seen = new Set()) {
    if (this.areas.has(code)) return [code];
    if (seen.has(code)) return [];
    seen.add(code);
    return (this.retired.get(code) ?? []).flatMap((past) => past.successors.flatMap((next) => this.current(next, seen)));
  }

  /* The code and every division it lies in, those it is administered through included. */
  around(code) {
    const found = new Set(), queue = [code];
    while (queue.length) {
      const next = queue.pop();
      if (!next || found.has(next)) continue;
      found.add(next);
      queue.push(this.areas.get(next)?.parent, this.areas.get(next)?.also_under);
    }
    return found;
  }

  /* The code and the divisions it lies in, those it is only administered through left out. */
  within(code) {
    const found = new Set();
    for (let next = code; next && !found.has(next); next = this.areas.get(next)?.parent) found.add(next);
    return found;
  }

  /* The national examinations of what is asked for: of a series, of a title's series and level, of the series that a word names or has as a
     specialty; with `pieces` also of a series that has the word as a piece of one. Out: a list of {series, levels, exam}; only those that are
     the only or the main way in the whole series. */
  exams(want, pieces = false) {
    const meant = new Map();  // series → the levels asked for; none: all
    if (want.titles) for (const [series, level] of want.titles) meant.set(series, want.levels.length ? want.levels : [...(meant.get(series) ?? []), level].filter(Boolean));
    else if (want.series) meant.set(want.series, want.levels);
    else {
      const texts = want.texts.filter((text) => text.length > 1), has = (test) => [...this.series.values()].filter((one) => texts.some((text) => test(one, text))).map(({ id }) => id);
      let ids = has(({ id, name }, text) => normal(name).startsWith(text) || this.inSeries.get(id)?.has(text));
      if (!ids.length && pieces) ids = has(({ id }, text) => [...(this.inSeries.get(id) ?? [])].some((name) => name.includes(text)));
      for (const id of ids) meant.set(id, want.levels);
    }
    return [...meant].flatMap(([series, asked]) => this.#binding(series)
      .map((exam) => ({ series, exam, levels: Object.keys(LEVELS).filter((level) => exam.levels.includes(level) && (!asked.length || asked.includes(level))) }))
      .filter(({ levels }) => levels.length));
  }

  /* The national examinations that are the only or the main way to a level in the whole of a series, and are vouched for by a source. */
  #binding(series) {
    return (this.series.get(series)?.exams ?? []).filter((exam) => exam.covers === "all" && exam.route !== "one-of" && exam.certainty > 0);
  }

  /* The national examination that is the only or the main way to a level in the whole series, whatever is registered; undefined: there is none. */
  examFor(series, level) {
    return this.#binding(series).find((one) => one.levels.includes(level));
  }

  placeName(code, whole) {
    return code === this.region?.code ? whole : this.areas.get(code)?.name ?? this.retired.get(code)?.at(-1).name ?? code;
  }

  /* What a question means. Out: a list of {word, area | levels | titles | text}; `others` are further places the word may mean,
     `name` says that a title's word stands in the catalog too (翻译, 编辑). */
  understand(question) {
    const words = question.trim().split(/[\s,，、;；。/]+/).filter(Boolean).slice(0, 12);
    const found = words.flatMap((word) => this.#meaning(word));
    return found.filter((part) => !part.text || !NOISE.test(part.text));
  }

  #meaning(word) {
    const plain = normal(word), employer = this.#employer(plain);
    if (employer) return [{ word, employer }];
    if (!plain || NOISE.test(plain)) return [];
    const exact = this.#known(word, plain);
    if (exact) return [exact];
    const places = this.#onlyPlaces(word, plain);
    if (places) return places;
    const division = plain.match(DIVISION);
    if (division && this.region) {
      const rest = this.#meaning(word.slice(division[0].length)), unit = this.numbered.get(numeral(division[1]));
      if (unit) return [{ word: word.slice(0, division[0].length), unit: unit.code, employer: unit.system, ...(unit.city && { area: unit.city, others: [] }) }, ...rest];
      const codes = this.places.get(DIVISIONS.get(division[1]));
      return codes ? [{ word: word.slice(0, division[0].length), area: codes[0], others: [] }, ...rest] : rest;
    }
    if (this.#inCatalog(plain)) return [{ word, text: plain }];
    for (const filler of [BEFORE, AFTER]) {
      const rest = word.replace(filler, "");
      if (rest !== word) return this.#meaning(rest);
    }
    const bare = plain.replace(/(专业|系列|职称|评审委员会|评委会|类)+$/, "");
    if (bare !== plain) return this.#meaning(bare);
    return this.#split(word, plain) ?? [{ word, text: plain }];
  }

  /* The system somebody belongs to (兵团, 铁路系统), where it is no specialty as well. */
  #employer(plain) {
    const bare = plain.replace(/^新疆(生产建设)?兵团/, "兵团");
    return this.systems.find((system) => (bare === normal(system) ? !this.#inCatalog(bare) || system === "兵团" : new RegExp(`^${OF_SYSTEM}$`).test(bare.slice(system.length)) && bare.startsWith(normal(system)))) ?? null;
  }

  #known(word, plain) {
    if (this.spots.has(plain)) return { word, ...this.spots.get(plain), others: [] };
    if (this.region && WHOLE.test(plain)) return { word, area: this.region.code, others: [] };
    if (this.places.has(plain)) { const [area, ...others] = this.places.get(plain); return { word, area, others }; }
    if (LEVEL_WORDS.has(plain)) return { word, levels: LEVEL_WORDS.get(plain) };
    if (SAME.has(plain)) return { word, text: SAME.get(plain) };
    if (this.titles.has(plain)) return { word, titles: this.titles.get(plain), name: this.names.has(plain) || this.fields.has(plain) ? plain : null };
    return null;
  }

  /* 喀什地区莎车县, 乌鲁木齐市米东区: places and nothing else. */
  #onlyPlaces(word, plain) {
    for (let length = plain.length - 2; length > 1; length--) {
      if (!this.places.has(plain.slice(0, length))) continue;
      const rest = plain.slice(length), more = this.places.has(rest) ? [this.#known(word.slice(length), rest)] : this.#onlyPlaces(word.slice(length), rest);
      if (more) return [this.#known(word.slice(0, length), plain.slice(0, length)), ...more];
    }
    return null;
  }

  #inCatalog(plain) {
    for (const name of this.names) if (name.includes(plain)) return true;
    for (const one of this.series.values()) if (normal(one.name).includes(plain)) return true;
    return this.committees.some((one) => normal(one.name).includes(plain) || normal(one.organiser).includes(plain));
  }

  /* 喀什副高建筑施工 without spaces: a place in front, a level anywhere, the rest. */
  #split(word, plain) {
    for (let length = Math.min(plain.length - 1, 12); length > 1; length--) {
      if (this.spots.has(plain.slice(0, length)) || this.places.has(plain.slice(0, length))) return [this.#known(word.slice(0, length), plain.slice(0, length)), ...this.#meaning(plain.slice(length))];
    }
    for (const level of ["全区", "自治区"]) if (this.region && plain.startsWith(level)) return [this.#known(level, level), ...this.#meaning(word.slice(level.length))];
    if (plain.startsWith("兵团")) return [...(this.systems.includes("兵团") ? [{ word: "兵团", employer: "兵团" }] : []), ...this.#meaning(word.slice(2))];
    for (const level of LEVELS_BY_LENGTH) {
      const at = plain.indexOf(level);
      if (at < 0 || plain.length === level.length) continue;
      const rest = [plain.slice(0, at), plain.slice(at + level.length)].filter(Boolean);
      return [{ word: level, levels: LEVEL_WORDS.get(level) }, ...rest.flatMap((part) => this.#meaning(part))];
    }
    const stage = plain.match(STAGES) ?? plain.match(/^(中职|中专|职高|技校|大学|高校)(?=.)/);
    if (stage) return [...this.#meaning(stage[1]), ...this.#meaning(plain.slice(stage[1].length))];
    const teacher = plain.match(TEACHER);
    if (teacher) return [...this.#meaning(teacher[1]), { word: teacher[2], text: "教师" }];
    for (let at = 1; at < plain.length - 1; at++) {  // 儿科护士: a title at the end
      if (this.titles.has(plain.slice(at))) return [...this.#meaning(word.slice(0, at)), this.#known(word.slice(at), plain.slice(at))];
    }
    return null;
  }

  /* The places the parts of a question mean together: of one inside another the smaller, of unrelated ones each. */
  whereabouts(parts) {
    const placed = parts.filter((part) => part.area), plain = placed.filter((part) => !part.unit);
    const said = (plain.length ? plain : placed).map((part) => [part.area, ...(part.others ?? [])]);  // a unit's own city only where no place is said
    for (let i = 0; i < said.length; i++) for (let k = said.length - 1; k > i; k--) {
      const both = this.#together(said[i], said[k]);
      if (!both) continue;
      said[i] = [both];
      said.splice(k, 1);
      k = said.length;
    }
    return said.map(([code]) => code);
  }

  /* The smaller of two places of which one lies in the other, by their likeliest meanings; null where none does. */
  #together(first, second) {
    const pairs = first.flatMap((a, i) => second.map((b, k) => [i + k, a, b])).sort((x, y) => x[0] - y[0]);
    for (const [, a, b] of pairs) {
      if (this.around(a).has(b)) return a;
      if (this.around(b).has(a)) return b;
    }
    return null;
  }

  /* The answer to a question: {parts, want, …answer}. A title that nobody awards is read as the name of the catalog that it is too. */
  ask(question, picked, today) {
    const parts = this.understand(question), plain = this.want(parts, picked), first = this.answer(plain, today);
    if (first.usable || !plain.titles || !parts.some((part) => part.titles && part.name)) return { parts, want: plain, ...first };
    const named = this.want(parts, picked, true), second = this.answer(named, today);
    return second.usable ? { parts, want: named, ...second } : { parts, want: plain, ...first };
  }

  /* What is wanted, from the parts of a question and what was picked; a picked value stands beside words of other kinds.
     The region as a whole is no condition. `asName`: read a title that is also a name of the catalog as that name. */
  want(parts, picked, asName = false) {
    const plain = parts.some((part) => part.area && !part.unit), said = plain || !picked.area ? this.whereabouts(parts) : [];
    const areas = said.length ? said : picked.area ? [picked.area] : [];
    const spoken = parts.filter((part) => part.levels).flatMap((part) => part.levels);
    const levels = spoken.length ? spoken : picked.level ? [picked.level] : [];
    const named = (part) => part.titles && part.name && (asName || levels.length > 0);
    const titled = parts.filter((part) => part.titles && !named(part));
    return {
      areas: areas.includes(this.region?.code) ? [] : areas,
      levels,
      titles: titled.length ? titled.map((part) => part.titles).reduce((all, more) => this.#both(all, more)) : null,
      series: picked.series || null,
      texts: parts.filter((part) => part.text || named(part)).map((part) => part.text ?? part.name),
      units: parts.filter((part) => part.unit).map((part) => part.unit),
      places: parts.filter((part) => part.place).map((part) => part.place),
      employer: parts.find((part) => part.employer)?.employer ?? null,
    };
  }

  /* Of two titles, what both can mean (中职 讲师), else either. */
  #both(some, more) {
    const common = some.filter(([series, , track]) => more.some(([other, , way]) => other === series && (!track || !way || track === way)));
    const precise = (list) => list.filter(([series]) => common.some(([other]) => other === series));
    if (!common.length) return [...some, ...more];
    const one = precise(some), other = precise(more), leveled = (list) => list.some(([, level]) => level);
    if (leveled(one) && leveled(other)) return [...one, ...other.filter(([series, level]) => !one.some(([known, its]) => known === series && its === level))];
    return leveled(one) ? one : other;  // 护士 副主任护师: both are asked for
  }

  /* The committees that answer, in order, each with its verdict (VERDICTS) and what it rests on. */
  search(want, today) {
    return this.#inOrder(verdicts(this, want, today).hits);
  }

  #inOrder(hits) {
    const key = (hit) => [VERDICTS.indexOf(hit.verdict), hit.quality, CLOSENESS.indexOf(hit.committee.authority)];
    return hits.map((hit) => [key(hit), hit]).sort(([a, x], [b, y]) => {
      const at = a.findIndex((value, i) => value !== b[i]);
      return at < 0 ? (x.committee.id < y.committee.id ? -1 : 1) : a[at] - b[at];
    }).map(([, hit]) => hit);
  }

  /* The whole answer: {hits, named, exams, usable, nobody}. `named` are entrusted committees outside the registry, `usable` the number that may
     take the application, `nobody` says why there is none and no examination instead. */
  answer(want, today) {
    const { hits, named } = verdicts(this, want, today);
    const usable = hits.filter((hit) => USABLE.has(hit.verdict)).length, exams = this.exams(want, !usable && !named.length);
    const examined = exams.some(({ exam }) => exam.method === "exam") || hits.some((hit) => hit.verdict === "examined");
    return { hits: this.#inOrder(hits), named, exams, usable, nobody: usable || named.length || examined ? null : whyNobody(this, want, today, hits) };
  }

  /* Whether a committee is there for a place (or, without one, for a unit or what has no code): whole, part, through (another division),
     regiments (of its unit), places (one without a code lies there or may), or null. */
  reach(committee, want, area) {
    const has = (codes) => [...codes].some((code) => committee.covers.has(code));
    const units = want.units ?? [], places = want.places ?? [];
    if (units.some((code) => committee.units?.includes(code)) || places.some((place) => committee.places?.includes(place))) return "whole";
    if (!area && (units.length || places.length)) {
      if (committee.covers.has(this.region?.code)) return "whole";
      return units.some((code) => this.units.get(code).regiments.some((there) => has(this.within(there)))) ? "regiments" : null;
    }
    if (!area || has(this.within(area))) return "whole";
    if ([...committee.covers].some((code) => this.within(code).has(area))) return "part";
    if (has(this.around(area))) return "through";
    const inside = this.within(area);
    if (!committee.scope.length && committee.places?.length) {
      const near = ["prefecture", "county"].includes(committee.authority);
      if (near && this.within(committee.area).has(area)) return "part";
      return !near || inside.has(committee.area) ? "places" : null;
    }
    return want.employer && committee.units?.some((code) => this.units.get(code)?.system === want.employer && this.units.get(code).regiments.some((there) => inside.has(there))) ? "regiments" : null;
  }

  /* What of a review is asked for: {review, asked: levels, unsure, quality, paths}, or null. Only registered tracks decide about a title. */
  match(committee, review, want) {
    if (want.series && review.series !== want.series) return null;
    let levels = want.levels, unsure = false;
    if (want.titles) {
      unsure = review.tracks_certain === false;
      const fitting = want.titles.filter(([series, , track]) => series === review.series && (!track || unsure || !review.tracks || review.tracks.includes(track)));
      if (!fitting.length) return null;
      unsure &&= fitting.every(([, , track]) => track);
      if (!levels.length && fitting.every(([, level]) => level)) levels = fitting.map(([, level]) => level);  // a level that is said counts, whatever the title (护士 中级)
    }
    const asked = Object.keys(LEVELS).filter((level) => review.levels.includes(level) && (!levels.length || levels.includes(level)));
    const places = asked.length ? this.specialties(committee, review, want.texts) : null;
    return places && { review, asked, unsure, ...places };
  }

  /* Where the texts stand in a review: {quality, paths}; 0 a whole second-level name, 1 a piece of one, 2 first level, 3 series, 4 committee. */
  specialties(committee, review, texts) {
    if (!texts.length) return { quality: 5, paths: [] };
    const series = normal(this.series.get(review.series)?.name ?? review.series);
    const itself = texts.includes(field(series));
    const about = normal(committee.name) + "\n" + normal(committee.organiser);
    const paths = [];
    let best = 9;
    if (review.all_specialties) {
      const names = this.inSeries.get(review.series) ?? [];
      if (texts.every((text) => series.includes(text) || about.includes(text) || [...names].some((name) => name.includes(text)))) best = 3;
    }
    let at = 0;  // where a second-level specialty stands among all of the review
    for (const [first, seconds] of review.catalog) {
      const branch = normal(this.strings[first]);
      for (const second of seconds) {
        const thirds = (review.third_level?.[at++] ?? []).map((place) => this.strings[place]);
        const names = [this.strings[second], ...thirds].map(normal);
        const grades = texts.map((text) => (names.includes(text) ? 0 : names.some((name) => name.includes(text)) ? 1 : branch.includes(text) ? 2 : series.includes(text) ? 3 : about.includes(text) ? 4 : 9));
        const worst = Math.max(...grades), nearest = Math.min(...grades);
        if (worst === 9) continue;
        if (nearest < 2) paths.push({ first: this.strings[first], second: this.strings[second], third: thirds.find((third) => texts.some((text) => normal(third).includes(text))), grade: nearest });
        else if (nearest === 2 && !paths.some((path) => path.first === this.strings[first] && !path.second)) paths.push({ first: this.strings[first], second: null, grade: 2 });
        best = Math.min(best, nearest);
      }
    }
    if (best === 9) return null;
    paths.sort((a, b) => a.grade - b.grade);
    return { quality: itself ? 0 : best, paths: paths.filter((path) => path.grade <= Math.max(1, best)) };
  }

  /* The names of the specialties of a review that are asked for, as a match found them; EVERY where it reviews all of the series. */
  asked({ review, paths }) {
    if (review.all_specialties) return new Set([EVERY]);
    const exact = paths.filter(({ grade }) => grade === 0), found = exact.length ? exact : paths;
    const named = (first, second) => !found.length || found.some((path) => path.first === first && (!path.second || path.second === second));
    return new Set(review.catalog.flatMap(([first, seconds]) => seconds.map((second) => this.strings[second]).filter((second) => named(this.strings[first], second))));
  }

  standing(committee, today) {
    if (committee.status !== "active") return { past: true, tone: "bad", text: "已撤销登记" };
    if (!committee.valid) return { past: false, tone: "off", text: "未登记有效期" };
    const [from, until] = committee.valid;
    if (today > until) return { past: true, tone: "bad", text: `有效期已满 · ${until}` };
    return today < from ? { past: false, early: true, tone: "warn", text: `自 ${from} 起有效` } : { past: false, tone: "ok", text: `有效期至 ${until}` };
  }

  /* Specialties most like a text, by the pairs of characters they share. */
  similar(text, count = 6) {
    const pairs = (word) => new Set(word.length < 2 ? [word] : [...word].slice(0, -1).map((char, i) => char + word[i + 1]));
    const own = pairs(normal(text));
    const scored = [...new Set(this.committees.flatMap((one) => (one.status === "active" ? one.reviews : []).flatMap((review) => review.catalog.flatMap(([, seconds]) => seconds))))]
      .map((place) => {
        const name = this.strings[place], theirs = pairs(normal(name));
        const shared = [...own].filter((pair) => theirs.has(pair)).length;
        return [(2 * shared) / (own.size + theirs.size), name];
      });
    return scored.filter(([score]) => score > 0.15).sort(([a, x], [b, y]) => b - a || (x < y ? -1 : 1)).slice(0, count).map(([, name]) => name);
  }
}

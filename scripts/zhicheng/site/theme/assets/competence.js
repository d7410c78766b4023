/* Who may review: understands a question in plain words and finds the competent committees in what the API gives. No page here. */
import {
  AFTER, ALONE, ANYWHERE, ASKING, BEFORE, DIVISION, EMPLOYER, EVERYDAY, GRADE, GRADES, INSTITUTION, KINDRED, MEDICAL, NOISE, NO_TITLES, OF_SYSTEM, PART_OF_UNIT, PEOPLE, PERHAPS, SAME, SCHOOL, SCHOOLS, STAGES, TEACHER, isPiece, levelWords,
} from "./question_words.js";
import { N_, t } from "./language.js";
import { EVERY, USABLE, VERDICTS, verdicts, whyNobody } from "./verdicts.js";

/* The levels of every registry, from low to high; series.json has those of one that adds others. */
const LEVELS = { junior: N_("初级"), intermediate: N_("中级"), "associate-senior": N_("副高级"), "full-senior": N_("正高级") };
const NUMERALS = [..."一二三四五六七八九十"];
const numeral = (text) => (/^\d+$/.test(text) ? (text > 10 ? "十" : "") + NUMERALS[(text - 1) % 10] : text);
const CLOSENESS = ["county", "prefecture", "region", "central"];
/* Whether a committee is one of a part of the region: of an authority that the registry adds, whatever it is. */
const isLocal = ({ authority }) => !["region", "central"].includes(authority);

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

/* What the names of a committee and its organiser say of its specialties; an office of the government (人力资源和社会保障局) says nothing, nor does
   what any committee is called (中高级职称评审委员会). */
const about = ({ name, organiser }) => normal(/([局厅委部办]|委员会|办公室|政府)$/.test(organiser) ? name : `${name}\n${organiser}`)
  .replace(/[初中副正高、]*级|职称|(任职)?资格|职务|评审委员会/g, "\n");

/* Everything that can be asked, made once from committees.json, series.json and areas.json; and from listed.json where that is there. */
export class Directory {
  constructor(committees, series, areas, listed = { committees: [] }) {
    this.listed = listed.committees;
    this.strings = committees.strings;
    this.committees = committees.committees;
    this.areas = new Map(areas.areas.map((area) => [area.code, area]));
    this.retired = new Map();
    for (const past of areas.retired ?? []) this.retired.set(past.code, [...(this.retired.get(past.code) ?? []), past]);
    this.series = new Map(series.series.map((one) => [one.id, one]));
    this.levels = series.levels ? Object.fromEntries(series.levels.map(({ code, name }) => [code, name])) : LEVELS;
    this.levelWords = levelWords(Object.fromEntries(Object.entries(this.levels).filter(([code]) => !LEVELS[code]).map(([code, name]) => [normal(name), [code]])));
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
    this.systems = this.#systems(areas.systems ?? []);
    this.concerned = this.#concerned();
    this.grades = new Map(series.series.filter((one) => one.certainty === "rule").map((one) => [one.id, this.#byGrade(one)]).filter(([, levels]) => levels));
    const { itself = [], whole = [], kind = "", authorities = {}, prefectures = "地方" } = areas.words ?? {};
    this.spots = new Map(itself.map((word) => [normal(word), { place: itself[0] }]));  // places without a code
    this.whole = [...new Set(whole.slice(0, 1).concat(kind.length > 1 ? kind : []))];  // in front of what is asked: 全省建筑
    this.alsoWhole = new Set([...this.whole, ...whole].map(normal));
    this.prefectures = prefectures;
    this.ranks = new Set(Object.values(authorities).map(normal));
    const ofUnits = [...this.systems].filter(([, system]) => this.citySystems.has(system)).map(([word]) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    this.division = ofUnits.length ? new RegExp(`^(?:${ofUnits.join("|")})?${DIVISION}`) : null;
    for (const one of this.committees) for (const place of one.places ?? []) {
      if (this.places.has(normal(place)) || this.titles.has(normal(place)) || this.levelWords.has(normal(place))) continue;  // a word that says something else
      if (!this.spots.get(normal(place))?.area) this.spots.set(normal(place), { place, area: isLocal(one) && !ANYWHERE.test(place) && !this.spots.has(normal(place)) ? one.area : null });
    }
  }

  normal(text) {
    return normal(text);
  }

  /* Levels in words, from low to high: 初级、中级. */
  levelNames(levels) {
    return Object.keys(this.levels).filter((level) => levels.includes(level)).map((level) => t(this.levels[level])).join(t("、"));
  }

  /* Word → the system that it names, longer words first: those of the table, of units and of exclusions. */
  #systems(table) {
    const excluded = this.committees.flatMap((one) => [one, ...one.reviews]).flatMap((one) => one.exclusions ?? []).flatMap((one) => one.systems ?? []);
    const found = new Map(table.flatMap(({ name, aliases }) => [name, ...aliases].map((word) => [normal(word), name])));
    for (const name of [...excluded, ...[...this.units.values()].map((unit) => unit.system).filter(Boolean)]) {
      const bare = normal(name).replace(new RegExp(`(?<=..)${OF_SYSTEM}$`), "");
      if (!found.has(normal(name))) found.set(normal(name), found.get(bare) ?? name);
      if (!found.has(bare)) found.set(bare, found.get(normal(name)));
    }
    return new Map([...found].sort(([a], [b]) => b.length - a.length));
  }

  /* Words around a question that mean nothing: those of all regions, and the levels of units as they are called here. */
  #isNoise(plain) {
    return NOISE.test(plain) || this.ranks.has(plain);
  }

  /* The name by which a system is compared: 铁路局, 国铁 → 铁路. */
  system(name) {
    return this.systems.get(normal(name)) ?? name;
  }

  /* The systems that the name of who somebody works for says: 塔里木油田 is 石油 too. */
  systemsIn(employer) {
    return new Set([...this.systems].filter(([word]) => normal(employer).includes(word)).map(([, system]) => system));
  }

  /* Words that name what the people of one series do → its id: its tracks (兽医), so that 兽医 is nobody who teaches 兽医学. */
  #concerned() {
    const found = new Map();
    for (const { id, tracks } of this.series.values()) for (const { name } of (tracks ?? []).length > 1 ? tracks : []) if (name.length > 1) found.set(normal(name), found.has(normal(name)) ? null : id);
    return found;
  }

  /* The levels of 一级, 二级 … in a series all of whose titles are a grade and what it is of; null: it is none. */
  #byGrade({ tracks }) {
    const given = tracks.flatMap(({ titles }) => Object.entries(titles).flatMap(([level, names]) => names.map((name) => [name, level])));
    return given.every(([name]) => GRADE.test(name.slice(0, 2))) ? [...GRADES].map((grade) => given.find(([name]) => name[0] === grade)?.[1] ?? null) : null;
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
        const graded = bracket && GRADE.test(title.slice(0, 2)) && !GRADE.test(bracket[2].slice(0, 2)) ? title.slice(0, 2) : "";  // 一级导演(编导): 一级编导
        const spellings = bracket ? [title, bracket[1] + bracket[3], graded + bracket[2] + bracket[3]] : [title];
        for (const word of spellings) found.set(normal(word), [...(found.get(normal(word)) ?? []), [one.id, level, track]]);
      }
    }
    this.ofAnyGrade = new Set();
    const graded = [...found].filter(([title]) => GRADE.test(title.slice(0, 2)) && title.length > 3);
    for (const [title] of graded) {  // 公证员: of any grade; what stands in the names of other series too (教师) says nothing
      const stem = title.slice(2), all = graded.filter(([other]) => other.slice(2) === stem).flatMap(([, list]) => list), ids = new Set(all.map(([id]) => id));
      if (found.has(stem) || [...this.series.values()].some(({ id, name }) => !ids.has(id) && name.includes(stem))) continue;
      this.ofAnyGrade.add(stem);
      found.set(stem, [...ids].map((id) => [id, null, all.find(([own]) => own === id)[2]]));
    }
    for (const [word, series] of SCHOOLS) if (this.series.has(series)) found.set(word, [[series, null, null]]);
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
      const texts = want.texts.filter((text) => text.length > 1);
      const has = (test) => (texts.length ? [...this.series.values()].filter((one) => texts.every((text) => test(one, text))).map(({ id }) => id) : []);
      let ids = has(({ id, name }, text) => normal(name).startsWith(text) || this.inSeries.get(id)?.has(text) || this.titles.get(text)?.some(([series]) => series === id));
      if (!ids.length && pieces) ids = has(({ id }, text) => [...(this.inSeries.get(id) ?? [])].some((name) => isPiece(name, text)));
      for (const id of ids) meant.set(id, want.levels);
    }
    return [...meant].flatMap(([series, asked]) => this.#binding(series)
      .map((exam) => ({ series, exam, levels: Object.keys(this.levels).filter((level) => exam.levels.includes(level) && (!asked.length || asked.includes(level))) }))
      .filter(({ levels }) => levels.length));
  }

  /* Whether a word is about a series: in its name, a title, or the name of a specialty. */
  inField(series, text) {
    return normal(this.series.get(series)?.name ?? "").includes(text) || this.titles.get(text)?.some(([id]) => id === series) || [...(this.inSeries.get(series) ?? [])].some((name) => isPiece(name, text));
  }

  /* The national examinations that are the only or the main way to a level in the whole of a series, and are vouched for by a source. */
  #binding(series) {
    return (this.series.get(series)?.exams ?? []).filter((exam) => exam.covers === "all" && exam.route !== "one-of" && exam.certainty > 0);
  }

  /* The national examinations of some specialties of a series that a word of the question is about (软件), whoever reviews: as `exams` gives them. */
  partExams(want) {
    const meant = want.titles ? new Set(want.titles.map(([series]) => series)) : null, level = new Set(want.titles?.map(([, level]) => level).filter(Boolean));
    const asked = want.levels.length ? want.levels : level.size ? [...level] : Object.keys(this.levels);
    return [...this.series.values()].filter(({ id }) => (!want.series || id === want.series) && (!meant || meant.has(id))).flatMap(({ id, exams }) => (exams ?? [])
      .filter((exam) => exam.covers === "some" && exam.route !== "one-of" && exam.certainty > 0 && exam.about?.some((word) => want.texts.some((text) => text.includes(word) || (text.length > 1 && word.includes(text)))))
      .map((exam) => ({ series: id, exam, levels: asked.filter((level) => exam.levels.includes(level)) })).filter(({ levels }) => levels.length));
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
    const words = question.trim().split(/[\s,，、;；。/?？!！]+/).filter(Boolean).slice(0, 12);
    const found = this.#graded(words.flatMap((word) => this.#whole(word)));
    const inSchool = found.some((part) => part.named && SCHOOL.test(part.employer)), teaching = found.some((part) => part.text === "教师" || (part.titles && !part.named));
    return found.map((part) => {
      if (part.named && !teaching) return { ...part, titles: undefined };  // who else works at 塔里木大学
      return inSchool && part.text === "教师" ? { ...part, text: "中小学教师" } : part;
    });
  }

  /* What a word means; one that is understood but for a single character is not understood (大学生 is not who teaches 生物学). */
  #whole(word) {
    const meant = this.#meaning(word).filter((part) => !part.text || !this.#isNoise(part.text));
    return word.length > 1 && meant.some(({ text }) => text?.length === 1) ? [{ word, text: normal(word) }] : meant;
  }

  /* A grade and what it is of as the title: 公证员 二级 → 二级公证员, 一级 播音 → 一级播音员主持人, 小学 老师 一级 → 小学 一级教师. In a series whose
     titles are all made so and not all listed (arts), a grade is a level of whatever its catalog has: 二级 演奏员. */
  #graded(parts) {
    const at = parts.findIndex((part) => GRADE.test(part.text)), grade = parts[at]?.text;
    if (at < 0) return parts;
    for (const [i, part] of parts.entries()) {
      const name = part.text ?? (part.titles && !part.named && normal(part.word));
      if (i === at || !name || name.length < 2) continue;
      const titles = [...this.titles.keys()].filter((title) => title.startsWith(grade + name));
      const title = titles.includes(grade + name) ? grade + name : titles[0];
      if (title && (title === grade + name || new Set(titles.map((one) => String(this.titles.get(one)))).size === 1)) return parts.flatMap((other, k) => (k === i ? [this.#known(title, title)] : k === at ? [] : [other]));
    }
    for (const [series, levels] of parts.some((part) => part.titles) ? [] : this.grades) {
      const names = [...(this.inSeries.get(series) ?? [])], has = (text) => text?.length > 1 && names.some((name) => isPiece(name, text));
      if (parts.some(({ text }, k) => k !== at && has(text))) return parts.map((part, k) => (k === at ? { word: part.word, titles: [[series, levels[GRADES.indexOf(grade[0])], null]] } : part));
    }
    return parts;
  }

  #meaning(word) {
    const plain = normal(word), employer = this.#employer(plain);
    if (employer) return [{ word, ...employer }];
    if (!plain || this.#isNoise(plain)) return [];
    if (NO_TITLES.test(plain) && !this.levelWords.has(plain)) return [{ word, text: plain }];
    const exact = this.#known(word, plain);
    if (exact) return [exact];
    const ofSchool = plain.match(TEACHER);
    if (ofSchool && this.titles.has(ofSchool[1]) && SCHOOLS.has(ofSchool[1])) return [this.#known(ofSchool[1], ofSchool[1]), { word: ofSchool[2], text: "教师" }];
    const doctor = plain.match(MEDICAL);
    if (doctor && !this.titles.has(plain) && this.titles.has(doctor[1] + doctor[3])) {  // 副主任中医师, 主管检验技师
      const field = doctor[2].length > 1 ? doctor[2] : doctor[2] + doctor[3][0];
      return [...this.#meaning(field), { word: doctor[1] + doctor[3], titles: this.titles.get(doctor[1] + doctor[3]), name: null }];
    }
    const places = this.#onlyPlaces(word, plain);
    if (places) return places;
    const division = this.division && plain.match(this.division);
    if (division && this.region) {
      const length = division[0].length + plain.slice(division[0].length).match(PART_OF_UNIT)[0].length;
      const rest = this.#behind(word, length), unit = this.numbered.get(numeral(division[1]));
      if (unit) return [{ word: word.slice(0, length), unit: unit.code, employer: unit.system, ...(unit.city && { area: unit.city, others: [] }) }, ...rest];
      return rest;
    }
    if (this.#inCatalog(plain)) return [{ word, text: plain, ...(this.concerned.get(plain) && { of: this.concerned.get(plain) }) }];
    for (const filler of [BEFORE, AFTER]) {
      const rest = word.replace(filler, ""), cut = filler === AFTER ? word.slice(rest.length) : word.slice(0, word.length - rest.length);
      if (cut && (!rest || this.#isNoise(rest))) return [];
      if (!cut || rest.length < 2) continue;
      const meant = this.#meaning(rest);
      if (!PERHAPS.test(cut) || meant.every((part) => !part.text || this.#inCatalog(part.text))) return meant;  // 评估师 is no 估师
    }
    const bare = plain.replace(/(专业|系列|职称|评审委员会|评委会|类)+$/, "");
    if (bare !== plain) return this.#meaning(bare);
    const doer = plain.match(/^(.{2,})[师员科]$/);  // 园艺师, 检验科: whose name the catalog has
    const titled = [...plain].some((_, at) => plain.length - at > 1 && this.titles.has(plain.slice(at)));  // 电气工程师
    if (doer && !titled && !TEACHER.test(plain) && !this.titles.has(doer[1]) && this.#inCatalog(doer[1])) return [{ word, text: doer[1] }];
    return this.#split(word, plain) ?? this.#inside(word, plain) ?? [{ word, text: plain }];
  }

  /* Who somebody works for, and what is taught there (塔里木大学). */
  #worksFor(word, plain) {
    const school = [...SCHOOLS.keys()].find((kind) => plain.endsWith(kind)), meant = school && this.titles.get(school);
    return { word, employer: plain, named: true, ...(meant && { titles: meant }) };
  }

  /* What stands behind a place or a unit: who somebody works for there (某市中学, 第八师总医院), and the rest. */
  #behind(word, length) {
    const rest = word.slice(length), own = rest.match(INSTITUTION);
    return own && (own[0] === rest || !this.#inCatalog(normal(rest))) ? [this.#worksFor(word.slice(0, length) + own[0], normal(word.slice(0, length) + own[0])), ...this.#meaning(rest.slice(own[0].length))] : this.#meaning(rest);
  }

  /* A place, a kind of teacher, a grade or what is asked, wherever it stands in the word: 语文老师评一级. */
  #inside(word, plain) {
    for (const test of [(piece) => SAME.has(piece) || piece === "教师", (piece) => this.places.has(piece), (piece) => GRADE.test(piece), (piece) => ASKING.test(piece)]) {
      const found = this.#piece(plain, test);
      if (found) return this.#around(word, ...found);
    }
    return null;
  }

  /* The longest piece of two characters and more that passes, the first of them: [where, its length]; null: none does. */
  #piece(plain, test) {
    for (let size = plain.length - 1; size > 1; size--) for (let at = 0; at + size <= plain.length; at++) if (test(plain.slice(at, at + size), at)) return [at, size];
    return null;
  }

  #around(word, at, size) {
    return [word.slice(0, at), word.slice(at, at + size), word.slice(at + size)].flatMap((part) => this.#meaning(part));
  }

  /* The system somebody belongs to (农垦, 铁路系统): {employer}; with `text` where the word alone may be a specialty too (铁路). */
  #employer(plain) {
    for (const [name, system] of this.systems) {
      if (!plain.startsWith(name) || !new RegExp(`^${OF_SYSTEM}$`).test(plain.slice(name.length))) continue;
      const ofUnits = [...this.units.values()].some((unit) => unit.system === system);
      return plain === name && !ofUnits && this.#inCatalog(plain) ? { employer: system, text: plain } : { employer: system };
    }
    return null;
  }

  #known(word, plain) {
    if (this.spots.has(plain)) return { word, ...this.spots.get(plain), others: [] };
    if (this.region && this.alsoWhole.has(plain)) return { word, area: this.region.code, others: [] };
    if (this.places.has(plain)) { const [area, ...others] = this.places.get(plain); return { word, area, others }; }
    if (ALONE.test(plain)) return this.#worksFor(word, plain);
    if (this.levelWords.has(plain)) return { word, levels: this.levelWords.get(plain) };
    if (SAME.has(plain)) return { word, text: SAME.get(plain) };
    if (this.titles.has(plain)) return { word, titles: this.titles.get(plain), name: (this.names.has(plain) || this.fields.has(plain)) && !this.ofAnyGrade.has(plain) ? plain : null };
    return null;
  }

  /* 广州市荔湾区: places and nothing else. */
  #onlyPlaces(word, plain) {
    for (let length = plain.length - 2; length > 1; length--) {
      if (!this.places.has(plain.slice(0, length))) continue;
      const rest = plain.slice(length), more = this.places.has(rest) ? [this.#known(word.slice(length), rest)] : this.#onlyPlaces(word.slice(length), rest);
      if (more) return [this.#known(word.slice(0, length), plain.slice(0, length)), ...more];
    }
    return null;
  }

  #inCatalog(plain) {
    for (const name of this.names) if (isPiece(name, plain)) return true;
    for (const one of this.series.values()) if (normal(one.name).includes(plain)) return true;
    return this.committees.some((one) => isPiece(about(one), plain));
  }

  /* 广州副高建筑施工 without spaces: a place in front, a level anywhere, the rest. */
  #split(word, plain) {
    const brackets = word.split(/[()（）]|(?<=.)的(?=.)/).filter(Boolean);
    if (brackets.length > 1) return brackets.flatMap((part) => this.#meaning(part));
    for (let length = Math.min(plain.length - 1, 12); length > 1; length--) {
      if (this.spots.has(plain.slice(0, length)) || this.places.has(plain.slice(0, length))) return [this.#known(word.slice(0, length), plain.slice(0, length)), ...this.#behind(word, length)];
    }
    for (const level of this.whole) if (this.region && plain.startsWith(level)) return [this.#known(level, level), ...this.#meaning(word.slice(level.length))];
    const system = [...this.systems.keys()].find((name) => name.length > 1 && plain.startsWith(name) && this.#employer(name) && !this.#employer(name).text);
    if (system) return [{ word: word.slice(0, system.length), ...this.#employer(system) }, ...this.#behind(word, system.length)];
    if (EMPLOYER.test(plain) && !this.#piece(plain, (piece) => piece.length > 2 && this.titles.has(piece))) return [this.#worksFor(word, plain)];
    const title = this.#piece(plain, (piece, at) => this.titles.has(piece) && at !== 1 && !/[副正]$/.test(plain.slice(0, at)));  // 儿科护士, 高工建筑施工
    if (title) return this.#around(word, ...title);
    for (const [level, levels] of this.levelWords) {
      const at = plain.indexOf(level);
      if (at < 0 || plain.length === level.length) continue;
      const rest = [plain.slice(0, at), plain.slice(at + level.length)].filter(Boolean);
      return [{ word: level, levels }, ...rest.flatMap((part) => this.#meaning(part))];
    }
    const stage = plain.match(STAGES);
    if (stage) return [...this.#meaning(stage[1]), ...this.#meaning(plain.slice(stage[1].length))];
    const teacher = plain.match(TEACHER);
    if (teacher) return [...this.#meaning(teacher[1]), { word: teacher[2], text: "教师" }];
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
      if (this.around(a).has(b) || this.#hasRegimentsIn(a, b)) return a;
      if (this.around(b).has(a) || this.#hasRegimentsIn(b, a)) return b;
    }
    return null;
  }

  /* Whether a place is the city of a unit that has regiments in another place: 巴州铁门关市 is 铁门关市. */
  #hasRegimentsIn(city, area) {
    return [...this.units.values()].some((unit) => unit.city === city && unit.regiments.some((there) => this.within(there).has(area) || this.within(area).has(there)));
  }

  /* The answer to a question: {parts, want, …answer}. A title that nobody awards is read as the name of the catalog that it is too. */
  ask(question, picked, today) {
    const parts = this.#decided(this.understand(question), picked, today), plain = this.want(parts, picked), first = this.#orKindred(plain, today);
    if (first.usable || !plain.titles || !parts.some((part) => part.titles && part.name)) return { parts, want: plain, ...first };
    const named = this.want(parts, picked, true), second = this.answer(named, today);
    return second.usable ? { parts, want: named, ...second } : { parts, want: plain, ...first };
  }

  /* The answer; of a word (儿科) that catalogues have another for (小儿), by both. */
  #orKindred(want, today) {
    const found = this.answer(want, today), texts = want.texts.map((text) => KINDRED.get(text) ?? text);
    if (texts.every((text, i) => text === want.texts[i])) return found;
    const other = this.answer({ ...want, texts }, today), rank = ({ verdict }) => VERDICTS.indexOf(verdict), best = new Map();
    for (const hit of [...found.hits, ...other.hits]) if (!best.has(hit.committee) || rank(hit) < rank(best.get(hit.committee))) best.set(hit.committee, hit);
    const hits = this.#inOrder([...best.values()], want), usable = hits.filter(({ verdict }) => USABLE.has(verdict)).length;
    return { ...(found.usable || !other.usable ? found : other), hits, usable, nobody: usable ? null : found.nobody };
  }

  /* The parts of a question, a word that may be a specialty or a system (铁路) read as the one that somebody answers for, a specialty first;
     then they may be of the system all the same. */
  #decided(parts, picked, today) {
    if (!parts.some((part) => part.employer && part.text)) return parts;
    const as = (changed) => parts.map((part) => (part.employer && part.text ? { ...part, ...changed(part) } : part));
    const specialty = as(({ employer }) => ({ employer: undefined, perhaps: employer })), found = this.answer(this.want(specialty, picked), today);
    return found.usable || found.exams.length ? specialty : as(() => ({ text: undefined }));
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
      employer: this.#employed(parts),
      workplaces: parts.filter((part) => part.named && part.employer.length > 3 && !ALONE.test(part.employer)).map((part) => part.employer),
      perhaps: parts.find((part) => part.perhaps)?.perhaps ?? null,
      only: !titled.length && !picked.series ? parts.find((part) => part.of)?.of ?? null : null,
    };
  }

  /* The system somebody belongs to: one that is said, else one in the name of where they work (西北石油局); else null: whatever 某设计院 may be of. */
  #employed(parts) {
    const told = parts.filter((part) => part.employer), names = told.map((part) => part.employer).filter((name) => !SCHOOL.test(name));
    const within = [...this.systems].find(([word]) => names.some((name) => name.includes(word)));
    return told.find((part) => !part.named)?.employer ?? within?.[1] ?? null;
  }

  /* Of two titles, what both can mean (中职 讲师), else either. */
  #both(some, more) {
    const common = some.filter(([series, , track]) => more.some(([other, , way]) => other === series && (!track || !way || track === way)));
    const precise = (list) => list.filter(([series]) => common.some(([other]) => other === series));
    const leveled = (list) => list.some(([, level]) => level);
    if (!common.length && leveled(some) !== leveled(more)) return leveled(some) ? some : more;  // 大学 工程师: where one works
    if (!common.length) return [...some, ...more];
    const one = precise(some), other = precise(more);
    if (leveled(one) && leveled(other)) return [...one, ...other.filter(([series, level]) => !one.some(([known, its]) => known === series && its === level))];
    return leveled(one) ? one : other;  // 护士 副主任护师: both are asked for
  }

  /* The committees that answer, in order, each with its verdict (VERDICTS) and what it rests on. */
  search(want, today) {
    return this.#inOrder(verdicts(this, want, today).hits, want);
  }

  /* How near a committee is, the nearest 0: by its authority, by its place where the registry adds that. */
  #closeness({ authority, area }) {
    return CLOSENESS.indexOf(CLOSENESS.includes(authority) ? authority : this.areas.get(area)?.level ?? "county");
  }

  /* The surest first, then the closest specialty, then that of one's own unit, then the nearest. */
  #inOrder(hits, want) {
    const own = ({ units }) => units?.some((code) => want.units?.includes(code) || (want.employer && this.units.get(code)?.system === want.employer));
    const key = (hit) => [VERDICTS.indexOf(hit.verdict), hit.quality, own(hit.committee) ? 0 : 1, this.#closeness(hit.committee)];
    return hits.map((hit) => [key(hit), hit]).sort(([a, x], [b, y]) => {
      const at = a.findIndex((value, i) => value !== b[i]);
      return at < 0 ? (x.committee.id < y.committee.id ? -1 : 1) : a[at] - b[at];
    }).map(([, hit]) => hit);
  }

  /* The whole answer: {hits, named, exams, usable, nobody}. `named` are entrusted committees outside the registry, `usable` the number that may
     take the application, `examined` whether an examination gives every level that is asked for, `nobody` says why there is none and no examination instead. */
  answer(want, today) {
    const { hits, named } = verdicts(this, want, today);
    const usable = hits.filter((hit) => USABLE.has(hit.verdict)).length, exams = this.exams(want, !usable && !named.length);
    const asked = new Set(want.levels.length ? want.levels : want.titles?.flatMap(([, level]) => level ?? Object.keys(this.levels)) ?? Object.keys(this.levels));
    const byExam = new Set([...exams.filter(({ exam }) => exam.method === "exam").flatMap(({ levels }) => levels), ...hits.filter(({ verdict }) => verdict === "examined").flatMap(({ told }) => told.map(({ level }) => level))]);
    const known = want.texts.every((text) => exams.some(({ series }) => this.inField(series, text)) || hits.some(({ verdict }) => verdict === "examined"));
    const examined = known && [...asked].every((level) => byExam.has(level));  // of a word that nobody knows an examination says nothing
    return { examined, hits: this.#inOrder(hits, want), named, exams, usable, nobody: usable || named.length || examined ? null : whyNobody(this, want, today, hits) };
  }

  /* The committees of lists, not filed, that may be meant: nothing that the list says of them stands against it. */
  unfiled(want) {
    const levels = want.levels.length ? want.levels : want.titles?.map(([, level]) => level).filter(Boolean) ?? [];
    const series = new Set(want.titles ? want.titles.map(([one]) => one) : want.series ? [want.series] : []);
    const names = (id) => field(this.series.get(id)?.name ?? "");
    return this.listed.filter((one) => {
      const said = normal([one.name, one.organiser, one.note, one.scope].filter(Boolean).join("\n"));
      const near = (area) => area === this.region?.code || ["region", "central"].includes(one.authority) || this.around(area).has(one.area) || this.within(one.area).has(area);
      if (want.areas.length && !want.areas.some(near)) return false;
      const fits = (review) => (!series.size || series.has(review.series)) && (!levels.length || !review.levels || review.levels.some((level) => levels.includes(level)))
        && want.texts.every((text) => said.includes(text) || this.inField(review.series, text) || (review.specialties ?? []).some((name) => normal(name).includes(text) || text.includes(normal(name))));
      if (one.reviews) return one.reviews.some(fits);
      return (!series.size || [...series].some((id) => said.includes(names(id)))) && want.texts.every((text) => said.includes(text));
    });
  }

  /* Whether a committee is there for a place (or, without one, for a unit or what has no code): whole, part, through (another division),
     regiments (of its unit), places (one without a code lies there or may), or null. */
  reach(committee, want, area) {
    const has = (codes) => [...codes].some((code) => committee.covers.has(code));
    const units = want.units ?? [], places = want.places ?? [];
    const local = isLocal(committee), there = !area || !local || this.around(area).has(committee.area) || this.around(committee.area).has(area);
    if (units.some((code) => committee.units?.includes(code)) || (there && places.some((place) => committee.places?.includes(place)))) return "whole";
    if (!area && (units.length || places.length)) {
      if (committee.covers.has(this.region?.code)) return "whole";
      return units.some((code) => this.units.get(code).regiments.some((there) => has(this.within(there)))) ? "regiments" : null;
    }
    if (!area || has(this.within(area))) return "whole";
    if ([...committee.covers].some((code) => this.within(code).has(area))) return "part";
    if (has(this.around(area))) return "through";
    const inside = this.within(area);
    if (!committee.scope.length && committee.places?.length) {
      const near = isLocal(committee);
      if (near && this.within(committee.area).has(area)) return "part";
      return !near || inside.has(committee.area) ? "places" : null;
    }
    if (!units.length && committee.units?.some((code) => this.units.get(code)?.city === area)) return "unit";  // who lives there may belong to it
    const own = units.map((code) => this.units.get(code)).filter((unit) => unit.city === area);  // the city is only what the unit goes by
    if (own.some((unit) => unit.regiments.some((there) => has(this.within(there))))) return "regiments";
    return want.employer && committee.units?.some((code) => this.units.get(code)?.system === want.employer && this.units.get(code).regiments.some((there) => inside.has(there))) ? "regiments" : null;
  }

  /* What of a review is asked for: {review, asked: levels, unsure, quality, paths}, or null. Only registered tracks decide about a title. */
  match(committee, review, want) {
    if ((want.series && review.series !== want.series) || (want.only && review.series !== want.only)) return null;
    let levels = want.levels, unsure = false;
    if (want.titles) {
      unsure = review.tracks_certain === false;
      const fitting = want.titles.filter(([series, , track]) => series === review.series && (!track || unsure || !review.tracks || review.tracks.includes(track)));
      if (!fitting.length) return null;
      unsure &&= fitting.every(([, , track]) => track);
      if (!levels.length && fitting.every(([, level]) => level)) levels = fitting.map(([, level]) => level);  // a level that is said counts, whatever the title (护士 中级)
    }
    const asked = Object.keys(this.levels).filter((level) => review.levels.includes(level) && (!levels.length || levels.includes(level)));
    const places = asked.length ? this.specialties(committee, review, want.texts) : null;
    return places && { review, asked, unsure, ...places };
  }

  /* Where the texts stand in a review: {quality, paths}; 0 a whole second-level name, 1 a piece of one, 2 first level, 3 series, 4 committee. */
  specialties(committee, review, texts) {
    if (!texts.length) return { quality: 5, paths: [] };
    const series = normal(this.series.get(review.series)?.name ?? review.series);
    const itself = texts.includes(field(series));
    const own = about(committee), namedIn = (text) => isPiece(own, text) && !committee.reviews.some((other) => other !== review && this.#has(other, text));
    const paths = [];
    let best = 9;
    if (review.all_specialties) {
      const names = this.inSeries.get(review.series) ?? [];
      if (texts.every((text) => series.includes(text) || namedIn(text) || [...names].some((name) => isPiece(name, text)))) best = 3;
    }
    let at = 0;  // where a second-level specialty stands among all of the review
    for (const [first, seconds] of review.catalog) {
      const branch = normal(this.strings[first]);
      for (const second of seconds) {
        const thirds = (review.third_level?.[at++] ?? []).map((place) => this.strings[place]);
        const names = [this.strings[second], ...thirds].map(normal);
        const grades = texts.map((text) => (names.includes(text) ? 0 : names.some((name) => isPiece(name, text)) ? 1 : isPiece(branch, text) ? 2 : series.includes(text) ? 3 : namedIn(text) ? 4 : 9));
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

  /* Whether the catalogue of a review has a word. */
  #has(review, text) {
    return review.catalog.some(([first, seconds]) => [first, ...seconds].some((place) => isPiece(normal(this.strings[place]), text)));
  }

  /* The names of the specialties of a review that are asked for, as a match found them; EVERY where all of the series are. */
  asked({ review, paths }, texts) {
    if (review.all_specialties) return this.#askedOfAll(review.series, texts);
    const exact = paths.filter(({ grade }) => grade === 0), found = exact.length ? exact : paths;
    const named = (first, second) => !found.length || found.some((path) => path.first === first && (!path.second || path.second === second));
    return new Set(review.catalog.flatMap(([first, seconds]) => seconds.map((second) => this.strings[second]).filter((second) => named(this.strings[first], second))));
  }

  /* The specialties of a series, as anybody has registered them, that the texts are about; EVERY without texts or where none is. */
  #askedOfAll(series, texts) {
    const known = this.committees.flatMap(({ reviews }) => reviews).filter((one) => one.series === series).flatMap(({ catalog }) => catalog).flatMap(([, seconds]) => seconds).map((place) => this.strings[place]);
    const about = (test) => known.filter((name) => texts.length && texts.every((text) => test(normal(name), text)));
    const exact = about((name, text) => name === text), found = new Set(exact.length ? exact : about(isPiece));
    return found.size ? found : new Set([EVERY]);
  }

  standing(committee, today) {
    if (committee.status !== "active") return { past: true, tone: "bad", text: t("已撤销登记") };
    if (!committee.valid) return { past: false, tone: "off", text: t("未登记有效期") };
    const [from, until] = committee.valid;
    if (today > until) return { past: true, tone: "bad", text: t("有效期已满 · %(day)s", { day: until }) };
    return today < from ? { past: false, early: true, tone: "warn", text: t("自 %(day)s 起有效", { day: from }) } : { past: false, tone: "ok", text: t("有效期至 %(day)s", { day: until }) };
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

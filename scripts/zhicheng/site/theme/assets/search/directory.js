/* The committees, divisions and series of the registry, made ready for questions: who has which specialty, who is there for which place. */
import { unpacked } from "./unpacking.js";
import { Vocabulary } from "./vocabulary.js";
import { PRIMARY, STAGES, TEACHING, UNIVERSITY, isPiece, isShort, normal } from "./words.js";
import { N_, t } from "../language.js";

/* The levels of every registry, from low to high; the data has those of one that adds others. */
const LEVELS = { junior: N_("初级"), intermediate: N_("中级"), "associate-senior": N_("副高级"), "full-senior": N_("正高级") };
const CLOSENESS = ["county", "prefecture", "region", "central"];

const NONE = [];
const NOTHING = new Set();
const PAST = { past: true, early: false };
const EARLY = { past: false, early: true };
const IN_FORCE = { past: false, early: false };

export const EVERY = "*"; // in place of the names of specialties: all of the series

/* The field of a series: 经济 of 经济专业人员. */
export const field = (series) => normal(series).replace(/(专业)?(技术)?人员$/, "");

/* Offices of the government, whose names say nothing of specialties. */
const OFFICE = /([局厅委部办]|委员会|办公室|政府)$/;

/* The name of an organisation without what brackets say of it. */
const bare = (organiser) => normal(organiser).replace(/\([^()]*\)/g, "");

/* What the names of a committee and its organiser say about its specialties. An office of the government (人力资源和社会保障局) says nothing, nor do
   the words in the name of every committee (中高级职称评审委员会). */
const about = ({ name, organiser }) =>
  normal(!organiser || OFFICE.test(organiser) ? name : `${name}\n${organiser}`).replace(
    /[初中副正高、]*级|职称|(任职)?资格|职务|评审委员会/g,
    "\n",
  );

/* Lists by key, in which each value stands once in a row. */
function addTo(map, key, value) {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list[list.length - 1] !== value) list.push(value);
}

/* Texts joined to one, a line each, with the place where each starts, so that one search looks for a word in all of them. */
export function joinedLines(lines) {
  const starts = new Int32Array(lines.length);
  let at = 0;
  lines.forEach((line, number) => {
    starts[number] = at;
    at += line.length + 1;
  });
  return { text: `${lines.join("\n")}\n`, starts };
}

function stateOn({ status, valid }, today) {
  if (status !== "active") return PAST;
  return !valid ? IN_FORCE : today > valid[1] ? PAST : today < valid[0] ? EARLY : IN_FORCE;
}

export class Directory {
  /* `data`: committees, areas, series, levels, listed, words, as the build writes them. How characters are read comes later, see `completed`. */
  constructor(data) {
    const { strings, committees } = unpacked(data);
    this.strings = strings;
    this.committees = committees;
    this.listed = data.listed || [];
    this.centre = data.centre || {};
    this.areas = new Map(data.areas.areas.map((area) => [area.code, area]));
    this.retired = new Map();
    for (const past of data.areas.retired || []) addTo(this.retired, past.code, past);
    this.series = new Map(data.series.map((one) => [one.id, one]));
    this.seriesNames = data.series.map((one) => [one.id, normal(one.name)]);
    this.addedLevels = (data.levels || []).filter(({ code }) => !LEVELS[code]);
    this.levels = LEVELS;
    if (data.levels) {
      this.levels = {};
      for (const { code, name } of data.levels) this.levels[code] = name;
    }
    this.levelCodes = Object.keys(this.levels);
    this.region = data.areas.areas.find((area) => area.level === "region");
    this.units = new Map((data.areas.units || []).map((unit) => [unit.code, unit]));
    this.numbered = new Map(Array.from(this.units.values()).map((unit) => [(unit.name.match(/第(.+?)师/) || [])[1], unit]));
    this.citySystems = new Set(
      Array.from(this.units.values())
        .filter((unit) => unit.city)
        .map((unit) => unit.system),
    );
    this.prefectures = (data.areas.words || {}).prefectures || "地方";
    this.below = new Map();
    for (const area of this.areas.values()) if (area.parent) addTo(this.below, area.parent, area.code);
    const called = new Set();
    this._shared = new Set(); // names of several places of a level
    for (const { level, name } of this.areas.values()) (called.has(level + name) ? this._shared : called).add(level + name);
    this._texts = new Map();
    this._stages = new Map(); // of a stage of schools: the first levels that are of others
    this.others = NOTHING; // those of what is asked for now
    this._within = new Map();
    this._fields = new Map();
    this.readings = null; // {syllables, pairs}, when they have come
    this.simple = null; // traditional character → the simplified one, with them
    this._index();
    this.words = new Vocabulary(this, data.areas, data.words || []);
    this.concerned = this._concerned();
    this.grades = new Map(
      data.series
        .filter((one) => one.certainty === "rule")
        .map((one) => [one.id, this._byGrade(one)])
        .filter(([, levels]) => levels),
    );
  }

  /* Goes over all committees once: which specialties and series each has, and which places it is for. */
  _index() {
    const names = this.strings.length;
    this.names = this.strings.map(normal);
    this.idOf = new Map();
    this.names.forEach((name, id) => {
      if (!this.idOf.has(name)) this.idOf.set(name, id);
    });
    this.having = this.strings.map(() => []); // of a name: the committees, by their numbers
    this.bySeries = new Map(); // of a series: its committees
    this.inSeries = new Map(); // of a series: which names it has, 1 a first level, 2 a second, 4 a third
    this.covering = new Map(); // of a division: the committees that cover it
    this.byId = new Map();
    this.entrusting = [];
    this.entrusted = new Set();
    this.special = []; // committees that a place alone does not find: for units and places without a code, or with exclusions by place
    const widened = new Map();
    this.committees.forEach((one, number) => {
      one.number = number;
      one.near = this.closeness(one) + 1;
      this.byId.set(one.id, one);
      const key = one.scope.join();
      if (!widened.has(key)) widened.set(key, this._widened(one.scope));
      one.covers = widened.get(key);
      one.about = about(one);
      one.covers.forEach((code) => addTo(this.covering, code, number));
      if (one.entrusts) this.entrusting.push(one);
      for (const { committee } of one.entrusts || []) this.entrusted.add(committee);
      const giving = one.reviews.filter((review) =>
        (one.exclusions || []).concat(review.exclusions || []).some(({ where }) => where === "own-committee"),
      );
      if (giving.length) one.gives = giving.map(({ series }) => series);
      let excluding = Boolean(one.exclusions);
      for (const review of one.reviews) {
        addTo(this.bySeries, review.series, number);
        excluding = excluding || Boolean(review.exclusions);
        if (!this.inSeries.has(review.series)) this.inSeries.set(review.series, new Uint8Array(names));
        const marks = this.inSeries.get(review.series);
        let at = 0;
        for (const [first, seconds] of review.catalog) {
          marks[first] |= 1;
          this._has(first, number);
          for (const second of seconds) {
            marks[second] |= 2;
            this._has(second, number);
            for (const third of (review.third_level || [])[at] || []) {
              marks[third] |= 4;
              this._has(third, number);
            }
            at++;
          }
        }
      }
      if (one.units || one.places || excluding) this.special.push(number);
    });
    this.allNames = joinedLines(this.names);
    this.allAbout = joinedLines(this.committees.map((one) => one.about.replace(/\n/g, "\t")));
  }

  _has(name, number) {
    const list = this.having[name];
    if (list[list.length - 1] !== number) list.push(number);
  }

  /* The numbers of the lines of joined texts in which a word stands. */
  linesWith(joined, word, most = Infinity) {
    const { text, starts } = joined;
    const found = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, starts[found[found.length - 1] + 1] - 1)) {
      let low = 0;
      let high = starts.length - 1; // the last line that starts at or before the place
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle] <= at) low = middle;
        else high = middle - 1;
      }
      found.push(low);
      if (low === starts.length - 1 || found.length === most) break;
    }
    return found;
  }

  /* What a text is in this registry: {grades: by the index of a name, 0 where the text is that name, 1 where it is a piece of it; series: ids of
     those whose name has it; about: numbers of the committees whose name has it}. It is cached, since a question needs its words again and again. */
  text(text) {
    let is = this._texts.get(text);
    if (is) return is;
    is = { grades: new Map(), grade: new Uint8Array(this.names.length).fill(9), series: new Set(), about: new Set(), nearest: 2 };
    if (text && !text.includes("\n")) {
      for (const id of this.linesWith(this.allNames, text))
        if (isPiece(this.names[id], text)) {
          is.grade[id] = this.names[id] === text ? 0 : 1;
          is.grades.set(id, is.grade[id]);
          is.nearest = Math.min(is.nearest, is.grade[id]);
        }
      for (const [id, name] of this.seriesNames) if (name.includes(text)) is.series.add(id);
      for (const number of this.linesWith(this.allAbout, text)) if (isPiece(this.committees[number].about, text)) is.about.add(number);
    }
    if (this._texts.size > 500) this._texts.clear();
    this._texts.set(text, is);
    return is;
  }

  /* Whether a word only names an organisation, by its name or a piece of it: no specialty or series has the word. */
  isOrganisation(text) {
    const { grades, series, about } = this.text(text);
    return (
      text.length > 1 &&
      !grades.size &&
      !series.size &&
      Array.from(about).some((number) => this._ofOrganisation(number, (name) => name.includes(text)))
    );
  }

  /* The one organisation that a short name is made of: 农科院 of 某省农业科学院, 农大; null where there is none, or several. */
  organisationCalled(plain) {
    if (plain.length < (UNIVERSITY.test(plain) ? 2 : 3) || plain.length > 12) return null;
    if (!this._organisations) {
      this._organisations = new Map();
      for (const { organiser } of this.committees)
        if (organiser && !OFFICE.test(organiser) && !this._organisations.has(organiser))
          this._organisations.set(organiser, bare(organiser));
    }
    const found = Array.from(this._organisations).filter(([, name]) => isShort(name, plain));
    return found.length === 1 ? found[0][0] : null;
  }

  _ofOrganisation(number, test) {
    const { organiser } = this.committees[number];
    return Boolean(organiser) && !OFFICE.test(organiser) && test(bare(organiser));
  }

  /* Whether the names of specialties, series or committees have a word. */
  inCatalog(plain) {
    const { grades, series, about } = this.text(plain);
    return grades.size > 0 || series.size > 0 || about.size > 0;
  }

  /* The only area whose name begins with a word that stands in names of committees and that no specialty has (二连); null where there is none, or
     several. */
  placeBegun(plain) {
    const found =
      plain.length > 1 && this.inCatalog(plain) && !this.isNamed(plain)
        ? Array.from(this.areas.values()).filter(({ name }) => normal(name).startsWith(plain))
        : [];
    return found.length === 1 ? found[0].code : null;
  }

  /* The same of the names of specialties and series alone, and quicker: for the pieces of a sentence, most of which are nothing. */
  isNamed(plain) {
    if (this._texts.has(plain)) return this._texts.get(plain).grades.size > 0 || this._texts.get(plain).series.size > 0;
    return (
      this.linesWith(this.allNames, plain, 20).some((id) => isPiece(this.names[id], plain)) ||
      this.seriesNames.some(([, name]) => name.includes(plain))
    );
  }

  /* Whether a name of a specialty of a series has a word: as a piece, or whole. */
  seriesHas(series, text, whole = false) {
    const marks = this.inSeries.get(series);
    if (!marks) return false;
    for (const [id, grade] of this.text(text).grades) if (marks[id] & 3 && (!whole || grade === 0)) return true;
    return false;
  }

  /* Whether a word is the whole field of a series: 会计 of 会计人员. */
  isSeries(plain) {
    return this.seriesNames.some(([, name]) => field(name) === plain);
  }

  /* The series whose whole field is a word (卫生: not 环境卫生工程); null where there is none, or where the word may as well be a subject at schools
     (体育). */
  seriesAbout(plain) {
    const [id] = this.seriesNames.find(([, name]) => field(name) === plain) || [];
    return id && !Array.from(this.text(PRIMARY).series).some((of) => of !== id && this.seriesHas(of, plain)) ? id : null;
  }

  /* Of several words those that catalogs of a series, or of one of `series`, have beside each other, at the same level (语文 数学, 小学 初中), where at most
     one other is of the other level (小学 语文 数学: the last two): {words, ids}, with the series; none where every name with one of them has another, too
     (心血管 内科). */
  beside(texts, series) {
    const names = (text) => Array.from(this.text(text).grades.keys());
    const found = { words: [], ids: [] };
    for (const [id, marks] of this.inSeries)
      for (const [level, other] of [
        [2, 1],
        [1, 2],
      ]) {
        const at = (text, bit) => names(text).some((name) => marks[name] & bit);
        const some = texts.filter((text) => at(text, level));
        const rest = texts.filter((text) => !some.includes(text));
        const apart = some.every((text) =>
          some.every((one) => one === text || !names(text).every((name) => this.text(one).grades.has(name))),
        );
        if ((series && !series.has(id)) || some.length < 2 || rest.length > 1 || !rest.every((text) => at(text, other)) || !apart) continue;
        if (found.ids.length && some.join() !== found.words.join()) continue;
        found.words = some;
        found.ids.push(id);
        break;
      }
    return found;
  }

  /* The series that a word names: the one whose field it is, or all that have it in common at their end (教师). */
  seriesNamed(text) {
    const all = Array.from(this.series.values());
    const one = all.filter(({ name }) => field(name) === text);
    return one.length ? one : TEACHING.test(text) ? all.filter(({ name }) => field(name).endsWith(text)) : [];
  }

  /* The series in whose catalogs a name has a word. */
  seriesWith(text) {
    return Array.from(this.inSeries.keys()).filter((series) => this.seriesHas(series, text));
  }

  isLocal({ authority }) {
    // a committee of a part of the region: of an authority that the registry adds, whatever it is
    return authority !== "region" && authority !== "central";
  }

  /* Levels in words, from low to high: 初级、中级. */
  levelNames(levels) {
    return this.levelCodes
      .filter((level) => levels.includes(level))
      .map((level) => t(this.levels[level]))
      .join(t("、"));
  }

  /* The name by which a system is compared: 铁路局, 国铁 → 铁路. */
  system(name) {
    return this.words.systems.get(normal(name)) || name;
  }

  /* The systems that the name of an employer indicates: 塔里木油田 belongs to 石油 too. */
  systemsIn(employer) {
    const found = new Set();
    const plain = normal(employer || "");
    if (plain) for (const [word, system] of this.words.systems) if (plain.includes(word)) found.add(system);
    return found;
  }

  /* Words that name what the people of one series do → its id: its tracks (兽医), so that 兽医 is nobody who teaches 兽医学. */
  _concerned() {
    const found = new Map();
    for (const { id, tracks } of this.series.values())
      for (const { name } of (tracks || []).length > 1 ? tracks : [])
        if (name.length > 1) found.set(normal(name), found.has(normal(name)) ? null : id);
    return found;
  }

  /* The one track of any series that is called so: {series, track}; null: none, or several. */
  trackCalled(plain) {
    const series = this.concerned.get(plain);
    const own = series && this.series.get(series).tracks.find(({ name }) => normal(name) === plain);
    return own ? { series, track: own.name } : null;
  }

  /* The levels of 一级, 二级 … in a series all of whose titles are a grade and what it is of; null: it is none. */
  _byGrade({ tracks }) {
    const given = [];
    for (const { titles } of tracks)
      for (const [level, names] of Object.entries(titles)) for (const name of names) given.push([name, level]);
    if (!given.every(([name]) => /^[一二三四]级/.test(name))) return null;
    return ["一", "二", "三", "四"].map((grade) => (given.find(([name]) => name[0] === grade) || [])[1] || null);
  }

  /* The divisions that a scope means now: successors of retired codes, and a division in place of all of its parts. */
  _widened(scope) {
    const found = new Set([].concat(...scope.map((code) => (this.areas.has(code) ? [code] : this.current(code)))));
    for (const code of found) {
      // a set goes on over what is added
      const parent = (this.areas.get(code) || {}).parent;
      if (parent && this.below.get(parent).every((part) => found.has(part))) found.add(parent);
    }
    return found;
  }

  /* The divisions in force a code stands for: itself, or those a retired one went into. */
  current(code, seen = new Set()) {
    if (this.areas.has(code)) return [code];
    if (seen.has(code)) return [];
    seen.add(code);
    return [].concat(
      ...(this.retired.get(code) || []).map((past) => [].concat(...past.successors.map((next) => this.current(next, seen)))),
    );
  }

  /* The code and every division it lies in, those it is administered through included. */
  around(code) {
    const found = new Set();
    const queue = [code];
    while (queue.length) {
      const next = queue.pop();
      if (!next || found.has(next)) continue;
      found.add(next);
      const area = this.areas.get(next) || {};
      queue.push(area.parent, area.also_under);
    }
    return found;
  }

  /* The code and the divisions it lies in, those it is only administered through left out. */
  within(code) {
    let found = this._within.get(code);
    if (!found) {
      found = new Set();
      for (let next = code; next && !found.has(next); next = (this.areas.get(next) || {}).parent) found.add(next);
      this._within.set(code, found);
    }
    return found;
  }

  /* What a place is called, behind its parent's name where others of its level are called so: 乐山市市中区. */
  placeName(code, whole) {
    if (this.region && code === this.region.code) return whole;
    const area = this.areas.get(code);
    const past = this.retired.get(code);
    if (!area) return past ? past[past.length - 1].name : code;
    const parent = this.areas.get(area.parent);
    return (parent && this._shared.has(area.level + area.name) ? parent.name : "") + area.name;
  }

  /* A number for how near a committee is, 0 the nearest: by its authority; for an added authority by its place. */
  closeness({ authority, area }) {
    return CLOSENESS.indexOf(CLOSENESS.includes(authority) ? authority : (this.areas.get(area) || { level: "county" }).level);
  }

  /* How a committee is for a place (or, without one, for a unit, or a place without a code): whole, part, through (by another division), regiments
     (of its unit), places (a place without a code that lies there or may), or null where it is not. */
  reach(committee, want, area) {
    const units = want.units || [];
    const places = want.places || [];
    const covers = committee.covers;
    if (!area && !units.length && !places.length) return "whole";
    const has = (codes) => {
      for (const code of codes) if (covers.has(code)) return true;
      return false;
    };
    const local = this.isLocal(committee);
    if (units.length || places.length) {
      const there = !area || !local || this.around(area).has(committee.area) || this.around(committee.area).has(area);
      if (
        units.some((code) => (committee.units || []).includes(code)) ||
        (there && places.some((place) => (committee.places || []).includes(place)))
      )
        return "whole";
      if (!area) {
        if (this.region && covers.has(this.region.code)) return "whole";
        return units.some((code) => this.units.get(code).regiments.some((there) => has(this.within(there)))) ? "regiments" : null;
      }
    }
    if (has(this.within(area))) return "whole";
    for (const code of covers) if (this.within(code).has(area)) return "part";
    if (has(this.around(area))) return "through";
    const inside = this.within(area);
    const own = committee.units || [];
    if (!committee.scope.length && committee.places) {
      if (local && this.within(committee.area).has(area)) return "part";
      return !local || inside.has(committee.area) ? "places" : null;
    }
    if (!units.length && own.some((code) => (this.units.get(code) || {}).city === area)) return "unit"; // who lives there may belong to it
    const mine = units.map((code) => this.units.get(code)).filter((unit) => unit.city === area); // the city is only what the unit goes by
    if (mine.some((unit) => unit.regiments.some((there) => has(this.within(there))))) return "regiments";
    const regiment = (code) => {
      const unit = this.units.get(code) || { regiments: [] };
      return unit.system === want.employer && unit.regiments.some((there) => inside.has(there));
    };
    return want.employer && own.some(regiment) ? "regiments" : null;
  }

  /* The numbers of the committees that may match what is wanted; the others need not be examined. */
  candidates(want) {
    const all = this.committees.length;
    const sets = [];
    if (want.titles || want.series) {
      const ids = new Set(want.titles ? want.titles.map(([series]) => series) : [want.series]);
      sets.push([].concat(...Array.from(ids).map((id) => this.bySeries.get(id) || [])));
    }
    for (const text of want.texts) {
      const { grades, series, about } = this.text(text);
      const found = [];
      for (const id of grades.keys()) found.push(this.having[id]);
      for (const id of series) found.push(this.bySeries.get(id) || []);
      found.push(Array.from(about), this._allOf(text));
      sets.push([].concat(...found));
    }
    if (want.areas.length) {
      const found = [this.special];
      for (const area of want.areas) {
        for (const code of this.around(area)) found.push(this.covering.get(code) || []);
        for (const [code, list] of this.covering) if (code !== area && this.within(code).has(area)) found.push(list);
      }
      for (const unit of want.units || [])
        for (const there of this.units.get(unit).regiments)
          for (const code of this.within(there)) found.push(this.covering.get(code) || []);
      sets.push([].concat(...found));
    }
    if (!sets.length) return this.committees.map((_, number) => number);
    const counts = new Uint8Array(all);
    sets.forEach((numbers, i) => {
      for (const number of numbers) if (counts[number] === i) counts[number]++;
    });
    const found = [];
    for (let number = 0; number < all; number++) if (counts[number] === sets.length) found.push(number);
    return found;
  }

  /* Whether a committee is only for what the question excludes: a place, a series, a level. */
  isDenied({ authority, area, reviews }, { areas, series, texts, levels }) {
    if (areas.some((code) => this.isLocal({ authority }) && this.within(area).has(code))) return true;
    const meant = (review) =>
      !series.includes(review.series) &&
      !texts.some((text) => this.text(text).series.has(review.series)) &&
      !(levels.length && review.levels.every((level) => levels.includes(level)));
    return !reviews.some(meant);
  }

  /* Whether a series of some titles has a specialty for its other tracks only: 耳鼻喉科 is for physicians, not for nurses. */
  isOfOtherTracks(titles, text) {
    const tracked = titles.filter(([series, , track]) => track && this.seriesHas(series, text));
    const info = this.text(text);
    return (
      tracked.length === titles.length &&
      tracked.every(([series, , track]) =>
        (this.bySeries.get(series) || []).every((number) =>
          this.committees[number].reviews.every(
            (review) => review.series !== series || (review.tracks && !review.tracks.includes(track)) || !this._reviewHas(review, info),
          ),
        ),
      )
    );
  }

  /* The committees that review all of a series that has a word, wherever that is registered. */
  _allOf(text) {
    if (!this._whole) this._whole = this.committees.filter((one) => one.reviews.some((review) => review.all_specialties));
    return this._whole
      .filter((one) => one.reviews.some((review) => review.all_specialties && this.seriesHas(review.series, text)))
      .map((one) => one.number);
  }

  /* Whether a number is, with or without its area code, one of a committee's, once these have come. */
  hasPhone(number) {
    const bare = number.replace(/\D/g, "");
    return this.committees.some(({ phones, office }) =>
      (phones || NONE).concat((office || {}).phones || NONE).some((phone) =>
        phone
          .replace(/[^\d\s()-].*$/, "")
          .replace(/\D/g, "")
          .endsWith(bare),
      ),
    );
  }

  /* The part of a review that is asked for: {review, asked: levels, unsure, quality}, or null. Only registered tracks exclude a title. */
  match(committee, review, want) {
    if ((want.series && review.series !== want.series) || (want.only && review.series !== want.only)) return null;
    let levels = want.levels;
    let unsure = false;
    if (want.titles) {
      unsure = review.tracks_certain === false;
      const fitting = want.titles.filter(
        ([series, , track]) => series === review.series && (!track || unsure || !review.tracks || review.tracks.includes(track)),
      );
      if (!fitting.length) return null;
      unsure = unsure && fitting.every(([, , track]) => track);
      if (!levels.length && fitting.every(([, level]) => level)) levels = fitting.map(([, level]) => level); // a level that is said counts, whatever the title (护士 中级)
    }
    const asked = levels.length
      ? this.levelCodes.filter((level) => review.levels.includes(level) && levels.includes(level))
      : review.levels;
    if (!asked.length) return null;
    const quality = this.quality(committee, review, want.texts, want.stage);
    return quality === 9 ? null : { committee, review, asked, unsure, quality, texts: want.texts, stage: want.stage };
  }

  /* The quality of the match between texts and a review, by where they stand: 0 a whole second-level name, 1 a piece of one, 2 first level, 3 series,
     4 name of the committee, 5 no text, 9 nowhere. */
  quality(committee, review, texts, stage = -1) {
    this.others = stage < 0 ? NOTHING : this._ofOtherSchools(stage);
    if (!texts.length) return review.catalog.length && review.catalog.every(([first]) => this.others.has(first)) ? 9 : 5;
    if (texts.length === 1 && texts[0] === this._fieldOf(review.series)) return 0;
    const best = texts.length === 1 ? this._best(committee, review, texts[0]) : this._bestOfAll(committee, review, texts);
    if (best === 9) return 9;
    return texts.includes(this._fieldOf(review.series)) ? 0 : best;
  }

  _bestOfAll(committee, review, texts) {
    let best = 9;
    this._places(committee, review, texts, (nearest) => {
      if (nearest < best) best = nearest;
    });
    return best;
  }

  /* As above for a single text, the usual case, without making objects: it is asked of every committee. */
  _best(committee, review, text) {
    const info = this.text(text);
    const { grade } = info;
    const beside = info.series.has(review.series)
      ? 3
      : info.about.has(committee.number) && !committee.reviews.some((other) => other !== review && this._reviewHas(other, info))
        ? 4
        : 9;
    let best = review.all_specialties && (beside < 9 || this.seriesHas(review.series, text)) ? 3 : 9;
    let at = 0;
    for (const [first, seconds] of review.catalog) {
      const branch = grade[first] < 9 ? 2 : beside;
      if (this.others.has(first)) {
        at += seconds.length;
        continue;
      }
      for (const second of seconds) {
        let value = grade[second];
        if (review.third_level) for (const third of review.third_level[at] || NONE) if (grade[third] < value) value = grade[third];
        at++;
        if (value === 9) value = branch;
        if (value < best) best = value;
        if (best === info.nearest) return best; // no name has it nearer
      }
    }
    return best;
  }

  /* The first levels that do not belong to the schools of a stage: for 小学教育 those of 中学. */
  _ofOtherSchools(stage) {
    if (!this._stages.has(stage)) this._stages.set(stage, new Set(this.names.map((name, id) => (STAGES[stage][1].test(name) ? id : -1))));
    return this._stages.get(stage);
  }

  _fieldOf(series) {
    if (!this._fields.has(series)) this._fields.set(series, field((this.series.get(series) || { name: series }).name));
    return this._fields.get(series);
  }

  /* Calls found(nearest grade, first, second, thirds) for every specialty of a review in which all texts stand. */
  _places(committee, review, texts, found) {
    if (this._asked !== texts) {
      this._asked = texts;
      this._infos = texts.map((text) => this.text(text));
    }
    const infos = this._infos;
    const beside = infos.map((info, i) => {
      // where a text stands if not in the names of the specialty
      if (info.series.has(review.series)) return review.catalog.some(([first]) => normal(this.strings[first]) === texts[i]) ? 9 : 3; // 小学 of 中小学
      return info.about.has(committee.number) && !committee.reviews.some((other) => other !== review && this._reviewHas(other, infos[i]))
        ? 4
        : 9;
    });
    if (review.all_specialties && texts.every((text, i) => beside[i] < 9 || this.seriesHas(review.series, text))) found(3, null, null, []);
    let at = 0;
    for (const [first, seconds] of review.catalog) {
      const grade = beside.map((other, i) => (infos[i].grade[first] < 9 ? 2 : other));
      if (this.others.has(first)) {
        at += seconds.length;
        continue;
      }
      for (const second of seconds) {
        const thirds = review.third_level ? review.third_level[at] || NONE : NONE;
        at++;
        let worst = 0;
        let nearest = 9;
        for (let i = 0; i < infos.length && worst < 9; i++) {
          let value = infos[i].grade[second];
          for (const third of thirds) if (infos[i].grade[third] < value) value = infos[i].grade[third];
          if (value === 9) value = grade[i];
          if (value > worst) worst = value;
          if (value < nearest) nearest = value;
        }
        if (worst < 9) found(nearest, first, second, thirds);
      }
    }
  }

  _reviewHas(review, { grades }) {
    return review.catalog.some(([first, seconds]) => grades.has(first) || seconds.some((second) => grades.has(second)));
  }

  /* Where the texts of a match stand, the nearest first: [{first, second, third, grade}]. */
  paths(match) {
    if (match.paths) return match.paths;
    const paths = [];
    const { texts, stage = -1 } = match;
    const name = (id) => this.strings[id];
    this.others = stage < 0 ? NOTHING : this._ofOtherSchools(stage);
    if (texts.length)
      this._places(match.committee, match.review, texts, (grade, first, second, thirds) => {
        if (first === null) return;
        const third = thirds.map(name).find((word) => texts.some((text) => normal(word).includes(text)));
        if (grade < 2) paths.push({ first: name(first), second: name(second), third, grade });
        else if (grade === 2 && !paths.some((path) => path.first === name(first) && !path.second))
          paths.push({ first: name(first), second: null, grade: 2 });
      });
    paths.sort((a, b) => a.grade - b.grade);
    match.paths = paths.filter((path) => path.grade <= Math.max(1, match.quality));
    return match.paths;
  }

  /* The names of the specialties of a match that are asked for; EVERY where all of the series are. */
  asked(match) {
    const { review, texts } = match;
    if (review.all_specialties) return this._askedOfAll(review.series, texts);
    const paths = this.paths(match);
    const exact = paths.filter(({ grade }) => grade === 0);
    const found = exact.length ? exact : paths;
    const names = new Set();
    for (const [first, seconds] of review.catalog)
      for (const second of seconds) {
        if (
          !found.length ||
          found.some((path) => path.first === this.strings[first] && (!path.second || path.second === this.strings[second]))
        )
          names.add(this.strings[second]);
      }
    return names;
  }

  /* The registered specialties of a series, by whichever committee, that match the texts; EVERY without texts, or where none matches. */
  _askedOfAll(series, texts) {
    const marks = this.inSeries.get(series) || [];
    const infos = texts.map((text) => this.text(text).grades);
    const names = new Set();
    const whole = new Set();
    if (infos.length)
      for (const id of infos[0].keys()) {
        if (!(marks[id] & 2) || !infos.every((grades) => grades.has(id))) continue;
        names.add(this.strings[id]);
        if (infos.every((grades) => grades.get(id) === 0)) whole.add(this.strings[id]);
      }
    return whole.size ? whole : names.size ? names : new Set([EVERY]);
  }

  /* Whether a committee is past or not yet in force on a day; `standing` says it in words. */
  state(committee, today) {
    if (this._day !== today) {
      this._day = today;
      this._states = this.committees.map((one) => stateOn(one, today));
    }
    return this._states[committee.number];
  }

  standing(committee, today) {
    if (committee.status !== "active") return { past: true, tone: "bad", text: t("已撤销登记") };
    if (!committee.valid) return { past: false, tone: "off", text: t("未登记有效期") };
    const [from, until] = committee.valid;
    if (today > until) return { past: true, tone: "bad", text: t("有效期已满 · %(day)s", { day: until }) };
    return today < from
      ? { past: false, early: true, tone: "warn", text: t("自 %(day)s 起有效", { day: from }) }
      : { past: false, tone: "ok", text: t("有效期至 %(day)s", { day: until }) };
  }
}

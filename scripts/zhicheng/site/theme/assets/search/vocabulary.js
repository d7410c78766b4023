/* The words that a directory understands: places, titles, levels, systems, and those of registry/reference/words.yaml. Made once from the data. */
import { field } from "./directory.js";
import {
  ANYWHERE,
  ANY_ZONE,
  DIVISION,
  GRADE,
  MIXED,
  OF_SYSTEM,
  PEOPLE,
  SEVERAL,
  ZONES,
  flat,
  having,
  levelWords,
  normal,
} from "./words.js";

const added = (map, key, ...values) =>
  map.set(key, (map.get(key) || []).concat(values.filter((value) => (map.get(key) || []).indexOf(value) < 0)));

/* The words a place goes by: its name, its aliases, and its name without its kind and peoples (焉耆回族自治县: 焉耆). */
export function placeWords(area) {
  const words = new Set([area.name].concat(area.aliases || []));
  const own = area.name.match(/^(.+?)自治[区州县旗]$/);
  if (own) {
    const bare = (own[1].match(PEOPLE) || [])[1] || own[1].replace(/(..)族$/, "$1"); // 鄂温克旗
    words.add(bare).add(bare + area.name.slice(-1));
  } else {
    const bare = area.name.replace(/(地区|[省市县区旗盟])$/, "");
    if (bare.length > 1) words.add(bare);
  }
  return words;
}

/* Word → codes of the places it may mean, the larger first; those that the vocabulary gives in its order. */
function places(directory, entries) {
  const rank = { region: 2, prefecture: 0, county: 1 };
  const rankOf = (code) => {
    const is = rank[directory.areas.get(code).level];
    return is === undefined ? 3 : is;
  };
  const found = new Map();
  for (const area of directory.areas.values()) for (const word of placeWords(area).add(area.code)) added(found, normal(word), area.code);
  for (const [code, pasts] of directory.retired)
    for (const past of pasts)
      for (const word of placeWords(past)) {
        if (found.has(normal(word))) continue;
        const now = directory.current(code);
        const bare = Array.from(placeWords(past)).pop(); // 哈密地区 has no successor of its own: 哈密
        for (const current of now.length ? now : found.get(normal(bare)) || []) added(found, normal(word), current);
      }
  for (const codes of found.values()) codes.sort((a, b) => rankOf(a) - rankOf(b));
  for (const { words, areas } of entries)
    for (const word of words) {
      const known = areas.filter((code) => directory.areas.has(code));
      if (known.length && !found.has(normal(word))) found.set(normal(word), known);
    }
  return found;
}

/* Title → [series, level, track or null], the titles no longer given included; then the words for them. */
function titles(directory, vocabulary, entries) {
  const found = new Map();
  for (const one of directory.series.values()) {
    const tables = (one.tracks || [{ titles: one.titles, name: null }])
      .map((track) => [track.titles, track.name])
      .concat([[one.former || {}, null]]);
    for (const [names, track] of tables)
      for (const [level, list] of Object.entries(names))
        for (const title of list) {
          const bracket = title.match(/^(.*)[(（](.*)[)）](.*)$/);
          const graded = bracket && GRADE.test(title.slice(0, 2)) && !GRADE.test(bracket[2].slice(0, 2)) ? title.slice(0, 2) : ""; // 一级导演(编导): 一级编导
          for (const word of bracket ? [title, bracket[1] + bracket[3], graded + bracket[2] + bracket[3]] : [title])
            added(found, normal(word), [one.id, level, track]);
        }
  }
  const graded = Array.from(found).filter(([title]) => GRADE.test(title.slice(0, 2)) && title.length > 3);
  for (const [title] of graded) {
    // 公证员: of any grade; what stands in the names of other series too (教师) says nothing
    const stem = title.slice(2);
    const all = [].concat(...graded.filter(([other]) => other.slice(2) === stem).map(([, list]) => list));
    const ids = new Set(all.map(([id]) => id));
    if (found.has(stem) || Array.from(directory.series.values()).some(({ id, name }) => !ids.has(id) && name.includes(stem))) continue;
    vocabulary.ofAnyGrade.add(stem);
    found.set(
      stem,
      Array.from(ids).map((id) => [id, null, all.find(([own]) => own === id)[2]]),
    );
  }
  const meant = ({ series, level, track }) => {
    const known = directory.series.get(series);
    const own = track && known && (known.tracks || []).find(({ id }) => id === track);
    return known ? [[series, level || null, own ? own.name : null]] : [];
  };
  for (const { kind, words, means, names } of entries)
    for (const word of words) {
      const list = [].concat(...means.map(meant));
      if (!list.length) continue;
      if (kind === "school") {
        vocabulary.schools.set(normal(word), list[0][0]);
        found.set(normal(word), list);
      } else if (names) vocabulary.titledNames.set(normal(word), { titles: list, names: names.map(normal) });
      else if (!found.has(normal(word))) found.set(normal(word), list);
    }
  return found;
}

/* Word → the system that it names, longer words first: those of the table, of units and of exclusions. */
function systems(directory, table) {
  const excluded = new Set();
  for (const one of directory.committees)
    for (const part of [one].concat(one.reviews))
      for (const exclusion of part.exclusions || []) for (const name of exclusion.systems || []) excluded.add(name);
  const found = new Map();
  for (const { name, aliases } of table) for (const word of [name].concat(aliases)) found.set(normal(word), name);
  const ending = new RegExp(`^(..+?)${OF_SYSTEM}$`);
  const units = Array.from(directory.units.values())
    .map((unit) => unit.system)
    .filter(Boolean);
  for (const name of Array.from(excluded).concat(units)) {
    const bare = normal(name).replace(ending, "$1");
    if (!found.has(normal(name))) found.set(normal(name), found.get(bare) || name);
    if (!found.has(bare)) found.set(bare, found.get(normal(name)));
  }
  return new Map(Array.from(found).sort(([a], [b]) => b.length - a.length));
}

export class Vocabulary {
  constructor(directory, areas, entries) {
    const of = (...kinds) => entries.filter(({ kind }) => kinds.includes(kind));
    const each = (list, value) => {
      const found = new Map();
      for (const entry of list) for (const word of entry.words) if (!found.has(normal(word))) found.set(normal(word), value(entry, word));
      return found;
    };
    this.schools = new Map(); // kinds of schools → the series of their teachers; beside another title they say where somebody works
    this.titledNames = new Map(); // words that say a title and a specialty: 检验科
    this.ofAnyGrade = new Set();
    this.places = places(directory, of("place"));
    this.together = each(
      of("place").filter(({ also }) => also),
      () => true,
    ); // what several places are called as one
    this.joining = Array.from(this.places.keys()).filter((word) => SEVERAL.test(word)); // places with a character that joins words (和田)
    this.titles = titles(directory, this, of("title", "school"));
    const levels = [].concat(...of("level").map((entry) => entry.words.map((word) => [normal(word), entry.levels])));
    this.levels = levelWords(
      levels,
      directory.addedLevels.map(({ code, name }) => [normal(name), [code]]),
    );
    this.same = each(
      of("specialty").filter(({ also }) => !also),
      ({ names }, word) => normal(names.includes(word) ? word : names[0]),
    );
    this.kindred = each(
      of("specialty").filter(({ also }) => also),
      ({ names }) => normal(names[0]),
    );
    this.trades = new Map(); // specialties that are known to be some, whoever reviews them → their series
    for (const { names, means } of of("specialty").filter(({ means }) => means))
      for (const name of names) this.trades.set(normal(name), new Set(means.map(({ series }) => series)));
    this.misspelt = each(
      entries.filter(({ misspelt }) => misspelt),
      ({ names, name }, word) => (names ? names[0] : name || word),
    );
    this.kinds = each(of("employer"), ({ name }) => name || null); // the organisation that a word is short for, null: any of a kind
    const centre = normal(directory.centre.name || "");
    const short = centre.replace(normal((areas.words || {}).kind || ""), ""); // 省职称评价中心, 职称评价中心, 评价中心
    for (const word of [centre, short, short.replace("职称", "")]) if (word.length > 5) this.kinds.set(word, directory.centre.name);
    this.seriesOf = each(
      of("employer").filter(({ means }) => means),
      ({ means }) => means[0].series,
    ); // of which series what is done there is
    this.kindsOf = each(
      of("employer").filter(({ names }) => names),
      ({ names }) => normal(names[0]),
    ); // what is done there, unless something else is asked: 兽医站
    this.fillers = each(of("filler"), () => true);
    this.pages = each(of("page"), ({ name }) => name); // what is asked of no committee (材料, 查真伪) → the page that answers
    this.notes = each(
      of("page").filter(({ about }) => about),
      ({ about }) => about,
    ); // what holds for what such a word says (退休), in a sentence
    for (const map of [this.pages, this.notes]) for (const word of this.places.keys()) map.delete(word); // a place elsewhere is one here
    this.noTitles = each(of("no-title"), (entry) => entry);
    this.unitWords = each(
      of("unit").filter(({ unit }) => directory.units.has(unit)),
      ({ unit }) => unit,
    );
    for (const { code, name } of directory.units.values()) if (!this.unitWords.has(normal(name))) this.unitWords.set(normal(name), code);
    this.systems = systems(directory, areas.systems || []);
    const { itself = [], whole = [], kind = "", authorities = {} } = areas.words || {};
    this.spots = new Map(itself.map((word) => [normal(word), { place: itself[0] }])); // places without a code
    this.whole = Array.from(new Set(whole.slice(0, 1).concat(kind.length > 1 ? kind : []))); // in front of what is asked: 全省建筑
    this.alsoWhole = new Set(this.whole.concat(whole).map(normal));
    this.ranks = new Set(Object.values(authorities).map(normal));
    const ofUnits = Array.from(this.systems)
      .filter(([, system]) => directory.citySystems.has(system))
      .map(([word]) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    this.division = ofUnits.length ? new RegExp(`^(?:${ofUnits.join("|")})?${DIVISION}`) : null;
    for (const one of directory.committees)
      for (const place of one.places || []) {
        const word = normal(place);
        const is = this.spots.get(word);
        if (this.places.has(word) || this.titles.has(word) || this.levels.has(word)) continue; // a word that says something else
        if (!is || !is.area)
          this.spots.set(word, { place, area: directory.isLocal(one) && !ANYWHERE.test(place) && !is ? one.area : null });
      }
    const stages = ["幼儿园", "小学", "初中", "高中", "中小学", "特殊教育", "学前教育"].concat(Array.from(this.schools.keys()));
    this.stages = new RegExp(`^(${stages.join("|")})(?=.)`);
    const leveled = Array.from(this.levels.keys()).concat(
      Array.from(this.titles.keys()).filter((word) => this.titles.get(word).some(([, level]) => level)),
    );
    this.having = having(leveled.filter((word) => /^[^a-z.*+?^${}()|[\]\\]+$/.test(word)).sort((a, b) => b.length - a.length));
    const fields = directory.seriesNames
      .map(([, name]) => field(name))
      .filter((name) => /^[\u4e00-\u9fff]+$/.test(name))
      .sort((a, b) => b.length - a.length);
    this.ofSeries = new RegExp(`(${fields.join("|")})系列`, "g"); // 体育系列, within a sentence
    this.fixed = [
      this.places,
      this.titles,
      this.levels,
      this.same,
      this.kindred,
      this.titledNames,
      this.kinds,
      this.fillers,
      this.pages,
      this.noTitles,
      this.unitWords,
      this.spots,
      this.misspelt,
      this.systems,
    ];
    this.mixed = flat(this.fixed.map((map) => Array.from(map.keys()).filter((word) => MIXED.test(word))));
    this._shortSpots();
  }

  /* Places without a code by what stands behind the name of a place: 天府新区 of 四川天府新区, unless two are called so. */
  _shortSpots() {
    const found = new Map();
    for (const [word, spot] of this.spots)
      for (let length = word.length - 4; length > 1; length--) {
        if (!this.places.has(word.slice(0, length))) continue;
        const short = word.slice(length);
        if (!ANY_ZONE.test(short) && !this.has(short)) found.set(short, found.has(short) ? null : spot);
        break;
      }
    for (const [short, spot] of found) if (spot) this.spots.set(short, spot);
    for (const [word, spot] of Array.from(this.spots))
      for (const [long, short] of ZONES) {
        // 某地高新区
        if (long.test(word) && !this.has(word.replace(long, short))) this.spots.set(word.replace(long, short), spot);
      }
  }

  /* Whether a word is one of the vocabulary, whatever it means; the names of catalogues apart. */
  has(word) {
    return this.fixed.some((map) => map.has(word)) || this.alsoWhole.has(word);
  }
}

/* What words typed in pinyin, in initials or in English stand for, and what misspelt words are taken for. The readings of characters, and of pairs of
   characters that have a reading of their own (会计), arrive after the rest of the data. */
import { field, joinedLines } from "./directory.js";
import { ALIKE, ANY_ZONE, GRAMMAR, PERSON, PLACE_OF_WORK, flat, normal } from "./words.js";

const LATIN = /^[a-z][a-z'’]*$/i;
const MOST = 4; // words typed apart that are one: jian zhu shi gong

/* The spelling of a directory, made at the first question; `prepare` makes it earlier, a piece at a time. Until the readings have arrived only
   English words are known and no word is corrected. */
export function spelling(directory) {
  if (!directory._spelling) directory._spelling = new Spelling(directory);
  return directory._spelling;
}

class Spelling {
  constructor(directory) {
    this.directory = directory;
    this.readings = new Map();
    const { syllables = {}, pairs = {} } = directory.readings || {};
    for (const [syllable, characters] of Object.entries(syllables))
      for (const character of characters) this.readings.set(character, syllable);
    this.pairs = new Map(Object.entries(pairs).map(([pair, read]) => [pair, read.split(" ")]));
    const { places, levels, titles, same, kindred, titledNames, noTitles, kinds, systems } = directory.words;
    this.fixed = [levels, places, titles, noTitles, same, kindred, titledNames, systems, kinds];
    this.whole = new Map();
    this.first = new Map();
    for (const map of this.fixed) for (const word of map.keys()) this._add(word);
    this.lines = []; // the names of catalogues in pinyin and in initials, a line each
    this.starts = [];
  }

  _add(word) {
    const read = this.read(word);
    if (!read || word.length < 2) return;
    for (const [map, key] of [
      [this.whole, read.join("")],
      [this.first, read.map((one) => one[0]).join("")],
    ])
      for (const way of new Set([key, key.replace(/v/g, "u")])) {
        if (!map.has(way)) map.set(way, []);
        map.get(way).push(word);
      }
  }

  /* Prepares some more of the names of catalogues; returns whether more are left. */
  prepare(some = Infinity) {
    const { names } = this.directory;
    const end = Math.min(names.length, this.lines.length + some);
    for (let id = this.lines.length; id < end; id++) {
      const read = this.read(names[id]) || [];
      this.lines.push(read.join(""));
      this.starts.push(read.map((one) => one[0]).join(""));
    }
    if (end < names.length) return true;
    if (!this.allLines) {
      this.allLines = joinedLines(this.lines);
      this.allStarts = joinedLines(this.starts);
    }
    return false;
  }

  /* The syllables of a word, null where a character has none here. */
  read(word) {
    const found = [];
    for (let at = 0; at < word.length; at++) {
      const pair = this.pairs.get(word.slice(at, at + 2));
      const before = at > 0 && this.pairs.get(word.slice(at - 1, at + 1));
      const one = pair ? pair[0] : before ? before[1] : this.readings.get(word[at]);
      if (!one) return null;
      found.push(one);
    }
    return found;
  }

  /* The words of a question, those in Latin letters as what they stand for: [{word, typed}]; `typed` where another word was typed. */
  latin(words) {
    const found = [];
    for (let at = 0; at < words.length;) {
      let taken = 0;
      for (let end = Math.min(words.length, at + MOST); end > at && LATIN.test(words[at]); end--) {
        const some = words.slice(at, end);
        if (!some.every((word) => LATIN.test(word))) continue;
        const phrase = normal(some.join(" "));
        const typed = some.join(" ");
        const known = this.directory.words;
        const word =
          this._english(phrase) ||
          this._spelt(
            normal(some.join("")).replace(/['’]/g, ""),
            some.length === 1,
            found.some((one) => known.places.has(normal(one.word))),
          );
        const meant = !word && some.length === 1 ? this._nearEnglish(phrase) : null;
        if (!word && !meant) continue;
        found.push({ word: word || meant, typed, meant, alike: some.length === 1 ? this._alikePlaces(phrase, word) : [] });
        taken = end - at;
        break;
      }
      if (!taken) {
        found.push({ word: words[at], typed: null });
        taken = 1;
      }
      at += taken;
    }
    return found;
  }

  /* The codes of the places whose words have the same initials as a place that was typed by its initials alone (bz: 博州, 巴州). */
  _alikePlaces(letters, word) {
    const { places } = this.directory.words;
    const alike = !this.whole.has(letters) && places.has(word) ? (this.first.get(letters) || []).filter((one) => places.has(one)) : [];
    return flat(alike.map((one) => places.get(one).slice(0, 1)));
  }

  /* The word of the vocabulary for one or several English words; null where there is none. */
  _english(phrase) {
    return [phrase, phrase.replace(/s$/, "")].find((one) => this.directory.words.has(one)) || null;
  }

  /* The only word of the vocabulary, in English or pinyin, from which a word differs by one letter, or by two letters that changed places (acountant,
     nusre); null where there is not exactly one. */
  _nearEnglish(plain) {
    if (plain.length < 5 || !this.directory.readings) return null;
    const swapped = (word) =>
      word.length === plain.length &&
      word.split("").some(
        (_, at) =>
          plain ===
          word.slice(0, at) +
            word
              .slice(at, at + 2)
              .split("")
              .reverse()
              .join("") +
            word.slice(at + 2),
      );
    if (!this.letters)
      this.letters = Array.from(new Set(flat(this.directory.words.fixed.map((map) => Array.from(map.keys()))))).filter(
        (word) => word.length > 4 && /^[a-z]+$/.test(word),
      );
    const near = this.letters.filter((word) => swapped(word) || (plain.length > 5 && oneApart(word, plain)));
    if (near.length) return near.length === 1 ? near[0] : null;
    const spelt = plain.length > 7 ? Array.from(this.whole.keys()).filter((letters) => oneApart(letters, plain)) : []; // gongchengsi
    return spelt.length === 1 ? this.whole.get(spelt[0])[0] : null;
  }

  /* The word that letters spell: one of the vocabulary, a name or a piece of a name, or, for a word by itself, the initials of one. After a place
     another place is taken only if nothing else fits. */
  _spelt(letters, alone, placed) {
    if (letters.length < 2) return null;
    const whole = this.whole.get(letters);
    if (whole) return whole[0];
    this.prepare();
    const named = letters.length > 3 && this._named(this.allLines, letters, (id) => this.read(this.directory.names[id]));
    if (named) return named;
    if (!alone || letters.length > 8) return null;
    const first = this.first.get(letters);
    if (first) return (placed && first.find((word) => !this.directory.words.places.has(word))) || first[0];
    return letters.length > 2
      ? this._named(this.allStarts, letters, (id) => this.read(this.directory.names[id]).map((one) => one[0]))
      : null;
  }

  /* The piece of a name that some letters spell in whole syllables: of the shortest such name, at its beginning if possible. */
  _named(joined, letters, syllables) {
    let best = null;
    for (const id of this.directory.linesWith(joined, letters)) {
      const name = this.directory.names[id];
      const read = syllables(id);
      if (!read) continue;
      for (let from = 0; from < read.length; from++) {
        let text = "";
        let to = from;
        while (to < read.length && text.length < letters.length) text += read[to++];
        if (text !== letters) continue;
        const value = (from ? 1000 : 0) + name.length;
        if (!best || value < best.value) best = { value, word: name.slice(from, to) };
        break;
      }
    }
    return best && best.word;
  }

  /* The word that an unknown word may stand for: one that sounds the same, or differs by a single character; null where there is none. */
  corrected(plain) {
    if (!this.directory.readings || plain.length < 2 || LATIN.test(plain) || ANY_ZONE.test(plain)) return null; // 高新区 is no 高坪区
    const once = plain.replace(/(.)\1+/g, "$1"); // 高级级
    if (once !== plain && once.length > 1 && (this.directory.words.has(once) || this.directory.isNamed(once))) return once;
    const read = this.read(plain);
    if (read) {
      const letters = read.join("");
      const alike = (this.whole.get(letters) || []).filter(
        (word) => word !== plain && word.length === plain.length && !this.directory.words.kinds.has(word),
      );
      if (alike.length) return alike[0];
      this.prepare();
      const named = this._named(this.allLines, letters, (id) => this.read(this.directory.names[id]));
      if (
        named &&
        named !== plain &&
        named.length === plain.length &&
        (!PERSON.test(plain) || named.slice(-1) === plain.slice(-1)) && // 农技师 is nothing of 农机试验
        (plain.length > 2 || (!GRAMMAR.test(plain) && this._with(named).some((name) => name.startsWith(named))))
      )
        return named;
    }
    const place = plain.replace(/(地区|自治[州县旗]|[市县区州盟旗])$/, "");
    if (place !== plain && this.directory.words.places.has(place)) return place; // 成都县
    const alike = this._alike(plain);
    if (alike || plain.length < 3) return alike;
    const near = new Set();
    const { places, titles, noTitles } = this.directory.words;
    const series = Array.from(this.directory.series.values()).map(({ name }) => field(name));
    for (const words of [titles.keys(), places.keys(), noTitles.keys(), series])
      for (const word of words) if (oneApart(word, plain) && !(PLACE_OF_WORK.test(plain) && PERSON.test(word))) near.add(word); // 工程部 is no 工程师
    const found = Array.from(near);
    const same = new Set(found.map((word) => String(places.get(word) || word))); // one place, whatever it is called
    return same.size === 1 ? found[0] : near.size ? null : this._shortened(plain);
  }

  /* The word that differs from a word by one character that looks like another (农艺帅, 妇产料); null where there is none. */
  _alike(plain) {
    for (let at = 0; at < plain.length; at++) {
      const other = ALIKE[plain[at]];
      const word = other && plain.slice(0, at) + other + plain.slice(at + 1);
      if (word && (this.directory.words.has(word) || this.directory.isNamed(word))) return word;
    }
    return null;
  }

  /* The names of catalogues that have a word. */
  _with(word) {
    return this.directory.linesWith(this.directory.allNames, word).map((id) => this.directory.names[id]);
  }

  /* The shortest name that begins and ends like a word (灌区管理: 灌区运行管理); null where there is none, or several of that length. */
  _shortened(plain) {
    const found = new Set();
    for (let at = 2; at < plain.length - 1; at++) {
      const from = plain.slice(0, at);
      const to = plain.slice(at);
      for (const name of this._with(from)) if (name.startsWith(from) && name.endsWith(to) && name.length > plain.length) found.add(name);
    }
    const sorted = Array.from(found).sort((a, b) => a.length - b.length);
    return sorted.length && (sorted.length === 1 || sorted[0].length < sorted[1].length) ? sorted[0] : null;
  }
}

/* Whether two words differ by one character: another one, or from four on one too many or too few. */
function oneApart(one, other) {
  if (Math.abs(one.length - other.length) > 1 || (one.length !== other.length && Math.min(one.length, other.length) < 4)) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < Math.min(one.length, other.length) - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
  return Math.max(one.length, other.length) - start - end === 1;
}

/* What a question means: a list of parts {word, area | levels | titles | text | unit | place | employer | noTitle | kind}; `others` are further places
   the word may mean, `together` all that it means at once, `name` says that a title's word stands in the catalog too (翻译, 编辑), `meant` what a misspelt word is taken for, `typed` what
   was typed in pinyin or English, `known: false` that nobody here has such a word. */
import { field } from "./directory.js";
import { spelling } from "./spelling.js";
import { asRead } from "./typed.js";
import {
  ABOUT,
  AFTER,
  ANY_POST,
  ANY_ZONE,
  ASKING,
  BEFORE,
  CALLED,
  DENYING,
  DOCUMENT,
  DOERS,
  DURATION,
  EDUCATED,
  EMPLOYER,
  ENDS_NOT,
  FILLING,
  FORMERLY,
  GRADE,
  GRADES,
  INSTITUTION,
  JOINED,
  LETTERS,
  MEDICAL,
  MIXED,
  NATIVE,
  NOISE,
  NOT_BUT,
  NO_WORD,
  NUMBERED,
  NUMBER,
  OF_REGION,
  OF_SYSTEM,
  ONCE_THERE,
  ORGANISATION,
  PART_OF_UNIT,
  PEOPLE_NAME,
  PERHAPS,
  PRIMARY,
  QUALIFICATION,
  QUESTIONS,
  SCHOOL,
  TEACHER,
  TELLING,
  TOWNSHIP,
  TURNED,
  UNIVERSITY,
  WORKPLACE,
  flat,
  isPiece,
  normal,
  numeral,
} from "./words.js";

export function understand(directory, question) {
  return new Reading(directory).parts(asRead(question, directory.simple));
}

const LONGEST = 24; // no word of the vocabulary that is looked for within another is longer

class Reading {
  constructor(directory) {
    this.directory = directory;
    this.words = directory.words;
    this.spelling = spelling(directory);
  }

  /* The parts of a question. A level that somebody already has is not asked for, where a higher one is (中级八年了 想评 副高). */
  parts(question) {
    const had = new Set();
    const less = question.replace(this.words.having, (whole, got, held, at) => {
      const longer = (size) => size <= at && this.words.has(normal(question.slice(at - size, at) + held)); // 执业医师 几年: no 医师
      if (held && whole.startsWith(held) && [1, 2, 3, 4].some(longer)) return whole;
      had.add(normal(got || held));
      return ` ${got || held} `;
    });
    if (!had.size) return this._parts(question);
    const bare = (part) =>
      part.levels
        ? []
        : part.titles
          ? [Object.assign({}, part, { titles: part.titles.map(([series, , track]) => [series, null, track]) })]
          : [part];
    const rest = this._graded(flat(this._parts(less).map((part) => (had.has(normal(part.word)) ? bare(part) : [part]))));
    const rank = (parts) =>
      Math.max(
        -1,
        ...flat(parts.map(({ levels, titles, not }) => (not ? [] : levels || (titles || []).map(([, level]) => level)))).map((level) =>
          this.directory.levelCodes.indexOf(level),
        ),
      );
    return rank(rest) > rank(Array.from(had).map((word) => this._known(word, word))) ? rest : this._parts(question);
  }

  _parts(question) {
    const typed = flat(
      question
        .replace(CALLED, "$1")
        .replace(FORMERLY, " ")
        .replace(EDUCATED, " ")
        .replace(ABOUT, "$1")
        .replace(QUESTIONS, "$1")
        .replace(/教师系列/g, "教师 ")
        .replace(this.words.ofSeries, " $& ")
        .trim()
        .split(/[\s,，、;；。/?？!！:：【】「」『』|]+/)
        .filter(Boolean)
        .slice(0, 20)
        .map((word) =>
          flat(
            (word.match(NOT_BUT) || [word, word])
              .slice(1)
              .filter(Boolean)
              .map((one) => this._byScript(one)),
          ),
        ),
    );
    const denied = [];
    const once = [];
    const unlike = (area, codes) => Array.from(new Set(codes)).filter((code) => code !== area);
    const read = this.spelling.latin(typed).map(({ word, typed: as, meant, alike = [] }) => {
      const turned = this._turned(word);
      if (turned) {
        denied.push(...turned.denied);
        return turned.meant;
      }
      const not = this._denied(word);
      const was = not ? null : this._origin(word);
      if (not) denied.push(...not);
      if (was) once.push(was);
      return not || was
        ? []
        : this._whole(word).map((part) =>
            as
              ? Object.assign(
                  {},
                  part,
                  { typed: as },
                  meant ? { meant } : null,
                  part.area && alike.length ? { others: unlike(part.area, part.others.concat(alike)) } : null,
                )
              : part,
          );
    });
    const told = this._settled(this._graded(flat(read)));
    for (const was of once) {
      // where somebody comes from is no place to apply, if he says where he works, too
      const apart = told.some(
        ({ area }) => area && !was.some((part) => this.directory.within(area).has(part.area) || this.directory.within(part.area).has(area)),
      );
      if (apart) denied.push(...was);
      else told.push(...was.map((part) => Object.assign({}, part, { not: undefined })));
    }
    return told.concat(denied);
  }

  /* A word split between letters and characters (评nurse): [words]; unsplit where the vocabulary or the catalogs have it so (dna鉴定). */
  _byScript(word) {
    const plain = normal(word);
    if (!MIXED.test(plain) || this.directory.inCatalog(plain) || this.words.mixed.some((one) => plain.includes(one))) return [word];
    return word
      .replace(/([a-z'’]{3,})(?=[\u4e00-\u9fff(（])/gi, "$1 ")
      .replace(/([\u4e00-\u9fff)）])(?=[a-z]{3,})/gi, "$1 ")
      .split(" ");
  }

  /* The place where somebody comes from (户口在某地, 原在某地): parts with `not`, the words of the question; null where the word says nothing like
     that. */
  _origin(word) {
    const [, place] = word.match(ONCE_THERE) || word.match(NATIVE) || [];
    const parts = place ? this._whole(place) : [];
    return parts.length && parts.every(({ area }) => area)
      ? parts.map((part, i) => Object.assign({}, part, { word: i ? "" : word, not: word }))
      : null;
  }

  /* What a word excludes (不是护士): parts with `not`, the words of the question; null where it excludes nothing, or nothing that is known. */
  _denied(word) {
    const found = word.match(DENYING);
    const plain = normal(word);
    if (
      !found ||
      this.words.has(plain) ||
      this.directory.inCatalog(plain) ||
      (found[1] === "除" && !/外$/.test(word)) ||
      (found[1] === "非" && this._begunBy(plain))
    )
      return null;
    const parts = /[能评报想吗么]|可以/.test(found[2]) ? [] : this._settled(this._whole(found[2]));
    const { region } = this.directory; // 不是本科能评高级教师吗
    if (
      !parts.length ||
      parts.some(({ known, area }) => known === false || (region && area === region.code)) ||
      (found[1] === "非" && parts.some(({ employer }) => employer))
    )
      return null;
    return parts.map((part, i) => Object.assign({}, part, { word: i ? "" : word, not: word }));
  }

  /* Of a word that says what somebody has and what is asked for in its place (教师转工程师), {denied, meant}: parts with `not`, and those that are asked for;
     null: it is none. */
  _turned(word) {
    const found = word.match(TURNED);
    const plain = normal(word);
    if (!found || this.words.has(plain) || this.directory.inCatalog(plain)) return null;
    const [from, to] = found.slice(1).map((one) => this._whole(one));
    const titled = (part) => part.titles || part.text === "教师" || (part.text && this.directory.isSeries(part.text));
    if (![from, to].every((parts) => parts.some(titled) && parts.every(({ known }) => known !== false))) return null;
    const had = from.filter((part) => part.titles || part.text);
    if (had.some((part) => this.words.noTitles.has(normal(part.word)))) return null; // 技师转工程师
    const not = had.map((part) => part.word).join("");
    return {
      denied: had.map((part, i) => Object.assign({}, part, { word: i ? "" : found[1], not, turned: true })),
      meant: from.filter((part) => !had.includes(part)).concat(to),
    };
  }

  /* Whether a word begins with one of the vocabulary or the catalogs: 非遗高级职称 with 非遗. */
  _begunBy(plain) {
    for (let length = plain.length - 1; length > 1; length--)
      if (this.words.has(plain.slice(0, length)) || (length > 2 && this.directory.isNamed(plain.slice(0, length)))) return true;
    return false;
  }

  /* The parts of a question, settled by one another: 技术员 beside another title is a post; the name of a school is a title only where nothing else is
     asked for. Words that say nothing are left out, and those that nobody has are marked `known: false`. */
  _settled(found) {
    const inSchool = found.some((part) => part.named && SCHOOL.test(part.employer));
    const alone = found.some(({ levels }) => levels) && !found.some((part) => part.text || part.noTitle);
    const teaching = alone || found.some((part) => part.text === "教师" || (part.titles && !part.named)); // who asks for 副高 at 塔里木大学 alone, teaches
    const other = (part) => found.some(({ titles, named }) => titles && titles !== part.titles && !named);
    const texts = found.filter(({ text, known }) => text && known !== false && this._stands(text)).map(({ text }) => text);
    const ofOthers = (ids) =>
      found.some(({ titles }) => titles && !titles.some(([series]) => ids.includes(series))) ||
      (texts.length > 0 && !texts.some((text) => ids.some((id) => this.directory.seriesHas(id, text))));
    const skilled = ({ word, titles }) => titles && this.words.noTitles.has(normal(word)) && ofOthers(titles.map(([series]) => series)); // 技师 评 工程师, 汽修技师
    const places = found.filter(({ area, meant }) => area && !meant);
    const placed = places.length > 0;
    const related = (one, other) => this.directory.within(one).has(other) || this.directory.within(other).has(one);
    const taught = alone && inSchool && !found.some(({ titles, named }) => titles && !named) ? [{ word: "", text: "中小学教师" }] : []; // 某地中学 高级
    return found
      .concat(taught)
      .map((part) =>
        this._worksAt(part, found) ? { word: part.word, employer: normal(part.word), named: true, alone: true, own: part.own } : part,
      )
      .map((part) =>
        part.area && part.meant && placed && !places.some(({ area }) => related(area, part.area))
          ? { word: part.typed, text: normal(part.typed), known: false } // a wood beside a county is no city that sounds like it
          : part,
      )
      .map((part) => (skilled(part) ? { word: part.word, noTitle: this.words.noTitles.get(normal(part.word)) } : part))
      .filter((part) => !(part.titles && normal(part.word) === ANY_POST && other(part)))
      .map((part) => {
        // 技术员 助理农艺师
        if (part.named && !teaching) return Object.assign({}, part, { titles: undefined }); // who else works at 塔里木大学
        return inSchool && part.text === "教师" ? Object.assign({}, part, { text: "中小学教师" }) : part;
      })
      .filter((part) => !part.text || !this._isNoise(part.text))
      .map((part) =>
        part.text && part.known !== false && (!this._stands(part.text) || (GRADE.test(part.text) && !this.directory.inCatalog(part.text)))
          ? Object.assign({}, part, { known: false })
          : part,
      )
      .map((part) =>
        placed && part.known === false && (TOWNSHIP.test(part.text) || (ANY_ZONE.test(part.text) && /[区园港]$/.test(part.text)))
          ? { word: part.word, employer: part.text, named: true, alone: true }
          : part,
      );
  }

  /* Whether a school, or a stage of schools, is only where somebody works: beside a title of another series, or a word that is the field of one
     (幼儿园 会计, 大专 护士). */
  _worksAt(part, found) {
    const kind = normal(part.word);
    const stage = part.text && (`${part.text}-`.match(this.words.stages) || [])[1] === part.text;
    if (!stage && !(part.titles && this.words.schools.has(kind))) return false;
    const ids = part.titles ? part.titles.map(([series]) => series) : Array.from(this.directory.text(PRIMARY).series);
    const others = found.filter((other) => other !== part && (other.titles || other.text) && other.known !== false && !other.named);
    const fits = ({ text, titles }) =>
      titles
        ? titles.some(([series]) => ids.includes(series))
        : !this.directory.isSeries(text) ||
          ids.some((id) => this.directory.text(text).series.has(id) || this.directory.seriesHas(id, text));
    const titled = others.filter(({ titles }) => titles);
    return others.length > 0 && !(titled.length ? titled : others).some(fits);
  }

  _stands(text) {
    const kindred = this.words.kindred.get(text);
    return (
      GRADE.test(text) || this.words.trades.has(text) || this.directory.inCatalog(text) || (kindred && this.directory.inCatalog(kindred))
    );
  }

  /* Whether a word says nothing by itself: words of all regions around a question, and the local words for levels of units. */
  _isNoise(plain) {
    DURATION.lastIndex = 0;
    return (
      NOISE.test(plain) ||
      NO_WORD.test(plain) ||
      PEOPLE_NAME.test(plain) ||
      (DURATION.test(plain) && DURATION.lastIndex === plain.length) ||
      (NUMBER.test(plain) && this.directory.hasPhone(plain)) ||
      this.words.ranks.has(plain) ||
      this.words.fillers.has(plain) ||
      this.words.pages.has(plain)
    );
  }

  /* The parts that a word means. A word that is understood except for a single character counts as not understood (大学生 has nothing to do with
     生物学); one with a piece that nobody knows may be misspelt, or a sentence. */
  _whole(word) {
    if (DOCUMENT.test(normal(word))) return [{ word, text: normal(word), known: false }];
    const meant = this._meaning(word).filter((part) => !part.text || !this._isNoise(part.text));
    const read = word.length > 1 && meant.some(({ text }) => text && text.length === 1) ? [{ word, text: normal(word) }] : meant;
    const unknown = (parts) =>
      parts.filter(({ text, known }) => text && (known === false || !this._stands(text))).reduce((sum, { text }) => sum + text.length, 0);
    const bare = word.length > 3 && read.length > 0 && read.every(({ levels }) => levels); // 高级教是: more than a level
    if (!unknown(read) && !bare) return read;
    const right = this.words.has(normal(word)) ? null : this.spelling.corrected(normal(word));
    if (right) return this._whole(right).map((part) => Object.assign({}, part, { meant: right, typed: word }));
    const pieces = word.length > 3 && !LETTERS.test(normal(word)) ? this._sentence(word) : null;
    if (pieces && unknown(pieces) < unknown(read)) return pieces;
    return read.map((part) => {
      // 某某市建筑施公: only a piece of it is misspelt
      const likely = part.text && part.text !== normal(word) && !this._stands(part.text) ? this.spelling.corrected(part.text) : null;
      return likely ? Object.assign({}, this._meaning(likely)[0], { meant: likely, typed: part.word }) : part;
    });
  }

  /* A sentence cut into known words, the longest first, and the text between them. */
  _sentence(word) {
    const plain = normal(word);
    const length = plain.length;
    if (length !== word.length || length > 60) return null;
    const best = [{ cost: 0 }];
    for (let at = 0; at < length; at++) {
      const here = best[at];
      const reach = (end, cost, kind) => {
        if (!best[end] || best[end].cost > here.cost + cost) best[end] = { cost: here.cost + cost, from: at, kind };
      };
      reach(at + 1, 10, "unknown");
      for (const filler of FILLING)
        if (plain.startsWith(filler, at)) {
          reach(at + filler.length, 2, "filler");
          break;
        }
      DURATION.lastIndex = at;
      if (DURATION.test(plain)) reach(DURATION.lastIndex, 2, "filler");
      const unit = this.words.division && plain.slice(at).match(this.words.division);
      if (unit && unit[0].length > 1) reach(at + unit[0].length, 1, "word"); // 我家是农垦一师的
      for (let end = Math.min(length, at + 16); end > at + 1; end--) {
        const piece = plain.slice(at, end);
        if (this.words.has(piece) || this._isOrganisation(piece)) reach(end, 1, "word");
        else if (end - at < 10 && (end - at > 3 ? this.directory.isNamed(piece) : this._begins(piece))) reach(end, 3, "word");
      }
    }
    const cuts = [];
    for (let end = length; end > 0; end = best[end].from) cuts.unshift({ from: best[end].from, end, kind: best[end].kind });
    if (!cuts.some(({ from, end, kind }) => kind === "filler" || this.words.has(plain.slice(from, end)))) return null; // a name of pieces is one name
    const parts = [];
    const lost = [];
    cuts.forEach(({ from, end, kind }, i) => {
      const last = parts[parts.length - 1];
      const before = cuts[i - 1];
      if (kind === "filler") return;
      if (kind === "unknown" && before && plain.slice(before.from, from) === "教" && !/[过龄了着的]/.test(plain[from]))
        lost.push({ word: word.slice(before.from, end), text: plain.slice(before.from, end), known: false });
      if (kind === "word") parts.push(...this._meaning(word.slice(from, end)).filter((part) => !part.text || !this._isNoise(part.text)));
      else if (last && last.end === from) {
        last.word += word.slice(from, end);
        last.text += plain.slice(from, end);
        last.end = end;
      } else parts.push({ word: word.slice(from, end), text: plain.slice(from, end), end });
    });
    parts.forEach((part, i) => {
      // 农技师: no 技师
      const next = parts[i + 1];
      if (
        part.end &&
        part.text.length === 1 &&
        !/[院校科室局站所区市县州]/.test(part.text) &&
        next &&
        next.titles &&
        this.words.noTitles.has(normal(next.word))
      ) {
        part.text += normal(next.word);
        part.word += next.word;
        parts.splice(i + 1, 1);
      }
    });
    const left = parts.filter(({ end, text }) => !end || text.length > 1); // one character between words is no word, whatever name has it (定向评价: 价 of 造价)
    if (left.every(({ levels, area }) => levels || area)) return left.concat(lost); // 高级教帅: what is asked for was not understood
    const works = ({ text }) => EMPLOYER.test(text) && !TELLING.test(text);
    return left.map((part) =>
      part.end ? this._organisation(part.word, part.text) || (works(part) ? this._worksFor(part.word, part.text) : part) : part,
    );
  }

  /* Whether a piece of a text is the short name of one organisation. */
  _isOrganisation(piece) {
    return (piece.match(ORGANISATION) || [])[0] === piece && this._organisation(piece, piece) !== null;
  }

  /* Whether a name begins or ends with two or three characters; inside a name (环境影响评价) they are not taken for a word. */
  _begins(piece) {
    const { names, allNames } = this.directory;
    for (const id of this.directory.linesWith(allNames, piece)) if (names[id].startsWith(piece) || names[id].endsWith(piece)) return true;
    return piece.length > 2 && this.directory.seriesNames.some(([, name]) => name.startsWith(piece)); // 中小学
  }

  /* A grade and what it is of as the title: 公证员 二级 → 二级公证员, 一级 播音 → 一级播音员主持人, 小学 老师 一级 → 小学 一级教师. In a series whose
     titles are all made so and not all listed (arts), a grade is a level of whatever its catalog has: 二级 演奏员. */
  _graded(parts) {
    const at = parts.findIndex((part) => GRADE.test(part.text));
    const grade = (parts[at] || {}).text;
    if (at < 0) return parts;
    const teacher = ({ text }) => (text === "教师" ? 0 : 1); // 美术老师 一级: no 一级美术师
    for (const [i, part] of Array.from(parts.entries()).sort(([i, a], [k, b]) => teacher(a) - teacher(b) || i - k)) {
      const name = part.text || (part.titles && !part.named && normal(part.word));
      if (i === at || !name || name.length < 2) continue;
      const titles = Array.from(this.words.titles.keys()).filter((title) => title.startsWith(grade + name));
      const title = titles.includes(grade + name) ? grade + name : titles[0];
      if (title && (title === grade + name || new Set(titles.map((one) => String(this.words.titles.get(one)))).size === 1))
        return flat(
          parts.map((other, k) =>
            k === i
              ? [Object.assign(this._known(title, title), part.meant ? { meant: title, typed: part.typed } : null)]
              : k === at
                ? []
                : [other],
          ),
        );
    }
    for (const [series, levels] of parts.some((part) => part.titles) ? [] : this.directory.grades) {
      const has = (text) => text && text.length > 1 && this.directory.seriesHas(series, text);
      if (parts.some(({ text }, k) => k !== at && has(text)))
        return parts.map((part, k) => (k === at ? { word: part.word, titles: [[series, levels[GRADES.indexOf(grade[0])], null]] } : part));
    }
    const ofSchool =
      parts.some(({ named, employer }) => named && SCHOOL.test(employer)) && !parts.some((part) => part.titles && !part.named);
    const ofTeacher = ofSchool && this.words.titles.has(`${grade}教师`) ? `${grade}教师` : null; // 中心小学 一级
    const title = ofTeacher || this._titleOfGrade(parts, grade);
    return title
      ? parts.map((part, k) => (k === at ? Object.assign(this._known(title, title), { word: part.word, meant: undefined }) : part))
      : parts;
  }

  /* The title of a grade in the one series that has all of the rest of the question, as a title or in its catalog: 小学 数学 一级 is 一级教师; null
     where there is not exactly one. */
  _titleOfGrade(parts, grade) {
    const about = parts.filter((part) => !GRADE.test(part.text) && (part.titles || part.text));
    const ofEach = about.map(({ titles, text }) => (titles ? titles.map(([series]) => series) : this.directory.seriesWith(text)));
    const ids = new Set((ofEach[0] || []).filter((id) => ofEach.every((some) => some.includes(id))));
    if (ids.size !== 1 || about.some(({ titles }) => titles && titles.some(([, level]) => level))) return null;
    const [series] = ids;
    const all = Array.from(this.words.titles).filter(([title, list]) => title.startsWith(grade) && list.some(([id]) => id === series));
    const levels = new Set(flat(all.map(([, list]) => list.filter(([id]) => id === series).map(([, level]) => level))));
    const own = about.map(({ titles }) => titles && titles[0][2]).filter(Boolean);
    const best = all.find(([, list]) => list.some(([, , track]) => own.includes(track))) || all[0]; // 作家 二级: 二级文学创作
    return levels.size === 1 ? best[0] : null;
  }

  _meaning(word) {
    const plain = normal(word);
    const fixed = this._fixed(word, plain);
    if (fixed) return fixed;
    const employer = this._employer(plain);
    if (employer) return [Object.assign({ word }, employer)];
    if (!plain || this._isNoise(plain)) return [];
    if (QUALIFICATION.test(plain)) return [{ word, noTitle: { name: plain } }];
    const exact = this._known(word, plain);
    if (exact) return [exact];
    if (LETTERS.test(plain)) return [{ word, text: plain }]; // vocational is not made of what stands in it
    const { titles, schools } = this.words;
    const ofSchool = plain.match(TEACHER);
    if (ofSchool && titles.has(ofSchool[1]) && schools.has(ofSchool[1]))
      return [this._known(ofSchool[1], ofSchool[1]), { word: ofSchool[2], text: "教师" }];
    const doctor = plain.match(MEDICAL);
    if (doctor && !titles.has(plain) && titles.has(doctor[1] + doctor[3])) {
      // 副主任中医师, 主管检验技师
      const specialty = doctor[2].length > 1 ? doctor[2] : doctor[2] + doctor[3][0];
      return this._meaning(specialty).concat({ word: doctor[1] + doctor[3], titles: titles.get(doctor[1] + doctor[3]), name: null });
    }
    const places = this._onlyPlaces(word, plain);
    if (places) return places;
    const division = this.words.division && plain.match(this.words.division);
    if (division && this.directory.region) {
      const length = division[0].length + plain.slice(division[0].length).match(PART_OF_UNIT)[0].length;
      const rest = this._behind(word, length);
      const unit = this.directory.numbered.get(numeral(division[1]));
      return unit ? [this._unit(word.slice(0, length), unit)].concat(rest) : rest;
    }
    const stage = ofSchool && plain.match(this.words.stages); // 小学教师, though a committee is called so
    if (stage && stage[1] === ofSchool[1] && !this.directory.isSeries(plain))
      return this._meaning(stage[1]).concat({ word: ofSchool[2], text: "教师" });
    const begun = this.directory.placeBegun(plain);
    if (begun) return [{ word, area: begun, others: [] }];
    const ofSeries = this._series(word, plain);
    if (ofSeries) return ofSeries;
    if (this.directory.inCatalog(plain))
      return this._pieces(word, plain) || [{ word, text: plain, of: this.directory.concerned.get(plain) || undefined }];
    const joined = plain.replace(JOINED, "");
    const begins = (map, text) => text.split("").some((_, at) => at > 1 && map.has(text.slice(0, at + 1)));
    if (joined !== plain && begins(titles, joined) && !begins(this.words.places, plain) && !this.words.places.has(plain.slice(0, 2)))
      return this._meaning(word.slice(-joined.length));
    for (const filler of [BEFORE, AFTER]) {
      const rest = word.replace(filler, "");
      const cut = filler === AFTER ? word.slice(rest.length) : word.slice(0, word.length - rest.length);
      if (cut && (!rest || this._isNoise(rest))) return [];
      if (!cut || rest.length < 2 || (filler === AFTER && this.directory.isNamed(normal(rest.slice(-2) + cut)))) continue; // 副高建筑材料
      const meant = this._meaning(rest);
      if (!PERHAPS.test(cut) || meant.every((part) => !part.text || this.directory.inCatalog(part.text))) return meant; // 评估师 is no 估师
    }
    const bare = plain.replace(/(专业|系列|职称|评审委员会|评委会|类)+$/, "");
    if (bare !== plain) return this._meaning(bare);
    const organisation = this._organisation(word, plain);
    if (organisation && /(院|.{3}公司|会)$/.test(plain)) return [organisation]; // 社科院 is no 科室 of 社科, nor 某山石油公司 a place's
    const doer = DOERS.map((made) => plain.match(made)).find((found) => found && this.directory.inCatalog(found[1])); // 园艺师, 检验科, 锅炉检验员
    const titled = plain.split("").some((_, at) => plain.length - at > 1 && titles.has(plain.slice(at))); // 电气工程师
    if (doer && !titled && !TEACHER.test(plain) && !titles.has(doer[1])) return [{ word, text: doer[1] }];
    const stem = plain.replace(/(工程|技术|岗位|方向|设计|施工)$/, ""); // 暖通空调工程, where the catalog has 暖通空调
    if (stem !== plain && (stem.length > 2 || /(岗位|方向|设计|施工)$/.test(plain)) && this.directory.inCatalog(stem))
      return [{ word, text: stem }];
    return this._split(word, plain) || (organisation && [organisation]) || this._inside(word, plain) || [{ word, text: plain }];
  }

  /* A word that ends in 系列: all of the series (工程系列), or the people of it (教师系列); null for other words. */
  _series(word, plain) {
    const bare = plain.replace(/(.{2})系列$/, "$1");
    const found = bare !== plain && Array.from(this.directory.series.values()).find(({ name }) => field(name) === bare);
    return found ? [{ word, text: bare, of: found.id }] : bare !== plain ? this._meaning(bare) : null;
  }

  /* The words that make up a word which stands only in the name of a committee that is no organisation (基层卫生); null for other words. */
  _pieces(word, plain) {
    if (plain.length < 4 || this.directory.isNamed(plain) || this.directory.isOrganisation(plain)) return null;
    const pieces = this._sentence(word);
    const whole = pieces && pieces.map((part) => part.word).join("").length === word.length;
    return whole && pieces.every(({ text, known }) => !text || (known !== false && this.directory.isNamed(text))) ? pieces : null;
  }

  /* What the vocabulary has for a whole word: no title, a kind of employer, a unit, or a title of some specialties. */
  _fixed(word, plain) {
    const { noTitles, kinds, kindsOf, seriesOf, unitWords, titledNames } = this.words;
    if (noTitles.has(plain) && !this.words.titles.has(plain)) return [{ word, noTitle: noTitles.get(plain) }];
    if (kinds.has(plain) || NUMBERED.test(plain)) {
      const part = Object.assign(this._worksFor(word, normal(kinds.get(plain) || plain)), { alone: !kinds.get(plain) });
      const what = kindsOf.get(plain);
      return [
        what && this._stands(what)
          ? Object.assign(part, { text: what, of: this.directory.concerned.get(what) || seriesOf.get(plain) })
          : part,
      ];
    }
    if (unitWords.has(plain)) return [this._unit(word, this.directory.units.get(unitWords.get(plain)))];
    if (titledNames.has(plain)) {
      const { titles, names } = titledNames.get(plain);
      return [{ word, titles, name: null }].concat(names.map((name) => ({ word: "", text: name })));
    }
    return null;
  }

  _unit(word, unit) {
    return Object.assign({ word, unit: unit.code, employer: unit.system }, unit.city ? { area: unit.city, others: [] } : null);
  }

  /* The employer that a word names, and what is taught there (塔里木大学). */
  _worksFor(word, plain) {
    const school = Array.from(this.words.schools.keys()).find((kind) => plain.endsWith(kind));
    const meant = school && this.words.titles.get(school);
    return Object.assign({ word, employer: plain, named: true }, meant ? { titles: meant } : this._doneAt(plain));
  }

  /* What is done at a company, a factory or a station, by its name; it counts unless the question says something else: {text, of}; null where the
     name does not say. */
  _doneAt(plain) {
    const { same, trades } = this.words;
    const [, what = ""] = plain.match(WORKPLACE) || [];
    for (let at = 0; at === 0 || at < what.length - 3; at++) {
      // 环境监测 of 生态环境监测站
      const text = same.get(what.slice(at)) || what.slice(at);
      if (text && (trades.has(text) || this.directory.isNamed(text))) return { text, of: this.directory.concerned.get(text) || undefined };
    }
    return null;
  }

  /* The employer by the short name of an organisation (农科院); null where there is none of that name here, or any such is called so (石油公司). */
  _organisation(word, plain) {
    const [, what] = plain.match(/^(.+?)(?:公司|集团)+$/) || [];
    const any = what && (this.directory.isNamed(what) || this.words.systems.has(what));
    const name = any ? null : this.directory.organisationCalled(plain) || this.directory.organisationCalled(plain.replace(OF_REGION, ""));
    return name && { word, employer: normal(name), named: true };
  }

  /* The text after a place or a unit: an employer there (某市中学, 第八师总医院), and the rest. */
  _behind(word, length) {
    const rest = word.slice(length);
    const own = rest.match(INSTITUTION);
    const longer = own && this._piece(normal(rest), (piece, at) => !at && piece.length > own[0].length && this.words.has(piece)); // 医院化验室
    if (!own || longer || (own[0] !== rest && this.directory.inCatalog(normal(rest)))) return this._meaning(rest);
    const whole = word.slice(0, length) + own[0];
    return [this._worksFor(whole, normal(whole))].concat(this._meaning(rest.slice(own[0].length)));
  }

  /* A place, a kind of teacher, a series, a grade or what is asked, wherever it stands in the word: 语文老师评一级. */
  _inside(word, plain) {
    for (const test of [
      (piece) => this.words.same.has(piece) || piece === "教师",
      (piece) => this.words.places.has(piece),
      (piece) => piece.length > 2 && this.directory.isSeries(piece),
      (piece) => GRADE.test(piece),
      (piece) => ASKING.test(piece),
    ]) {
      const found = this._piece(plain, test);
      if (found) return this._around(word, found[0], found[1]);
    }
    return null;
  }

  /* The first of the longest pieces, of two characters or more, that passes `test`: [its place, its length]; null where none does. */
  _piece(plain, test) {
    for (let size = Math.min(plain.length - 1, LONGEST); size > 1; size--)
      for (let at = 0; at + size <= plain.length; at++) if (test(plain.slice(at, at + size), at)) return [at, size];
    return null;
  }

  _around(word, at, size) {
    return flat([word.slice(0, at), word.slice(at, at + size), word.slice(at + size)].map((part) => this._meaning(part)));
  }

  /* The system somebody belongs to (农垦, 铁路系统): {employer}; with `text` where the word alone may be a specialty too (铁路). */
  _employer(plain) {
    for (const [name, system] of this.words.systems) {
      if (!plain.startsWith(name) || !new RegExp(`^${OF_SYSTEM}$`).test(plain.slice(name.length))) continue;
      const ofUnits = Array.from(this.directory.units.values()).some((unit) => unit.system === system);
      return plain === name && !ofUnits && this.directory.inCatalog(plain) ? { employer: system, text: plain } : { employer: system };
    }
    return null;
  }

  _known(word, plain) {
    const { spots, alsoWhole, places, together, levels, misspelt, same, titles, schools, ofAnyGrade } = this.words;
    if (spots.has(plain)) return Object.assign({ word, others: [] }, spots.get(plain));
    if (this.directory.region && alsoWhole.has(plain)) return { word, area: this.directory.region.code, others: [] };
    if (places.has(plain)) {
      const [area, ...others] = places.get(plain);
      return together.has(plain) ? { word, area, others: [], together: places.get(plain) } : { word, area, others };
    }
    if (levels.has(plain)) return { word, levels: levels.get(plain) };
    if (misspelt.has(plain)) return { word, text: normal(misspelt.get(plain)), meant: misspelt.get(plain), typed: word };
    if (same.has(plain)) return { word, text: same.get(plain) };
    if (titles.has(plain)) {
      const named =
        (this.directory.idOf.has(plain) || Array.from(this.directory.series.values()).some((one) => field(one.name) === plain)) &&
        !ofAnyGrade.has(plain);
      const own = (schools.has(plain) && UNIVERSITY.test(plain) && this.directory.organisationCalled(plain)) || undefined; // 农大
      return { word, titles: titles.get(plain), name: named ? plain : null, own };
    }
    return null;
  }

  /* 广州市荔湾区: places and nothing else. */
  _onlyPlaces(word, plain) {
    for (let length = plain.length - 2; length > 1; length--) {
      if (!this.words.places.has(plain.slice(0, length))) continue;
      const rest = plain.slice(length);
      const more = this.words.places.has(rest) ? [this._known(word.slice(length), rest)] : this._onlyPlaces(word.slice(length), rest);
      if (more) return [this._known(word.slice(0, length), plain.slice(0, length))].concat(more);
    }
    return null;
  }

  /* 广州副高建筑施工 without spaces: a place in front, a level anywhere, the rest. */
  _split(word, plain) {
    const brackets = flat(word.split(/[()（）]/).map((part) => part.replace(/(.)的(?=.)/g, "$1\n").split("\n"))).filter(Boolean);
    if (brackets.length > 1) return flat(brackets.map((part) => this._meaning(part)));
    const { spots, places, systems, titles, titledNames, noTitles } = this.words;
    const [begun] = plain.match(ORGANISATION) || [];
    const organisation = begun && begun !== plain && this._organisation(begun, begun); // 某山石油公司高工, though 某山 is a place
    if (organisation) return [organisation].concat(this._meaning(word.slice(begun.length)));
    for (let length = Math.min(plain.length - 1, 12); length > 1; length--) {
      if (spots.has(plain.slice(0, length)) || places.has(plain.slice(0, length)))
        return [this._known(word.slice(0, length), plain.slice(0, length))].concat(this._behind(word, length));
    }
    for (const level of this.words.whole)
      if (this.directory.region && plain.startsWith(level))
        return [this._known(level, level)].concat(this._meaning(word.slice(level.length)));
    const system = Array.from(systems.keys()).find(
      (name) => name.length > 1 && plain.startsWith(name) && this._employer(name) && !this._employer(name).text,
    );
    if (system)
      return [Object.assign({ word: word.slice(0, system.length) }, this._employer(system))].concat(this._behind(word, system.length));
    const [high] = Array.from(this.words.levels.keys()).filter(
      (level) => plain.startsWith(level) && this.directory.isNamed(plain.slice(level.length)),
    );
    if (high) return [this._known(word.slice(0, high.length), high)].concat(this._meaning(word.slice(high.length))); // 副高配电网
    if (EMPLOYER.test(plain) && !TELLING.test(plain) && !this._piece(plain, (piece) => piece.length > 2 && titles.has(piece)))
      return [this._worksFor(word, plain)];
    const title = this._piece(
      plain,
      (piece, at) =>
        !ENDS_NOT.test(plain.slice(at + piece.length - 1, at + piece.length + 1)) &&
        (titles.has(piece) ||
          (piece.length > 2 &&
            ((noTitles.has(piece) && isPiece(plain, piece)) ||
              (titledNames.has(piece) && !this.directory.isNamed(plain.slice(at, at + piece.length + 1)))))) &&
        at !== 1 &&
        !/[副正]$/.test(plain.slice(0, at)),
    ); // 儿科护士, 高工建筑施工, no 信息科 of 信息科技, no 中级工 of 中级工程师
    if (title) return this._around(word, title[0], title[1]);
    for (const [level, levels] of this.words.levels) {
      const at = plain.indexOf(level);
      if (at < 0 || plain.length === level.length) continue;
      const rest = [plain.slice(0, at), plain.slice(at + level.length)].filter(Boolean);
      return [{ word: level, levels }].concat(flat(rest.map((part) => this._meaning(part))));
    }
    const stage = plain.match(this.words.stages);
    if (stage) return this._meaning(stage[1]).concat(this._meaning(plain.slice(stage[1].length)));
    const teacher = plain.match(TEACHER);
    if (teacher) return this._meaning(teacher[1]).concat({ word: teacher[2], text: "教师" });
    return null;
  }
}

/* The smaller of two places of which one lies in the other, by their likeliest meanings; null where neither does. With `several`, a city that is one
   with a unit is apart from the place around it. */
function inside(directory, first, second, several = false) {
  const pairs = flat(first.map((a, i) => second.map((b, k) => [i + k, a, b]))).sort((x, y) => x[0] - y[0]);
  for (const [, a, b] of pairs) {
    if (directory.around(a).has(b) || (!several && hasRegimentsIn(directory, a, b))) return a;
    if (directory.around(b).has(a) || (!several && hasRegimentsIn(directory, b, a))) return b;
  }
  return null;
}

/* Whether a place is the city of a unit that has regiments in another place: 巴州铁门关市 is 铁门关市. */
function hasRegimentsIn(directory, city, area) {
  return Array.from(directory.units.values()).some(
    (unit) => unit.city === city && unit.regiments.some((there) => directory.within(there).has(area) || directory.within(area).has(there)),
  );
}

/* The places that the parts of a question mean together: of two where one lies in the other the smaller, otherwise each. */
export function whereabouts(directory, parts, several = false) {
  const meant = ({ area, others }) => [area].concat(others || []);
  const every = parts.filter((part) => part.area);
  const smaller = (part, codes) => !part.together && meant(part).some((code) => codes.some((around) => directory.around(code).has(around)));
  const placed = every.filter(({ together }) => !together || !every.some((part) => smaller(part, together))); // not of one of several that are said as one
  const plain = placed.filter((part) => !part.unit);
  const told = plain.length ? plain : placed; // a unit's own city only where no place is said
  const said = told.filter(({ together }) => !together).map(meant);
  for (let i = 0; i < said.length; i++)
    for (let k = said.length - 1; k > i; k--) {
      const both = inside(directory, said[i], said[k], several);
      if (!both) continue;
      said[i] = [both];
      said.splice(k, 1);
      k = said.length;
    }
  return Array.from(new Set(said.map(([code]) => code).concat(...told.map(({ together }) => together || []))));
}

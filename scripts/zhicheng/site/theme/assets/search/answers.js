/* The whole answer to a question: what is wanted, which committees may review it, which examinations there are; and where nobody may, why, and who
   comes nearest. */
import { field } from "./directory.js";
import { exams, inField, partExams } from "./exams.js";
import { asRead } from "./typed.js";
import { understand, whereabouts } from "./understanding.js";
import { RANKS, USABLE, VERDICTS, verdicts, whyNobody } from "./verdicts.js";
import {
  ANYTHING_DONE,
  ANY_TRADE,
  ASSOCIATION,
  BEHIND_NAMES,
  OF_PLACE,
  SCHOOL,
  SEVERAL,
  STAGES,
  TEACHING,
  TURNING,
  flat,
  isShort,
  normal,
} from "./words.js";

/* The answer to a question: {parts, want, …answer, own, noTitles, unknown, subject, notes}. A title that nobody awards is read as a specialty where
   the catalogs have one of that name. `unknown`: words that nobody knows, left out where other words say what is asked about. `noTitles`: words for
   what is no title. `notes`: sentences about other things that were said (退休). `subject`: whether anything says which title or specialty is asked
   about. */
export function ask(directory, question, picked, today) {
  const understood = understand(directory, question);
  const denied = understood.filter((part) => part.not);
  const several = SEVERAL.test(directory.words.joining.reduce((text, place) => text.split(place).join(" "), normal(question)));
  const meant = decided(
    directory,
    understood.filter((part) => !part.not),
    picked,
    today,
  );
  const read = (some, each) => ({ ...answered(directory, some, picked, today, denied, each), parts: some.concat(denied) });
  const found = read(several ? severally(directory, meant) : meant, several);
  const open = meant.some(({ levels }) => levels) || !meant.some(({ titles }) => titles && titles.some(([, level]) => level)); // 老师 高级实验师: one thing
  const apart = !several && open && (found.nobody === "unknown" || found.foreign) ? severally(directory, meant) : meant; // 我妈是小学老师，我爸是兽医
  const two = found.nobody && !several && meant.filter(({ titles }) => titles).length > 1;
  const each = two || apart.some((part, i) => part !== meant[i]) ? read(apart, true) : found;
  const plain = normal(asRead(question, directory.simple));
  const noted = Array.from(directory.words.notes).filter(([word]) => plain.includes(word));
  const names = noted.length
    ? Array.from(directory.words.places.keys())
        .filter((place) => place.length > 2)
        .concat(understood.filter(({ named, alone }) => named && !alone).map(({ word }) => normal(word)))
    : [];
  const bare = names.reduce((text, name) => (name && text.includes(name) ? text.split(name).join(" ") : text), plain); // 某江西湖区: of no 江西
  const notes = new Set(noted.filter(([word]) => bare.includes(word)).map(([, about]) => about));
  const turning = denied.some(({ turned }) => turned) && directory.words.notes.get(TURNING);
  if (turning) notes.add(turning);
  return { ...(each.usable ? each : found), denied, notes: Array.from(notes) };
}

/* The parts of a question about several things (会计和经济师). A word that is the field of a series, or stands in the names of series only
   (教师和医生), becomes the titles of these series, and one for people of a series (兽医) theirs. */
function severally(directory, parts) {
  const titles = flat(parts.map((part) => part.titles || []));
  const levels = titles.length ? Array.from(new Set(titles.map(([, level]) => level))) : [null];
  const fields = parts.map(({ text }) => (text ? directory.seriesNamed(text).map(({ id }) => id) : []));
  const tracks = parts.map(({ text }) => (text && directory.trackCalled(text)) || null);
  if (!titles.length && parts.filter((_, i) => fields[i].length || tracks[i]).length < 2) return parts;
  return parts.map((part, i) => {
    if (tracks[i] && !titles.some(([id, , track]) => id === tracks[i].series && (!track || track === tracks[i].track)))
      return { ...part, text: undefined, titles: levels.map((level) => [tracks[i].series, level, tracks[i].track]) }; // 兽医 or 农艺师
    return fields[i].length && !titles.some(([id]) => fields[i].includes(id))
      ? { ...part, text: undefined, titles: flat(fields[i].map((id) => levels.map((level) => [id, level, null]))) }
      : part;
  });
}

/* The answer for the parts `all` that are meant; `denied` are the parts that the question excludes. */
function answered(directory, all, picked, today, denied, several) {
  const noTitles = all.filter((part) => part.noTitle);
  const asked = all.filter((part) => !part.noTitle);
  const unknown = asked.filter((part) => part.known === false);
  const told = asked.filter((part) => part.known !== false && !(part.named && !part.titles));
  const { stages } = directory.words;
  const isStage = (text) => (`${text}-`.match(stages) || [])[1] === text;
  const subject = Boolean(picked.series) || told.some((part) => part.titles || (part.text && !(noTitles.length && isStage(part.text)))); // 幼儿园保育员: where, not what
  const parts = subject ? asked.filter((part) => part.known !== false) : asked;
  const rest = { parts: all, noTitles: noTitles.map((part) => part.noTitle), unknown: unknown.map(({ word }) => word), subject };
  if (noTitles.length && !subject) return { ...rest, want: wanted(directory, [], picked), ...nothing() };
  const whole = (want, found) => ({ ...rest, want, ...found, own: ownOf(directory, parts, found.hits) });
  const but = without(directory, denied, parts);
  const apart = several ? byTitle(directory, parts, (some) => ({ ...wanted(directory, some, picked, false, true), but }), today) : null;
  if (apart) return whole({ ...wanted(directory, parts, picked, false, true), but }, apart);
  const plain = { ...wanted(directory, parts, picked, false, several), but };
  const only = !plain.titles && !plain.series && !plain.only && plain.texts.length === 1 ? directory.seriesAbout(plain.texts[0]) : null;
  const ofSeries = only ? answer(directory, { ...plain, only }, today) : null;
  if (ofSeries && ofSeries.nobody !== "unknown") return whole({ ...plain, only }, ofSeries);
  const first = orKindred(directory, plain, today);
  if (!first.usable && !first.exams.length && plain.texts.length > 1) {
    const each = eachOf(directory, plain, today, several);
    if (each) return { ...whole(plain, each.found), ...each.told };
  }
  if (!first.usable && plain.titles && plain.texts.length && plain.texts.every((text) => directory.isOfOtherTracks(plain.titles, text))) {
    const bare = { ...plain, texts: [] };
    const found = answer(directory, bare, today); // 五官科护士
    if (found.usable || found.examined)
      return {
        ...whole(bare, found),
        dropped: parts
          .filter((part) => part.text)
          .map(({ word }) => word)
          .filter(Boolean),
      };
  }
  if (!first.usable && plain.titles && parts.some((part) => part.titles && part.name)) {
    const named = { ...wanted(directory, parts, picked, true, several), but };
    const second = answer(directory, named, today);
    if (second.usable) return whole(named, second);
  }
  const less = first.nobody === "unknown" ? withLess(directory, plain, today) : null;
  return less ? { ...whole(less.want, less.found), ...less.told } : whole(plain, first);
}

/* The answers for titles of different series (水利工程师、农艺师) joined to one; those of the same series (护士、副主任护师) are asked together, with those
   of the specialties that it has. null where all are of the same series, or a specialty belongs to none or to all of them. */
function byTitle(directory, parts, want, today) {
  const texts = parts.filter((part) => part.text);
  const rest = parts.filter((part) => !part.titles && !part.text);
  const groups = [];
  for (const part of parts.filter(({ titles }) => titles)) {
    const ids = part.titles.map(([id]) => id);
    const group = groups.find((one) => one.ids.some((id) => ids.includes(id)));
    if (group) {
      group.parts.push(part);
      group.ids.push(...ids);
    } else groups.push({ ids, parts: [part] });
  }
  const of = (id, text) => directory.seriesHas(id, text) || directory.text(text).series.has(id);
  const has = groups.map(({ ids }) => texts.filter(({ text }) => ids.some((id) => of(id, text))));
  if (groups.length < 2 || !texts.length || has.every((some) => some.length === texts.length)) return null;
  if (!texts.every((one) => has.some((some) => some.includes(one)))) return null;
  const found = groups.map((group, i) => {
    const its = want(rest.concat(group.parts, has[i]));
    return [its, orKindred(directory, its, today)];
  });
  const all = found.slice(1).reduce(
    (one, [its, other]) => ({
      ...merged(directory, its, one, other),
      exams: one.exams.concat(other.exams),
      partly: one.partly.concat(other.partly),
    }),
    found[0][1],
  );
  return all.usable || all.exams.length ? all : null;
}

/* Where nobody anywhere has what is asked for, the answer to the part of the question for which there are most: {want, found, told}; null where there
   is no such part. `told` says what was changed: `apart`: several words that are no one specialty (煤矿 通风) were each asked by themselves; `left`:
   those of them that nobody has; `foreign`: a specialty that the series of the title does not have was left out (护士 人事科) or, with a title of any
   trade (水产 高级工程师), asked at its level in the series that have it. */
function withLess(directory, want, today) {
  const texts = Array.from(new Set(want.texts));
  const known = (found) => found.nobody !== "unknown";
  const asked = (changed) => {
    const less = { ...want, ...changed };
    return { want: less, found: answer(directory, less, today) };
  };
  if (texts.some((text) => isUnreviewed(directory, text, want.titles) || (texts.length > 1 && directory.words.stages.test(`${text}-`))))
    return null; // 小学 数学: not what 中学 has
  const named = texts.filter((text) => directory.isNamed(text)); // the others stand in names of committees alone, and say nothing by themselves
  if (named.length && named.length < texts.length) {
    const less = asked({ texts: named });
    if (known(less.found)) return { ...less, told: { left: texts.filter((text) => !named.includes(text)) } };
  }
  if (texts.length > 1) {
    for (const some of [texts.map((out) => texts.filter((text) => text !== out)), texts.map((text) => [text])]) {
      const had = some.map((list) => asked({ texts: list })).filter(({ found }) => known(found));
      const left = texts.filter((text) => !had.some((one) => one.want.texts.includes(text)));
      if (had.length)
        return {
          want: left.length || had.length === 1 ? had[0].want : want,
          found: had.slice(1).reduce((all, { found }) => merged(directory, want, all, found), had[0].found),
          told: left.length ? { left } : { apart: true },
        };
    }
  }
  const series = want.titles ? Array.from(new Set(want.titles.map(([id]) => id))) : [];
  if (!series.length || !texts.length || series.some((id) => texts.some((text) => directory.seriesHas(id, text)))) return null;
  const levels = want.levels.length ? want.levels : want.titles.every(([, level]) => level) ? want.titles.map(([, level]) => level) : [];
  const anyTrade = new Set((directory.words.titles.get(ANY_TRADE) || []).map(([id]) => id));
  const others = series.every((id) => anyTrade.has(id)) ? practised(directory, { ...want, titles: null, levels }, today) : [];
  const other = asked(others.length ? { titles: null, levels, only: others.length > 1 ? null : others[0] } : { texts: [] }); // 汽修 工程师
  if (!known(other.found)) return null;
  return { ...other, told: { foreign: { series, levels, texts, others } } };
}

/* The series, without those of teachers, in which what is wanted is reviewed; where it is not there, those of other places (核桃 技术员). */
function practised(directory, want, today) {
  const taught = new Set(directory.words.schools.values());
  const of = ({ hits, usable }) =>
    hits.filter(({ verdict }) => !usable || USABLE.has(verdict)).flatMap(({ review }) => (taught.has(review.series) ? [] : review.series));
  const here = of(answer(directory, want, today));
  return Array.from(new Set(here.length ? here : of(answer(directory, { ...want, areas: [], units: [], places: [] }, today))));
}

/* Where nobody has all of several specialties (采矿、选矿): {found, told}, the answer of those that have at least one; `told` has those that nobody has.
   null where that is not asked, or unless every specialty is had by somebody. */
function eachOf(directory, want, today, several) {
  const texts = Array.from(new Set(want.texts));
  const once = texts.filter((text) => want.texts.filter((other) => other === text).length === 1); // 语文老师、数学老师: the teacher stays
  const [teaching] = texts.filter((text) => TEACHING.test(text));
  const { words: beside, ids } = directory.beside(
    texts.filter((text) => text !== teaching && !ANYTHING_DONE.test(text)),
    teaching && directory.text(teaching).series,
  );
  const sets = beside.length
    ? beside.map((one) => texts.filter((text) => text === one || !beside.includes(text)))
    : several && texts.length > 1
      ? once.map((out) => texts.filter((text) => text !== out))
      : [];
  const within = (one) => {
    const hits = one.hits.filter(({ review }) => want.titles || !beside.length || ids.includes(review.series));
    return { ...one, hits, usable: hits.filter(({ verdict }) => USABLE.has(verdict)).length };
  };
  const found = sets.map((some) => [some, within(orKindred(directory, { ...want, texts: some }, today))]).filter(([, one]) => one.usable);
  const left = texts.filter((text) => !found.some(([some]) => some.includes(text)));
  if (!found.length || (left.length && !beside.length)) return null;
  return {
    found: found.slice(1).reduce((all, [, one]) => merged(directory, want, all, one), found[0][1]),
    told: left.length ? { left } : { apart: true },
  };
}

/* Two answers joined: of each committee the better verdict. */
function merged(directory, want, one, other) {
  const worth = ({ verdict, quality }) => VERDICTS.indexOf(verdict) * 10 + quality;
  const best = new Map();
  for (const hit of one.hits.concat(other.hits))
    if (!best.has(hit.committee) || worth(hit) < worth(best.get(hit.committee))) best.set(hit.committee, hit);
  const hits = inOrder(directory, Array.from(best.values()), want);
  const usable = hits.filter(({ verdict }) => USABLE.has(verdict)).length;
  return { ...(one.usable || !other.usable ? one : other), hits, usable, nobody: usable ? null : one.nobody };
}

/* What the parts `denied` exclude: {areas, series, texts, levels}. A title excludes its series unless another title of the series is meant
   (不是护士， 是医生); a word excludes no series that is meant and has the word in its name (不是小学是初中). */
function without(directory, denied, parts) {
  if (!denied.length) return null;
  const all = (some, key) => [].concat(...some.map((part) => part[key] || []));
  const meant = all(parts, "titles").map(([series]) => series);
  const about = new Set(
    meant.concat(flat(all(parts, "text").map((text) => directory.seriesWith(text).concat(Array.from(directory.text(text).series))))),
  );
  const texts = all(denied, "text")
    .map((text) => text.replace(BEHIND_NAMES, "$1"))
    .filter((text) => !Array.from(directory.text(text).series).some((id) => about.has(id)));
  return {
    areas: all(denied, "area").concat(all(denied, "together")),
    levels: all(denied, "levels"),
    texts,
    series: all(denied, "titles")
      .map(([series]) => series)
      .filter((series) => !meant.includes(series)),
  };
}

/* The committees that review only the people of an organisation that the question names: whoever asks may well be one of these. */
function ownOf(directory, parts, hits) {
  const names = parts
    .filter((part) => part.own || (part.named ? !part.alone : part.text && directory.isOrganisation(part.text)))
    .map((part) => (part.own || part.named ? normal(part.own || part.employer) : part.text));
  return hits.filter((hit) => hit.verdict === "closed" && names.some((name) => directory.text(name).about.has(hit.committee.number)));
}

/* Whether there is an answer to show for a question, or only what is found by name. */
export const isAbout = (answer) =>
  answer.subject || answer.noTitles.length > 0 || Boolean(answer.want.areas.length || answer.want.levels.length);

const nothing = () => ({ hits: [], named: [], own: [], exams: [], partly: [], usable: 0, examined: false, nobody: "unknown" });

/* The answer. For a word for which catalogues also have another (儿科: 小儿), the answers for both joined. */
function orKindred(directory, want, today) {
  const found = answer(directory, want, today);
  const texts = want.texts.map((text) => directory.words.kindred.get(text) || text);
  if (texts.every((text, i) => text === want.texts[i])) return found;
  return merged(directory, want, found, answer(directory, { ...want, texts }, today));
}

/* The parts of a question, where a word that may be a specialty or a system (铁路), or a place of work (兽医站), is read as the one for which there
   is an answer; a specialty comes first. Read as a specialty, it may still be the system that somebody belongs to. */
function decided(directory, parts, picked, today) {
  if (!parts.some((part) => part.employer && part.text)) return parts;
  const as = (changed) => parts.map((part) => (part.employer && part.text ? { ...part, ...changed(part) } : part));
  const specialty = as(({ employer, named, alone }) => ({
    employer: undefined,
    named: undefined,
    perhaps: employer,
    own: named && !alone ? employer : undefined,
  }));
  const found = orKindred(
    directory,
    wanted(
      directory,
      specialty.filter((part) => part.known !== false),
      picked,
    ),
    today,
  );
  const texts = specialty.filter((part) => part.text && part.known !== false);
  const only = texts.length === 1 && found.nobody && found.nobody !== "unknown"; // nobody there has what is done at 果子沟林场
  const any = texts.length > 1 && texts.every((part) => part.perhaps || ANYTHING_DONE.test(part.text)); // 风电场 运维
  return found.usable || found.examined || only || any || isTrade(directory, specialty) ? specialty : as(() => ({ text: undefined }));
}

/* Whether the only specialty asked about is known to be one although nobody reviews it: 气象局 高工. */
function isTrade(directory, parts) {
  const texts = parts.filter((part) => part.text && part.known !== false);
  const titles = flat(parts.map((part) => part.titles || []));
  return texts.length === 1 && isUnreviewed(directory, texts[0].text, titles);
}

/* Whether a word is known to be a specialty although nobody reviews it: one of the series of some titles, or, without titles, of any series. */
function isUnreviewed(directory, text, titles) {
  const series = directory.words.trades.get(text);
  return Boolean(series) && !directory.inCatalog(text) && (!titles || !titles.length || titles.some(([id]) => series.has(id)));
}

/* What is wanted, from the parts of a question and the picked values, which are added to what words of other kinds say. The whole region is no
   condition. `asName`: a title that is also a specialty is read as the specialty. `several`: the question asks about several things (中级会计师和
   高级会计师), so a level does not apply to all of them. */
export function wanted(directory, parts, picked, asName = false, several = false) {
  const plain = parts.some((part) => part.area && !part.unit);
  const said = plain || !picked.area ? whereabouts(directory, parts, several) : [];
  const areas = said.length ? said : picked.area ? [picked.area] : [];
  const spoken = parts.filter((part) => part.levels).flatMap((part) => part.levels);
  const own = several
    ? flat(parts.map((part) => (part.titles && !part.name ? part.titles.map(([, level]) => level) : []))).filter(Boolean)
    : [];
  const more = own.filter((level) => directory.levelCodes.indexOf(level) > directory.levelCodes.indexOf(spoken[0]));
  const levels = spoken.length ? spoken.concat(more) : picked.level ? [picked.level] : [];
  const named = (part) => part.titles && part.name && (asName || levels.length > 0);
  const titled = parts.filter((part) => part.titles && !named(part));
  const perhaps = parts.find((part) => part.perhaps);
  const of = parts.find((part) => part.of);
  const exactly = (codes) => codes.length === areas.length && areas.every((code) => codes.includes(code));
  const together = parts.find((part) => part.together && exactly(part.together));
  return {
    areas: directory.region && areas.includes(directory.region.code) ? [] : areas,
    together: together ? together.word : null,
    levels,
    titles: titled.length ? titled.map((part) => part.titles).reduce((all, more) => both(all, more)) : null,
    series: picked.series || null,
    texts: parts.filter((part) => part.text || named(part)).map((part) => part.text || part.name),
    units: parts.filter((part) => part.unit).map((part) => part.unit),
    places: parts.filter((part) => part.place).map((part) => part.place),
    employer: employed(directory, parts),
    workplaces: parts.filter((part) => part.named && part.employer.length > 3 && !part.alone).map((part) => part.employer),
    offices: parts
      .map(({ named, own, employer, perhaps: as }) => own || (named ? employer : as))
      .filter(Boolean)
      .map((name) => normal(name).replace(OF_PLACE, "")),
    perhaps: perhaps ? perhaps.perhaps : null,
    stage: STAGES.findIndex(([school]) => parts.some((part) => part.named && school.test(part.employer))),
    only: !titled.length && !picked.series && of ? of.of : null,
  };
}

/* The system that somebody belongs to: the one that the question names, else the one in the name of the employer (西北石油局), else null: an employer
   such as 某设计院 may be of any system. */
function employed(directory, parts) {
  const told = parts.filter((part) => part.employer);
  const names = told.map((part) => part.employer).filter((name) => !SCHOOL.test(name) && !ASSOCIATION.test(name)); // an association is of no system
  const said = told.find((part) => !part.named);
  const within = Array.from(directory.words.systems).find(([word]) => names.some((name) => name.includes(word)));
  return said ? said.employer : within ? within[1] : null;
}

/* The meanings that two titles have in common (中职 讲师); where they have none, those of either. */
function both(some, more) {
  const common = some.filter(([series, , track]) => more.some(([other, , way]) => other === series && (!track || !way || track === way)));
  const precise = (list) => list.filter(([series]) => common.some(([other]) => other === series));
  const leveled = (list) => list.some(([, level]) => level);
  if (!common.length && leveled(some) !== leveled(more)) return leveled(some) ? some : more; // 大学 工程师: where one works
  if (!common.length) return some.concat(more);
  const one = precise(some);
  const other = precise(more);
  if (leveled(one) && leveled(other))
    return one.concat(other.filter(([series, level]) => !one.some(([known, its]) => known === series && its === level)));
  return leveled(one) ? one : other; // 护士 副主任护师: both are asked for
}

/* The committees that answer, in order, each as a Hit: with its verdict (see VERDICTS) and the reasons for it. */
export function search(directory, want, today) {
  return inOrder(directory, verdicts(directory, want, today).hits, want);
}

/* The hits in order: the best verdict first, then the closest specialty, then those of one's own unit or set up by the office that is named, then the
   nearest; otherwise by id. Where a
   word is only a piece of a specialty that is taught (农机驾修 at a vocational school), the committee comes after those where it is practised, unless
   teachers are asked about. */
function inOrder(directory, hits, want) {
  const isOwn = (code) =>
    (want.units || []).includes(code) || (want.employer && (directory.units.get(code) || {}).system === want.employer);
  const own = ({ units, organiser }) =>
    (units && units.some(isOwn)) || (organiser && (want.offices || []).some((name) => isShort(normal(organiser), name)));
  const done = want.texts.length > 0 && !want.titles && !want.series && !want.only && !want.texts.some((text) => TEACHING.test(text));
  const taught = new Set(done ? directory.words.schools.values() : []);
  const teaches = ({ reviews }) => taught.size > 0 && reviews.every(({ series }) => taught.has(series));
  const [word] = want.texts;
  const common = want.texts.length === 1 && TEACHING.test(word) && directory.seriesNamed(word).length > 1; // 教师 says nothing of which teachers
  const quality = (hit) => (common ? 0 : hit.quality);
  const all = directory.committees.length;
  const at = new Array(all).fill(null);
  const keys = new Uint16Array(all);
  const ends = new Uint32Array(PLACES + 1);
  for (const hit of hits) {
    // sorted by counting: thousands are the answer to 中级
    const { committee } = hit;
    const key =
      RANKS.get(hit.verdict) * 1000 +
      (hit.quality > 0 && teaches(committee) ? 8 : quality(hit)) * 100 +
      (own(committee) ? 0 : 10) +
      committee.near;
    at[committee.number] = hit;
    keys[committee.number] = key;
    ends[key + 1]++;
  }
  for (let key = 0; key < PLACES; key++) ends[key + 1] += ends[key];
  const sorted = new Array(hits.length);
  for (let number = 0; number < all; number++) if (at[number]) sorted[ends[keys[number]]++] = at[number];
  return sorted;
}
const PLACES = 1000 * VERDICTS.length;

/* The whole answer: {hits, named, exams, usable, nobody}. `named` are entrusted committees outside the registry, `usable` the number that may
   take the application, `examined` whether an examination gives every level that is asked for, `partly` examinations of some specialties,
   `nobody` says why there is none and no examination instead. */
export function answer(directory, want, today) {
  const { hits, named } = verdicts(directory, want, today);
  const examinedHits = [];
  let usable = 0;
  for (const hit of hits) {
    if (USABLE.has(hit.verdict)) usable++;
    else if (hit.verdict === "examined") examinedHits.push(hit);
  }
  const found = exams(directory, want, !usable && !named.length);
  const levels = want.levels.length
    ? want.levels
    : want.titles
      ? want.titles.flatMap(([, level]) => level || directory.levelCodes)
      : directory.levelCodes;
  const byExam = new Set(found.filter(({ exam }) => exam.method === "exam").flatMap((one) => one.levels));
  for (const { told } of examinedHits) {
    if (levels.every((level) => byExam.has(level))) break; // what more would be told of the rest is not asked for
    for (const { level } of told) byExam.add(level);
  }
  const whose = (text) => !directory.isNamed(text) && directory.isOrganisation(text); // who asks, and not what for
  const known = want.texts.every(
    (text) => examinedHits.length || whose(text) || found.some(({ series }) => inField(directory, series, text)),
  );
  const examined = known && levels.every((level) => byExam.has(level)); // of a word that nobody knows an examination says nothing
  return {
    examined,
    hits: inOrder(directory, hits, want),
    named,
    exams: found,
    partly: partExams(directory, want, !usable && !named.length),
    usable,
    nobody: usable || named.length || examined ? null : whyNobody(directory, want, today, hits),
  };
}

/* The committees of lists, not filed yet, that may be meant: nothing in the list is against it. */
export function unfiled(directory, want) {
  const levels = want.levels.length ? want.levels : (want.titles || []).map(([, level]) => level).filter(Boolean);
  const series = new Set(want.titles ? want.titles.map(([one]) => one) : want.series ? [want.series] : []);
  const region = directory.region;
  const names = (id) => field((directory.series.get(id) || { name: "" }).name);
  return directory.listed.filter((one) => {
    const said = normal([one.name, one.organiser, one.note, one.scope].filter(Boolean).join("\n"));
    const near = (area) =>
      (region && area === region.code) ||
      ["region", "central"].includes(one.authority) ||
      directory.around(area).has(one.area) ||
      directory.within(one.area).has(area);
    if (want.areas.length && !want.areas.some(near)) return false;
    const fits = (review) =>
      (!series.size || series.has(review.series)) &&
      (!levels.length || !review.levels || review.levels.some((level) => levels.includes(level))) &&
      want.texts.every(
        (text) =>
          said.includes(text) ||
          inField(directory, review.series, text) ||
          (review.specialties || []).some((name) => normal(name).includes(text) || text.includes(normal(name))),
      );
    if (one.reviews) return one.reviews.some(fits);
    return (!series.size || [...series].some((id) => said.includes(names(id)))) && want.texts.every((text) => said.includes(text));
  });
}

/* Where nobody was found: the three nearest committees at most, each with what it lacks: {hit, lacks: area | level | past | closed}. */
export function nearest(directory, want, today, hits) {
  const found = [];
  const seen = new Set();
  const add = (some, lacks) => {
    for (const hit of some)
      if (found.length < 3 && !seen.has(hit.committee)) {
        seen.add(hit.committee);
        found.push({ hit, lacks });
      }
  };
  const of = (changed) =>
    search(directory, { ...want, ...changed }, today)
      .filter(({ verdict }) => USABLE.has(verdict))
      .slice(0, 3);
  if (!want.texts.length && !want.titles && !want.series) return found;
  add(hits.filter(({ verdict }) => verdict === "past").slice(0, 2), "past");
  add(hits.filter(({ verdict }) => verdict === "closed").slice(0, 2), "closed"); // who asks may be of its own
  const titles = want.titles && want.titles.map(([series, , track]) => [series, null, track]);
  const otherLevel = want.levels.length || (want.titles || []).some(([, level]) => level);
  if (otherLevel) add(of({ levels: [], titles }), "level");
  if (want.areas.length || want.units.length || want.places.length) add(of({ areas: [], units: [], places: [] }), "area");
  if (!found.length && otherLevel) add(of({ levels: [], titles, areas: [], units: [], places: [] }), "both");
  return found;
}

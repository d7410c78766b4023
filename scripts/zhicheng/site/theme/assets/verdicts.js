/* How a committee stands to whoever asks: competent or not, and why. `directory` is a Directory of competence.js. */

import { isPiece } from "./question_words.js";

/* From best to worst; the best one of what a committee reviews counts.
   competent: may review · entrusted: for another committee · part: only a part of the place · recognised: at its discretion, without a review ·
   possible: only it can tell · closed: own unit or system only · elsewhere: who has a committee of their own applies there · examined: an
   examination instead · excluded: by place or system · past: withdrawn or no longer valid */
export const VERDICTS = ["competent", "entrusted", "part", "recognised", "possible", "closed", "elsewhere", "examined", "excluded", "past"];
export const EVERY = "*";  // in place of the names of specialties: all of the series
export const USABLE = new Set(VERDICTS.slice(0, 5));
const THERE = new Set([...USABLE, "closed", "elsewhere", "examined"]);  // somebody has it, for some
const rank = (one) => VERDICTS.indexOf(one.verdict);
const best = (list) => list.reduce((a, b) => (rank(b) < rank(a) ? b : a));

export const openTo = (committee, review) => review.open_to ?? committee.open_to ?? "public";
export const exclusionsOf = (committee, review) => [...(committee.exclusions ?? []), ...(review?.exclusions ?? [])];

const overlap = (some, others) => [...some].some((one) => others.has(one));

/* Which exclusion means the place or the system of who asks: {kind: area | system | maybe, exclusion}, the surest first; else null. Who lives in
   a city that is one with a unit may belong to the unit's system, who asks for 石油 to that one, and who works where the words of the exclusion
   say (石河子大学) to those it means. A place all of whose parts are excluded is excluded. */
export function barred(directory, committee, review, want, area) {
  const inside = directory.within(area), employer = want.employer ?? "", systemsOf = directory.systemsIn(employer);
  const city = !employer && directory.areas.get(area)?.bingtuan;
  const parts = directory.below.get(area) ?? [], without = new Set(exclusionsOf(committee, review).flatMap((one) => one.areas ?? []));
  const found = { area: null, system: null, maybe: null };
  if (parts.length && parts.every((code) => without.has(code))) found.area = exclusionsOf(committee, review).find((one) => one.areas?.includes(parts[0]));
  for (const exclusion of exclusionsOf(committee, review)) {
    const systems = (exclusion.systems ?? []).map((system) => directory.system(system));
    if ((exclusion.areas ?? []).some((code) => inside.has(code))) found.area ??= exclusion;
    if (systems.some((system) => employer.includes(system) || systemsOf.has(system))) found.system ??= exclusion;
    else if (systems.some((system) => overlap(directory.systemsIn(system), systemsOf)) || overlap(directory.systemsIn(exclusion.words), systemsOf)) found.maybe ??= exclusion;
    else if (want.workplaces?.some((name) => directory.normal(exclusion.words).includes(name)) || systems.some((system) => (employer && system.includes(employer)) || (want.perhaps && system.includes(want.perhaps)) || (city && directory.citySystems.has(system)))) found.maybe ??= exclusion;
  }
  const kind = Object.keys(found).find((one) => found[one]);
  return kind ? { kind, exclusion: found[kind] } : null;
}

/* A level of a review as it stands to who asks: {verdict, why, …}, or null where the committee is not there for the place. */
function offer(directory, { committee, match, level, reach, area, standing }, want) {
  const { review } = match, bar = barred(directory, committee, review, want, area), exam = directory.examFor(review.series, level) ?? null;
  const made = (verdict, why = null) => ({ committee, review, level, reach, area, match, exam, bar, verdict: standing.past ? "past" : verdict, why });
  if (bar?.kind === "area" || (bar?.kind === "system" && reach)) return standing.past ? null : made("excluded");
  if (!reach) return null;
  if (review.method === "exam") return made("examined");
  if (openTo(committee, review) !== "public") return made("closed");
  if (review.method === "recognition") return exam?.method === "exam" ? made("possible", "exam") : made("recognised");
  if (["through", "regiments", "places", "unit"].includes(reach)) return made("possible", reach);
  if (bar) return made("possible", "system");
  if (standing.early) return made("possible", "early");
  if (match.unsure) return made("possible", "tracks");
  if (directory.examFor(review.series, level)?.method === "exam") return made("possible", "exam");  // registered as reviewed, though an examination decides
  return made(reach === "part" ? "part" : "competent");
}

/* Everything of a committee that is asked for, in the place where it stands best; with `reach`, as if it were there for the places. */
function offers(directory, committee, want, standing, reach) {
  const matches = committee.reviews.map((review) => directory.match(committee, review, want)).filter(Boolean);
  const places = want.areas.length ? want.areas : [null];
  const made = places.map((area) => matches.flatMap((match) => match.asked.map((level) => offer(directory,
    { committee, match, level, area, standing, reach: reach ?? directory.reach(committee, want, area) }, want)).filter(Boolean)));
  return made.filter((list) => list.length).reduce((a, b) => (a && rank(best(a)) <= rank(best(b)) ? a : b), null) ?? [];
}

/* Who has a committee of their own does not apply to one that gives way to it: one that is competent for the same and nearer to the place. If
   that is for its own unit or system only, it has to be asked; if it has only some of the specialties, it is told which. One whose titles are
   valid in places only is nobody's own. */
function giveWay(directory, all, want) {
  const named = (committee) => (want.units ?? []).some((code) => committee.units?.includes(code)) || (want.places ?? []).some((place) => committee.places?.includes(place));
  const distance = (committee, area) => (named(committee) ? -1 : [...directory.within(area)].findIndex((code) => committee.covers.has(code)) >>> 0);
  const away = [], made = all.flat();
  for (const one of made) {
    const exclusion = exclusionsOf(one.committee, one.review).find(({ where }) => where === "own-committee");
    if (!exclusion || !one.area || !["competent", "part"].includes(one.verdict)) continue;
    const nearer = made.filter((other) => other.level === one.level && other.review.series === one.review.series && other.area === one.area
      && (other.review.valid_in ?? "everywhere") === "everywhere" && distance(other.committee, one.area) < distance(one.committee, one.area));
    const named = (match) => directory.asked(match, want.texts);
    const asked = named(one.match), those = (how) => nearer.filter(({ verdict, match }) => verdict === how && shared(asked, named(match)).size);
    const own = those("competent"), closed = those("closed"), names = new Set(own.flatMap(({ match }) => [...shared(asked, named(match))]));
    const every = asked.has(EVERY) ? names.has(EVERY) : names.size === asked.size;
    const given = (list) => ({ exclusion, committees: [...new Set(list.map(({ committee }) => committee))] });
    if (own.length && every) away.push([one, { verdict: "elsewhere", away: given(own) }]);
    else if (closed.length) away.push([one, { verdict: "possible", why: "own", away: given(closed) }]);
    else if (own.length) away.push([one, { away: { ...given(own), names: [...names] } }]);
  }
  for (const [one, changed] of away) Object.assign(one, changed);
}

/* The specialties of the first set that the second has too; EVERY stands for all of the series. */
const shared = (one, other) => (other.has(EVERY) ? one : one.has(EVERY) ? other : new Set([...one].filter((name) => other.has(name))));

/* Whether a review is of every one of some specialties, by first or second level. */
const holds = (directory, review, names) => review.all_specialties || names.every((name) => review.catalog.flat(2).some((place) => directory.strings[place] === name));

/* Whether the specialties to which something entrusted is limited name what is asked for, by a piece or by the branch it stands in. */
function limitedTo(directory, one, texts) {
  const branches = directory.committees.flatMap(({ reviews }) => reviews).filter(({ series }) => series === one.series).flatMap(({ catalog }) => catalog)
    .filter(([first]) => one.specialties.includes(directory.strings[first])).flat(2).map((place) => directory.strings[place]);
  return texts.every((text) => [...one.specialties, ...branches].some((name) => isPiece(directory.normal(name), text)));
}

/* What is entrusted of what is asked for: the ids of tracks; [null] where the series has none to tell apart. */
function tracksOf(directory, one, titled) {
  const tracks = directory.series.get(one.series)?.tracks ?? [], id = (name) => tracks.find((track) => track.name === name)?.id;
  if (titled?.length && titled.every(([, , track]) => track)) return titled.map(([, , track]) => id(track) ?? null);
  const every = tracks.map((track) => track.id ?? null);
  return one.track_ids ?? (every.length > 1 ? every : [null]);
}

/* What a committee in force for the place entrusts of what is asked for, because it does not review it itself: a list of its `entrusts`. */
function given(directory, committee, want, today) {
  const standing = directory.standing(committee, today), places = want.areas.length ? want.areas : [null];
  if (!committee.entrusts || standing.past || standing.early || (committee.open_to ?? "public") !== "public") return [];  // else it is for its own people
  if (!places.some((area) => directory.reach(committee, want, area) === "whole" && !["area", "system"].includes(barred(directory, committee, null, want, area)?.kind))) return [];
  return committee.entrusts.filter((one) => {
    if (want.series && one.series !== want.series) return false;
    const titled = want.titles?.filter(([series, , track]) => series === one.series && (!track || !one.track_ids || tracksOf(directory, one, [[series, null, track]]).some((id) => one.track_ids.includes(id))));
    if (titled && !titled.length) return false;
    const meant = want.levels.length ? want.levels : titled?.map(([, level]) => level).filter(Boolean) ?? [];
    const levels = one.levels.filter((level) => !meant.length || meant.includes(level));
    const reviews = committee.reviews.filter((review) => review.series === one.series);
    const known = reviews.filter((review) => directory.specialties(committee, review, want.texts));
    const names = [...(directory.inSeries.get(one.series) ?? [])];
    const own = (id) => known.some((review) => review.levels.some((level) => levels.includes(level)) && (!id || !review.track_ids || review.track_ids.includes(id))
      && (want.texts.length || !one.specialties || holds(directory, review, one.specialties)));
    const about = one.specialties ? limitedTo(directory, one, want.texts) : known.length || (!reviews.length && (want.texts.every((text) => names.some((name) => isPiece(name, text))) || mentioned(directory, committee, one, want)));
    return levels.length && !tracksOf(directory, one, titled).every(own) && about;
  });
}

/* The entrusted committees: those of the registry among `all`, the others by name. Out: [{by, name, words, series, levels}]. */
function entrust(directory, all, want, today) {
  const named = [];
  for (const by of directory.committees) for (const one of given(directory, by, want, today)) {
    const to = one.committee && directory.committees.find((committee) => committee.id === one.committee);
    if (to) {
      const standing = directory.standing(to, today);
      if (standing.past || standing.early) continue;
      const asked = mentioned(directory, by, one, want) ? { ...want, texts: [] } : want;
      const fits = (review) => review.series === one.series && (!one.track_ids || !review.track_ids || one.track_ids.some((id) => review.track_ids.includes(id)));
      const those = (some) => offers(directory, to, some, standing, "whole").filter(({ review, level, verdict }) => fits(review) && one.levels.includes(level) && verdict !== "examined");
      let there = those(asked);
      if (!there.length && one.specialties) there = those({ ...want, texts: [] });  // it is called otherwise there
      const holding = there.filter(({ review }) => one.specialties?.some((name) => holds(directory, review, [name])));
      if (holding.length) there = holding;
      if (!there.length) continue;
      const who = { committee: by, words: one.words, some: someOf(directory, one) };
      let list = all.find(([first]) => first?.committee === to);
      if (!list) all.push((list = []));
      for (const made of there) {
        const known = list.find(({ review, level }) => review === made.review && level === made.level);
        if (known?.verdict === "competent") known.by = [...(known.by ?? []), who];
        else {
          const verdict = ["competent", "closed", "entrusted"].includes(made.verdict) ? "entrusted" : "possible";
          const changed = { ...made, verdict, why: verdict === "possible" ? made.why ?? "system" : null, by: [...(known?.by ?? []), who] };
          if (known) Object.assign(known, changed);
          else list.push(changed);
        }
      }
    } else if (one.name && (one.specialties || !one.words || mentioned(directory, by, one, want))) named.push({ by, ...one, some: someOf(directory, one) });
  }
  return named;
}

/* The tracks and specialties to which something entrusted is limited, by name; none: it is not. */
const someOf = (directory, one) => [...(directory.series.get(one.series)?.tracks ?? []).filter(({ id }) => one.track_ids?.includes(id)).map(({ name }) => name), ...(one.specialties ?? [])];

/* Whether the words of what is entrusted name the specialty or the branch it stands in (纺织 of 纺织工程). */
function mentioned(directory, by, one, want) {
  const words = directory.normal((one.name ?? "") + (one.words ?? "")), name = (place) => directory.normal(directory.strings[place]);
  const branches = by.reviews.filter((review) => review.series === one.series).flatMap((review) => review.catalog)
    .filter(([first, seconds]) => want.texts.some((text) => [first, ...seconds].some((place) => name(place).includes(text)))).map(([first]) => name(first).replace(/(工程|专业)$/, ""));
  return !want.texts.length || [...want.texts, ...branches].some((text) => words.includes(text));
}

/* The committees that answer, each as {committee, verdict, offers, quality, standing, by}, and `named`, the entrusted ones outside the registry. */
export function verdicts(directory, want, today) {
  const all = directory.committees.map((committee) => offers(directory, committee, want, directory.standing(committee, today))).filter((list) => list.length);
  giveWay(directory, all, want);
  const named = entrust(directory, all, want, today);
  const hits = all.map((list) => {
    const { committee } = list[0], first = best(list), told = list.filter(({ verdict }) => verdict === first.verdict);
    const chosen = told.reduce((a, b) => (b.match.quality < a.match.quality ? b : a));
    const by = [...new Map(list.flatMap((one) => one.by ?? []).map((one, _, all) => [one.committee.id, { ...one, some: together(all.filter(({ committee }) => committee === one.committee)) }])).values()];
    return { ...chosen, told, offers: list, by, standing: directory.standing(committee, today), quality: Math.min(...list.map(({ match }) => match.quality)) };
  });
  return { hits, named };
}

/* To what several things entrusted by the same committee are limited; none where one of them is not. */
const together = (all) => (all.every(({ some }) => some.length) ? [...new Set(all.flatMap(({ some }) => some))] : []);

/* Who came after a withdrawn committee, told from either side. */
export function successors(directory, committee) {
  const ids = new Set([committee.successor, ...(committee.successors ?? []), ...directory.committees.filter((one) => one.predecessors?.includes(committee.id)).map(({ id }) => id)]);
  return [...ids].map((id) => directory.committees.find((one) => one.id === id)).filter(Boolean);
}

/* Why nobody: expired, withdrawn, closed, excluded, level (not at this level there), area (only elsewhere) or unknown. */
export function whyNobody(directory, want, today, hits) {
  const past = hits.filter((hit) => hit.verdict === "past");
  if (past.length) return past.some((hit) => hit.committee.status === "active") ? "expired" : "withdrawn";
  for (const verdict of ["closed", "excluded"]) if (hits.some((hit) => hit.verdict === verdict)) return verdict;
  const some = (changed) => verdicts(directory, { ...want, ...changed }, today).hits.some((hit) => THERE.has(hit.verdict));
  if (some({ levels: [], titles: want.titles && want.titles.map(([series, , track]) => [series, null, track]) })) return "level";
  return some({ areas: [], units: [], places: [] }) ? "area" : "unknown";
}

/* Whether a committee may review what somebody asks for, and why. */
import { EVERY } from "./directory.js";
import { entrust } from "./entrusting.js";
import { examFor } from "./exams.js";
import { flat, normal } from "./words.js";

/* From best to worst; the best one of what a committee reviews counts.
   competent: may review · entrusted: for another committee · part: only a part of the place · recognised: at its discretion, without a review ·
   possible: only it can tell · closed: own unit or system only · elsewhere: who has a committee of their own applies there · examined: an
   examination instead · excluded: by place or system · past: withdrawn or no longer valid */
export const VERDICTS = ["competent", "entrusted", "part", "recognised", "possible", "closed", "elsewhere", "examined", "excluded", "past"];
export const USABLE = new Set(VERDICTS.slice(0, 5));
export const THERE = new Set([...USABLE, "closed", "elsewhere", "examined"]); // somebody has it, for some
export const RANKS = new Map(VERDICTS.map((verdict, number) => [verdict, number]));
const rank = (one) => RANKS.get(one.verdict);
const best = (list) => list.reduce((a, b) => (rank(b) < rank(a) ? b : a));

export const openTo = (committee, review) => review.open_to || committee.open_to || "public";
const NO_EXCLUSIONS = [];
export function exclusionsOf(committee, review) {
  const own = review && review.exclusions;
  return own ? (committee.exclusions || NO_EXCLUSIONS).concat(own) : committee.exclusions || NO_EXCLUSIONS;
}

const overlap = (some, others) => {
  for (const one of some) if (others.has(one)) return true;
  return false;
};

/* The exclusion of a committee or review that concerns the place or the system of whoever asks: {kind: area | system | maybe, exclusion}, the surest
   one; null where there is none. Somebody in a city that is one with a unit may belong to the system of the unit; who asks for 石油 belongs to that
   system; who works where the words of the exclusion say (石河子大学) is meant by it. A place counts as excluded if all of its parts are. */
export function barred(directory, committee, review, want, area) {
  const exclusions = exclusionsOf(committee, review);
  if (!exclusions.length) return null;
  const inside = directory.within(area);
  const employer = want.employer || "";
  const systemsOf = directory.systemsIn(employer);
  const city = !employer && (directory.areas.get(area) || {}).bingtuan;
  const parts = directory.below.get(area) || [];
  const without = new Set(flat(exclusions.map((one) => one.areas || [])));
  const found = { area: null, system: null, maybe: null };
  if (parts.length && parts.every((code) => without.has(code))) found.area = exclusions.find((one) => (one.areas || []).includes(parts[0]));
  for (const exclusion of exclusions) {
    const systems = (exclusion.systems || []).map((system) => directory.system(system));
    if ((exclusion.areas || []).some((code) => inside.has(code))) found.area = found.area || exclusion;
    if (systems.some((system) => employer.includes(system) || systemsOf.has(system))) found.system = found.system || exclusion;
    else if (
      systems.some((system) => overlap(directory.systemsIn(system), systemsOf)) ||
      overlap(directory.systemsIn(exclusion.words), systemsOf)
    )
      found.maybe = found.maybe || exclusion;
    else if (
      (want.workplaces || []).some((name) => normal(exclusion.words).includes(name)) ||
      systems.some(
        (system) =>
          (employer && system.includes(employer)) ||
          (want.perhaps && system.includes(want.perhaps)) ||
          (city && directory.citySystems.has(system)),
      )
    )
      found.maybe = found.maybe || exclusion;
  }
  const kind = Object.keys(found).find((one) => found[one]);
  return kind ? { kind, exclusion: found[kind] } : null;
}

/* The verdict on one level of a review, with the reason: [verdict, why]; null where the committee is not for the place. */
function stand(match, bar, exam, reach, standing) {
  const { review } = match;
  if (bar && (bar.kind === "area" || (bar.kind === "system" && reach))) return standing.past ? null : ["excluded", null];
  if (!reach) return null;
  if (review.method === "exam") return EXAMINED;
  if (openTo(match.committee, review) !== "public") return CLOSED_TO_OTHERS;
  if (review.method === "recognition") return exam && exam.method === "exam" ? AN_EXAM : RECOGNISED;
  if (reach !== "whole" && reach !== "part") return ["possible", reach];
  if (bar) return ["possible", "system"];
  if (standing.early) return ["possible", "early"];
  if (match.unsure) return ["possible", "tracks"];
  if (exam && exam.method === "exam") return AN_EXAM; // registered as reviewed, though an examination decides
  return reach === "part" ? PART : COMPETENT;
}
const EXAMINED = ["examined", null];
const CLOSED_TO_OTHERS = ["closed", null];
const RECOGNISED = ["recognised", null];
const AN_EXAM = ["possible", "exam"];
const PART = ["part", null];
const COMPETENT = ["competent", null];

/* The offers of a committee for what is wanted: each review that matches, at the place where its verdict is best. With `reach` it is taken to be for
   the places. */
function offers(directory, committee, want, standing, reach) {
  let chosen = [];
  const matches = [];
  for (const review of committee.reviews) {
    const match = directory.match(committee, review, want);
    if (match) matches.push(match);
  }
  if (!matches.length) return chosen;
  for (const area of want.areas.length ? want.areas : [null]) {
    const list = [];
    const there = reach || directory.reach(committee, want, area);
    for (const match of matches) {
      const { review } = match;
      const bar = barred(directory, committee, review, want, area);
      for (const level of match.asked) {
        const exam = examFor(directory, review.series, level);
        const how = stand(match, bar, exam, there, standing);
        if (how)
          list.push({
            committee,
            review,
            level,
            reach: there,
            area,
            match,
            exam,
            bar,
            verdict: standing.past ? "past" : how[0],
            why: how[1],
          });
      }
    }
    if (list.length && (!chosen.length || rank(best(list)) < rank(best(chosen)))) chosen = list;
  }
  return chosen;
}

/* Applies the rule that a committee may give way to others: people for whom another committee is competent that is nearer to the place do not apply
   to it. If the other one is for its own unit or system only, it has to be asked; if it has only some of the specialties, the answer says which. A
   committee whose titles are valid in some places only does not count as nearer. */
function giveWay(directory, all, want) {
  const named = (committee) =>
    (want.units || []).some((code) => (committee.units || []).includes(code)) ||
    (want.places || []).some((place) => (committee.places || []).includes(place));
  const distance = (committee, area) =>
    named(committee) ? -1 : [...directory.within(area)].findIndex((code) => committee.covers.has(code)) >>> 0;
  const away = [];
  let made = null;
  for (const list of all)
    for (const one of list) {
      if (!one.area || (one.verdict !== "competent" && one.verdict !== "part")) continue;
      const exclusion = exclusionsOf(one.committee, one.review).find(({ where }) => where === "own-committee");
      if (!exclusion) continue;
      made = made || all.flat();
      const named = (match) => directory.asked(match);
      const asked = named(one.match);
      const nearer = (area) =>
        made.filter(
          (other) =>
            other.level === one.level &&
            other.review.series === one.review.series &&
            ["competent", "closed"].includes(other.verdict) &&
            (other.review.valid_in || "everywhere") === "everywhere" &&
            distance(other.committee, area) < distance(one.committee, area) &&
            shared(asked, named(other.match)).size,
        );
      const free = want.areas.find(
        (area) => area !== one.area && directory.reach(one.committee, want, area) === one.reach && !nearer(area).length,
      );
      if (free && nearer(one.area).length) one.area = free; // of several places it stands best where nobody is nearer
      const there = nearer(one.area);
      const own = there.filter(({ verdict }) => verdict === "competent");
      const closed = there.filter(({ verdict }) => verdict === "closed");
      const names = new Set(flat(own.map(({ match }) => [...shared(asked, named(match))])));
      const every = asked.has(EVERY) ? names.has(EVERY) : names.size === asked.size;
      const given = (list) => ({ exclusion, committees: [...new Set(list.map(({ committee }) => committee))] });
      if (own.length && every) away.push([one, { verdict: "elsewhere", away: given(own) }]);
      else if (closed.length) away.push([one, { verdict: "possible", why: "own", away: given(closed) }]);
      else if (own.length) away.push([one, { away: { ...given(own), names: [...names] } }]);
    }
  for (const [one, changed] of away) Object.assign(one, changed);
}

/* The specialties in both sets; EVERY stands for all of the series. */
const shared = (one, other) => (other.has(EVERY) ? one : one.has(EVERY) ? other : new Set([...one].filter((name) => other.has(name))));

/* The best verdict of a committee and its quality, as one number: 10 times the rank of the verdict, plus the quality; -1 for none. It is what
   `offers` would give, without making any objects, since of thousands of committees only a few are shown. Not for titles. */
function glance(directory, committee, want, standing) {
  let found = -1;
  const closest = want.texts.length ? 0 : 5;
  for (const area of want.areas.length ? want.areas : ANY_AREA) {
    let reach;
    let first = 99;
    let quality = 9;
    for (const review of committee.reviews) {
      if ((want.series && review.series !== want.series) || (want.only && review.series !== want.only)) continue;
      if (want.levels.length && !review.levels.some((level) => want.levels.includes(level))) continue;
      const its = directory.quality(committee, review, want.texts, want.stage);
      if (its === 9) continue;
      if (reach === undefined) reach = directory.reach(committee, want, area);
      const bar = barred(directory, committee, review, want, area);
      MATCH.committee = committee;
      MATCH.review = review;
      for (const level of review.levels) {
        if (want.levels.length && !want.levels.includes(level)) continue;
        const how = stand(MATCH, bar, examFor(directory, review.series, level), reach, standing);
        if (!how) continue;
        const its2 = standing.past ? LAST : RANKS.get(how[0]);
        if (its2 < first) first = its2;
        if (its < quality) quality = its;
      }
      if (first === 0 && quality === closest) break; // nothing can be better
    }
    if (first < 99 && (found < 0 || first < Math.floor(found / 10))) found = first * 10 + quality;
  }
  return found;
}
const ANY_AREA = [null];
const MATCH = { committee: null, review: null, unsure: false };
const LAST = VERDICTS.length - 1;

/* A committee in the answer: {committee, verdict, quality}. Everything else is computed when it is shown: all its `offers`; `told`, those with its
   verdict; the `chosen` one of these, with review, match and reach; by whom it is entrusted; its standing. */
class Hit {
  constructor(directory, want, today, committee, verdict, quality) {
    this.directory = directory;
    this.want = want;
    this.today = today;
    this.committee = committee;
    this.verdict = verdict;
    this.quality = quality;
  }

  get offers() {
    return this.made || (this.made = offers(this.directory, this.committee, this.want, this.directory.state(this.committee, this.today)));
  }
  get told() {
    return this.offers.filter(({ verdict }) => verdict === this.verdict);
  }
  get chosen() {
    return this.told.reduce((a, b) => (b.match.quality < a.match.quality ? b : a));
  }
  get review() {
    return this.chosen.review;
  }
  get match() {
    return this.chosen.match;
  }
  get reach() {
    return this.chosen.reach;
  }
  get area() {
    return this.chosen.area;
  }
  get standing() {
    return this.directory.standing(this.committee, this.today);
  }

  get by() {
    const given = flat(this.offers.map((one) => one.by || []));
    return [
      ...new Map(
        given.map((one) => [one.committee.id, { ...one, some: limitsOf(given.filter(({ committee }) => committee === one.committee)) }]),
      ).values(),
    ];
  }
}

/* The committees that answer, each as a Hit; and `named`, those entrusted that are not in the registry. */
export function verdicts(directory, want, today) {
  const numbers = directory.candidates(want).filter((number) => !want.but || !directory.isDenied(directory.committees[number], want.but));
  const all = [];
  const hits = [];
  const giving = new Set(); // series in which somebody gives way to others
  for (const number of numbers)
    if (directory.committees[number].gives) for (const series of directory.committees[number].gives) giving.add(series);
  for (const number of numbers) {
    const committee = directory.committees[number];
    const standing = directory.state(committee, today);
    if (
      want.titles ||
      directory.entrusted.has(committee.id) ||
      (giving.size && committee.reviews.some(({ series }) => giving.has(series)))
    ) {
      const list = offers(directory, committee, want, standing);
      if (list.length) all.push(list);
    } else {
      const found = glance(directory, committee, want, standing);
      if (found >= 0) hits.push(new Hit(directory, want, today, committee, VERDICTS[Math.floor(found / 10)], found % 10));
    }
  }
  giveWay(directory, all, want);
  const named = entrust(directory, all, want, today, offers);
  for (const list of all) {
    const first = best(list);
    const hit = new Hit(directory, want, today, first.committee, first.verdict, Math.min(...list.map(({ match }) => match.quality)));
    hit.made = list;
    hits.push(hit);
  }
  return { hits, named };
}

/* The limits of several things that the same committee entrusts; none where one of them has no limit. */
const limitsOf = (all) => (all.every(({ some }) => some.length) ? [...new Set(flat(all.map(({ some }) => some)))] : []);

/* The committees that succeed a withdrawn one: by its own record, or by theirs. */
export function successors(directory, committee) {
  const ids = new Set(
    [committee.successor].concat(
      committee.successors || [],
      directory.committees.filter((one) => (one.predecessors || []).includes(committee.id)).map(({ id }) => id),
    ),
  );
  return [...ids].map((id) => directory.byId.get(id)).filter(Boolean);
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

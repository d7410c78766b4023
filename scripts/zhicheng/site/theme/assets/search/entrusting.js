/* What committees entrust to others: what they do not review themselves. */
import { barred } from "./verdicts.js";
import { isPiece, normal } from "./words.js";

const tracksIn = (directory, one) => (directory.series.get(one.series) || {}).tracks || [];

/* All reviews of a series, of any committee. */
const reviewsOf = (directory, series) =>
  (directory.bySeries.get(series) || []).flatMap((number) =>
    directory.committees[number].reviews.filter((review) => review.series === series),
  );

/* Whether a review covers all of some specialties, by names of the first or second level. */
const holds = (directory, review, names) =>
  review.all_specialties || names.every((name) => review.catalog.flat(2).some((place) => directory.strings[place] === name));

/* Whether the specialties to which something entrusted is limited match what is asked for, by a piece of the name or by their branch. */
function limitedTo(directory, one, texts) {
  const branches = reviewsOf(directory, one.series)
    .flatMap(({ catalog }) => catalog)
    .filter(([first]) => one.specialties.includes(directory.strings[first]))
    .flat(2)
    .map((place) => directory.strings[place]);
  return texts.every((text) => [...one.specialties, ...branches].some((name) => isPiece(normal(name), text)));
}

/* The ids of the tracks that are both entrusted and asked for; [null] where the series has only one. */
function tracksOf(directory, one, titled) {
  const tracks = tracksIn(directory, one);
  const id = (name) => (tracks.find((track) => track.name === name) || {}).id || null;
  if (titled && titled.length && titled.every(([, , track]) => track)) return titled.map(([, , track]) => id(track));
  const every = tracks.map((track) => track.id || null);
  return one.track_ids || (every.length > 1 ? every : [null]);
}

/* The entries of `entrusts` of a committee in force for the place that concern what is asked for and that the committee does not review itself. */
function given(directory, committee, want, today) {
  const standing = directory.state(committee, today);
  const places = want.areas.length ? want.areas : [null];
  if (!committee.entrusts || standing.past || standing.early || (committee.open_to || "public") !== "public") return []; // else it is for its own people
  if (
    !places.some(
      (area) =>
        directory.reach(committee, want, area) === "whole" &&
        !["area", "system"].includes((barred(directory, committee, null, want, area) || {}).kind),
    )
  )
    return [];
  return committee.entrusts.filter((one) => {
    if (want.series && one.series !== want.series) return false;
    const titled =
      want.titles &&
      want.titles.filter(
        ([series, , track]) =>
          series === one.series &&
          (!track || !one.track_ids || tracksOf(directory, one, [[series, null, track]]).some((id) => one.track_ids.includes(id))),
      );
    if (titled && !titled.length) return false;
    const meant = want.levels.length ? want.levels : (titled || []).map(([, level]) => level).filter(Boolean);
    const levels = one.levels.filter((level) => !meant.length || meant.includes(level));
    const reviews = committee.reviews.filter((review) => review.series === one.series);
    const known = reviews.filter((review) => directory.quality(committee, review, want.texts, want.stage) < 9);
    const own = (id) =>
      known.some(
        (review) =>
          review.levels.some((level) => levels.includes(level)) &&
          (!id || !review.track_ids || review.track_ids.includes(id)) &&
          (want.texts.length || !one.specialties || holds(directory, review, one.specialties)),
      );
    const about = one.specialties
      ? limitedTo(directory, one, want.texts)
      : known.length ||
        (!reviews.length &&
          (want.texts.every((text) => directory.seriesHas(one.series, text)) || mentioned(directory, committee, one, want)));
    return levels.length && !tracksOf(directory, one, titled).every(own) && about;
  });
}

/* The entrusted committees: those of the registry among `all`, the others by name. Out: [{by, name, words, series, levels}]. */
export function entrust(directory, all, want, today, offers) {
  const named = [];
  for (const by of directory.entrusting)
    for (const one of given(directory, by, want, today)) {
      const to = one.committee && directory.byId.get(one.committee);
      if (to) {
        const standing = directory.state(to, today);
        if (standing.past || standing.early) continue;
        const asked = mentioned(directory, by, one, want) ? { ...want, texts: [] } : want;
        const fits = (review) =>
          review.series === one.series &&
          (!one.track_ids || !review.track_ids || one.track_ids.some((id) => review.track_ids.includes(id)));
        const those = (some) =>
          offers(directory, to, some, standing, "whole").filter(
            ({ review, level, verdict }) => fits(review) && one.levels.includes(level) && verdict !== "examined",
          );
        let there = those(asked);
        if (!there.length && one.specialties) there = those({ ...want, texts: [] }); // it is called otherwise there
        const holding = there.filter(({ review }) => (one.specialties || []).some((name) => holds(directory, review, [name])));
        if (holding.length) there = holding;
        if (!there.length) continue;
        const who = { committee: by, words: one.words, some: someOf(directory, one) };
        let list = all.find(([first]) => first && first.committee === to);
        if (!list) all.push((list = []));
        for (const made of there) {
          const known = list.find(({ review, level }) => review === made.review && level === made.level);
          if (known && known.verdict === "competent") known.by = (known.by || []).concat(who);
          else {
            const verdict = ["competent", "closed", "entrusted"].includes(made.verdict) ? "entrusted" : "possible";
            const changed = {
              ...made,
              verdict,
              why: verdict === "possible" ? made.why || "system" : null,
              by: ((known && known.by) || []).concat(who),
            };
            if (known) Object.assign(known, changed);
            else list.push(changed);
          }
        }
      } else if (one.name && (one.specialties || !one.words || mentioned(directory, by, one, want)))
        named.push({ by, ...one, some: someOf(directory, one) });
    }
  return named;
}

/* The names of the tracks and specialties to which something entrusted is limited; none where it is not limited. */
const someOf = (directory, one) =>
  tracksIn(directory, one)
    .filter(({ id }) => (one.track_ids || []).includes(id))
    .map(({ name }) => name)
    .concat(one.specialties || []);

/* Whether the words of what is entrusted name the specialty or the branch it stands in (纺织 of 纺织工程). */
function mentioned(directory, by, one, want) {
  const words = normal((one.name || "") + (one.words || ""));
  const name = (place) => directory.names[place];
  const branches = by.reviews
    .filter((review) => review.series === one.series)
    .flatMap((review) => review.catalog)
    .filter(([first, seconds]) => want.texts.some((text) => [first, ...seconds].some((place) => name(place).includes(text))))
    .map(([first]) => name(first).replace(/(工程|专业)$/, ""));
  return !want.texts.length || [...want.texts, ...branches].some((text) => words.includes(text));
}

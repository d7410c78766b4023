/* The national examinations that stand in the place of a review, or before it. */
import { normal } from "./words.js";

/* The examinations of a series that are the only or the main way to a level in all of it, and for which a source is named. */
const binding = (directory, series) =>
  ((directory.series.get(series) || {}).exams || []).filter(
    (exam) => exam.covers === "all" && exam.route !== "one-of" && exam.certainty > 0,
  );

/* The national examination that is the only or the main way to a level in the whole series, whatever is registered; null: there is none. */
export function examFor(directory, series, level) {
  if (!directory._exams) directory._exams = new Map();
  let levels = directory._exams.get(series);
  if (!levels) directory._exams.set(series, (levels = new Map()));
  if (!levels.has(level)) levels.set(level, binding(directory, series).find((one) => one.levels.includes(level)) || null);
  return levels.get(level);
}

/* The national examinations for what is asked: of a series, of the series and level of a title, or of the series that a word names or that has it as
   a specialty; with `pieces` also where the word is a piece of a specialty. Out: a list of {series, levels, exam}; only examinations that are the
   only or the main way in the whole series. */
export function exams(directory, want, pieces = false) {
  const meant = new Map(); // series → the levels asked for; none: all
  if (want.titles)
    for (const [series, level] of want.titles)
      meant.set(series, want.levels.length ? want.levels : (meant.get(series) || []).concat(level || []));
  else if (want.series) meant.set(want.series, want.levels);
  else {
    const texts = want.texts.filter((text) => text.length > 1);
    const { titles } = directory.words;
    const has = (test) =>
      texts.length
        ? Array.from(directory.series.values())
            .filter((one) => texts.every((text) => test(one, text)))
            .map(({ id }) => id)
        : [];
    let ids = has(
      ({ id, name }, text) =>
        normal(name).startsWith(text) || directory.seriesHas(id, text, true) || (titles.get(text) || []).some(([series]) => series === id),
    );
    if (!ids.length && pieces) ids = has(({ id }, text) => directory.seriesHas(id, text));
    for (const id of ids) meant.set(id, want.levels);
  }
  return Array.from(meant).flatMap(([series, asked]) =>
    binding(directory, series)
      .map((exam) => ({
        series,
        exam,
        levels: directory.levelCodes.filter((level) => exam.levels.includes(level) && (!asked.length || asked.includes(level))),
      }))
      .filter(({ levels }) => levels.length),
  );
}

/* Whether a word is about a series: in its name, a title, or the name of a specialty. */
export function inField(directory, series, text) {
  return (
    normal((directory.series.get(series) || { name: "" }).name).includes(text) ||
    (directory.words.titles.get(text) || []).some(([id]) => id === series) ||
    directory.seriesHas(series, text)
  );
}

/* The national examinations for some specialties of a series that a word of the question concerns (软件), whoever reviews them, in the form of
   `exams`. With `nobody` also those of a title that nobody reviews, if the table does not say for which specialties (二级翻译). */
export function partExams(directory, want, nobody = false) {
  const meant = want.titles ? new Set(want.titles.map(([series]) => series)) : null;
  const level = new Set((want.titles || []).map(([, one]) => one).filter(Boolean));
  const asked = want.levels.length ? want.levels : level.size ? Array.from(level) : directory.levelCodes;
  const about = (exam) =>
    (nobody && want.titles && !exam.about) ||
    (exam.about || []).some((word) => want.texts.some((text) => text.includes(word) || (text.length > 1 && word.includes(text))));
  return Array.from(directory.series.values())
    .filter(({ id }) => (!want.series || id === want.series) && (!meant || meant.has(id)))
    .flatMap(({ id, exams: all }) =>
      (all || [])
        .filter((exam) => exam.covers === "some" && exam.route !== "one-of" && exam.certainty > 0 && about(exam))
        .map((exam) => ({ series: id, exam, levels: asked.filter((one) => exam.levels.includes(one)) }))
        .filter(({ levels }) => levels.length),
    );
}

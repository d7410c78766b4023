/* The committees of the data as objects, in the order of their ids: see site/search_packing.py, which packs them. */

/* The values of a column, undefined where there is none. */
function column({ table, at }, length) {
  if (!at) return new Array(length);
  return at.split(",").map((place) => (place === "" ? undefined : table[place]));
}

/* {strings, committees} of the packed table. A committee keeps its place in the file, `packed`, for what comes later. */
export function unpacked(data) {
  const strings = data.strings.split("\n");
  const areas = new Map(data.areas.areas.map(({ code, name }) => [code, name]));
  const series = new Map(data.series.map(({ id, name }) => [id, name]));
  const ids = data.ids ? data.ids.split("\n") : [];
  const names = data.names.split("\n");
  const numbers = data.reviews.split(",");
  const fields = Object.entries(data.fields).map(([key, values]) => [key, column(values, ids.length)]);
  const about = column(data.about, ids.length);
  const noted = column(data.noted, ids.length);
  const catalogs = data.catalogs.split("\n");
  const own = Object.entries(data.review_fields).map(([key, values]) => [key, column(values, catalogs.length)]);
  const thirds = column(data.third_level, catalogs.length);
  ids.forEach((line, i) => {
    const shared = parseInt(line[0], 36);
    ids[i] = (shared ? ids[i - 1].slice(0, shared) : "") + line.slice(1);
  });
  const ends = new Map();
  const past = new Map((data.areas.retired || []).map(({ code, name }) => [code, name]));
  let at = 0;
  const catalog = (line) =>
    (line ? line.split(";") : []).map((branch) => {
      const [first, runs] = branch.split(":");
      const number = Number(first);
      const seconds = [];
      let place = ends.get(number) || 0;
      for (const run of runs ? runs.split(",") : []) {
        const [step, length] = run.split("*");
        place += Number(step);
        for (let left = length ? Number(length) : 1; left > 0; left--) seconds.push(place++);
      }
      ends.set(number, place);
      return [number, seconds];
    });
  const committees = ids.map((id, number) => {
    const one = { id, packed: number, reviews: [] };
    for (const [key, values] of fields) if (values[number] !== undefined) one[key] = values[number];
    if (about[number]) one.organiser = about[number];
    if (noted[number]) one.noted = true;
    for (let left = Number(numbers[number]); left > 0; left--, at++) {
      const review = { catalog: catalog(catalogs[at]) };
      for (const [key, values] of own) if (values[at] !== undefined) review[key] = values[at];
      if (thirds[at]) review.third_level = thirds[at];
      one.reviews.push(review);
    }
    one.name = names[number]
      .replace(/\x01/g, areas.get(one.area) || past.get(one.area))
      .replace(/\x02/g, series.get(one.reviews[0].series));
    return one;
  });
  committees.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { strings, committees };
}

/* Adds what cards and the search for names need, how characters are read, and which are the traditional ones. */
export function completed(directory, { committees, pinyin, simple }) {
  directory.readings = pinyin;
  directory.simple = new Map(Array.from(simple[0], (one, i) => [one, simple[1][i]]));
  directory._spelling = null;
  for (const [key, values] of Object.entries(committees)) {
    const found = column(values, directory.committees.length);
    for (const one of directory.committees) if (found[one.packed] !== undefined) one[key] = found[one.packed];
  }
  directory._entries = null;
  directory.complete = true;
}

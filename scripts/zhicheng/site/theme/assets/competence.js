/* Who may review: understands a question in plain words and finds the competent committees in what the API gives. No page here. */

export const LEVELS = { junior: "初级", intermediate: "中级", "associate-senior": "副高级", "full-senior": "正高级" };
const LEVEL_WORDS = {
  初级: ["junior"], 助理级: ["junior"], 员级: ["junior"], 中级: ["intermediate"], 副高级: ["associate-senior"], 副高: ["associate-senior"],
  正高级: ["full-senior"], 正高: ["full-senior"], 高级: ["associate-senior", "full-senior"], 高级职称: ["associate-senior", "full-senior"],
};
const NOISE = /^(职称|地区|本地|评审|评定|专业|系列|委员会|评委会|评审委员会|职称评审|哪里|怎么|申报|评|的|我)$/;
const PEOPLES = "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺 各族".split(" ");
const PEOPLE = new RegExp(`^(.{2,}?)(?:(?:${PEOPLES.join("|")})族?)+$`);
const CLOSENESS = ["county", "prefecture", "region", "central"];

export const normal = (text) => text.normalize("NFKC").toLowerCase();

/* The words a place goes by: its name, its aliases, and its name without its kind and peoples (焉耆回族自治县: 焉耆). */
function placeWords(area) {
  const words = new Set([area.name, ...(area.aliases ?? [])]);
  const own = area.name.match(/^(.+?)自治[区州县旗]$/);
  if (own) {
    const bare = own[1].match(PEOPLE)?.[1] ?? own[1];
    words.add(bare).add(bare + area.name.at(-1));
  } else {
    const bare = area.name.replace(/(地区|[省市县区旗盟])$/, "");
    if (bare.length > 1) words.add(bare);
  }
  return words;
}

/* What a series is about: 经济 of 经济专业人员. */
const field = (series) => normal(series).replace(/(专业)?(技术)?人员$/, "");

/* Everything that can be asked, made once from committees.json, series.json and areas.json. */
export class Directory {
  constructor(committees, series, areas) {
    this.strings = committees.strings;
    this.committees = committees.committees;
    this.areas = new Map(areas.areas.map((area) => [area.code, area]));
    this.retired = new Map();
    for (const past of areas.retired ?? []) this.retired.set(past.code, [...(this.retired.get(past.code) ?? []), past]);
    this.series = new Map(series.series.map((one) => [one.id, one]));
    this.region = areas.areas.find((area) => area.level === "region");
    this.places = this.#places();
    this.titles = this.#titles();
    this.specialties = new Set(this.strings.map(normal));
    this.fields = new Set(series.series.map((one) => field(one.name)));
  }

  /* Word → codes of the places it may mean, the larger first. */
  #places() {
    const rank = { region: 2, prefecture: 0, county: 1 };
    const found = new Map();
    const add = (word, code) => found.set(normal(word), [...new Set([...(found.get(normal(word)) ?? []), code])]);
    for (const area of this.areas.values()) for (const word of placeWords(area)) add(word, area.code);
    for (const [code, pasts] of this.retired) for (const past of pasts) for (const word of placeWords(past)) {
      if (found.has(normal(word))) continue;
      const now = this.current(code), bare = [...placeWords(past)].at(-1);  // 哈密地区 has no successor of its own: 哈密
      for (const current of now.length ? now : found.get(normal(bare)) ?? []) add(word, current);
    }
    for (const codes of found.values()) codes.sort((a, b) => (rank[this.areas.get(a).level] ?? 3) - (rank[this.areas.get(b).level] ?? 3));
    return found;
  }

  /* Title → [series, level], the titles no longer given included. */
  #titles() {
    const found = new Map();
    for (const one of this.series.values()) for (const names of [one.titles, one.former ?? {}]) for (const [level, titles] of Object.entries(names)) {
      for (const title of titles) {
        const bracket = title.match(/^(.*)[(（](.*)[)）](.*)$/);
        const spellings = bracket ? [title, bracket[1] + bracket[3], bracket[2] + bracket[3]] : [title];
        for (const word of spellings) found.set(normal(word), [...(found.get(normal(word)) ?? []), [one.id, level]]);
      }
    }
    return found;
  }

  /* The divisions in force a code stands for: itself, or those a retired one went into. */
  current(code, seen = new Set()) {
    if (this.areas.has(code)) return [code];
    if (seen.has(code)) return [];
    seen.add(code);
    return (this.retired.get(code) ?? []).flatMap((past) => past.successors.flatMap((next) => this.current(next, seen)));
  }

  /* The code and every division it lies in, those it is administered through included. */
  around(code) {
    const found = new Set(), queue = [code];
    while (queue.length) {
      const next = queue.pop();
      if (!next || found.has(next)) continue;
      found.add(next);
      queue.push(this.areas.get(next)?.parent, this.areas.get(next)?.also_under);
    }
    return found;
  }

  placeName(code, whole) {
    return code === this.region?.code ? whole : this.areas.get(code)?.name ?? this.retired.get(code)?.at(-1).name ?? code;
  }

  /* What a question means. Out: a list of {word, area | levels | titles | text}; `others` are further places the word may mean,
     `name` says that a title's word stands in the catalog too (翻译, 编辑). */
  understand(question) {
    const words = question.trim().split(/[\s,，、;；。/]+/).filter(Boolean).slice(0, 12);
    const found = words.flatMap((word) => this.#meaning(word));
    return found.filter((part) => !part.text || !NOISE.test(part.text));
  }

  #meaning(word) {
    const plain = normal(word);
    const exact = this.#known(word, plain);
    if (exact) return [exact];
    if (this.#inCatalog(plain)) return [{ word, text: plain }];
    const bare = plain.replace(/(专业|系列|职称|评审委员会|评委会|类)+$/, "");
    if (bare !== plain && bare) return this.#meaning(bare);
    return this.#split(word, plain) ?? [{ word, text: plain }];
  }

  #known(word, plain) {
    if (this.places.has(plain)) { const [area, ...others] = this.places.get(plain); return { word, area, others }; }
    if (LEVEL_WORDS[plain]) return { word, levels: LEVEL_WORDS[plain] };
    if (this.titles.has(plain)) return { word, titles: this.titles.get(plain), name: this.specialties.has(plain) || this.fields.has(plain) ? plain : null };
    return null;
  }

  #inCatalog(plain) {
    for (const name of this.specialties) if (name.includes(plain)) return true;
    for (const one of this.series.values()) if (normal(one.name).includes(plain)) return true;
    return this.committees.some((one) => normal(one.name).includes(plain) || normal(one.organiser).includes(plain));
  }

  /* 喀什副高建筑施工 without spaces: a place in front, a level anywhere, the rest. */
  #split(word, plain) {
    for (let length = Math.min(plain.length - 1, 12); length > 1; length--) {
      if (this.places.has(plain.slice(0, length))) return [this.#known(word.slice(0, length), plain.slice(0, length)), ...this.#meaning(plain.slice(length))];
    }
    for (const level of Object.keys(LEVEL_WORDS).sort((a, b) => b.length - a.length)) {
      const at = plain.indexOf(level);
      if (at < 0 || plain.length === level.length) continue;
      const rest = [plain.slice(0, at), plain.slice(at + level.length)].filter(Boolean);
      return [{ word: level, levels: LEVEL_WORDS[level] }, ...rest.flatMap((part) => this.#meaning(part))];
    }
    return null;
  }

  /* What is wanted, from the parts of a question and what was picked; a picked value stands beside words of other kinds.
     The region as a whole is no condition. `asName`: read a title that is also a name of the catalog as that name. */
  want(parts, picked, asName = false) {
    const area = parts.find((part) => part.area)?.area ?? (picked.area || null);
    const said = parts.filter((part) => part.levels).flatMap((part) => part.levels);
    const levels = said.length ? said : picked.level ? [picked.level] : [];
    const named = (part) => part.titles && part.name && (asName || levels.length > 0);
    return {
      area: area === this.region?.code ? null : area,
      levels,
      titles: parts.find((part) => part.titles && !named(part))?.titles ?? null,
      series: picked.series || null,
      texts: parts.filter((part) => part.text || named(part)).map((part) => part.text ?? part.name),
    };
  }

  /* The committees that answer, in order: {committee, review, places, reach, standing, quality}. `reach` is "whole" or "part" of the area. */
  search(want, today) {
    const around = want.area ? this.around(want.area) : null;
    const found = [];
    for (const committee of this.committees) {
      const reach = around ? this.#reach(committee, want.area, around) : "whole";
      if (!reach) continue;
      const matches = committee.reviews.map((review) => this.#match(committee, review, want)).filter(Boolean);
      if (!matches.length) continue;
      matches.sort((a, b) => a.quality - b.quality);
      found.push({ committee, reach, standing: this.standing(committee, today), ...matches[0] });
    }
    const order = (hit) => [hit.standing.past, hit.reach !== "whole", (hit.committee.open_to ?? "public") !== "public", hit.quality, CLOSENESS.indexOf(hit.committee.authority)];
    const keyed = found.map((hit) => [order(hit).map(Number), hit]);
    keyed.sort(([a, x], [b, y]) => {
      const at = a.findIndex((value, i) => value !== b[i]);
      return at < 0 ? (x.committee.id < y.committee.id ? -1 : 1) : a[at] - b[at];
    });
    return keyed.map(([, hit]) => hit);
  }

  #reach(committee, area, around) {
    const scope = committee.scope.flatMap((code) => (this.areas.has(code) ? [code] : this.current(code)));
    if (scope.some((code) => around.has(code))) return "whole";
    return scope.some((code) => this.around(code).has(area)) ? "part" : null;
  }

  #match(committee, review, want) {
    if (want.series && review.series !== want.series) return null;
    let levels = want.levels;
    if (want.titles) {
      const meant = want.titles.filter(([series]) => series === review.series).map(([, level]) => level);
      if (!meant.length) return null;
      levels = levels.length ? levels.filter((level) => meant.includes(level)) : meant;
      if (!levels.length) return null;
    }
    if (levels.length && !levels.some((level) => review.levels.includes(level))) return null;
    const places = this.#specialties(committee, review, want.texts);
    return places && { review, asked: levels.filter((level) => review.levels.includes(level)), ...places };
  }

  /* Where the texts stand in a review: {quality, paths}; 0 a whole second-level name, 1 a piece of one, 2 first level, 3 series, 4 committee. */
  #specialties(committee, review, texts) {
    if (!texts.length) return { quality: 5, paths: [] };
    const series = normal(this.series.get(review.series)?.name ?? review.series);
    const itself = texts.includes(field(series));
    const about = normal(committee.name) + "\n" + normal(committee.organiser);
    const paths = [];
    let best = 9;
    for (const [first, seconds] of review.catalog) {
      const branch = normal(this.strings[first]);
      for (const second of seconds) {
        const name = normal(this.strings[second]);
        const grades = texts.map((text) => (name === text ? 0 : name.includes(text) ? 1 : branch.includes(text) ? 2 : series.includes(text) ? 3 : about.includes(text) ? 4 : 9));
        const worst = Math.max(...grades), nearest = Math.min(...grades);
        if (worst === 9) continue;
        if (nearest < 2) paths.push({ first: this.strings[first], second: this.strings[second], grade: nearest });
        else if (nearest === 2 && !paths.some((path) => path.first === this.strings[first] && !path.second)) paths.push({ first: this.strings[first], second: null, grade: 2 });
        best = Math.min(best, nearest);
      }
    }
    if (best === 9) return null;
    paths.sort((a, b) => a.grade - b.grade);
    return { quality: itself ? 0 : best, paths: paths.filter((path) => path.grade <= Math.max(1, best)) };
  }

  standing(committee, today) {
    if (committee.status !== "active") return { past: true, tone: "bad", text: "已撤销登记" };
    if (!committee.valid) return { past: false, tone: "off", text: "未登记有效期" };
    const [from, until] = committee.valid;
    if (today > until) return { past: true, tone: "bad", text: `有效期已满 · ${until}` };
    return today < from ? { past: false, tone: "warn", text: `自 ${from} 起有效` } : { past: false, tone: "ok", text: `有效期至 ${until}` };
  }

  /* Specialties most like a text, by the pairs of characters they share. */
  similar(text, count = 6) {
    const pairs = (word) => new Set(word.length < 2 ? [word] : [...word].slice(0, -1).map((char, i) => char + word[i + 1]));
    const own = pairs(normal(text));
    const scored = [...new Set(this.committees.flatMap((one) => (one.status === "active" ? one.reviews : []).flatMap((review) => review.catalog.flatMap(([, seconds]) => seconds))))]
      .map((place) => {
        const name = this.strings[place], theirs = pairs(normal(name));
        const shared = [...own].filter((pair) => theirs.has(pair)).length;
        return [(2 * shared) / (own.size + theirs.size), name];
      });
    return scored.filter(([score]) => score > 0.15).sort(([a, x], [b, y]) => b - a || (x < y ? -1 : 1)).slice(0, count).map(([, name]) => name);
  }
}

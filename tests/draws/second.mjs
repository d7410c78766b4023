// A second implementation of the draw, written from docs/guide/draw-rules.md alone: never from the program, which it is compared with.
// In: one case a line as JSON, {"op": "commitments" | "code" | "value" | "ranking" | "calls", …}. Out: one answer a line, in the same order.
// Nothing but Node's own library. The Chinese words in comments are those of the page.
import { createHash, createHmac } from "node:crypto";
import { createInterface } from "node:readline";

const lines = (parts) => parts.map((part) => `${part}\n`).join("");
const H = (...parts) => createHash("sha256").update(lines(parts), "utf8").digest("hex");
const HMAC = (key, ...parts) => createHmac("sha256", key).update(lines(parts), "utf8").digest("hex");

/** By code points: JavaScript's own order is by halves of a pair, and differs beyond the basic plane. */
function byCharacters(one, other) {
  const [a, b] = [[...one], [...other]];
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i].codePointAt(0) - b[i].codePointAt(0);
  return a.length - b.length;
}

/** 一行 JSON: only whole numbers, text, true and false, lists and objects. */
function line(value) {
  if (Array.isArray(value)) return `[${value.map(line).join(",")}]`;
  if (typeof value === "string" || typeof value === "boolean" || Number.isSafeInteger(value)) return JSON.stringify(value);
  if (value === null || typeof value !== "object") throw new Error(`not for one line of JSON: ${value}`);
  return `{${Object.keys(value)
    .sort(byCharacters)
    .map((name) => `${JSON.stringify(name)}:${line(value[name])}`)
    .join(",")}}`;
}

// 一、名单的指纹
function commitments({ draw, key, people }) {
  const bytes = Buffer.from(key, "hex");
  const made = (purpose) =>
    people.map(({ name, born, employer, group, level }) => {
      const salt = HMAC(bytes, `zhicheng-draw/1 ${purpose} salt`, draw, name, born, employer, group, level);
      return { group, salt, print: H(`zhicheng-draw/1 ${purpose}`, salt, name, born, employer, group, level) };
    });
  const [list, order] = [made("list"), made("order")];
  const candidates = {};
  for (const { group, print } of order) (candidates[group] ??= []).push(print);
  for (const prints of Object.values(candidates)) prints.sort();
  return {
    list: list.map((one) => one.print).sort(),
    candidates,
    list_salts: list.map((one) => one.salt),
    order_salts: order.map((one) => one.salt),
  };
}

// 二、方案的短码
function code({ committee, number, plan }) {
  const digest = H("zhicheng-draw/1 plan", line({ committee, number, plan }));
  let rest = BigInt(`0x${digest.slice(0, 30)}`);
  let short = "";
  for (let i = 0; i < 24; i++, rest >>= 5n) short = "0123456789abcdefghjkmnpqrstvwxyz"[Number(rest & 31n)] + short;
  return { digest, code: short.match(/.{4}/g).join("-") };
}

// 三、随机数
function combinations(n, k) {
  let product = 1n;
  for (let i = 1n; i <= BigInt(k); i++) product = (product * (BigInt(n) - BigInt(k) + i)) / i;
  return Number(product);
}

function value({ randomness, formats, raw }) {
  const rounded = (bits) => Math.round(bits * 1e6) / 1e6;
  if (randomness.source === "dice") return { value: raw, bits: rounded(raw.length * Math.log2(6)) };
  if (randomness.source === "drand") return { value: raw.toLowerCase(), bits: 256 };
  let bits = 0;
  const written = randomness.draws.map(({ name, issue }, i) => {
    const parts = formats.lotteries
      .find((one) => one.name === name)
      .parts.map(({ choose, of, from, ordered, apart }, j, all) => {
        const n = apart ? of - all[j - 1].choose : of;
        bits += ordered ? choose * Math.log2(n) : Math.log2(combinations(n, choose));
        const width = String(from + of - 1).length;
        const numbers = ordered ? raw[i][j] : [...raw[i][j]].sort((a, b) => a - b);
        return numbers.map((number) => String(number).padStart(width, "0")).join("-");
      });
    return `${name} ${issue} ${parts.join("+")}`;
  });
  return { value: written.join("/"), bits: rounded(bits) };
}

// 四、排先后
function order(seed, group, count) {
  const left = Array.from({ length: count }, (_, place) => place + 1);
  const ranking = [];
  let i = 0;
  while (left.length) {
    const n = left.length;
    let number;
    do number = parseInt(H("zhicheng-draw/1 order", seed, group, ++i).slice(0, 12), 16);
    while (number >= 2 ** 48 - (2 ** 48 % n));
    ranking.push(...left.splice(number % n, 1));
  }
  return ranking;
}

function ranking({ draw, digest, value: drawn, groups }) {
  const seed = H("zhicheng-draw/1 seed", draw, digest, drawn);
  return { seed, ranking: Object.fromEntries(groups.map(({ id, count }) => [id, order(seed, id, count)])) };
}

// 五、打电话的次序
const REASONS = ["duty", "leave", "illness", "recusal", "other"];
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

class Calls {
  constructor({ plan, people }) {
    this.groups = plan.groups;
    this.attempts = plan.calls.attempts;
    this.pause = plan.calls.minutes * 60_000;
    this.limits = { ...plan.limits };
    this.closed = false;
    this.all = this.groups.flatMap((group) =>
      people[group.id].map((one, i) => ({ ...one, group: group.id, rank: i + 1, state: null, tries: 0, tried: -Infinity })),
    );
  }

  of(group) {
    return this.all.filter((one) => one.group === group);
  }
  vacancies(group) {
    return group.members - this.of(group.id).filter((one) => one.state === "member").length;
  }
  alternateVacancies(group) {
    return (group.alternates ?? 0) - this.of(group.id).filter((one) => one.state === "alternate").length;
  }

  /** 单位限额: whether somebody's employer has as many members as it may have. */
  employerFull(person) {
    const most = this.limits.per_employer;
    return most !== undefined && this.all.filter((one) => one.state === "member" && one.employer === person.employer).length >= most;
  }

  /** 缺 and 可, once somebody (or nobody) has sat down. */
  floors(person) {
    let canOutside = 0;
    let canYoung = 0;
    let canBoth = 0;
    for (const group of this.groups) {
      let r = this.vacancies(group);
      if (person?.group === group.id) r = Math.max(0, r - 1);
      const rest = this.of(group.id).filter((one) => one !== person && (one.state === null || one.state === "alternate"));
      const o = rest.filter((one) => one.outside && !one.young).length;
      const y = rest.filter((one) => one.young && !one.outside).length;
      const b = rest.filter((one) => one.outside && one.young).length;
      canOutside += Math.min(r, o + b);
      canYoung += Math.min(r, y + b);
      canBoth += 2 * Math.min(r, b) + Math.min(r - Math.min(r, b), o + y);
    }
    const lacking = (name) => {
      if (this.limits[name] === undefined) return 0;
      return Math.max(
        0,
        this.limits[name] - this.all.filter((one) => one.state === "member" && one[name]).length - (person?.[name] ? 1 : 0),
      );
    };
    return { outside: lacking("outside"), young: lacking("young"), canOutside, canYoung, canBoth };
  }

  floorsFail(person) {
    const { outside, young, canOutside, canYoung, canBoth } = this.floors(person);
    return outside > canOutside || young > canYoung || outside + young > canBoth;
  }

  /** 坐得下 */
  fits(person) {
    return !this.employerFull(person) && !this.floorsFail(person);
  }

  /** The next of a group for a member's seat, where one is vacant. */
  nextMember(group) {
    return this.vacancies(group) > 0 ? this.of(group.id).find((one) => one.state === null && this.fits(one)) : undefined;
  }

  /** The next of a group for an alternate's seat, where no member's seat is vacant. */
  nextAlternate(group) {
    if (this.vacancies(group) > 0 || this.alternateVacancies(group) <= 0) return undefined;
    return this.of(group.id).find((one) => one.state === null && !this.employerFull(one));
  }

  next() {
    if (this.closed) return [];
    if (!Object.keys(this.limits).length)
      return this.groups.map((group) => this.nextMember(group) ?? this.nextAlternate(group)).filter(Boolean);
    for (const next of ["nextMember", "nextAlternate"]) {
      for (const group of this.groups) {
        const person = this[next](group);
        if (person) return [person];
      }
    }
    return [];
  }

  mayRelax(name) {
    if (!(name in this.limits)) return false;
    if (name === "per_employer") {
      const left = (group) => this.of(group.id).some((one) => (one.state === null || one.state === "alternate") && this.employerFull(one));
      return this.groups.some((group) => this.vacancies(group) > 0 && !this.nextMember(group) && left(group));
    }
    if (this.limits[name] === 0) return false;
    const { outside, young, canOutside, canYoung, canBoth } = this.floors(undefined);
    if (name === "outside" ? outside > canOutside : young > canYoung) return true;
    return outside <= canOutside && young <= canYoung && outside + young > canBoth && (name === "outside" ? outside : young) > 0;
  }

  /** 递补 */
  promote() {
    for (const group of this.groups) {
      while (this.vacancies(group) > 0) {
        const person = this.of(group.id).find((one) => one.state === "alternate" && this.fits(one));
        if (!person) break;
        person.state = "member";
      }
    }
  }

  /** One step, where the rules allow it; whether they do. */
  step(step) {
    if (this.closed) return false;
    if (step.kind === "closed") return this.close(step);
    if (step.kind === "relaxed") {
      if (!step.note || !this.mayRelax(step.limit)) return false;
      this.limits[step.limit] += step.limit === "per_employer" ? 1 : -1;
    } else if (!this.person(step)) return false;
    this.promote();
    return true;
  }

  close(step) {
    if (!(step.present >= 0) || step.present > this.all.filter((one) => one.state === "member").length) return false;
    if (this.next().length && !step.note) return false;
    return (this.closed = true);
  }

  person({ kind, group, rank, reason, at }) {
    const person = this.all.find((one) => one.group === group && one.rank === rank);
    if (!person) return false;
    if (kind === "absent") {
      if (!["member", "alternate"].includes(person.state) || !REASONS.includes(reason)) return false;
      person.state = "absent";
      return true;
    }
    if (!this.next().includes(person)) return false;
    if (kind === "confirmed") person.state = this.vacancies(this.groups.find((one) => one.id === group)) > 0 ? "member" : "alternate";
    else if (kind === "declined" && REASONS.includes(reason)) person.state = "declined";
    else if (kind === "no-answer" && Date.parse(at) - person.tried >= this.pause) {
      person.tried = Date.parse(at);
      if (++person.tries >= this.attempts) person.state = "unreachable";
    } else return false;
    return true;
  }

  /** The words that are published for each rank of a group. */
  ranks(group) {
    const all = this.of(group.id);
    const last = all.findLastIndex((one) => one.state !== null || one.tries > 0);
    return all.map((one, i) => one.state ?? (one.tries ? "unanswered" : i < last ? "passed" : "uncalled"));
  }
}

function calls({ seed, plan, people, steps }) {
  const state = new Calls({ plan, people });
  const chain = [];
  let refused = null;
  let before = seed;
  let at = -Infinity;
  for (const [i, step] of steps.entries()) {
    if (step.n !== i + 1 || Date.parse(step.at) < at || !state.step(step)) {
      refused = i + 1;
      break;
    }
    at = Date.parse(step.at);
    chain.push((before = H("zhicheng-draw/1 call", before, line(step))));
  }
  const states = Object.fromEntries(state.groups.map((group) => [group.id, state.ranks(group)]));
  return { chain, states, next: state.next().map((one) => [one.group, one.rank]), refused };
}

const OPERATIONS = { commitments, code, value, ranking, calls };
for await (const text of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const asked = JSON.parse(text);
  console.log(JSON.stringify(OPERATIONS[asked.op](asked)));
}

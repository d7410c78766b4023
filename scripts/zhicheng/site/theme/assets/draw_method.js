/* The method of a draw, version zhicheng-draw/1, as the page guide/draw-rules has it, and what of a public file differs from it. */
import { t } from "./language.js";
import { begun, sha256 } from "./sha256.js";

const ALGORITHM = "zhicheng-draw/1";
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS = 12;
const RANGE = 16 ** DIGITS; // 2^48: whole numbers are exact

/* H of the method: a line break after each part. */
export const hashed = (...parts) => sha256(parts.map((part) => `${part}\n`).join(""));

/* A value in one line of JSON: keys sorted, no spaces, only what has to be is escaped. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(",")}}`;
}

export const digestOf = ({ committee, number, plan }) => hashed(`${ALGORITHM} plan`, canonical({ committee, number, plan }));

/* The first 120 bits of a digest in Crockford's Base32, four and four. Five hexadecimal digits are four characters. */
export const codeOf = (digest) =>
  digest
    .slice(0, 30)
    .match(/.{5}/g)
    .map((part) => {
      const bits = parseInt(part, 16);
      return [15, 10, 5, 0].map((shift) => ALPHABET[(bits >> shift) & 31]).join("");
    })
    .join("-");

export const seedOf = ({ committee, number }, digest, value) => hashed(`${ALGORITHM} seed`, `${committee}-${number}`, digest, value);

/* The numbers 1 to n in the order of the draw. drawn(1), drawn(2), … are numbers under RANGE; those at or above the largest multiple of the numbers
   left are skipped, since they would favour the first. */
export function orderBy(drawn, n) {
  const left = Array.from({ length: n }, (_, i) => i + 1);
  const order = [];
  for (let count = 1; left.length; count++) {
    const number = drawn(count);
    if (number < RANGE - (RANGE % left.length)) order.push(...left.splice(number % left.length, 1));
  }
  return order;
}

/* The numbers 1 to n of a group in the order of a seed. */
export function rankingOf(seed, group, n) {
  const head = begun(`${ALGORITHM} order\n${seed}\n${group}\n`);
  return orderBy((count) => parseInt(head.of(`${count}\n`).slice(0, DIGITS), 16), n);
}

/* Whether a value is written in the only way its source allows, so that nobody can choose a spelling until the order suits. */
function fits({ source, throws, draws }, value) {
  if (source === "dice") return value.length === throws && /^[1-6]+$/.test(value);
  if (source === "drand") return /^[0-9a-f]{96}$/.test(value);
  const parts = value.split("/");
  return (
    parts.length === draws.length &&
    draws.every(
      ({ name, issue }, i) =>
        parts[i].startsWith(`${name} ${issue} `) && /^[0-9]+([-+][0-9]+)*$/.test(parts[i].slice(name.length + issue.length + 2)),
    )
  );
}

/* The first place in which the published order of a group is not the computed one; null where they are equal. */
function wrongRank(name, order, published) {
  if (!Array.isArray(published)) return t("“%(group)s”组没有公布先后。", { group: name });
  const i = order.findIndex((number, place) => number !== published[place]);
  if (i >= 0)
    return t("“%(group)s”组第 %(rank)s 位不一致：算出来是 %(computed)s 号，公布的是 %(published)s 号。", {
      group: name,
      rank: i + 1,
      computed: order[i],
      published: i in published ? published[i] : "—",
    });
  return published.length === order.length
    ? null
    : t("“%(group)s”组的先后太长：应是 %(n)s 位，公布的有 %(published)s 位。", {
        group: name,
        n: order.length,
        published: published.length,
      });
}

/* What in a public file does not follow from the rest, in words: the first thing found; null where everything does. `shown` is the short code on the
   page. */
export function firstDifference(draw, shown) {
  const { plan, code, result } = draw;
  if (plan.algorithm !== ALGORITHM)
    return t("这次抽取用的办法是 %(algorithm)s，本页只会算 %(known)s。", { algorithm: plan.algorithm, known: ALGORITHM });
  const digest = digestOf(draw);
  const computed = codeOf(digest);
  if (computed !== code)
    return t("方案与短码不一致：由方案算出的短码是 %(computed)s，公布的是 %(published)s。", { computed, published: code });
  if (shown !== code) return t("网页上的短码 %(shown)s 与公开文件里的 %(published)s 不一致。", { shown, published: code });
  if (draw.digest !== digest)
    return t("方案的指纹不一致：算出来是 %(computed)s，公布的是 %(published)s。", { computed: digest, published: draw.digest });
  if (!result) return null;
  if (!fits(plan.randomness, result.value)) return t("随机数的写法与方案说定的不符：%(value)s。", { value: result.value });
  const seed = seedOf(draw, digest, result.value);
  if (seed !== result.seed)
    return t("种子不一致：由方案和随机数算出的是 %(computed)s，公布的是 %(published)s。", { computed: seed, published: result.seed });
  const known = plan.groups.map(({ id }) => id);
  const other = Object.keys(result.ranking).find((id) => !known.includes(id));
  if (other !== undefined) return t("公布的先后里有方案没有的组：%(group)s。", { group: other });
  for (const { id, name, candidates } of plan.groups) {
    const wrong = wrongRank(name, rankingOf(seed, id, candidates.length), result.ranking[id]);
    if (wrong) return wrong;
  }
  return null;
}

/* The page /check/: whether the record that a form was printed from is still the published one. The list of digests is fetched once, when the page
   opens; after that no network is needed. Text of records only ever becomes text nodes. */
import { t, tNodes } from "./language.js";
import { fill, make } from "./nodes.js";

const page = document.getElementById("check");
const answer = document.getElementById("answer");
const form = page.querySelector("form");
const root = page.dataset.root;
const { labels, notPrinted } = JSON.parse(document.getElementById("fields").textContent);
const ALPHABET = /^[0-9abcdefghjkmnpqrstvwxyz]{12}$/;

/* As `read` of forms/digest.py: hyphens, spaces and capitals do not matter, o is 0, i and l are 1. */
function read(text) {
  const bare = text
    .normalize("NFKC")
    .replace(/[\s\-\u2010-\u2015_.·]/g, "")
    .toLowerCase()
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
  return ALPHABET.test(bare) ? bare : null;
}

const shown = (digest) => digest.match(/.{4}/g).join("-");
const link = (one) => make("a", { href: `${root}committees/${encodeURIComponent(one.id)}/` }, one.name);
const notice = (tone, ...children) => make("div", { class: `notice ${tone}` }, ...children);
const strong = (text) => make("p", null, make("strong", null, text));

function same(one) {
  const since = one.date ? t("现在的内容从 %(day)s 起公布。", { day: one.date }) : "";
  return notice(
    "ok",
    strong(t("一致：表格导出以后，登记没有改过。")),
    make("p", null, ...tNodes("%(committee)s（%(id)s）", { committee: link(one), id: one.id })),
    since && make("p", null, since),
    one.status === "withdrawn" ? make("p", null, t("但这个评审委员会已撤销登记，不再受理申报。")) : null,
  );
}

function differs(one, old) {
  const days = { date: old.date, until: old.until };
  const earlier =
    old.date && old.until
      ? t("表格出自以前的内容（从 %(date)s 起，到 %(until)s 为止）。", days)
      : old.date
        ? t("表格出自以前的内容（从 %(date)s 起）。", days)
        : old.until
          ? t("表格出自以前的内容（到 %(until)s 为止）。", days)
          : t("表格出自以前的内容。");
  const quiet = old.changed.every((key) => notPrinted.includes(key));
  return notice(
    "warn",
    strong(t("不一致：表格导出以后，登记改过。")),
    make("p", null, ...tNodes("%(committee)s（%(id)s）", { committee: link(one), id: one.id })),
    make("p", null, earlier, t("从那以后改过：")),
    make("ul", null, ...old.changed.map((key) => make("li", null, labels[key] || key))),
    quiet ? make("p", null, t("这几项有的表格不印：表上没有印的，表上的内容就没有变。")) : null,
    make(
      "p",
      null,
      ...tNodes("现在的内容见评审委员会的页面，新的登记摘要是 %(digest)s。", { digest: make("code", null, shown(one.digest)) }),
    ),
  );
}

function unknown(digest, list, id) {
  const one = list.find((other) => other.id === id);
  return notice(
    "bad",
    strong(t("没有找到登记摘要 %(digest)s。", { digest: shown(digest) })),
    make("p", null, t("请对照页脚核对每个字符。也可能表格打印得很早，来自还没有公布的改动，或者来自别的登记册。")),
    one
      ? make(
          "p",
          null,
          ...tNodes("表格上的编号是 %(committee)s（%(id)s），它现在的登记摘要是 %(digest)s。", {
            committee: link(one),
            id: one.id,
            digest: make("code", null, shown(one.digest)),
          }),
        )
      : null,
  );
}

function judge(digest, list, id) {
  for (const one of list) if (one.digest === digest) return same(one);
  for (const one of list) {
    const old = (one.past || []).find((version) => version.digest === digest);
    if (old) return differs(one, old);
  }
  return unknown(digest, list, id);
}

/* A failed load is tried again at the next question, so that a page that was opened without a network works once it is back. */
let loading = null;
const load = () =>
  loading ||
  (loading = fetch(`${root}api/v1/digests.json`)
    .then((reply) => {
      if (!reply.ok) throw new Error(reply.status);
      return reply.json();
    })
    .then((data) => data.committees));

let asked = 0;

async function check(text, id) {
  const turn = ++asked;
  const digest = read(text);
  if (!text.trim()) return fill(answer);
  if (!digest)
    return fill(
      answer,
      notice(
        "bad",
        strong(t("这不是登记摘要。")),
        make("p", null, t("登记摘要是 12 个字符，例如 k7q2-m9ab-03xz，没有字母 u。请对照表格的页脚再写一次。")),
      ),
    );
  try {
    const list = await load();
    if (turn === asked) fill(answer, judge(digest, list, id));
  } catch {
    loading = null;
    if (turn === asked)
      fill(answer, notice("bad", strong(t("没能读取登记摘要的清单。")), make("p", null, t("请检查网络，再点一次“核对”。"))));
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const digest = form.elements.digest.value.trim();
  history.replaceState(null, "", digest ? `?digest=${encodeURIComponent(digest)}` : location.pathname);
  check(digest, null);
});

const query = new URLSearchParams(location.search);
form.elements.digest.value = query.get("digest") || "";
load().catch(() => {
  loading = null;
});
check(form.elements.digest.value, query.get("id"));

/* The page of a draw: on a click the public file is fetched from the site, and all that follows from it is computed anew. */
import { firstDifference } from "./draw_method.js";
import { t, tn } from "./language.js";

const box = document.getElementById("recompute");
const said = box.querySelector("[role=status]");
const go = box.querySelector(".go");
const button = go.querySelector("button");

function say(tone, text) {
  box.classList.remove("ok", "bad");
  if (tone) box.classList.add(tone);
  said.textContent = text;
}

function agreed({ plan, result }) {
  if (!result) return t("已在本浏览器复算：短码与公布的一致。没有公布先后，算不了别的。");
  const places = plan.groups.reduce((sum, { candidates }) => sum + candidates.length, 0);
  const groups = plan.groups.length;
  return groups === 1
    ? tn("已在本浏览器复算：%(n)s 个位次，与公布的一致。", places)
    : tn("已在本浏览器复算：%(groups)s 组 %(n)s 个位次，与公布的一致。", places, { groups });
}

async function load() {
  const reply = await fetch(box.dataset.file, { cache: "no-cache" });
  if (!reply.ok) throw new Error(`${reply.status}`);
  return reply.json();
}

button.addEventListener("click", async () => {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  say("", t("正在计算…"));
  let draw = null;
  try {
    draw = await load();
  } catch (error) {
    say("bad", t("没能读取公开文件。请检查网络，再点一次“重新计算”。"));
  }
  try {
    if (draw) {
      const wrong = firstDifference(draw, box.dataset.code);
      say(wrong ? "bad" : "ok", wrong || agreed(draw));
    }
  } catch (error) {
    say("bad", t("公开文件不完整，不能计算。"));
  }
  button.removeAttribute("aria-disabled");
});
go.hidden = false;

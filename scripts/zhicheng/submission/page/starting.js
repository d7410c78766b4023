// The page: it starts the checker and passes events to the parts that handle them. It judges nothing itself.
import { $, guarded, say } from "./nodes.js";
import { able, fault, started, stopped } from "./checker.js";
import { wayIn } from "./filling.js";
import { stepped, turned } from "./layout.js";
import { read } from "./reading.js";
import { judge } from "./judging.js";
import { finish } from "./sealing.js";
import { resumed } from "./keeping.js";
import { listening } from "./progress.js";

async function start() {
  if (!able()) {
    say("这个浏览器太旧，读表的程序运行不了。请换 Edge、Chrome 96 以上，Firefox 113 以上，或者把表交给受理的单位。");
    $("progress").remove();
    return;
  }
  let step = 0;
  const said = await started(() => {
    $("progress").value = ++step;
  });
  if (!said.ok) {
    fault(said);
    return;
  }
  for (const one of [...said.committees, ...said.unfiled]) $("committee").append(new Option(`${one.name}（${one.id}）`, one.id));
  const wanted = location.hash.slice(1); // the page of a committee leads here with its id
  if ([...$("committee").options].some((one) => one.value === wanted)) $("committee").value = wanted;
  stepped(1);
  wayIn(read);
  turned();
  say("准备好了，可以选填好的表。");
  await resumed();
  $("progress").remove();
  $("work").hidden = false;
}

$("stop").addEventListener(
  "click",
  guarded(async () => {
    stopped();
    say("停下了，正在重新准备……");
    $("work").inert = true;
    const said = await started(() => {});
    $("work").inert = false;
    for (const id of ["read", "judged", "sealing", "done"]) if ($(id)) $(id).hidden = true;
    stepped(1);
    if (said.ok) say("停下了，读过的已经忘掉。可以再选填好的表。");
    else fault(said);
  }),
);
$("files").addEventListener(
  "change",
  guarded((event) => read(event.target.files)),
);
$("committee").addEventListener(
  "change",
  guarded(() => read()),
);
$("judge").addEventListener("click", guarded(judge));
$("finish").addEventListener("click", guarded(finish));
$("drop").addEventListener("dragover", (event) => {
  event.preventDefault();
  $("drop").classList.add("over");
});
$("drop").addEventListener("dragleave", () => $("drop").classList.remove("over"));
$("drop").addEventListener(
  "drop",
  guarded(async (event) => {
    event.preventDefault();
    $("drop").classList.remove("over");
    await read(event.dataTransfer.files);
  }),
);
addEventListener("hashchange", turned);
listening();
guarded(start)();

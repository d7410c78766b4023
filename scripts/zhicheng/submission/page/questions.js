// A question about what was read, as a box with its choices. An answered one stays, and can be changed.
import { guarded, make } from "./nodes.js";
import { work } from "./state.js";

/* The box of a question, number `at` of `of`; `again` reads the forms with the answer. */
export function question(one, at, of, done, again) {
  const state = done ? "已答" : one.answer ? "答了，还看不懂" : one.needed ? "未答" : "可以不答";
  const heading = make("h3", { id: `h-${one.id}`, textContent: sentence(one.message) });
  const box = make(
    "div",
    { className: done ? "ask-box done" : "ask-box" },
    make("p", { className: "tag", textContent: `问题 ${at} / ${of} · ${state}` }),
    heading,
  );
  box.setAttribute("role", "group");
  box.setAttribute("aria-labelledby", heading.id);
  const place = [one.file, one.hint].filter(Boolean).join("。");
  if (place) box.append(make("p", { className: "small", textContent: place }));
  box.append(choicesOf(one, again));
  return make("div", { className: "ask-wrap" }, box);
}

const sentence = (text) => (/[。？！]$/.test(text) ? text : `${text}。`);

/* The choices, and a field for what none of them says. What was answered is in the field, too. */
function choicesOf(one, again) {
  const options = make("ul", { className: "opts" });
  const field = make("input", { id: `q-${one.id}`, autocomplete: "off", value: one.answer, defaultValue: one.answer });
  field.dataset.question = one.id;
  const answer = guarded((text) => {
    if (one.id in work.corrections) work.corrections[one.id].text = text;
    else if (text) work.answers[one.id] = text;
    else delete work.answers[one.id];
    return again();
  });
  for (const [number, choice] of one.choices.entries()) {
    const radio = make("input", { type: "radio", id: `q-${one.id}-${number}`, name: `q-${one.id}`, checked: one.answer === choice });
    radio.addEventListener("change", () => answer(choice));
    options.append(make("li", {}, make("label", {}, radio, make("span", { textContent: choice }))));
  }
  field.addEventListener("change", () => answer(field.value.trim()));
  const label = make("label", {
    className: "lab",
    htmlFor: field.id,
    textContent: one.choices.length ? "都不是的，在这里写" : "这一格应当是",
  });
  return make("div", {}, options, label, field);
}

/* The texts of the scripts in the language of the site. They stand here in Chinese; words.js, which a site in another language loads before,
   has the others by them (see site/language.py). */
const words = () => globalThis.zhichengWords || { form: () => 0, texts: {} };
const filled = (text, values) => (values ? text.replace(/%\((\w+)\)s|%%/g, (sign, name) => (name ? values[name] : "%")) : text);

/* t("%(days)s 天", {days: 3}) */
export const t = (text, values) => filled([words().texts[text] || text].flat()[0], values);

/* A text with a number, %(n)s, in the plural form that the language has for it. */
export function tn(text, n, values) {
  const { form, texts } = words();
  const forms = texts[text] || text;
  return filled(Array.isArray(forms) ? forms[form(n)] : forms, { n, ...values });
}

/* A sentence whose values are nodes of the page, or lists of them, as its parts in their order: tNodes("见%(link)s。", {link: node}) */
export const tNodes = (text, values) =>
  t(text)
    .split(/%\((\w+)\)s/)
    .flatMap((part, i) => (i % 2 ? values[part] : part))
    .filter((part) => part !== "");

/* Marks a text of a table for the catalogue; it is translated where it is shown. */
export const N_ = (text) => text;

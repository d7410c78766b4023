/* The texts of the scripts in the language of the site. They stand here in Chinese; words.js, which a site in another language loads before,
   has the others by them (see site/language.py). */
const words = () => globalThis.zhichengWords ?? { form: () => 0, texts: {} };
const filled = (text, values) => (values ? text.replace(/%\((\w+)\)s|%%/g, (sign, name) => (name ? values[name] : "%")) : text);

/* t("%(days)s 天", {days: 3}) */
export const t = (text, values) => filled(words().texts[text] ?? text, values);

/* A text with a number, %(n)s, in the plural form that the language has for it. */
export function tn(text, n, values) {
  const { form, texts } = words(), forms = texts[text] ?? text;
  return filled(Array.isArray(forms) ? forms[form(n)] : forms, { n, ...values });
}

/* A sentence whose values are nodes of the page, as its parts in their order: parts("见%(link)s。", {link: node}) */
export const parts = (text, values) => t(text).split(/%\((\w+)\)s/).flatMap((part, i) => (i % 2 ? values[part] : part));

// What the parts share: the work of the clerk, which is kept over a reload, and what is shown of it now.

/* `files` chosen; `asked` (id: message) and `answers` (id: answer) of questions; `corrections` of cells (id: {was, text}).
   `fields` filled in here instead of in forms ({record, contacts}, null without), and a roster `pasted`. */
export const work = { files: [], asked: {}, answers: {}, corrections: {}, fields: null, pasted: "" };

/* The last answers of the checker: `read` and `judged`; and `plain`, what will be sealed, in memory only. */
export const last = { read: null, judged: null, plain: [] };

/* What of the work is kept beside the files: all else that is in `work`, as a value for JSON. */
export function kept() {
  const { files, ...value } = work;
  return value;
}

const untouched = JSON.stringify(kept());
const kind = (one) => (Array.isArray(one) ? "list" : typeof one);

/* Takes over a value that `kept` gave, now or in an earlier visit: entries of the same type as those in `work`; the rest gets its first value. */
export function restored(value) {
  for (const [name, first] of Object.entries(JSON.parse(untouched))) {
    const own = value && Object.prototype.hasOwnProperty.call(value, name) ? value[name] : null;
    work[name] = own !== null && kind(own) === kind(first) ? own : first;
  }
}

// What the parts share: the work of the clerk, which is kept over a reload, and what is shown of it now.

/* `files` chosen; `asked` (id: message) and `answers` (id: answer) of questions; `corrections` of cells (id: {was, text}). */
export const work = { files: [], asked: {}, answers: {}, corrections: {} };

/* What was said last by the checker: `read`, `judged`; and `plain`, what is to be sealed, in memory only. */
export const last = { read: null, judged: null, plain: [] };

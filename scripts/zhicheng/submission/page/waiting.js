// While the checker works for longer than a moment: a bar that says so, and a button that ends it.
import { $ } from "./nodes.js";

const MOMENT = 500; // milliseconds
let going = 0;
let timer;

/* Shows that `work`, a promise, goes on, until it is done; gives what it gives. `ends`: whether it can be stopped. */
export async function shown(work, ends) {
  $("stop").hidden = !ends;
  if (!going++)
    timer = setTimeout(() => {
      $("waiting").hidden = false;
    }, MOMENT);
  try {
    return await work;
  } finally {
    if (!--going) {
      clearTimeout(timer);
      $("waiting").hidden = true;
    }
  }
}

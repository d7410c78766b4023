// A bar that says that the checker is working, if it takes longer than a moment, and a button that stops it.
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

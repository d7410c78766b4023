// Where work in progress lies: encrypted, in this browser. Its key lies in the session of the tab, which ends when the tab is closed.

const NAME = "zhicheng-submit";
const STORE = "kept";
const STALE = 12 * 3600e3; // milliseconds after which a tab that says nothing counts as closed
let database = null;
let place = null;
let holder = "";

const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const ofTab = (id) => IDBKeyRange.bound(id, `${id}/~`); // what lies there of a tab: its work by its id, its files by id/number

function openedDatabase() {
  return new Promise((go, stop) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => go(asked.result);
    asked.onerror = asked.onblocked = () => stop(asked.error);
    setTimeout(() => stop(new Error("no answer")), 5000); // the page goes on without
  });
}

/* One transaction: `does` gets the store, and a function to tell the result. */
function inStore(does) {
  return new Promise((go, stop) => {
    const transaction = database.transaction(STORE, "readwrite");
    let result;
    transaction.oncomplete = () => go(result);
    transaction.onabort = () => stop(transaction.error);
    does(transaction.objectStore(STORE), (value) => {
      result = value;
    });
  });
}

async function sealedForTab(content) {
  const encrypter = new age.Encrypter();
  encrypter.addRecipient(await age.identityToRecipient(place.key));
  return encrypter.encrypt(content);
}

async function unsealedForTab(content) {
  const decrypter = new age.Decrypter();
  decrypter.addIdentity(place.key);
  return decrypter.decrypt(content);
}

/* A new place with a new key. */
async function newPlace() {
  place = { id: random(), key: await age.generateIdentity() };
  sessionStorage.setItem(NAME, JSON.stringify(place));
}

/* Removes what tabs have left that are closed. */
const swept = (own) =>
  inStore((store) => {
    const open = new Set([own]);
    store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor) return;
      const [id, number] = cursor.key.split("/"); // an id comes before its files
      if (number === undefined && cursor.value.touched > Date.now() - STALE) open.add(id);
      if (!open.has(id)) cursor.delete();
      cursor.continue();
    };
  });

/* Opens it. Gives what this tab had there, [text, {number: bytes}], null where it had nothing, undefined
   where that cannot be opened. Throws where nothing can be kept here. */
export async function takenUp() {
  const had = sessionStorage.getItem(NAME);
  holder = random(); // of this visit: a tab that was duplicated has the same place and key, until one of the two is given others
  database = await openedDatabase();
  place = JSON.parse(had);
  await swept(place && place.id);
  if (!place) return null;
  const found = await inStore((store, tell) => {
    store.getAll(ofTab(place.id)).onsuccess = ({ target: { result } }) => {
      if (result.length) store.put({ ...result[0], holder, touched: Date.now() }, place.id);
      tell(result);
    };
  });
  try {
    if (!found.length) throw new Error("gone"); // the browser needed the space: with the first that is put down there is a key
    const files = {};
    for (const one of found.slice(1)) files[one.number] = await unsealedForTab(one.sealed);
    return [new TextDecoder().decode(await unsealedForTab(found[0].sealed)), files];
  } catch (error) {
    place = null;
    sessionStorage.removeItem(NAME);
    return undefined;
  }
}

/* Puts down a text, and files by their numbers, of which only those in `wanted` stay. False where another visit has this place by now, or
   what lay there is gone: then this one gets a new place, and nothing of it is there yet. */
export async function put(text, files, wanted) {
  if (!place) await newPlace();
  const work = await sealedForTab(new TextEncoder().encode(text));
  const contents = [];
  for (const [number, content] of Object.entries(files)) contents.push({ number, sealed: await sealedForTab(content) });
  const ours = await inStore((store, tell) => {
    store.get(place.id).onsuccess = ({ target: { result: record } }) => {
      const lacks = [...wanted].some((number) => !(number in files)); // some of it has to lie there already
      if (record ? record.holder !== holder : lacks) {
        tell(false);
        return;
      }
      store.put({ holder, touched: Date.now(), sealed: work }, place.id);
      for (const one of contents) store.put(one, `${place.id}/${one.number}`);
      store.getAllKeys(ofTab(place.id)).onsuccess = ({ target: { result: keys } }) => {
        for (const key of keys.slice(1)) if (!wanted.has(key.split("/")[1])) store.delete(key);
      };
      tell(true);
    };
  });
  if (!ours) place = null;
  return ours;
}

/* Says that this tab is still open. */
export const touched = () =>
  place &&
  inStore((store) => {
    store.get(place.id).onsuccess = ({ target: { result: record } }) => {
      if (record && record.holder === holder) store.put({ ...record, touched: Date.now() }, place.id);
    };
  });

/* Removes what this tab has here, and the key. */
export async function dropped() {
  try {
    sessionStorage.removeItem(NAME);
    if (place)
      await inStore((store) => {
        store.delete(ofTab(place.id));
      });
  } catch (error) {
    // nothing can lie here
  }
}

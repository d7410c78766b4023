/* The header's search: finds every piece of a Chinese text by scanning all entries, which is fast enough for tens of thousands.

   Stands in for Material's own worker and speaks its messages: 0 set up (with the index), 1 ready, 2 query, 3 result. A query is words
   between spaces; an entry is found that holds them all in its title, text or address. A word found nowhere may be an abbreviation
   (建工高评委): then its characters in their order in a title count; or it may be two words (某市建筑): then its longest known pieces do. Entries come as HTML and results go back as HTML, always escaped. */
"use strict"

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
const AROUND = 40 // characters shown on each side of what was found in a text

let entries = []

function plain(html) {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#(?:39|x27);/g, "'").replace(/&nbsp;/g, " ").replace(/&amp;/g, "&")
    .replace(/\s+/g, " ").trim()
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")
}

// One character for one, so that places in the folded text are places in the text.
function folded(text) {
  return Array.from(text, char => {
    const simple = char.normalize("NFKC").toLowerCase()
    return simple.length === char.length ? simple : char
  }).join("")
}

function setUp(docs) {
  const pages = new Map()
  entries = docs.map((doc, order) => {
    const title = plain(doc.title), text = plain(doc.text)
    const page = doc.location.split("#")[0]
    if (!pages.has(page)) pages.set(page, order)
    return {
      order, location: doc.location, title, text, page: pages.get(page),
      inTitle: folded(title), inText: folded(text), inLocation: doc.location.toLowerCase()
    }
  })
}

// The places of the characters of `word`, in their order, in `text`; or null.
function scattered(text, word) {
  const places = []
  let from = 0
  for (const char of word) {
    const place = text.indexOf(char, from)
    if (place < 0) return null
    places.push([place, place + char.length])
    from = place + char.length
  }
  return places
}

function everyPlace(text, word) {
  const places = []
  for (let at = text.indexOf(word); at >= 0 && places.length < 50; at = text.indexOf(word, at + word.length))
    places.push([at, at + word.length])
  return places
}

// How well an entry answers one word: 0 not at all.
function score(entry, word) {
  const at = entry.inTitle.indexOf(word)
  if (at >= 0) return 20 + (at === 0 ? 5 : 0) + (entry.inTitle.length === word.length ? 20 : 0) + word.length / entry.inTitle.length
  if (entry.inLocation.includes(word)) return 8
  return entry.inText.includes(word) ? 4 : 0
}

function marked(text, places) {
  let html = "", end = 0
  for (const [from, to] of places.sort((a, b) => a[0] - b[0])) {
    if (from < end) continue
    html += escaped(text.slice(end, from)) + "<mark>" + escaped(text.slice(from, to)) + "</mark>"
    end = to
  }
  return html + escaped(text.slice(end))
}

function excerpt(entry, words) {
  const places = words.flatMap(word => everyPlace(entry.inText, word))
  const first = places.length ? places.reduce((sofar, place) => Math.min(sofar, place[0]), Infinity) : 0
  const from = first > 2 * AROUND ? first - AROUND : 0
  const to = Math.min(entry.text.length, Math.max(from + 4 * AROUND, first + 2 * AROUND))
  const inside = places.filter(place => place[0] >= from && place[1] <= to).map(place => [place[0] - from, place[1] - from])
  return (from > 0 ? "…" : "") + marked(entry.text.slice(from, to), inside) + (to < entry.text.length ? "…" : "")
}

const known = word => entries.some(entry => score(entry, word))
const abbreviated = word => entries.some(entry => scattered(entry.inTitle, word))

// A word cut into the longest pieces that are found somewhere; the word itself where there are none.
function pieces(word) {
  const found = []
  for (let start = 0; start < word.length;) {
    let end = Math.min(word.length, start + 20)
    while (end > start + 1 && !known(word.slice(start, end))) end--
    if (end < start + 2) return [word]
    found.push(word.slice(start, end))
    start = end
  }
  return found
}

function search(query) {
  const asked = folded(query).split(/[\s,，、;；]+/).filter(Boolean)
  const words = [...new Set(asked.flatMap(word => known(word) || abbreviated(word) ? [word] : pieces(word)))]
  if (!words.length) return { items: [] }
  const found = []
  const rare = words.map(word => !known(word))
  for (const entry of entries) {
    let total = 0, matched = 0
    const terms = {}, spread = []
    words.forEach((word, i) => {
      let points = score(entry, word)
      if (!points && rare[i]) {
        const places = scattered(entry.inTitle, word)
        if (places) { points = 2; spread.push(...places) }
      }
      terms[word] = points > 0
      total += points
      matched += points > 0
    })
    if (matched) found.push({ entry, total, matched, terms, spread })
  }
  const most = found.reduce((sofar, hit) => Math.max(sofar, hit.matched), 0)
  const best = found.filter(hit => hit.matched === most)
  best.sort((a, b) => b.total - a.total || a.entry.order - b.entry.order)
  const groups = new Map()
  for (const hit of best) {
    if (!groups.has(hit.entry.page)) groups.set(hit.entry.page, [])
    groups.get(hit.entry.page).push(shown(hit, words))
  }
  for (const [page, items] of groups) // Material wants the page itself with its sections
    if (!items.some(item => item.location === entries[page].location))
      items.push({ ...shown({ entry: entries[page], total: 0, terms: {}, spread: [] }, []), score: 0 })
  return { items: [...groups.values()] }
}

function shown({ entry, total, terms, spread }, words) {
  const places = words.flatMap(word => everyPlace(entry.inTitle, word)).concat(spread)
  return { location: entry.location, title: marked(entry.title, places), text: excerpt(entry, words), score: total, terms }
}

self.addEventListener("message", event => {
  const { type, data } = event.data
  if (type === SETUP) {
    setUp(data.docs)
    self.postMessage({ type: READY })
  } else if (type === QUERY) {
    self.postMessage({ type: RESULT, data: search(String(data)) })
  }
})

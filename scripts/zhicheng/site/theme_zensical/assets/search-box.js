/* The search of the header under Zensical: a panel over the same index and the same worker (search-worker.js) as under Material.

   The worker gives pages, best first, each as a list of entries: what was found of it, and the page itself. Its titles and texts are HTML,
   escaped but for the marks. */
"use strict"

;(() => {
  // As in language.js, which only modules can import.
  const { form, texts } = globalThis.zhichengWords ?? { form: () => 0, texts: {} }
  const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (sign, name) => values[name])
  const t = text => [texts[text] ?? text].flat()[0]
  const tn = (text, n, values = {}) => filled([texts[text]].flat()[form(n)] ?? text, { n, ...values })
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3
  const SHOWN = 50 // pages
  const root = new URL("..", document.currentScript.src)
  const part = name => document.querySelector(`.zc-search__${name}`)
  const panel = part("panel"), input = part("input"), meta = part("meta"), list = part("list")
  let worker = null, ready = false

  function start() {
    worker = new Worker(new URL("assets/search-worker.js", root))
    worker.onmessage = ({ data: { type, data } }) => {
      if (type === READY) { ready = true; ask() }
      if (type === RESULT) show(data.items)
    }
    worker.onerror = fail
    fetch(new URL("search/search_index.json", root))
      .then(reply => reply.ok ? reply.json() : Promise.reject(new Error(reply.statusText)))
      .then(index => worker.postMessage({ type: SETUP, data: index }))
      .catch(fail)
  }

  function fail() {
    ready = false
    list.replaceChildren()
    meta.textContent = t("搜索暂时不能用，请重新打开这一页再试。")
  }

  function ask() {
    if (ready) worker.postMessage({ type: QUERY, data: input.value })
    else if (!meta.textContent) meta.textContent = t("正在准备……")
  }

  function show(pages) {
    const asked = input.value.trim()
    meta.textContent = !asked ? t("请输入要找的词，可以只写几个字。")
      : !pages.length ? t("没有找到符合条件的结果")
      : pages.length > SHOWN ? tn("找到 %(n)s 个符合条件的结果，先列出前 %(shown)s 个", pages.length, { shown: SHOWN }) : tn("找到 %(n)s 个符合条件的结果", pages.length)
    list.replaceChildren(...pages.slice(0, SHOWN).map(([best]) => {
      const item = document.createElement("li"), link = document.createElement("a")
      link.href = new URL(best.location, root)
      link.className = "zc-search__link"
      link.innerHTML = `<strong>${best.title}</strong><span>${best.text}</span>`
      link.addEventListener("click", () => panel.close())
      item.append(link)
      return item
    }))
  }

  function open() {
    if (panel.open) return
    panel.showModal()
    input.select()
    if (worker) ask()
    else { meta.textContent = t("正在准备……"); start() }
  }

  part("open").addEventListener("click", open)
  part("close").addEventListener("click", () => panel.close())
  part("form").addEventListener("submit", event => {
    event.preventDefault()
    list.querySelector("a")?.click()
  })
  input.addEventListener("input", ask)
  panel.addEventListener("click", event => { if (event.target === panel) panel.close() }) // beside it
  // On a phone the header shows its own magnifying glass, the label of this switch.
  document.getElementById("__search").addEventListener("change", event => {
    if (event.target.checked) { event.target.checked = false; open() }
  })
})()

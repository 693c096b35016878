// Keyboard and address bar: "/" puts the cursor into the search box, digits change tabs, Esc closes. The address always
// names the view shown; Back and Forward go through tabs, views and assets, not through every pan.

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"])
const TOGETHER_MS = 100
const AGAIN_MS = 1000
const ACTS = ["pointerdown", "keydown", "click"] // what a person does; a screen reader clicks without a pointer

function isTyping(event) {
  const target = event.composedPath()[0]
  return target instanceof HTMLElement && (TYPING.has(target.tagName) || target.isContentEditable)
}

function findSearch(root) {
  for (const node of root.querySelectorAll("*")) {
    if (node.classList.contains("flux-search")) { return firstInput(node) }
    const found = node.shadowRoot && findSearch(node.shadowRoot)
    if (found) { return found }
  }
  return null
}

function firstInput(node) {
  for (const inner of [node, node.shadowRoot].filter(Boolean)) {
    const input = inner.querySelector("input")
    if (input) { return input }
    for (const child of inner.querySelectorAll("*")) {
      const found = child.shadowRoot && firstInput(child)
      if (found) { return found }
    }
  }
  return null
}

export function render({model}) {
  let travels = model.address.travels
  let timer = 0
  let steppedAt = -Infinity
  let actedAt = -Infinity

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) { return }
    if (event.key === "Escape") {
      const active = event.composedPath()[0]
      if (active instanceof HTMLElement) { active.blur() }
      model.send_msg({key: "Escape"})
    } else if (isTyping(event)) {
      return
    } else if (event.key === "/") {
      const search = findSearch(document)
      if (search) {
        event.preventDefault()
        const isFolded = !search.getClientRects().length // into the menu of a small window; see status.js
        if (isFolded) { document.documentElement.dataset.menu = "open" }
        search.focus()
        search.select()
      }
    } else if (event.key >= "1" && event.key <= "9") {
      model.send_msg({key: event.key})
    }
  }

  // Another step is a new entry of the history, at once: Back goes one step, however soon it comes. What one click changes
  // one after the other stays one entry, however long the tab that it opens takes to be made. The rest, like a pan, replaces
  // the entry there is when it rests. What the server said before it heard of the last Back or Forward is not shown: it would
  // undo it.
  function follow() {
    const before = history.state?.flux
    clearTimeout(timer)
    if (model.address.travels !== travels) {
      return
    } else if (!before || before === model.address.step) {
      timer = setTimeout(() => write(), TOGETHER_MS)
    } else if (steppedAt > actedAt) {
      write()
    } else {
      steppedAt = performance.now()
      write("pushState")
    }
  }

  // Browsers drop what is written too often, or refuse it: then it is written a little later.
  function write(how = "replaceState") {
    const {query, step, travels: heard} = model.address
    if (heard !== travels) { return }
    const wanted = query ? `?${query}` : ""
    try {
      history[how]({flux: step}, "", window.location.pathname + wanted)
    } catch (error) {
      if (error.name !== "SecurityError") { throw error }
    }
    if (!isThere(wanted)) { timer = setTimeout(follow, AGAIN_MS) }
  }

  function isThere(wanted) {
    return new URL(wanted || window.location.pathname, window.location.href).search === window.location.search
  }

  // A click that a pointer made was acted when the pointer went down.
  function onAct(event) {
    if (event.type !== "click" || !event.detail) { actedAt = performance.now() }
  }

  function onTravel() {
    travels += 1
    model.send_msg({travels, query: window.location.search.slice(1)})
  }

  document.addEventListener("keydown", onKey)
  for (const kind of ACTS) { window.addEventListener(kind, onAct, true) }
  window.addEventListener("popstate", onTravel)
  model.on("address", follow)
  write()
  model.on("remove", () => {
    clearTimeout(timer)
    document.removeEventListener("keydown", onKey)
    for (const kind of ACTS) { window.removeEventListener(kind, onAct, true) }
    window.removeEventListener("popstate", onTravel)
  })
}

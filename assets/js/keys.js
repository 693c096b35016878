// Keyboard and address bar: "/" puts the cursor into the search box, digits change tabs, Esc closes. The address always
// names the view shown; Back and Forward go through tabs, views and assets, not through every pan.

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"])
const TOGETHER_MS = 100

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

  // Another step is a new entry of the history; the rest, like a pan, replaces the one there is. What the server said
  // before it heard of the last Back or Forward is not shown: it would undo it.
  function showAddress() {
    const {query, step, travels: heard} = model.address
    if (heard !== travels) { return }
    const address = window.location.pathname + (query ? `?${query}` : "")
    const before = history.state?.flux
    if (!before || before === step) {
      history.replaceState({flux: step}, "", address)
    } else {
      history.pushState({flux: step}, "", address)
    }
  }

  // One click may change several things, one after the other.
  function showSoon() {
    clearTimeout(timer)
    timer = setTimeout(showAddress, TOGETHER_MS)
  }

  function onTravel() {
    travels += 1
    model.send_msg({travels, query: window.location.search.slice(1)})
  }

  document.addEventListener("keydown", onKey)
  window.addEventListener("popstate", onTravel)
  model.on("address", showSoon)
  showAddress()
  model.on("remove", () => {
    clearTimeout(timer)
    document.removeEventListener("keydown", onKey)
    window.removeEventListener("popstate", onTravel)
  })
}

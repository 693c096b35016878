// Keyboard and address bar: "/" puts the cursor into the search box, digits change tabs, Esc closes. The address always
// names the view shown, without filling the history with every pan.

const TYPING = new Set(["INPUT", "TEXTAREA", "SELECT"])

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
        search.focus()
        search.select()
      }
    } else if (event.key >= "1" && event.key <= "9") {
      model.send_msg({key: event.key})
    }
  }

  function showAddress() {
    history.replaceState(history.state, "", window.location.pathname + (model.query ? `?${model.query}` : ""))
  }

  document.addEventListener("keydown", onKey)
  model.on("query", showAddress)
  showAddress()
  model.on("remove", () => document.removeEventListener("keydown", onKey))
}

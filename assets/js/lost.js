// Whether the page is live. It may have lost its server without a word: the server was restarted, the laptop slept, a
// network drops packets. This watches the socket that Bokeh opens, asks over it when it has been silent (a half-open
// connection answers nothing), says "not live" to the whole page, and reloads it to the same address when the server is
// back. A classic script in the head, so that it is there before the socket is.
//
// Bokeh is never told that its socket closed: it would try for the same session again, which a restarted server does not
// have, and end in a dead page (bokeh#14603). All that matters is in the address.

(() => {
  const ASK_MS = 4_000 // of silence, then the server is asked for a sign of life
  const PATIENCE_MS = 8_000 // for its answer
  const OFFLINE_MS = 1_500 // the same where the browser says that its network is gone
  const WOKEN_MS = 3_000 // the same after the browser stood still: what is shown may be hours old
  const FIRST_MS = 30_000 // a new page may have to wait in line
  const STILL_MS = 5_000 // between two ticks: it stood still
  const PROBE_MS = 4_000
  const SETTLED_MS = 60_000 // a page that was live for so long begins to count its reloads anew
  const RELOADS = "flux-reloads"
  const TYPED = "flux-typed" // by form, until it is open again (assets/js/html_view.js)
  const TYPED_MS = 1_800_000
  const TOLD_MS = 20_000
  const CONTROLS = "button, input, select, textarea, a[href], [role=tab], [role=button], [data-action]"
  const HELD = ["click", "change", "input", "submit", "keydown"]

  const root = document.documentElement
  const started = Date.now()
  const disabled = new Map()
  let socket = null
  let heardAt = started
  let askedAt = 0
  let asked = 0
  let hasSpoken = false
  let patience = FIRST_MS
  let tickedAt = started
  let leavingAt = 0
  let since = 0
  let losses = 0
  let banner = null
  let hasSettled = false
  let wake = () => {}

  // The socket ---------------------------------------------------------------------------------------------------

  const Socket = window.WebSocket
  window.WebSocket = class extends Socket {
    constructor(url, protocols) {
      super(url, protocols)
      if ([protocols].flat()[0] === "bokeh") { watch(this) }
    }
  }

  function watch(opened) {
    socket = opened
    for (const name of ["onclose", "onerror"]) { Object.defineProperty(opened, name, {set() {}, get: () => null}) }
    opened.addEventListener("message", hear)
    opened.addEventListener("close", look)
  }

  function hear() {
    heardAt = Date.now()
    askedAt = 0
    hasSpoken = true
    patience = PATIENCE_MS
    if (since && isOpen()) { becomeLive() }
  }

  function isOpen() {
    return socket !== null && socket.readyState <= WebSocket.OPEN
  }

  // A message of Bokeh's own protocol; nobody waits for its answer, which says that the server is there.
  function ask() {
    askedAt = Date.now()
    if (socket?.readyState !== WebSocket.OPEN || !hasSpoken) { return } // Bokeh's server speaks first
    asked += 1
    socket.send(JSON.stringify({msgid: `flux-${asked}`, msgtype: "SERVER-INFO-REQ"}))
    socket.send("{}")
    socket.send("{}")
  }

  function look() {
    const now = Date.now()
    const hasStoodStill = now - tickedAt > STILL_MS
    tickedAt = now
    if (since) { return disableAll() } // also what was drawn since
    settle(now)
    if (now - leavingAt < 3_000) { return }
    if (socket !== null && !isOpen()) { return becomeLost() }
    if (askedAt && now - askedAt > patience) {
      becomeLost()
    } else if (hasStoodStill && hasSpoken) {
      patience = Math.min(patience, WOKEN_MS)
      ask()
    } else if (!askedAt && now - heardAt > ASK_MS) {
      ask()
    }
  }

  // The browser says that its network is gone. A server on the same machine answers all the same.
  function doubt() {
    if (since || !hasSpoken) { return look() }
    patience = Math.min(patience, OFFLINE_MS)
    ask()
    setTimeout(look, OFFLINE_MS + 10)
  }

  // The network is there again: the socket may have outlived its absence, and nobody has to wait for the next try.
  function hope() {
    if (!since) { return look() }
    ask()
    wake()
  }

  function settle(now) {
    if (hasSettled || !hasSpoken || now - started < SETTLED_MS) { return }
    hasSettled = true
    sessionStorage.removeItem(RELOADS)
  }

  // What the page says -------------------------------------------------------------------------------------------

  function becomeLost() {
    since = heardAt
    losses += 1
    comeBack(losses) // first: whatever of the rest fails, the page finds its way back
    tell()
    disableAll()
    showBanner()
  }

  function becomeLive() {
    since = 0
    askedAt = 0
    banner?.remove()
    for (const [control, was] of disabled) { control.disabled = was }
    disabled.clear()
    tell()
  }

  function tell() {
    root.dataset.live = since ? "no" : "yes"
    window.dispatchEvent(new Event("flux-live"))
  }

  function showBanner() {
    banner = document.createElement("p")
    banner.className = "flux-lost"
    banner.setAttribute("role", "alert")
    const at = new Date(since + (Number(root.dataset.skew) || 0))
    const zone = root.dataset.zone || undefined
    const write = (form) => new Intl.DateTimeFormat("en-GB", {timeZone: zone, ...form}).format(at)
    banner.textContent = `Not live since ${write({hour: "2-digit", minute: "2-digit"})}, reconnecting`
    banner.title = `Nothing came from the server since ${write({dateStyle: "medium", timeStyle: "long"})}`
    document.body.append(banner)
  }

  function* controls(node, wanted = CONTROLS) {
    for (const element of node.querySelectorAll("*")) {
      if (element.matches(wanted) && !element.matches("[data-offline]")) { yield element }
      if (element.shadowRoot) { yield* controls(element.shadowRoot, wanted) }
    }
  }

  function disableAll() {
    for (const control of controls(document)) { disable(control) }
  }

  function disable(control) {
    if ("disabled" in control && !disabled.has(control)) {
      disabled.set(control, control.disabled)
      control.disabled = true
    }
  }

  // What is no button, like a row or a link, is kept from working here.
  function hold(event) {
    if (!since || (event.type === "keydown" && !["Enter", " "].includes(event.key))) { return }
    const path = event.composedPath().filter((node) => node instanceof Element)
    if (path.some((node) => node.matches(CONTROLS) && !node.matches("[data-offline]"))) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }

  // The way back -------------------------------------------------------------------------------------------------

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

  // Many pages lose the same server at once: they do not ask in step, and the server says when each has its turn.
  async function comeBack(loss) {
    const isLost = () => since && loss === losses // not live again, nor lost once more, meanwhile
    while (isLost()) {
      await untilAnswered(isLost)
      const place = isLost() && await probe("GET")
      if (!place) { continue }
      const pause = Math.max(place.wait_ms, backOff())
      await wait(pause)
      if (isLost() && (!pause || await probe("HEAD"))) { return reload() }
    }
  }

  // A question may go out over one of the browser's connections that is dead too: the next does not wait for its end.
  async function untilAnswered(isLost) {
    let isThere = false
    while (isLost() && !isThere) {
      probe("HEAD").then((found) => { isThere ||= found !== null })
      await Promise.race([wait(700 + 600 * Math.random()), new Promise((resolve) => { wake = resolve })])
    }
  }

  async function probe(method) {
    try {
      const answer = await fetch("alive", {method, cache: "no-store", signal: AbortSignal.timeout(PROBE_MS)})
      return answer.ok ? (method === "GET" ? await answer.json() : {}) : null
    } catch {
      return null
    }
  }

  const reloads = () => Number(sessionStorage.getItem(RELOADS) ?? 0)

  // Where pages come but never a socket (a proxy without them), or a server that ends again as soon as it has answered,
  // each further try waits longer.
  function backOff() {
    return reloads() ? Math.min(1000 * 2 ** reloads(), 60_000) : 0
  }

  // What somebody has typed outlives the reload, for half an hour, in this window only.
  function keepTyped() {
    const kept = Object.entries(JSON.parse(sessionStorage.getItem(TYPED) ?? "{}"))
    const typed = kept.filter(([, {at}]) => Date.now() - at < TYPED_MS)
    for (const form of controls(document, "form[data-draft]")) {
      const fields = [...form.elements].filter(isChanged).map(({name, value, checked}) => ({name, value, checked}))
      if (fields.length) { typed.push([form.dataset.draft, {at: Date.now(), fields, isNew: true}]) }
    }
    sessionStorage.setItem(TYPED, JSON.stringify(Object.fromEntries(typed)))
  }

  function isChanged(field) {
    if (!field.name || field.type === "hidden") { return false }
    if (field.options) { return [...field.options].some((option) => option.selected !== option.defaultSelected) }
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked
  }

  function tellTyped() {
    const kept = JSON.parse(sessionStorage.getItem(TYPED) ?? "{}")
    if (!Object.values(kept).some(({isNew}) => isNew)) { return }
    for (const form of Object.values(kept)) { form.isNew = false }
    sessionStorage.setItem(TYPED, JSON.stringify(kept))
    const told = document.createElement("p")
    told.className = "flux-lost"
    told.setAttribute("role", "status")
    told.textContent = "Live again. What you had typed is kept: it stands in its form when you open that."
    document.body.append(told)
    setTimeout(() => told.remove(), TOLD_MS)
  }

  function reload() {
    keepTyped()
    sessionStorage.setItem(RELOADS, reloads() + 1)
    location.reload()
  }

  for (const name of HELD) { document.addEventListener(name, hold, true) }
  window.addEventListener("beforeunload", () => { leavingAt = Date.now() })
  window.addEventListener("pageshow", look)
  window.addEventListener("load", tellTyped)
  window.addEventListener("offline", doubt)
  window.addEventListener("online", hope)
  document.addEventListener("visibilitychange", look)
  setInterval(look, 1000)
})()

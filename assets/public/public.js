// Keeps the public page fresh and moves its map. All that it says is written by the server.
"use strict"

const refreshMs = 1000 * Number(document.body.dataset.refresh || 60)
const told = document.getElementById("told")
let heardAt = Date.now()
let view = null // what part of the map is seen, where somebody moved it: [x, y, width, height]

function map() { return document.getElementById("map") }

function whole() { return map().dataset.whole.split(" ").map(Number) }

function show(next) {
  const svg = map(), [x, y, width, height] = next ?? whole()
  svg.setAttribute("viewBox", [x, y, width, height].join(" "))
  svg.classList.toggle("is-moved", next !== null)
  svg.style.setProperty("--unit", width / svg.clientWidth) // marks stay as large as they are
  view = next
}

function zoom(by, centre) {
  const [x, y, width, height] = view ?? whole(), most = whole()[2]
  const to = Math.min(Math.max(width * by, most / 32), most), scale = to / width
  if (to === most) return show(null)
  const [cx, cy] = centre ?? [x + width / 2, y + height / 2]
  show([cx - (cx - x) * scale, cy - (cy - y) * scale, to, height * scale])
}

function pan(dx, dy) {
  if (view) show([view[0] + dx * view[2], view[1] + dy * view[3], view[2], view[3]])
}

function place(event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map().getScreenCTM().inverse())
  return [point.x, point.y]
}

function prepare() {
  const svg = map()
  if (!svg) return
  svg.dataset.whole = svg.getAttribute("viewBox")
  document.querySelector(".zoom").hidden = false
  show(view)
}

function choose(id) {
  for (const mark of document.querySelectorAll(".mark")) {
    mark.classList.toggle("is-chosen", mark.getAttribute("href") === `#${id}`)
  }
  document.getElementById(id)?.focus()
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-zoom]"), mark = event.target.closest(".mark")
  if (button) ({ in: () => zoom(0.5), out: () => zoom(2), all: () => show(null) })[button.dataset.zoom]()
  if (mark && !dragged) { event.preventDefault(); choose(mark.getAttribute("href").slice(1)) }
})

document.addEventListener("keydown", (event) => {
  if (!event.target.closest?.(".map") || event.ctrlKey || event.metaKey || event.altKey) return
  const moves = {
    "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), "0": () => show(null),
    ArrowLeft: () => pan(-0.2, 0), ArrowRight: () => pan(0.2, 0), ArrowUp: () => pan(0, -0.2),
    ArrowDown: () => pan(0, 0.2),
  }
  const move = moves[event.key]
  if (!move || (event.key.startsWith("Arrow") && !view)) return
  event.preventDefault()
  move()
})

let from = null, dragged = false
document.addEventListener("pointerdown", (event) => {
  dragged = false
  from = event.target.closest("#map") && view ? { at: [event.clientX, event.clientY], view } : null
})
document.addEventListener("pointermove", (event) => {
  if (!from) return
  const scale = from.view[2] / map().clientWidth
  const dx = event.clientX - from.at[0], dy = event.clientY - from.at[1]
  if (Math.hypot(dx, dy) > 4) dragged = true
  if (dragged) show([from.view[0] - dx * scale, from.view[1] - dy * scale, from.view[2], from.view[3]])
})
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { from = null })
document.addEventListener("dblclick", (event) => { if (event.target.closest("#map")) zoom(0.5, place(event)) })
window.addEventListener("resize", () => { if (map()) show(view) })

function replace(text) {
  const next = new DOMParser().parseFromString(text, "text/html"), content = next.getElementById("told")
  if (!content) throw new Error("no page")
  const focused = document.activeElement, key = focused?.closest?.("[id]")?.id
  const href = focused?.getAttribute?.("href"), chosen = document.querySelector(".mark.is-chosen")?.getAttribute("href")
  const old = document.getElementById("old"), list = document.querySelector(".list ol"), top = list?.scrollTop ?? 0
  const says = content.querySelector("#old")
  if (old.textContent !== says.textContent) old.textContent = says.textContent
  says.replaceWith(old) // the same element stays, so that only a change is read out
  told.replaceChildren(...content.childNodes)
  document.title = next.title
  prepare()
  const again = document.querySelector(".list ol")
  if (again) again.scrollTop = top
  for (const mark of document.querySelectorAll(".mark")) {
    mark.classList.toggle("is-chosen", mark.getAttribute("href") === chosen)
  }
  const target = href ? [...document.links].find((link) => link.getAttribute("href") === href) : null
  if (target) target.focus({ preventScroll: true })
  else if (key && focused?.tagName === "LI") document.getElementById(key)?.focus({ preventScroll: true })
}

async function refresh() {
  try {
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" })
    if (!answer.ok) throw new Error(String(answer.status))
    heardAt = Date.now()
    replace(await answer.text())
  } catch {
    const minutes = Math.round((Date.now() - heardAt) / 60000)
    const ago = minutes < 1 ? "" : ` for ${minutes} min`
    document.getElementById("old").textContent =
      `Not up to date: the server cannot be reached${ago}. Trying again by itself.`
  }
}

prepare()
setInterval(() => { if (!document.hidden) refresh() }, refreshMs)
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() - heardAt > refreshMs) refresh()
})
window.addEventListener("online", refresh)

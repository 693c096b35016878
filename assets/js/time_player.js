// The time bar of a map of readings: play, step, drag, speed, day. The server says which interval the map shows
// (`shown`); the next one is asked for when that has come, so that a slow line gets fewer frames and never a queue.

const PLAY = "M4 2.500l9 5.500-9 5.500z"
const PAUSE = "M3.500 2.500h3v11h-3zM9.500 2.500h3v11h-3z"
const BACK = "M12.500 3v10L5 8zM3.500 3h1.500v10H3.500z"
const NEXT = "M3.500 3v10L11 8zM11 3h1.500v10H11z"
const SPACE = "http://www.w3.org/2000/svg"
const TYPING = new Set(["TEXTAREA", "SELECT"])
const LATE_MS = 4000

function element(tag, className, text = "") {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

function drawing(tag, attributes) {
  const made = document.createElementNS(SPACE, tag)
  for (const [name, value] of Object.entries(attributes)) { made.setAttribute(name, value) }
  return made
}

function icon(button, path) {
  const svg = drawing("svg", {viewBox: "0 0 16 16", "aria-hidden": "true"})
  svg.append(drawing("path", {d: path}))
  button.replaceChildren(svg)
}

function button(label, path, action) {
  const made = element("button", "player-button")
  made.type = "button"
  made.title = label
  made.setAttribute("aria-label", label)
  made.addEventListener("click", action)
  icon(made, path)
  return made
}

function isTyping(event) {
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) { return false }
  return TYPING.has(target.tagName) || target.isContentEditable || (target.tagName === "INPUT" && target.type !== "range")
}

export function render({model, el}) {
  const bar = element("div", "player")
  bar.setAttribute("role", "group")
  bar.setAttribute("aria-label", "Time")
  let wanted = model.index
  let chosen = wanted // on the slider
  let asked = null // what was asked for and is not shown yet
  let askedAt = 0
  let timer = 0
  let isDragging = false

  const send = (message) => model.send_msg(message)
  const last = () => model.labels.length - 1
  const isActive = () => model.is_active && model.labels.length > 1

  function ask(index) {
    wanted = Math.min(Math.max(index, 0), last())
    if (asked === null && wanted === model.shown) { // what is shown already is answered by nothing: nobody waits for it
      draw()
      return
    }
    if (asked === null || performance.now() - askedAt >= LATE_MS) { // else it is sent when the one under way is there
      asked = wanted
      askedAt = performance.now()
      send({index: wanted})
    }
    draw()
  }

  function arrived() {
    asked = null
    if (model.is_playing) {
      plan()
    } else if (wanted !== model.shown && isDragging) {
      ask(wanted)
    } else if (!isDragging) {
      if (wanted !== model.shown && wanted !== model.index) { ask(wanted) } else { wanted = model.shown }
    }
    draw()
  }

  function plan() {
    clearTimeout(timer)
    if (!model.is_playing) { return }
    const due = Math.max(0, 1000 / model.speed - (performance.now() - askedAt))
    timer = setTimeout(() => {
      if (!model.is_playing || isDragging) { return }
      ask(model.shown >= last() ? 0 : model.shown + 1)
      timer = setTimeout(() => { asked = null; plan() }, LATE_MS)
    }, due)
  }

  function play(isOn) {
    if (isOn && !(isActive() && model.is_ready)) { return }
    send({play: isOn})
  }

  function step(by) {
    if (!isActive()) { return }
    if (model.is_playing) { send({play: false}) }
    ask((asked === null ? model.shown : wanted) + by)
  }

  const back = button(`Back one ${model.unit} (arrow left)`, BACK, () => step(-1))
  const toggle = button("Play (space)", PLAY, () => play(!model.is_playing))
  toggle.classList.add("is-main")
  const next = button(`On one ${model.unit} (arrow right)`, NEXT, () => step(1))
  const clock = element("output", "player-clock")
  const track = element("div", "player-track")
  const curve = drawing("svg", {class: "player-curve", preserveAspectRatio: "none", "aria-hidden": "true"})
  const range = element("input", "player-range")
  range.type = "range"
  range.min = 0
  range.setAttribute("aria-label", model.unit === "interval" ? "Time of day" : `Which ${model.unit}`)
  const hours = element("div", "player-hours")
  track.append(curve, range, hours)
  const speed = element("select", "player-select")
  speed.title = `${model.unit[0].toUpperCase()}${model.unit.slice(1)}s a second`
  speed.setAttribute("aria-label", speed.title)
  for (const rate of [2, 4, 8, 12]) {
    const option = element("option", "", `${rate} / s`)
    option.value = rate
    speed.append(option)
  }
  const days = element("select", "player-select is-day")
  days.setAttribute("aria-label", "Day")
  const earlier = button("Day before", BACK, () => changeDay(1))
  const later = button("Day after", NEXT, () => changeDay(-1))
  const note = element("span", "player-note")
  bar.append(back, toggle, next, clock, track, speed, earlier, days, later, note)
  el.append(bar)

  function changeDay(by) {
    const at = model.days.findIndex(([value]) => value === model.day) + by
    if (model.days[at]) { send({day: model.days[at][0]}) }
  }

  range.addEventListener("pointerdown", () => { isDragging = true; if (model.is_playing) { send({play: false}) } })
  range.addEventListener("input", () => {
    chosen = Number(range.value) // drawing sets the slider to what is shown
    if (model.is_playing) { send({play: false}) }
    ask(chosen)
  })
  range.addEventListener("change", () => { isDragging = false; ask(chosen) })
  range.addEventListener("pointerup", () => { isDragging = false })
  speed.addEventListener("change", () => send({speed: Number(speed.value)}))
  days.addEventListener("change", () => send({day: days.value}))

  function onKey(event) {
    if (!isActive() || !bar.isConnected || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) { return }
    const target = event.composedPath()[0]
    if (event.key === " " && !(target instanceof HTMLButtonElement)) {
      play(!model.is_playing)
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      step(event.key === "ArrowLeft" ? -1 : 1)
    } else {
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }
  document.addEventListener("keydown", onKey, true)

  function draw() {
    const index = isDragging || (asked !== null && !model.is_playing) ? wanted : model.shown
    const has = model.labels.length > 1
    clock.textContent = model.is_of_day ? "whole day" : has ? model.labels[index] ?? "" : "–"
    if (!isDragging) { range.value = index }
    range.setAttribute("aria-valuetext", clock.textContent)
    const isOff = !has || !model.is_active || model.is_of_day
    for (const part of [back, next, range, speed]) { part.disabled = isOff }
    toggle.disabled = isOff || !model.is_ready
    icon(toggle, model.is_playing ? PAUSE : PLAY)
    toggle.title = model.is_playing ? "Pause (space)" : "Play (space)"
    toggle.setAttribute("aria-label", toggle.title)
    note.textContent = model.note
    note.hidden = !model.note
    bar.classList.toggle("is-of-day", model.is_of_day)
    track.style.setProperty("--share", has ? index / last() : 0)
  }

  function drawDay() {
    range.max = Math.max(last(), 0)
    hours.replaceChildren()
    const many = model.labels.length
    const every = Math.max(Math.ceil(many / 8), 1)
    const tick = (share, words) => {
      const mark = element("span", "", words)
      mark.style.left = `${100 * share}%`
      hours.append(mark)
    }
    model.marks.forEach(([share, words]) => tick(share, words))
    model.labels.forEach((label, index) => {
      if (model.marks.length) { return }
      const isTold = model.unit === "interval" ? /^(00|03|06|09|12|15|18|21):00/.test(label) : index % every === 0
      if (!isTold) { return }
      tick(index / Math.max(many - 1, 1), model.unit === "interval" ? label.slice(0, 5) : label)
    })
    const values = model.curve
    curve.replaceChildren()
    curve.setAttribute("viewBox", `0 0 ${Math.max(values.length - 1, 1)} 100`)
    const points = values.map((value, index) => (value === null ? null : `${index} ${(100 - 92 * value).toFixed(1)}`))
    const path = points.filter((point) => point !== null)
    if (path.length > 1) {
      const ends = [values.findIndex((v) => v !== null), values.length - 1 - [...values].reverse().findIndex((v) => v !== null)]
      curve.append(drawing("path", {class: "area", d: `M${ends[0]} 100L${path.join("L")}L${ends[1]} 100Z`}))
      curve.append(drawing("path", {class: "line", d: `M${path.join("L")}`}))
    }
    draw()
  }

  function drawDays() {
    days.replaceChildren(...model.days.map(([value, label]) => {
      const option = element("option", "", label)
      option.value = value
      return option
    }))
    days.value = model.day
    const at = model.days.findIndex(([value]) => value === model.day)
    earlier.disabled = at < 0 || at >= model.days.length - 1
    later.disabled = at <= 0
    days.disabled = model.days.length < 2
    for (const part of [earlier, days, later]) { part.hidden = model.unit !== "interval" }
  }

  function drawSpeed() { speed.value = model.speed }

  model.on("shown", arrived)
  model.on("index", () => { if (asked === null) { wanted = model.index } draw() })
  model.on("is_playing", () => { asked = null; askedAt = 0; plan(); draw() })
  for (const name of ["is_ready", "is_active", "is_of_day", "note"]) { model.on(name, draw) }
  for (const name of ["labels", "marks", "curve"]) { model.on(name, drawDay) }
  for (const name of ["days", "day"]) { model.on(name, drawDays) }
  model.on("speed", drawSpeed)
  model.on("remove", () => {
    clearTimeout(timer)
    document.removeEventListener("keydown", onKey, true)
  })
  drawDay()
  drawDays()
  drawSpeed()
  send({hello: true})
}

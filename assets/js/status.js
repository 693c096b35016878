// The right side of the header: badges, freshness of the sources, clock, palette, theme, user; in a small window a menu
// that holds them, the search and the choice of utility. The clock and the ages tick here, so that an idle page costs the
// server nothing. Text is set as text, never as markup.

const STEPS = [[60, 1, "s"], [3600, 60, "min"], [86400, 3600, "h"], [Infinity, 86400, "d"]]

function age(seconds) {
  const [, size, unit] = STEPS.find(([limit]) => seconds < limit)
  return `${Math.floor(seconds / size).toLocaleString("en-US")} ${unit} ago`
}

function element(tag, className, text = "") {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}

// Drawn here: the icon font would be a twelfth of the whole first view.
const ICONS = {
  palette: "M10 2.5a7.5 7.5 0 1 0 0 15c1.2 0 1.6-.9 1.2-1.7-.5-1-.1-2.3 1.3-2.3h2a3 3 0 0 0 3-3c0-4.4-3.4-8-7.5-8zM6 10.500h.01M7.5 6.800h.01M12 6.300h.01M14.5 9.300h.01",
  sun: "M10 6.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM10 1.500v2M10 16.500v2M1.5 10h2M16.5 10h2M4 4l1.4 1.400M14.6 14.600L16 16M4 16l1.4-1.400M14.6 5.400L16 4",
  moon: "M16.5 11.800A7 7 0 0 1 8.2 3.500a7 7 0 1 0 8.3 8.300z",
  menu: "M3 5.500h14M3 10h14M3 14.500h14",
}

function drawIcon(button, name) {
  const space = "http://www.w3.org/2000/svg"
  const svg = document.createElementNS(space, "svg")
  const path = document.createElementNS(space, "path")
  svg.setAttribute("viewBox", "0 0 20 20")
  svg.setAttribute("aria-hidden", "true")
  path.setAttribute("d", ICONS[name])
  svg.append(path)
  button.replaceChildren(svg)
}

function iconButton(action) {
  const button = element("button", "icon")
  button.type = "button"
  button.addEventListener("click", action)
  return button
}

// Whether the menu of a small window is open is said by the page's root: its parts are components of their own.
function menuButton() {
  const root = document.documentElement
  const isOpen = () => root.dataset.menu === "open"
  const open = (isOn) => { root.dataset.menu = isOn ? "open" : "closed" }
  const button = iconButton(() => open(!isOpen()))
  button.classList.add("menu-button")
  button.setAttribute("aria-controls", "header-menu")
  button.setAttribute("aria-haspopup", "true")
  drawIcon(button, "menu")

  function onPress(event) {
    const path = event.composedPath()
    const isOutside = !path.some((node) => node.classList?.contains("header"))
    const isChosen = event.type === "click" && path.some((node) => node.getAttribute?.("role") === "option")
    if (isOpen() && (isOutside || isChosen)) { open(false) }
  }

  function onKey(event) {
    if (!isOpen() || event.key !== "Escape" && event.key !== "Enter") { return }
    const isTyped = event.composedPath()[0] instanceof HTMLInputElement
    if (event.key === "Escape") { event.stopPropagation() } // it closes the menu, and nothing else
    if (event.key === "Escape" || isTyped) { open(false) }
  }

  const draw = () => button.setAttribute("aria-expanded", isOpen())
  const watcher = new MutationObserver(draw)
  watcher.observe(root, {attributeFilter: ["data-menu"]})
  document.addEventListener("pointerdown", onPress, true)
  document.addEventListener("click", onPress, true)
  document.addEventListener("keydown", onKey, true)
  draw()
  const end = () => {
    watcher.disconnect()
    document.removeEventListener("pointerdown", onPress, true)
    document.removeEventListener("click", onPress, true)
    document.removeEventListener("keydown", onKey, true)
  }
  return [button, end]
}

const WORST = ["bad", "warning"]

export function render({model, el}) {
  const bar = element("div", "bar")
  const badges = element("div", "badges")
  const rest = element("div", "rest")
  rest.id = "header-menu"
  const sources = element("div", "sources")
  const [menu, endMenu] = menuButton()
  const clock = element("time", "clock")
  const user = element("span", "user", model.user)
  user.title = model.user_note
  let skew = 0
  const now = () => Date.now() + skew
  const isLive = () => document.documentElement.dataset.live !== "no"

  const palette = iconButton(() => {
    model.palette = model.palette === "standard" ? "colour_blind" : "standard"
  })
  const theme = iconButton(() => {
    model.theme = model.theme === "dark" ? "light" : "dark"
  })

  function drawTheme() {
    const root = document.documentElement
    root.dataset.theme = model.theme
    root.dataset.palette = model.palette
    drawIcon(theme, model.theme === "dark" ? "sun" : "moon")
    label(theme, model.theme === "dark" ? "Light theme" : "Dark theme")
    drawIcon(palette, "palette")
    palette.setAttribute("aria-pressed", model.palette === "colour_blind")
    label(palette, model.palette === "standard" ? "Colours safe for the colour-blind" : "Standard colours")
  }

  function label(button, text) {
    button.title = text
    button.setAttribute("aria-label", text)
  }

  function drawBadges() {
    badges.replaceChildren(...model.badges.map(({text, level, note, short, brief}) => {
      const badge = element("span", `badge ${level}`)
      badge.append(element("span", "whole", text), element("span", "short", short || text),
                   element("span", "brief", brief || short || text))
      badge.title = `${text}. ${note}`
      return badge
    }))
    fit()
  }

  // Where a badge would be cut, all say it in fewer words; where one still would, in the fewest, beside a shorter clock.
  function fit() {
    const isCut = () => [...badges.children].some((one) => one.scrollWidth > one.clientWidth + 1)
    bar.classList.remove("is-tight", "is-tighter")
    for (const step of ["is-tight", "is-tighter"]) {
      if (isCut()) { bar.classList.add(step) }
    }
  }

  // While the page is not live nothing is known of any source: no light, no age.
  function drawSources() {
    sources.replaceChildren(...model.sources.map((source) => {
      const line = element("span", `source ${isLive() ? source.level : "quiet"}`)
      const known = element("span", "age", isLive() ? "" : "not known")
      const [name, ...more] = source.name.split(" (")
      const title = element("span", "name", name)
      if (more.length) title.append(element("span", "which", ` (${more.join(" (")}`))
      line.append(element("span", "dot"), title, known)
      line.title = isLive() ? source.note : "The page has lost its server."
      return line
    }))
    clock.classList.toggle("is-still", !isLive())
    const worst = isLive() && WORST.find((level) => model.sources.some((source) => source.level === level))
    menu.dataset.level = worst || ""
    label(menu, worst ? "Menu; a source of data is late or away" : "Menu")
    tick()
  }

  const write = (form) =>
    new Intl.DateTimeFormat("en-US", {timeZone: model.time_zone, ...form}).format(new Date(now()))

  // The zone's name as everywhere on the page: browsers have names of their own, like GMT+1 for CET.
  function zone() {
    const offset = /GMT(.*)$/.exec(write({timeZoneName: "longOffset"}))?.[1] || "+00:00"
    return model.zone_labels[offset] ?? `UTC${offset}`
  }

  function tick() {
    if (!isLive()) { return }
    model.sources.forEach(({at_ms, word}, index) => {
      const shown = at_ms === null ? word : age(Math.max(0, (now() - at_ms) / 1000))
      const line = sources.children[index]
      if (line && line.lastChild.textContent !== shown) { line.lastChild.textContent = shown }
    })
    const [hour, minute, second] =
      write({hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23"}).split(":")
    const time = [`${hour}:${minute}`, `:${second} ${zone()}`]
    if (clock.textContent !== time.join("")) {
      clock.replaceChildren(time[0], element("span", "fine", time[1]))
    }
    clock.title = model.time_zone
    document.documentElement.dataset.zone = model.time_zone // for what stands outside all components
    document.documentElement.dataset.skew = skew
    fit()
  }

  rest.append(sources, palette, theme, user)
  bar.append(badges, rest, clock, menu)
  el.append(bar)
  drawTheme()
  drawBadges()
  drawSources()
  const timer = setInterval(tick, 1000)
  model.on("theme", drawTheme)
  model.on("palette", drawTheme)
  model.on("badges", drawBadges)
  model.on("sources", drawSources)
  model.on("time_zone", tick)
  model.on("now_ms", () => {
    skew = model.now_ms - Date.now()
    tick()
  })
  model.on("user", () => { user.textContent = model.user })
  window.addEventListener("flux-live", drawSources)
  window.addEventListener("resize", fit)
  model.on("remove", () => {
    clearInterval(timer)
    window.removeEventListener("flux-live", drawSources)
    window.removeEventListener("resize", fit)
    endMenu()
  })
}

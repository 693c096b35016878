// One component for lists, cards and panels: Python says what stands there, this keeps the page in step and answers clicks.

const HELD = new Set(["open", "value", "checked"]); // what a person has unfolded, typed or ticked stays
const isHeld = (node, name) => HELD.has(name) && node.nodeName !== "PROGRESS"; // nobody types into a bar: it grows

const alike = (a, b) =>
  a.nodeType === b.nodeType && a.nodeName === b.nodeName && a.dataset?.key === b.dataset?.key;

function follow(node, wanted) {
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
    return;
  }
  const isReset = node.dataset.rev !== wanted.dataset.rev; // the server means it: what was held is let go
  for (const { name } of [...node.attributes])
    if (!wanted.hasAttribute(name) && (isReset || !isHeld(node, name))) node.removeAttribute(name);
  for (const { name, value } of wanted.attributes)
    if ((isReset || !isHeld(node, name)) && node.getAttribute(name) !== value) node.setAttribute(name, value);
  if (isReset && node.matches("input, textarea")) {
    node.value = wanted.getAttribute("value") ?? wanted.textContent;
    node.checked = wanted.hasAttribute("checked");
  }
  if (node.nodeName === "SELECT") return offer(node, wanted, isReset);
  morph(node, wanted);
}

// What was chosen stays while it can still be chosen: the options may say by now what somebody else has set meanwhile.
function offer(select, wanted, isReset) {
  const chosen = isReset ? wanted.value : select.value;
  if (select.innerHTML !== wanted.innerHTML) select.innerHTML = wanted.innerHTML;
  if ([...select.options].some(({ value }) => value === chosen)) select.value = chosen;
}

// Bring the children of `now` to those of `next`, keeping nodes (and with them focus, scrolling and hover) where they are alike.
function morph(now, next) {
  const wanted = [...next.childNodes];
  wanted.forEach((node, index) => {
    const old = now.childNodes[index];
    if (!old) return now.append(node);
    if (alike(old, node)) return follow(old, node);
    const key = node.dataset?.key;
    const moved = key && [...now.childNodes].slice(index).find((other) => alike(other, node));
    now.insertBefore(moved || node, old);
    if (moved) follow(moved, node);
  });
  while (now.childNodes.length > wanted.length) now.lastChild.remove();
}

// `data-focus` asks for the focus once by each new value: a form that is ready for what comes next.
function giveFocus(root, focused) {
  const wanted = root.querySelector("[data-focus]");
  if (wanted && focused !== null && wanted.dataset.focus !== focused) {
    wanted.focus();
    // The whole form, once the page has made room for it.
    const form = wanted.closest("form");
    for (const after of TRIES_MS) setTimeout(() => form?.isConnected && form.scrollIntoView({ block: "nearest" }), after);
  }
  return wanted?.dataset.focus ?? focused ?? "";
}

// `data-show` is brought into sight once by each new value: in a small window what was picked may lie far below.
function bringIntoSight(root, shown) {
  const wanted = root.querySelector("[data-show]");
  const { top, bottom } = wanted?.getBoundingClientRect() ?? {};
  if (wanted && shown !== null && wanted.dataset.show !== shown && (top < 0 || bottom > window.innerHeight))
    wanted.scrollIntoView({ block: "start" });
  return wanted?.dataset.show ?? "";
}

// A new `data-newest` brings the last part of a log to its top once it is there, unless the person scrolls meanwhile: the
// log stands beside this view, in the same root, and is found by the name in `data-log`.
const TRIES_MS = [30, 150, 400, 900];

function bringNewest(el, root, newest) {
  const wanted = root.querySelector("[data-newest]");
  const log = wanted && el.getRootNode().host?.getRootNode().querySelector(`.${wanted.dataset.log}`);
  if (!log || wanted.dataset.newest === newest) return newest;
  const timers = TRIES_MS.map((after) => setTimeout(() => {
    const last = [...(log.shadowRoot?.children ?? [])].findLast((part) => part.getClientRects().length);
    if (last) log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top;
  }, after));
  const leave = () => timers.forEach(clearTimeout);
  for (const kind of ["wheel", "touchmove", "keydown"]) log.addEventListener(kind, leave, { once: true, passive: true });
  return wanted.dataset.newest;
}

// Enter sends the form of a field with `data-enter`; Shift and Enter begin a new line.
function sendByEnter(event) {
  const isSending = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (!isSending || !event.target.matches("textarea[data-enter]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

// What was typed when the page had to be loaded again (assets/js/lost.js keeps it) goes back into its form when that opens.
function giveBack(form) {
  const kept = JSON.parse(sessionStorage.getItem("flux-typed") ?? "{}");
  const typed = kept[form.dataset.draft];
  if (!typed) return;
  for (const { name, value, checked } of typed.fields)
    for (const field of form.elements)
      if (field.name === name && ["checkbox", "radio"].includes(field.type)) field.checked = field.value === value ? checked : field.checked;
      else if (field.name === name) field.value = value;
  delete kept[form.dataset.draft];
  sessionStorage.setItem("flux-typed", JSON.stringify(kept));
}

// A view that is drawn anew, as one of a tab that comes to the front again, gives what was typed and not sent to the next.
function keepTyped(root, which = "form[data-draft]") {
  for (const form of root.querySelectorAll(which)) {
    const fields = [...form.elements].filter(({ name, type }) => name && !["button", "submit", "file"].includes(type));
    if (!fields.some(({ matches, value, defaultValue }) => value && value !== defaultValue)) continue;
    const kept = JSON.parse(sessionStorage.getItem("flux-typed") ?? "{}");
    kept[form.dataset.draft] = { at: Date.now(), fields: fields.map(({ name, value, checked }) => ({ name, value, checked })) };
    sessionStorage.setItem("flux-typed", JSON.stringify(kept));
  }
}

// A form that gives way to something else, as another conversation, is shown again: what was typed waits for it.
function keepGoing(root, next) {
  const there = new Set([...next.querySelectorAll("form[data-stays]")].map((form) => form.dataset.draft));
  for (const form of root.querySelectorAll("form[data-stays]"))
    if (!there.has(form.dataset.draft)) keepTyped(root, `form[data-draft="${CSS.escape(form.dataset.draft)}"]`);
}

const pad = (n) => String(n).padStart(2, "0");

function duration(seconds) {
  const minutes = Math.round(Math.max(seconds, 0) / 60);
  if (minutes < 1) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${pad(minutes % 60)} min` : `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

const NOW = "just now";

function ago(seconds) {
  if (seconds < 10) return NOW;
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : `${Math.floor(seconds / 86400)} d ago`;
}

// Times that run: <time data-at="epoch seconds" data-form="ago|lasting|until">, by the server's clock. They stand still
// while the page is not live: nobody knows what happened meanwhile.
function tick(root, offset) {
  if (document.documentElement.dataset.live === "no") {
    for (const time of root.querySelectorAll("time[data-at]")) if (time.textContent === NOW) time.textContent = "when last live";
    return;
  }
  const now = Date.now() / 1000 + offset;
  for (const time of root.querySelectorAll("time[data-at]")) {
    const passed = now - Number(time.dataset.at);
    const form = time.dataset.form;
    const text =
      form === "ago" ? ago(passed) : form === "lasting" ? duration(passed) : passed > 0 ? `${duration(passed)} late` : `in ${duration(-passed)}`;
    if (time.textContent !== text) time.textContent = text;
    if (form === "until") time.classList.toggle("is-late", passed > 0);
  }
}

function moveChoice(root, step) {
  const options = [...root.querySelectorAll("[role=option]")];
  if (!options.length) return;
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = options[(at + step + options.length) % options.length];
  options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
  root.querySelector("[role=combobox]")?.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

// A date typed digit by digit passes by the years 2, 20 and 202: it counts when it is whole, by Enter or on leaving.
function listenToChanges(root, send) {
  let typed = null; // the date that keys are pressed in
  let isHeld = false;
  const tell = (target) =>
    send(target.dataset.change, target.type === "checkbox" ? [target.value, target.checked] : target.value);
  const tellHeld = () => {
    if (isHeld) tell(typed);
    isHeld = false;
    typed = null;
  };
  root.addEventListener("change", (event) => {
    const target = event.target.closest("[data-change]");
    if (target && target === typed) isHeld = true;
    else if (target) tell(target);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter") tellHeld();
    else if (event.key !== "Tab" && event.target.matches("input[type=date]")) typed = event.target;
  });
  for (const leaving of ["focusout", "pointerdown"]) root.addEventListener(leaving, tellHeld);
}

// A form is sent whole: what its fields hold, by name, and a key that the click makes, the same one if it is sent again,
// so that nothing is done twice. A form with another data-key is another one.
function listenToForms(root, send) {
  const keys = new WeakMap();
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-submit]");
    if (!form) return;
    event.preventDefault();
    if (keys.get(form)?.of !== form.dataset.key) keys.set(form, { of: form.dataset.key, key: randomKey() });
    const data = new FormData(form);
    const values = Object.fromEntries([...new Set(data.keys())].map((name) => [name, data.getAll(name)]));
    send(form.dataset.submit, { key: keys.get(form).key, values });
  });
}

const randomKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// data-copy names a field whose text goes to the clipboard; where a browser keeps that back, the text is selected.
function listenToCopies(root) {
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    const field = button && root.querySelector(`[name="${button.dataset.copy}"]`);
    if (!field) return;
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    } catch {
      field.select();
    }
  });
}

// What has data-drag can be dropped on what has data-drop; told are what is dragged, what it is dropped on (data-value), and
// how far along data-along inside of that (0 to 1). What a pointer does so, a form beside it does for a keyboard.
function listenToDrags(root, send) {
  let dragged = null;
  const zoneOf = (event) => dragged && event.target.closest("[data-drop]");
  const over = (zone) => {
    for (const old of root.querySelectorAll(".is-over")) if (old !== zone) old.classList.remove("is-over");
    zone?.classList.add("is-over");
  };
  root.addEventListener("dragstart", (event) => {
    const thing = event.target.closest?.("[data-drag]");
    if (!thing) return;
    if (document.documentElement.dataset.live === "no") return event.preventDefault();
    dragged = thing.dataset.drag;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged);
  });
  root.addEventListener("dragover", (event) => {
    const zone = zoneOf(event);
    over(zone);
    if (zone) event.preventDefault();
  });
  root.addEventListener("drop", (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    const { left, width } = (zone.querySelector("[data-along]") ?? zone).getBoundingClientRect();
    const along = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    send(zone.dataset.drop, { what: dragged, on: zone.dataset.value ?? null, along, key: randomKey() });
  });
  root.addEventListener("dragend", () => {
    dragged = null;
    over(null);
  });
}

function listen(root, send) {
  let waiting = 0;
  listenToDrags(root, send);
  listenToForms(root, send);
  listenToCopies(root);
  root.addEventListener("click", (event) => {
    const target = event.target.closest("[data-action]");
    if (target && !target.disabled) send(target.dataset.action, target.dataset.value ?? null);
  });
  listenToChanges(root, send);
  root.addEventListener("input", (event) => {
    const target = event.target.closest("[data-input]");
    if (!target) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => send(target.dataset.input, target.value), 90);
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.closest("[data-input]")) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) moveChoice(root, step);
    else if (event.key === "Enter") {
      clearTimeout(waiting); // what stands there is sent with the choice
      choose(root, event.target, send);
    } else if (event.key === "Escape") leave(event.target, send);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("keydown", sendByEnter);
  root.addEventListener("close", (event) => send("close", event.target.id || null), true);
}

function choose(root, input, send) {
  const option = root.querySelector("[role=option][aria-selected=true]");
  send("choose", option ? [input.value, option.dataset.value] : [input.value, null]);
  input.blur();
}

function leave(input, send) {
  input.value = "";
  input.blur();
  send(input.dataset.input, "");
}

// Esc closes what is open here before it clears the selection of the page; a button with data-escape stands for what it
// lies in, such as a board over the map. With data-escape="form" it closes its form only for who stands in that form.
function escape(root, event, send) {
  if (event.key !== "Escape") return;
  const open = [...root.querySelectorAll("details[data-menu][open], dialog[open]")];
  const stoodIn = event.composedPath().find((node) => node.matches?.("form:has([data-escape=form])"));
  if (stoodIn && !root.contains(stoodIn)) return;
  const drawer = event.composedPath().find((node) => node.classList?.contains("flux-drawer"));
  if (drawer && !liesIn(root, drawer)) return; // who stands in the drawer closes that, and nothing behind it
  const others = "[data-escape]:not([data-escape=form])";
  const closer = stoodIn?.querySelector("[data-escape=form]") ?? root.querySelector(`form ${others}`) ?? root.querySelector(others); // a form lies on top
  if (!open.length && (!closer?.getClientRects().length || isTaken(event))) return;
  event.stopImmediatePropagation(); // one Esc closes one thing: other views listen at the same place
  if (!open.length) send(closer.dataset.action, closer.dataset.value ?? null);
  for (const thing of open) if (thing.matches("details")) thing.open = false;
}

function liesIn(node, place) {
  for (let at = node; at; at = at.parentNode ?? at.host) if (at === place) return true;
  return false;
}

// Alt and a letter stand for the button that can be seen whose data-hotkey is that letter, or lead into such a field.
function hotkey(root, event) {
  if (!event.altKey || event.ctrlKey || event.metaKey || !event.code.startsWith("Key")) return;
  const letter = event.code.slice(3).toLowerCase(); // with Alt some keyboards write another sign
  const button = root.querySelector(`[data-hotkey="${letter}"]:not(:disabled)`);
  if (!button?.getClientRects().length) return;
  event.preventDefault();
  if (button.matches("input, textarea")) button.focus();
  else button.click();
}

// A dialog in front and a filter that holds a text come first.
function isTaken(event) {
  const path = event.composedPath();
  return Boolean(path[0].dataset?.input && path[0].value) || path.some((node) => node.tagName === "DIALOG");
}

function foldOthers(root, event) {
  const path = event.composedPath();
  for (const menu of root.querySelectorAll("details[data-menu][open]")) if (!path.includes(menu)) menu.open = false;
}

const leaving = new Map(); // by model: what ends its view before, of which Panel says nothing when it draws the next

export function render({ model, el }) {
  leaving.get(model.id)?.();
  const root = document.createElement("div");
  root.className = "hv";
  root.style.visibility = "hidden"; // until the stylesheet, which shows it, is there
  const send = (action, value) => model.send_msg({ action, value });
  let offset = 0;
  let focused = null; // what had asked for the focus last
  let shown = null; // the same for being seen
  let newest = null; // the same for the last part of a log
  const show = () => {
    const template = document.createElement("template");
    template.innerHTML = model.html;
    offset = model.server_time - Date.now() / 1000;
    keepGoing(root, template.content);
    morph(root, template.content);
    root.querySelectorAll("form[data-draft]").forEach(giveBack);
    focused = giveFocus(root, focused);
    shown = bringIntoSight(root, shown);
    newest = bringNewest(el, root, newest);
    tick(root, offset);
    for (const dialog of root.querySelectorAll("dialog[data-modal]")) if (!dialog.open) dialog.showModal();
  };
  listen(root, send);
  const onKey = (event) => { escape(root, event, send); hotkey(root, event); };
  const onPress = (event) => foldOthers(root, event);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("pointerdown", onPress);
  const onTick = () => tick(root, offset);
  const clock = setInterval(onTick, 1000);
  window.addEventListener("flux-live", onTick);
  const onHide = () => keepTyped(root, "form[data-stays]");
  window.addEventListener("pagehide", onHide);
  model.on("html", show);
  const leave = () => {
    keepTyped(root);
    leaving.delete(model.id);
    clearInterval(clock);
    window.removeEventListener("pagehide", onHide);
    window.removeEventListener("flux-live", onTick);
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("pointerdown", onPress);
  };
  leaving.set(model.id, leave);
  model.on("lifecycle:remove", leave);
  show();
  el.append(root);
  send("seen", model.server_time);
}

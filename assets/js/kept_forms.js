// Forms that outlive a lost connection. A press is written down in the browser first (localStorage, so that it outlives a
// reload, too), then sent by POST until the server has answered it: those of one order or crew one after the other, those
// of others beside them, so that one that is not answered holds up nobody else's. Its key stays the same, so that what was
// done although its answer was lost is not done again. What an order's version becomes by one press is what the next one
// expects; where somebody else changed it meanwhile, the server refuses: that is told, with what was typed and ways on.

const KEPT = "flux-kept ";
const REFUSED = "flux-refused ";
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const ANSWER_MS = 20_000;
const MANY = 5; // tries after which a person may stop it
const LATER = [401, 407, 408, 425, 429, 511]; // answers of who stands before the server, or that say to come again
const STOPPED = "It is no longer sent. Whether it was done before is not known: look at the order.";

const changed = () => window.dispatchEvent(new Event("flux-kept"));

// One item a press, so that two windows never write over each other's list. Where the browser has no room or lets
// nothing be kept, it is kept as long as the page is open, and told so.
const unsaved = new Map();

function save(list, press) {
  const name = list + press.key;
  unsaved.delete(name);
  try {
    localStorage.setItem(name, JSON.stringify(press));
  } catch {
    unsaved.set(name, press);
  }
}

function drop(list, press) {
  unsaved.delete(list + press.key);
  try {
    localStorage.removeItem(list + press.key);
  } catch { /* nothing is kept there */ }
}

function stored(list) {
  try {
    return Object.entries(localStorage).filter(([name]) => name.startsWith(list)).map(([, text]) => JSON.parse(text));
  } catch {
    return [];
  }
}

function all(list) {
  const here = [...unsaved].filter(([name]) => name.startsWith(list)).map(([, press]) => press);
  return [...stored(list), ...here].sort((one, other) => one.at - other.at);
}

const randomKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

// The fields by name: numbers as numbers, data-json as what it says; what is empty is left out.
function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.value === "") continue;
    if (field.type === "number") body[field.name] = Number(field.value);
    else body[field.name] = field.dataset.json === undefined ? field.value.trim() : JSON.parse(field.value);
  }
  return body;
}

// What a person put in, under the words it was asked with.
function textOf(form) {
  const given = [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.value.trim() !== "");
  const word = (field) => field.closest("label")?.querySelector(".field-label")?.textContent ?? field.name;
  return given.map((field) => `${word(field)}: ${field.selectedOptions?.[0]?.text ?? field.value.trim()}`).join("\n");
}

const isSame = (one, other) => JSON.stringify(one.body) === JSON.stringify(other.body);

// Written down behind all others: no two at the same time.
function keepPress(press) {
  const at = Math.max(Date.now(), ...all(KEPT).map((one) => one.at + 1));
  save(KEPT, { ...press, at });
  changed();
  send(press.about);
}

function put(form) {
  const { post: url, about, label, version = null } = form.dataset;
  const press = { key: randomKey(), url, about, label, version, body: bodyOf(form), text: textOf(form) };
  const last = all(KEPT).findLast((one) => one.url === url && one.about === about);
  if (!last || !isSame(last, press)) keepPress(press);
}

// Only the server's own words end a press: a receipt, or an error that says what is wrong. A proxy's sign-in page, its
// error pages or none at all do not.
function isOurs(answer, told) {
  if (answer.ok) return Number.isInteger(told?.audit_id);
  return answer.status >= 400 && answer.status < 500 && !LATER.includes(answer.status) && Boolean(told?.error?.message);
}

function whyNot({ type, status }) {
  if (type === "opaqueredirect" || status === 401) return "a sign-in is asked for: load the page anew";
  return status >= 500 ? `the server answers ${status}` : `another page answers (${status}): load this one anew`;
}

async function post(press) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": press.key };
  if (press.version !== null) headers["If-Match"] = `"${press.version}"`;
  try {
    const answer = await fetch(new URL(press.url, document.baseURI), {
      method: "POST", headers, body: JSON.stringify(press.body), signal: AbortSignal.timeout(ANSWER_MS),
      redirect: "manual",
    });
    const told = await answer.json().catch(() => null);
    if (!isOurs(answer, told)) return { isOpen: true, why: whyNot(answer) };
    return { isDone: answer.ok, version: answer.headers.get("ETag")?.replaceAll('"', "") ?? null, told };
  } catch {
    return { isOpen: true, why: "no answer yet" };
  }
}

function settle(press, { isDone, version, told }) {
  drop(KEPT, press);
  drop(REFUSED, press); // stopped while it was under way
  if (!isDone) save(REFUSED, { ...press, why: told.error.message });
  for (const one of isDone && version ? all(KEPT) : []) {
    if (one.about === press.about && one.version === press.version) save(KEPT, { ...one, version });
  }
  changed();
}

// What is known of the presses of one order or crew, in this window.
const lines = new Map();

function lineOf(about) {
  if (!lines.has(about)) lines.set(about, { isSending: false, isWanted: false, tries: 0, timer: 0, why: "" });
  return lines.get(about);
}

const firstOf = (about) => all(KEPT).find((one) => one.about === about);

async function work(about) {
  const line = lineOf(about);
  for (let press = firstOf(about); press; press = firstOf(about)) {
    const answer = await post(press);
    if (!answer.isOpen) settle(press, answer);
    else if (firstOf(about)?.key === press.key) return later(about, line, answer.why);
    Object.assign(line, { tries: 0, why: "" });
  }
}

function later(about, line, why) {
  line.timer = setTimeout(send, PAUSES_MS[Math.min(line.tries, PAUSES_MS.length - 1)], about);
  Object.assign(line, { tries: line.tries + 1, why });
  changed();
}

// One window of a browser sends a line at a time: its presses stay in their order.
async function send(about) {
  const line = lineOf(about);
  const name = `flux-kept ${about}`;
  line.isWanted = true; // also while the last one ends
  if (line.isSending) return;
  line.isSending = true;
  try {
    while (line.isWanted) {
      line.isWanted = false;
      clearTimeout(line.timer);
      await (navigator.locks ? navigator.locks.request(name, () => work(about)) : work(about));
    }
  } finally {
    line.isSending = false;
  }
}

function sendAll() {
  for (const about of new Set(all(KEPT).map((one) => one.about))) send(about);
}

// Ways on -------------------------------------------------------------------------------------------------------------

// No longer sent, so that those behind it are; what was typed stays.
function stop(press) {
  drop(KEPT, press);
  save(REFUSED, { ...press, why: STOPPED, isStopped: true });
  Object.assign(lineOf(press.about), { tries: 0, why: "" });
  changed();
  send(press.about);
}

// What may have been done goes out as it was, under its key; what was refused is a new press over what the page shows.
function again({ why, isStopped, ...press }, version) {
  drop(REFUSED, press);
  keepPress(isStopped ? press : { ...press, key: randomKey(), version });
}

const versionShown = (root, about) => root.querySelector(`form[data-about="${CSS.escape(about)}"]`)?.dataset.version ?? null;

const clock = (at) => new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", timeZone: document.documentElement.dataset.zone || undefined,
}).format(at);

function way(title, press) {
  const made = element("button", "button", title);
  made.type = "button";
  made.dataset.offline = "";
  made.addEventListener("click", press);
  return made;
}

function drawKept(kept) {
  const box = element("div", "kept is-waiting");
  const count = kept.length === 1 ? "1 press is kept" : `${kept.length} presses are kept`;
  const isLate = kept.some(({ about }) => lineOf(about).tries);
  box.append(element("b", "", isLate ? `${count}: no answer yet. Sent again by itself.` : `${count}, being sent.`));
  if (unsaved.size) box.append(element("p", "", "The browser has no room to keep them: leave this page open until they are sent."));
  const list = element("ul", "");
  for (const press of kept) {
    const { tries, why } = lineOf(press.about);
    const isFirst = firstOf(press.about).key === press.key;
    const item = element("li", "", `${press.label}, ${clock(press.at)}${isFirst && why ? `: ${why}` : ""}`);
    if (isFirst && tries >= MANY) item.append(way("Stop sending", () => stop(press)));
    list.append(item);
  }
  box.append(list);
  return box;
}

function drawRefused(press, version) {
  const box = element("div", "kept is-refused");
  const { isStopped, label, at, why, text } = press;
  box.setAttribute("role", "alert");
  box.append(element("b", "", `${label}, ${clock(at)}: ${isStopped ? "stopped" : "not done"}.`), element("p", "", why));
  if (text) box.append(element("p", "kept-text", text));
  const ways = element("div", "kept-ways");
  if (isStopped || version !== null) {
    ways.append(way(isStopped ? "Send again" : `Send over version ${version}`, () => again(press, version)));
  }
  if (text && navigator.clipboard) ways.append(way("Copy", () => navigator.clipboard.writeText(`${label}\n${text}`)));
  ways.append(way(text ? "Discard" : "Seen", () => { drop(REFUSED, press); changed(); }));
  box.append(ways);
  return box;
}

// Made anew only where something changed: whoever stands on a button keeps it.
function draw(strip, root) {
  const kept = all(KEPT);
  const refused = all(REFUSED).map((press) => [press, versionShown(root, press.about)]);
  const now = JSON.stringify([kept, kept.map(({ about }) => [lineOf(about).why, lineOf(about).tries >= MANY]), refused, unsaved.size]);
  if (strip.flux === now) return;
  strip.flux = now;
  strip.replaceChildren(...(kept.length ? [drawKept(kept)] : []), ...refused.map((one) => drawRefused(...one)));
}

// A press that is under way is not made again: its button says so.
function mark(root) {
  const kept = all(KEPT);
  for (const form of root.querySelectorAll("form[data-post]")) {
    const isKept = kept.some((one) => one.url === form.dataset.post && one.about === form.dataset.about && sameHidden(one, form));
    form.classList.toggle("is-kept", isKept);
    for (const button of form.querySelectorAll("button[type=submit]")) button.disabled = isKept;
  }
}

function sameHidden(press, form) {
  return [...form.querySelectorAll("input[type=hidden]")].every(
    ({ name, value, dataset }) => press.body[name] === (dataset.json === undefined ? value : JSON.parse(value)));
}

export function keep({ model, el }) {
  const root = el.lastElementChild;
  const strip = element("div", "kept-strip");
  strip.setAttribute("role", "status");
  el.prepend(strip);
  root.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-post]");
    if (!form) return;
    event.preventDefault();
    put(form);
    const fold = form.closest("details.fold");
    if (fold) fold.open = false;
  });
  const show = () => {
    draw(strip, root);
    mark(root);
  };
  window.addEventListener("flux-kept", show);
  window.addEventListener("storage", show);
  window.addEventListener("online", sendAll);
  window.addEventListener("flux-live", sendAll);
  model.on("html", show);
  model.on("lifecycle:remove", () => {
    window.removeEventListener("flux-kept", show);
    window.removeEventListener("storage", show);
    window.removeEventListener("online", sendAll);
    window.removeEventListener("flux-live", sendAll);
  });
  show();
  sendAll();
}

// Forms that outlive a lost connection. A press is written down in the browser first (localStorage, so that it outlives a
// reload, too), then sent by POST until the server has answered it, one after the other. Its key stays the same, so that
// what was done although its answer was lost is not done again. What an order's version becomes by one press is what the
// next one expects; where somebody else changed it meanwhile, the server refuses, and the refusal is told.

const KEPT = "flux-kept";
const REFUSED = "flux-refused";
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const ANSWER_MS = 20_000;

const read = (name) => JSON.parse(localStorage.getItem(name) ?? "[]");
const write = (name, list) => {
  localStorage.setItem(name, JSON.stringify(list));
  window.dispatchEvent(new Event("flux-kept"));
};

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

const isSame = (one, other) => one.url === other.url && JSON.stringify(one.body) === JSON.stringify(other.body);

function put(form) {
  const press = {
    key: randomKey(), url: form.dataset.post, about: form.dataset.about, label: form.dataset.label,
    version: form.dataset.version ?? null, body: bodyOf(form), at: Date.now(),
  };
  if (!read(KEPT).some((one) => isSame(one, press))) write(KEPT, [...read(KEPT), press]);
  send();
}

// Answers of the server itself end a press; a proxy's or none at all do not.
const isAnswer = (status) => status < 500 && ![408, 425, 429].includes(status);

async function post(press) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": press.key };
  if (press.version !== null) headers["If-Match"] = `"${press.version}"`;
  try {
    const answer = await fetch(new URL(press.url, document.baseURI), {
      method: "POST", headers, body: JSON.stringify(press.body), signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!isAnswer(answer.status)) return null;
    const told = await answer.json().catch(() => ({}));
    return { isDone: answer.ok, version: answer.headers.get("ETag")?.replaceAll('"', "") ?? null, told };
  } catch {
    return null;
  }
}

function settle(press, { isDone, version, told }) {
  const rest = read(KEPT).filter((one) => one.key !== press.key);
  if (isDone && version) {
    for (const one of rest) if (one.about === press.about && one.version === press.version) one.version = version;
  }
  if (!isDone) {
    const why = told.error?.message ?? "The server refused it.";
    write(REFUSED, [...read(REFUSED), { label: press.label, why, at: Date.now() }]);
  }
  write(KEPT, rest);
}

let isSending = false;
let tries = 0;
let timer = 0;

async function work() {
  for (let [press] = read(KEPT); press; [press] = read(KEPT)) {
    const answer = await post(press);
    if (answer === null) {
      timer = setTimeout(send, PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]);
      tries += 1;
      return window.dispatchEvent(new Event("flux-kept"));
    }
    tries = 0;
    settle(press, answer);
  }
}

// One window of a browser sends at a time: presses stay in their order.
async function send() {
  if (isSending) return;
  clearTimeout(timer);
  isSending = true;
  try {
    await (navigator.locks ? navigator.locks.request("flux-kept", work) : work());
  } finally {
    isSending = false;
  }
}

const clock = (at) => new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", timeZone: document.documentElement.dataset.zone || undefined,
}).format(at);

function draw(strip) {
  const kept = read(KEPT);
  const refused = read(REFUSED);
  strip.replaceChildren();
  if (kept.length) {
    const box = element("div", "kept is-waiting");
    const count = kept.length === 1 ? "1 press is kept" : `${kept.length} presses are kept`;
    box.append(element("b", "", tries ? `${count}: no answer yet. Sent again by itself.` : `${count}, being sent.`));
    const list = element("ul", "");
    for (const { label, at } of kept) list.append(element("li", "", `${label}, ${clock(at)}`));
    box.append(list);
    strip.append(box);
  }
  for (const { label, why, at } of refused) {
    const box = element("div", "kept is-refused");
    box.setAttribute("role", "alert");
    box.append(element("b", "", `${label}, ${clock(at)}: not done.`), element("p", "", why));
    const seen = element("button", "button", "Seen");
    seen.type = "button";
    seen.dataset.offline = "";
    seen.addEventListener("click", () => write(REFUSED, read(REFUSED).filter((one) => one.at !== at)));
    box.append(seen);
    strip.append(box);
  }
}

// A press that is under way is not made again: its button says so.
function mark(root) {
  const kept = read(KEPT);
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
    draw(strip);
    mark(root);
  };
  window.addEventListener("flux-kept", show);
  window.addEventListener("storage", show);
  window.addEventListener("online", send);
  window.addEventListener("flux-live", send);
  model.on("html", () => mark(root));
  model.on("lifecycle:remove", () => {
    window.removeEventListener("flux-kept", show);
    window.removeEventListener("storage", show);
    window.removeEventListener("online", send);
    window.removeEventListener("flux-live", send);
  });
  show();
  send();
}

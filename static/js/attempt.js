// The attempt page, one question at a time. A change is written to this device first and sent
// after; what the page says about saving is what the server last answered. Without this script
// the same page is one form.

const form = document.getElementById("attempt");
const { code, saveUrl, handInUrl, resultUrl } = form.dataset;
const TYPING_PAUSE_MS = 800;
const REPLY_TIMEOUT_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;
const LOW_TIME_MS = 60_000;
const FAULTS = ["not_a_number"]; // refusals of an answer that its person can mend
const TYPED = "textarea, .answer-number input"; // fields that are saved when the typing rests

// -- The server's clock: the device's own never matters ------------------------------------------

let clockOffset = -Infinity;
let endsAt = null;
let lastChangeMs = 0;

// Each estimate is late by the length of the way, so the largest is nearest to the truth; one made
// after the device slept, when its timer stood still, is larger again.
function learnTime({ server_now: serverNow, ends_at: end }) {
  if (serverNow) clockOffset = Math.max(clockOffset, Date.parse(serverNow) - performance.now());
  if (end) endsAt = Date.parse(end);
}

// The server refused an id for its time, so what was learned before is wrong.
function relearnTime(data) {
  clockOffset = -Infinity;
  lastChangeMs = 0;
  learnTime(data);
  questions.forEach((question) => learnChangeId(question.changeId));
}

function now() {
  return performance.now() + clockOffset;
}

// Ids grow even when two changes fall in one millisecond or after one made on another device.
function newChangeId() {
  lastChangeMs = Math.max(Math.floor(now()), lastChangeMs + 1);
  const random = crypto.getRandomValues(new Uint8Array(8));
  return `${lastChangeMs}-${Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

function learnChangeId(changeId) {
  lastChangeMs = Math.max(lastChangeMs, Number.parseInt(changeId, 10) || 0);
}

// -- Questions: how each kind is read and written ------------------------------------------------

const radios = {
  read: (el) => el.querySelector("input:checked")?.value ?? "",
  write: (el, value) => {
    for (const input of el.querySelectorAll("input[type=radio]")) {
      input.checked = input.value === value;
    }
  },
};
const KINDS = {
  single: radios,
  boolean: radios,
  multiple: {
    read: (el) => Array.from(el.querySelectorAll("input:checked"), (input) => input.value),
    write: (el, value) => {
      for (const input of el.querySelectorAll("input[type=checkbox]")) {
        input.checked = Boolean(value?.includes(input.value));
      }
    },
  },
  number: {
    read: (el) => el.querySelector(TYPED).value.trim(),
    write: (el, value) => {
      el.querySelector(TYPED).value = value ?? "";
    },
  },
  order: {
    read: (el) => Array.from(el.querySelectorAll("[data-key]"), (row) => row.dataset.key),
    write: (el, value) => {
      const list = el.querySelector(".order");
      for (const key of value ?? []) list.append(list.querySelector(`[data-key="${CSS.escape(key)}"]`));
      markEnds(list);
    },
  },
  short: {
    read: (el) => el.querySelector("textarea").value,
    write: (el, value) => {
      el.querySelector("textarea").value = value ?? "";
    },
  },
};

const questions = Array.from(form.querySelectorAll("section.item"), (el) => ({
  el,
  name: el.dataset.name,
  kind: KINDS[el.dataset.kind],
  changeId: el.dataset.change,
  isAnswered: "answered" in el.dataset,
  isFlagged: "flagged" in el.dataset,
  isNewer: false,
  isStored: "answered" in el.dataset, // the server has an answer, this one or an earlier one
  fault: "", // why the server did not take what stands in the field
  dot: form.querySelector(`#map a[href="#${el.id}"]`),
}));
const byName = new Map(questions.map((question) => [question.name, question]));
let current = 0;

function show(question, value) {
  question.kind.write(question.el, value);
  question.isAnswered = Boolean(value?.length);
  question.fault = "";
}

// -- What waits to be saved: kept on this device, one latest change per question ----------------

const PREFIX = `attempt:${code}:`;
const pending = new Map(); // key -> body; a key is an item's name, or "flag:" and its name

function keep(key, body) {
  pending.delete(key);
  pending.set(key, body);
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(body));
  } catch {
    // A full or forbidden storage leaves the change in this page, which warns before it closes.
  }
}

function drop(key, body) {
  if (pending.get(key) !== body) return; // changed again while this one was on its way
  pending.delete(key);
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept there.
  }
}

function takeUpKept() {
  let kept = [];
  try {
    kept = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return;
  }
  for (const storageKey of kept) {
    const body = JSON.parse(localStorage.getItem(storageKey));
    const key = storageKey.slice(PREFIX.length);
    const question = byName.get(body.name);
    const isStale = !question || (body.change_id && body.change_id <= question.changeId);
    if (isStale) {
      localStorage.removeItem(storageKey);
      continue;
    }
    pending.set(key, body);
    if (body.change_id) {
      show(question, body.value);
      learnChangeId(body.change_id);
    } else {
      question.isFlagged = body.is_flagged;
    }
  }
}

// -- Saving --------------------------------------------------------------------------------------

let running = null;
let failures = 0;
let nextTry = 0;
let halt = ""; // "", "signed-out" or "closed": why nothing is sent
let isCatchingUp = false;
let isLeaving = false;
const renewed = new Set(); // keys whose last change id was refused

function answerChanged(question, delay) {
  const value = question.kind.read(question.el);
  question.isAnswered = value.length > 0;
  question.isNewer = false;
  question.fault = "";
  keep(question.name, { name: question.name, value, change_id: newChangeId() });
  saveAfter(delay);
}

function flagChanged(question) {
  question.isFlagged = !question.isFlagged;
  keep(`flag:${question.name}`, { name: question.name, is_flagged: question.isFlagged });
  saveAfter(0);
}

function saveAfter(delay) {
  clearTimeout(nextTry);
  nextTry = setTimeout(save, delay);
  refresh();
}

// One request at a time, so that changes arrive in the order in which they were made.
function save() {
  clearTimeout(nextTry);
  if (!running) {
    running = saveAll().finally(() => {
      running = null;
      refresh();
    });
  }
  return running;
}

async function saveAll() {
  while (pending.size > 0 && !halt) {
    refresh();
    const [key, body] = pending.entries().next().value;
    const reply = await send(body);
    if (reply === null) {
      failures += 1;
      nextTry = setTimeout(save, Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures));
      return;
    }
    failures = 0;
    settle(key, body, reply);
  }
}

async function send(body) {
  return ask({
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrfToken() },
    body: JSON.stringify(body),
    keepalive: true,
  });
}

// Returns {status, data}, or null when the line or the server failed and asking again may help.
async function ask(options) {
  const abort = new AbortController();
  const timeout = setTimeout(() => abort.abort(), REPLY_TIMEOUT_MS);
  try {
    const response = await fetch(saveUrl, { ...options, redirect: "manual", signal: abort.signal });
    if (response.status >= 500 || response.status === 429) return null;
    const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
    const data = isJson ? await response.json() : {};
    learnTime(data);
    return { status: response.status, data };
  } catch {
    return null;
  } finally {
    clearTimeout(timeout);
  }
}

// Signing in again in another window gives the cookie a new token; this page's own is the old one.
function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
}

function settle(key, body, { status, data }) {
  if (status === 200) {
    drop(key, body);
    renewed.delete(key);
    if (data.change_id) stored(byName.get(body.name), data, data.is_newer);
  } else if (status === 409) {
    close();
  } else if (status === 400 && data.error === "change_id" && !renewed.has(key)) {
    renewed.add(key);
    relearnTime(data);
    if (pending.get(key) === body) keep(key, { ...body, change_id: newChangeId() });
  } else if (status === 400 && FAULTS.includes(data.error)) {
    drop(key, body);
    if (!pending.has(key)) refuse(byName.get(body.name), data.error);
  } else if (status === 400) {
    drop(key, body);
    notice("refused", true);
  } else {
    halt = "signed-out";
  }
}

// What was written stays in its field, to be mended there.
function refuse(question, fault) {
  question.fault = fault;
  question.isAnswered = question.isStored;
}

// Note what the server has; show it when it came from elsewhere and nothing newer waits here.
function stored(question, { value, change_id: changeId }, isFromElsewhere) {
  learnChangeId(changeId);
  question.changeId = changeId;
  question.isStored = value !== null;
  if (isFromElsewhere && !pending.has(question.name)) {
    show(question, value);
    question.isNewer = true;
  }
}

// After sleep, another window or a lost line: learn the time, and what was saved elsewhere.
async function catchUp() {
  if (halt === "closed" || isCatchingUp) return;
  isCatchingUp = true;
  halt = "";
  save();
  const reply = await ask({});
  isCatchingUp = false;
  if (reply === null) return;
  if (reply.status !== 200) halt = "signed-out";
  else if (reply.data.is_open) reply.data.responses.forEach(takeOver);
  else close();
  refresh();
}

function takeOver(row) {
  const question = byName.get(row.name);
  if (row.change_id > question.changeId) stored(question, row, true);
  if (!pending.has(`flag:${row.name}`)) question.isFlagged = row.is_flagged;
}

function close() {
  if (halt === "closed") return;
  halt = "closed";
  isLeaving = true;
  setTimeout(() => location.replace(resultUrl), 3000);
}

async function handIn() {
  if (running) await running;
  await save();
  if (pending.size > 0 || halt) return refresh();
  const faulty = questions.findIndex((question) => question.fault);
  if (faulty >= 0) return goAndFocus(faulty);
  isLeaving = true;
  location.assign(handInUrl);
}

// -- The page ------------------------------------------------------------------------------------

function notice(name, isShown) {
  form.querySelector(`[data-notice="${name}"]`).hidden = !isShown;
}

function stateOf(question) {
  if (question.fault) return "";
  if (!pending.has(question.name)) return question.changeId ? "saved" : "";
  return failures > 0 || halt || !navigator.onLine ? "waiting" : "saving";
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function refresh() {
  const question = questions[current];
  const isLast = current === questions.length - 1;
  form.querySelector(".saved").dataset.state = stateOf(question);
  const button = (name) => form.querySelector(`.button-bar [data-go="${name}"]`);
  button("previous").disabled = current === 0;
  button("flag").setAttribute("aria-pressed", question.isFlagged);
  button("next").hidden = isLast;
  button("hand-in").hidden = !isLast;
  const answered = questions.filter((each) => each.isAnswered).length;
  form.querySelector(".attempt-head progress").value = answered;
  setText(form.querySelector(".attempt-head .progress-label b"), String(answered));
  questions.forEach((each, index) => {
    each.el.hidden = index !== current;
    each.dot.classList.toggle("is-answered", each.isAnswered);
    if (index === current) each.dot.setAttribute("aria-current", "step");
    else each.dot.removeAttribute("aria-current");
    drawFlag(each);
  });
  notice("offline", !halt && (failures > 0 || !navigator.onLine));
  notice("signed-out", halt === "signed-out");
  notice("closed", halt === "closed");
  notice("newer", question.isNewer);
  for (const fault of FAULTS) notice(fault, question.fault === fault);
}

function drawFlag({ dot, isFlagged }) {
  const icon = dot.querySelector("svg");
  if (isFlagged && !icon) dot.append(form.querySelector("template[data-flag-icon]").content.cloneNode(true));
  if (!isFlagged && icon) icon.remove();
}

function go(index) {
  if (index < 0 || index >= questions.length) return;
  current = index;
  document.getElementById("map").open = false;
  history.replaceState(null, "", `#${questions[index].el.id}`);
  refresh();
  window.scrollTo(0, 0);
}

function goAndFocus(index) {
  go(index);
  questions[current].el.querySelector(".item-stem").focus({ preventScroll: true });
}

function indexOfHash() {
  return questions.findIndex((question) => `#${question.el.id}` === location.hash);
}

function tick() {
  const left = Math.max(0, endsAt - now());
  const timer = form.querySelector(".timer");
  timer.classList.toggle("is-low", left < LOW_TIME_MS);
  setText(timer.querySelector(".timer-text"), timeText(Math.ceil(left / 1000)));
  if (left === 0 && halt !== "closed") catchUp();
}

function timeText(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// Numbers to choose become buttons to press.
function addMoves(list) {
  const moves = form.querySelector("template[data-moves]").content;
  for (const row of list.children) {
    row.querySelector("select").hidden = true;
    row.append(moves.cloneNode(true));
  }
  markEnds(list);
}

function markEnds(list) {
  for (const row of list.children) {
    const [up, down] = row.querySelectorAll("[data-move]");
    if (!up) return;
    up.disabled = !row.previousElementSibling;
    down.disabled = !row.nextElementSibling;
  }
}

function move(button) {
  const row = button.closest("[data-key]");
  if (button.dataset.move === "-1") row.previousElementSibling.before(row);
  else row.nextElementSibling.after(row);
  markEnds(row.parentElement);
  if (button.disabled) row.querySelector("[data-move]:not(:disabled)").focus();
  else button.focus();
  answerChanged(questions[current], 0);
}

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", (event) => {
  if (event.target.matches(TYPED)) save();
  else answerChanged(questions[current], 0);
});
form.addEventListener("input", (event) => {
  if (event.target.matches(TYPED)) answerChanged(questions[current], TYPING_PAUSE_MS);
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go], [data-move]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.move) return move(button);
  const acts = {
    previous: () => goAndFocus(current - 1),
    next: () => goAndFocus(current + 1),
    flag: () => flagChanged(questions[current]),
    "hand-in": handIn,
  };
  acts[button.dataset.go]();
});
window.addEventListener("hashchange", () => goAndFocus(indexOfHash()));
// The page comes back in the other language at the question that is shown.
document.querySelector("button[name=language]")?.form.addEventListener("submit", (event) => {
  event.target.elements.next.value = location.pathname + location.hash;
});
window.addEventListener("online", catchUp);
window.addEventListener("offline", refresh);
window.addEventListener("pageshow", (event) => event.persisted && catchUp());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") catchUp();
  else save();
});
window.addEventListener("beforeunload", (event) => {
  if (pending.size === 0 || isLeaving) return;
  save();
  event.preventDefault();
});

learnTime({ server_now: form.dataset.serverNow, ends_at: form.dataset.endsAt });
questions.forEach((question) => learnChangeId(question.changeId));
form.classList.add("is-live");
form.querySelectorAll(".order").forEach(addMoves);
takeUpKept();
for (const element of form.querySelectorAll("[data-plain]")) element.hidden = true;
for (const element of form.querySelectorAll("[data-live]")) element.hidden = false;
if (endsAt) setInterval(tick, 1000);
if (endsAt) tick();
const firstBlank = questions.findIndex((question) => !question.isAnswered);
go(Math.max(0, indexOfHash() >= 0 ? indexOfHash() : firstBlank));
save();

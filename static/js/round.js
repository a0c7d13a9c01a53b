// Rounds: what is marked stays on this device until the server has saved it. Without this script
// the same pages are plain forms.

const PREFIX = "round:";
const LONGEST_KEPT_MS = 12 * 60 * 60 * 1000; // a shift; what is older is no longer about today
const form = document.getElementById("round");
const saved = document.getElementById("made")?.dataset.saved.split(" ") ?? [];

function forgetSaved() {
  for (const key of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX))) {
    if (saved.includes(JSON.parse(sessionStorage.getItem(key)).requestId)) {
      sessionStorage.removeItem(key);
    }
  }
}

// -- The draft: every field that a person fills in, by name --------------------------------------

// The next person at a shared tablet does not meet the draft of the one before.
const key = `${PREFIX}${form?.dataset.reader}:${location.pathname}${location.search}`;
const isOurs = (field) => field.name && field.type !== "hidden" && field.type !== "submit";

function read() {
  const values = {};
  for (const field of Array.from(form.elements).filter(isOurs)) {
    if (field.type === "radio") {
      if (field.checked) values[field.name] = field.value;
    } else {
      values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
  }
  return values;
}

function write(values) {
  for (const field of Array.from(form.elements).filter(isOurs)) {
    if (!(field.name in values)) continue;
    if (field.type === "radio") field.checked = field.value === values[field.name];
    else if (field.type === "checkbox") field.checked = values[field.name];
    else field.value = values[field.name];
    if (isNoted(field)) openAround(field);
  }
}

// What is not as the page offers it should be seen.
function isNoted(field) {
  if (field.type === "radio") return field.checked && !field.defaultChecked;
  return field.tagName === "TEXTAREA" && field.value !== "";
}

function openAround(field) {
  const fold = field.closest("details");
  if (fold) fold.open = true;
}

function keep() {
  const draft = { requestId: form.elements.request_id.value, at: Date.now(), values: read() };
  sessionStorage.setItem(key, JSON.stringify(draft));
}

// The id comes back with the draft: what was saved without the answer arriving is not saved twice.
function restore() {
  const draft = JSON.parse(sessionStorage.getItem(key) ?? "null");
  if (!draft || Date.now() - draft.at > LONGEST_KEPT_MS) return;
  if (JSON.stringify(draft.values) === JSON.stringify(read())) return;
  write(draft.values);
  form.elements.request_id.value = draft.requestId;
  const notice = document.querySelector('[data-draft="restored"]');
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    location.reload();
  });
}

// -- One press, one save -------------------------------------------------------------------------

function setBusy(isBusy) {
  const button = form.querySelector("[type=submit]");
  if (isBusy) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}

if (form) {
  // After an error the page already holds what was sent.
  const isFresh = !document.querySelector("main [role=alert]");
  try {
    if (isFresh) restore();
    form.addEventListener("input", keep);
  } catch {
    // Without a storage the page works; it just forgets.
  }
  form.addEventListener("submit", (event) => {
    if (form.querySelector("[aria-busy]")) event.preventDefault();
    else setBusy(true);
  });
  window.addEventListener("pageshow", () => setBusy(false));
} else {
  try {
    forgetSaved();
  } catch {
    // Nothing was kept.
  }
}

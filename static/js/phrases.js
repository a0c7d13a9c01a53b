// The phrase book: filters as somebody types. All lines come once, when the field is entered, and
// are filtered on the device; what they do not hold, the server is asked for, which knows the other
// language too. Without this script the form asks the server.

const form = document.getElementById("phrase-form");
const field = form.elements.q;
const state = document.getElementById("phrase-state");
const found = document.getElementById("found");
const book = document.getElementById("book");
const ASK_AFTER_MS = 300;

// -- Comparing, as standards/search/folding.py does ------------------------------------------------

// What keeps numbers whole on the page is nothing that anybody types.
const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("\u2060", "").replace(/\s+/gu, " ");
const termsOf = (text) => [...new Set(fold(text).trim().split(" "))].filter(Boolean);

// Chinese is found wherever it stands, a Latin word or a number where one begins.
function patternOf(term) {
  const [run] = ["a-z", "0-9"].filter((each) => new RegExp(`^[${each}]`).test(term));
  const before = run ? `(?:^|[^${run}])` : "";
  return new RegExp(before + term.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "g");
}

// -- All lines, fetched once -----------------------------------------------------------------------

let headings = []; // [title, url]; url is empty where lines share their norm's title
let lines = null; // the fields of standards/phrases/book.Line, and the folded text to look into
let fetching = null;

async function fetchLines() {
  const response = await fetch(form.dataset.lines);
  if (!response.ok || response.redirected) throw new Error(response.status);
  const content = await response.json();
  headings = content.headings;
  lines = content.lines.map(([places, url, norm, language, when, say, avoid]) => {
    const titles = places.map((place) => headings[place][0]);
    const text = fold([when, say, avoid, ...titles].join("\n"));
    return { place: places[0], url, norm, language, when, say, avoid, text };
  });
}

function load() {
  fetching ??= fetchLines().catch(() => {
    fetching = null;
  });
  return fetching;
}

// -- Showing what is found -------------------------------------------------------------------------

// Which places of a text belong to a hit. A folded text may have more characters, or fewer: each
// remembers where it comes from.
function placesOf(text, terms) {
  const from = [];
  let folded = "";
  let at = 0;
  for (const char of text) {
    folded += fold(char);
    while (from.length < folded.length) from.push(at);
    at += char.length;
  }
  const places = new Set();
  for (const term of terms) {
    for (const match of folded.matchAll(patternOf(term))) {
      const end = match.index + match[0].length;
      for (let i = end - term.length; i < end; i++) places.add(from[i]);
    }
  }
  return places;
}

function* marked(text, terms) {
  const places = placesOf(text, terms);
  let start = 0;
  for (let end = 1; end <= text.length; end++) {
    if (end < text.length && places.has(end) === places.has(start)) continue;
    const piece = text.slice(start, end);
    yield places.has(start) ? mark(piece) : piece;
    start = end;
  }
}

function mark(text) {
  const element = document.createElement("mark");
  element.textContent = text;
  return element;
}

const [sayBlank, pairBlank] = document.getElementById("phrase-blanks").content.querySelectorAll(".clause");

function itemOf(line, terms) {
  const item = (line.avoid ? pairBlank : sayBlank).cloneNode(true);
  const fill = (where, text) => item.querySelector(where)?.replaceChildren(...marked(text, terms));
  item.lang = line.language;
  fill(".line-when", line.when);
  fill(".line-say q", line.say);
  fill(".line-avoid q", line.avoid);
  const link = item.querySelector(".phrase-norm");
  link.href = line.url;
  link.textContent = line.norm;
  return item;
}

function shelfOf(place, items) {
  const [title, url] = headings[place];
  const shelf = document.createElement("section");
  const head = shelf.appendChild(document.createElement("h2"));
  if (url) Object.assign(head.appendChild(document.createElement("a")), { href: url, textContent: title });
  else head.textContent = title;
  const list = shelf.appendChild(document.createElement("ul"));
  shelf.className = "section";
  list.className = "clauses phrases";
  list.append(...items);
  return shelf;
}

// How many lines hold every term; they stand on their shelves then.
function filter(terms) {
  const hits = lines.filter((line) => terms.every((term) => line.text.search(patternOf(term)) >= 0));
  const shelves = headings.map((_, place) => hits.filter((line) => line.place === place));
  found.replaceChildren();
  shelves.forEach((some, place) => {
    if (some.length) found.append(shelfOf(place, some.map((line) => itemOf(line, terms))));
  });
  return hits.length;
}

// -- From key to answer ----------------------------------------------------------------------------

const openedWith = termsOf(field.defaultValue).join(" ");
const opened = Array.from(book.childNodes);
let asking = null;

async function askServer(text) {
  const url = new URL(form.action);
  url.searchParams.set("q", text);
  const response = await fetch(url, { signal: asking.signal });
  if (!response.ok) throw new Error(response.status);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.getElementById("book").childNodes;
}

function showBook(content) {
  found.hidden = true;
  book.hidden = false;
  book.replaceChildren(...content);
  book.dispatchEvent(new CustomEvent("lines-shown", { bubbles: true }));
}

async function answer() {
  asking?.abort();
  const own = (asking = new AbortController());
  const terms = termsOf(field.value);
  if (!terms.length || terms.join(" ") === openedWith) {
    state.textContent = "";
    showBook(opened);
    return;
  }
  if (!lines) {
    state.textContent = form.dataset.loading;
    await load();
    if (own.signal.aborted) return;
  }
  const count = lines ? filter(terms) : 0;
  if (count) {
    state.textContent = form.dataset.found.replace("%", count);
    book.hidden = true;
    found.hidden = false;
    found.dispatchEvent(new CustomEvent("lines-shown", { bubbles: true }));
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, ASK_AFTER_MS));
  if (own.signal.aborted) return;
  try {
    const content = await askServer(field.value);
    state.textContent = "";
    showBook(content);
  } catch {
    if (!own.signal.aborted) state.textContent = form.dataset.failed;
  }
}

found.hidden = true;
field.addEventListener("focus", load, { once: true });
field.addEventListener("input", answer);
if (field.value !== field.defaultValue) answer(); // the browser went back and kept what was typed

// Enter: the answer stands there already, so only the keyboard leaves a phone's screen.
form.addEventListener("submit", (event) => {
  if (!lines || !termsOf(field.value).length) return;
  event.preventDefault();
  field.blur();
});

// A tap on the words reads them large, as their button does.
document.addEventListener("click", (event) => {
  const words = event.target.closest(".phrases .line-say q");
  if (words && getSelection().isCollapsed) words.parentElement.querySelector("[data-large]")?.click();
});

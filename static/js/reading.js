// Reading a norm: lines are copied or read large, flipping the language keeps the place, the page
// prints itself. Without this script all of it can be read, and the browser's own menu prints.

// -- Lines to say ------------------------------------------------------------------------------

const tools = document.getElementById("line-tools");
const dialog = document.getElementById("large-line");
const SHOWN_MS = 2500;

// What keeps numbers whole on the page is of no use in a message to a customer.
const wordsOf = (line) => line.innerText.replaceAll("\u2060", "").replaceAll("\u00a0", " ").trim();

// Halls without HTTPS, and some browsers inside other apps, have no clipboard for scripts.
async function copy(line) {
  try {
    await navigator.clipboard.writeText(wordsOf(line));
    return true;
  } catch {
    getSelection().selectAllChildren(line);
    return document.execCommand("copy");
  }
}

async function copyAndSay(button, line) {
  const said = button.parentElement.querySelector("[role=status]");
  const label = button.querySelector("span");
  const before = button.dataset.label ?? label.textContent;
  button.dataset.label = before;
  label.textContent = said.textContent = (await copy(line)) ? button.dataset.done : button.dataset.failed;
  setTimeout(() => {
    label.textContent = before;
    said.textContent = "";
  }, SHOWN_MS);
}

function readLarge(line, when) {
  const shown = dialog.querySelector("[data-line]");
  shown.innerHTML = line.innerHTML; // of our own page, escaped there
  shown.lang = line.closest("[lang]").lang;
  dialog.querySelector("[data-when]").textContent = when?.textContent ?? "";
  dialog.showModal();
  dialog.scrollTop = 0;
}

function giveTools(quote) {
  if (quote.querySelector(".line-tools")) return;
  const line = quote.querySelector("q");
  const when = quote.querySelector(".line-when") ?? quote.closest(".clause").querySelector(".line-when");
  quote.append(tools.content.cloneNode(true));
  quote.querySelector("[data-copy]").addEventListener("click", (event) => copyAndSay(event.currentTarget, line));
  quote.querySelector("[data-large]").addEventListener("click", () => readLarge(line, when));
}

function giveToolsWithin(root) {
  for (const quote of root.querySelectorAll(".line-say")) giveTools(quote);
}

if (tools) {
  for (const body of document.querySelectorAll(".norm-body")) giveToolsWithin(body);
  document.addEventListener("lines-shown", (event) => giveToolsWithin(event.target)); // see phrases.js
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
}

// -- Keeping the place ---------------------------------------------------------------------------

// The clause that is being read: the one that begins nearest to the upper edge of the screen.
function clauseInView() {
  const READ_FROM = 64; // px, below what stays at the upper edge
  const clauses = Array.from(document.querySelectorAll(".norm-body [id], .change[id]"));
  const shown = clauses.filter((each) => each.getClientRects().length);
  const distance = (each) => Math.abs(each.getBoundingClientRect().top - READ_FROM);
  return shown.reduce((near, each) => (distance(each) < distance(near) ? each : near));
}

for (const link of document.querySelectorAll("[data-keep-place]")) {
  link.addEventListener("click", () => {
    const first = document.querySelector(".norm-body [id], .change[id]");
    const isAtTop = !first || first.getBoundingClientRect().top > 0;
    link.hash = isAtTop ? "" : clauseInView().id;
  });
}

// -- Paper ---------------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

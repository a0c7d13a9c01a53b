// A shared device: warn before the server ends an unused session, then lead to the door.
// The server decides; this only tells the person in time and says when the page is in use.

const dialog = document.getElementById("idle");
const IDLE_MS = dialog.dataset.seconds * 1000;
const WARNING_MS = dialog.dataset.warning * 1000;
const ASK_AT_MOST_EVERY_MS = Math.min(60_000, IDLE_MS / 5);
const LAST_SEEN = "idle:last-seen"; // shared by the tabs of this browser

let lastAnswer = Date.now(); // when the server last knew that somebody is here
let isAsking = false;
tellTabs();

function tellTabs() {
  try {
    localStorage.setItem(LAST_SEEN, lastAnswer);
  } catch {
    // Without a storage each tab counts for itself.
  }
}

function learnFromTabs() {
  try {
    const seen = Number(localStorage.getItem(LAST_SEEN));
    if (seen > lastAnswer && seen <= Date.now()) lastAnswer = seen;
  } catch {
    // As above.
  }
}

async function ask() {
  if (isAsking) return;
  isAsking = true;
  const asked = Date.now();
  try {
    const answer = await fetch(dialog.dataset.ask, { redirect: "manual", cache: "no-store" });
    if (answer.status === 204) {
      lastAnswer = asked;
      tellTabs();
      dialog.close();
    } else if (answer.type === "opaqueredirect") {
      leave();
    }
  } catch {
    // No line: the warning stays, and the next tap tries again.
  } finally {
    isAsking = false;
  }
}

function noteUse() {
  if (!dialog.open && Date.now() - lastAnswer > ASK_AT_MOST_EVERY_MS) ask();
}

function leave() {
  const next = location.pathname + location.search + location.hash;
  location.replace(`${dialog.dataset.door}?ended=idle&next=${encodeURIComponent(next)}`);
}

function tick() {
  learnFromTabs();
  const left = lastAnswer + IDLE_MS - Date.now();
  // Without a line the door cannot be reached; what is on the page is not thrown away for it.
  if (left <= 0 && navigator.onLine) leave();
  else if (left <= WARNING_MS && !dialog.open) dialog.showModal();
  else if (left > WARNING_MS && dialog.open) dialog.close();
}

dialog.querySelector("button").addEventListener("click", ask);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault(); // closes once the server has answered
  ask();
});
for (const use of ["pointerdown", "keydown", "input", "scroll"]) {
  addEventListener(use, noteUse, { capture: true, passive: true });
}
document.addEventListener("visibilitychange", tick);
addEventListener("pageshow", (event) => event.persisted && tick());
setInterval(tick, 1000);

// A case at the morning meeting: one scene at a time, by button, key or a presenter's remote. What
// is asked in a scene is answered before the next one comes. Without this script the scenes stand
// on one page, one below the other.

const meeting = document.getElementById("meeting");
const scenes = Array.from(meeting.querySelectorAll(".scene"));
const bar = meeting.querySelector(".meeting-bar");
const [backButton, nextButton] = bar.querySelectorAll("button");
const round = meeting.querySelector(".meeting-round");
const isPhone = matchMedia("(max-width: 899.98px)");
let now = 0;

const answersOf = (scene) => Array.from(scene.querySelectorAll("details"));
const lastOpen = (scene) => answersOf(scene).map((answer) => answer.open).lastIndexOf(true);
const isOneByOne = (scene) => scene.querySelector("[data-one-by-one]") !== null;

// -- Scenes --------------------------------------------------------------------------------------

function show(index) {
  now = index;
  for (const scene of scenes) scene.hidden = scene !== scenes[now];
  if (round) round.hidden = now < scenes.length - 1;
  if (isOneByOne(scenes[now]) && lastOpen(scenes[now]) < 0) open(0);
  tell();
}

// Reloading keeps the scene; the browser's way back leaves the meeting.
function go(index) {
  show(index);
  history.replaceState(null, "", `#${scenes[now].id}`);
  scrollTo(0, 0);
  scenes[now].querySelector("h2").focus({ preventScroll: true }); // heard: its number and its title
}

function tell() {
  const { length } = answersOf(scenes[now]);
  const isFirst = now === 0;
  const isLast = now === scenes.length - 1 && lastOpen(scenes[now]) + 1 >= length;
  bar.querySelector("[data-at]").textContent = `${now + 1}/${scenes.length}`;
  backButton.disabled = isFirst;
  nextButton.disabled = isLast;
  meeting.classList.toggle("is-under-way", !isFirst);
  fit();
}

// On a wall nobody scrolls: what is too long for the screen gets smaller, down to seven tenths.
function fit() {
  for (let size = 100; size >= 70; size -= 5) {
    meeting.style.setProperty("--fit", String(size / 100));
    if (isPhone.matches || document.documentElement.scrollHeight <= innerHeight) return;
  }
}

// -- Answers within a scene ----------------------------------------------------------------------

function open(index) {
  const answer = answersOf(scenes[now])[index];
  answer.open = true;
  showAlone(answer);
  return answer;
}

// Of steps, the one that is open is shown alone.
function showAlone(answer) {
  const step = answer.closest("[data-one-by-one] > li");
  for (const other of step?.parentElement.children ?? []) {
    other.hidden = other !== step;
    if (other !== step) other.querySelector("details").open = false;
  }
}

function reveal(index) {
  const answer = open(index);
  tell();
  answer.querySelector("[tabindex]").focus({ preventScroll: true }); // heard
  answer.scrollIntoView({ block: "nearest" });
}

function next() {
  const following = lastOpen(scenes[now]) + 1;
  if (following < answersOf(scenes[now]).length) reveal(following);
  else if (now + 1 < scenes.length) go(now + 1);
}

function back() {
  const before = lastOpen(scenes[now]) - 1;
  if (isOneByOne(scenes[now]) && before >= 0) reveal(before);
  else if (now > 0) go(now - 1);
}

// -- Keys and buttons ----------------------------------------------------------------------------

const KEYS = { ArrowRight: next, PageDown: next, " ": next, ArrowLeft: back, PageUp: back };

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  const isTheirs = event.key === " " && event.target.closest("a, button, summary");
  if (!act || isTheirs || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  act();
});
nextButton.addEventListener("click", next);
backButton.addEventListener("click", back);
meeting.addEventListener("toggle", tell, true);
addEventListener("resize", fit);
addEventListener("hashchange", () => show(sceneInAddress()));

function sceneInAddress() {
  return Math.max(0, scenes.findIndex((scene) => `#${scene.id}` === location.hash));
}

// -- Full screen and paper -----------------------------------------------------------------------

const full = meeting.querySelector("[data-full]");
full.hidden = !document.fullscreenEnabled || isPhone.matches;
full.addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen();
});
document.addEventListener("fullscreenchange", () => {
  full.setAttribute("aria-pressed", String(Boolean(document.fullscreenElement)));
});

const print = meeting.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());

// The sheet has every answer; older browsers print only what is open.
let closed = [];
addEventListener("beforeprint", () => {
  closed = Array.from(meeting.querySelectorAll("details:not([open])"));
  for (const answer of closed) answer.open = true;
});
addEventListener("afterprint", () => {
  for (const answer of closed) answer.open = false;
});

bar.hidden = false;
meeting.classList.add("is-staged");
show(sceneInAddress());

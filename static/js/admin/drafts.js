// One key for each decision on a drafted question; the buttons do the same. Whoever speaks to the
// browser, or types by chance, switches the keys off: this browser remembers it.

const KEYS = { a: "accept", e: "edit", r: "reject" };
const SWITCH = "drafts-keys-off";
const keys = document.querySelector("[data-keys]");

if (keys) {
  keys.checked = localStorage.getItem(SWITCH) === null;
  keys.closest("label").hidden = false;
  keys.addEventListener("change", () => {
    if (keys.checked) localStorage.removeItem(SWITCH);
    else localStorage.setItem(SWITCH, "1");
  });
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("select, textarea, input:not([type=checkbox])");
  if (isTyping || !keys?.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const button = document.querySelector(`button[name="do"][value="${KEYS[event.key.toLowerCase()]}"]`);
  if (button) button.click();
});

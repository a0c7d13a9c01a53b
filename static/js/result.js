// Answers that were given without a line and did not arrive in time: say so once, then forget them.

const result = document.getElementById("result");
const prefix = `attempt:${result.dataset.code}:`;

try {
  const kept = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  const answers = kept.filter((key) => !key.startsWith(`${prefix}flag:`));
  result.querySelector('[data-notice="lost"]').hidden = answers.length === 0;
  kept.forEach((key) => localStorage.removeItem(key));
} catch {
  // Without a storage nothing was kept.
}

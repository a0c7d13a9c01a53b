// The clauses of a norm: fold, move by keyboard, add where one stands, and send the order that
// is seen. Dragging is sortable2's; without this script the form still saves, new clauses last.

const group = document.querySelector(".clauses");
const fieldset = group.querySelector("fieldset");
const form = group.closest("form");
const prefix = group.id.replace(/-group$/, "");
const template = document.getElementById(`${prefix}-empty`);
let isDirty = false;
let addAfter = null;

const rows = () => [...fieldset.querySelectorAll(":scope > .clause:not(.empty-form)")];
const orderInput = (row) => row.querySelector("input._reorder_");

function markAsMovable(row) {
  // sortable2 drags only rows with this class; inlines.js has looked at it by now.
  row.classList.add("has_original");
}

function restoreOrder() {
  // After a failed save the rows come in the order of the database, not of the form.
  const placed = rows().map((row, index) => [Number(orderInput(row).value) || Infinity, index, row]);
  placed.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (const [, , row] of placed) fieldset.insertBefore(row, template);
}

function move(row, direction) {
  const all = rows();
  const neighbour = all[all.indexOf(row) + (direction === "up" ? -1 : 1)];
  if (!neighbour) return;
  if (direction === "up") neighbour.before(row);
  else neighbour.after(row);
  isDirty = true;
}

function number() {
  rows().forEach((row, index) => {
    orderInput(row).value = index + 1;
  });
  // Saved rows first: the server takes the first INITIAL_FORMS for them, and removing a new row
  // makes inlines.js count in the order of the page.
  const isSaved = (row) => row.querySelector(`input[name$="-id"]`).value !== "";
  const all = rows();
  [...all.filter(isSaved), ...all.filter((row) => !isSaved(row))].forEach(rename);
}

function rename(row, index) {
  const pattern = new RegExp(`${prefix}-(\\d+|__prefix__)`);
  for (const element of [row, ...row.querySelectorAll("[id], [name], [for]")]) {
    for (const attribute of ["id", "name", "for"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(pattern, `${prefix}-${index}`));
    }
  }
}

function showTarget() {
  // Faults and the lint page lead to a field; its clause unfolds and the field takes the focus.
  const target = document.getElementById(location.hash.slice(1));
  const folded = target && target.closest(".clause details");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView({ block: "center" });
  target.focus();
}

group.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = button.closest(".clause");
  if (button.dataset.fold) {
    for (const each of rows()) each.querySelector("details").open = button.dataset.fold === "open";
  } else if (button.dataset.move) {
    move(row, button.dataset.move);
    button.focus();
  } else if ("add" in button.dataset) {
    addAfter = row;
    group.querySelector(".add-row a").click();
  }
});

document.addEventListener("formset:added", (event) => {
  if (event.detail.formsetName !== prefix) return;
  const row = event.target;
  if (addAfter) addAfter.after(row);
  addAfter = null;
  markAsMovable(row);
  row.querySelector("select, textarea").focus();
  isDirty = true;
});

for (const change of ["input", "dragend"]) {
  form.addEventListener(change, () => {
    isDirty = true;
  });
}
form.addEventListener("submit", () => {
  number();
  isDirty = false;
});
window.addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});
window.addEventListener("load", () => {
  restoreOrder();
  rows().forEach(markAsMovable);
  for (const tools of group.querySelectorAll("[hidden]")) tools.hidden = false;
  showTarget();
});
window.addEventListener("hashchange", showTarget);

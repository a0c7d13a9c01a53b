// The glossary narrows down while somebody types. Without this script the button asks the server,
// which hides the same terms.

const form = document.getElementById("glossary-search");
const empty = document.getElementById("no-terms");
const letters = Array.from(document.querySelectorAll(".terms"), (section) => ({
  section,
  link: document.querySelector(`.letters [href="#${section.id}"]`),
  terms: Array.from(section.querySelectorAll("dl > div")),
}));

const fold = (text) => text.normalize("NFKC").toLowerCase();

const textOf = new Map(
  letters.flatMap(({ terms }) => terms).map((term) => [term, fold(`${term.textContent} ${term.dataset.find}`)]),
);

function narrow(asked) {
  const words = fold(asked).split(/\s+/).filter(Boolean);
  for (const { section, link, terms } of letters) {
    for (const term of terms) term.hidden = !words.every((word) => textOf.get(term).includes(word));
    section.hidden = link.hidden = terms.every((term) => term.hidden);
  }
  empty.hidden = letters.some(({ section }) => !section.hidden);
}

form?.elements.q.addEventListener("input", (event) => narrow(event.target.value));

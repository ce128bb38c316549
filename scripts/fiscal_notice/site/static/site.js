// Search, filters, sorting, the marks of several lines, and a language switch that keeps the place.
// All of it is extra: without a script the pages have the same content.
"use strict";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

(() => {

  // Search and filters
  const rowsOf = (box) => all(box.matches("table") ? "tbody > tr" : "[data-row]", box);
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

  const refresh = (id) => {
    const box = document.getElementById(id);
    const wanted = fold(document.querySelector(`[data-find="${id}"]`)?.value || "");
    const chosen = all(`[data-choose="${id}"]`).filter((each) => each.value);
    let shown = 0;
    const rows = rowsOf(box);
    for (const row of rows) {
      row.folded ??= fold(row.textContent);
      const fits = chosen.every((each) => (row.dataset[each.dataset.column] || "").split(" ").includes(each.value));
      row.hidden = !(fits && row.folded.includes(wanted));
      shown += !row.hidden;
    }
    const output = document.querySelector(`[data-shown="${id}"]`);
    const narrowed = wanted || chosen.length;
    output.textContent = narrowed ? output.dataset.words.replace("{n}", shown).replace("{all}", rows.length) : "";
  };

  // What is searched for and chosen, by the names that it has in an address
  const fields = () =>
    all("[data-find], [data-choose]").map((each) => [each.dataset.column || "find", each]);
  const asked = new URLSearchParams(location.search);
  for (const [name, field] of fields()) if (asked.has(name)) field.value = asked.get(name);
  for (const tools of all("[data-tools]")) {
    const id = tools.dataset.tools;
    if (!document.getElementById(id)) continue;
    tools.addEventListener("input", () => refresh(id));
    refresh(id);
  }
  const pick = (link) => {
    const select = document.querySelector(`[data-column="${link.dataset.pick}"]`);
    select.value = link.dataset.value;
    refresh(select.dataset.choose);
    return document.getElementById(select.dataset.choose);
  };
  for (const link of all("[data-pick]")) link.addEventListener("click", () => pick(link));

  // Sorting
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.v ?? cell.textContent.trim();
    const number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text;
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");

  for (const table of all("table[data-sort]")) {
    const heads = all("thead th", table);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const numeric = head.classList.contains("n");
        const before = head.getAttribute("aria-sort");
        const descending = before ? before === "ascending" : numeric;
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => [valueOf(row, column), row]);
        rows.sort((a, b) => (descending ? compare(b[0], a[0]) : compare(a[0], b[0])));
        body.append(...rows.map((pair) => pair[1]));
      });
    });
  }

  // A filtered or folded-up place that a link leads to is shown
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
      if (each.hidden) each.hidden = false;
    }
    // Not a click: the address would change, and somebody who reloads it would see all rows.
    const kind = target.querySelector(":scope > [data-pick]");
    if (kind) pick(kind).scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  // The other language at the same place: the anchor, or what is at the top of the window
  const here = () => {
    const target = document.querySelector(":target");
    const seen = target && target.getBoundingClientRect();
    // At the top, where the switch is, the anchor of the address still says what was read.
    if (scrollY < 40 || (seen && seen.bottom > 0 && seen.top < innerHeight)) return location.hash;
    const places = all("main [id]").filter((each) => each.getClientRects().length);
    const near = places.filter((each) => each.getBoundingClientRect().top <= innerHeight * 0.3).pop();
    return near ? `#${near.id}` : "";
  };
  const change = document.getElementById("switch");
  change?.addEventListener("click", () => {
    const query = new URLSearchParams(location.search);
    for (const [name, field] of fields()) {
      query.delete(name);
      if (field.value) query.set(name, field.value);
    }
    const search = `?${query}`.replace(/^\?$/, "");
    change.href = change.getAttribute("href").split(/[?#]/)[0] + search + here();
  });
})();

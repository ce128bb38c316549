// Tables are sorted by a click on a head; the address keeps by what: sort=3 rising, sort=-3 falling.
(() => {
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const text = cell.dataset.v ?? cell.textContent.trim();
    const number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text;
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "zh");

  const tables = all("table[data-sort]");
  // A list with filters has the plain name, else the first table.
  const first = tables.find((table) => lists.get(table.id)?.prefix === "") || tables[0];
  tables.forEach((table, number) => {
    const name = table === first ? "sort" : `${table.id || `table${number + 1}`}.sort`;
    const heads = all("thead th", table);
    const printed = [...table.tBodies[0].rows];
    let by = "";
    const sort = (wanted) => {
      by = wanted;
      const column = Math.abs(Number(wanted)) - 1;
      const descending = wanted.startsWith("-");
      for (const head of heads) head.removeAttribute("aria-sort");
      const rows = [...printed];
      if (heads[column]) {
        heads[column].setAttribute("aria-sort", descending ? "descending" : "ascending");
        const values = new Map(rows.map((row) => [row, valueOf(row, column)]));
        rows.sort((a, b) => (descending ? -1 : 1) * compare(values.get(a), values.get(b)));
      }
      table.tBodies[0].append(...rows);
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const numeric = head.classList.contains("n");
        const before = head.getAttribute("aria-sort");
        const descending = before ? before === "ascending" : numeric;
        sort(`${descending ? "-" : ""}${column + 1}`);
        address.changed();
      });
    });
    const asked = () => {
      const wanted = new URLSearchParams(location.search).get(name) || "";
      if (wanted !== by) sort(/^-?[1-9][0-9]*$/.test(wanted) ? wanted : "");
    };
    address.add({ tell: (query) => address.set(query, name, by), ask: asked });
    asked();
  });
})();

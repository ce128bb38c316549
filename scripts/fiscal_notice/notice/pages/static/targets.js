// The matrix shows the cities that are chosen, at most four; on a narrow screen the first ones to begin with.
(() => {
  "use strict";
  const MOST = 4;
  const AT_FIRST = 3;
  const picker = document.querySelector("[data-columns]");
  const table = picker && document.getElementById(picker.dataset.columns);
  if (!table) return;
  const boxes = all("input", picker);
  const codes = boxes.map((box) => box.value);
  const told = picker.nextElementSibling;
  const hint = document.getElementById("sideways");
  const box = table.parentElement;
  const rows = [...table.tBodies[0].rows];
  // Of a few cities there is room for words.
  const marks = all("tbody td [title]", table).filter((link) => link.textContent === "●");
  const scrolls = () => (hint.hidden = table.offsetWidth <= box.clientWidth);
  // Nobody has chosen these: they are not in the address.
  const narrow = matchMedia("(max-width: 44rem)").matches && codes.length > MOST;
  let untouched = true;

  const chosen = () => boxes.filter((box) => box.checked);
  const namesOf = (some) => some.map((box) => box.parentElement.textContent.trim()).join(picker.dataset.between);
  const show = () => {
    const some = chosen();
    const whole = some.length === 0;
    const seen = codes.map((_, at) => whole || boxes[at].checked);
    [...table.tHead.rows[0].cells].slice(1).forEach((cell, at) => (cell.hidden = !seen[at]));
    for (const row of rows) {
      const cells = [...row.cells].slice(1);
      cells.forEach((cell, at) => (cell.hidden = !seen[at]));
      row.hidden = !whole && !cells.some((cell) => !cell.hidden && cell.textContent.trim());
    }
    for (const each of boxes) each.disabled = !each.checked && some.length >= MOST;
    table.classList.toggle("few", !whole);
    for (const link of marks) {
      link.textContent = whole ? "●" : link.title;
      link.classList.toggle("words", !whole);
    }
    scrolls();
    told.hidden = whole;
    const values = { n: some.length, names: namesOf(some), all: rows.length, rows: rows.filter((row) => !row.hidden).length };
    told.firstElementChild.textContent = picker.dataset.words.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
  const ask = (query) => {
    const wanted = (query.get("cities") || "").split(",").filter((code) => codes.includes(code));
    untouched = !query.has("cities");
    const some = wanted.length || !untouched ? wanted.slice(0, MOST) : narrow ? codes.slice(0, AT_FIRST) : [];
    for (const each of boxes) each.checked = some.includes(each.value);
    show();
    if (untouched && chosen().length === AT_FIRST && !hint.hidden) {
      chosen().at(-1).checked = false;
      show();
    }
  };
  const tell = (query) => {
    const some = chosen().map((box) => box.value);
    if (untouched) query.delete("cities");
    else if (some.length || narrow) query.set("cities", some.join(",") || "all");
    else query.delete("cities");
  };

  picker.addEventListener("change", () => {
    untouched = false;
    show();
    address.changed();
  });
  told.querySelector("button").addEventListener("click", () => {
    untouched = false;
    for (const each of boxes) each.checked = false;
    show();
    address.changed();
    picker.querySelector("summary").focus();
  });
  picker.hidden = false;
  addEventListener("resize", scrolls);
  address.add({ tell, ask });
  ask(new URLSearchParams(location.search));
})();

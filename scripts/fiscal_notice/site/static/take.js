// What is shown of a list, as CSV: the cells that its rows carry, guarded and escaped by the builder.
(() => {
  const signs = { t: "\t", n: "\n", r: "\r" };
  const plain = (text) =>
    text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code, sign) =>
      code ? String.fromCharCode(parseInt(code, 16)) : signs[sign] ?? sign,
    );
  const cells = (text) => text.split("\t").map(plain);
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

  const carried = (row) => (row.matches("[data-cells]") ? [row] : all("[data-cells]:not(.beside)", row));
  const csv = (button, rows) => {
    const page = location.href.split("#")[0];
    const records = rows.flatMap((row) => {
      const place = row.id || row.closest("[id]")?.id;
      const behind = [button.dataset.source, place ? `${page}#${place}` : page];
      return carried(row).flatMap((each) => each.dataset.cells.split("\n").map((record) => [...cells(record), ...behind]));
    });
    const lines = [cells(button.dataset.heads), ...records].map((record) => `${record.map(quoted).join(",")}\r\n`);
    return `\ufeff${lines.join("")}`;
  };

  for (const button of all("[data-take]")) {
    const list = lists.get(button.dataset.take);
    if (!list) continue;
    button.addEventListener("click", () => {
      address.write();
      const rows = list.rows();
      const shown = rows.filter((row) => !row.hidden);
      const part = list.isNarrowed() ? `-${shown.length}-of-${rows.length}` : "";
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([csv(button, shown)], { type: "text/csv;charset=utf-8" }));
      link.download = `${button.dataset.file}${part}.csv`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    });
  }
})();


// Buttons that copy a paragraph or a citation as plain text, with the address that it stands at.
(() => {
  const [done, failed] = document.documentElement.lang === "en"
    ? ["Copied", "Selected: press Ctrl+C to copy"]
    : ["已复制", "已选中，请按 Ctrl+C 复制"];

  const plain = (id) => {
    const copy = document.getElementById(id).cloneNode(true);
    for (const mark of all(".m", copy)) mark.remove();
    const text = copy.textContent.trim();
    return copy.matches("pre") ? text : text.replace(/\s+/g, " ");
  };

  // Where the clipboard is denied, as for files: a field that is selected and copied.
  const byHand = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "sr";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return byHand(text);
    }
  };

  for (const button of all("[data-copy]")) {
    button.parentElement.hidden = false;
    button.addEventListener("click", async () => {
      const { copy, address } = button.dataset;
      const here = document.querySelector("link[rel=canonical]")?.href || location.href.replace(/[?#].*/, "");
      const text = plain(copy) + (address === undefined ? "" : `\n${here}`);
      const ok = await copied(text);
      button.focus();
      if (!ok) getSelection().selectAllChildren(document.getElementById(copy));
      const said = button.parentElement.querySelector("[role=status]");
      said.textContent = "";
      setTimeout(() => { said.textContent = ok ? done : failed; }, 50);
    });
  }
})();

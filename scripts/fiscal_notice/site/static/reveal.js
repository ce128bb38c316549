// A filtered or folded-up place that a link leads to is shown; a link may also choose in a list.
(() => {
  const pick = (link) => {
    const select = document.querySelector(`[data-column="${link.dataset.pick}"]`);
    const list = select && lists.get(select.dataset.choose);
    if (!list) return null;
    select.value = link.dataset.value;
    list.refresh();
    return list;
  };
  for (const link of all("[data-pick]"))
    link.addEventListener("click", () => {
      if (pick(link)) address.changed();
    });

  const reveal = () => {
    const target = anchored();
    if (!target) return;
    for (let each = target; each; each = each.parentElement) {
      if (each.tagName === "DETAILS") each.open = true;
      if (each.hidden) each.hidden = false;
    }
    for (const list of lists.values()) if (list.box.contains(target)) list.tell();
    // Not a click: the anchor says what is chosen, until the address says otherwise.
    const kind = target.querySelector(":scope > [data-pick]");
    if (kind && !lists.get(kind.getAttribute("href").slice(1))?.isAsked(kind.dataset.pick)) pick(kind)?.box.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  // Once all other scripts have put things in their places.
  addEventListener("DOMContentLoaded", reveal);
})();

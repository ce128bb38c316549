// One tab stop for each table, picture or list of links (data-keys): the arrow keys, Home and End move
// in it by row and column. Without a script every link is a stop of its own, and nothing is lost.
(() => {
  "use strict";
  // Fewer links than this are sooner passed by Tab than explained.
  const FEW = 4;
  const GROUPS = "table, svg, [data-keys]";
  const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
  const hint = document.getElementById("keys");
  const watched = { subtree: true, childList: true, attributeFilter: ["hidden", "open"] };
  const groups = new Map();

  const linksOf = (group) => all("a[href]", group);
  // What is folded up has a place already
  const seen = (link) => (link.checkVisibility ? link.checkVisibility() : link.getClientRects().length > 0);
  const rowOf = (link, group) => {
    const row = link.closest("tr, li, [data-row]");
    return row && group.contains(row) && row !== group ? row : link;
  };

  // The link that Tab comes to: the one used last, else the first that can be seen
  const settle = (group) => {
    const links = linksOf(group);
    const held = groups.get(group);
    const stop = held?.isConnected && group.contains(held) && seen(held) ? held : links.find(seen) || links[0];
    for (const link of links) {
      const value = link === stop || links.length < FEW ? "0" : "-1";
      // What is set again would be seen as a change again.
      if (link.getAttribute("tabindex") !== value) link.setAttribute("tabindex", value);
      if (value === "0" && links.length >= FEW) link.setAttribute("aria-describedby", "keys");
      else if (link.hasAttribute("aria-describedby")) link.removeAttribute("aria-describedby");
    }
    groups.set(group, stop);
  };

  const findGroups = () => {
    for (const group of all(GROUPS)) {
      if (groups.has(group) || group.parentElement.closest(GROUPS) || !linksOf(group).length) continue;
      groups.set(group, undefined);
      new MutationObserver(() => settle(group)).observe(group, watched);
      settle(group);
    }
  };
  const groupOf = (element) => {
    for (let each = element.closest?.(GROUPS); each; each = each.parentElement?.closest(GROUPS)) {
      if (groups.has(each)) return each;
    }
    return undefined;
  };

  const columnOf = (link, row) => {
    const cell = link.closest("td, th");
    if (cell) return cell.cellIndex;
    return linksOf(row).indexOf(link);
  };
  const wanted = (key, link, group) => {
    const links = linksOf(group).filter(seen);
    const at = links.indexOf(link);
    if (key === "ArrowLeft") return links[at - 1];
    if (key === "ArrowRight") return links[at + 1];
    const row = rowOf(link, group);
    const same = links.filter((each) => rowOf(each, group) === row);
    if (key === "Home") return same[0];
    if (key === "End") return same.at(-1);
    const column = columnOf(link, row);
    const down = key === "ArrowDown";
    const beyond = down ? links.slice(links.indexOf(same.at(-1)) + 1) : links.slice(0, links.indexOf(same[0]));
    const next = down ? beyond[0] : beyond.at(-1);
    if (!next) return undefined;
    const there = beyond.filter((each) => rowOf(each, group) === rowOf(next, group));
    // The same column, else the last one before it: rows may lack a link
    return there.filter((each) => columnOf(each, rowOf(each, group)) <= column).at(-1) || there[0];
  };

  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!MOVES.includes(event.key) || !event.target.matches?.("a[href]")) return;
    const group = groupOf(event.target);
    if (!group || linksOf(group).length < FEW) return;
    const next = wanted(event.key, event.target, group);
    if (!next || next === event.target) return;
    event.preventDefault();
    next.setAttribute("tabindex", "0");
    next.focus();
  });

  document.addEventListener("focusin", (event) => {
    const group = groupOf(event.target);
    const inside = Boolean(group) && event.target.matches("a[href]") && linksOf(group).length >= FEW;
    if (hint) hint.hidden = !(inside && event.target.matches(":focus-visible"));
    if (!inside) return;
    groups.set(group, event.target);
    for (const link of linksOf(group)) if (link !== event.target) link.setAttribute("tabindex", "-1");
    event.target.setAttribute("tabindex", "0");
  });
  document.addEventListener("focusout", (event) => {
    if (!event.relatedTarget && hint) hint.hidden = true;
    const group = groupOf(event.target);
    // Who comes back is told again how to move.
    if (group && !group.contains(event.relatedTarget)) settle(group);
  });

  // Who follows a link to a row goes on from there
  const arrive = () => {
    const target = anchored();
    const group = target && groupOf(target);
    const first = group && target !== group && [target, ...all("a[href]", target)].find((e) => e.matches("a[href]"));
    if (!first) return;
    groups.set(group, first);
    settle(group);
  };
  const again = () => {
    for (const group of groups.keys()) settle(group);
  };

  findGroups();
  arrive();
  addEventListener("hashchange", arrive);
  // Columns come and go with the width, and what was folded up is seen
  addEventListener("resize", again);
  document.addEventListener("toggle", again, true);
  // What other scripts make
  new MutationObserver(findGroups).observe(document.body, { subtree: true, childList: true });
})();

// What the scripts of all topics share. All of them are extra: without them the pages have the same content.
"use strict";
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// Whether a folded text has what is searched for: as a whole, whatever spaces it has, or all its words.
const seeker = (typed) => {
  const whole = fold(typed);
  const words = typed.split(/\s+/).map(fold).filter(Boolean);
  return (folded) => folded.includes(whole) || words.every((word) => folded.includes(word));
};

// The place that the address leads to, whatever signs its anchor has: one that is no text leads nowhere.
const anchored = () => {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null;
  }
};

// Lists that have a search, by the id of what they stand in.
const lists = new Map();

// What is typed, chosen and sorted stands in the address: a copy of it shows the same, and so does going back.
const address = (() => {
  const parts = [];
  let due = 0;
  let last = location.search;
  const write = () => {
    if (!due) return;
    clearTimeout(due);
    due = 0;
    const query = new URLSearchParams(location.search);
    for (const part of parts) part.tell(query);
    const search = `?${query}`.replace(/^\?$/, "");
    if (search !== location.search) history.replaceState(history.state, "", location.pathname + search + location.hash);
    last = search;
  };
  const changed = () => {
    clearTimeout(due);
    due = setTimeout(write, 250);
  };
  // An anchor is a place in the same list: only another question is asked again.
  const read = () => {
    write();
    if (location.search === last) return;
    last = location.search;
    for (const part of parts) part.ask(new URLSearchParams(location.search));
  };
  // Whoever leads away, or copies the address, has it whole.
  for (const event of ["click", "change", "pagehide", "blur"]) addEventListener(event, write, true);
  addEventListener("popstate", read);
  const set = (query, name, value) => (value ? query.set(name, value) : query.delete(name));
  return { add: (part) => parts.push(part), changed, set, write };
})();

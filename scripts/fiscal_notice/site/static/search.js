// One search over all that the site has. The index is a script that is loaded when the field is first used.
(() => {
  const box = document.getElementById("search");
  if (!box) return;
  const MOST = 8;
  const LONG = 200;
  const field = box.querySelector("input");
  const output = box.querySelector("output");
  const found = box.querySelector("[data-found]");
  const words = box.dataset;
  const english = document.documentElement.lang === "en";
  const chinese = /([\u3000-\u9fff\uff00-\uffef]+)/;
  let groups = null;

  const fetched = (name, then) => {
    const script = document.createElement("script");
    script.src = words.index.replace("{}", name);
    script.addEventListener("load", then);
    script.addEventListener("error", () => {
      output.textContent = words.missing;
    });
    document.head.append(script);
  };
  const groupOf = ([title, page, front, entries, behind = ""]) => ({
    title,
    page,
    entries: entries.map(([text, place, beside = behind.replace("{}", place), also = ""]) => ({
      text,
      beside,
      href: front + place,
      own: fold(text),
      folded: fold(`${text} ${beside} ${also}`),
    })),
  });
  // What is the same in both languages is in a script of its own, named where its entries would stand.
  const load = () => {
    if (groups) return;
    groups = [];
    fetched(words.lang, () => {
      siteIndex.forEach(([title, page, front, entries, behind], number) => {
        const put = (listed) => {
          groups[number] = groupOf([title, page, front, listed, behind]);
          show();
        };
        if (typeof entries !== "string") put(entries);
        else fetched(entries, () => put(siteCommon[entries]));
      });
    });
  };

  // A long text is cut to the piece that was found.
  const cut = (text) => {
    if (text.length <= LONG) return text;
    const words = field.value.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
    const places = words.map((word) => text.toLowerCase().indexOf(word)).filter((place) => place >= 0);
    const from = places.length ? Math.max(0, Math.min(...places) - LONG / 4) : 0;
    return `${from ? "…" : ""}${text.slice(from, from + LONG)}${from + LONG < text.length ? "…" : ""}`;
  };
  const made = (tag, text, name) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    // Chinese words on an English page are marked, as the builder marks them: every second piece is one.
    (english ? text.split(chinese) : [text]).forEach((piece, number) => {
      const own = number % 2 ? document.createElement("span") : null;
      if (own) Object.assign(own, { lang: "zh-Hans", textContent: piece });
      element.append(own || piece);
    });
    return element;
  };
  const linked = (text, href) => {
    const link = made("a", text);
    link.href = href;
    return link;
  };
  const item = (entry) => {
    const line = document.createElement("li");
    line.append(linked(cut(entry.text), entry.href));
    if (entry.beside) line.append(" ", made("span", entry.beside, "soft"));
    return line;
  };
  const section = (group, entries) => {
    const part = document.createElement("section");
    const head = document.createElement("h2");
    head.append(group.title, " ", made("span", String(entries.length), "soft"));
    const listed = document.createElement("ul");
    listed.append(...entries.slice(0, MOST).map(item));
    part.append(head, listed);
    if (entries.length > MOST && group.page) {
      const more = document.createElement("p");
      const address = `${group.page}.html?find=${encodeURIComponent(field.value.trim())}`;
      more.append(linked(words.more.replace("{n}", entries.length), address));
      part.append(more);
    }
    return part;
  };
  const show = () => {
    const typed = field.value.trim();
    found.replaceChildren();
    output.textContent = "";
    // Until all is loaded nothing is said to be missing.
    if (!typed || !groups?.length || groups.filter(Boolean).length < siteIndex.length) return;
    const fits = seeker(typed);
    const whole = fold(typed);
    const rank = (entry) => (entry.own.startsWith(whole) ? 0 : entry.own.includes(whole) ? 1 : 2);
    let number = 0;
    for (const group of groups) {
      const entries = group.entries.filter((entry) => fits(entry.folded));
      number += entries.length;
      // The order stays within a rank.
      entries.sort((a, b) => rank(a) - rank(b));
      if (entries.length) found.append(section(group, entries));
    }
    output.textContent = (number ? words.some : words.none).replace("{n}", number).replace("{typed}", () => typed);
  };

  const ask = (query) => {
    field.value = query.get("q") || "";
    if (field.value) load();
    show();
  };
  address.add({ tell: (query) => address.set(query, "q", field.value.trim()), ask });
  field.addEventListener("focus", load);
  field.addEventListener("input", () => {
    load();
    show();
    address.changed();
  });
  ask(new URLSearchParams(location.search));
})();

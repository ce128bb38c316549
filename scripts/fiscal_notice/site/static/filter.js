// Search and filters of a list, the sentence on what is shown, and what stands in the way if nothing is.
(() => {
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // Amounts as texts, added up without rounding: whole numbers of the smallest place that occurs.
  const added = (amounts) => {
    const places = Math.max(0, ...amounts.map((each) => (each.split(".")[1] || "").length));
    const whole = (each) => {
      const [front, back = ""] = each.split(".");
      return BigInt(front + back.padEnd(places, "0"));
    };
    return [amounts.reduce((sum, each) => sum + whole(each), 0n), places];
  };
  // Units are SIZE/STEP/WORDS: the first that is not too large and in whose steps the sum comes out even.
  const inWords = ([sum, places], units) => {
    const [size, , words] = units
      .split("|")
      .map((unit) => unit.split("/"))
      .find(([size, step]) => {
        const one = 10n ** BigInt(places);
        return step === "0" || (sum >= BigInt(size) * one && sum % (BigInt(step) * one) === 0n);
      });
    const behind = size.length - 1 + places;
    const digits = `${sum < 0n ? -sum : sum}`.padStart(behind + 1, "0");
    const front = digits.slice(0, digits.length - behind).replace(/\B(?=(\d{3})+$)/g, ",");
    const back = digits.slice(digits.length - behind).replace(/0+$/, "");
    return words.replace("{}", (sum < 0n ? "-" : "") + front + (back && `.${back}`));
  };

  // Rows are those of a table, the entries of a list, or what is marked as one; groups are hidden without any.
  const rowsIn = (box) => {
    const marked = all("[data-row]", box);
    return marked.length ? marked : all(box.matches("table") ? "tbody > tr" : ":scope > li", box);
  };
  const groupOf = (row) => row.closest("[data-group]");
  // A row is also found by words that it says without showing them, and by the head of its group.
  const textOf = (row) => {
    const head = groupOf(row)?.querySelector("[data-head]");
    return (row.folded ??= fold([row.textContent, row.dataset.words, head?.textContent].join(" ")));
  };
  const valueOf = (part, row, column) =>
    part.dataset[column] ?? row.dataset[column] ?? groupOf(row)?.dataset[column] ?? "";
  // What of a row has all that is chosen: the row itself, or those of its parts that have it.
  const fitting = (row, chosen) => {
    row.parts ??= row.matches("[data-part]") ? [row] : all("[data-part]", row);
    const fits = (part) =>
      chosen.every(({ column, value }) => {
        const own = valueOf(part, row, column);
        return own === value || own.split(" ").includes(value);
      });
    return (row.parts.length ? row.parts : [row]).filter(fits);
  };

  // A choice that a list does not offer is none.
  const fill = (field, value) => {
    field.value = value;
    if (field.selectedIndex === -1) field.value = "";
  };

  const list = (tools, number) => {
    const id = tools.dataset.tools;
    const box = document.getElementById(id);
    const find = tools.querySelector("[data-find]");
    const chooses = all("[data-choose]", tools);
    const output = tools.querySelector("[data-shown]");
    const clear = tools.querySelector("[data-clear]");
    const none = document.querySelector(`[data-nothing="${id}"]`);
    const prefix = number ? `${id}.` : "";
    const named = [[`${prefix}find`, find], ...chooses.map((each) => [prefix + each.dataset.column, each])];
    const start = output.textContent;
    let narrowed = false;

    const conditions = () => [
      ...(find.value.trim() ? [{ field: find, words: find.value.trim(), seeks: seeker(find.value) }] : []),
      ...chooses
        .filter((each) => each.value)
        .map((field) => ({
          field,
          words: `${field.parentElement.firstChild.textContent.trim()}${none.dataset.is}${field.selectedOptions[0]?.textContent}`,
          column: field.dataset.column,
          value: field.value,
        })),
    ];
    const partsOf = (row, wanted) =>
      wanted.every((each) => !each.seeks || each.seeks(textOf(row)))
        ? fitting(row, wanted.filter((each) => each.column))
        : [];
    const countWithout = (one, wanted) => {
      const others = wanted.filter((each) => each !== one);
      return rowsIn(box).filter((row) => partsOf(row, others).length).length;
    };

    // Words of what is shown; an amount that two rows have in common is one amount.
    const tell = () => {
      const rows = rowsIn(box);
      const shown = rows.filter((row) => !row.hidden);
      clear.hidden = !narrowed;
      if (!narrowed) {
        output.textContent = start;
        return;
      }
      const parts = shown.flatMap((row) => (row.fits?.length ? row.fits : row.parts || []));
      const amounts = new Map(parts.map((part) => [part.dataset.part, part.dataset.amount]));
      const words = output.dataset;
      const sum = words.units ? inWords(added([...amounts.values()]), words.units) : "";
      const parted = shown.some((row) => row.fits?.length && row.fits.length < row.parts.length);
      output.textContent =
        filled(words.words, { n: shown.length, all: rows.length, sum }) +
        (amounts.size < parts.length && words.once ? words.once : "") +
        (parted && words.parted ? words.parted : "");
    };
    const button = (words, click) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.addEventListener("click", click);
      return made;
    };
    const empty = (fields) => {
      for (const field of fields) field.value = "";
      refresh();
      address.changed();
      fields[0].focus();
    };
    const explain = (wanted) => {
      const quoted = (one) => filled(none.dataset.quote, { one: one.words });
      const words = wanted.map(quoted).join(none.dataset.and);
      const said = document.createElement("p");
      said.textContent = filled(wanted.length > 1 ? none.dataset.together : none.dataset.none, { all: words });
      const ways = wanted.length > 1 ? wanted.map((one) => [one, countWithout(one, wanted)]) : [];
      none.replaceChildren(
        said,
        ...ways
          .filter(([, n]) => n)
          .map(([one, n]) => button(filled(none.dataset.without, { one: quoted(one), n }), () => empty([one.field]))),
        button(clear.textContent, () => empty([find, ...chooses])),
      );
    };
    const refresh = () => {
      const wanted = conditions();
      narrowed = wanted.length > 0;
      let shown = 0;
      for (const row of rowsIn(box)) {
        row.fits = partsOf(row, wanted);
        row.hidden = !row.fits.length;
        for (const part of row.parts || []) part.classList.toggle("beside", !row.hidden && !row.fits.includes(part));
        shown += !row.hidden;
      }
      for (const group of all("[data-group]", box)) {
        group.hidden = !all("[data-row]", group).some((row) => !row.hidden);
        const folded = group.matches("details") ? group : group.querySelector("details");
        // What a word was found in is opened, and closed again with the search; some lists do so for a choice too.
        const opens = find.value.trim() || (narrowed && "unfold" in box.dataset);
        if (folded && !group.hidden && opens && !folded.open) folded.open = folded.found = true;
        if (folded?.found && (!opens || group.hidden)) folded.open = folded.found = false;
      }
      none.hidden = shown > 0 || !narrowed;
      if (!none.hidden) explain(wanted);
      tell();
    };

    address.add({
      tell: (query) => {
        for (const [name, field] of named) address.set(query, name, field.value.trim());
      },
      ask: (query) => {
        for (const [name, field] of named) fill(field, query.get(name) || "");
        refresh();
      },
    });
    const asked = new URLSearchParams(location.search);
    for (const [name, field] of named) if (asked.has(name)) fill(field, asked.get(name));
    tools.addEventListener("input", () => {
      refresh();
      address.changed();
    });
    clear.addEventListener("click", () => empty([find, ...chooses]));
    refresh();
    const isAsked = (column) => new URLSearchParams(location.search).has(prefix + column);
    return { box, prefix, refresh, tell, isAsked, rows: () => rowsIn(box), isNarrowed: () => narrowed };
  };

  all("[data-tools]")
    .filter((tools) => document.getElementById(tools.dataset.tools))
    .forEach((tools, number) => lists.set(tools.dataset.tools, list(tools, number)));
})();

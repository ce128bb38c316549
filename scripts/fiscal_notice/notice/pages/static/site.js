
// The lines of a sum are marked in the transcript.
(() => {
  "use strict";
  const lines = new URLSearchParams(location.search).get("lines");
  for (const run of lines && document.querySelector(".source") ? lines.split(",") : []) {
    const [first, last = first] = run.split("-").map(Number);
    for (let line = first; line <= Math.min(last, first + 2000); line += 1) {
      const found = document.getElementById(`L${line}`);
      found?.classList.add("hit");
      const part = found?.closest("details");
      if (part) part.open = true;
    }
  }
  // Parts that open above what was led to would push it away
  if (lines) document.querySelector(":target")?.scrollIntoView();
})();

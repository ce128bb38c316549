
// The lines of a sum are marked in the transcript.
(() => {
  "use strict";
  const lines = new URLSearchParams(location.search).get("lines");
  for (const run of lines && document.querySelector(".source") ? lines.split(",") : []) {
    const [first, last = first] = run.split("-").map(Number);
    for (let line = first; line <= Math.min(last, first + 2000); line += 1) {
      document.getElementById(`L${line}`)?.classList.add("hit");
    }
  }
})();

// The other language at the same place: the anchor, or what is at the top of the window.
(() => {
  const here = () => {
    const target = document.querySelector(":target");
    const seen = target && target.getBoundingClientRect();
    // At the top, where the switch is, the anchor of the address still says what was read.
    if (scrollY < 40 || (seen && seen.bottom > 0 && seen.top < innerHeight)) return location.hash;
    const places = all("main [id]").filter((each) => each.getClientRects().length);
    const near = places.filter((each) => each.getBoundingClientRect().top <= innerHeight * 0.3).pop();
    return near ? `#${near.id}` : "";
  };
  const change = document.getElementById("switch");
  change?.addEventListener("click", () => {
    address.write();
    change.href = change.getAttribute("href").split(/[?#]/)[0] + location.search + here();
  });
})();

// A card leads to its course further down the page. The server draws that
// course; here the reader is brought to it, with the keyboard as well.
(() => {
  const arrive = (before, tries) => {
    const heading = document.getElementById("verloop");
    const ready = document.querySelector("[data-testid=stApp][data-test-script-state=notRunning]");
    if (!(heading && ready && heading.textContent !== before) && tries > 0)
      return setTimeout(arrive, 60, before, tries - 1);
    if (!heading) return;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[class*=st-key-toon_] button")) return;
    const before = document.getElementById("verloop")?.textContent;
    setTimeout(arrive, 60, before, 25);
  });
})();

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
  document.addEventListener("kk-arrive", (event) => setTimeout(arrive, 60, event.detail, 50));
})();

// One entry in the history for one choice. Streamlit writes each field of the address by
// itself: what a page fills in by default, and what follows from a choice, replace the
// entry that is there, so that Back leads to the choice before and not to half of one.
(() => {
  const push = history.pushState.bind(history);
  let pushedAt = -Infinity;
  const named = (address) => new URLSearchParams(new URL(address, location.href).search);
  history.pushState = (state, title, address) => {
    const there = new URL(location.href);
    const next = new URL(address ?? location.href, location.href);
    const kept = [...named(there)].every(([name, value]) => named(next).getAll(name).includes(value));
    const same = next.pathname === there.pathname;
    if (same && (kept || performance.now() - pushedAt < 400))
      return history.replaceState(state, title, address);
    pushedAt = performance.now();
    push(state, title, address);
  };
})();
// The place of this reader, for who comes back without a link: a cookie of this server alone.
(() => {
  let known = "";
  setInterval(() => {
    const place = new URLSearchParams(location.search).get("plek");
    if (!place || place === known) return;
    known = place;
    document.cookie = `plek=${encodeURIComponent(place)}; path=/; max-age=31536000; samesite=lax`;
  }, 500);
})();

// A link within this site chooses without loading the page anew: Streamlit hears of Back and
// Forward by `popstate`, and of such a link in the same way. With a key held down, or by the
// middle button, it is a link like any other.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.kk-go");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const before = document.getElementById("verloop")?.textContent;
  history.pushState({}, "", link.href);
  window.dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  if (new URL(link.href).pathname === location.pathname) document.dispatchEvent(
    new CustomEvent("kk-arrive", { detail: before }));
});

// Streamlit puts the names of sections between the items of its list of pages, which no list
// may hold: to who listens it is a navigation with links, and no list.
(() => {
  const plain = () => {
    for (const list of document.querySelectorAll("[data-testid=stSidebarNavItems]:not([role])"))
      list.setAttribute("role", "presentation");
    for (const item of document.querySelectorAll("[data-testid=stSidebarNav] li:not([role])"))
      item.setAttribute("role", "presentation");
  };
  new MutationObserver(plain).observe(document.documentElement, { childList: true, subtree: true });
})();

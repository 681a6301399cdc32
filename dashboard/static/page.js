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

// A picture as a file: what is drawn, with the place and period of the page above it, what it
// says, and below it the source and the day. Made here, so that nothing is sent anywhere.
(() => {
  const LINE = 17, MARGIN = 14, WIDE = 7;
  const lines = (text, width) => {
    const most = Math.max(20, Math.floor((width - 2 * MARGIN) / WIDE)), found = [""];
    for (const word of text.split(/\s+/)) {
      const last = found[found.length - 1];
      if ((last + " " + word).trim().length > most) found.push(word);
      else found[found.length - 1] = (last + " " + word).trim();
    }
    return found.filter(Boolean);
  };
  const drawnBelow = (link) => {
    const after = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")]
      .filter((chart) => chart.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_PRECEDING);
    return after[Number(link.dataset.at)]?.querySelector("svg.marks");
  };
  const composed = (svg, link) => {
    const box = svg.viewBox.baseVal, width = Math.max(box.width, 360);
    const page = getComputedStyle(document.querySelector("[data-testid=stApp]"));
    const text = (said, y, size, weight) => {
      const made = document.createElementNS(svg.namespaceURI, "text");
      made.setAttribute("x", MARGIN), made.setAttribute("y", y);
      made.setAttribute("style", `font: ${weight} ${size}px sans-serif; fill: ${page.color}`);
      made.textContent = said;
      return made;
    };
    const head = [document.querySelector("h1")?.textContent ?? "", ...lines(link.dataset.said, width)];
    const day = new Date().toLocaleDateString(document.documentElement.lang);
    const foot = lines(`${link.dataset.source} ${day}`, width);
    const top = MARGIN + head.length * LINE + 8;
    const tall = top + box.height + 12 + foot.length * LINE + MARGIN;
    const whole = document.createElementNS(svg.namespaceURI, "svg");
    whole.setAttribute("xmlns", svg.namespaceURI);
    whole.setAttribute("viewBox", `0 0 ${width} ${tall}`);
    whole.setAttribute("width", width), whole.setAttribute("height", tall);
    const paper = document.createElementNS(svg.namespaceURI, "rect");
    paper.setAttribute("width", "100%"), paper.setAttribute("height", "100%");
    paper.setAttribute("fill", page.backgroundColor);
    const inner = svg.cloneNode(true);
    inner.setAttribute("x", 0), inner.setAttribute("y", top);
    inner.setAttribute("width", box.width), inner.setAttribute("height", box.height);
    whole.append(paper, ...head.map((each, at) =>
      text(each, MARGIN + (at + 0.8) * LINE, at ? 13 : 14, at ? 400 : 600)), inner);
    whole.append(...foot.map((each, at) => text(each, top + box.height + 12 + (at + 0.8) * LINE, 11, 400)));
    return [new XMLSerializer().serializeToString(whole), width, tall];
  };
  const keep = (address, kind) => {
    const name = (document.querySelector("h1")?.textContent ?? "ketenkpi").trim();
    const link = document.createElement("a");
    link.href = address;
    link.download = name.toLowerCase().replace(/[^a-z0-9]+/g, "_") + "." + kind;
    link.click();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.kk-save");
    if (!link) return;
    event.preventDefault();
    const svg = drawnBelow(link);
    if (!svg) return;
    const [text, width, tall] = composed(svg, link);
    const source = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text);
    if (link.dataset.kind === "svg") return keep(source, "svg");
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = 2 * width, canvas.height = 2 * tall;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      keep(canvas.toDataURL("image/png"), "png");
    };
    image.src = source;
  });
})();

// What a link says of the first walk, for who comes back: a cookie of this server alone.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a.kk-go");
  const said = new URLSearchParams(link ? new URL(link.href).search : "");
  for (const name of ["rondleiding", "signaal"])
    if (said.has(name))
      document.cookie = `${name}=${said.get(name)}; path=/; max-age=31536000; samesite=lax`;
});

// Tables that go on beside what is seen are marked, so that a phone can say so (`kk-wide`).
(() => {
  let asked = false;
  const mark = () => {
    asked = false;
    for (const box of document.querySelectorAll(".kk-grid, .kk-rug, .kk-board"))
      box.classList.toggle("kk-wide", box.scrollWidth > box.clientWidth + 1);
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(mark);
    asked = true;
  };
  addEventListener("resize", ask);
  new MutationObserver(ask).observe(document.documentElement, { childList: true, subtree: true });
})();

// Dutch for Streamlit's own hard-coded English words. Exact matches inside
// Streamlit's own controls only, so what a page says itself is never touched.
(() => {
  const words = {
    "Upload": "Bestand kiezen",
    "Browse files": "Bestand kiezen",
    "Drag and drop file here": "Sleep een bestand hierheen",
    "Drop file here": "Laat het bestand hier los",
    "Drop your file here": "Laat het bestand hier los",
    "Skip to main content": "Direct naar de inhoud",
    "App pages": "Pagina's",
    "No results": "Geen resultaten",
    "Select all": "Alles selecteren",
    "Show data": "Toon gegevens",
    "Show chart": "Toon grafiek",
    "Download as CSV": "Download als CSV",
    "Download": "Download",
    "Fullscreen": "Volledig scherm",
    "Close fullscreen": "Sluit volledig scherm",
    "Search": "Zoeken",
    "Print": "Afdrukken",
    "System": "Systeem",
    "Light": "Licht",
    "Dark": "Donker",
    "Main menu": "Menu",
    "Clear": "Wissen",
    "Clear all": "Alles wissen",
    "Clear value": "Wissen",
    "Remove file": "Bestand weghalen",
    "Choose options": "Maak een keuze",
    "Choose an option": "Maak een keuze",
    "Copy to clipboard": "Kopieer",
    "Copy link to heading": "Kopieer de link naar deze kop",
    "Link to heading": "Link naar deze kop",
    "Close": "Sluiten",
    "open": "open",
    "Open": "Open",
    "Help": "Uitleg",
    "More actions": "Meer",
    "Open sidebar": "Open het menu",
    "Close sidebar": "Sluit het menu",
    "Expand sidebar": "Open het menu",
    "Collapse sidebar": "Sluit het menu",
    "Show/hide columns": "Kolommen tonen of verbergen",
    "yyyy": "jjjj",
    "Page not found": "Deze pagina bestaat niet",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "U ziet daarom het overzicht.",
    "Connecting": "Verbinding maken",
    "Running": "Bezig",
    "Running...": "Bezig …",
    "Stop": "Stop",
    "Is loading": "Wordt geladen",
    "Connection error": "Geen verbinding",
    "Connection lost. Please wait for the app to reconnect, and try again.":
      "De verbinding is weg. Wacht tot die er weer is en probeer het opnieuw.",
  };
  const patterns = [
    [/^([\d.]+)\s?([MG])B per file(.*)$/, "maximaal $1 $2B per bestand$3"],
    [/^Limit ([\d.]+)\s?([MG])B per file(.*)$/, "Maximaal $1 $2B per bestand$3"],
    [/^(\d+)\.(\d+)([KMG])B$/, "$1,$2 $3B"],
    [/^Remove (.+)$/, "$1 weghalen"],
    [/^Show data: (.+)$/s, "Toon gegevens: $1"],
    [/^Show chart: (.+)$/s, "Toon grafiek: $1"],
    [/^Fullscreen: (.+)$/s, "Volledig scherm: $1"],
    [/^Close fullscreen: (.+)$/s, "Sluit volledig scherm: $1"],
    [/^Download as CSV: (.+)$/s, "Download als CSV: $1"],
    [/^Download as (PNG|SVG)(: .+)?$/s, "Download als $1$2"],
    [/^Copy Vega-Lite spec(: .+)?$/s, "Kopieer de tekening als Vega-Lite$1"],
    [/^Search: (.+)$/s, "Zoeken: $1"],
    [/^(\d+) options? available\.$/, "$1 keuzes."],
    [/^Help for (.+)$/, "Uitleg bij $1"],
    [/^(.+), selected\.?$/, "$1, gekozen"],
    [/^File must be ([\d.]+)\s?([MG])B or smaller\.$/, "Het bestand mag hoogstens $1 $2B zijn."],
    [/^(\S+) files are not allowed\.$/, "Bestanden van het soort $1 kunnen niet."],
  ];
  const controls = [
    "stFileUploader", "stFileUploaderDropzone", "stMainMenu", "stMainMenuPopover",
    "stElementToolbar", "stSkipLink", "stMultiSelect", "stSelectbox", "stTooltipContent",
    "stStatusWidget", "stSidebarCollapseButton", "stExpandSidebarButton", "stHeadingActionElements",
    "stDialog", "stDateInput", "stSidebarNav", "stHeaderActionElements", "stToolbar",
  ].map((name) => `[data-testid=${name}]`).join(",") + ",header,a[href='#main'],[role=dialog],[role=log],[role=listbox]";

  const dutch = (text) => {
    const bare = text.trim();
    if (Object.hasOwn(words, bare)) return text.replace(bare, words[bare]);
    for (const [pattern, instead] of patterns)
      if (pattern.test(bare)) return text.replace(bare, bare.replace(pattern, instead));
    return null;
  };
  const mendText = (node) => {
    const around = node.parentElement;
    if (!around || !(around.closest(controls) || /^Skip to main/.test(node.data))) return;
    const instead = dutch(node.data);
    if (instead !== null && instead !== node.data) node.data = instead;
  };
  const mendAttributes = (element) => {
    for (const name of ["aria-label", "placeholder", "title", "alt"]) {
      const value = element.getAttribute(name);
      const instead = value ? dutch(value) : null;
      if (instead !== null && instead !== value) element.setAttribute(name, instead);
    }
  };
  const mend = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return mendText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = root; node; node = walker.nextNode())
      node.nodeType === Node.TEXT_NODE ? mendText(node) : mendAttributes(node);
  };
  const start = () => {
    mend(document.body);
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "childList") change.addedNodes.forEach(mend);
        else if (change.type === "characterData") mendText(change.target);
        else mendAttributes(change.target);
      }
    }).observe(document.body, {
      subtree: true, childList: true, characterData: true,
      attributes: true, attributeFilter: ["aria-label", "placeholder", "title", "alt"],
    });
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();

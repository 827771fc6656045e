"use strict";
// Følger med siden og gjør det Streamlit ikke har valg for. Hver del har sin egen overskrift:
//   1. oversetter Streamlits innebygde engelske tekster,
//   2. retter det skjermlesere og tastaturet ellers snubler i,
//   3. lager PNG av figuren eller tabellen i et kort, med kommune, tittel, setning, kilde og filtre i bildet,
//   4. sier fra til skjermlesere når en side er åpnet, og når et filter er endret,
//   5. gjør siden klar for papir,
//   6. følger lenkene på Oversikt uten å laste siden på nytt, og henter Plotly når nettleseren er ledig,
//   7. lar Tilbake gå én side tilbake, og lukker menyen på en telefon når en side er valgt,
//   8. husker målformen leseren velger, og laster siden på den,
//   9. blar i møtet på veggen med taster, fjernkontroll og sveip,
//  10. tømmer de andre fanene når en ansatt logger ut,
//  11. viser en tabell som ikke får plass, tettere eller som en liste.
// Skriptet leser bare det som står på siden, og snakker aldri med tjeneren.

// --- 1. Oversettelsen ------------------------------------------------------------------------------------------------

// Ordene som er annerledes på målformen siden er på, har tjeneren lagt i siden. Ellers sies de som de står.
const ORDLISTE = JSON.parse(document.getElementById("ordliste")?.textContent ?? "{}");
const SPRAAK = document.documentElement.lang;

function si(tekst, plasser = null) {
  const sagt = ORDLISTE[tekst] ?? tekst;
  return plasser ? sagt.replace(/\{(\w+)\}/g, (_, plass) => plasser[plass]) : sagt;
}

const ORDBOK = {
  __proto__: null,
  // Ramme, meny og sidefelt
  "Skip to main content": si("Hopp til innholdet"),
  "App pages": si("Sider"),
  "Main menu": si("Hovedmeny"),
  "Expand sidebar": si("Vis sidefeltet"),
  "Collapse sidebar": si("Skjul sidefeltet"),
  "Sidebar": si("Sidefelt"),
  "Navigate to home page": si("Gå til forsiden"),
  "(opens in new tab)": si("(åpnes i ny fane)"),
  "Link to heading": si("Lenke til overskriften"),
  "Theme": si("Utseende"),
  "Light": si("Lyst"),
  "Dark": si("Mørkt"),
  "Use system setting": si("Som maskinen"),
  "Print": si("Skriv ut"),
  "Rerun": si("Kjør på nytt"),
  "Always rerun": si("Kjør alltid på nytt"),
  "Auto rerun": si("Kjør av seg selv"),
  "Settings": si("Innstillinger"),
  "About": si("Om"),
  "Get help": si("Få hjelp"),
  "Report a bug": si("Meld en feil"),
  "Record screen": si("Ta opp skjermen"),
  "Record a screencast": si("Ta opp skjermen"),
  "Clear cache": si("Tøm mellomlageret"),
  "Clear caches": si("Tøm mellomlagrene"),
  "Made with Streamlit v": si("Laget med Streamlit v"),
  "Copy version to clipboard": si("Kopier versjonen"),
  "Help": si("Hjelp"),
  "Close": si("Lukk"),
  "Cancel": si("Avbryt"),
  "Done": si("Ferdig"),
  "Dismiss": si("Lukk"),
  "Try again": si("Prøv igjen"),
  "Retry": si("Prøv igjen"),
  "View less": si("Vis færre"),
  "view less": si("vis mindre"),
  "view more": si("vis mer"),
  "Notifications": si("Meldinger"),
  "yyyy": si("åååå"),
  "Scroll tabs left": si("Rull fanene til venstre"),
  "Scroll tabs right": si("Rull fanene til høyre"),

  // Tilkobling, kjøring og feil
  "Running...": si("Henter tall …"),
  "Stop": si("Stopp"),
  "Stopping...": si("Stopper …"),
  "Connecting": si("Kobler til"),
  "Connecting to Streamlit server": si("Kobler til dashbordet"),
  "Unable to connect to Streamlit server": si("Får ikke kontakt med dashbordet"),
  "Error": si("Feil"),
  "Warning": si("Advarsel"),
  "Loading...": si("Laster …"),
  "Please wait...": si("Vent litt …"),
  "Reconnected to server.": si("Kontakten med dashbordet er gjenopprettet."),
  "Connection lost. Please wait for the app to reconnect, then try again.":
    si("Kontakten med dashbordet er brutt. Vent til den er tilbake, og prøv igjen."),
  "Connection error": si("Ingen kontakt med dashbordet"),
  "Connection timed out.": si("Dashbordet svarte ikke i tide."),
  "Streamlit server is not responding. Are you connected to the internet?":
    si("Dashbordet svarer ikke. Sjekk at maskinen har nett, og prøv igjen."),
  "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
    si("Dashbordet svarer ikke. Er det stoppet, starter du det igjen i terminalen:"),
  "streamlit run yourscript.py": "streamlit run dashboard.py",
  "Page not found": si("Fant ikke siden"),
  "The page that you have requested does not seem to exist. Running the app's main page.":
    si("Siden finnes ikke, eller du har ikke tilgang til den. Forsiden er åpnet i stedet."),
  "Script execution error": si("Feil i kjøringen"),
  "Bad message format": si("Ugyldig melding"),
  "Network error": si("Nettverksfeil"),
  "Unknown error": si("Ukjent feil"),

  // Tabeller og figurer
  "Fullscreen": si("Fullskjerm"),
  "Close fullscreen": si("Lukk fullskjerm"),
  "Show/hide columns": si("Vis eller skjul kolonner"),
  "Download as CSV": si("Last ned CSV"),
  "Download as PNG": si("Last ned bilde"),
  "Show data": si("Vis tallene"),
  "Show chart": si("Vis figuren"),
  "Search": si("Søk"),
  "Select all": si("Velg alle"),
  "Clear selection": si("Fjern valget"),
  "Scrollable table": si("Tabell som kan rulles"),
  "Dataframe column menu": si("Kolonnemeny"),
  "Sort ascending": si("Sorter stigende"),
  "Sort descending": si("Sorter synkende"),
  "Statistics": si("Oppsummering"),
  "Automatic": si("Automatisk"),
  "Localized": si("Norsk"),
  "Plain": si("Uten skilletegn"),
  "Compact": si("Kort"),
  "Percent": si("Prosent"),
  "Scientific": si("Vitenskapelig"),
  "Accounting": si("Regnskap"),
  "Distance": si("Avstand i tid"),
  "Calendar": si("Kalender"),
  "Duration": si("Varighet"),
  "Autosize": si("Tilpass bredden"),
  "Pin column": si("Fest kolonnen"),
  "Unpin column": si("Løsne kolonnen"),
  "Hide column": si("Skjul kolonnen"),
  "Copy column name": si("Kopier kolonnenavnet"),
  "Wrap": si("Bryt linjene"),
  "Visibility": si("Synlighet"),
  "Count": si("Antall"),
  "Distinct": si("Ulike verdier"),
  "Empty": si("Tomme"),
  "Average": si("Gjennomsnitt"),
  "(index)": si("(rad)"),
  "text": si("tekst"),
  "number": si("tall"),
  "date": si("dato"),
  "checkbox": si("ja eller nei"),
  "Standard deviation": si("Standardavvik"),
  "25th percentile": si("25-persentil"),
  "75th percentile": si("75-persentil"),
  "Range": si("Spenn"),
  "Values": si("Verdier"),
  "True": si("Ja"),
  "False": si("Nei"),
  "Based on sample": si("Fra et utvalg"),
  "Average length": si("Gjennomsnittlig lengde"),
  "Minimum length": si("Minste lengde"),
  "Maximum length": si("Største lengde"),
  "Distribution histogram": si("Fordeling"),
  "Top values frequency chart": si("De vanligste verdiene"),
  "True/false distribution chart": si("Fordeling av ja og nei"),
  "No data": si("Ingen data"),
  "No content": si("Tomt"),
  "Failed to load data": si("Tallene kunne ikke hentes"),
  "Add row": si("Legg til rad"),
  "Delete row(s)": si("Slett rader"),
  "Edit": si("Rediger"),
  "Pagination": si("Sidevalg"),
  "Next page": si("Neste side"),
  "Previous page": si("Forrige side"),
  "Copy to clipboard": si("Kopier"),
  "Copied": si("Kopiert"),
  "Copy": si("Kopier"),

  // Felter og filtre
  "Choose an option": si("Velg"),
  "Choose options": si("Velg"),
  "Choose or add an option": si("Velg eller legg til"),
  "Choose or add options": si("Velg eller legg til"),
  "Add an option": si("Legg til"),
  "Add options": si("Legg til"),
  "No options to select": si("Ingen valg"),
  "No options to select.": si("Ingen valg."),
  "No options": si("Ingen valg"),
  "No results": si("Ingen treff"),
  "Select...": si("Velg …"),
  "Selectbox options": si("Valg"),
  "Multiselect options": si("Valg"),
  "Selected values": si("Valgte verdier"),
  "Open": si("Åpne"),
  "Clear all": si("Fjern alle"),
  "Clear value": si("Fjern verdien"),
  "Clear entry": si("Tøm feltet"),
  "Clear date": si("Fjern datoen"),
  "Clear dates": si("Fjern datoene"),
  "Choose date": si("Velg dato"),
  "Choose date range": si("Velg periode"),
  "Choose date and time": si("Velg dato og klokkeslett"),
  "Date range": si("Periode"),
  "Next month": si("Neste måned"),
  "Previous month": si("Forrige måned"),
  "Quick select a date range": si("Velg en vanlig periode"),
  "None": si("Ingen"),
  "Past Week": si("Siste uke"),
  "Past Month": si("Siste måned"),
  "Past 3 Months": si("Siste 3 måneder"),
  "Past 6 Months": si("Siste 6 måneder"),
  "Past Year": si("Siste år"),
  "Past 2 Years": si("Siste 2 år"),
  "Use arrow keys to navigate dates. Enter to select. Escape to close.":
    si("Piltastene flytter mellom datoer. Enter velger. Esc lukker."),
  "Increment": si("Øk"),
  "Decrement": si("Senk"),
  "Show password": si("Vis passordet"),
  "Hide password": si("Skjul passordet"),
  "Invalid input.": si("Ugyldig verdi."),
  "Press Enter to apply": si("Trykk Enter for å bruke"),
  "Press Enter to submit form": si("Trykk Enter for å sende inn"),
  "Press Ctrl+Enter to apply": si("Trykk Ctrl+Enter for å bruke"),
  "Press ⌘+Enter to apply": si("Trykk ⌘+Enter for å bruke"),
  "Press Ctrl+Enter to submit form": si("Trykk Ctrl+Enter for å sende inn"),
  "Press ⌘+Enter to submit form": si("Trykk ⌘+Enter for å sende inn"),

  // Opplasting og nedlasting
  "Upload": si("Velg fil"),
  "file upload": si("filopplasting"),
  "add icon": si("legg til"),
  "Error:": si("Feil:"),
  "progress": si("framdrift"),
  "Upload directories": si("Velg mappe"),
  "Add files": si("Legg til filer"),
  "Drag and drop a file here": si("Slipp en fil her"),
  "Drag and drop files here": si("Slipp filer her"),
  "Drag and drop directories here": si("Slipp mapper her"),
  "Upload failed": si("Opplastingen mislyktes"),
  "Click to retry upload": si("Prøv opplastingen på nytt"),
  "File size is too small.": si("Filen er tom eller for liten."),
  "Only one file is allowed.": si("Bare én fil om gangen."),
  "Unexpected error. Please try again.": si("Noe gikk galt. Prøv igjen."),
  "Download failed": si("Nedlastingen mislyktes"),
  "Deferred download not properly configured": si("Nedlastingen er satt opp feil"),
};

// Ord som også er norske, oversettes bare der Streamlit bruker dem.
const BARE_I_MENYEN = { __proto__: null, "System": si("Som maskinen") };

const MAANEDER = {
  __proto__: null,
  January: "januar", February: "februar", March: "mars", April: "april", May: "mai", June: "juni", July: "juli",
  August: "august", September: "september", October: "oktober", November: "november", December: "desember",
};
// Kalenderen følger språket til nettleseren, og ingen av dem har nynorsk. Bare navnene på dagene er ulike.
const UKEDAGER = {
  __proto__: null,
  mandag: si("mandag"), tirsdag: si("tirsdag"), onsdag: si("onsdag"), torsdag: si("torsdag"), fredag: si("fredag"),
  lørdag: si("lørdag"), søndag: si("søndag"),
};
const DATODELER = {
  __proto__: null,
  day: si("dag"), month: si("måned"), year: si("år"), hour: si("time"), minute: si("minutt"), time: si("klokkeslett"),
};
const dato = (engelsk) =>
  engelsk.replace(/^(\w+) 0?(\d+), (\d+)$/, (_, maaned, dag, aar) => `${dag}. ${MAANEDER[maaned] ?? maaned} ${aar}`);
const stoerrelse = (tall, enhet) => `${Number(tall).toLocaleString("nb")} ${enhet}`;
const delvis = (tekst) => oversett(tekst) ?? tekst;

const MOENSTRE = [
  [/^Help for (.+)$/s, (_, navn) => si("Hjelp til {navn}", { navn })],
  [/^Remove (.+)$/s, (_, navn) => si("Fjern {navn}", { navn })],
  [/^Cancel upload of (.+)$/s, (_, navn) => si("Avbryt opplasting av {navn}", { navn })],
  [/^Add: (.+)$/s, (_, navn) => si("Legg til: {navn}", { navn })],
  [/^Select (\d+) matches$/, (_, antall) => si("Velg {antall} treff", { antall })],
  [/^View (\d+) more$/, (_, antall) => si("Vis {antall} til", { antall })],
  [/^Page (\d+)$/, (_, nr) => si("Side {nr}", { nr })],
  [/^Shortcut (.+)$/, (_, tast) => si("Hurtigtast {tast}", { tast })],
  [/^(\d+) options? available\.$/, (_, antall) => si("{antall} valg.", { antall })],
  [/^(.+), selected$/s, (_, valg) => si("{valg}, valgt", { valg })],
  [/^You can only select up to (\d+) options?\. Remove an option first\.$/,
    (_, antall) => si("Du kan velge høyst {antall}. Fjern et valg først.", { antall })],
  [/^(.+) — (start|end)$/s, (_, navn, ende) =>
    ende === "start" ? si("{navn} — den laveste", { navn }) : si("{navn} — den høyeste", { navn })],
  [/^Number is (?:above|below|outside) the allowed range\..*$/s, () => si("Tallet er utenfor det som er tillatt.")],

  // Datoer: feltet følger ikke nettleserens språk slik kalenderen gjør.
  [/^Selected Date: (.+)$/, (_, d) => si("Valgt dato: {dato}", { dato: dato(d) })],
  [/^Selected Range: (.+) to (.+)$/, (_, fra, til) =>
    si("Valgt periode: {fra} til {til}", { fra: dato(fra), til: dato(til) })],
  [/^(Choose date|Choose date range), (.+)$/, (_, hva, maaned) => `${ORDBOK[hva]}, ${maaned}`],
  [/^(I dag, )?(mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag) (\d+\. \w+ \d+)( valgt)?$/,
    (_, i_dag, dag, datoen, valgt) => `${i_dag ?? ""}${UKEDAGER[dag]} ${datoen}${valgt ? ` ${si("valgt")}` : ""}`],
  [/^(day|month|year|hour|minute|time), (.+)$/s, (_, del, navn) => `${DATODELER[del]}, ${delvis(navn)}`],
  [/^(.+) (start|end) date$/s, (_, navn, ende) =>
    ende === "start" ? si("{navn}, fra", { navn }) : si("{navn}, til", { navn })],
  [/^(\d+) – ([A-Z][a-z]+)$/, (alt, nr, maaned) => (maaned in MAANEDER ? `${nr} – ${MAANEDER[maaned]}` : alt)],

  // Filer
  [/^([\d.]+)([KMG]?B)$/, (_, tall, enhet) => stoerrelse(tall, enhet)],
  [/^(.+), ([\d.]+)([KMG]?B)$/s, (_, navn, tall, enhet) => `${navn}, ${stoerrelse(tall, enhet)}`],
  [/^([\d.]+)([KMG]?B) per file(.*)$/s,
    (_, tall, enhet, typer) => si("Høyst {stoerrelse} per fil", { stoerrelse: stoerrelse(tall, enhet) }) + typer],
  [/^File must be ([\d.]+)([KMG]?B) or smaller\.$/,
    (_, tall, enhet) =>
      si("Filen er for stor. Den kan være høyst {stoerrelse}.", { stoerrelse: stoerrelse(tall, enhet) })],
  [/^(.*) files are not allowed\.$/, (_, type) => si("Filer av typen {type} kan ikke brukes her.", { type })],

  // Tilkobling, feil og sider
  [/^This app has encountered an error\..*$/s, () => si(
    "Noe gikk galt da siden skulle vises. Last siden på nytt. "
    + "Skjer det igjen, si fra til den som drifter dashbordet: feilen er skrevet i loggen på tjeneren.")],
  [/^Connection failed with status (\d+).*$/s, (_, kode) => si("Dashbordet svarte med feil {kode}.", { kode })],
  [/^Cannot connect to Streamlit \(HTTP status: (\d+)\).*$/s,
    (_, kode) => si("Dashbordet avviste tilkoblingen ({kode}).", { kode })],
  [/^Failed to establish websocket connection.*$/s, () => si("Får ikke kontakt med dashbordet.")],
  [/^You have requested page \/(.*), but no corresponding file was found.*$/s,
    (_, side) =>
      si("Siden «{side}» finnes ikke, eller du har ikke tilgang til den. Forsiden er åpnet i stedet.", { side })],

  // Verktøyene over en tabell eller figur heter for eksempel «Search: Ledige boliger».
  [/^(Fullscreen|Close fullscreen|Search|Show\/hide columns|Download as CSV|Clear selection): (.+)$/s,
    (_, verktoey, navn) => `${ORDBOK[verktoey]}: ${navn}`],
];

const ATTRIBUTTER = ["aria-label", "aria-valuetext", "title", "placeholder"];
// Her står tall og tekster som er våre. Står det «Search» i en celle, skal det fortsatt stå «Search».
const VAART = ".stTable td, .stTable th, .stHtml, [data-testid=stMetric], pre, textarea";
const VAAR_TEKST = ".stMarkdown, .stHeading, .stCaption";
const UTENFOR = ".js-plotly-plot, svg, canvas, script, style";

function oversett(tekst) {
  const kjerne = tekst.trim();
  if (!kjerne) return null;
  if (Object.hasOwn(ORDBOK, kjerne)) return tekst.replace(kjerne, () => ORDBOK[kjerne]);
  const treff = MOENSTRE.find(([moenster]) => moenster.test(kjerne));
  if (treff) return kjerne.replace(...treff);
  return null;
}

function oversettTekst(node) {
  const ny = oversett(node.nodeValue) ?? (node.parentElement?.closest("[role=menu]") && BARE_I_MENYEN[node.nodeValue]);
  if (!ny || ny === node.nodeValue) return;
  if (node.parentElement?.closest(`${VAART}, ${VAAR_TEKST}`)) return;
  node.nodeValue = ny;
}

function oversettAttributter(element) {
  for (const navn of ATTRIBUTTER) {
    const verdi = element.getAttribute(navn);
    const ny = verdi && oversett(verdi);
    if (ny && ny !== verdi && !element.closest(VAART)) element.setAttribute(navn, ny);
  }
}

function oversettTre(rot) {
  if (rot.matches(UTENFOR)) return;
  oversettAttributter(rot);
  const vandrer = document.createTreeWalker(rot, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
    node.nodeType === Node.ELEMENT_NODE && node.matches(UTENFOR) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  while (vandrer.nextNode()) {
    const node = vandrer.currentNode;
    if (node.nodeType === Node.TEXT_NODE) oversettTekst(node);
    else oversettAttributter(node);
  }
}

function endret(endringer) {
  for (const { type, target, addedNodes } of endringer) {
    const element = type === "characterData" ? target.parentElement : target;
    // Plotly alene gjør tusenvis av endringer i en figur. Ingen av dem angår oss.
    if (!element || element.closest(UTENFOR)) continue;
    if (type === "attributes") oversettAttributter(target);
    if (type === "characterData") oversettTekst(target);
    for (const node of addedNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) oversettTre(node);
      if (node.nodeType === Node.TEXT_NODE) oversettTekst(node);
    }
  }
  rett();
  merkMoetet();
  foelgTabellene();
}

// --- 2. Skjermlesere og tastatur -------------------------------------------------------------------------------------

const FOLDEKNAPP = "[data-testid=stLayoutWrapper]:has(> [class*=st-key-foldeknapp_])";
const FOLDET = ":has(+ * > [class*=st-key-foldet_])";

// Det som rettes, og hvordan. Hver velger treffer bare det som ikke er rettet.
const RETTELSER = [
  // Menyen er en liste med overskrifter inni, som skjermlesere ikke kan tolke. Uten listerollen er den lenker på rad.
  ["[data-testid=stSidebarNavItems]:has(> div):not([role]), [data-testid=stSidebarNavItems]:has(> div) li:not([role])",
    (element) => element.setAttribute("role", "none")],
  // Et ikon i tekst heter «info icon». Ordene ved siden av sier alt det ikonet sier.
  ["[role=img][aria-label$=' icon']", (ikon) => {
    ikon.removeAttribute("role");
    ikon.removeAttribute("aria-label");
    ikon.setAttribute("aria-hidden", "true");
  }],
  // Figurens navn er setningen som sier det den viser. Det som er tegnet, leses ellers som løse tall.
  ["[data-testid=stPlotlyChart][role=figure] > :not([aria-hidden])", (tegning) =>
    tegning.setAttribute("aria-hidden", "true")],
  // Overskriften i kalenderen er ikke hodet på siden.
  ["header:not([role], [data-testid])", (hode) => hode.setAttribute("role", "none")],
  // Måneden og året i den er valgt i hver sin knapp, som ellers bare heter «måned» og «år».
  ["header:not([data-testid]) button[aria-haspopup=listbox][aria-label]", (knapp) => {
    const valgt = knapp.firstChild.textContent;
    if (!knapp.ariaLabel.startsWith(valgt)) knapp.ariaLabel = `${valgt} ${knapp.ariaLabel.split(" ").at(-1)}`;
  }],
  // Knappen som åpner en liste, heter det samme ved hvert felt.
  [".stSelectbox button[tabindex='-1'][aria-label]", (knapp) => {
    const felt = knapp.parentElement.querySelector("input")?.ariaLabel ?? "";
    if (!knapp.ariaLabel.endsWith(felt)) knapp.ariaLabel += ` ${felt}`;
  }],
  // Knappen som folder ut feltene etter seg, sier om de er ute.
  [`${FOLDEKNAPP}:not(${FOLDET}) button:not([aria-expanded=true])`, (knapp) => { knapp.ariaExpanded = "true"; }],
  [`${FOLDEKNAPP}${FOLDET} button:not([aria-expanded=false])`, (knapp) => {
    const varUte = knapp.ariaExpanded === "true";
    knapp.ariaExpanded = "false";
    // Ble de foldet sammen av et valg i dem, ville den som bruker tastaturet, begynt på nytt øverst på siden.
    const fokus = document.activeElement;
    if (varUte && (fokus === document.body || !fokus.checkVisibility())) knapp.focus();
  }],
  // Flaten som ruller, er et stopp for tastaturet, og trenger et navn.
  ["[data-testid=stMain]:not([aria-label])", (flate) => flate.setAttribute("aria-label", si("Innholdet på siden"))],
];

function rett() {
  for (const [velger, gjoer] of RETTELSER) document.querySelectorAll(velger).forEach(gjoer);
}

// I en gruppe med ett valg flytter piltastene fokus, men Streamlit velger ikke før mellomrom. Alle andre steder
// velger de med en gang.
function velgMedPiltastene() {
  // Fangstfasen: Streamlit lar ikke tastetrykket komme lenger. Fokus er flyttet når det har fått svare.
  document.addEventListener("keydown", ({ key, target }) => {
    const gruppe = /^Arrow(Left|Right|Up|Down)$/.test(key) && target.closest?.("[role=radiogroup]");
    if (!gruppe) return;
    setTimeout(() => {
      const valg = document.activeElement;
      if (gruppe.contains(valg) && valg.matches("button[role=radio][aria-checked=false]")) valg.click();
    });
  }, true);
}

// --- 3. Bilde av et kort ---------------------------------------------------------------------------------------------

const OPPLOESNING = 2;
const MARG = 24;

function lyttPaaBildeknapper() {
  // Fangstfasen: klikket stoppes før Streamlit ser det, slik at siden ikke kjøres på nytt.
  document.addEventListener("click", (hendelse) => {
    const knapp = hendelse.target.closest?.("[class*=st-key-png_] button");
    if (!knapp) return;
    hendelse.preventDefault();
    hendelse.stopImmediatePropagation();
    lagBilde(kortId(knapp)).catch(() => meld(si("Bildet kunne ikke lages. Prøv igjen."), true));
  }, true);
}

function kortId(knapp) {
  const ramme = knapp.closest("[class*=st-key-png_]");
  return [...ramme.classList].find((navn) => navn.startsWith("st-key-png_")).slice("st-key-png_".length);
}

// Navnet på filen og linjene under bildet har tjeneren skrevet ved siden av knappen.
async function lagBilde(id) {
  const kort = document.querySelector(`.${CSS.escape(`st-key-kort_${id}`)}`);
  const innhold = kort && (figurdel(kort) ?? tabelldel(kort));
  if (!innhold) {
    meld(si("Velg «Graf» eller «Tabell» for å laste ned bildet"), true);
    return;
  }
  const [filnavn, ...fot] = linjer(document.querySelectorAll(`.${CSS.escape(`st-key-bildetekst_${id}`)} p`));
  const lerret = await tegn(innhold, {
    kommune: merking().slice(0, 1),
    tittel: linjer([...kort.querySelectorAll("h1, h2, h3, h4, h5, h6")].slice(0, 1)),
    setning: linjer(kort.querySelectorAll(
      ["spoersmaal", "setning"].map((del) => `.${CSS.escape(`st-key-${del}_${id}`)} p`).join())),
    fot,
  });
  const bilde = await new Promise((ferdig) => lerret.toBlob(ferdig, "image/png"));
  lastNed(bilde, filnavn);
  meld(si("Bildet er lastet ned."));
}

function linjer(avsnitt) {
  return [...avsnitt].map((p) => {
    const kopi = p.cloneNode(true);
    // Navnet på et ikon står som tekst, men vises som tegn.
    kopi.querySelectorAll("[translate=no]").forEach((ikon) => ikon.remove());
    return kopi.textContent.trim();
  }).filter(Boolean);
}

// `innhold` er midten av bildet: hvor stort det er, og hvordan det tegnes.
async function tegn(innhold, { kommune, tittel, setning, fot }) {
  const { bredde, hoeyde, stil } = innhold;
  const bakgrunn = getComputedStyle(document.querySelector(".stApp") ?? document.body).backgroundColor;
  const maal = document.createElement("canvas").getContext("2d");
  const del = (tekster, skrift, linje) => {
    maal.font = skrift;
    return { skrift, linje, tekster: tekster.flatMap((tekst) => brytLinjer(maal, tekst, bredde)) };
  };
  const topp = [
    del(kommune, `13px ${stil.fontFamily}`, 24),
    del(tittel, `600 22px ${stil.fontFamily}`, 30),
    del(setning, `16px ${stil.fontFamily}`, 23),
  ];
  const bunn = [del(fot, `13px ${stil.fontFamily}`, 19)];
  const hoeydeAv = (deler) => deler.reduce((sum, d) => sum + d.tekster.length * d.linje, 0);

  const lerret = document.createElement("canvas");
  lerret.width = Math.round((bredde + 2 * MARG) * OPPLOESNING);
  lerret.height = Math.round((hoeydeAv(topp) + hoeyde + hoeydeAv(bunn) + 4 * MARG) * OPPLOESNING);
  const flate = lerret.getContext("2d");
  flate.scale(OPPLOESNING, OPPLOESNING);
  flate.fillStyle = bakgrunn;
  flate.fillRect(0, 0, lerret.width, lerret.height);
  flate.fillStyle = stil.color;
  const y = skrivDeler(flate, topp, MARG) + MARG;
  await innhold.tegn(flate, MARG, y);
  skrivDeler(flate, bunn, y + hoeyde + MARG);
  return lerret;
}

function figurdel(kort) {
  const figur = kort.querySelector(".js-plotly-plot");
  // På en telefon kan det være en liste i stedet for figuren.
  if (!figur || getComputedStyle(figur).visibility === "hidden") return null;
  const { width: bredde, height: hoeyde } = figur.getBoundingClientRect();
  const tegn = async (flate, x, y) => flate.drawImage(await somBilde(figur, bredde, hoeyde), x, y, bredde, hoeyde);
  return { bredde, hoeyde, stil: getComputedStyle(figur), tegn };
}

const CELLE = { __proto__: null, luft: 8, linje: 20, bredest: 240, skrift: 14 };

// Tabellene i kortet, med alle kolonnene, også dem en må rulle til på skjermen.
function tabelldel(kort) {
  const tabeller = [...kort.querySelectorAll("table")].map((tabell) => maalTabell(tabell));
  if (!tabeller.length) return null;
  const tegn = (flate, x, y) => {
    for (const tabell of tabeller) {
      tegnTabell(flate, tabell, x, y);
      y += tabell.hoeyde + MARG;
    }
  };
  return {
    bredde: Math.max(480, ...tabeller.map((tabell) => tabell.bredde)),
    hoeyde: tabeller.reduce((sum, tabell) => sum + tabell.hoeyde + MARG, -MARG),
    stil: getComputedStyle(kort),
    tegn,
  };
}

function maalTabell(tabell) {
  const maal = document.createElement("canvas").getContext("2d");
  const bredder = [];
  const rader = [...tabell.rows].map((rad) => {
    const celler = [...rad.cells].map((celle, nr) => {
      const stil = getComputedStyle(celle);
      const skrift = `${celle.tagName === "TH" ? 600 : 400} ${CELLE.skrift}px ${stil.fontFamily}`;
      maal.font = skrift;
      const tekster = brytLinjer(maal, celle.innerText.trim(), CELLE.bredest);
      const bredest = Math.max(...tekster.map((tekst) => maal.measureText(tekst).width));
      bredder[nr] = Math.max(bredder[nr] ?? 0, bredest + 2 * CELLE.luft);
      // Fargen i en rute, eller lengden på en søyle, fra 0 til 1.
      const mest = Number(celle.style.getPropertyValue("--mest"));
      const soeyle = Boolean(celle.closest(".soeyler"));
      return { tekster, skrift, hoeyre: /right|end/.test(stil.textAlign), mest, soeyle };
    });
    const linjer = Math.max(1, ...celler.map((celle) => celle.tekster.length));
    return { celler, hoeyde: linjer * CELLE.linje + CELLE.luft };
  });
  const sum = (tall) => tall.reduce((til, neste) => til + neste, 0);
  return { rader, bredder, bredde: sum(bredder), hoeyde: sum(rader.map((rad) => rad.hoeyde)) };
}

function tegnTabell(flate, { rader, bredder, bredde }, venstre, y) {
  flate.textBaseline = "top";
  for (const { celler, hoeyde } of rader) {
    let x = venstre;
    celler.forEach(({ tekster, skrift, hoeyre, mest, soeyle }, nr) => {
      flate.font = skrift;
      if (mest) tegnStyrke(flate, x, y, bredder[nr], hoeyde, mest, soeyle);
      flate.textAlign = hoeyre ? "right" : "left";
      const kant = hoeyre ? x + bredder[nr] - CELLE.luft : x + CELLE.luft;
      tekster.forEach((tekst, linje) => flate.fillText(tekst, kant, y + CELLE.luft / 2 + linje * CELLE.linje));
      x += bredder[nr];
    });
    y += hoeyde;
    flate.globalAlpha = 0.25;
    flate.fillRect(venstre, y - 1, bredde, 1);
    flate.globalAlpha = 1;
  }
  flate.textAlign = "left";
}

function tegnStyrke(flate, x, y, bredde, hoeyde, mest, soeyle) {
  flate.globalAlpha = soeyle ? 0.75 : 0.05 + 0.3 * mest;
  if (soeyle) flate.fillRect(x + CELLE.luft, y + hoeyde - 5, (bredde - 2 * CELLE.luft) * mest, 4);
  else flate.fillRect(x + 1, y + 1, bredde - 2, hoeyde - 2);
  flate.globalAlpha = 1;
}

function skrivDeler(flate, deler, y) {
  flate.textBaseline = "top";
  for (const { skrift, linje, tekster } of deler) {
    flate.font = skrift;
    for (const tekst of tekster) {
      flate.fillText(tekst, MARG, y);
      y += linje;
    }
  }
  return y;
}

function brytLinjer(maal, tekst, bredde) {
  const ut = [""];
  for (const ord of tekst.split(/\s+/)) {
    const lengre = ut.at(-1) ? `${ut.at(-1)} ${ord}` : ord;
    if (ut.at(-1) && maal.measureText(lengre).width > bredde) ut.push(ord);
    else ut[ut.length - 1] = lengre;
  }
  return ut;
}

// Plotly tegner i flere SVG-lag oppå hverandre. De legges i én SVG, som nettleseren så tegner som et bilde.
async function somBilde(figur, bredde, hoeyde) {
  const navnerom = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(navnerom, "svg");
  svg.setAttribute("width", bredde * OPPLOESNING);
  svg.setAttribute("height", hoeyde * OPPLOESNING);
  svg.setAttribute("viewBox", `0 0 ${bredde} ${hoeyde}`);
  const ramme = figur.getBoundingClientRect();
  for (const lag of figur.querySelectorAll("svg.main-svg")) {
    const plass = lag.getBoundingClientRect();
    const kopi = lag.cloneNode(true);
    kopi.removeAttribute("style");
    kopi.setAttribute("x", plass.x - ramme.x);
    kopi.setAttribute("y", plass.y - ramme.y);
    kopi.querySelectorAll(".hoverlayer > *").forEach((boble) => boble.remove());
    const navn = lag.querySelectorAll(".xtick text");
    kopi.querySelectorAll(".xtick text").forEach((en, nr) => {
      if (getComputedStyle(navn[nr]).display === "none") en.remove();
    });
    svg.append(kopi);
  }
  const bilde = new Image();
  bilde.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await bilde.decode();
  return bilde;
}

function lastNed(bilde, navn) {
  const lenke = document.createElement("a");
  lenke.href = URL.createObjectURL(bilde);
  lenke.download = navn;
  lenke.click();
  setTimeout(() => URL.revokeObjectURL(lenke.href), 60_000);
}

// --- 4. Meldinger til skjermleseren ----------------------------------------------------------------------------------

const SKJULT = "position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap";
const SYNLIG = "position:fixed;z-index:1000000;left:50%;bottom:2rem;transform:translateX(-50%);max-width:90vw;"
  + "padding:.75rem 1.25rem;border-radius:.5rem;background:#1f2a33;color:#fff;font:1rem system-ui,sans-serif";

let melding;
let slukk;

function lagMelding() {
  melding = document.createElement("div");
  melding.id = "nb-melding";
  melding.setAttribute("role", "status");
  melding.setAttribute("aria-live", "polite");
  // Uten denne skjuler Streamlit meldingen for skjermlesere så lenge et vindu er åpent.
  melding.dataset.liveAnnouncer = "true";
  melding.style.cssText = SKJULT;
  document.body.append(melding);
}

function meld(tekst, synlig = false) {
  clearTimeout(slukk);
  melding.style.cssText = synlig ? SYNLIG : SKJULT;
  melding.textContent = "";
  // Samme tekst to ganger på rad leses bare når innholdet faktisk har vært borte imellom.
  setTimeout(() => { melding.textContent = tekst; }, 50);
  slukk = setTimeout(() => { melding.textContent = ""; melding.style.cssText = SKJULT; }, 6000);
}

// Streamlit setter tittelen når en side åpnes, men flytter verken fokus eller sier fra. Den første tittelen leser
// skjermleseren selv.
function foelgSidebytte() {
  let forrige = null;
  new MutationObserver(() => {
    const side = document.title.split(/ [–·|] /)[0];
    if (forrige !== null && side !== forrige) meld(si("Siden {side} er åpnet", { side }));
    forrige = side;
  }).observe(document.querySelector("title"), { childList: true, characterData: true, subtree: true });
}

// Det som vises etter at et filter er endret, sies én gang: siden tegner teksten på nytt flere ganger underveis.
function foelgFiltrene() {
  let forrige = utvalget();
  let venter;
  new MutationObserver(() => {
    clearTimeout(venter);
    venter = setTimeout(() => {
      const naa = utvalget();
      if (naa && forrige && naa !== forrige) meld(naa);
      forrige = naa || forrige;
    }, 300);
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}

function utvalget() {
  return merking()[1] ?? "";
}

// Kommunen og datoen, og det som er valgt, slik tjeneren skrev det for papir, bilder og skjermlesere.
function merking() {
  return [...document.querySelectorAll(".st-key-merking p")].map((p) => p.textContent.trim());
}

// --- 5. Papir --------------------------------------------------------------------------------------------------------

// Bredden figuren i et kort har på et stående A4-ark med margene i stil.css, i bildepunkter.
const ARKBREDDE = 660;
// Så mye mindre er en figur på papiret, så to vanlige kort får plass på et ark.
const PAA_PAPIR = 0.85;

function gjoerKlarForPapir() {
  const ark = new CSSStyleSheet();
  // Kolonner som er foldet på skjermen, skal være med på papiret.
  let lukkede = [];
  addEventListener("beforeprint", () => {
    ark.replaceSync(arkhode());
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, ark];
    document.documentElement.classList.toggle("moerk", erMoerk());
    lukkede = document.querySelectorAll("main details:not([open]):has(.nb-tabell)");
    for (const del of lukkede) del.open = true;
    for (const figur of figurene()) fyllArket(figur);
  });
  addEventListener("afterprint", () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((annet) => annet !== ark);
    document.documentElement.classList.remove("moerk");
    for (const del of lukkede) del.open = false;
    for (const figur of figurene()) somPaaSkjermen(figur);
  });
}

// På skjermen står to kort ved siden av hverandre. På papiret har hvert av dem hele bredden, og figuren tegnes på nytt
// i den, så den ikke er halvparten så bred som teksten.
function fyllArket(figur) {
  const tegning = figur.querySelector(".js-plotly-plot");
  figur.style.zoom = PAA_PAPIR;
  figur.dataset.bredde = tegning.layout.width;
  window.Plotly.relayout(tegning, { width: ARKBREDDE / PAA_PAPIR });
}

function somPaaSkjermen(figur) {
  figur.style.zoom = "";
  window.Plotly.relayout(figur.querySelector(".js-plotly-plot"), { width: Number(figur.dataset.bredde) });
}

// Elementet som har høyden til figuren, så det ikke står en tom flate under den.
function figurene() {
  return document.querySelectorAll("[data-testid=stElementContainer]:has(.js-plotly-plot)");
}

function erMoerk() {
  const app = document.querySelector(".stApp");
  return app !== null && getComputedStyle(app).colorScheme === "dark";
}

// Hodet og foten på hvert ark. Bare Chrome og Edge har dem; i andre nettlesere står det øverst på det første arket.
function arkhode() {
  const side = document.querySelector("h1")?.textContent.trim() ?? document.title;
  const tekst = (...deler) => JSON.stringify(deler.filter(Boolean).join(" "));
  const i_dag = new Date().toLocaleDateString("nb", { day: "2-digit", month: "2-digit", year: "numeric" });
  // Tallene teller nettleseren selv.
  const deler = si("Side {side} av {sider}").split(/(\{\w+\})/).filter(Boolean);
  const tellere = { "{side}": "counter(page)", "{sider}": "counter(pages)" };
  const sidetall = deler.map((del) => tellere[del] ?? tekst(del)).join(" ");
  const liten = "font: 8pt system-ui, sans-serif; color: #333";
  return `@page {
    @top-left { content: ${tekst(`${side}.`, ...merking())}; width: 100%; ${liten} }
    @bottom-left { content: ${tekst(si("Skrevet ut {dato}.", { dato: i_dag }))}; ${liten} }
    @bottom-right { content: ${sidetall}; ${liten} }
  }`;
}

// --- 6. Lenkene på Oversikt, og Plotly før den trengs ---------------------------------------------------------------

// En vanlig lenke ville lastet hele dashbordet på nytt. Streamlit bytter selv side når adressen endres og
// nettleseren sier fra, slik den gjør med tilbakeknappen.
function foelgLenkene() {
  document.addEventListener("click", (hendelse) => {
    const lenke = hendelse.target.closest?.(".stHtml a[href]");
    const vanlig = hendelse.button === 0 && !(hendelse.ctrlKey || hendelse.metaKey || hendelse.shiftKey || hendelse.altKey);
    if (!lenke || !vanlig || lenke.origin !== location.origin) return;
    hendelse.preventDefault();
    const sammeSide = lenke.pathname === location.pathname && lenke.hash;
    if (!sammeSide) {
      history.pushState({}, "", lenke.href);
      dispatchEvent(new PopStateEvent("popstate"));
    }
    visDet(lenke.hash.slice(1));
  });
  visDet(location.hash.slice(1));
}

// Vis kortet, eller delen, lenken peker på, når siden er ferdig tegnet, og sett fokus der.
function visDet(id) {
  if (!id) return;
  const frist = performance.now() + 15_000;
  const se = () => {
    const element = document.getElementById(id) ?? document.querySelector(`.${CSS.escape(`st-key-${id}`)}`);
    if (!element || !document.querySelector(".stApp[data-test-script-state=notRunning]")) {
      if (performance.now() < frist) setTimeout(se, 100);
      return;
    }
    if (element.matches("details")) element.open = true;
    const tittel = element.querySelector("summary, h2, h3") ?? element;
    if (!tittel.matches("summary")) tittel.tabIndex = -1;
    tittel.focus({ preventScroll: true });
    element.scrollIntoView({ block: "start" });
  };
  se();
}

// Plotly er halvparten av alt som lastes, og trengs ikke på Oversikt. Den hentes mens brukeren leser, så den er klar på
// neste side.
function hentPlotly() {
  const fil = document.querySelector("script[data-plotly]")?.dataset.plotly;
  if (!fil || navigator.connection?.saveData) return;
  const hent = () => import(fil).catch(() => {});
  const vent = () => {
    if (!document.querySelector(".stApp[data-test-script-state=notRunning] h1")) setTimeout(vent, 250);
    else if (window.requestIdleCallback) requestIdleCallback(hent, { timeout: 5000 });
    else setTimeout(hent, 1000);
  };
  vent();
}

// --- 7. Sidebytte ----------------------------------------------------------------------------------------------------

// Det i adressen som åpner noe eget, så Tilbake lukker det. Et filter eller et valg på et kort er ikke et steg: da måtte
// den som har valgt fem ting, gått tilbake gjennom alle fem for å komme til forrige side.
const STEG = ["tiltak", "plan", "egne", "moete", "vegg"];

// Streamlit bytter side i to skritt: adressen til den neste siden, og valgene som bare gjaldt den forrige, ut av den.
// Rekkefølgen varierer, og begge ble et steg i historikken, så Tilbake måtte trykkes to ganger. Det brukeren gjør, gir
// høyst ett steg: det neste skrittet erstatter det første.
function ettStegIHistorikken() {
  const leggTil = history.pushState;
  let ledig = false, fraLenke = false;
  for (const handling of ["click", "keydown"]) {
    addEventListener(handling, (hendelse) => {
      ledig = true;
      fraLenke = Boolean(hendelse.target.closest?.("a[href]"));
    }, true);
  }
  addEventListener("popstate", () => { ledig = false; });
  history.pushState = function (data, tittel, adresse) {
    const steg = ledig && (fraLenke || etNyttSted(new URL(adresse, location)));
    (steg ? leggTil : history.replaceState).call(history, data, tittel, adresse);
    if (steg) ledig = false;
  };
}

function etNyttSted(adresse) {
  const her = new URLSearchParams(location.search);
  return adresse.pathname !== location.pathname
    || STEG.some((navn) => `${her.getAll(navn)}` !== `${adresse.searchParams.getAll(navn)}`);
}

// Så smal er skjermen når menyen ligger over siden.
const SMAL = "(max-width: 767.98px)";

function lukkMenyenEtterValg() {
  document.addEventListener("click", (hendelse) => {
    if (!hendelse.target.closest?.("[data-testid=stSidebarNavLink]") || !matchMedia(SMAL).matches) return;
    // Streamlit skal ha tatt imot klikket før lenken forsvinner.
    setTimeout(() => {
      document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
      // Ellers ville det neste trykket på Tab begynt i menyen som er borte.
      document.querySelector("[data-testid=stMain]")?.focus();
    });
  });
}

// --- 8. Målformen ----------------------------------------------------------------------------------------------------

const MAALFORMER = { __proto__: null, "Bokmål": "nb", "Nynorsk": "nn" };
const ETT_AAR = 365 * 24 * 60 * 60;
// Der dashbordet ligger, også når det er under en annen rot.
const ROT = new URL(".", document.currentScript.src).pathname;

// Siden lastes på nytt, så språket den er merket med, Streamlits egne tekster og alt tjeneren har skrevet, er på den
// samme målformen. Det brukeren har valgt på siden, står i adressen.
function foelgMaalformen() {
  // Fangstfasen: Streamlit skal ikke kjøre siden i tillegg.
  document.addEventListener("click", (hendelse) => {
    const knapp = hendelse.target.closest?.(".st-key-maalform button");
    const kode = knapp && MAALFORMER[knapp.textContent.trim()];
    if (!kode) return;
    hendelse.preventDefault();
    hendelse.stopImmediatePropagation();
    if (kode === SPRAAK) return;
    const sikker = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `maalform=${kode}; path=${ROT}; max-age=${ETT_AAR}; samesite=lax${sikker}`;
    const adresse = new URL(location.href);
    adresse.searchParams.set("maalform", kode);
    location.replace(adresse);
  }, true);
}

// --- 9. Møtet på veggen ----------------------------------------------------------------------------------------------

// Tastene på tastaturet, og dem en fjernkontroll for presentasjoner sender.
const BLAR = {
  __proto__: null,
  ArrowRight: "neste", PageDown: "neste", " ": "neste", ArrowLeft: "forrige", PageUp: "forrige", Escape: "lukk",
};
// Så langt må en finger dras bortover, i bildepunkter.
const SVEIP = 60;

// `stil.css` tar bort menyen og toppen så lenge møtet vises.
function merkMoetet() {
  document.documentElement.classList.toggle("paa-veggen", document.querySelector(".st-key-presentasjon") !== null);
}

function blaIMoetet() {
  const trykk = (navn) => document.querySelector(`.st-key-vegg_${navn} button:not(:disabled)`)?.click();
  const skriver = (element) => element.closest?.("input, textarea, [role=combobox], [role=listbox], [role=radiogroup]");
  document.addEventListener("keydown", (hendelse) => {
    const { key, target } = hendelse;
    if (!(key in BLAR) || !document.querySelector(".st-key-presentasjon") || skriver(target)) return;
    if (hendelse.ctrlKey || hendelse.metaKey || hendelse.altKey) return;
    // Mellomrom trykker på knappen som har fokus, så lenge den ikke er en av dem som blar.
    if (key === " " && target.closest?.("button, summary, a") && !target.closest("[class*=st-key-vegg_]")) return;
    hendelse.preventDefault();
    hendelse.stopImmediatePropagation();
    trykk(BLAR[key]);
  }, true);
  let start = null;
  document.addEventListener("touchstart", ({ touches, target }) => {
    start = touches.length === 1 && target.closest?.(".st-key-presentasjon") && !skriver(target) ? touches[0] : null;
  }, { passive: true });
  document.addEventListener("touchend", ({ changedTouches: [slutt] }) => {
    if (!start) return;
    const bort = slutt.clientX - start.clientX, ned = slutt.clientY - start.clientY;
    start = null;
    if (Math.abs(bort) > Math.max(SVEIP, 2 * Math.abs(ned))) trykk(bort < 0 ? "neste" : "forrige");
  }, { passive: true });
}

// --- 10. Utloggingen -------------------------------------------------------------------------------------------------

// Så lenge får tjeneren på å avslutte innloggingen, før de andre fanene spør den igjen.
const VENT_PAA_UTLOGGINGEN = 3000;

// Det en ansatt har sett, skal ikke stå igjen i en fane hun ikke tenkte på. Ble utloggingen ikke lagret, er hun
// fortsatt logget inn, og siden kommer tilbake.
function toemDeAndreFanene() {
  const kanal = new BroadcastChannel("utlogget");
  kanal.onmessage = () => {
    document.body.replaceChildren();
    setTimeout(() => location.reload(), VENT_PAA_UTLOGGINGEN);
  };
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.(".st-key-logg_ut button")) kanal.postMessage("");
  }, true);
}

// --- 11. Tabeller som ikke får plass ---------------------------------------------------------------------------------

// Det leseren må rulle sidelengs for å se, blir ikke sett. Hvor bred en tabell må være, kommer an på ordene i den,
// skriften og hvor mye leseren har forstørret, så det måles: når den kommer, og når plassen er en annen.
const plassen = new WeakMap();
const plassvakt = new ResizeObserver((rammer) => {
  // En tabell som blir en liste, blir også høyere. Det er ikke en annen plass.
  const endret_bredde = rammer.filter(({ target, contentRect }) => plassen.get(target) !== contentRect.width);
  if (endret_bredde.length) requestAnimationFrame(() => visSomListe(endret_bredde.map(({ target }) => target)));
});

function foelgTabellene() {
  const nye = [...document.querySelectorAll(".nb-tabell:not([data-maalt])")];
  if (!nye.length) return;
  visSomListe(nye);
  for (const ramme of nye) {
    ramme.dataset.maalt = "";
    plassvakt.observe(ramme);
  }
}

function visSomListe(rammer) {
  for (const ramme of rammer) {
    ramme.classList.remove("tett", "liste");
    plassen.set(ramme, ramme.clientWidth);
  }
  const trange = forBrede(rammer);
  for (const ramme of trange) ramme.classList.add("tett");
  for (const ramme of forBrede(trange)) ramme.classList.replace("tett", "liste");
}

// Alle måles før noen endres, så nettleseren regner ut siden én gang.
function forBrede(rammer) {
  return rammer.filter((ramme) => ramme.scrollWidth > ramme.clientWidth);
}

// --- Oppstart --------------------------------------------------------------------------------------------------------

lagMelding();
lyttPaaBildeknapper();
foelgSidebytte();
foelgFiltrene();
velgMedPiltastene();
gjoerKlarForPapir();
ettStegIHistorikken();
lukkMenyenEtterValg();
foelgMaalformen();
foelgLenkene();
hentPlotly();
blaIMoetet();
toemDeAndreFanene();
foelgTabellene();
oversettTre(document.body);
new MutationObserver(endret).observe(document.body, {
  subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTTER,
});

import { useCallback, useEffect, useState } from "react";
import { runKeys, useCommands } from "../command/commands";
import { Palette } from "../command/Palette";
import { Shortcuts } from "../command/Shortcuts";
import { setLanguage, useWords, type Say } from "../i18n";
import { DashboardPage } from "../pages/DashboardPage";
import { DashboardsPage } from "../pages/DashboardsPage";
import { QueriesPage } from "../pages/QueriesPage";
import { SqlPage } from "../pages/SqlPage";
import { StreamsPage } from "../pages/StreamsPage";
import { UserMenu } from "../login/UserMenu";
import { loadCatalog, type CatalogObject } from "../server/catalog";
import { Failsafe } from "./Failsafe";
import { Icon, type IconName } from "./Icon";
import { go, routeOf, useHash } from "./route";
import { toggleTheme, useTheme } from "./theme";

const PAGES = [
  { page: "sql", href: "#/sql", icon: "code", word: "editor" },
  { page: "dashboards", href: "#/dashboards", icon: "board", word: "dashboards" },
  { page: "streams", href: "#/streams", icon: "stream", word: "streams" },
  { page: "queries", href: "#/queries", icon: "list", word: "queries" },
] as const satisfies readonly { page: string; href: string; icon: IconName; word: Parameters<Say>[0] }[];

/** The frame around every page. */
export function App() {
  const { say, language } = useWords();
  const theme = useTheme();
  const route = routeOf(useHash());
  const [problem, setProblem] = useState("");
  const [over, setOver] = useState<"palette" | "shortcuts" | null>(null);
  const [chosen, setChosen] = useState<CatalogObject | null>(null);
  const load = useCallback((): void => {
    loadCatalog().then(
      () => setProblem(""),
      (failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)),
    );
  }, []);
  useEffect(load, [load]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && !event.isComposing && document.querySelector("dialog[open]") === null && runKeys(event)) {
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  const page = PAGES.find((one) => one.page === route.page || (one.page === "dashboards" && route.page === "dashboard"));
  useEffect(() => {
    document.title = page === undefined || page.page === "dashboards" ? "Millrace" : `${say(page.word)} · Millrace`;
  }, [page, say]);
  useCommands([
    { word: "palette", keys: "Ctrl+K", run: () => setOver("palette") },
    { word: "shortcuts", keys: "F1", run: () => setOver("shortcuts") },
    { word: "goSql", keys: "Alt+1", run: () => go("#/sql") },
    { word: "goDashboards", keys: "Alt+2", run: () => go("#/dashboards") },
    { word: "goStreams", keys: "Alt+3", run: () => go("#/streams") },
    { word: "goQueries", keys: "Alt+4", run: () => go("#/queries") },
    { word: "theme", keys: "Alt+Shift+D", run: toggleTheme },
    { word: "switchLanguage", keys: "Alt+Shift+L", run: () => setLanguage(language === "en" ? "zh" : "en") },
  ]);
  const closeOver = useCallback(() => setOver(null), []);
  const showObject = useCallback((object: CatalogObject) => {
    setChosen(object);
    go("#/sql");
  }, []);
  return (
    <>
      <header className="top">
        <a className="brand" href="#/sql">
          <img src="./icon.svg" alt="" width={22} height={22} /> Millrace
        </a>
        <nav>
          {PAGES.map((one) => {
            const here = one === page;
            return (
              <a key={one.page} href={one.href} title={say(one.word)} className={here ? "on" : ""} aria-current={here ? "page" : undefined}>
                <Icon name={one.icon} /> <span>{say(one.word)}</span>
              </a>
            );
          })}
        </nav>
        <span className="space" />
        <button className="plain" title={`${say("palette")} (Ctrl+K)`} onClick={() => setOver("palette")}>
          <Icon name="search" /> <span className="wide-only">{say("palette")}</span> <kbd className="wide-only">Ctrl K</kbd>
        </button>
        <button className="plain" aria-label={say("shortcuts")} title={`${say("shortcuts")} (F1)`} onClick={() => setOver("shortcuts")}>
          <Icon name="keyboard" />
        </button>
        <UserMenu />
        <button className="plain" onClick={() => setLanguage(language === "en" ? "zh" : "en")}>
          {say("language")}
        </button>
        <button className="plain" aria-label={say("theme")} title={say("theme")} onClick={toggleTheme}>
          <Icon name={theme === "dark" ? "sun" : "moon"} />
        </button>
      </header>
      {problem !== "" && (
        <p className="failure" role="alert">
          {say("problem", problem)}{" "}
          <button className="chip" onClick={load}>
            {say("retry")}
          </button>
        </p>
      )}
      <main>
        {/* The editor stays while other pages are looked at: what runs there runs on. */}
        <div className="keep" hidden={route.page !== "sql"}>
          <Failsafe>
            <SqlPage visible={route.page === "sql"} object={chosen} onObject={setChosen} />
          </Failsafe>
        </div>
        <Failsafe key={route.page}>
          {route.page === "queries" && <QueriesPage />}
          {route.page === "streams" && <StreamsPage />}
          {route.page === "dashboards" && <DashboardsPage />}
          {route.page === "dashboard" && <DashboardPage key={route.name} name={route.name} />}
        </Failsafe>
      </main>
      {over === "palette" && <Palette onClose={closeOver} onObject={showObject} />}
      {over === "shortcuts" && <Shortcuts onClose={closeOver} />}
    </>
  );
}

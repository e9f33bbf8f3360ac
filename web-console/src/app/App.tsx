import { useEffect, useState } from "react";
import { setLanguage, useWords, type Say } from "../i18n";
import { DashboardPage } from "../pages/DashboardPage";
import { DashboardsPage } from "../pages/DashboardsPage";
import { QueriesPage } from "../pages/QueriesPage";
import { SqlPage } from "../pages/SqlPage";
import { StreamsPage } from "../pages/StreamsPage";
import { UserMenu } from "../login/UserMenu";
import { loadCatalog } from "../server/catalog";
import { Icon, type IconName } from "./Icon";
import { routeOf, useHash } from "./route";
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
  useEffect(() => {
    loadCatalog().then(
      () => setProblem(""),
      (failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)),
    );
  }, []);
  return (
    <>
      <header className="top">
        <a className="brand" href="#/sql">
          <img src="./icon.svg" alt="" width={22} height={22} /> Millrace
        </a>
        <nav>
          {PAGES.map((one) => {
            const here = one.page === route.page || (one.page === "dashboards" && route.page === "dashboard");
            return (
              <a key={one.page} href={one.href} className={here ? "on" : ""} aria-current={here ? "page" : undefined}>
                <Icon name={one.icon} /> <span>{say(one.word)}</span>
              </a>
            );
          })}
        </nav>
        <span className="space" />
        <UserMenu />
        <button className="plain" onClick={() => setLanguage(language === "en" ? "zh" : "en")}>
          {say("language")}
        </button>
        <button className="plain" aria-label={say("theme")} title={say("theme")} onClick={toggleTheme}>
          <Icon name={theme === "dark" ? "sun" : "moon"} />
        </button>
      </header>
      {problem !== "" && <p className="failure">{say("problem", problem)}</p>}
      <main>
        {/* The editor stays while other pages are looked at: what runs there runs on. */}
        <div className="keep" hidden={route.page !== "sql"}>
          <SqlPage />
        </div>
        {route.page === "queries" && <QueriesPage />}
        {route.page === "streams" && <StreamsPage />}
        {route.page === "dashboards" && <DashboardsPage />}
        {route.page === "dashboard" && <DashboardPage key={route.name} name={route.name} />}
      </main>
    </>
  );
}

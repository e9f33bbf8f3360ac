import { useSyncExternalStore } from "react";

/** Where the address points. */
export type Route = { page: "sql" | "queries" | "streams" | "dashboards" } | { page: "dashboard"; name: string };

export function routeOf(hash: string): Route {
  const [page, name] = hash.replace(/^#\/?/, "").split("/", 2);
  if (page === "demo") {
    return { page: "dashboard", name: "demo" };
  }
  if (page === "dashboards" && name !== undefined && name !== "") {
    return { page: "dashboard", name: decodeURIComponent(name) };
  }
  return { page: page === "queries" || page === "streams" || page === "dashboards" ? page : "sql" };
}

export function go(hash: string): void {
  location.hash = hash;
}

export function useHash(): string {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener("hashchange", listener);
      return () => window.removeEventListener("hashchange", listener);
    },
    () => location.hash,
  );
}

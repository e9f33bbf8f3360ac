import { useSyncExternalStore } from "react";

/** Where the address points. */
export type Route = { page: "sql" | "queries" | "streams" | "dashboards" } | { page: "dashboard"; name: string };

export function routeOf(hash: string): Route {
  const [page, name] = hash.replace(/^#\/?/, "").split("/", 2);
  if (page === "demo") {
    return { page: "dashboard", name: "demo" };
  }
  if (page === "dashboards" && name !== undefined && name !== "") {
    return { page: "dashboard", name: decoded(name) };
  }
  return { page: page === "queries" || page === "streams" || page === "dashboards" ? page : "sql" };
}

/** A part of an address that somebody may have mistyped. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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

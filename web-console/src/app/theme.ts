import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const KEY = "millrace.theme";
const listeners = new Set<() => void>();
const system = window.matchMedia("(prefers-color-scheme: dark)");

function now(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : system.matches ? "dark" : "light";
}

let theme: Theme = now();

function show(): void {
  theme = now();
  document.documentElement.dataset["theme"] = theme;
  listeners.forEach((listener) => listener());
}

system.addEventListener("change", show);
show();

/** Turns light to dark and back; remembered. */
export function toggleTheme(): void {
  localStorage.setItem(KEY, theme === "dark" ? "light" : "dark");
  show();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}

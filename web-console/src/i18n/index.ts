import { useSyncExternalStore } from "react";
import { WORDS, type Word } from "./words";

export type Language = "en" | "zh";

const KEY = "millrace.language";
const listeners = new Set<() => void>();

function initial(): Language {
  const kept = localStorage.getItem(KEY);
  return kept === "en" || kept === "zh" ? kept : navigator.language.startsWith("zh") ? "zh" : "en";
}

let language: Language = initial();
document.documentElement.lang = language;

export function setLanguage(to: Language): void {
  language = to;
  localStorage.setItem(KEY, to);
  document.documentElement.lang = to;
  listeners.forEach((listener) => listener());
}

export type Say = (word: Word, ...values: (string | number)[]) => string;

function sayIn(to: Language): Say {
  return (word, ...values) => WORDS[word][to === "en" ? 0 : 1].replace(/\{(\d)\}/g, (_, i: string) => String(values[Number(i)] ?? ""));
}

const says: Record<Language, Say> = { en: sayIn("en"), zh: sayIn("zh") };

/** The language now, and what says words in it. */
export function useWords(): { language: Language; say: Say } {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => language,
  );
  return { language: now, say: says[now] };
}

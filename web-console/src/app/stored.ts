import { useState } from "react";

/** A value that this browser remembers. */
export function readStored<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`millrace.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(`millrace.${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden store: the console works on, it only forgets.
  }
}

export function useStored<T>(key: string, otherwise: T): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => readStored(key, otherwise));
  return [
    value,
    (next) => {
      writeStored(key, next);
      setValue(next);
    },
  ];
}

import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Word } from "../i18n/words";

/** Something that people can do, by its name in the palette or by its keys. */
export interface Command {
  word: Word;
  /** Keys as `Ctrl+Enter` or `Alt+1`; Ctrl is also the Mac's Command. */
  keys?: string;
  run: () => void;
}

type Group = { current: Command[] };

let groups: Group[] = [];
let version = 0;
const listeners = new Set<() => void>();

function changed(): void {
  version++;
  listeners.forEach((listener) => listener());
}

/** Offers commands while the component is there and `active`. */
export function useCommands(commands: Command[], active = true): void {
  const group = useRef<Command[]>(commands);
  group.current = commands;
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    groups = [...groups, group];
    changed();
    return () => {
      groups = groups.filter((other) => other !== group);
      changed();
    };
  }, [active]);
}

/** All commands that can be used now; the latest groups come first. */
export function commandsNow(): Command[] {
  return [...groups].reverse().flatMap((group) => group.current);
}

/** Changes when commands came or went. */
export function useCommandsVersion(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => version,
  );
}

/** What was pressed, the way commands write it: by the key's place, since Alt changes what keys write on a Mac. */
export function keysOf(event: Pick<KeyboardEvent, "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "code" | "key">): string {
  const key = event.code.replace(/^(Key|Digit)/, "").replace("Period", ".").replace("Slash", "/") || event.key;
  return [event.ctrlKey || event.metaKey ? "Ctrl" : "", event.altKey ? "Alt" : "", event.shiftKey ? "Shift" : "", key].filter((part) => part !== "").join("+");
}

/** Runs the command whose keys were pressed; whether there is one. */
export function runKeys(event: KeyboardEvent): boolean {
  const keys = keysOf(event);
  const found = commandsNow().find((command) => command.keys === keys);
  found?.run();
  return found !== undefined;
}

import { readStored } from "../app/stored";

/** A query that is being written. */
export interface Sheet {
  id: string;
  name: string;
  text: string;
}

export interface Saved {
  name: string;
  text: string;
}

export interface Past {
  text: string;
  at: number;
  ok: boolean;
}

const HISTORY_MAX = 200;

export function newSheet(name: string, text = ""): Sheet {
  return { id: crypto.randomUUID(), name, text };
}

/** The sheets that were open, at least one. */
export function keptSheets(name: string): Sheet[] {
  const kept = readStored<Sheet[]>("sheets", []).filter((sheet) => typeof sheet.id === "string" && typeof sheet.text === "string");
  return kept.length > 0 ? kept : [newSheet(name, FIRST)];
}

/** The history with one more at its front; the same text moves up. What may hold a password is not kept. */
export function remembered(history: Past[], entry: Past): Past[] {
  if (/\b(user|role)\b[^;]*\bpassword\b/i.test(entry.text)) {
    return history;
  }
  return [entry, ...history.filter((past) => past.text !== entry.text)].slice(0, HISTORY_MAX);
}

let sent: string | null = null;

/** Hands a text to the SQL page, which opens it in a new tab when it is next looked at. */
export function sendToEditor(text: string): void {
  sent = text;
}

/** What was sent, once. */
export function takeSent(): string | null {
  const text = sent;
  sent = null;
  return text;
}

const FIRST = `-- Ctrl+Enter runs the statement at the cursor or what is selected.
SELECT table_schema, table_name, table_type
FROM information_schema.tables
ORDER BY table_schema, table_name;
`;

/** A value as text, the way it is shown and copied; NULL is the caller's to show. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) {
    return "NULL";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A value as one line of a table: line ends as a sign, no more than a cell can show. */
export function lineText(value: unknown): string {
  const text = valueText(value);
  return (text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text).replace(/\r\n|[\r\n]/g, "↵");
}

/** A value as a page of its own: structures with their members one below the other. */
export function wholeText(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : valueText(value);
}

const SHOWN_MAX = 500;

export function isNumeric(type: string): boolean {
  return /^(TINYINT|SMALLINT|INTEGER|INT|BIGINT|DECIMAL|NUMERIC|REAL|FLOAT|DOUBLE)\b(?!.*\b(ARRAY|MULTISET)\b)/.test(type);
}

export function isTime(type: string): boolean {
  return /^(DATE|TIMESTAMP)/.test(type);
}

/** Milliseconds of a DATE or TIMESTAMP as the server prints it; one without zone counts as UTC. NaN if it is none. */
export function millisOf(value: unknown): number {
  const text = String(value).trim().replace(" ", "T");
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    return Date.parse(`${text}T00:00:00Z`);
  }
  return Date.parse(/(Z|[+-]\d\d(:?\d\d)?)$/.test(text) ? text : `${text}Z`);
}

/** Cells as text that a spreadsheet takes: tabs between, NULL an empty cell, what would break the form in quotes. */
export function tabbed(rows: readonly (readonly unknown[])[]): string {
  const cell = (value: unknown): string => {
    const text = value === null || value === undefined ? "" : valueText(value);
    return /[\t\n\r"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join("\t")).join("\n");
}

/** 950 ms, 1.2 s, 3 min 05 s. */
export function durationText(millis: number): string {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  if (millis < 60_000) {
    return `${(millis / 1000).toFixed(millis < 10_000 ? 2 : 1)} s`;
  }
  const seconds = Math.floor(millis / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

const whole = new Intl.NumberFormat("en-US");

export function countText(value: number): string {
  return whole.format(value);
}

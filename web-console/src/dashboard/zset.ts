import type { Row } from "../server/pages";

/** A view's contents, kept from a snapshot and the changes after it: rows with how often each is there. */
export class ZSet {
  private readonly entries = new Map<string, { row: Row; weight: number }>();

  /** Adds `weight` copies of a row, or takes them away. */
  add(row: Row, weight: number): void {
    const key = JSON.stringify(row);
    const entry = this.entries.get(key);
    const sum = (entry?.weight ?? 0) + weight;
    if (sum === 0) {
      this.entries.delete(key);
    } else {
      this.entries.set(key, { row, weight: sum });
    }
  }

  /** How many rows there are, each once. */
  get size(): number {
    return this.entries.size;
  }

  /** The rows that are there, each once. */
  rows(): Row[] {
    return Array.from(this.entries.values(), (entry) => entry.row);
  }
}

/** A row as the doors send it: a value a column. */
export type Row = readonly unknown[];

const PARSED_PAGES_MAX = 64;

/**
 * The rows of an answer as text, page by page: only pages that someone looks at are taken apart, so a million rows cost little more than their text.
 * A page is rows parted by commas.
 */
export class RowPages {
  private readonly texts: string[] = [];
  private readonly starts: number[] = [];
  private readonly parsed = new Map<number, Row[]>();
  private count = 0;
  /** Length of all that is kept. */
  characters = 0;

  get length(): number {
    return this.count;
  }

  add(text: string, rows: number): void {
    if (rows > 0) {
      this.texts.push(text);
      this.starts.push(this.count);
      this.count += rows;
      this.characters += text.length;
    }
  }

  row(index: number): Row | undefined {
    if (index < 0 || index >= this.count) {
      return undefined;
    }
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return this.page(low)[index - this.starts[low]!];
  }

  /** Rows from `from` up to `to`, at most as many as there are. */
  slice(from: number, to: number): Row[] {
    const rows: Row[] = [];
    for (let i = from; i < Math.min(to, this.count); i++) {
      rows.push(this.row(i)!);
    }
    return rows;
  }

  private page(number: number): Row[] {
    let rows = this.parsed.get(number);
    if (rows === undefined) {
      rows = JSON.parse(`[${this.texts[number]}]`) as Row[];
      if (this.parsed.size >= PARSED_PAGES_MAX) {
        this.parsed.delete(this.parsed.keys().next().value!);
      }
    } else {
      this.parsed.delete(number);
    }
    this.parsed.set(number, rows);
    return rows;
  }
}

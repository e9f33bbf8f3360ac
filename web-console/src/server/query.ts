import { AnswerReader, type Column, type ServerError } from "./answer";
import type { RowPages, Row } from "./pages";

/** Rows that are read without anyone having asked for more. */
const ROWS_AHEAD = 100_000;
/** While nobody asks for more, a little is read this often, so that the server does not take us for gone. */
const SIP_MILLIS = 10_000;
/** After so long without anyone asking the query is let go. */
const PATIENCE_MILLIS = 15 * 60_000;

/** Text of rows that one answer may take in this page; beyond, it is for a file. */
const CHARACTERS_MAX = 400_000_000;

export type RunState = "running" | "waiting" | "done" | "failed" | "cancelled";

export class StatementFailure extends Error {
  constructor(readonly error: ServerError) {
    super(error.message);
  }
}

/** Options of a statement: the schema that names are looked up in, and the session that SET and USE last in. */
export interface RunOptions {
  schema?: string;
  session?: string;
}

function address(format: string, options: RunOptions): string {
  const schema = options.schema === undefined || options.schema === "" ? "" : `&schema=${encodeURIComponent(options.schema)}`;
  return `/v1/sql?format=${format}${schema}`;
}

function headers(options: RunOptions, statement?: string): HeadersInit {
  return {
    ...(options.session === undefined ? {} : { "Millrace-Session": options.session }),
    ...(statement === undefined ? {} : { "Millrace-Statement": statement }),
  };
}

/** A statement while it runs and after: its rows come page by page, no faster than somebody reads them. */
export class Run {
  state: RunState = "running";
  /** The id that the server gave; known once its answer begins. */
  queryId = "";
  /** An id of our own, by which the statement can be ended before there is an answer. */
  private readonly statement = crypto.randomUUID();
  tag = "";
  columns: Column[] = [];
  warnings: string[] = [];
  updateCount: number | null = null;
  error: ServerError | null = null;
  elapsedMillis: number | null = null;
  readonly started = performance.now();
  readonly reader = new AnswerReader();
  private readonly abort = new AbortController();
  private wanted = ROWS_AHEAD;
  private wake: (() => void) | null = null;
  private readonly listeners = new Set<() => void>();
  version = 0;
  /** More rows came than this page holds. */
  full = false;

  constructor(
    readonly sql: string,
    readonly options: RunOptions,
    /** Line and column, from 1, at which the statement begins in its text. */
    private readonly origin: { line: number; column: number } = { line: 1, column: 1 },
  ) {}

  get rows(): RowPages {
    return this.reader.pages;
  }

  get active(): boolean {
    return this.state === "running" || this.state === "waiting";
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private changed(): void {
    this.version++;
    this.listeners.forEach((listener) => listener());
  }

  /** Where its error is in the text that it was cut from. */
  errorPlace(): { line: number; column: number } | null {
    const { line, column } = this.error ?? {};
    if (line === null || line === undefined) {
      return null;
    }
    return { line: line + this.origin.line - 1, column: (column ?? 1) + (line === 1 ? this.origin.column - 1 : 0) };
  }

  /** Reads on until there are so many rows. */
  want(rows: number): void {
    if (rows > this.wanted) {
      this.wanted = rows;
      this.wake?.();
    }
  }

  wantMore(): void {
    this.want(this.rows.length + ROWS_AHEAD);
  }

  /** Stops it here and on the server. What came stays. */
  cancel(): void {
    if (this.active) {
      this.state = "cancelled";
      this.finish();
      // The server hears of it first; a connection that is cut would tell it too, only later.
      void fetch(`/v1/queries/${this.statement}`, { method: "DELETE" })
        .catch(() => undefined)
        .then(() => this.abort.abort());
      this.wake?.();
    }
  }

  private finish(): void {
    this.elapsedMillis = performance.now() - this.started;
    this.changed();
  }

  async execute(): Promise<void> {
    try {
      const response = await fetch(address("json", this.options), {
        method: "POST",
        body: this.sql,
        headers: headers(this.options, this.statement),
        signal: this.abort.signal,
      });
      this.queryId = response.headers.get("Millrace-Query-Id") ?? "";
      await this.read(response);
      const tail = this.reader.tail;
      if (this.state !== "cancelled") {
        this.error = tail?.error ?? null;
        this.warnings = tail?.warnings ?? [];
        this.updateCount = tail?.updateCount ?? null;
        this.state = this.error === null ? "done" : "failed";
        this.finish();
      }
    } catch (failure) {
      if (this.state !== "cancelled") {
        this.state = "failed";
        this.error = { code: "NO_ANSWER", message: failure instanceof SyntaxError ? "the answer broke off" : String(failure) };
        this.finish();
      }
    }
  }

  private async read(response: Response): Promise<void> {
    const source = response.body!.getReader();
    const decoder = new TextDecoder();
    let told = 0;
    for (;;) {
      const { done, value } = await source.read();
      this.reader.push(done ? decoder.decode() : decoder.decode(value, { stream: true }));
      if (this.columns.length === 0 && this.reader.head !== null) {
        this.columns = this.reader.head.columns;
        this.tag = this.reader.head.tag;
      }
      if (done) {
        break;
      }
      if (this.state === "cancelled") {
        throw new DOMException("cancelled", "AbortError");
      }
      // A frame is the fastest that anyone can see.
      if (performance.now() - told > 50) {
        told = performance.now();
        this.changed();
      }
      if (this.rows.characters > CHARACTERS_MAX) {
        this.full = true;
        this.cancel();
      }
      if (this.rows.length >= this.wanted) {
        await this.pause();
      }
    }
    this.reader.end();
  }

  /** Waits until someone wants more, or it is time for a sip. */
  private async pause(): Promise<void> {
    const since = performance.now();
    if (this.state === "running") {
      this.state = "waiting";
    }
    this.changed();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, SIP_MILLIS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
      this.abort.signal.addEventListener("abort", () => this.wake?.(), { once: true });
    });
    this.wake = null;
    this.waited += performance.now() - since;
    if (this.rows.length < this.wanted) {
      this.waited = 0;
      if (this.state === "waiting") {
        this.state = "running";
      }
    } else if (this.waited > PATIENCE_MILLIS) {
      this.cancel();
    }
    if (this.state === "cancelled") {
      throw new DOMException("cancelled", "AbortError");
    }
  }

  private waited = 0;
}

/** Runs a statement to its end and gives its rows; for the small questions that the console itself asks. */
export async function ask(sql: string, options: RunOptions = {}): Promise<{ columns: Column[]; rows: Row[]; updateCount?: number }> {
  const response = await fetch(address("json", options), { method: "POST", body: sql, headers: headers(options) });
  const answer = (await response.json()) as { columns?: Column[]; rows?: Row[]; error?: ServerError; updateCount?: number };
  if (answer.error !== undefined) {
    throw new StatementFailure(answer.error);
  }
  return { columns: answer.columns ?? [], rows: answer.rows ?? [], updateCount: answer.updateCount };
}

interface SavePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

/** Runs the statement again as CSV and writes what the server streams into a file; `told` hears how many bytes came. */
export async function exportCsv(sql: string, options: RunOptions, name: string, signal: AbortSignal, told: (bytes: number) => void): Promise<void> {
  const picker = (window as SavePicker).showSaveFilePicker;
  const file = picker === undefined ? null : await picker.call(window, { suggestedName: name });
  const response = await fetch(address("csv", options), { method: "POST", body: sql, headers: headers(options), signal });
  if (!response.ok) {
    throw new StatementFailure(((await response.json()) as { error: ServerError }).error);
  }
  let bytes = 0;
  const counted = response.body!.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, out) => {
        bytes += chunk.length;
        told(bytes);
        out.enqueue(chunk);
      },
    }),
  );
  if (file !== null) {
    await counted.pipeTo(await file.createWritable());
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await new Response(counted).blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

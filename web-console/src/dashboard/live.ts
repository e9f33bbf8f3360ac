import type { Column } from "../server/answer";
import type { Row } from "../server/pages";
import { ZSet } from "./zset";

/** What the server pushes as `changes`: a view's contents first, then what changed at each tick. `weights[i]` belongs to `rows[i]`. */
interface Changes {
  tick: number;
  watermark: string | null;
  rows: Row[];
  weights: number[];
}

type Message =
  | { type: "schema"; data: { columns: Column[] } }
  | { type: "changes"; data: Changes }
  | { type: "heartbeat"; data: object }
  | { type: "error"; data: { code: string; message: string } };

const RETRY_MILLIS_MIN = 500;
const RETRY_MILLIS_MAX = 15_000;
const LARGE_ROWS = 5_000;
const LARGE_MILLIS = 300;

/**
 * A view that tiles follow: one WebSocket, however many tiles look. Listeners hear at most once a frame. After a break it connects again and begins
 * anew; the old contents stay until the new ones are there.
 */
export class LiveView {
  columns: Column[] = [];
  contents = new ZSet();
  watermark: string | null = null;
  problem = "";
  connected = false;
  private readonly listeners = new Set<() => void>();
  private socket: WebSocket | null = null;
  private retryMillis = RETRY_MILLIS_MIN;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = false;

  constructor(readonly name: string) {}

  /** Calls `listener` when there is something new; the last one to leave closes the connection. */
  follow(listener: () => void): () => void {
    this.listeners.add(listener);
    if (this.socket === null) {
      this.connect();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) {
        clearTimeout(this.timer);
        const socket = this.socket;
        this.socket = null;
        socket?.close();
        views.delete(this.name);
      }
    };
  }

  private connect(): void {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/v1/live?view=${encodeURIComponent(this.name)}`);
    this.socket = socket;
    let refused = "";
    let fresh = true;
    socket.onmessage = (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as Message;
      if (message.type === "schema") {
        this.columns = message.data.columns;
        this.connected = true;
        this.problem = "";
        this.retryMillis = RETRY_MILLIS_MIN;
      } else if (message.type === "changes") {
        if (fresh) {
          fresh = false;
          this.contents = new ZSet();
        }
        message.data.rows.forEach((row, i) => this.contents.add(row, message.data.weights[i] ?? 1));
        this.watermark = message.data.watermark;
      } else if (message.type === "error") {
        refused = message.data.message;
      }
      this.changed();
    };
    socket.onclose = (event) => {
      if (refused === "") {
        refused = event.reason;
      }
      if (this.socket === socket) {
        this.connected = false;
        this.problem = refused === "" ? "…" : refused;
        this.changed();
        this.timer = setTimeout(() => this.connect(), this.retryMillis);
        this.retryMillis = Math.min(RETRY_MILLIS_MAX, this.retryMillis * 2);
      }
    };
  }

  private changed(): void {
    if (!this.asked) {
      this.asked = true;
      const tell = (): void => {
        this.asked = false;
        this.listeners.forEach((listener) => listener());
      };
      // Drawing a large view takes its time: once in a while does for it.
      if (this.contents.size > LARGE_ROWS) {
        setTimeout(tell, LARGE_MILLIS);
      } else {
        requestAnimationFrame(tell);
      }
    }
  }
}

const views = new Map<string, LiveView>();

export function liveView(name: string): LiveView {
  let view = views.get(name);
  if (view === undefined) {
    view = new LiveView(name);
    views.set(name, view);
  }
  return view;
}

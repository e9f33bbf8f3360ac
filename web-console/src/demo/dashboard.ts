import { follow } from "../live";
import { ZSet, type Row } from "../zset";
import { barChart, splineChart } from "./charts";

const SHOWN_SECONDS = 60;
const SHOWN_ORDER_WINDOWS = 60;
const PROVINCES = 10;
const ARTICLES = 8;

const money = new Intl.NumberFormat("zh-CN", { style: "currency", currency: "CNY", maximumFractionDigits: 0 });
const count = new Intl.NumberFormat();

function tile(parent: HTMLElement, kind: string): HTMLElement {
  const element = document.createElement("section");
  element.className = `tile ${kind}`;
  parent.append(element);
  return element;
}

/** Redraws at most once a frame, whatever comes in between. */
function perFrame(draw: () => void): () => void {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        draw();
      });
    }
  };
}

/** Milliseconds of a timestamp without zone, which the demo keeps in UTC. */
function millis(timestamp: unknown): number {
  return Date.parse(`${String(timestamp).replace(" ", "T")}Z`);
}

function clockText(time: number): string {
  return new Date(time).toLocaleTimeString(undefined, { hour12: false });
}

/** Women and men who shop, second by second; a second without any is 0. */
function shoppersTile(parent: HTMLElement, status: (text: string) => void): void {
  const draw = splineChart(tile(parent, "wide"), "男女生购物人数实时分析", "数量");
  const view = new ZSet();
  const redraw = perFrame(() => {
    const bySecond = new Map<number, [number, number]>();
    let last = 0;
    for (const [start, , gender, shoppers] of view.rows()) {
      const second = millis(start);
      last = Math.max(last, second);
      const both = bySecond.get(second) ?? [0, 0];
      if (gender === 0 || gender === 1) {
        both[gender] += Number(shoppers);
      }
      bySecond.set(second, both);
    }
    if (last === 0) {
      return;
    }
    view.forget((row) => millis(row[0]) < last - 2 * SHOWN_SECONDS * 1000);
    const seconds = Array.from({ length: SHOWN_SECONDS }, (_, i) => last - (SHOWN_SECONDS - 1 - i) * 1000);
    draw(seconds.map(clockText), [
      { name: "女生购物人数", color: "#e8688a", values: seconds.map((s) => bySecond.get(s)?.[0] ?? 0) },
      { name: "男生购物人数", color: "#4c9be8", values: seconds.map((s) => bySecond.get(s)?.[1] ?? 0) },
    ]);
  });
  follow("ads.shoppers_by_gender", view, redraw, status);
}

function provincesTile(parent: HTMLElement, status: (text: string) => void): void {
  const draw = barChart(tile(parent, "half"), "各省操作数");
  const view = new ZSet();
  const redraw = perFrame(() => {
    const rows = view
      .rows()
      .sort((a, b) => Number(b[1]) - Number(a[1]))
      .slice(0, PROVINCES);
    draw(
      rows.map((row) => String(row[0])),
      rows.map((row) => Number(row[1])),
    );
  });
  follow("ads.actions_by_province", view, redraw, status);
}

function ordersTile(parent: HTMLElement, status: (text: string) => void): void {
  const total = tile(parent, "number");
  const draw = splineChart(tile(parent, "half"), "订单金额（每 10 秒）", "元");
  const view = new ZSet();
  const redraw = perFrame(() => {
    const rows = view.rows().sort((a, b) => millis(a[0]) - millis(b[0]));
    const shown = rows.slice(-SHOWN_ORDER_WINDOWS);
    draw(
      shown.map((row) => clockText(millis(row[0]))),
      [{ name: "金额", color: "#38b28a", values: shown.map((row) => Number(row[3])) }],
    );
    const orders = rows.reduce((sum, row) => sum + Number(row[2]), 0);
    const amount = rows.reduce((sum, row) => sum + Number(row[3]), 0);
    total.replaceChildren(figure("订单", count.format(orders)), figure("金额", money.format(amount)));
  });
  follow("dws.live_orders_10s", view, redraw, status);
}

function figure(label: string, value: string): HTMLElement {
  const element = document.createElement("div");
  element.className = "figure";
  const large = document.createElement("strong");
  large.textContent = value;
  const small = document.createElement("span");
  small.textContent = label;
  element.append(large, small);
  return element;
}

function articlesTile(parent: HTMLElement, status: (text: string) => void): void {
  const element = tile(parent, "half");
  const view = new ZSet();
  const redraw = perFrame(() => {
    const rows = view
      .rows()
      .sort((a, b) => Number(b[3]) - Number(a[3]))
      .slice(0, ARTICLES);
    element.replaceChildren(table("畅销商品", ["商品", "订单", "件数", "金额"], rows));
  });
  follow("ads.live_top_sku", view, redraw, status);
}

function table(title: string, heads: string[], rows: Row[]): HTMLElement {
  const element = document.createElement("table");
  const caption = element.createCaption();
  caption.textContent = title;
  const head = element.createTHead().insertRow();
  for (const text of heads) {
    const cell = document.createElement("th");
    cell.textContent = text;
    head.append(cell);
  }
  const body = element.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) {
      line.insertCell().textContent = value === null ? "" : String(value);
    }
  }
  return element;
}

/** The demo's live dashboard: four views, pushed. */
export function showDashboard(app: HTMLElement): void {
  app.className = "dashboard";
  const status = document.createElement("p");
  status.className = "status";
  app.replaceChildren(status);
  const say = (text: string): void => {
    status.textContent = text;
  };
  shoppersTile(app, say);
  ordersTile(app, say);
  provincesTile(app, say);
  articlesTile(app, say);
}

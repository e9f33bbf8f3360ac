import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { Drawn, TileKind } from "../dashboard/model";

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer]);

const COLORS = ["#e8688a", "#4c9be8", "#38b28a", "#e0a13a", "#8f7be8", "#3fb8c9", "#d9704f", "#7d8da1"];
const PART_COLORS = ["#4c9be8", "#38b28a", "#e0a13a", "#e8688a", "#8f7be8", "#3fb8c9", "#d9704f", "#7d8da1"];
const ONE_COLOR = "#4c9be8";

/** What to draw. */
export interface Picture {
  kind: Exclude<TileKind, "number" | "table">;
  title: string;
  yName?: string;
  data: Drawn;
}

/** A chart in an element, which it fills. */
export interface Chart {
  draw(picture: Picture): void;
  dispose(): void;
}

/** A canvas inherits none of the page's colours: they are read from its variables. */
function colors(element: HTMLElement): { text: string; muted: string; line: string; ground: string } {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return { text: read("--text"), muted: read("--muted"), line: read("--line"), ground: read("--tile") };
}

/** Tooltips are drawn on the canvas too: no text of a result ever becomes HTML. */
function common(element: HTMLElement, picture: Picture): Record<string, unknown> {
  const { text, muted, line, ground } = colors(element);
  const many = picture.kind === "pie" || picture.data.series.length > 1;
  return {
    animation: false,
    color: many ? (picture.kind === "spline" || picture.kind === "line" ? COLORS : PART_COLORS) : [ONE_COLOR],
    title: { text: picture.title, left: 4, top: 2, textStyle: { color: text, fontSize: 15, fontWeight: 600 } },
    legend: { show: many && picture.kind !== "pie", type: "scroll", top: 4, right: 4, textStyle: { color: muted }, icon: "roundRect", itemHeight: 8, itemWidth: 14, pageTextStyle: { color: muted } },
    tooltip: {
      trigger: picture.kind === "pie" ? "item" : "axis",
      renderMode: "richText",
      backgroundColor: ground,
      borderColor: line,
      textStyle: { color: text },
    },
  };
}

function axes(element: HTMLElement, picture: Picture): Record<string, unknown> {
  const { muted, line } = colors(element);
  const lying = picture.kind === "bar" && picture.data.labels.some((label) => label.length > 8);
  const names = {
    type: "category",
    boundaryGap: picture.kind === "bar",
    inverse: lying,
    data: picture.data.labels,
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: { color: muted, hideOverlap: true, width: lying ? 140 : undefined, overflow: "truncate" },
  };
  const values = {
    type: "value",
    name: picture.yName ?? "",
    nameTextStyle: { color: muted, align: "left" },
    axisLabel: { color: muted },
    splitLine: { lineStyle: { color: line } },
  };
  return {
    grid: { left: 8, right: 20, top: picture.yName === undefined || picture.yName === "" ? 44 : 58, bottom: 6, containLabel: true },
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
  };
}

function optionOf(element: HTMLElement, picture: Picture): Record<string, unknown> {
  const { data, kind } = picture;
  if (kind === "pie") {
    const { text, ground } = colors(element);
    const values = data.series[0]?.values ?? [];
    return {
      ...common(element, picture),
      series: [
        {
          type: "pie",
          radius: ["42%", "72%"],
          center: ["50%", "56%"],
          itemStyle: { borderColor: ground, borderWidth: 2, borderRadius: 4 },
          label: { color: text },
          data: data.labels.map((name, i) => ({ name, value: values[i] ?? 0 })),
        },
      ],
    };
  }
  return {
    ...common(element, picture),
    ...axes(element, picture),
    series: data.series.map((series) =>
      kind === "bar"
        ? { type: "bar", name: series.name, data: series.values, barMaxWidth: 28, itemStyle: { borderRadius: 3 } }
        : {
            type: "line",
            name: series.name,
            data: series.values,
            smooth: kind === "spline",
            smoothMonotone: kind === "spline" ? "x" : undefined,
            showSymbol: data.labels.length < 3,
            lineStyle: { width: 2.2 },
            areaStyle: { opacity: 0.12 },
          },
    ),
  };
}

export function makeChart(element: HTMLElement): Chart {
  const made: EChartsType = init(element);
  const observer = new ResizeObserver(() => made.resize());
  observer.observe(element);
  return {
    draw: (picture) => {
      made.setOption(optionOf(element, picture), { notMerge: false, replaceMerge: ["series", "xAxis", "yAxis"] });
    },
    dispose: () => {
      observer.disconnect();
      made.dispose();
    },
  };
}

import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, TooltipComponent, CanvasRenderer]);

const MUTED = "#8b98a5";
const axisLine = { lineStyle: { color: MUTED } };

/** A canvas does not inherit the page's colour. */
function titleOf(element: HTMLElement, text: string): object {
  return { text, textStyle: { color: getComputedStyle(element).color, fontSize: 16 } };
}

/** One line of a chart over time. */
export interface Series {
  name: string;
  color: string;
  values: number[];
}

function chart(element: HTMLElement): EChartsType {
  const made = init(element);
  new ResizeObserver(() => made.resize()).observe(element);
  return made;
}

/** A spline chart whose points move along as time goes by; `draw` takes the labels of the x-axis and the series. */
export function splineChart(element: HTMLElement, title: string, unit: string): (labels: string[], series: Series[]) => void {
  const made = chart(element);
  return (labels, series) =>
    made.setOption(
      {
        title: titleOf(element, title),
        legend: { top: 4, right: 8, textStyle: { color: MUTED } },
        tooltip: { trigger: "axis" },
        grid: { left: 48, right: 16, top: 48, bottom: 28 },
        xAxis: { type: "category", boundaryGap: false, data: labels, axisLine, axisLabel: { color: MUTED } },
        yAxis: { type: "value", name: unit, minInterval: 1, axisLabel: { color: MUTED }, nameTextStyle: { color: MUTED } },
        series: series.map((line) => ({
          type: "line",
          name: line.name,
          smooth: true,
          showSymbol: false,
          color: line.color,
          areaStyle: { opacity: 0.12 },
          data: line.values,
        })),
        // Points come every second: an animation would never end
        animation: false,
      },
      { replaceMerge: ["series"] },
    );
}

/** Bars from the longest down. */
export function barChart(element: HTMLElement, title: string): (labels: string[], values: number[]) => void {
  const made = chart(element);
  return (labels, values) =>
    made.setOption({
      title: titleOf(element, title),
      tooltip: { trigger: "axis" },
      grid: { left: 72, right: 24, top: 48, bottom: 28 },
      xAxis: { type: "value", axisLabel: { color: MUTED } },
      yAxis: { type: "category", inverse: true, data: labels, axisLine, axisLabel: { color: MUTED } },
      series: [{ type: "bar", color: "#4c9be8", data: values }],
      animationDurationUpdate: 300,
    });
}

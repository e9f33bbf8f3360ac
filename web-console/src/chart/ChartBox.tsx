import { useEffect, useRef } from "react";
import { useTheme } from "../app/theme";
import { makeChart, type Chart, type Picture } from "./charts";

/** A picture that follows its data. `label` says in words what it shows: a canvas is silent to screen readers. */
export default function ChartBox({ picture, label }: { picture: Picture; label: string }) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart | null>(null);
  const theme = useTheme();
  useEffect(() => {
    chart.current = makeChart(element.current!);
    return () => chart.current?.dispose();
  }, [theme]);
  useEffect(() => chart.current?.draw(picture), [picture, theme]);
  return (
    <div
      ref={element}
      className="chart"
      role="img"
      aria-label={label}
      data-points={picture.data.labels.length}
      data-last={picture.data.labels[picture.data.labels.length - 1] ?? ""}
      data-series={JSON.stringify(picture.data.series.map((series) => ({ name: series.name, values: series.values.slice(-60) })))}
    />
  );
}

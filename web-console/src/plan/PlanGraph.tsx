import { useMemo } from "react";
import { bytesText, countText, durationText } from "../grid/format";
import { useWords } from "../i18n";
import { nodesOf, parts, place, type PlanNode } from "./layout";

const WIDTH = 250;
const HEIGHT = 92;
const GAP_X = 28;
const GAP_Y = 44;

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** A plan as a graph, results on top: rows along the edges, time as a bar in each operator where it ran. */
export function PlanGraph({ plan }: { plan: PlanNode }) {
  const { say } = useWords();
  const { root, width, depth } = useMemo(() => place(plan), [plan]);
  const nodes = useMemo(() => nodesOf(root), [root]);
  const most = Math.max(1, ...nodes.map((node) => node.plan.nanos ?? 0));
  const left = (x: number): number => 16 + x * (WIDTH + GAP_X);
  const top = (d: number): number => 16 + d * (HEIGHT + GAP_Y);
  return (
    <div className="plan" tabIndex={0}>
      <svg width={left(width)} height={top(depth)} role="img" aria-label={say("explain")}>
        {nodes.flatMap((node) =>
          node.inputs.map((input, i) => {
            const [x1, y1, x2, y2] = [left(node.x) + WIDTH / 2, top(node.depth) + HEIGHT, left(input.x) + WIDTH / 2, top(input.depth)];
            return (
              <g key={`${node.depth} ${node.x} ${i}`}>
                <path className="plan-edge" d={`M${x1} ${y1}C${x1} ${y1 + GAP_Y / 2} ${x2} ${y2 - GAP_Y / 2} ${x2} ${y2}`} />
                {input.plan.rowsOut !== undefined && (
                  <text className="plan-rows" x={(x1 + x2) / 2 + 6} y={(y1 + y2) / 2 + 4}>
                    {say("rows", countText(input.plan.rowsOut))}
                  </text>
                )}
              </g>
            );
          }),
        )}
        {nodes.map((node, i) => {
          const { name, details } = parts(node.plan.text);
          const nanos = node.plan.nanos;
          return (
            <g key={i} transform={`translate(${left(node.x)} ${top(node.depth)})`}>
              <title>{`${node.plan.text}\n${node.plan.columns.map((c) => `${c.name} ${c.type}`).join("\n")}`}</title>
              <rect className="plan-node" width={WIDTH} height={HEIGHT} rx={8} />
              {nanos !== undefined && <rect className="plan-time" width={Math.max(2, (WIDTH * nanos) / most)} height={4} y={HEIGHT - 4} rx={2} />}
              <text className="plan-name" x={12} y={22}>
                {cut(name, 28)}
              </text>
              {nanos !== undefined && (
                <text className="plan-nanos" x={WIDTH - 12} y={22} textAnchor="end">
                  {durationText(nanos / 1e6)}
                </text>
              )}
              {details.slice(0, 2).map((detail, line) => (
                <text key={line} className="plan-detail" x={12} y={42 + line * 16}>
                  {cut(detail, 38)}
                </text>
              ))}
              {node.plan.rowsOut !== undefined && (
                <text className="plan-detail strong" x={12} y={78}>
                  {say("rows", countText(node.plan.rowsOut))}
                  {(node.plan.peakBytes ?? 0) > 0 ? ` · ${bytesText(node.plan.peakBytes!)}` : ""}
                  {(node.plan.spilledBytes ?? 0) > 0 ? ` · ⤓ ${bytesText(node.plan.spilledBytes!)}` : ""}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

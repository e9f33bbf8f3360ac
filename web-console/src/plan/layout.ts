/** A plan as `EXPLAIN … FORMAT JSON` tells it. */
export interface PlanNode {
  node: string;
  text: string;
  columns: { name: string; type: string }[];
  rowsIn?: number;
  rowsOut?: number;
  nanos?: number;
  peakBytes?: number;
  spilledBytes?: number;
  inputs: PlanNode[];
}

export interface Placed {
  plan: PlanNode;
  /** Where its middle is, in widths of a node, and how deep it lies. */
  x: number;
  depth: number;
  inputs: Placed[];
}

/** Puts leaves side by side and each node over the middle of its inputs. */
export function place(plan: PlanNode): { root: Placed; width: number; depth: number } {
  let next = 0;
  let deepest = 0;
  const put = (node: PlanNode, depth: number): Placed => {
    deepest = Math.max(deepest, depth);
    const inputs = node.inputs.map((input) => put(input, depth + 1));
    const x = inputs.length === 0 ? next++ : (inputs[0]!.x + inputs[inputs.length - 1]!.x) / 2;
    return { plan: node, x, depth, inputs };
  };
  const root = put(plan, 0);
  return { root, width: next, depth: deepest + 1 };
}

export function nodesOf(root: Placed): Placed[] {
  return [root, ...root.inputs.flatMap(nodesOf)];
}

/** `Aggregate [by gender; calls count(*)]` as its name and its details. */
export function parts(text: string): { name: string; details: string[] } {
  const open = text.indexOf("[");
  if (open < 0) {
    return { name: text.trim(), details: [] };
  }
  const close = text.lastIndexOf("]");
  return {
    name: text.slice(0, open).trim(),
    details: text
      .slice(open + 1, close < open ? undefined : close)
      .split(/; (?![^()]*\))/)
      .map((detail) => detail.trim()),
  };
}

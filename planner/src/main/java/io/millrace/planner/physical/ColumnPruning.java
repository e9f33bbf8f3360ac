package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Leaves out columns that nobody above reads, down to the scans. A node may keep more columns than it was asked for; the mapping says where those
 * asked for are.
 */
final class ColumnPruning {
    /** A narrowed node; {@code at[i]} is where old column {@code i} is now, -1 if it is gone. */
    private record Pruned(PlanNode node, int[] at) {
        static Pruned unchanged(PlanNode node) {
            return new Pruned(node, IntStream.range(0, node.schema().size()).toArray());
        }

        Expr move(Expr expr) {
            return Exprs.mapColumns(expr, c -> at[c]);
        }

        int move(int column) {
            return at[column];
        }

        List<Integer> move(List<Integer> columns) {
            return columns.stream().map(c -> at[c]).toList();
        }

        List<SortKey> moveKeys(List<SortKey> keys) {
            return keys.stream().map(k -> new SortKey(at[k.column()], k.descending(), k.nullsFirst())).toList();
        }

        AggregateCall move(AggregateCall call) {
            return new AggregateCall(call.function(), call.arguments().stream().map(this::move).toList(), call.distinct(),
                    call.filter() < 0 ? -1 : at[call.filter()], moveKeys(call.orderBy()), call.ignoreNulls(), call.type());
        }
    }

    private ColumnPruning() {}

    static PlanNode apply(PlanNode plan) {
        return exact(prune(plan, all(plan)), plan, all(plan));
    }

    private static BitSet all(PlanNode node) {
        BitSet all = new BitSet();
        all.set(0, node.schema().size());
        return all;
    }

    private static BitSet of(Iterable<Integer> columns) {
        BitSet set = new BitSet();
        columns.forEach(set::set);
        return set;
    }

    /** The columns asked for and no others, in their old order. */
    private static PlanNode exact(Pruned pruned, PlanNode old, BitSet columns) {
        boolean same = pruned.node.schema().size() == columns.cardinality();
        List<Expr> expressions = new ArrayList<>();
        List<Field> fields = new ArrayList<>();
        for (int c = columns.nextSetBit(0); c >= 0; c = columns.nextSetBit(c + 1)) {
            same &= pruned.at[c] == expressions.size();
            expressions.add(Expr.column(pruned.at[c], pruned.node.schema().type(pruned.at[c])));
            fields.add(old.schema().field(c));
        }
        return same ? pruned.node : new PlanNode.Project(pruned.node, expressions, new Schema(fields));
    }

    private static Pruned prune(PlanNode node, BitSet wanted) {
        return switch (node) {
            case PlanNode.Scan scan -> scan(scan, wanted);
            case PlanNode.Values values -> Pruned.unchanged(values);
            case PlanNode.Filter filter -> {
                BitSet below = (BitSet) wanted.clone();
                Exprs.collectColumns(filter.condition(), below);
                Pruned input = prune(filter.input(), below);
                yield new Pruned(new PlanNode.Filter(input.node, input.move(filter.condition())), input.at);
            }
            case PlanNode.Project project -> project(project, wanted);
            case PlanNode.Aggregate aggregate -> aggregate(aggregate, wanted);
            case PlanNode.Join join -> join(join, wanted);
            case PlanNode.Sort sort -> {
                BitSet below = (BitSet) wanted.clone();
                sort.keys().forEach(k -> below.set(k.column()));
                Pruned input = prune(sort.input(), below);
                yield new Pruned(
                        new PlanNode.Sort(input.node, input.moveKeys(sort.keys()), sort.offset(), sort.fetch(), sort.withTies()), input.at);
            }
            case PlanNode.Window window -> window(window, wanted);
            case PlanNode.Match match -> match(match, wanted);
            case PlanNode.Union union -> union(union, wanted);
            case PlanNode.Unnest unnest -> unnest(unnest, wanted);
            case PlanNode.WindowAssign assign -> windowAssign(assign, wanted);
            case PlanNode.SingleRow single -> {
                Pruned input = prune(single.input(), wanted);
                yield new Pruned(new PlanNode.SingleRow(input.node), input.at);
            }
            case PlanNode.Exchange exchange -> Pruned.unchanged(wholeInputs(exchange));
            case PlanNode.SetOperation set -> Pruned.unchanged(wholeInputs(set));
            case PlanNode.Recursion recursion -> Pruned.unchanged(wholeInputs(recursion));
            case PlanNode.WorkTable table -> Pruned.unchanged(table);
            case PlanNode.RemoteSource source -> Pruned.unchanged(source);
        };
    }

    private static PlanNode wholeInputs(PlanNode node) {
        return node.withInputs(node.inputs().stream().map(ColumnPruning::apply).toList());
    }

    private static Pruned scan(PlanNode.Scan scan, BitSet wanted) {
        BitSet kept = (BitSet) wanted.clone();
        if (scan.filter() != null) {
            Exprs.collectColumns(scan.filter(), kept);
        }
        int[] at = positions(kept, scan.columns().size());
        List<Integer> columns = kept.stream().mapToObj(scan.columns()::get).toList();
        Expr filter = scan.filter() == null ? null : Exprs.mapColumns(scan.filter(), c -> at[c]);
        return new Pruned(
                new PlanNode.Scan(scan.name(), scan.target(), scan.tableSchema(), columns, scan.predicates(), filter, scan.estimatedRows()),
                at);
    }

    private static int[] positions(BitSet kept, int width) {
        int[] at = new int[width];
        int next = 0;
        for (int i = 0; i < width; i++) {
            at[i] = kept.get(i) ? next++ : -1;
        }
        return at;
    }

    private static Pruned project(PlanNode.Project project, BitSet wanted) {
        BitSet kept = (BitSet) wanted.clone();
        if (kept.isEmpty() && !project.expressions().isEmpty()) {
            kept.set(Widths.narrowest(project.schema()));
        }
        BitSet below = new BitSet();
        kept.stream().forEach(c -> Exprs.collectColumns(project.expressions().get(c), below));
        Pruned input = prune(project.input(), below);
        List<Expr> expressions = kept.stream().mapToObj(c -> input.move(project.expressions().get(c))).toList();
        Schema schema = project.schema().select(kept.stream().boxed().toList());
        return new Pruned(
                new PlanNode.Project(input.node, expressions, schema), positions(kept, project.expressions().size()));
    }

    private static Pruned aggregate(PlanNode.Aggregate aggregate, BitSet wanted) {
        int keys = aggregate.keys().size();
        BitSet kept = (BitSet) wanted.clone();
        kept.set(0, keys);
        if (kept.isEmpty() && !aggregate.calls().isEmpty()) {
            kept.set(0);
        }
        List<AggregateCall> calls =
                kept.stream().filter(c -> c >= keys).mapToObj(c -> aggregate.calls().get(c - keys)).toList();
        BitSet below = of(aggregate.keys());
        calls.forEach(call -> collect(call, below));
        Pruned input = prune(aggregate.input(), below);
        PlanNode node = new PlanNode.Aggregate(
                input.node, input.move(aggregate.keys()), aggregate.groupingSets(), calls.stream().map(input::move).toList(),
                aggregate.phase(), aggregate.schema().select(kept.stream().boxed().toList()));
        return new Pruned(node, positions(kept, aggregate.schema().size()));
    }

    private static void collect(AggregateCall call, BitSet columns) {
        call.arguments().forEach(a -> Exprs.collectColumns(a, columns));
        call.orderBy().forEach(k -> columns.set(k.column()));
        if (call.filter() >= 0) {
            columns.set(call.filter());
        }
    }

    private static Pruned join(PlanNode.Join join, BitSet wanted) {
        int leftWidth = join.left().schema().size();
        int rightWidth = join.right().schema().size();
        BitSet both = new BitSet();
        boolean rightOnly = join.kind() == PlanNode.JoinKind.RIGHT_SEMI || join.kind() == PlanNode.JoinKind.RIGHT_ANTI;
        wanted.stream().filter(c -> c < leftWidth || join.kind() != PlanNode.JoinKind.LEFT_MARK)
                .forEach(c -> both.set(rightOnly ? leftWidth + c : c));
        if (join.residual() != null) {
            Exprs.collectColumns(join.residual(), both);
        }
        BitSet leftWanted = both.get(0, leftWidth);
        leftWanted.or(of(join.leftKeys()));
        BitSet rightWanted = both.get(leftWidth, leftWidth + rightWidth);
        rightWanted.or(of(join.rightKeys()));
        Pruned left = prune(join.left(), leftWanted);
        Pruned right = prune(join.right(), rightWanted);
        int newLeft = left.node.schema().size();
        int[] at = new int[leftWidth + rightWidth];
        for (int c = 0; c < at.length; c++) {
            int side = c < leftWidth ? left.at[c] : right.at[c - leftWidth];
            at[c] = c < leftWidth || side < 0 ? side : side + newLeft;
        }
        Expr residual = join.residual() == null ? null : Exprs.mapColumns(join.residual(), c -> at[c]);
        PlanNode node = new PlanNode.Join(left.node, right.node, join.kind(), left.move(join.leftKeys()), right.move(join.rightKeys()),
                join.nullSafe(), residual);
        return switch (join.kind()) {
            case INNER, LEFT, RIGHT, FULL -> new Pruned(node, at);
            case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE -> new Pruned(node, left.at);
            case RIGHT_SEMI, RIGHT_ANTI -> new Pruned(node, right.at);
            case LEFT_MARK -> {
                int[] marked = java.util.Arrays.copyOf(left.at, leftWidth + 1);
                marked[leftWidth] = newLeft;
                yield new Pruned(node, marked);
            }
        };
    }

    private static Pruned window(PlanNode.Window window, BitSet wanted) {
        int width = window.input().schema().size();
        List<Integer> keptCalls = new ArrayList<>();
        wanted.stream().filter(c -> c >= width).forEach(c -> keptCalls.add(c - width));
        BitSet below = wanted.get(0, width);
        if (!keptCalls.isEmpty()) {
            below.or(of(window.partitionKeys()));
            window.orderKeys().forEach(k -> below.set(k.column()));
            keptCalls.forEach(c -> collect(window.calls().get(c), below));
        }
        Pruned input = prune(window.input(), below);
        int[] at = java.util.Arrays.copyOf(input.at, window.schema().size());
        java.util.Arrays.fill(at, width, at.length, -1);
        if (keptCalls.isEmpty()) {
            return new Pruned(input.node, at);
        }
        List<Field> fields = new ArrayList<>(input.node.schema().fields());
        for (int c : keptCalls) {
            at[width + c] = fields.size();
            fields.add(window.schema().field(width + c));
        }
        PlanNode node = new PlanNode.Window(
                input.node, input.move(window.partitionKeys()), input.moveKeys(window.orderKeys()), window.frame(),
                keptCalls.stream().map(c -> input.move(window.calls().get(c))).toList(), new Schema(fields));
        return new Pruned(node, at);
    }

    /** Measures all stay; of the input, what these, the definitions and the keys read, and with ALL ROWS what is asked for. */
    private static Pruned match(PlanNode.Match match, BitSet wanted) {
        int width = match.input().schema().size();
        boolean oneRow = match.rows() == PlanNode.RowsPerMatch.ONE_ROW;
        BitSet below = oneRow ? new BitSet() : wanted.get(0, width);
        below.or(of(match.partitionKeys()));
        match.orderKeys().forEach(k -> below.set(k.column()));
        List.of(match.definitionValues(), match.measureValues()).forEach(values -> values.forEach(v -> collect(v, width, below)));
        if (below.isEmpty()) {
            below.set(Widths.narrowest(match.input().schema()));
        }
        Pruned input = prune(match.input(), below);
        List<Field> fields = new ArrayList<>();
        int[] at = new int[match.schema().size()];
        java.util.Arrays.fill(at, -1);
        if (oneRow) {
            IntStream.range(0, match.schema().size()).forEach(i -> at[i] = i);
            fields.addAll(match.schema().fields());
        } else {
            System.arraycopy(input.at, 0, at, 0, width);
            fields.addAll(input.node.schema().fields());
            for (int i = width; i < at.length; i++) {
                at[i] = fields.size();
                fields.add(match.schema().field(i));
            }
        }
        int newWidth = input.node.schema().size();
        PlanNode node =
                new PlanNode.Match(input.node, input.move(match.partitionKeys()), input.moveKeys(match.orderKeys()), match.pattern(),
                        match.variables(), move(match.definitionValues(), input, width, newWidth), match.definitions(), match.within(),
                        match.after(),
                        match.rows(), move(match.measureValues(), input, width, newWidth), match.measures(), new Schema(fields));
        return new Pruned(node, at);
    }

    private static void collect(MatchValue value, int width, BitSet columns) {
        switch (value) {
            case MatchValue.Cell cell -> columns.set(cell.column());
            case MatchValue.Aggregated aggregated -> {
                BitSet read = new BitSet();
                aggregated.arguments().forEach(a -> Exprs.collectColumns(a, read));
                columns.or(read.get(0, width));
            }
            case MatchValue.Classifier classifier -> {}
            case MatchValue.Exists exists -> {}
            case MatchValue.MatchNumber number -> {}
        }
    }

    private static List<MatchValue> move(List<MatchValue> values, Pruned input, int width, int newWidth) {
        List<MatchValue> moved = new ArrayList<>();
        for (MatchValue value : values) {
            moved.add(switch (value) {
                case MatchValue.Cell cell -> new MatchValue.Cell(cell.at(), input.at[cell.column()], cell.type());
                case MatchValue.Aggregated of -> new MatchValue.Aggregated(of.variables(), of.running(),
                        of.arguments().stream()
                                .map(a -> Exprs.mapColumns(a, c -> c < width ? input.at[c] : c - width + newWidth)).toList(),
                        of.call());
                case MatchValue.Classifier classifier -> classifier;
                case MatchValue.Exists exists -> exists;
                case MatchValue.MatchNumber number -> number;
            });
        }
        return moved;
    }

    private static Pruned union(PlanNode.Union union, BitSet wanted) {
        BitSet kept = (BitSet) wanted.clone();
        if (kept.isEmpty()) {
            kept.set(Widths.narrowest(union.schema()));
        }
        List<PlanNode> inputs = union.inputs().stream().map(input -> exact(prune(input, kept), input, kept)).toList();
        Schema schema = union.schema().select(kept.stream().boxed().toList());
        return new Pruned(new PlanNode.Union(inputs, schema), positions(kept, union.schema().size()));
    }

    private static Pruned unnest(PlanNode.Unnest unnest, BitSet wanted) {
        int width = unnest.input().schema().size();
        BitSet below = wanted.get(0, width);
        unnest.collections().forEach(c -> Exprs.collectColumns(c, below));
        Pruned input = prune(unnest.input(), below);
        Appended appended = append(input, unnest.schema(), width);
        PlanNode node = new PlanNode.Unnest(input.node, unnest.collections().stream().map(input::move).toList(), unnest.ordinality(),
                unnest.outer(), appended.schema);
        return new Pruned(node, appended.at);
    }

    private static Pruned windowAssign(PlanNode.WindowAssign assign, BitSet wanted) {
        int width = assign.input().schema().size();
        BitSet below = wanted.get(0, width);
        below.set(assign.timeColumn());
        below.or(of(assign.sessionKeys()));
        Pruned input = prune(assign.input(), below);
        Appended appended = append(input, assign.schema(), width);
        PlanNode node = new PlanNode.WindowAssign(input.node, assign.kind(), input.move(assign.timeColumn()), assign.size(),
                assign.slide(), assign.offset(), input.move(assign.sessionKeys()), appended.schema);
        return new Pruned(node, appended.at);
    }

    private record Appended(Schema schema, int[] at) {}

    /** The schema and mapping of a node that puts its own columns behind its input's. */
    private static Appended append(Pruned input, Schema old, int oldWidth) {
        List<Field> fields = new ArrayList<>(input.node.schema().fields());
        int[] at = java.util.Arrays.copyOf(input.at, old.size());
        for (int i = oldWidth; i < old.size(); i++) {
            at[i] = fields.size();
            fields.add(old.field(i));
        }
        return new Appended(new Schema(fields), at);
    }
}

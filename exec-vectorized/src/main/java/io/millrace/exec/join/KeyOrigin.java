package io.millrace.exec.join;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a column's values come from: a scan below whose rows may be dropped, when their value in one of its columns is known to be of no use
 * further up, without any other change to what reaches the top.
 *
 * @param column of the scan's output
 */
record KeyOrigin(PlanNode.Scan scan, int column) {

    /**
     * Of output column {@code column} of {@code node}, several if there is a union between; the reader above drops rows with other values, and with
     * NULL.
     */
    static List<KeyOrigin> of(PlanNode node, int column) {
        return switch (node) {
            case PlanNode.Scan scan -> List.of(new KeyOrigin(scan, column));
            case PlanNode.Filter filter -> of(filter.input(), column);
            case PlanNode.Exchange exchange -> of(exchange.input(), column);
            case PlanNode.Project project ->
                    project.expressions().get(column) instanceof Expr.ColumnRef reference
                            ? of(project.input(), reference.index())
                            : List.of();
            case PlanNode.Join join -> ofJoin(join, column);
            case PlanNode.Aggregate aggregate -> ofAggregate(aggregate, column);
            case PlanNode.WindowAssign assign ->
                    assign.kind() != PlanNode.WindowAssign.WindowKind.SESSION && column < assign.input().schema().size()
                            ? of(assign.input(), column)
                            : List.of();
            case PlanNode.Values values -> List.of();
            case PlanNode.Sort sort -> sort.offset() == 0 && sort.fetch() < 0 ? of(sort.input(), column) : List.of();
            // Whole partitions go
            case PlanNode.Window window -> window.partitionKeys().contains(column) ? of(window.input(), column) : List.of();
            case PlanNode.Match match -> match.ofPartition(column).stream().flatMap(key -> of(match.input(), key).stream()).toList();
            case PlanNode.Union union -> union.inputs().stream().flatMap(input -> of(input, column).stream()).toList();
            // All rows that are equal go, on either side or on both
            case PlanNode.SetOperation operation ->
                    Stream.concat(of(operation.left(), column).stream(), of(operation.right(), column).stream()).toList();
            case PlanNode.Unnest unnest -> column < unnest.input().schema().size() ? of(unnest.input(), column) : List.of();
            case PlanNode.SingleRow singleRow -> List.of();
            case PlanNode.Recursion recursion -> List.of();
            case PlanNode.WorkTable workTable -> List.of();
            case PlanNode.RemoteSource remote -> List.of();
        };
    }

    /** Rows of the side that may be missing a partner: dropping them leaves NULLs, which the reader above drops. */
    private static List<KeyOrigin> ofJoin(PlanNode.Join join, int column) {
        int leftWidth = join.left().schema().size();
        boolean ofLeft = column < leftWidth;
        return switch (join.kind()) {
            case INNER -> ofLeft ? of(join.left(), column) : of(join.right(), column - leftWidth);
            case LEFT, LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> ofLeft
                    ? of(join.left(), column)
                    : List.of();
            case RIGHT_SEMI, RIGHT_ANTI -> of(join.right(), column);
            case RIGHT, FULL -> List.of();
        };
    }

    /** A key of a plain GROUP BY: whole groups go. */
    private static List<KeyOrigin> ofAggregate(PlanNode.Aggregate aggregate, int column) {
        boolean plain = aggregate.simple() && aggregate.phase() != PlanNode.AggregatePhase.FINAL;
        return plain && column < aggregate.keys().size() ? of(aggregate.input(), aggregate.keys().get(column)) : List.of();
    }
}

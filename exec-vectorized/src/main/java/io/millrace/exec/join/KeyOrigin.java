package io.millrace.exec.join;

import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import java.util.Optional;

/**
 * Where a column's values come from: the scan below whose rows may be dropped, when their value in one of its columns is known to be of no use
 * further up, without any other change to what reaches the top.
 *
 * @param column of the scan's output
 */
record KeyOrigin(PlanNode.Scan scan, int column) {

    /** Of output column {@code column} of {@code node}; the reader above drops rows with other values, and with NULL. */
    static Optional<KeyOrigin> of(PlanNode node, int column) {
        return switch (node) {
            case PlanNode.Scan scan -> Optional.of(new KeyOrigin(scan, column));
            case PlanNode.Filter filter -> of(filter.input(), column);
            case PlanNode.Exchange exchange -> of(exchange.input(), column);
            case PlanNode.Project project ->
                    project.expressions().get(column) instanceof Expr.ColumnRef reference
                            ? of(project.input(), reference.index())
                            : Optional.empty();
            case PlanNode.Join join -> ofJoin(join, column);
            case PlanNode.Aggregate aggregate -> ofAggregate(aggregate, column);
            case PlanNode.WindowAssign assign ->
                    assign.kind() != PlanNode.WindowAssign.WindowKind.SESSION && column < assign.input().schema().size()
                            ? of(assign.input(), column)
                            : Optional.empty();
            case PlanNode.Values values -> Optional.empty();
            case PlanNode.Sort sort -> sort.offset() == 0 && sort.fetch() < 0 ? of(sort.input(), column) : Optional.empty();
            case PlanNode.Window window -> Optional.empty();
            case PlanNode.Union union -> Optional.empty();
            case PlanNode.SetOperation operation -> Optional.empty();
            case PlanNode.Unnest unnest -> column < unnest.input().schema().size() ? of(unnest.input(), column) : Optional.empty();
            case PlanNode.SingleRow singleRow -> Optional.empty();
            case PlanNode.Recursion recursion -> Optional.empty();
            case PlanNode.WorkTable workTable -> Optional.empty();
            case PlanNode.RemoteSource remote -> Optional.empty();
        };
    }

    /** Rows of the side that may be missing a partner: dropping them leaves NULLs, which the reader above drops. */
    private static Optional<KeyOrigin> ofJoin(PlanNode.Join join, int column) {
        int leftWidth = join.left().schema().size();
        boolean ofLeft = column < leftWidth;
        return switch (join.kind()) {
            case INNER -> ofLeft ? of(join.left(), column) : of(join.right(), column - leftWidth);
            case LEFT, LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK -> ofLeft
                    ? of(join.left(), column)
                    : Optional.empty();
            case RIGHT_SEMI, RIGHT_ANTI -> of(join.right(), column);
            case RIGHT, FULL -> Optional.empty();
        };
    }

    /** A key of a plain GROUP BY: whole groups go. */
    private static Optional<KeyOrigin> ofAggregate(PlanNode.Aggregate aggregate, int column) {
        boolean plain = aggregate.simple() && aggregate.phase() != PlanNode.AggregatePhase.FINAL;
        return plain && column < aggregate.keys().size() ? of(aggregate.input(), aggregate.keys().get(column)) : Optional.empty();
    }
}

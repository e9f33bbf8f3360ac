package io.millrace.planner.physical;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.ColumnPredicate;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Tells scans which conjuncts of their filter a reader may use to skip: comparisons of a column with constants, lists, and tests for NULL. */
final class ScanPredicates {
    private ScanPredicates() {}

    static PlanNode apply(PlanNode node) {
        if (node instanceof PlanNode.Scan scan) {
            return scan.filter() == null ? scan : new PlanNode.Scan(scan.name(), scan.target(), scan.tableSchema(), scan.columns(),
                    predicates(scan), scan.filter(), scan.estimatedRows());
        }
        return node.inputs().isEmpty() ? node : node.withInputs(node.inputs().stream().map(ScanPredicates::apply).toList());
    }

    private static List<ColumnPredicate> predicates(PlanNode.Scan scan) {
        List<ColumnPredicate> predicates = new ArrayList<>();
        for (Expr part : Exprs.conjuncts(scan.filter())) {
            ColumnPredicate predicate = predicate(part, scan);
            if (predicate instanceof ColumnPredicate.Range range) {
                merge(predicates, range, scan);
            } else if (predicate != null) {
                predicates.add(predicate);
            }
        }
        return predicates;
    }

    private static ColumnPredicate predicate(Expr part, PlanNode.Scan scan) {
        if (part instanceof Expr.In in && !in.negated() && in.operand() instanceof Expr.ColumnRef column && ordered(column.type())) {
            // A NULL in the list makes nothing true
            List<Object> values = in.values().stream().map(Expr.Literal::value).filter(Objects::nonNull).toList();
            return new ColumnPredicate.OneOf(scan.columns().get(column.index()), values);
        }
        if (!(part instanceof Expr.Call call) || !(call.arguments().get(0) instanceof Expr.ColumnRef column)) {
            return null;
        }
        int index = scan.columns().get(column.index());
        if (call.function() == Function.IS_NULL || call.function() == Function.IS_NOT_NULL) {
            return new ColumnPredicate.Nullness(index, call.function() == Function.IS_NULL);
        }
        if (call.arguments().size() != 2
                || !(call.arguments().get(1) instanceof Expr.Literal literal)
                || literal.value() == null
                || !ordered(column.type())) {
            return null;
        }
        Object value = literal.value();
        return switch (call.function()) {
            case EQUAL -> new ColumnPredicate.Range(index, value, true, value, true);
            case LESS -> new ColumnPredicate.Range(index, null, false, value, false);
            case LESS_OR_EQUAL -> new ColumnPredicate.Range(index, null, false, value, true);
            case GREATER -> new ColumnPredicate.Range(index, value, false, null, false);
            case GREATER_OR_EQUAL -> new ColumnPredicate.Range(index, value, true, null, false);
            default -> null;
        };
    }

    /** Types whose order in files is ours. CHAR pads, floats have NaN and two zeros: their filters alone decide. */
    private static boolean ordered(SqlType type) {
        return switch (type.kind()) {
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, VARCHAR, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> true;
            default -> false;
        };
    }

    /** A lower and an upper bound of one column become one range; of two bounds of one side the first is kept, which is right for skipping. */
    private static void merge(List<ColumnPredicate> predicates, ColumnPredicate.Range range, PlanNode.Scan scan) {
        for (int i = 0; i < predicates.size(); i++) {
            if (predicates.get(i) instanceof ColumnPredicate.Range known && known.column() == range.column()) {
                boolean complement = known.lower() == null && range.upper() == null || known.upper() == null && range.lower() == null;
                if (complement) {
                    predicates.set(i, known.lower() == null
                            ? new ColumnPredicate.Range(known.column(), range.lower(), range.lowerInclusive(), known.upper(),
                                    known.upperInclusive())
                            : new ColumnPredicate.Range(known.column(), known.lower(), known.lowerInclusive(), range.upper(),
                                    range.upperInclusive()));
                    return;
                }
            }
        }
        assert range.column() < scan.tableSchema().size();
        predicates.add(range);
    }
}

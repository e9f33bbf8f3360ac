package io.millrace.planner.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which share of rows a condition keeps. */
final class Selectivity {
    private static final double GUESS = 0.33;
    private static final double TEXT_EQUALITY = 0.02;
    private static final double LEAST = 1e-7;

    private final Constants constants;

    Selectivity(Constants constants) {
        this.constants = constants;
    }

    /** The result of keeping the rows for which all parts are true. */
    Estimate filter(Estimate input, List<RexNode> parts) {
        double share = 1;
        ColumnEstimate[] columns = input.columns().toArray(ColumnEstimate[]::new);
        Map<Integer, double[]> ranges = new HashMap<>();
        for (RexNode part : parts) {
            if (!range(part, input, ranges)) {
                share *= of(part, input);
                equality(part, columns);
            }
        }
        for (Map.Entry<Integer, double[]> range : ranges.entrySet()) {
            ColumnEstimate column = input.column(range.getKey());
            double low = Math.max(range.getValue()[0], column.min());
            double high = Math.min(range.getValue()[1], column.max());
            double width = Math.max(column.max() - column.min(), 1);
            double kept = low > high ? LEAST : Math.min(1, Math.max((high - low) / width, 1 / column.distinct()));
            share *= kept * (1 - column.nullFraction());
            columns[range.getKey()] = column.withRange(low, Math.max(low, high), column.distinct() * kept);
        }
        double rows = input.rows() * Math.max(LEAST, share);
        return new Estimate(rows, List.of(columns)).limitedTo(rows);
    }

    private static void equality(RexNode part, ColumnEstimate[] columns) {
        if (part.isA(SqlKind.EQUALS)
                && ((RexCall) part).operands.get(0) instanceof RexInputRef ref
                && Constants.isConstant(((RexCall) part).operands.get(1))) {
            ColumnEstimate old = columns[ref.getIndex()];
            columns[ref.getIndex()] = new ColumnEstimate(1, true, 0, old.min(), old.max());
        }
    }

    /** Takes a bound of a column into {@code ranges}, so that a lower and an upper one count together. */
    private boolean range(RexNode part, Estimate input, Map<Integer, double[]> ranges) {
        if (!(part instanceof RexCall call) || call.operands.size() != 2) {
            return false;
        }
        boolean flipped = !(column(call.operands.get(0)) >= 0);
        int column = column(call.operands.get(flipped ? 1 : 0));
        if (column < 0 || !input.column(column).hasRange()) {
            return false;
        }
        double bound = constants.number(call.operands.get(flipped ? 0 : 1), isDate(call.operands.get(flipped ? 1 : 0)));
        if (Double.isNaN(bound)) {
            return false;
        }
        boolean lower;
        switch (call.getKind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL -> lower = flipped;
            case GREATER_THAN, GREATER_THAN_OR_EQUAL -> lower = !flipped;
            default -> {
                return false;
            }
        }
        double[] range = ranges.computeIfAbsent(column, c -> new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
        if (lower) {
            range[0] = Math.max(range[0], bound);
        } else {
            range[1] = Math.min(range[1], bound);
        }
        return true;
    }

    /** The column that an expression is, a cast aside, or -1. */
    private static int column(RexNode expression) {
        RexNode inner = expression.isA(SqlKind.CAST) ? ((RexCall) expression).operands.get(0) : expression;
        return inner instanceof RexInputRef ref ? ref.getIndex() : -1;
    }

    private static boolean isDate(RexNode expression) {
        RexNode inner = expression.isA(SqlKind.CAST) ? ((RexCall) expression).operands.get(0) : expression;
        return inner.getType().getSqlTypeName() == SqlTypeName.DATE;
    }

    double of(RexNode condition, Estimate input) {
        if (condition.isAlwaysTrue()) {
            return 1;
        }
        if (condition.isAlwaysFalse()) {
            return LEAST;
        }
        if (!(condition instanceof RexCall call)) {
            return 0.5;
        }
        return switch (call.getKind()) {
            case AND -> call.operands.stream().mapToDouble(o -> of(o, input)).reduce(1, (a, b) -> a * b);
            case OR -> 1 - call.operands.stream().mapToDouble(o -> 1 - of(o, input)).reduce(1, (a, b) -> a * b);
            case NOT, IS_NOT_TRUE -> 1 - of(call.operands.get(0), input);
            case IS_TRUE -> of(call.operands.get(0), input);
            case SEARCH -> of(RexUtil.expandSearch(EstimateRex.BUILDER, null, call), input);
            case EQUALS, IS_NOT_DISTINCT_FROM -> equals(call, input);
            case NOT_EQUALS -> 1 - equals(call, input);
            case IS_NULL -> column(call.operands.get(0)) < 0 ? 0.05 : input.column(column(call.operands.get(0))).nullFraction();
            case IS_NOT_NULL -> column(call.operands.get(0)) < 0 ? 0.95 : 1 - input.column(column(call.operands.get(0))).nullFraction();
            case LIKE -> like(call);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
                Map<Integer, double[]> ranges = new HashMap<>();
                yield range(call, input, ranges) ? filter(input, List.of(call)).rows() / input.rows() : GUESS;
            }
            default -> GUESS;
        };
    }

    private double equals(RexCall call, Estimate input) {
        int left = column(call.operands.get(0));
        int right = column(call.operands.get(1));
        if (left >= 0 && right >= 0) {
            return 1 / Math.max(input.column(left).distinct(), input.column(right).distinct());
        }
        int column = Math.max(left, right);
        if (column < 0) {
            return 0.05;
        }
        ColumnEstimate estimate = input.column(column);
        double share = 1 / estimate.distinct();
        return (estimate.known() ? share : Math.max(share, TEXT_EQUALITY)) * (1 - estimate.nullFraction());
    }

    private double like(RexCall call) {
        Object pattern = Constants.isConstant(call.operands.get(1)) ? constants.value(call.operands.get(1)) : null;
        return pattern instanceof String text && text.startsWith("%") ? 0.1 : 0.05;
    }
}

package io.millrace.planner.relation;

import com.google.common.collect.ImmutableList;
import io.millrace.planner.cancel.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/** Row expressions taken apart and put together again. */
public final class Conditions {
    private Conditions() {}

    /** The parts of a conjunction in the order in which they are evaluated, without TRUE. */
    public static List<RexNode> conjuncts(RexNode condition) {
        List<RexNode> parts = new ArrayList<>();
        if (condition == null || isTrue(condition)) {
            return parts;
        }
        if (condition.isA(SqlKind.AND)) {
            ((RexCall) condition).getOperands().forEach(o -> parts.addAll(conjuncts(o)));
        } else {
            parts.add(condition);
        }
        return parts;
    }

    /** Calcite takes {@code x IS NOT NULL} for TRUE too where x cannot be NULL, but a variable's type does not know of outer joins around its table. */
    private static boolean isTrue(RexNode condition) {
        return condition instanceof RexLiteral && condition.isAlwaysTrue();
    }

    /** The conjunction of parts; TRUE of none. Equal parts are kept once. */
    public static RexNode and(RexBuilder builder, List<RexNode> parts) {
        List<RexNode> distinct = new ArrayList<>();
        for (RexNode part : parts) {
            if (!isTrue(part) && !distinct.contains(part)) {
                distinct.add(part);
            }
        }
        return switch (distinct.size()) {
            case 0 -> builder.makeLiteral(true);
            case 1 -> distinct.get(0);
            default -> builder.makeCall(SqlStdOperatorTable.AND, distinct);
        };
    }

    /** The disjunction of parts; FALSE of none. */
    public static RexNode or(RexBuilder builder, List<RexNode> parts) {
        return switch (parts.size()) {
            case 0 -> builder.makeLiteral(false);
            case 1 -> parts.get(0);
            default -> builder.makeCall(SqlStdOperatorTable.OR, parts);
        };
    }

    /** Input columns that an expression reads. */
    public static ImmutableBitSet columns(RexNode expression) {
        return RelOptUtil.InputFinder.bits(expression);
    }

    /** {@code expression} with what {@code replacement} gives in place of each input column; AND in AND and OR in OR are put into one. */
    public static RexNode replaceColumns(RexNode expression, IntFunction<RexNode> replacement) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                Cancellation.check();
                return replacement.apply(ref.getIndex());
            }

            @Override
            public RexNode visitCall(RexCall call) {
                return super.visitCall(call) instanceof RexCall replaced ? flat(replaced) : call;
            }
        });
    }

    private static RexNode flat(RexCall call) {
        boolean junction = call.getKind() == SqlKind.AND || call.getKind() == SqlKind.OR;
        if (!junction || call.getOperands().stream().noneMatch(operand -> operand.getKind() == call.getKind())) {
            return call;
        }
        List<RexNode> operands = new ArrayList<>();
        for (RexNode operand : call.getOperands()) {
            if (operand.getKind() == call.getKind()) {
                operands.addAll(((RexCall) operand).getOperands());
            } else {
                operands.add(operand);
            }
        }
        return call.clone(call.getType(), operands);
    }

    /** As {@link #replaceColumns(RexNode, IntFunction)} from a list. */
    public static RexNode replaceColumns(RexNode expression, List<? extends RexNode> replacements) {
        return replaceColumns(expression, replacements::get);
    }

    public static RexNode shift(RexNode expression, int offset) {
        return offset == 0 ? expression : RexUtil.shift(expression, offset);
    }

    /** A column of a node, with the node's own type. */
    public static RexInputRef column(RelNode node, int index) {
        return new RexInputRef(index, node.getRowType().getFieldList().get(index).getType());
    }

    /** All columns of a node. */
    public static List<RexNode> columns(RelNode node) {
        List<RexNode> all = new ArrayList<>();
        for (RelDataTypeField field : node.getRowType().getFieldList()) {
            all.add(new RexInputRef(field.getIndex(), field.getType()));
        }
        return all;
    }

    /** {@code expression} with its column references given the types that the columns of {@code node} have now (nullability may have changed below). */
    public static RexNode retype(RexNode expression, RelNode node) {
        return replaceColumns(expression, i -> column(node, i));
    }

    public static boolean isDeterministic(RexNode expression) {
        return RexUtil.isDeterministic(expression);
    }

    /** Whether all expressions may be moved past other operators: no window function, nothing that gives another value each time. */
    public static boolean isMovable(List<RexNode> expressions) {
        return !RexOver.containsOver(expressions, null) && expressions.stream().allMatch(RexUtil::isDeterministic);
    }

    /** Whether every expression is a bare column. */
    public static boolean onlyColumns(List<RexNode> expressions) {
        return expressions.stream().allMatch(RexInputRef.class::isInstance);
    }

    public static RexNode isNull(RexBuilder builder, RexNode operand) {
        return builder.makeCall(SqlStdOperatorTable.IS_NULL, operand);
    }

    public static RexNode not(RexBuilder builder, RexNode operand) {
        return builder.makeCall(SqlStdOperatorTable.NOT, ImmutableList.of(operand));
    }
}

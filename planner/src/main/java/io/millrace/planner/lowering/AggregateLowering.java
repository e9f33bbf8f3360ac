package io.millrace.planner.lowering;

import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.SortKey;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.type.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.util.ImmutableBitSet;

/** GROUP BY with any grouping sets. */
final class AggregateLowering {
    private AggregateLowering() {}

    static PlanNode lower(Aggregate aggregate, NodeLowering lowering) {
        PlanNode input = lowering.lower(aggregate.getInput());
        List<Integer> keys = aggregate.getGroupSet().asList();
        List<List<Integer>> sets = new ArrayList<>();
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            sets.add(set.asList().stream().map(keys::indexOf).toList());
        }
        List<Field> fields = new ArrayList<>();
        List<RelDataTypeField> names = aggregate.getRowType().getFieldList();
        for (int k = 0; k < keys.size(); k++) {
            fields.add(new Field(names.get(k).getName(), input.schema().type(keys.get(k)), names.get(k).getType().isNullable()));
        }
        List<AggregateCall> calls = new ArrayList<>();
        for (int c = 0; c < aggregate.getAggCallList().size(); c++) {
            AggregateCall call = call(aggregate.getAggCallList().get(c), aggregate, input);
            calls.add(call);
            fields.add(new Field(names.get(keys.size() + c).getName(), call.type(), true));
        }
        PlanNode grouped = DistinctAggregates.apply(
                new PlanNode.Aggregate(input, keys, sets, calls, PlanNode.AggregatePhase.SINGLE, new Schema(fields)));
        return withZeros(grouped, aggregate);
    }

    static AggregateCall call(org.apache.calcite.rel.core.AggregateCall call, Aggregate aggregate, PlanNode input) {
        AggregateFunction function = AggregateFunctions.of(call.getAggregation());
        List<Expr> arguments = new ArrayList<>();
        if (!call.rexList.isEmpty()) {
            throw Refusals.unsupported(call.getAggregation().getName() + " with expressions");
        }
        for (int a = 0; a < call.getArgList().size(); a++) {
            int column = call.getArgList().get(a);
            boolean setting = AggregateFunctions.isSetting(function, a);
            arguments.add(setting ? constant(input, column, call) : Expr.column(column, input.schema().type(column)));
        }
        boolean distinct = call.isDistinct() && distinctMatters(function);
        if (function == AggregateFunction.COUNT && !distinct && arguments.size() == 1 && neverNull(aggregate, call)) {
            arguments.clear();
        }
        return new AggregateCall(
                function, arguments, distinct, call.filterArg, sortKeys(call.getCollation()), call.ignoreNulls(),
                Types.sqlType(call.getType()));
    }

    private static boolean neverNull(Aggregate aggregate, org.apache.calcite.rel.core.AggregateCall call) {
        return !aggregate.getInput().getRowType().getFieldList().get(call.getArgList().get(0)).getType().isNullable();
    }

    private static boolean distinctMatters(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, GROUPING, APPROX_COUNT_DISTINCT -> false;
            default -> true;
        };
    }

    /** A setting's value, looked up in the projection that computes it. */
    private static Expr constant(PlanNode input, int column, org.apache.calcite.rel.core.AggregateCall call) {
        if (input instanceof PlanNode.Project project && project.expressions().get(column) instanceof Expr.Literal literal) {
            return literal;
        }
        throw Refusals.unsupported(call.getAggregation().getName() + " with a setting that is not a constant");
    }

    static List<SortKey> sortKeys(RelCollation collation) {
        return collation.getFieldCollations().stream().map(SortLowering::key).toList();
    }

    /** {@code $SUM0} gives 0 of no rows. */
    private static PlanNode withZeros(PlanNode grouped, Aggregate aggregate) {
        int keys = aggregate.getGroupCount();
        if (aggregate.getAggCallList().stream().noneMatch(c -> AggregateFunctions.zeroOfNone(c.getAggregation()))) {
            return grouped;
        }
        List<Expr> expressions = new ArrayList<>();
        for (int i = 0; i < grouped.schema().size(); i++) {
            Expr column = Expr.column(i, grouped.schema().type(i));
            boolean zero = i >= keys && AggregateFunctions.zeroOfNone(aggregate.getAggCallList().get(i - keys).getAggregation());
            expressions.add(zero ? Expr.call(Function.COALESCE, column.type(), column, Zeros.of(column.type())) : column);
        }
        return new PlanNode.Project(grouped, expressions, grouped.schema());
    }
}

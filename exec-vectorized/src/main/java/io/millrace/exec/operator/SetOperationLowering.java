package io.millrace.exec.operator;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.AggregateFunction;
import io.millrace.common.plan.AggregateCall;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.JoinKind;
import io.millrace.common.type.Field;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.exec.pipeline.Draft;
import io.millrace.exec.pipeline.Lowering;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * INTERSECT and EXCEPT as groups and joins by all columns, NULLs equal, so that they share what these know about memory and threads:
 *
 * <pre>
 * l INTERSECT r       →  groups of l, semi-joined to r
 * l EXCEPT r          →  groups of l, anti-joined to r
 * l INTERSECT ALL r   →  groups of l with count, joined to those of r, each least(count, count) times
 * l EXCEPT ALL r      →  groups of l with count, left-joined to those of r, each count − count times
 * </pre>
 */
public final class SetOperationLowering {
    private SetOperationLowering() {}

    public static Draft lower(PlanNode.SetOperation node, Lowering lowering) {
        int width = node.schema().size();
        if (width == 0) {
            throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, node.kind() + " of rows without columns is not supported");
        }
        List<Integer> columns = IntStream.range(0, width).boxed().toList();
        List<Boolean> nullSafe = Collections.nCopies(width, true);
        boolean intersect = node.kind() == PlanNode.SetOperation.SetKind.INTERSECT;
        if (!node.all()) {
            JoinKind kind = intersect ? JoinKind.LEFT_SEMI : JoinKind.LEFT_ANTI;
            return lowering.lower(
                    new PlanNode.Join(groups(node.left(), columns, List.of()), node.right(), kind, columns, columns, nullSafe, null));
        }
        AggregateCall count = AggregateCall.of(AggregateFunction.COUNT, SqlType.BIGINT);
        PlanNode join = new PlanNode.Join(
                groups(node.left(), columns, List.of(count)), groups(node.right(), columns, List.of(count)),
                intersect ? JoinKind.INNER : JoinKind.LEFT, columns, columns, nullSafe, null);
        return lowering.then(lowering.lower(join), lane -> new RepeatOperator(width, intersect, lane));
    }

    private static PlanNode groups(PlanNode input, List<Integer> columns, List<AggregateCall> calls) {
        Schema schema = calls.isEmpty() ? input.schema() : input.schema().concat(Schema.of(new Field("rows", SqlType.BIGINT, false)));
        return new PlanNode.Aggregate(input, columns, List.of(columns), calls, PlanNode.AggregatePhase.SINGLE, schema);
    }
}

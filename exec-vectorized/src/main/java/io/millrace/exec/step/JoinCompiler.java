package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.scan.ColumnReferences;
import io.millrace.exec.step.operator.join.JoinOperator;
import io.millrace.exec.step.time.Bound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Joins, for {@link DataflowCompiler}. */
final class JoinCompiler {
    private final DataflowCompiler compiler;

    JoinCompiler(DataflowCompiler compiler) {
        this.compiler = compiler;
    }

    Edge join(PlanNode.Join join) {
        if (join.kind() == PlanNode.JoinKind.RIGHT_SEMI) {
            return join(mirrored(join, PlanNode.JoinKind.LEFT_SEMI));
        }
        if (join.kind() == PlanNode.JoinKind.RIGHT_ANTI) {
            return join(mirrored(join, PlanNode.JoinKind.LEFT_ANTI));
        }
        Edge left = compiler.edge(join.left(), false);
        Edge right = compiler.edge(join.right(), false);
        boolean nullAware = join.kind() == PlanNode.JoinKind.LEFT_ANTI_NULL_AWARE;
        Bound leftBound = null;
        Bound rightBound = null;
        List<Bound> bounds = new ArrayList<>();
        for (int k = 0; k < join.leftKeys().size() && !nullAware; k++) {
            Bound onLeft = left.boundOn(join.leftKeys().get(k));
            Bound onRight = right.boundOn(join.rightKeys().get(k));
            if (onLeft != null && onRight != null && onLeft.unitsPerMicro() == onRight.unitsPerMicro()) {
                // Both sides speak of the same stored value: it is past only once both bounds are
                long plus = Math.max(onLeft.plusMicros(), onRight.plusMicros());
                Bound both = new Bound(k, onLeft.unitsPerMicro(), plus);
                leftBound = both;
                rightBound = both;
                bounds.add(both.at(join.leftKeys().get(k)));
                if (putsOutRight(join.kind())) {
                    bounds.add(both.at(join.left().schema().size() + join.rightKeys().get(k)));
                }
            }
        }
        boolean expires = leftBound == null && !nullAware && !join.leftKeys().isEmpty();
        long leftTtl = expires ? compiler.ttl(left, join.left()) : DataflowOptions.FOREVER;
        long rightTtl = expires ? compiler.ttl(right, join.right()) : DataflowOptions.FOREVER;
        JoinOperator operator =
                compiler.add(new JoinOperator(compiler.context(), compiler.next(), left.operator(), right.operator(),
                        new JoinOperator.Definition(join, leftBound, rightBound, leftTtl, rightTtl)));
        boolean forever = leftTtl == DataflowOptions.FOREVER && rightTtl == DataflowOptions.FOREVER;
        compiler.notes().side(operator.number(), "left", join.left(), join.leftKeys(), leftBound, leftTtl != DataflowOptions.FOREVER);
        compiler.notes().side(operator.number(), "right", join.right(), join.rightKeys(), rightBound, rightTtl != DataflowOptions.FOREVER);
        boolean appendOnly = forever && join.kind() == PlanNode.JoinKind.INNER && left.appendOnly() && right.appendOnly();
        return new Edge(operator, appendOnly, Set.of(), false, bounds);
    }

    /** Which side is the build side means nothing here. */
    private static PlanNode.Join mirrored(PlanNode.Join join, PlanNode.JoinKind kind) {
        int left = join.left().schema().size();
        int right = join.right().schema().size();
        int[] at = new int[left + right];
        Arrays.setAll(at, c -> c < left ? c + right : c - left);
        return new PlanNode.Join(join.right(), join.left(), kind, join.rightKeys(), join.leftKeys(), join.nullSafe(),
                join.residual() == null ? null : ColumnReferences.remap(join.residual(), at));
    }

    private static boolean putsOutRight(PlanNode.JoinKind kind) {
        return switch (kind) {
            case INNER, LEFT, RIGHT, FULL -> true;
            case LEFT_SEMI, LEFT_ANTI, LEFT_ANTI_NULL_AWARE, LEFT_MARK, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
    }
}

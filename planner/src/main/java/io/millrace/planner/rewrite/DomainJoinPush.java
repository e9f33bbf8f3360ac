package io.millrace.planner.rewrite;

import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** {@link DomainPush} through joins: a side that must carry the domain does; if both do, they meet on it. */
final class DomainJoinPush {
    private final DomainPush domain;

    DomainJoinPush(DomainPush domain) {
        this.domain = domain;
    }

    DomainPush.Pushed join(Join join) {
        JoinRelType type = join.getJoinType();
        boolean right = domain.refers(join.getRight());
        boolean left = domain.refers(join.getLeft());
        boolean needLeft =
                switch (type) {
                    case INNER -> left || !right;
                    case LEFT, SEMI, ANTI, FULL -> true;
                    case RIGHT -> left;
                    case ASOF, LEFT_ASOF -> throw Refusals.unsupported("a correlated subquery with an ASOF JOIN");
                };
        boolean needRight = right || type == JoinRelType.RIGHT || type == JoinRelType.FULL;
        Sides sides = sides(join.getLeft(), join.getRight(), needLeft, needRight);
        RelNode joined = LogicalJoin.create(
                sides.left, sides.right, List.of(), sides.condition(join.getCondition()), Set.of(), type);
        boolean rightOut = type.projectsRight();
        List<RexNode> columns = sides.ownColumns(joined, rightOut);
        boolean fromRight = !needLeft || type == JoinRelType.RIGHT;
        for (int i = 0; i < domain.width(); i++) {
            RexNode value = Conditions.column(joined, (fromRight ? sides.rightOffset() + sides.rightWidth : sides.leftWidth) + i);
            if (type == JoinRelType.FULL) {
                RexNode other = Conditions.column(joined, sides.rightOffset() + sides.rightWidth + i);
                RexNode missing = Conditions.isNull(domain.builder(), value);
                value = domain.builder().makeCall(SqlStdOperatorTable.CASE, missing, other, value);
            }
            columns.add(value);
        }
        boolean neverNull = (fromRight ? sides.rightNeverNull : sides.leftNeverNull) && type != JoinRelType.FULL;
        return new DomainPush.Pushed(LogicalProject.create(joined, List.of(), columns, (List<String>) null, Set.of()), neverNull);
    }

    /** MARK and NULL_AWARE_ANTI joins, freed of their own variables before. */
    DomainPush.Pushed subqueryJoin(SubqueryJoin join) {
        boolean right = domain.refers(join.getRight());
        boolean nullAware = join.kind() == SubqueryJoin.Kind.NULL_AWARE_ANTI;
        if (nullAware && (right || domain.refers(join.condition()))) {
            return nullAware(join, right);
        }
        Sides sides = sides(join.getLeft(), join.getRight(), true, right);
        RelNode joined = SubqueryJoin.create(
                sides.left, sides.right, join.kind(), sides.condition(join.condition()), Set.of());
        return finish(sides, joined, join.kind() == SubqueryJoin.Kind.MARK);
    }

    /** NOT IN whose right side depends on the domain: NULLs count for equal values of the domain alone, which a condition can say. */
    private DomainPush.Pushed nullAware(SubqueryJoin join, boolean right) {
        RexNode notFalse = domain.builder().makeCall(SqlStdOperatorTable.IS_NOT_FALSE, join.condition());
        Sides sides = sides(join.getLeft(), join.getRight(), true, right);
        RelNode joined = LogicalJoin.create(
                sides.left, sides.right, List.of(), sides.condition(notFalse), Set.of(), JoinRelType.ANTI);
        return finish(sides, joined, false);
    }

    private DomainPush.Pushed finish(Sides sides, RelNode joined, boolean mark) {
        List<RexNode> columns = new ArrayList<>(Conditions.columns(joined).subList(0, sides.leftWidth));
        if (mark) {
            columns.add(Conditions.column(joined, joined.getRowType().getFieldCount() - 1));
        }
        columns.addAll(domain.domainColumns(joined, sides.leftWidth));
        return new DomainPush.Pushed(LogicalProject.create(joined, List.of(), columns, (List<String>) null, Set.of()), sides.leftNeverNull);
    }

    private Sides sides(RelNode left, RelNode right, boolean pushLeft, boolean pushRight) {
        DomainPush.Pushed l = pushLeft ? domain.push(left) : new DomainPush.Pushed(left, true);
        DomainPush.Pushed r = pushRight ? domain.push(right) : new DomainPush.Pushed(right, true);
        return new Sides(l.node(), r.node(), left.getRowType().getFieldCount(), right.getRowType().getFieldCount(), pushLeft, pushRight,
                l.neverNull(), r.neverNull());
    }

    /** Both sides, and whether each carries the domain behind its own columns. */
    private final class Sides {
        final RelNode left;
        final RelNode right;
        final int leftWidth;
        final int rightWidth;
        final boolean leftCarries;
        final boolean rightCarries;
        final boolean leftNeverNull;
        final boolean rightNeverNull;

        Sides(RelNode left, RelNode right, int leftWidth, int rightWidth, boolean leftCarries, boolean rightCarries, boolean leftNeverNull,
                boolean rightNeverNull) {
            this.left = left;
            this.right = right;
            this.leftWidth = leftWidth;
            this.rightWidth = rightWidth;
            this.leftCarries = leftCarries;
            this.rightCarries = rightCarries;
            this.leftNeverNull = leftNeverNull;
            this.rightNeverNull = rightNeverNull;
        }

        int rightOffset() {
            return left.getRowType().getFieldCount();
        }

        RexNode column(int index) {
            return index < leftWidth
                    ? Conditions.column(left, index)
                    : Conditions.shift(Conditions.column(right, index - leftWidth), rightOffset());
        }

        RexNode condition(RexNode condition) {
            RexNode moved = Conditions.replaceColumns(condition, this::column);
            List<RexNode> values = leftCarries
                    ? domain.domainColumns(left, leftWidth)
                    : domain.domainColumns(right, rightWidth).stream().map(v -> Conditions.shift(v, rightOffset())).toList();
            List<RexNode> all = new ArrayList<>();
            if (leftCarries && rightCarries) {
                for (int i = 0; i < domain.width(); i++) {
                    RexNode other = Conditions.shift(Conditions.column(right, rightWidth + i), rightOffset());
                    all.add(DomainPush.equal(domain.builder(), values.get(i), other, leftNeverNull || rightNeverNull));
                }
            }
            all.add(domain.over(moved, values));
            return Conditions.and(domain.builder(), all);
        }

        List<RexNode> ownColumns(RelNode joined, boolean rightOut) {
            List<RexNode> columns = new ArrayList<>(Conditions.columns(joined).subList(0, leftWidth));
            for (int i = 0; rightOut && i < rightWidth; i++) {
                columns.add(Conditions.column(joined, rightOffset() + i));
            }
            return columns;
        }
    }
}

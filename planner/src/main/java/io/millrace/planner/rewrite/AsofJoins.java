package io.millrace.planner.rewrite;

import com.google.common.collect.ImmutableList;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Refusals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.rex.RexWindowExclusion;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * An ASOF join, which gives a left row the latest right row that is not after it, is two passes of windows over both sides together:
 *
 * <pre>
 * AsofJoin[l.k = r.k, match l.t &gt;= r.t](l, r)   becomes
 *   Project[l.*, r.*](Filter[is left AND number &gt; 0](
 *     number, l.*, FIRST_VALUE(r.*) OVER (PARTITION BY k, number ORDER BY t, side)     -- the right row opens its number
 *     number = COUNT(is right) OVER (PARTITION BY k ORDER BY t, side, r.* ROWS …)      -- right rows up to here
 *     Union(Project[k, t, side, l.*, NULL …](l), Project[k, t, side, NULL …, r.*](Filter[k, t not NULL](r)))))
 * </pre>
 *
 * {@code side} is what decides between equal times: right rows come before left ones if equal times match, else after. Of right rows of one time the last
 * in the order of their columns is taken, so that the answer does not depend on the order of the input. For {@code <} and {@code <=} times are descending.
 */
final class AsofJoins {
    private final AsofJoin join;
    private final RexBuilder builder;
    private final RelDataTypeFactory types;
    private final int leftWidth;
    private final int rightWidth;
    private final List<RexNode> leftKeys = new ArrayList<>();
    private final List<RexNode> rightKeys = new ArrayList<>();
    private RexNode leftTime;
    private RexNode rightTime;
    private SqlKind match;

    private AsofJoins(AsofJoin join) {
        this.join = join;
        this.builder = join.getCluster().getRexBuilder();
        this.types = builder.getTypeFactory();
        this.leftWidth = join.getLeft().getRowType().getFieldCount();
        this.rightWidth = join.getRight().getRowType().getFieldCount();
    }

    /** The node itself if it is no ASOF join. */
    static RelNode rewrite(RelNode node) {
        return node instanceof AsofJoin join ? new AsofJoins(join).windows() : node;
    }

    private RelNode windows() {
        Conditions.conjuncts(join.getCondition()).forEach(this::addKey);
        setMatch(join.getMatchCondition());
        boolean equalMatches = match == SqlKind.GREATER_THAN_OR_EQUAL || match == SqlKind.LESS_THAN_OR_EQUAL;
        RelNode both = LogicalUnion.create(List.of(
                side(join.getLeft(), leftKeys, leftTime, equalMatches ? 1 : 0, true),
                side(present(join.getRight()), rightKeys, rightTime, equalMatches ? 0 : 1, false)), true);
        RelNode numbered = numbered(both, equalMatches ? 0 : 1);
        return result(opened(numbered), equalMatches ? 1 : 0);
    }

    private void addKey(RexNode condition) {
        if (condition.isAlwaysTrue()) {
            return;
        }
        List<RexNode> sides = condition.isA(SqlKind.EQUALS) ? sides((RexCall) condition) : List.of();
        if (sides.isEmpty()) {
            throw Refusals.unsupported("an ASOF JOIN whose ON is not equalities between the two sides");
        }
        RelDataType type = common(sides.get(0), sides.get(1));
        leftKeys.add(builder.ensureType(type, sides.get(0), false));
        rightKeys.add(builder.ensureType(type, sides.get(1), false));
    }

    private void setMatch(RexNode condition) {
        boolean compares = condition.isA(Set.of(SqlKind.LESS_THAN, SqlKind.LESS_THAN_OR_EQUAL, SqlKind.GREATER_THAN,
                SqlKind.GREATER_THAN_OR_EQUAL));
        List<RexNode> sides = compares ? sides((RexCall) condition) : List.of();
        if (sides.isEmpty()) {
            throw Refusals.unsupported("a MATCH_CONDITION that is not one of <, <=, > and >= between the two sides");
        }
        match = isLeft(((RexCall) condition).getOperands().get(0)) ? condition.getKind() : condition.getKind().reverse();
        RelDataType type = common(sides.get(0), sides.get(1));
        leftTime = builder.ensureType(type, sides.get(0), false);
        rightTime = builder.ensureType(type, sides.get(1), false);
    }

    /** A comparison's operands: of the left side's columns, and of the right side's own; none if it is not between the two. */
    private List<RexNode> sides(RexCall comparison) {
        RexNode first = comparison.getOperands().get(0);
        RexNode second = comparison.getOperands().get(1);
        if (isLeft(first) && isRight(second)) {
            return List.of(overLeft(first), overRight(second));
        }
        return isLeft(second) && isRight(first) ? List.of(overLeft(second), overRight(first)) : List.of();
    }

    private RexNode overLeft(RexNode expression) {
        return Conditions.retype(expression, join.getLeft());
    }

    private RexNode overRight(RexNode expression) {
        return Conditions.replaceColumns(expression, i -> Conditions.column(join.getRight(), i - leftWidth));
    }

    private boolean isLeft(RexNode expression) {
        ImmutableBitSet columns = Conditions.columns(expression);
        return !columns.isEmpty() && ImmutableBitSet.range(leftWidth).contains(columns);
    }

    private boolean isRight(RexNode expression) {
        ImmutableBitSet columns = Conditions.columns(expression);
        return !columns.isEmpty() && ImmutableBitSet.range(leftWidth, leftWidth + rightWidth).contains(columns);
    }

    private RelDataType common(RexNode left, RexNode right) {
        RelDataType type = types.leastRestrictive(List.of(left.getType(), right.getType()));
        if (type == null) {
            throw Refusals.unsupported("an ASOF JOIN that compares " + left.getType() + " with " + right.getType());
        }
        return types.createTypeWithNullability(type, true);
    }

    /** Right rows that can match at all. */
    private RelNode present(RelNode right) {
        List<RexNode> tests = new ArrayList<>();
        rightKeys.forEach(key -> tests.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, key)));
        tests.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, rightTime));
        return LogicalFilter.create(right, Conditions.and(builder, tests));
    }

    /** Columns: keys, time, side, the left side's, the right side's. */
    private RelNode side(RelNode input, List<RexNode> keys, RexNode time, int side, boolean left) {
        List<RexNode> columns = new ArrayList<>(keys);
        columns.add(time);
        columns.add(integer(side));
        for (int i = 0; i < leftWidth; i++) {
            columns.add(left ? Conditions.column(input, i) : absent(join.getLeft(), i));
        }
        for (int i = 0; i < rightWidth; i++) {
            columns.add(left ? absent(join.getRight(), i) : Conditions.column(input, i));
        }
        return LogicalProject.create(input, List.of(), columns, (List<String>) null, Set.of());
    }

    private RexNode absent(RelNode of, int column) {
        RelDataType type = of.getRowType().getFieldList().get(column).getType();
        return builder.makeNullLiteral(types.createTypeWithNullability(type, true));
    }

    private RexNode integer(long value) {
        return builder.makeExactLiteral(BigDecimal.valueOf(value), types.createSqlType(SqlTypeName.INTEGER));
    }

    private int time() {
        return leftKeys.size();
    }

    private int firstLeft() {
        return leftKeys.size() + 2;
    }

    /** Adds the number of right rows up to each row. */
    private RelNode numbered(RelNode both, int rightSide) {
        List<RexFieldCollation> order = order(both);
        for (int i = firstLeft() + leftWidth; i < firstLeft() + leftWidth + rightWidth; i++) {
            SqlTypeName type = Conditions.column(both, i).getType().getSqlTypeName();
            if (type != SqlTypeName.MAP && type != SqlTypeName.MULTISET && type != SqlTypeName.VARIANT) {
                order.add(new RexFieldCollation(Conditions.column(both, i), Set.of()));
            }
        }
        RexNode right = builder.makeCall(SqlStdOperatorTable.CASE, is(both, rightSide), integer(1),
                builder.makeNullLiteral(types.createSqlType(SqlTypeName.INTEGER)));
        List<RexNode> columns = new ArrayList<>(Conditions.columns(both));
        columns.add(
                over(types.createSqlType(SqlTypeName.BIGINT), SqlStdOperatorTable.COUNT, right, Conditions.columns(both).subList(0, time()),
                        order));
        return LogicalProject.create(both, List.of(), columns, (List<String>) null, Set.of());
    }

    /** Puts the columns of the right row that opened the number in place of the right side's. */
    private RelNode opened(RelNode numbered) {
        List<RexNode> all = Conditions.columns(numbered);
        List<RexNode> partition = new ArrayList<>(all.subList(0, time()));
        partition.add(all.getLast());
        List<RexNode> columns = new ArrayList<>(all.subList(0, firstLeft() + leftWidth));
        for (int i = firstLeft() + leftWidth; i < all.size() - 1; i++) {
            columns.add(over(all.get(i).getType(), SqlStdOperatorTable.FIRST_VALUE, all.get(i), partition, order(numbered)));
        }
        columns.add(all.getLast());
        return LogicalProject.create(numbered, List.of(), columns, (List<String>) null, Set.of());
    }

    private RelNode result(RelNode opened, int leftSide) {
        List<RexNode> tests = new ArrayList<>(List.of(is(opened, leftSide)));
        if (join.getJoinType() == JoinRelType.ASOF) {
            tests.add(builder.makeCall(SqlStdOperatorTable.GREATER_THAN, Conditions.columns(opened).getLast(),
                    builder.makeExactLiteral(BigDecimal.ZERO, types.createSqlType(SqlTypeName.BIGINT))));
        }
        RelNode left = LogicalFilter.create(opened, Conditions.and(builder, tests));
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < leftWidth + rightWidth; i++) {
            RelDataType type = join.getRowType().getFieldList().get(i).getType();
            RexNode column = Conditions.column(left, firstLeft() + i);
            columns.add(column.getType().equals(type) ? column : builder.makeAbstractCast(type, column, false));
        }
        return LogicalProject.create(left, List.of(), columns, join.getRowType().getFieldNames(), Set.of());
    }

    private RexNode is(RelNode node, int side) {
        return builder.makeCall(SqlStdOperatorTable.EQUALS, Conditions.column(node, time() + 1), integer(side));
    }

    /** By time, a left row without one before all others, then by side. */
    private List<RexFieldCollation> order(RelNode node) {
        boolean descending = match == SqlKind.LESS_THAN || match == SqlKind.LESS_THAN_OR_EQUAL;
        Set<SqlKind> direction = descending ? Set.of(SqlKind.DESCENDING, SqlKind.NULLS_FIRST) : Set.of(SqlKind.NULLS_FIRST);
        return new ArrayList<>(List.of(new RexFieldCollation(Conditions.column(node, time()), direction),
                new RexFieldCollation(Conditions.column(node, time() + 1), Set.of())));
    }

    private RexNode over(RelDataType type, SqlAggFunction function, RexNode argument, List<RexNode> partition,
            List<RexFieldCollation> order) {
        RexWindowBound from = RexWindowBounds.UNBOUNDED_PRECEDING;
        return builder.makeOver(type, function, List.of(argument), partition, ImmutableList.copyOf(order), from,
                RexWindowBounds.CURRENT_ROW,
                RexWindowExclusion.EXCLUDE_NO_OTHER, true, true, false, false, false);
    }
}

package io.millrace.planner.rewrite;

import io.millrace.planner.relation.AtMostOneRow;
import io.millrace.planner.relation.Casts;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.relation.RowCounts;
import io.millrace.planner.relation.SubqueryJoin;
import io.millrace.planner.relation.SubqueryJoin.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlQuantifyOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Grows a node by the joins that the subqueries of expressions over it need. The node's first columns stay what they were; marks and values come
 * behind them.
 */
final class SubqueryExpansion {
    private final SubqueryRemoval removal;
    private final RexBuilder builder;
    private RelNode node;

    SubqueryExpansion(SubqueryRemoval removal, RelNode node) {
        this.removal = removal;
        this.node = node;
        this.builder = node.getCluster().getRexBuilder();
    }

    RelNode node() {
        return node;
    }

    /** Keeps the rows for which a conjunct of a WHERE is true. */
    void restrict(RexNode conjunct) {
        boolean negated = conjunct.isA(SqlKind.NOT) && ((RexCall) conjunct).operands.get(0) instanceof RexSubQuery;
        RexNode inner = negated ? ((RexCall) conjunct).operands.get(0) : conjunct;
        if (inner instanceof RexSubQuery subquery && isPredicate(subquery) && !isLiteralList(subquery)) {
            semi(subquery, negated);
            return;
        }
        RexNode condition = value(conjunct, true);
        node = LogicalFilter.create(node, Conditions.retype(condition, node));
    }

    private static boolean isPredicate(RexSubQuery subquery) {
        return switch (subquery.getKind()) {
            case EXISTS, IN, SOME -> true;
            default -> false;
        };
    }

    private void semi(RexSubQuery subquery, boolean negated) {
        List<RexNode> operands = subquery.getOperands().stream().map(this::value).toList();
        SubqueryRemoval.Prepared prepared = removal.prepare(subquery.rel);
        if (subquery.getKind() == SqlKind.EXISTS) {
            join(negated ? Kind.ANTI : Kind.SEMI, existence(prepared), builder.makeLiteral(true), prepared.variables());
            return;
        }
        List<RexNode> comparisons = comparisons(subquery, operands, prepared.query());
        RexNode condition = Conditions.and(builder, comparisons);
        if (!negated) {
            join(Kind.SEMI, prepared.query(), condition, prepared.variables());
        } else if (!condition.getType().isNullable()) {
            join(Kind.ANTI, prepared.query(), condition, prepared.variables());
        } else if (comparisons.size() == 1 && comparisons.get(0).isA(SqlKind.EQUALS) && !prepared.correlated()) {
            join(Kind.NULL_AWARE_ANTI, prepared.query(), condition, prepared.variables());
        } else {
            // A row passes only if every comparison is FALSE
            RexNode notFalse = builder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, condition);
            join(Kind.ANTI, prepared.query(), notFalse, prepared.variables());
        }
    }

    /** The expression with every subquery replaced by a column of the grown node. */
    RexNode value(RexNode expression) {
        return value(expression, false);
    }

    /** {@code trueOnly}: the result matters only as TRUE or not, so NULL may become FALSE. */
    private RexNode value(RexNode expression, boolean trueOnly) {
        if (RexUtil.SubQueryFinder.find(expression) == null) {
            return expression;
        }
        if (trueOnly && (expression.isA(SqlKind.AND) || expression.isA(SqlKind.OR))) {
            RexCall call = (RexCall) expression;
            return builder.makeCall(call.getOperator(), call.getOperands().stream().map(o -> value(o, true)).toList());
        }
        if (expression instanceof RexSubQuery subquery) {
            return subqueryValue(subquery, trueOnly);
        }
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subquery) {
                return subqueryValue(subquery, false);
            }
        });
    }

    private RexNode subqueryValue(RexSubQuery subquery, boolean trueOnly) {
        List<RexNode> operands = subquery.getOperands().stream().map(this::value).toList();
        if (isLiteralList(subquery)) {
            return literalList(operands.get(0), (Values) subquery.rel);
        }
        SubqueryRemoval.Prepared prepared = removal.prepare(subquery.rel);
        return switch (subquery.getKind()) {
            case EXISTS -> mark(existence(prepared), builder.makeLiteral(true), prepared.variables());
            case IN, SOME -> quantified(subquery, operands, prepared, trueOnly);
            case SCALAR_QUERY -> scalar(prepared);
            default -> throw Refusals.unsupported(subquery.getKind() + " of a subquery");
        };
    }

    private RexNode scalar(SubqueryRemoval.Prepared prepared) {
        RelNode query = prepared.query();
        RelNode single = RowCounts.atMostOne(query) ? query : AtMostOneRow.create(query);
        int column = node.getRowType().getFieldCount();
        join(Kind.LEFT, single, builder.makeLiteral(true), prepared.variables());
        return Conditions.column(node, column);
    }

    /** {@code x op ANY (q)}: TRUE if true for a row; else NULL if unknown for a row; else FALSE. */
    private RexNode quantified(RexSubQuery subquery, List<RexNode> operands, SubqueryRemoval.Prepared prepared, boolean trueOnly) {
        RelNode query = prepared.query();
        List<RexNode> comparisons = comparisons(subquery, operands, query);
        RexNode condition = Conditions.and(builder, comparisons);
        RexNode matched = mark(query, condition, prepared.variables());
        if (trueOnly || !condition.getType().isNullable()) {
            return matched;
        }
        RexNode unknown;
        if (comparisons.size() == 1) {
            RexNode operand = operands.get(0);
            List<RexNode> reasons = new ArrayList<>();
            RexNode value = Conditions.column(query, 0);
            if (value.getType().isNullable()) {
                RelNode nulls = LogicalFilter.create(query, Conditions.isNull(builder, value));
                reasons.add(mark(existence(nulls, prepared), builder.makeLiteral(true), prepared.variables()));
            }
            if (operand.getType().isNullable()) {
                RexNode any = mark(existence(prepared), builder.makeLiteral(true), prepared.variables());
                reasons.add(builder.makeCall(SqlStdOperatorTable.AND, Conditions.isNull(builder, operand), any));
            }
            unknown = Conditions.or(builder, reasons);
        } else {
            List<RexNode> again = comparisons(subquery, operands, query);
            unknown = mark(query, builder.makeCall(SqlStdOperatorTable.IS_UNKNOWN, Conditions.and(builder, again)), prepared.variables());
        }
        RexNode none = builder.makeNullLiteral(builder.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN));
        return builder.makeCall(SqlStdOperatorTable.CASE, matched, builder.makeLiteral(true), unknown, none, builder.makeLiteral(false));
    }

    /** The comparisons of operands with the query's columns, over the node's columns and then the query's. */
    private List<RexNode> comparisons(RexSubQuery subquery, List<RexNode> operands, RelNode query) {
        SqlOperator operator = subquery.getKind() == SqlKind.IN
                ? SqlStdOperatorTable.EQUALS
                : comparison(((SqlQuantifyOperator) subquery.getOperator()).comparisonKind);
        int width = node.getRowType().getFieldCount();
        if (operands.size() != 1 && operator != SqlStdOperatorTable.EQUALS) {
            throw Refusals.unsupported("comparing rows with ANY or ALL by " + operator.getName());
        }
        List<RexNode> comparisons = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            RexNode value = Conditions.shift(Conditions.column(query, i), width);
            comparisons.add(Casts.compare(builder, operator, operands.get(i), value));
        }
        return comparisons;
    }

    private static SqlOperator comparison(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
            default -> throw Refusals.unsupported("a subquery compared by " + kind);
        };
    }

    /** IN over a list that the converter turned into VALUES: a disjunction of comparisons serves better. */
    private static boolean isLiteralList(RexSubQuery subquery) {
        return subquery.getKind() == SqlKind.IN
                && subquery.getOperands().size() == 1
                && subquery.rel instanceof Values values
                && !values.getTuples().isEmpty();
    }

    private RexNode literalList(RexNode operand, Values values) {
        return Conditions.or(builder, values.getTuples().stream()
                .map(row -> Casts.compare(builder, SqlStdOperatorTable.EQUALS, operand, row.get(0)))
                .toList());
    }

    private RexNode mark(RelNode query, RexNode condition, Set<org.apache.calcite.rel.core.CorrelationId> variables) {
        int column = node.getRowType().getFieldCount();
        join(Kind.MARK, query, condition, variables);
        return Conditions.column(node, column);
    }

    private RelNode existence(SubqueryRemoval.Prepared prepared) {
        return existence(prepared.query(), prepared);
    }

    /** A query of which only the existence of rows matters: one is enough where it is the same for all outer rows. */
    private RelNode existence(RelNode query, SubqueryRemoval.Prepared prepared) {
        if (prepared.correlated() || RowCounts.atMostOne(query)) {
            return query;
        }
        RexNode one = builder.makeExactLiteral(java.math.BigDecimal.ONE);
        return LogicalSort.create(query, RelCollations.EMPTY, null, one);
    }

    private void join(Kind kind, RelNode right, RexNode condition, Set<org.apache.calcite.rel.core.CorrelationId> variables) {
        node = SubqueryJoin.create(node, right, kind, condition, variables);
    }
}

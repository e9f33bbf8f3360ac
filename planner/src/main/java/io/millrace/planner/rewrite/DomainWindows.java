package io.millrace.planner.rewrite;

import com.google.common.collect.ImmutableList;
import io.millrace.planner.relation.Conditions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/** What a domain does to operators that look at many rows: each value of the domain has windows, limits and expansions of its own. */
final class DomainWindows {
    private DomainWindows() {}

    /** Window functions are computed per value of the domain. */
    static RexNode partition(RexNode expression, List<RexNode> domain, RexBuilder builder) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                RexWindow window = over.getWindow();
                List<RexNode> keys = new ArrayList<>(window.partitionKeys);
                keys.addAll(domain);
                boolean rows = window.isRows();
                return builder.makeOver(over.getType(), over.getAggOperator(), over.getOperands(), keys, window.orderKeys,
                        window.getLowerBound(), window.getUpperBound(), window.getExclude(), rows, true, false, over.isDistinct(),
                        over.ignoreNulls());
            }
        });
    }

    /**
     * A limit per value of the domain:
     * <pre>
     * Sort[k; offset o, fetch n](r)   becomes   Project[r.*](Filter[o &lt; rn AND rn &lt;= o + n](Project[r.*, ROW_NUMBER() OVER (PARTITION BY d ORDER BY k) AS rn](r)))
     * </pre>
     */
    static RelNode limit(Sort sort, RelNode input, List<RexNode> domain, RexBuilder builder) {
        List<RexFieldCollation> keys = new ArrayList<>();
        for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
            keys.add(new RexFieldCollation(Conditions.column(input, key.getFieldIndex()), flags(key)));
        }
        RexNode number = builder.makeOver(
                builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT), SqlStdOperatorTable.ROW_NUMBER, List.of(), domain,
                ImmutableList.copyOf(keys), RexWindowBounds.UNBOUNDED_PRECEDING, RexWindowBounds.CURRENT_ROW, true, true, false, false,
                false);
        List<RexNode> columns = new ArrayList<>(Conditions.columns(input));
        columns.add(number);
        RelNode numbered = LogicalProject.create(input, List.of(), columns, (List<String>) null, Set.of());
        RexNode row = Conditions.column(numbered, columns.size() - 1);
        List<RexNode> bounds = new ArrayList<>();
        RexNode offset = sort.offset == null ? builder.makeExactLiteral(BigDecimal.ZERO, row.getType()) : sort.offset;
        if (sort.offset != null) {
            bounds.add(builder.makeCall(SqlStdOperatorTable.GREATER_THAN, row, builder.ensureType(row.getType(), offset, true)));
        }
        if (sort.fetch != null) {
            RexNode last = builder.makeCall(SqlStdOperatorTable.MINUS, row, builder.ensureType(row.getType(), offset, true));
            bounds.add(builder.makeCall(
                    SqlStdOperatorTable.LESS_THAN_OR_EQUAL, sort.offset == null ? row : last,
                    builder.ensureType(row.getType(), sort.fetch, true)));
        }
        RelNode limited = LogicalFilter.create(numbered, Conditions.and(builder, bounds));
        return SubqueryRemoval.firstColumns(limited, columns.size() - 1);
    }

    static Set<SqlKind> flags(RelFieldCollation key) {
        Set<SqlKind> flags = java.util.EnumSet.noneOf(SqlKind.class);
        if (key.direction.isDescending()) {
            flags.add(SqlKind.DESCENDING);
        }
        flags.add(key.nullDirection == RelFieldCollation.NullDirection.FIRST ? SqlKind.NULLS_FIRST : SqlKind.NULLS_LAST);
        return flags;
    }

    /** An expansion of collections that carries the last {@code width} columns of its input behind the elements. */
    static RelNode expand(Uncollect uncollect, RelNode input, int width, RexBuilder builder) {
        CorrelationId id = input.getCluster().createCorrel();
        RexNode row = builder.makeCorrel(input.getRowType(), id);
        int all = input.getRowType().getFieldCount();
        int collections = all - width;
        List<RexNode> fields = new ArrayList<>();
        for (int i = 0; i < collections; i++) {
            fields.add(builder.makeFieldAccess(row, i));
        }
        RelNode one = LogicalValues.createOneRow(input.getCluster());
        RelNode arrays = LogicalProject.create(one, List.of(), fields, uncollect.getInput().getRowType().getFieldNames(), Set.of());
        RelNode right = uncollect.copy(uncollect.getTraitSet(), List.of(arrays));
        RelNode expanded = LogicalCorrelate.create(
                input, right, List.of(), id, ImmutableBitSet.range(collections), JoinRelType.INNER);
        List<RexNode> columns = new ArrayList<>();
        for (int i = all; i < expanded.getRowType().getFieldCount(); i++) {
            columns.add(Conditions.column(expanded, i));
        }
        for (int i = collections; i < all; i++) {
            columns.add(Conditions.column(expanded, i));
        }
        return LogicalProject.create(expanded, List.of(), columns, (List<String>) null, Set.of());
    }
}

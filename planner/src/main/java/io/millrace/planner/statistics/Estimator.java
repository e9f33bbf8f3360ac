package io.millrace.planner.statistics;

import io.millrace.common.catalog.ColumnStatistics;
import io.millrace.common.catalog.TableStatistics;
import io.millrace.common.type.SqlType;
import io.millrace.planner.cancel.Cancellation;
import io.millrace.planner.catalog.CatalogTable;
import io.millrace.planner.expression.ExpressionLowering;
import io.millrace.planner.relation.AtMostOneRow;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Estimates the rows of relational trees from the statistics of their tables. One an optimization, because it remembers what it has seen. */
public final class Estimator {
    private static final double UNKNOWN_ROWS = 100_000;
    private static final double UNNESTED_ROWS = 4;

    private final Map<RelNode, Estimate> known = new IdentityHashMap<>();
    private final Selectivity selectivity;
    private final JoinEstimates joins = new JoinEstimates(this);

    public Estimator(ExpressionLowering expressions) {
        this.selectivity = new Selectivity(new Constants(expressions));
    }

    public Estimate estimate(RelNode node) {
        Estimate estimate = known.get(node);
        if (estimate == null) {
            estimate = compute(node);
            known.put(node, estimate);
        }
        return estimate;
    }

    /** The share of rows that a condition over them keeps. */
    public double selectivity(RexNode condition, Estimate rows) {
        return selectivity.of(condition, rows);
    }

    private Estimate compute(RelNode node) {
        Cancellation.check();
        return switch (node) {
            case TableScan scan -> scan(scan);
            case Filter filter -> selectivity.filter(estimate(filter.getInput()), Conditions.conjuncts(filter.getCondition()));
            case Project project -> project(project);
            case Aggregate aggregate -> aggregate(aggregate);
            case Join join -> joins.join(join);
            case SubqueryJoin join -> joins.subqueryJoin(join);
            case AtMostOneRow single -> estimate(single.getInput()).limitedTo(1);
            case Sort sort -> sort.fetch instanceof RexLiteral fetch && fetch.getValueAs(Long.class) != null
                    ? estimate(sort.getInput()).limitedTo(fetch.getValueAs(Long.class))
                    : estimate(sort.getInput());
            case Values values -> unknown(node, values.getTuples().size());
            case Union union -> union(union);
            case Correlate correlate -> unknown(node, estimate(correlate.getLeft()).rows() * UNNESTED_ROWS);
            default -> node.getInputs().isEmpty() ? unknown(node, 1000) : unknown(node, estimate(node.getInput(0)).rows());
        };
    }

    private static Estimate unknown(RelNode node, double rows) {
        List<ColumnEstimate> columns = new ArrayList<>();
        node.getRowType().getFieldList().forEach(f -> columns.add(ColumnEstimate.unknown(rows)));
        return new Estimate(rows, columns);
    }

    private static Estimate scan(TableScan scan) {
        CatalogTable table = scan.getTable().unwrap(CatalogTable.class);
        if (table == null) {
            return unknown(scan, 1000);
        }
        TableStatistics statistics = table.statistics();
        double rows = statistics.rows() < 0 ? UNKNOWN_ROWS : statistics.rows();
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < table.schema().size(); i++) {
            boolean key = table.primaryKey().size() == 1 && table.primaryKey().get(0) == i;
            columns.add(column(statistics.column(i), table.schema().type(i), rows, key));
        }
        return new Estimate(rows, columns);
    }

    private static ColumnEstimate column(ColumnStatistics statistics, SqlType type, double rows, boolean key) {
        double min = Constants.toNumber(statistics.min());
        double max = Constants.toNumber(statistics.max());
        double nulls = Math.max(0, statistics.nullFraction());
        if (statistics.distinctValues() >= 0) {
            return new ColumnEstimate(Math.max(1, statistics.distinctValues()), true, nulls, min, max);
        }
        boolean discrete = type.isInteger() || type.kind() == SqlType.Kind.DATE;
        if (key) {
            return new ColumnEstimate(Math.max(1, rows), true, 0, min, max);
        }
        if (discrete && !Double.isNaN(min) && !Double.isNaN(max)) {
            return new ColumnEstimate(Math.max(1, Math.min(rows, max - min + 1)), true, nulls, min, max);
        }
        double guess = type.kind() == SqlType.Kind.BOOLEAN ? 2 : Math.min(rows, Math.max(25, Math.sqrt(rows)));
        return new ColumnEstimate(Math.max(1, guess), false, nulls, min, max);
    }

    private Estimate project(Project project) {
        Estimate input = estimate(project.getInput());
        List<ColumnEstimate> columns = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            columns.add(column(expression, input));
        }
        return new Estimate(input.rows(), columns);
    }

    /** Of a value computed from columns: at most as many as the combinations of those. */
    private static ColumnEstimate column(RexNode expression, Estimate input) {
        if (expression instanceof RexInputRef ref) {
            return input.column(ref.getIndex());
        }
        double combinations = 1;
        for (int c : Conditions.columns(expression)) {
            combinations = Math.min(input.rows(), combinations * input.column(c).distinct());
        }
        return new ColumnEstimate(combinations, false, 0, Double.NaN, Double.NaN);
    }

    private Estimate aggregate(Aggregate aggregate) {
        Estimate input = estimate(aggregate.getInput());
        double rows = 0;
        for (ImmutableBitSet set : aggregate.getGroupSets()) {
            rows += groups(input, set);
        }
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            columns.add(input.column(key).limitedTo(rows));
        }
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            columns.add(new ColumnEstimate(Math.max(1, rows), false, 0, Double.NaN, Double.NaN));
        }
        return new Estimate(rows, columns);
    }

    private static double groups(Estimate input, ImmutableBitSet keys) {
        double groups = 1;
        for (int key : keys) {
            groups *= input.column(key).distinct();
        }
        return Math.min(groups, input.rows());
    }

    private Estimate union(Union union) {
        List<Estimate> inputs = union.getInputs().stream().map(this::estimate).toList();
        double rows = inputs.stream().mapToDouble(Estimate::rows).sum();
        return new Estimate(rows, inputs.get(0).columns());
    }
}

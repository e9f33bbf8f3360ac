package io.millrace.planner.rewrite;

import io.millrace.planner.relation.AtMostOneRow;
import io.millrace.planner.relation.Conditions;
import io.millrace.planner.relation.Correlations;
import io.millrace.planner.relation.Refusals;
import io.millrace.planner.relation.SubqueryJoin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Pushes the distinct values that a dependent right side needs of its left rows (the domain) down to where no variable is left, and carries them
 * up as columns behind each node's own. Rows are then computed for every value of the domain at once.
 *
 * <p>Where a filter says {@code $cor.k = e} for every value of the domain and nothing below refers to the left row, {@code e} itself is the
 * domain and the left side is not read again. That computes groups that no left row asks for, so it is left out ({@code exact}) where such
 * a group could raise an error that the query would not.
 */
final class DomainPush {
    private final RelNode left;
    private final Set<CorrelationId> variables;
    private final List<RexNode> items;
    private final boolean exact;
    private final RexBuilder builder;
    private final RelNode domain;

    DomainPush(RelNode left, Set<CorrelationId> variables, List<RexNode> items, boolean exact) {
        this.left = left;
        this.variables = variables;
        this.items = items;
        this.exact = exact;
        this.builder = left.getCluster().getRexBuilder();
        RelNode values = LogicalProject.create(left, List.of(), items, (List<String>) null, Set.of());
        this.domain = LogicalAggregate.create(values, List.of(), ImmutableBitSet.range(items.size()), null, List.of());
    }

    /** A node with the domain as its last columns; {@code neverNull}: rows with NULL there have been left out. */
    record Pushed(RelNode node, boolean neverNull) {}

    /** Over the left row. */
    List<RexNode> items() {
        return items;
    }

    Pushed push(RelNode node) {
        if (!refers(node)) {
            RexNode all = builder.makeLiteral(true);
            return new Pushed(LogicalJoin.create(node, domain, List.of(), all, Set.of(), JoinRelType.INNER), false);
        }
        return switch (node) {
            case Filter filter -> filter(filter);
            case Project project -> project(project);
            case Aggregate aggregate -> aggregate(aggregate);
            case Join join -> new DomainJoinPush(this).join(join);
            case SubqueryJoin join -> new DomainJoinPush(this).subqueryJoin(join);
            case Sort sort -> sort(sort);
            case SetOp set -> setOperation(set);
            case AtMostOneRow single -> single(single);
            case Correlate correlate when Correlations.isUnnest(correlate) -> unnest(correlate);
            case Uncollect uncollect -> uncollect(uncollect);
            default -> throw Refusals.unsupported("a correlated subquery with " + node.getRelTypeName().replace("Logical", ""));
        };
    }

    RexBuilder builder() {
        return builder;
    }

    int width() {
        return items.size();
    }

    boolean refers(RelNode node) {
        return Correlations.refers(node, variables);
    }

    boolean refers(RexNode expression) {
        return Correlations.refers(expression, variables);
    }

    /** {@code expression} over {@code pushed}, with variables replaced by the domain's columns, which start at {@code offset}. */
    RexNode over(RexNode expression, RelNode pushed, int offset) {
        return over(expression, domainColumns(pushed, offset));
    }

    /** {@code expression} with variables replaced by the domain's values. */
    RexNode over(RexNode expression, List<RexNode> values) {
        return DomainItems.replace(expression, left, variables, items, values);
    }

    List<RexNode> domainColumns(RelNode pushed, int offset) {
        return IntStream.range(0, items.size()).mapToObj(i -> (RexNode) Conditions.column(pushed, offset + i)).toList();
    }

    private static int ownWidth(RelNode node) {
        return node.getRowType().getFieldCount();
    }

    private Pushed filter(Filter filter) {
        List<RexNode> rest = new ArrayList<>();
        List<RexNode> values = refers(filter.getInput()) || exact ? null : DomainEqualities.find(filter, left, variables, items, rest);
        if (values != null) {
            for (RexNode value : values) {
                if (value.getType().isNullable()) {
                    rest.add(builder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value));
                }
            }
            List<RexNode> replaced = rest.stream().map(r -> DomainItems.replace(r, left, variables, items, values)).toList();
            RelNode filtered = LogicalFilter.create(filter.getInput(), Conditions.and(builder, replaced));
            List<RexNode> columns = new ArrayList<>(Conditions.columns(filtered));
            columns.addAll(values);
            return new Pushed(LogicalProject.create(filtered, List.of(), columns, (List<String>) null, Set.of()), true);
        }
        Pushed input = push(filter.getInput());
        RexNode condition = over(Conditions.retype(filter.getCondition(), input.node()), input.node(), ownWidth(filter.getInput()));
        return new Pushed(LogicalFilter.create(input.node(), condition), input.neverNull());
    }

    private Pushed project(Project project) {
        Pushed input = push(project.getInput());
        int width = ownWidth(project.getInput());
        List<RexNode> columns = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            RexNode over = over(Conditions.retype(expression, input.node()), input.node(), width);
            columns.add(DomainWindows.partition(over, domainColumns(input.node(), width), builder));
        }
        columns.addAll(domainColumns(input.node(), width));
        return new Pushed(LogicalProject.create(input.node(), List.of(), columns, (List<String>) null, Set.of()), input.neverNull());
    }

    private Pushed aggregate(Aggregate aggregate) {
        boolean some = aggregate.getGroupSets().stream().anyMatch(ImmutableBitSet::isEmpty);
        if (some && aggregate.getGroupSets().size() > 1) {
            throw Refusals.unsupported("a grand total among grouping sets in a correlated subquery");
        }
        Pushed grouped = pushGrouped(aggregate);
        if (!some) {
            return grouped;
        }
        // Of no rows there is still a row: every value of the domain gets one
        int calls = aggregate.getAggCallList().size();
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < width(); i++) {
            RexNode value = Conditions.shift(Conditions.column(grouped.node(), calls + i), width());
            conditions.add(equal(builder, Conditions.column(domain, i), value, grouped.neverNull()));
        }
        RelNode joined = LogicalJoin.create(
                domain, grouped.node(), List.of(), Conditions.and(builder, conditions), Set.of(), JoinRelType.LEFT);
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            AggregateCall call = aggregate.getAggCallList().get(i);
            RexNode column = Conditions.column(joined, width() + i);
            columns.add(isCount(call)
                    ? builder.makeCall(SqlStdOperatorTable.CASE, Conditions.isNull(builder, column), ofNoRows(call, builder), column)
                    : column);
        }
        columns.addAll(domainColumns(joined, 0));
        return new Pushed(LogicalProject.create(joined, List.of(), columns, (List<String>) null, Set.of()), false);
    }

    /** The aggregate grouped by the domain too: no row for values of the domain without input. Columns: the aggregate's own, then the domain. */
    Pushed pushGrouped(Aggregate aggregate) {
        if (items.isEmpty()) {
            return new Pushed(aggregate, true);
        }
        Pushed input = push(aggregate.getInput());
        int width = ownWidth(aggregate.getInput());
        ImmutableBitSet more = ImmutableBitSet.range(width, width + width());
        List<ImmutableBitSet> sets = aggregate.getGroupSets().stream().map(set -> set.union(more)).toList();
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(AggregateCall.create(
                    call.getAggregation(), call.isDistinct(), call.isApproximate(), call.ignoreNulls(), call.rexList, call.getArgList(),
                    call.filterArg, call.distinctKeys, call.collation, false, input.node(), null, call.name));
        }
        RelNode grouped = LogicalAggregate.create(input.node(), List.of(), aggregate.getGroupSet().union(more), sets, calls);
        int groups = aggregate.getGroupCount();
        List<RexNode> columns = new ArrayList<>(Conditions.columns(grouped).subList(0, groups));
        columns.addAll(Conditions.columns(grouped).subList(groups + width(), ownWidth(grouped)));
        columns.addAll(domainColumns(grouped, groups));
        return new Pushed(LogicalProject.create(grouped, List.of(), columns, (List<String>) null, Set.of()), input.neverNull());
    }

    static boolean isCount(AggregateCall call) {
        return switch (call.getAggregation().getKind()) {
            case COUNT, SUM0, REGR_COUNT -> true;
            default -> call.getAggregation().getName().equalsIgnoreCase("APPROX_COUNT_DISTINCT");
        };
    }

    /** What an aggregate without GROUP BY gives of no rows. */
    static RexNode ofNoRows(AggregateCall call, RexBuilder builder) {
        return isCount(call) ? builder.makeZeroLiteral(call.getType()) : builder.makeNullLiteral(call.getType());
    }

    private Pushed sort(Sort sort) {
        Pushed input = push(sort.getInput());
        if (sort.fetch == null && sort.offset == null) {
            return input;
        }
        int width = ownWidth(sort.getInput());
        return new Pushed(DomainWindows.limit(sort, input.node(), domainColumns(input.node(), width), builder), input.neverNull());
    }

    private Pushed setOperation(SetOp set) {
        List<Pushed> inputs = set.getInputs().stream().map(this::push).toList();
        List<RelNode> nodes = inputs.stream().map(Pushed::node).toList();
        return new Pushed(set.copy(set.getTraitSet(), nodes, set.all), inputs.stream().allMatch(Pushed::neverNull));
    }

    /** A scalar subquery's rows: one value a group, an error for more. */
    private Pushed single(AtMostOneRow node) {
        DomainPush exactly = exact ? this : new DomainPush(left, variables, items, true);
        Pushed input = exactly.push(node.getInput());
        int width = ownWidth(node.getInput());
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            calls.add(AggregateCall.create(SqlStdOperatorTable.SINGLE_VALUE, false, false, false, List.of(), List.of(i), -1, null,
                    RelCollations.EMPTY, false, input.node(), null, null));
        }
        RelNode grouped = LogicalAggregate.create(
                input.node(), List.of(), ImmutableBitSet.range(width, width + width()), null, calls);
        // The outer join above pads what is missing, as AtMostOneRow would
        List<RexNode> columns = new ArrayList<>(Conditions.columns(grouped).subList(width(), ownWidth(grouped)));
        columns.addAll(domainColumns(grouped, 0));
        return new Pushed(LogicalProject.create(grouped, List.of(), columns, (List<String>) null, Set.of()), input.neverNull());
    }

    private Pushed unnest(Correlate correlate) {
        int width = ownWidth(correlate.getLeft());
        int elements = ownWidth(correlate) - width;
        Pushed input = push(correlate.getLeft());
        CorrelationId id = left.getCluster().createCorrel();
        RexNode row = builder.makeCorrel(input.node().getRowType(), id);
        Function<Integer, RexNode> field = i -> builder.makeFieldAccess(row, i);
        RelNode own = Correlations.replace(correlate.getRight(), Set.of(correlate.getCorrelationId()), (v, i) -> field.apply(i));
        RelNode right = Correlations.replace(own, variables, (v, i) -> field.apply(width + items.indexOf(Conditions.column(left, i))));
        RelNode expanded = correlate.copy(correlate.getTraitSet(), input.node(), right, id,
                ImmutableBitSet.range(width + width()), correlate.getJoinType());
        List<RexNode> columns = new ArrayList<>(Conditions.columns(expanded).subList(0, width));
        columns.addAll(Conditions.columns(expanded).subList(width + width(), width + width() + elements));
        columns.addAll(domainColumns(expanded, width));
        return new Pushed(LogicalProject.create(expanded, List.of(), columns, (List<String>) null, Set.of()), input.neverNull());
    }

    private Pushed uncollect(Uncollect uncollect) {
        Pushed input = push(uncollect.getInput());
        return new Pushed(DomainWindows.expand(uncollect, input.node(), width(), builder), input.neverNull());
    }

    /** {@code a = b}, or that both are NULL where that can be. */
    static RexNode equal(RexBuilder builder, RexNode a, RexNode b, boolean neverNull) {
        boolean plain = neverNull || !a.getType().isNullable() || !b.getType().isNullable();
        return builder.makeCall(plain ? SqlStdOperatorTable.EQUALS : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, a, b);
    }
}

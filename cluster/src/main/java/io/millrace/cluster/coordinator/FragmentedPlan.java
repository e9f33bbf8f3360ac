package io.millrace.cluster.coordinator;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.ScanTarget;
import io.millrace.exec.aggregate.AggregateLowering;
import io.millrace.planner.fragment.ExchangePlacement;
import io.millrace.planner.fragment.Fragment;
import io.millrace.planner.fragment.Fragmenter;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;

/**
 * A plan cut at its exchanges.
 *
 * @param placed the plan with its exchanges
 * @param fragments sources first; the last gives the query's rows
 */
public record FragmentedPlan(PlanNode placed, List<Fragment> fragments) {
    public FragmentedPlan {
        fragments = List.copyOf(fragments);
    }

    /** Places exchanges and cuts; {@code scratch} pays for a moment. */
    public static FragmentedPlan of(PlanNode plan, BufferAllocator scratch) {
        PlanNode placed = ExchangePlacement.apply(ownTargets(plan), false);
        return new FragmentedPlan(placed, Fragmenter.cut(placed, aggregate -> AggregateLowering.partialSchema(aggregate, scratch)));
    }

    /** The plan, each scan with a target object of its own, by which the splits assigned to it are found. */
    private static PlanNode ownTargets(PlanNode node) {
        if (node instanceof PlanNode.Scan scan && scan.target() instanceof ScanTarget.Files files) {
            return new PlanNode.Scan(
                    scan.name(), new ScanTarget.Files(files.paths(), files.format(), files.options(), files.declared()),
                    scan.tableSchema(), scan.columns(), scan.predicates(), scan.filter(), scan.estimatedRows());
        }
        return node.inputs().isEmpty() ? node : node.withInputs(node.inputs().stream().map(FragmentedPlan::ownTargets).toList());
    }

    public Fragment root() {
        return fragments.getLast();
    }

    /** Whether a fragment reads what only the node that coordinates has: all but files, which every node reads by their paths. */
    public static boolean pinned(Fragment fragment) {
        return PlanNode.flatten(fragment.root()).stream().anyMatch(node -> switch (node) {
            case PlanNode.Scan scan -> !(scan.target() instanceof ScanTarget.Files);
            default -> false;
        });
    }

    /** Whether any part of it can run elsewhere with a use: files are read. */
    public static boolean worthwhile(PlanNode plan) {
        return PlanNode.flatten(plan).stream()
                .anyMatch(node -> node instanceof PlanNode.Scan scan && scan.target() instanceof ScanTarget.Files)
                && PlanNode.flatten(plan).stream().flatMap(FragmentedPlan::expressions).noneMatch(FragmentedPlan::callsUser);
    }

    /** Where calls of users' functions may stand, whose jars this node alone has. */
    private static Stream<Expr> expressions(PlanNode node) {
        return switch (node) {
            case PlanNode.Scan scan -> Stream.ofNullable(scan.filter());
            case PlanNode.Filter filter -> Stream.of(filter.condition());
            case PlanNode.Project project -> project.expressions().stream();
            case PlanNode.Join join -> Stream.ofNullable(join.residual());
            case PlanNode.Unnest unnest -> unnest.collections().stream();
            case PlanNode.Match match -> match.expressions();
            default -> Stream.empty();
        };
    }

    private static boolean callsUser(Expr expr) {
        return switch (expr) {
            case Expr.Call call -> call.function() == Function.USER || call.function() == Function.USER_NOT_DETERMINISTIC
                    || call.arguments().stream().anyMatch(FragmentedPlan::callsUser);
            case Expr.Cast cast -> callsUser(cast.operand());
            case Expr.Case branches -> callsUser(branches.otherwise())
                    || branches.branches().stream().anyMatch(b -> callsUser(b.condition()) || callsUser(b.value()));
            case Expr.In in -> callsUser(in.operand());
            case Expr.FieldAccess field -> callsUser(field.operand());
            case Expr.ColumnRef column -> false;
            case Expr.Literal literal -> false;
            case Expr.Parameter parameter -> false;
        };
    }
}

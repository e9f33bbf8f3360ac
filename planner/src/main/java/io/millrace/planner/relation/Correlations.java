package io.millrace.planner.relation;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Where trees refer to rows of an enclosing query. */
public final class Correlations {
    private Correlations() {}

    /** Variables that a tree uses and does not bind itself. */
    public static Set<CorrelationId> free(RelNode node) {
        Set<CorrelationId> found = new LinkedHashSet<>();
        collect(node, Set.of(), found);
        return found;
    }

    /** Variables that an expression uses. */
    public static Set<CorrelationId> free(RexNode expression) {
        Set<CorrelationId> found = new LinkedHashSet<>();
        expression.accept(new Finder(Set.of(), found));
        return found;
    }

    public static boolean refers(RelNode node, Set<CorrelationId> variables) {
        return !variables.isEmpty() && free(node).stream().anyMatch(variables::contains);
    }

    public static boolean refers(RexNode expression, Set<CorrelationId> variables) {
        return !variables.isEmpty() && free(expression).stream().anyMatch(variables::contains);
    }

    private static void collect(RelNode node, Set<CorrelationId> bound, Set<CorrelationId> found) {
        // A filter, projection or join binds what the subqueries in its own expressions call its row
        node.accept(new Finder(with(bound, node.getVariablesSet()), found));
        for (int i = 0; i < node.getInputs().size(); i++) {
            Set<CorrelationId> below = bound;
            if (i == 1 && node instanceof Correlate correlate) {
                below = with(bound, Set.of(correlate.getCorrelationId()));
            } else if (i == 1 && node instanceof SubqueryJoin join) {
                below = with(bound, join.variables());
            }
            collect(node.getInput(i), below, found);
        }
    }

    private static Set<CorrelationId> with(Set<CorrelationId> bound, Set<CorrelationId> more) {
        Set<CorrelationId> all = new HashSet<>(bound);
        all.addAll(more);
        return all;
    }

    /** Whether a node is an expansion of collections of the row to its left, which stays a {@link Correlate} until it is lowered. */
    public static boolean isUnnest(RelNode node) {
        return node instanceof Correlate correlate && correlate.getRight() instanceof Uncollect;
    }

    /** A tree in which every reference to a field of one of {@code variables} (also within subqueries) is what {@code replacement} gives for it. */
    public static RelNode replace(RelNode node, Set<CorrelationId> variables, BiFunction<CorrelationId, Integer, RexNode> replacement) {
        RexShuttle shuttle = replacing(variables, replacement);
        return replace(node, shuttle);
    }

    /** As above, of an expression. */
    public static RexNode replace(RexNode expression, Set<CorrelationId> variables,
            BiFunction<CorrelationId, Integer, RexNode> replacement) {
        return expression.accept(replacing(variables, replacement));
    }

    private static RelNode replace(RelNode node, RexShuttle shuttle) {
        List<RelNode> inputs = node.getInputs().stream().map(input -> replace(input, shuttle)).toList();
        RelNode changed = inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
        return changed.accept(shuttle);
    }

    private static RexShuttle replacing(Set<CorrelationId> variables, BiFunction<CorrelationId, Integer, RexNode> replacement) {
        return new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (access.getReferenceExpr() instanceof RexCorrelVariable variable && variables.contains(variable.id)) {
                    return replacement.apply(variable.id, access.getField().getIndex());
                }
                return super.visitFieldAccess(access);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subquery) {
                RexSubQuery changed = (RexSubQuery) super.visitSubQuery(subquery);
                return changed.clone(replace(changed.rel, this));
            }
        };
    }

    private static final class Finder extends RexShuttle {
        private final Set<CorrelationId> bound;
        private final Set<CorrelationId> found;

        Finder(Set<CorrelationId> bound, Set<CorrelationId> found) {
            this.bound = bound;
            this.found = found;
        }

        @Override
        public RexNode visitCorrelVariable(RexCorrelVariable variable) {
            if (!bound.contains(variable.id)) {
                found.add(variable.id);
            }
            return variable;
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subquery) {
            collect(subquery.rel, bound, found);
            return super.visitSubQuery(subquery);
        }
    }
}

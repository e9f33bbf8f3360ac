package io.millrace.planner.join;

import io.millrace.planner.relation.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/**
 * What a disjunction says before it is evaluated:
 *
 * <pre>
 * (a AND b) OR (a AND c)                                    becomes  a AND (b OR c)
 * (x.p = 1 AND y.q = 2) OR (x.p = 3 AND y.q = 4)            implies  x.p = 1 OR x.p = 3, and y.q = 2 OR y.q = 4
 * </pre>
 */
final class Disjunctions {
    private Disjunctions() {}

    /** The conjuncts that an expression is, common parts of disjunctions taken out. */
    static List<RexNode> factor(RexNode expression, RexBuilder builder) {
        if (!expression.isA(SqlKind.OR)) {
            return List.of(expression);
        }
        List<List<RexNode>> branches = new ArrayList<>();
        RelOptUtil.disjunctions(expression).forEach(d -> branches.add(new ArrayList<>(Conditions.conjuncts(d))));
        if (branches.isEmpty()) {
            return List.of(builder.makeLiteral(false));
        }
        List<RexNode> common = new ArrayList<>(branches.get(0));
        branches.forEach(common::retainAll);
        if (common.isEmpty()) {
            return List.of(expression);
        }
        branches.forEach(branch -> branch.removeAll(common));
        if (branches.stream().noneMatch(List::isEmpty)) {
            common.add(Conditions.or(builder, branches.stream().map(b -> Conditions.and(builder, b)).toList()));
        }
        return common;
    }

    /** Conditions on a single leaf that follow from a disjunction over several. */
    static List<RexNode> implied(RexNode expression, ToLongFunction<RexNode> leaves, RexBuilder builder) {
        List<RexNode> implied = new ArrayList<>();
        long all = leaves.applyAsLong(expression);
        if (!expression.isA(SqlKind.OR) || Long.bitCount(all) < 2) {
            return implied;
        }
        List<RexNode> branches = RelOptUtil.disjunctions(expression);
        for (long rest = all; rest != 0; rest &= rest - 1) {
            long leaf = Long.lowestOneBit(rest);
            List<RexNode> alternatives = new ArrayList<>();
            for (RexNode branch : branches) {
                List<RexNode> own =
                        Conditions.conjuncts(branch).stream().filter(c -> leaves.applyAsLong(c) == leaf).toList();
                if (!own.isEmpty()) {
                    alternatives.add(Conditions.and(builder, own));
                }
            }
            if (alternatives.size() == branches.size()) {
                implied.add(Conditions.or(builder, alternatives.stream().distinct().toList()));
            }
        }
        return implied;
    }
}

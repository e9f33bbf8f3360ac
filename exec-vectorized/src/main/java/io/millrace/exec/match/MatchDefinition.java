package io.millrace.exec.match;

import io.millrace.common.expr.Expr;
import io.millrace.common.expr.Function;
import io.millrace.common.plan.MatchValue;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.SqlType;
import io.millrace.exec.kernel.Comparison;
import java.util.ArrayList;
import java.util.List;

/** What MATCH_RECOGNIZE looks for, prepared once and shared. */
public final class MatchDefinition {
    private static final Expr TRUE = Expr.literal(true, SqlType.BOOLEAN);

    private final PlanNode.Match node;
    private final PatternProgram program;
    private final VariableSets sets;
    private final List<Variable> variables = new ArrayList<>();
    private final Comparison[] partitionOrder;

    /**
     * A variable's definition in two parts, both of which must hold; either may be null, which always holds.
     *
     * @param local looks at the row and those beside it in the partition, so it is decided for many rows at once
     * @param other looks at the rows that were mapped before
     */
    record Variable(ValueExpression local, ValueExpression other) {}

    /** @throws io.millrace.common.error.MillraceException STATEMENT_TOO_COMPLEX for a pattern that is too large */
    public MatchDefinition(PlanNode.Match node) {
        this.node = node;
        this.program = new PatternProgram(node.pattern());
        this.sets = new VariableSets(node.variables().size());
        for (int v = 0; v < node.variables().size(); v++) {
            variables.add(split(node.definitions().get(v), v));
        }
        node.definitionValues().forEach(this::setOf);
        node.measureValues().forEach(this::setOf);
        sets.add(node.after().variables());
        this.partitionOrder =
                node.partitionKeys().stream().map(c -> Comparison.of(node.input().schema().type(c))).toArray(Comparison[]::new);
    }

    public PlanNode.Match node() {
        return node;
    }

    Comparison[] partitionOrder() {
        return partitionOrder;
    }

    PatternProgram program() {
        return program;
    }

    VariableSets sets() {
        return sets;
    }

    Variable variable(int index) {
        return variables.get(index);
    }

    List<Variable> variables() {
        return variables;
    }

    /** The number of the set of variables that a value speaks of. */
    int setOf(MatchValue value) {
        return switch (value) {
            case MatchValue.Cell cell -> sets.add(cell.at().variables());
            case MatchValue.Classifier classifier -> sets.add(classifier.at().variables());
            case MatchValue.Exists exists -> sets.add(exists.at().variables());
            case MatchValue.Aggregated aggregated -> sets.add(aggregated.variables());
            case MatchValue.MatchNumber number -> VariableSets.ALL;
        };
    }

    /** Whether what follows a place in the pattern and in the partition is the same however it was reached. */
    boolean contextFree() {
        return node.within() < 0 && variables.stream().allMatch(v -> v.other() == null);
    }

    private Variable split(Expr definition, int variable) {
        List<Expr> local = new ArrayList<>();
        List<Expr> other = new ArrayList<>();
        List<Expr> conjuncts = new ArrayList<>();
        flatten(definition, conjuncts);
        for (Expr conjunct : conjuncts) {
            boolean isLocal = ValueExpression.of(conjunct, node.definitionValues()).values().stream()
                    .allMatch(value -> isLocal(value, variable));
            (isLocal ? local : other).add(conjunct);
        }
        return new Variable(all(local), all(other));
    }

    private static void flatten(Expr expr, List<Expr> conjuncts) {
        if (expr instanceof Expr.Call call && call.function() == Function.AND) {
            call.arguments().forEach(argument -> flatten(argument, conjuncts));
        } else if (!expr.equals(TRUE)) {
            conjuncts.add(expr);
        }
    }

    private ValueExpression all(List<Expr> conjuncts) {
        if (conjuncts.isEmpty()) {
            return null;
        }
        Expr all = conjuncts.get(0);
        for (Expr conjunct : conjuncts.subList(1, conjuncts.size())) {
            all = Expr.call(Function.AND, SqlType.BOOLEAN, all, conjunct);
        }
        return ValueExpression.of(all, node.definitionValues());
    }

    private static boolean isLocal(MatchValue value, int variable) {
        return switch (value) {
            case MatchValue.Cell cell -> cell.at().isCurrentRow(variable);
            case MatchValue.Exists exists -> exists.at().isCurrentRow(variable);
            case MatchValue.Classifier classifier -> classifier.at().isCurrentRow(variable) && classifier.at().shift() == 0;
            case MatchValue.Aggregated aggregated -> false;
            case MatchValue.MatchNumber number -> false;
        };
    }
}

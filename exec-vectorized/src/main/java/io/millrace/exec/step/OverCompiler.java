package io.millrace.exec.step;

import io.millrace.common.plan.PlanNode;
import io.millrace.exec.step.operator.MatchOperator;
import io.millrace.exec.step.operator.OverOperator;
import io.millrace.exec.step.operator.RowNumberOperator;

/** OVER and MATCH_RECOGNIZE, for {@link DataflowCompiler}. */
final class OverCompiler {
    private final DataflowCompiler compiler;

    OverCompiler(DataflowCompiler compiler) {
        this.compiler = compiler;
    }

    /** {@code rowsMost}: rows of a partition that are wanted, its first ones; {@link Long#MAX_VALUE}: all. */
    Edge window(PlanNode.Window window, long rowsMost) {
        Edge input = compiler.edge(window.input(), false);
        long ttl = window.partitionKeys().isEmpty() ? DataflowOptions.FOREVER : compiler.ttl(input, window.input());
        if (FirstRows.numbersOnly(window)) {
            return rowNumbers(window, input, rowsMost, ttl);
        }
        compiler.notes().rows(compiler.next(), "partitions" + (window.partitionKeys().isEmpty() ? "" : " by "
                + StateNotes.names(window.input().schema(), window.partitionKeys())), window.input(), ttl != DataflowOptions.FOREVER);
        return Edge.of(compiler.add(new OverOperator(compiler.context(), compiler.next(), input.operator(), window, ttl)), false);
    }

    Edge match(PlanNode.Match match) {
        Edge input = compiler.edge(match.input(), false);
        long ttl = match.partitionKeys().isEmpty() ? DataflowOptions.FOREVER : compiler.ttl(input, match.input());
        compiler.notes().rows(compiler.next(), "rows to match" + (match.partitionKeys().isEmpty() ? "" : " by "
                + StateNotes.names(match.input().schema(), match.partitionKeys())), match.input(), ttl != DataflowOptions.FOREVER);
        return Edge.of(compiler.add(new MatchOperator(compiler.context(), compiler.next(), input.operator(), match, ttl)), false);
    }

    /** Of rows that only come, those behind the wanted ones are forgotten. */
    private Edge rowNumbers(PlanNode.Window window, Edge input, long rowsMost, long ttl) {
        boolean one = window.partitionKeys().isEmpty();
        String by = one ? "" : " by " + StateNotes.names(window.input().schema(), window.partitionKeys());
        RowNumberOperator operator = compiler.add(
                new RowNumberOperator(compiler.context(), compiler.next(), input.operator(), window, rowsMost, input.appendOnly(), ttl));
        if (operator.keepsFirstRows()) {
            compiler.notes().add(operator.number(), "first rows of partitions" + by, one ? StateNote.Bound.ROWS : StateNote.Bound.KEYS, "",
                    window.input());
        } else {
            compiler.notes().rows(operator.number(), "partitions" + by, window.input(), ttl != DataflowOptions.FOREVER);
        }
        return Edge.of(operator, false);
    }
}

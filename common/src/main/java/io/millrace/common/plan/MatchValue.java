package io.millrace.common.plan;

import io.millrace.common.expr.Expr;
import io.millrace.common.type.SqlType;
import java.util.List;

/** What an expression in DEFINE or MEASURES of a {@link PlanNode.Match} reads: its columns are these, one each. All are NULL where there is no such row. */
public sealed interface MatchValue {
    SqlType type();

    /**
     * A row of the match or beside it: of the rows that are mapped to one of {@code variables} (none listed: of all), the one that is {@code offset} from the
     * first or the last; then {@code shift} rows further in the partition (PREV below 0, NEXT above).
     *
     * @param running counts rows up to the current one, else all of the match
     */
    record Navigation(List<Integer> variables, boolean last, int offset, int shift, boolean running) {
        public Navigation {
            variables = List.copyOf(variables);
            assert offset >= 0;
        }

        /** The current row's, in the definition of {@code variable}. */
        public boolean isCurrentRow(int variable) {
            return last && running && offset == 0 && (variables.isEmpty() || variables.contains(variable));
        }
    }

    /** A column of the input. */
    record Cell(Navigation at, int column, SqlType type) implements MatchValue {}

    /** The name of the variable that the row is mapped to. */
    record Classifier(Navigation at) implements MatchValue {
        @Override
        public SqlType type() {
            return SqlType.VARCHAR;
        }
    }

    /** Whether there is such a row. */
    record Exists(Navigation at) implements MatchValue {
        @Override
        public SqlType type() {
            return SqlType.BOOLEAN;
        }
    }

    /** Which match of its partition, from 1. */
    record MatchNumber() implements MatchValue {
        @Override
        public SqlType type() {
            return SqlType.BIGINT;
        }
    }

    /**
     * An aggregate of the rows that are mapped to one of {@code variables} (none listed: of all).
     *
     * @param running rows up to the current one, else all of the match
     * @param arguments over the input's columns, and by themselves: {@link #classifierColumn} and {@link #matchNumberColumn}
     * @param call over {@code arguments}
     */
    record Aggregated(List<Integer> variables, boolean running, List<Expr> arguments, AggregateCall call) implements MatchValue {
        public Aggregated {
            variables = List.copyOf(variables);
            arguments = List.copyOf(arguments);
        }

        @Override
        public SqlType type() {
            return call.type();
        }
    }

    /** The column of an aggregate's argument that is CLASSIFIER(). */
    static int classifierColumn(int inputWidth) {
        return inputWidth;
    }

    /** The column of an aggregate's argument that is MATCH_NUMBER(). */
    static int matchNumberColumn(int inputWidth) {
        return inputWidth + 1;
    }
}

package io.millrace.exec.match;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.plan.PlanNode.AfterMatch;
import io.millrace.common.plan.PlanNode.RowsPerMatch;
import io.millrace.exec.expression.EvaluationContext;
import java.util.ArrayList;
import java.util.List;

/** Finds the matches in sorted rows of whole partitions and puts them out, some at a time. Batches and continuous views are computed by it alike. */
public final class MatchRun implements AutoCloseable {
    /** Rows of matches after which a batch is put out though few rows come of them. */
    private static final int MAPPED_ROWS_MOST = 1 << 17;

    private final PlanNode.Match node;
    private final VariableSets sets;
    private final EvaluationContext evaluation;
    private final MatchMachine machine;
    private final Measures measures;
    private final MatchChunk chunk = new MatchChunk();
    private final int skipSet;
    private PartitionedRows rows;
    private int partition;
    private int position;
    private int end;
    private int lastMatched;
    private long matchNumber;

    /** @param check throws when the search must end; called every few thousand steps */
    public MatchRun(MatchDefinition definition, EvaluationContext evaluation, Runnable check) {
        this.node = definition.node();
        this.sets = definition.sets();
        this.evaluation = evaluation;
        this.skipSet = sets.add(node.after().variables());
        this.machine = new MatchMachine(definition, evaluation, check);
        try {
            this.measures = new Measures(definition, machine.names(), evaluation);
        } catch (Throwable t) {
            machine.close();
            throw t;
        }
    }

    /**
     * The rows to look through from now on: flat, taken over, by partition and in order.
     *
     * @param starts where each partition begins, and at the end the number of rows
     */
    public void begin(Batch sorted, int[] starts) {
        closeRows();
        rows = new PartitionedRows(sorted, starts);
        machine.begin(rows);
        partition = -1;
        position = 0;
        end = 0;
    }

    /** The next rows that come out, at most about so many; null if there are no more. Owned by the caller. */
    public Batch next(int rowsWanted) {
        if (rows == null) {
            return null;
        }
        chunk.clear();
        while (chunk.rowCount() < rowsWanted && chunk.labelCount() < MAPPED_ROWS_MOST && seek()) {
            search();
        }
        if (chunk.rowCount() == 0) {
            return seek() ? next(rowsWanted) : finished();
        }
        return output();
    }

    private Batch finished() {
        closeRows();
        return null;
    }

    /** Goes to the next partition where this one is done; false if there is none. */
    private boolean seek() {
        while (position >= end) {
            if (partition + 1 >= rows.partitions()) {
                return false;
            }
            partition++;
            position = rows.starts()[partition];
            end = rows.starts()[partition + 1];
            lastMatched = position - 1;
            matchNumber = 0;
            machine.partition(position, end);
        }
        return true;
    }

    private void search() {
        if (!machine.match(position, matchNumber + 1)) {
            if (node.rows() == RowsPerMatch.ALL_ROWS_WITH_UNMATCHED && position > lastMatched) {
                chunk.addUnmatched(position);
            }
            position++;
            return;
        }
        matchNumber++;
        MatchPath path = machine.path();
        if (path.length() > 0 || node.rows() != RowsPerMatch.ALL_ROWS_OMIT_EMPTY) {
            chunk.addMatch(path, partition, matchNumber);
            putOut(path);
        }
        lastMatched = Math.max(lastMatched, position + path.length() - 1);
        position += path.length() == 0 ? 1 : skip(path);
    }

    private void putOut(MatchPath path) {
        if (node.rows() == RowsPerMatch.ONE_ROW || path.length() == 0) {
            chunk.addRow(position, path.length());
            return;
        }
        for (int i = 0; i < path.length(); i++) {
            if (!path.excluded(i)) {
                chunk.addRow(position + i, i + 1);
            }
        }
    }

    /** How many rows further the search goes on. */
    private int skip(MatchPath path) {
        return switch (node.after().to()) {
            case PAST_LAST_ROW -> path.length();
            case NEXT_ROW -> 1;
            case FIRST_OF -> skipTo(path, 0, 1);
            case LAST_OF -> skipTo(path, path.length() - 1, -1);
        };
    }

    private int skipTo(MatchPath path, int from, int step) {
        for (int i = from; i >= 0 && i < path.length(); i += step) {
            if (sets.contains(skipSet, path.label(i))) {
                if (i == 0) {
                    throw new MillraceException(ErrorCode.SKIP_TO_FIRST_ROW_OF_MATCH,
                            "AFTER MATCH SKIP TO " + target() + ": it is the first row of the match");
                }
                return i;
            }
        }
        throw new MillraceException(ErrorCode.SKIP_TO_NON_EXISTENT_ROW,
                "AFTER MATCH SKIP TO " + target() + ": no row of the match is mapped to it");
    }

    private String target() {
        AfterMatch after = node.after();
        String names = String.join(", ", after.variables().stream().map(node.variables()::get).toList());
        return (after.to() == AfterMatch.SkipTo.FIRST_OF ? "FIRST " : "LAST ") + names;
    }

    private Batch output() {
        List<Column> columns = new ArrayList<>();
        try {
            boolean oneRow = node.rows() == RowsPerMatch.ONE_ROW;
            for (int c = 0; c < node.keptColumns(); c++) {
                Column column = rows.batch().column(oneRow ? node.partitionKeys().get(c) : c);
                columns.add(column.gather(evaluation.allocator(), chunk.rows(), chunk.rowCount()));
            }
            columns.addAll(measures.columns(chunk, rows));
            return Batch.of(columns, chunk.rowCount());
        } catch (Throwable t) {
            columns.forEach(Column::close);
            throw t;
        }
    }

    private void closeRows() {
        if (rows != null) {
            rows.batch().close();
            rows = null;
        }
    }

    @Override
    public void close() {
        closeRows();
        measures.close();
        machine.close();
    }
}

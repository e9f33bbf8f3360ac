package io.millrace.exec.expression.logic;

import io.millrace.common.batch.Batch;
import io.millrace.common.batch.Column;
import io.millrace.common.batch.Selection;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.Layout;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.EvaluationContext;
import io.millrace.exec.expression.Evaluator;
import io.millrace.exec.expression.support.Arguments;
import io.millrace.exec.expression.support.FixedResult;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.expression.support.RowMerge;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.kernel.Comparison;
import java.util.List;

/** GREATEST and LEAST: NULLs are ignored, NULL only if all are. */
final class ExtremeEvaluator implements Evaluator {
    private final SqlType type;
    private final boolean greatest;
    private final List<Evaluator> arguments;
    /** Puts NULL last. */
    private final Comparison order;
    private final EvaluationContext context;

    ExtremeEvaluator(SqlType type, boolean greatest, List<Evaluator> arguments, EvaluationContext context) {
        this.type = type;
        this.arguments = arguments;
        this.greatest = greatest;
        this.order = Comparison.of(type, greatest, false);
        this.context = context;
    }

    @Override
    public Column evaluate(Batch input, Selection selection) {
        Rows rows = Rows.of(input.physicalRows(), selection);
        if (type.layout() == Layout.INT32 || type.layout() == Layout.INT64) {
            return integers(input, selection, rows);
        }
        int[] best = new int[rows.count()];
        List<Column> columns = Arguments.evaluate(arguments, input, selection);
        try (RowMerge merge = new RowMerge(context.allocator(), type, rows.length())) {
            columns.forEach(Column::retain);
            for (int c = 1; c < columns.size(); c++) {
                for (int k = 0; k < best.length; k++) {
                    int i = rows.at(k);
                    if (order.compare(columns.get(c), i, columns.get(best[k]), i) < 0) {
                        best[k] = c;
                    }
                }
            }
            for (int c = 0; c < columns.size(); c++) {
                merge.add(columns.get(c), chosen(rows, best, c));
            }
            return merge.build();
        } finally {
            Arguments.close(columns);
        }
    }

    private Column integers(Batch input, Selection selection, Rows rows) {
        List<Column> columns = Arguments.evaluate(arguments, input, selection);
        try (FixedResult result = new FixedResult(context.allocator(), type, rows.length())) {
            Operand[] operands = columns.stream().map(Operand::new).toArray(Operand[]::new);
            boolean wide = type.layout() == Layout.INT64;
            for (int k = 0; k < rows.count(); k++) {
                int i = rows.at(k);
                long best = 0;
                boolean found = false;
                for (Operand operand : operands) {
                    if (!operand.isNull(i)) {
                        long value = wide ? operand.longAt(i) : operand.intAt(i);
                        best = !found ? value : greatest ? Math.max(best, value) : Math.min(best, value);
                        found = true;
                    }
                }
                if (!found) {
                    result.setNull(i);
                } else if (wide) {
                    Memory.putLong(result.data + 8L * i, best);
                } else {
                    Memory.putInt(result.data + 4L * i, (int) best);
                }
            }
            return result.build();
        } finally {
            Arguments.close(columns);
        }
    }

    private static Rows chosen(Rows rows, int[] best, int wanted) {
        int[] positions = new int[rows.count()];
        int n = 0;
        for (int k = 0; k < best.length; k++) {
            positions[n] = rows.at(k);
            n += best[k] == wanted ? 1 : 0;
        }
        return new Rows(rows.length(), positions, n);
    }

    @Override
    public void close() {
        Arguments.closeEvaluators(arguments);
    }
}

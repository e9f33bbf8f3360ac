package io.millrace.exec.expression.comparison;

import io.millrace.common.batch.BinaryColumn;
import io.millrace.common.batch.Column;
import io.millrace.common.memory.Memory;
import io.millrace.exec.expression.support.Rows;
import io.millrace.exec.expression.support.Validity;
import io.millrace.exec.kernel.Bytes;
import java.util.Arrays;

/** Strings or bytes that compare with a literal as asked; of CHAR what counts ends before trailing spaces. */
record BytesTest(ComparisonOperator operator, byte[] bound, boolean padded) implements ValueTest {
    @Override
    public int select(Column flat, Rows rows, int[] out) {
        BinaryColumn column = (BinaryColumn) flat;
        return switch (operator) {
            case EQUAL -> selectEqual(column, rows, out, 1);
            case NOT_EQUAL -> selectEqual(column, rows, out, 0);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> selectOrdered(column, rows, out);
        };
    }

    private int selectEqual(BinaryColumn column, Rows rows, int[] out, int wanted) {
        int n = 0;
        int length = bound.length;
        long word = length < 8 ? Bytes.shortWord(bound) : 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            long start = column.startAt(i);
            int have = column.lengthAt(i);
            if (padded) {
                have = Bytes.trimmedLength(start, have);
            }
            out[n] = i;
            boolean same = have == length && (length < 8 ? Bytes.shortWord(start, length) == word : Bytes.equal(start, bound));
            int equal = same ? 1 : 0;
            int valid = column.validityAddress == 0 ? 1 : Validity.bit(column.validityAddress, i);
            n += (equal == wanted ? 1 : 0) & valid;
        }
        return n;
    }

    private int selectOrdered(BinaryColumn column, Rows rows, int[] out) {
        int n = 0;
        for (int k = 0; k < rows.count(); k++) {
            int i = rows.at(k);
            if (column.validityAddress != 0 && !Memory.bit(column.validityAddress, i)) {
                continue;
            }
            long start = column.startAt(i);
            int have = column.lengthAt(i);
            out[n] = i;
            n += operator.accepts(Bytes.compare(start, padded ? Bytes.trimmedLength(start, have) : have, bound)) ? 1 : 0;
        }
        return n;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytesTest that
                && operator == that.operator
                && padded == that.padded
                && Arrays.equals(bound, that.bound);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bound) * 31 + operator.hashCode();
    }
}

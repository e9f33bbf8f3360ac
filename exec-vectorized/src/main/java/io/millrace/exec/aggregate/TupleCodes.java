package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.memory.Memory;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/**
 * Numbers the combinations of several key columns that share their codes, as the strings of one build side do: a code names one row of the build side and
 * thereby the values of all its columns, so rows are told apart by one number, and values are hashed and compared once a code instead of once a row.
 * Where the columns do not share codes after all, values are compared row by row. One thread.
 */
final class TupleCodes {
    private final TupleNumbers tuples;
    /** By code, the last batch in which it was asked for, with which NULLs, and the answer, -1 before there is one. */
    private int[] askedIn = new int[0];
    private int[] askedNulls = new int[0];
    private int[] answers = new int[0];
    private int batch;
    private int[] later = new int[0];
    private int[] askedRows = new int[0];
    private int[] numbers = new int[0];

    TupleCodes(TupleNumbers tuples) {
        this.tuples = tuples;
    }

    /** Adds the number of each row's combination to {@code words}, {@code shift} bits up. */
    void encode(Column[] keys, int[] positions, int count, long[] words, int shift) {
        if (later.length < count) {
            later = new int[count];
            askedRows = new int[count];
            numbers = new int[count];
        }
        int present = sharing(keys);
        if (present == 0) {
            tuples.assign(keys, positions, count, numbers);
            for (int k = 0; k < count; k++) {
                words[k] |= (long) numbers[k] << shift;
            }
            return;
        }
        TupleNumbers.Translation translation = tuples.translation(present, keys);
        long codes = ((DictionaryColumn) keys[Integer.numberOfTrailingZeros(present)]).codesAddress;
        if (translation.identity()) {
            for (int k = 0; k < count; k++) {
                words[k] |= (long) Memory.getInt(codes + 4L * (positions == null ? k : positions[k])) << shift;
            }
            return;
        }
        translate(keys, translation.entries(), codes, positions, count, words, shift);
    }

    /** The columns that share their codes if all others are NULL throughout; 0 if they do not. */
    private static int sharing(Column[] keys) {
        int present = 0;
        DictionaryColumn first = null;
        for (int c = 0; c < keys.length; c++) {
            if (keys[c] instanceof DictionaryColumn coded) {
                first = first == null ? coded : first;
                if (coded.codesAddress != first.codesAddress || coded.dictionary().length() == 0) {
                    return 0; // Of a dictionary without values no code means anything: all is NULL
                }
                present |= 1 << c;
            } else if (!(keys[c] instanceof ConstantColumn constant && constant.mayHaveNulls())) {
                return 0;
            }
        }
        return present;
    }

    private void translate(Column[] keys, long[] entries, long codes, int[] positions, int count, long[] words, int shift) {
        if (askedIn.length < entries.length) {
            askedIn = new int[entries.length];
            askedNulls = new int[entries.length];
            answers = new int[entries.length];
            batch = 0;
        }
        batch++;
        int[] nulls = nulls(keys, positions, count);
        int left = 0;
        int asked = 0;
        for (int k = 0; k < count; k++) {
            int i = positions == null ? k : positions[k];
            int code = Memory.getInt(codes + 4L * i);
            long entry = entries[code];
            int missing = nulls == null ? 0 : nulls[k];
            if (entry >= 0 && (int) (entry >>> 32) == missing) {
                words[k] |= (entry & 0xFFFF_FFFFL) << shift;
                continue;
            }
            if (entry >= 0 || askedIn[code] == batch && askedNulls[code] != missing) {
                // The code stands for other NULLs, as where an outer join found no row
                later[left++] = ~k;
                askedRows[asked++] = i;
                continue;
            }
            later[left++] = k;
            if (askedIn[code] != batch) {
                askedIn[code] = batch;
                askedNulls[code] = missing;
                answers[code] = -1;
                askedRows[asked++] = i;
            }
        }
        if (left > 0) {
            tuples.assign(keys, askedRows, asked, numbers);
            settle(entries, codes, positions, left, words, shift);
        }
    }

    /** For each row the columns that are NULL, one bit each; null if there are none. */
    private static int[] nulls(Column[] keys, int[] positions, int count) {
        int[] nulls = null;
        for (int c = 0; c < keys.length; c++) {
            if (keys[c] instanceof DictionaryColumn coded && coded.mayHaveNulls()) {
                nulls = nulls == null ? new int[count] : nulls;
                long validity = coded.validityAddress;
                for (int k = 0; k < count; k++) {
                    nulls[k] |= (Memory.bit(validity, positions == null ? k : positions[k]) ? 0 : 1) << c;
                }
            }
        }
        return nulls;
    }

    /** Gives the rows that were left over their numbers, in the order in which they were asked for. */
    private void settle(long[] entries, long codes, int[] positions, int left, long[] words, int shift) {
        int answered = 0;
        for (int p = 0; p < left; p++) {
            if (later[p] < 0) {
                words[~later[p]] |= (long) numbers[answered++] << shift;
                continue;
            }
            int k = later[p];
            int code = Memory.getInt(codes + 4L * (positions == null ? k : positions[k]));
            if (answers[code] < 0) {
                answers[code] = numbers[answered++];
                entries[code] = TupleNumbers.Translation.entry(answers[code], askedNulls[code]);
            }
            words[k] |= (long) answers[code] << shift;
        }
    }

    List<Column> decode(BufferAllocator payer, long from, int shift, int count) {
        return tuples.decode(payer, from, shift, count);
    }
}

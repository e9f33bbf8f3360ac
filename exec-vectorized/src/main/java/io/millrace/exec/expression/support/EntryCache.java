package io.millrace.exec.expression.support;

import io.millrace.common.batch.Column;
import io.millrace.common.error.MillraceException;
import java.util.function.Supplier;

/**
 * A function's values for all entries of the dictionary that it last met, and for the constants beside it. Readers send many batches with one
 * dictionary; it is known again by its buffers' addresses, which the cache keeps alive.
 */
final class EntryCache implements AutoCloseable {
    private Column[] keys = new Column[0];
    private Column[] asked = new Column[0];
    /** Null if computing all entries raised an error. */
    private Column result;
    private boolean known;

    /** Announces operand {@code index} of {@code count}, borrowed. */
    void expect(int index, int count, Column operand) {
        if (asked.length != count) {
            asked = new Column[count];
        }
        asked[index] = operand;
    }

    /** Whether what was last announced is what is kept. */
    boolean holds() {
        if (!known || keys.length != asked.length) {
            return false;
        }
        for (int i = 0; i < keys.length; i++) {
            if (!same(keys[i], asked[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Column a, Column b) {
        if (a.length() != b.length()) {
            return false;
        }
        Operand left = new Operand(a);
        Operand right = new Operand(b);
        return left.data == right.data && left.offsets == right.offsets && left.data != 0;
    }

    /** The kept result, or {@code compute}'s, which is kept; null if that raises an error for some entry. Borrowed. */
    Column get(Supplier<Column> compute) {
        if (holds()) {
            return result;
        }
        close();
        try {
            result = compute.get();
        } catch (MillraceException e) {
            result = null;
        }
        keys = asked.clone();
        for (Column key : keys) {
            key.retain();
        }
        known = true;
        return result;
    }

    @Override
    public void close() {
        if (known) {
            for (Column key : keys) {
                key.close();
            }
            if (result != null) {
                result.close();
            }
            keys = new Column[0];
            result = null;
            known = false;
        }
    }
}

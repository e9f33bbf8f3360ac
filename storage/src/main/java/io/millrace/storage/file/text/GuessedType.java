package io.millrace.storage.file.text;

import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.type.SqlType;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** The narrowest type that all texts seen so far are values of, in the order BOOLEAN, BIGINT, DOUBLE, DATE, TIMESTAMP, TIMESTAMP WITH TIME ZONE, VARCHAR. */
public final class GuessedType implements AutoCloseable {
    private static final List<SqlType> CANDIDATES =
            List.of(SqlType.BOOLEAN, SqlType.BIGINT, SqlType.DOUBLE, SqlType.DATE, SqlType.TIME, SqlType.TIMESTAMP, SqlType.TIMESTAMP_TZ);

    private final boolean[] possible = new boolean[CANDIDATES.size()];
    private final ColumnBuilder[] trials = new ColumnBuilder[CANDIDATES.size()];
    private boolean seen;

    public GuessedType(BufferAllocator allocator) {
        for (int i = 0; i < possible.length; i++) {
            possible[i] = true;
            trials[i] = new ColumnBuilder(allocator, CANDIDATES.get(i), 1);
        }
    }

    /** Notes a text that is not NULL. */
    public void see(byte[] text, int from, int to) {
        seen = true;
        for (int i = 0; i < possible.length; i++) {
            if (possible[i]) {
                possible[i] = fits(i, text, from, to);
            }
        }
    }

    private boolean fits(int candidate, byte[] text, int from, int to) {
        SqlType type = CANDIDATES.get(candidate);
        if (type.kind() == SqlType.Kind.BOOLEAN && to - from < 4) {
            return false; // t, f, 0 and 1 are values of BOOLEAN, but rarely meant as such
        }
        if (type.kind() == SqlType.Kind.TIMESTAMP && hasOffset(text, from, to)) {
            return false;
        }
        boolean value = TextParser.of(type).append(text, from, to, trials[candidate]);
        trials[candidate].truncate(0);
        return value;
    }

    private static boolean hasOffset(byte[] text, int from, int to) {
        byte last = to > from ? text[to - 1] : 0;
        boolean time = false;
        for (int i = from; i < to; i++) {
            time |= text[i] == ':';
            if (time && (text[i] == '+' || text[i] == '-')) {
                return true;
            }
        }
        return last == 'Z' || last == 'z' || last == 'C';
    }

    public SqlType type() {
        for (int i = 0; i < possible.length && seen; i++) {
            if (possible[i]) {
                return CANDIDATES.get(i);
            }
        }
        return SqlType.VARCHAR;
    }

    @Override
    public void close() {
        for (ColumnBuilder trial : trials) {
            trial.close();
        }
    }
}

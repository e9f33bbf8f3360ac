package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ColumnBuilder;
import io.millrace.common.batch.Values;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists, strings, maps and JSON of a group's rows. */
final class CollectedResults {
    private CollectedResults() {}

    private record Ordered(int skipsNullsOf, MemberOrder order, CollectedResult made) implements CollectedResult {
        @Override
        public void append(ColumnBuilder builder, List<Column> columns, int[] members) {
            order.sort(columns, members);
            made.append(builder, columns, members);
        }
    }

    private interface Appender extends CollectedResult {
        @Override
        default int skipsNullsOf() {
            return -1;
        }
    }

    static CollectedResult array(MemberOrder order) {
        Appender array = (builder, columns, members) -> {
            for (int member : members) {
                builder.child(0).appendFrom(columns.get(0), member);
            }
            builder.endList();
        };
        return new Ordered(-1, order, array);
    }

    /** {@code separator}: what stands before each value but the first; null: it is the second column. */
    static CollectedResult string(MemberOrder order, String separator) {
        Appender string = (builder, columns, members) -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < members.length; i++) {
                if (i > 0) {
                    Object before = separator != null ? separator : Values.read(columns.get(1), members[i]);
                    text.append(before == null ? "" : before);
                }
                text.append((String) Values.read(columns.get(0), members[i]));
            }
            builder.appendString(text.toString());
        };
        return new Ordered(0, order, string);
    }

    static CollectedResult json(MemberOrder order) {
        Appender json = (builder, columns, members) -> {
            StringBuilder text = new StringBuilder("[");
            for (int i = 0; i < members.length; i++) {
                text.append(i > 0 ? ", " : "");
                JsonText.append(text, columns.get(0), members[i]);
            }
            builder.appendString(text.append(']').toString());
        };
        return new Ordered(-1, order, json);
    }

    static CollectedResult jsonObject(MemberOrder order) {
        Appender json = (builder, columns, members) -> {
            StringBuilder text = new StringBuilder("{ ");
            for (int i = 0; i < members.length; i++) {
                if (columns.get(0).isNull(members[i])) {
                    throw new MillraceException(ErrorCode.INVALID_PARAMETER, "a field name of JSON_OBJECT_AGG is NULL");
                }
                text.append(i > 0 ? ", " : "");
                JsonText.appendString(text, Values.read(columns.get(0), members[i]).toString());
                text.append(" : ");
                JsonText.append(text, columns.get(1), members[i]);
            }
            builder.appendString(text.append(" }").toString());
        };
        return new Ordered(-1, order, json);
    }

    /** Of equal keys the last one counts; rows with NULL key are left out. */
    static CollectedResult map(MemberOrder order) {
        Appender map = (builder, columns, members) -> {
            Map<Object, Integer> last = new LinkedHashMap<>();
            for (int member : members) {
                last.put(Values.read(columns.get(0), member), member);
            }
            ColumnBuilder entries = builder.child(0);
            for (int member : last.values()) {
                entries.child(0).appendFrom(columns.get(0), member);
                entries.child(1).appendFrom(columns.get(1), member);
                entries.endRow();
            }
            builder.endList();
        };
        return new Ordered(0, order, map);
    }

    /** A MAP of values and how often each is there, in the order given. */
    static CollectedResult histogram(MemberOrder order) {
        Appender histogram = (builder, columns, members) -> {
            ColumnBuilder entries = builder.child(0);
            for (int i = 0; i < members.length;) {
                int next = i + 1;
                while (next < members.length && order.peers(columns, members[i], members[next])) {
                    next++;
                }
                entries.child(0).appendFrom(columns.get(0), members[i]);
                Values.append(entries.child(1), (long) (next - i));
                entries.endRow();
                i = next;
            }
            builder.endList();
        };
        return new Ordered(0, order, histogram);
    }

    /** The most frequent value; of several the first in the order. */
    static CollectedResult mode(MemberOrder order) {
        Appender mode = (builder, columns, members) -> {
            int best = 0;
            int bestCount = 0;
            for (int i = 0; i < members.length;) {
                int next = i + 1;
                while (next < members.length && order.peers(columns, members[i], members[next])) {
                    next++;
                }
                if (next - i > bestCount) {
                    bestCount = next - i;
                    best = members[i];
                }
                i = next;
            }
            builder.appendFrom(columns.get(0), best);
        };
        return new Ordered(0, order, mode);
    }

    /** The first value whose share of rows at or before it reaches {@code fraction}. */
    static CollectedResult discretePercentile(MemberOrder order, double fraction) {
        Appender percentile = (builder, columns, members) -> {
            int index = (int) Math.max(0, Math.ceil(fraction * members.length) - 1);
            builder.appendFrom(columns.get(0), members[index]);
        };
        return new Ordered(0, order, percentile);
    }

    /** Between the two values around {@code fraction} of the way from first to last. */
    static CollectedResult continuousPercentile(MemberOrder order, double fraction) {
        Appender percentile = (builder, columns, members) -> {
            double at = fraction * (members.length - 1);
            int below = (int) Math.floor(at);
            int above = (int) Math.ceil(at);
            Interpolation.append(builder, columns.get(0), members[below], members[above], at - below);
        };
        return new Ordered(0, order, percentile);
    }

    /** A fraction that is NULL. */
    static CollectedResult nothing() {
        Appender nothing = (builder, columns, members) -> builder.appendNull();
        return nothing;
    }
}

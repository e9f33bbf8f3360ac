package io.millrace.planner.physical;

import io.millrace.common.type.SqlType;
import java.math.BigDecimal;

/** The order of constants, where it is the order of Java's values. */
public final class LiteralOrder {
    private LiteralOrder() {}

    /** Negative, zero or positive; null where the order is not known here (text other than plain VARCHAR, nested values, NaN). */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static Integer compare(Object a, Object b, SqlType type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Long.compare(((Number) a).longValue(), ((Number) b).longValue());
            case DECIMAL -> ((BigDecimal) a).compareTo((BigDecimal) b);
            case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMP_TZ -> ((Comparable) a).compareTo(b);
            case VARCHAR -> utf8((String) a, (String) b);
            default -> null;
        };
    }

    /** By code points, which is the order of UTF-8 bytes. */
    private static int utf8(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int x = a.codePointAt(i);
            int y = b.codePointAt(j);
            if (x != y) {
                return Integer.compare(x, y);
            }
            i += Character.charCount(x);
            j += Character.charCount(y);
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }
}

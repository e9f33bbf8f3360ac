package io.millrace.exec.aggregate;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ConstantColumn;
import io.millrace.common.batch.DictionaryColumn;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.batch.Values;
import io.millrace.common.type.SqlType;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HexFormat;

/** Values as JSON, as PostgreSQL's to_json writes them. */
final class JsonText {
    private JsonText() {}

    static void append(StringBuilder text, Column column, int position) {
        if (column.isNull(position)) {
            text.append("null");
            return;
        }
        switch (column) {
            case ConstantColumn constant -> append(text, constant.value(), 0);
            case DictionaryColumn dictionary -> append(text, dictionary.dictionary(), dictionary.codeAt(position));
            case ListColumn list when list.type().kind() == SqlType.Kind.MAP -> appendMap(text, list, position);
            case ListColumn list -> {
                text.append('[');
                for (int e = list.startAt(position); e < list.endAt(position); e++) {
                    text.append(e > list.startAt(position) ? "," : "");
                    append(text, list.elements(), e);
                }
                text.append(']');
            }
            case RowColumn row -> {
                text.append('{');
                for (int f = 0; f < row.children().size(); f++) {
                    text.append(f > 0 ? "," : "");
                    appendString(text, row.type().fields().get(f).name());
                    text.append(':');
                    append(text, row.child(f), position);
                }
                text.append('}');
            }
            default -> appendScalar(text, column.type(), Values.read(column, position));
        }
    }

    private static void appendMap(StringBuilder text, ListColumn map, int position) {
        RowColumn entries = (RowColumn) map.elements();
        text.append('{');
        for (int e = map.startAt(position); e < map.endAt(position); e++) {
            text.append(e > map.startAt(position) ? "," : "");
            appendString(text, Values.read(entries.child(0), e).toString());
            text.append(':');
            append(text, entries.child(1), e);
        }
        text.append('}');
    }

    private static void appendScalar(StringBuilder text, SqlType type, Object value) {
        switch (type.kind()) {
            case JSON -> text.append(value);
            case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT -> text.append(value);
            case DECIMAL -> text.append(((BigDecimal) value).toPlainString());
            case REAL, DOUBLE -> appendDouble(text, (Number) value);
            case BINARY -> appendString(text, "\\x" + HexFormat.of().formatHex((byte[]) value));
            case TIMESTAMP -> {
                LocalDateTime time = (LocalDateTime) value;
                String shown = time.toString();
                appendString(text, time.getSecond() == 0 && time.getNano() == 0 ? shown + ":00" : shown);
            }
            default -> appendString(text, value.toString());
        }
    }

    /** JSON has no NaN and no infinity: they are strings. */
    private static void appendDouble(StringBuilder text, Number value) {
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            appendString(text, value.toString());
        } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            text.append(number == 0 && 1 / number < 0 ? "-0" : String.valueOf((long) number));
        } else {
            text.append(value);
        }
    }

    static void appendString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\b' -> text.append("\\b");
                case '\f' -> text.append("\\f");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}

package io.millrace.exec.expression.cast;

import io.millrace.common.batch.Column;
import io.millrace.common.batch.ListColumn;
import io.millrace.common.batch.RowColumn;
import io.millrace.common.batch.ValueText;
import io.millrace.common.memory.Memory;
import io.millrace.common.type.SqlType;
import io.millrace.exec.expression.support.Operand;
import io.millrace.exec.kernel.Int128;
import java.math.BigDecimal;
import java.time.ZoneId;

/**
 * Writes values as PostgreSQL's text: what CAST to VARCHAR gives and what files and clients that want text are sent. One instance per thread. The
 * text of MAP, which PostgreSQL has not, is {@code {key=value, …}}.
 */
public final class TextFormat {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final String HEX = "0123456789abcdef";

    private final SessionZone zone;

    /** TIMESTAMP WITH TIME ZONE is shown in {@code zone}. */
    public TextFormat(ZoneId zone) {
        this.zone = new SessionZone(zone);
    }

    /** Appends the text of a value that is not NULL, of a column of any encoding. */
    public void append(Column column, int position, TextBytes to) {
        append(new Operand(column), position, false, to);
    }

    /** As {@link #append(Column, int, TextBytes)}; {@code nested}: inside of an array or row, where booleans are t and f. */
    void append(Operand values, int row, boolean nested, TextBytes to) {
        SqlType type = values.values.type();
        switch (type.kind()) {
            case NULL -> {}
            case BOOLEAN -> to.put(nested ? values.booleanAt(row) ? "t" : "f" : values.booleanAt(row) ? "true" : "false");
            case TINYINT, SMALLINT, INTEGER -> to.putNumber(values.intAt(row));
            case BIGINT -> to.putNumber(values.longAt(row));
            case REAL -> to.put(ValueText.number(values.doubleAt(row), true));
            case DOUBLE -> to.put(ValueText.number(values.doubleAt(row), false));
            case DECIMAL -> decimal(values, row, type, to);
            case CHAR, VARCHAR, JSON -> to.put(values.startAt(row), values.lengthAt(row));
            case BINARY -> binary(values.startAt(row), values.lengthAt(row), to);
            case UUID -> uuid(values.startAt(row), to);
            case DATE -> date(values.intAt(row), to);
            case TIME -> time(values.longAt(row), type.unitsPerSecond(), to);
            case TIMESTAMP -> timestamp(values.longAt(row), type.unitsPerSecond(), null, to);
            case TIMESTAMP_TZ -> timestamp(values.longAt(row), type.unitsPerSecond(), zone, to);
            case INTERVAL_YEAR_MONTH -> months(values.intAt(row), to);
            case INTERVAL_DAY_TIME -> dayTime(values.longAt(row), to);
            case ARRAY -> array((ListColumn) values.values, values.at(row), to);
            case MAP -> map((ListColumn) values.values, values.at(row), to);
            case ROW -> row((RowColumn) values.values, values.at(row), to);
        }
    }

    private static void decimal(Operand values, int row, SqlType type, TextBytes to) {
        boolean narrow = type.precision() <= SqlType.MAX_LONG_DECIMAL_PRECISION;
        long low = narrow ? values.longAt(row) : values.lowAt(row);
        long high = narrow ? low >> 63 : values.highAt(row);
        if (!Int128.fitsLong(low, high) || low == Long.MIN_VALUE || type.scale() > 18) {
            to.put(new BigDecimal(new Int128(low, high).toBigInteger(), type.scale()).toPlainString());
            return;
        }
        if (low < 0) {
            to.put('-');
        }
        long unit = Int128.longPowerOfTen(type.scale());
        long value = Math.abs(low);
        to.putDigits(value / unit, 1);
        if (type.scale() > 0) {
            to.put('.').putDigits(value % unit, type.scale());
        }
    }

    private static void binary(long address, int length, TextBytes to) {
        to.put('\\').put('x');
        for (int i = 0; i < length; i++) {
            hex(Memory.getByte(address + i), to);
        }
    }

    private static void hex(byte value, TextBytes to) {
        to.put(HEX.charAt(value >> 4 & 15)).put(HEX.charAt(value & 15));
    }

    private static void uuid(long address, TextBytes to) {
        for (int i = 0; i < 16; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                to.put('-');
            }
            hex(Memory.getByte(address + i), to);
        }
    }

    /** Days since 1970-01-01 as {@code yyyy-mm-dd[ BC]}. */
    public static void date(long days, TextBytes to) {
        long civil = CivilTime.civil(days);
        civilDate(civil, to);
        era(civil, to);
    }

    private static void civilDate(long civil, TextBytes to) {
        long year = civil >> 9;
        if (year > 0 && year < 10_000) {
            to.putTwo((int) year / 100).putTwo((int) year % 100);
        } else {
            to.putDigits(year > 0 ? year : 1 - year, 4);
        }
        to.put('-').putTwo((int) (civil >> 5 & 15)).put('-').putTwo((int) (civil & 31));
    }

    private static void era(long civil, TextBytes to) {
        if (civil >> 9 <= 0) {
            to.put(" BC");
        }
    }

    /** A time of day in units as {@code hh:mm:ss[.fraction]}. */
    public static void time(long units, long perSecond, TextBytes to) {
        long seconds = units / perSecond;
        long hours = seconds / 3600;
        if (hours < 100) {
            to.putTwo((int) hours);
        } else {
            to.putDigits(hours, 2);
        }
        to.put(':').putTwo((int) (seconds / 60 % 60)).put(':').putTwo((int) (seconds % 60));
        to.putFraction(units % perSecond, perSecond == 1_000_000 ? 6 : 9);
    }

    /** Units since 1970-01-01T00:00, or with a zone since the epoch, shown in that zone with its offset. */
    private static void timestamp(long units, long perSecond, SessionZone zone, TextBytes to) {
        int offset = zone == null ? 0 : zone.offsetAt(Math.floorDiv(units, perSecond));
        long seconds = Math.floorDiv(units, perSecond) + offset;
        long civil = CivilTime.civil(Math.floorDiv(seconds, 86_400));
        civilDate(civil, to);
        to.put(' ');
        time(Math.floorMod(seconds, 86_400) * perSecond + Math.floorMod(units, perSecond), perSecond, to);
        if (zone != null) {
            offset(offset, to);
        }
        era(civil, to);
    }

    private static void offset(int offset, TextBytes to) {
        int seconds = Math.abs(offset);
        to.put(offset < 0 ? '-' : '+').putDigits(seconds / 3600, 2);
        if (seconds % 3600 != 0) {
            to.put(':').putDigits(seconds / 60 % 60, 2);
        }
        if (seconds % 60 != 0) {
            to.put(':').putDigits(seconds % 60, 2);
        }
    }

    private static void months(int months, TextBytes to) {
        if (months == 0) {
            to.put("00:00:00");
            return;
        }
        part(months / 12, "year", to);
        if (months / 12 != 0 && months % 12 != 0) {
            to.put(' ');
        }
        part(months % 12, "mon", to);
    }

    private static void part(long count, String unit, TextBytes to) {
        if (count != 0) {
            to.putNumber(count).put(' ').put(unit);
            if (count != 1) {
                to.put('s');
            }
        }
    }

    private static void dayTime(long micros, TextBytes to) {
        long days = micros / MICROS_PER_DAY;
        long rest = micros % MICROS_PER_DAY;
        part(days, "day", to);
        if (rest == 0 && days != 0) {
            return;
        }
        if (days != 0) {
            to.put(' ');
        }
        if (rest < 0) {
            to.put('-');
        }
        time(Math.abs(rest), 1_000_000, to);
    }

    private void array(ListColumn list, int index, TextBytes to) {
        Operand elements = new Operand(list.elements());
        boolean plain = list.elements().type().kind() == SqlType.Kind.ARRAY;
        to.put('{');
        for (int e = list.startAt(index); e < list.endAt(index); e++) {
            if (e > list.startAt(index)) {
                to.put(',');
            }
            if (elements.isNull(e)) {
                to.put("NULL");
            } else if (plain) {
                append(elements, e, true, to);
            } else {
                TextBytes text = new TextBytes();
                append(elements, e, true, text);
                quoted(text.toString(), "{},\"\\", true, to);
            }
        }
        to.put('}');
    }

    private void row(RowColumn row, int index, TextBytes to) {
        to.put('(');
        for (int f = 0; f < row.children().size(); f++) {
            if (f > 0) {
                to.put(',');
            }
            Operand field = new Operand(row.child(f));
            if (!field.isNull(index)) {
                TextBytes text = new TextBytes();
                append(field, index, true, text);
                quoted(text.toString(), "(),\"\\", false, to);
            }
        }
        to.put(')');
    }

    private void map(ListColumn map, int index, TextBytes to) {
        RowColumn entries = (RowColumn) map.elements();
        Operand keys = new Operand(entries.child(0));
        Operand values = new Operand(entries.child(1));
        to.put('{');
        for (int e = map.startAt(index); e < map.endAt(index); e++) {
            if (e > map.startAt(index)) {
                to.put(", ");
            }
            append(keys, e, true, to);
            to.put('=');
            if (values.isNull(e)) {
                to.put("NULL");
            } else {
                append(values, e, true, to);
            }
        }
        to.put('}');
    }

    /** In an array quotes are doubled by a backslash, in a row by themselves. */
    private static void quoted(String text, String special, boolean array, TextBytes to) {
        boolean plain = !text.isEmpty() && !(array && text.equalsIgnoreCase("null"));
        for (int i = 0; plain && i < text.length(); i++) {
            plain = special.indexOf(text.charAt(i)) < 0 && !Character.isWhitespace(text.charAt(i));
        }
        if (plain) {
            to.put(text);
            return;
        }
        String quote = array ? "\\\"" : "\"\"";
        to.put('"').put(text.replace("\\", "\\\\").replace("\"", quote)).put('"');
    }
}

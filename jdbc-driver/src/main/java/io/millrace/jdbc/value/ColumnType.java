package io.millrace.jdbc.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A SQL type: immutable. */
public final class ColumnType {
    /** Where a length is not declared. */
    public static final int UNBOUNDED = -1;

    private static final int TIME_DIGITS = 6;

    private final Kind kind;
    private final int precision;
    private final int scale;
    private final List<ColumnInfo> members;

    private ColumnType(Kind kind, int precision, int scale, List<ColumnInfo> members) {
        this.kind = kind;
        this.precision = precision;
        this.scale = scale;
        this.members = Collections.unmodifiableList(members);
    }

    public static ColumnType of(Kind kind) {
        return new ColumnType(kind, kind == Kind.DECIMAL ? 38 : UNBOUNDED, 0, List.of());
    }

    public static ColumnType of(Kind kind, int precision, int scale) {
        return new ColumnType(kind, precision, scale, List.of());
    }

    public static ColumnType array(ColumnType element) {
        return new ColumnType(Kind.ARRAY, UNBOUNDED, 0, List.of(new ColumnInfo("element", element, true)));
    }

    /** The same with other members, as Arrow's fields tell them. */
    public ColumnType withMembers(List<ColumnInfo> others) {
        return new ColumnType(kind, precision, scale, new ArrayList<>(others));
    }

    public Kind kind() {
        return kind;
    }

    /** Digits of DECIMAL and of a time's fraction, length of texts; {@link #UNBOUNDED} if not declared. */
    public int precision() {
        return precision;
    }

    public int scale() {
        return scale;
    }

    /** ARRAY: its element; MAP: key and value; ROW: its fields. */
    public List<ColumnInfo> members() {
        return members;
    }

    public static ColumnType map(ColumnType key, ColumnType value) {
        return new ColumnType(Kind.MAP, UNBOUNDED, 0, List.of(new ColumnInfo("key", key, false), new ColumnInfo("value", value, true)));
    }

    public static ColumnType row(List<ColumnInfo> members) {
        return new ColumnType(Kind.ROW, UNBOUNDED, 0, members);
    }

    public ColumnType element() {
        return members.get(0).type();
    }

    /** Whether values lie in nanoseconds. */
    public boolean isNanos() {
        return precision > TIME_DIGITS;
    }

    /** The type of its spelling, as DESCRIBE shows it; what is not known is taken for a text. */
    public static ColumnType parse(String text) {
        String name = text.trim();
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.endsWith(" ARRAY")) {
            return array(parse(name.substring(0, name.length() - " ARRAY".length())));
        }
        if (upper.startsWith("MAP<") && upper.endsWith(">")) {
            List<String> parts = split(name.substring(4, name.length() - 1));
            return map(parse(parts.get(0)), parse(parts.get(parts.size() - 1)));
        }
        if (upper.startsWith("ROW(") && upper.endsWith(")")) {
            List<ColumnInfo> members = new ArrayList<>();
            for (String member : split(name.substring(4, name.length() - 1))) {
                int space = member.indexOf(' ');
                members.add(new ColumnInfo(member.substring(0, Math.max(0, space)), parse(member.substring(space + 1)), true));
            }
            return row(members);
        }
        return simple(upper);
    }

    private static ColumnType simple(String upper) {
        int open = upper.indexOf('(');
        int close = upper.indexOf(')', Math.max(0, open));
        boolean declared = open > 0 && close > open;
        String base = (declared ? upper.substring(0, open) + upper.substring(close + 1) : upper).trim().replaceAll("\\s+", " ");
        int precision = UNBOUNDED;
        int scale = 0;
        if (declared) {
            String[] numbers = upper.substring(open + 1, close).split(",");
            precision = Integer.parseInt(numbers[0].trim());
            scale = numbers.length > 1 ? Integer.parseInt(numbers[1].trim()) : 0;
        }
        Kind kind = kind(base);
        boolean time = kind == Kind.TIME || kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMP_TZ;
        return new ColumnType(kind, precision == UNBOUNDED ? time ? TIME_DIGITS : kind == Kind.DECIMAL ? 38 : UNBOUNDED : precision, scale,
                List.of());
    }

    private static Kind kind(String base) {
        switch (base) {
            case "INT" :
            case "INT4" :
                return Kind.INTEGER;
            case "INT8" :
            case "LONG" :
                return Kind.BIGINT;
            case "INT2" :
                return Kind.SMALLINT;
            case "BOOL" :
                return Kind.BOOLEAN;
            case "FLOAT8" :
            case "FLOAT" :
            case "DOUBLE PRECISION" :
                return Kind.DOUBLE;
            case "FLOAT4" :
                return Kind.REAL;
            case "NUMERIC" :
                return Kind.DECIMAL;
            case "BINARY" :
            case "BYTEA" :
                return Kind.BINARY;
            case "TIMESTAMPTZ" :
            case "TIMESTAMP_WITH_TIMEZONE" :
                return Kind.TIMESTAMP_TZ;
            default :
                break;
        }
        for (Kind kind : Kind.values()) {
            if (kind.sqlName().equals(base)) {
                return kind;
            }
        }
        return Kind.VARCHAR;
    }

    /** Parts between commas that are in no bracket. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '<') {
                depth++;
            } else if (c == ')' || c == '>') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(start, i).trim());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).trim());
        return parts;
    }

    /** The name without lengths, as metadata shows it: DECIMAL, VARCHAR, INTEGER ARRAY. */
    public String typeName() {
        switch (kind) {
            case ARRAY :
                return element().typeName() + " ARRAY";
            case MAP :
            case ROW :
                return toString();
            default :
                return kind.sqlName();
        }
    }

    /** JDBC's COLUMN_SIZE: digits, or characters. */
    public int columnSize() {
        switch (kind) {
            case BOOLEAN :
                return 1;
            case TINYINT :
                return 3;
            case SMALLINT :
                return 5;
            case INTEGER :
                return 10;
            case BIGINT :
                return 19;
            case REAL :
                return 7;
            case DOUBLE :
                return 15;
            case DECIMAL :
                return precision;
            case CHAR :
            case VARCHAR :
            case BINARY :
                return precision == UNBOUNDED ? Integer.MAX_VALUE : precision;
            default :
                return displaySize();
        }
    }

    /** Fraction digits. */
    public int decimalDigits() {
        switch (kind) {
            case DECIMAL :
                return scale;
            case TIME :
            case TIMESTAMP :
            case TIMESTAMP_TZ :
                return Math.max(0, precision);
            default :
                return 0;
        }
    }

    /** Most characters of a value's text. */
    public int displaySize() {
        switch (kind) {
            case DECIMAL :
                return precision + (scale > 0 ? 2 : 1) + (scale == precision ? 1 : 0);
            case CHAR :
            case VARCHAR :
                return precision == UNBOUNDED ? Integer.MAX_VALUE : precision;
            case BINARY :
                return precision == UNBOUNDED ? Integer.MAX_VALUE : 2 * precision + 2;
            case TIME :
            case TIMESTAMP :
            case TIMESTAMP_TZ :
                return kind.displaySize() + (precision > 0 ? precision + 1 : 0);
            default :
                return kind.displaySize();
        }
    }

    @Override
    public String toString() {
        switch (kind) {
            case DECIMAL :
                return "DECIMAL(" + precision + ", " + scale + ")";
            case CHAR :
            case VARCHAR :
            case BINARY :
                return precision == UNBOUNDED ? kind.sqlName() : kind.sqlName() + "(" + precision + ")";
            case TIME :
            case TIMESTAMP :
                return kind.sqlName() + "(" + precision + ")";
            case TIMESTAMP_TZ :
                return "TIMESTAMP(" + precision + ") WITH TIME ZONE";
            case ARRAY :
                return element() + " ARRAY";
            case MAP :
                return "MAP<" + members.get(0).type() + ", " + members.get(1).type() + ">";
            case ROW :
                StringBuilder text = new StringBuilder("ROW(");
                for (ColumnInfo member : members) {
                    text.append(text.length() > 4 ? ", " : "").append(member.name()).append(' ').append(member.type());
                }
                return text.append(')').toString();
            default :
                return kind.sqlName();
        }
    }
}

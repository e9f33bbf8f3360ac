package io.millrace.jdbc.value;

import java.sql.Types;

/** The kinds of SQL types, with what JDBC calls them. */
public enum Kind {
    NULL("NULL", Types.NULL, "java.lang.Object", 4),
    BOOLEAN("BOOLEAN", Types.BOOLEAN, "java.lang.Boolean", 5),
    TINYINT("TINYINT", Types.TINYINT, "java.lang.Integer", 4),
    SMALLINT("SMALLINT", Types.SMALLINT, "java.lang.Integer", 6),
    INTEGER("INTEGER", Types.INTEGER, "java.lang.Integer", 11),
    BIGINT("BIGINT", Types.BIGINT, "java.lang.Long", 20),
    REAL("REAL", Types.REAL, "java.lang.Float", 15),
    DOUBLE("DOUBLE", Types.DOUBLE, "java.lang.Double", 25),
    DECIMAL("DECIMAL", Types.DECIMAL, "java.math.BigDecimal", 0),
    CHAR("CHAR", Types.CHAR, "java.lang.String", 0),
    VARCHAR("VARCHAR", Types.VARCHAR, "java.lang.String", 0),
    BINARY("VARBINARY", Types.VARBINARY, "[B", 0),
    UUID("UUID", Types.OTHER, "java.util.UUID", 36),
    JSON("JSON", Types.OTHER, "java.lang.String", Integer.MAX_VALUE),
    DATE("DATE", Types.DATE, "java.sql.Date", 13),
    TIME("TIME", Types.TIME, "java.sql.Time", 8),
    TIMESTAMP("TIMESTAMP", Types.TIMESTAMP, "java.sql.Timestamp", 22),
    TIMESTAMP_TZ("TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE, "java.time.OffsetDateTime", 28),
    INTERVAL_YEAR_MONTH("INTERVAL YEAR TO MONTH", Types.OTHER, "java.time.Period", 30),
    INTERVAL_DAY_TIME("INTERVAL DAY TO SECOND", Types.OTHER, "java.time.Duration", 40),
    ARRAY("ARRAY", Types.ARRAY, "java.sql.Array", Integer.MAX_VALUE),
    MAP("MAP", Types.JAVA_OBJECT, "java.util.Map", Integer.MAX_VALUE),
    ROW("ROW", Types.STRUCT, "java.sql.Struct", Integer.MAX_VALUE);

    private final String sqlName;
    private final int jdbcType;
    private final String className;
    private final int displaySize;

    Kind(String sqlName, int jdbcType, String className, int displaySize) {
        this.sqlName = sqlName;
        this.jdbcType = jdbcType;
        this.className = className;
        this.displaySize = displaySize;
    }

    public String sqlName() {
        return sqlName;
    }

    /** Of {@link Types}. */
    public int jdbcType() {
        return jdbcType;
    }

    /** What {@code getObject} gives. */
    public String className() {
        return className;
    }

    int displaySize() {
        return displaySize;
    }

    public boolean isNumber() {
        return ordinal() >= TINYINT.ordinal() && ordinal() <= DECIMAL.ordinal();
    }

    public boolean isText() {
        return this == CHAR || this == VARCHAR || this == JSON;
    }
}

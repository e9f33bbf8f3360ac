package io.millrace.common.error;

/**
 * Every error a user can meet, with the SQLSTATE that clients see. The category decides the HTTP status and whether a retry may help.
 * SQLSTATE values follow ISO 9075 and, where the standard is silent, PostgreSQL's appendix A.
 */
public enum ErrorCode {
    SYNTAX_ERROR("42601", Category.USER),
    STATEMENT_TOO_COMPLEX("54001", Category.USER),
    STATEMENT_TOO_LARGE("54000", Category.USER),
    UNDEFINED_TABLE("42P01", Category.USER),
    UNDEFINED_COLUMN("42703", Category.USER),
    UNDEFINED_FUNCTION("42883", Category.USER),
    UNDEFINED_SCHEMA("3F000", Category.USER),
    UNDEFINED_OBJECT("42704", Category.USER),
    UNDEFINED_PARAMETER("42P02", Category.USER),
    AMBIGUOUS_COLUMN("42702", Category.USER),
    DUPLICATE_TABLE("42P07", Category.USER),
    DUPLICATE_SCHEMA("42P06", Category.USER),
    DUPLICATE_COLUMN("42701", Category.USER),
    DUPLICATE_OBJECT("42710", Category.USER),
    DEPENDENT_OBJECTS("2BP01", Category.USER),
    WRONG_OBJECT_TYPE("42809", Category.USER),
    DATATYPE_MISMATCH("42804", Category.USER),
    GROUPING_ERROR("42803", Category.USER),
    INVALID_COLUMN_REFERENCE("42P10", Category.USER),
    INVALID_RECURSION("42P19", Category.USER),
    DUPLICATE_ALIAS("42712", Category.USER),
    WINDOWING_ERROR("42P20", Category.USER),
    INVALID_PARAMETER("22023", Category.USER),
    INVALID_TABLE_DEFINITION("42P16", Category.USER),
    FEATURE_NOT_SUPPORTED("0A000", Category.USER),
    UNBOUNDED_STATE("0A001", Category.USER),
    NOT_DETERMINISTIC("42P17", Category.USER),
    NUMERIC_OUT_OF_RANGE("22003", Category.USER),
    DIVISION_BY_ZERO("22012", Category.USER),
    DATETIME_OVERFLOW("22008", Category.USER),
    INVALID_DATETIME("22007", Category.USER),
    INVALID_TEXT("22P02", Category.USER),
    INVALID_REGEX("2201B", Category.USER),
    INVALID_JSON("22032", Category.USER),
    INVALID_ARGUMENT("22000", Category.USER),
    INVALID_LOGARITHM("2201E", Category.USER),
    INVALID_POWER("2201F", Category.USER),
    INVALID_BUCKET_ARGUMENT("2201G", Category.USER),
    INVALID_NTILE_ARGUMENT("22014", Category.USER),
    INVALID_NTH_VALUE_ARGUMENT("22016", Category.USER),
    INVALID_FRAME_OFFSET("22013", Category.USER),
    INVALID_LIMIT("2201W", Category.USER),
    INVALID_OFFSET("2201X", Category.USER),
    SUBSTRING_ERROR("22011", Category.USER),
    INVALID_ENCODING("22021", Category.USER),
    STRING_TRUNCATION("22001", Category.USER),
    ARRAY_SUBSCRIPT("2202E", Category.USER),
    SKIP_TO_NON_EXISTENT_ROW("2202K", Category.USER),
    SKIP_TO_FIRST_ROW_OF_MATCH("2202L", Category.USER),
    CARDINALITY_VIOLATION("21000", Category.USER),
    NOT_NULL_VIOLATION("23502", Category.USER),
    UNIQUE_VIOLATION("23505", Category.USER),
    FOREIGN_KEY_VIOLATION("23503", Category.USER),
    CHECK_VIOLATION("23514", Category.USER),
    MALFORMED_INPUT("22P04", Category.USER),
    FILE_NOT_FOUND("58P01", Category.USER),
    CORRUPT_FILE("XX001", Category.USER),
    EXTERNAL_ROUTINE_EXCEPTION("38000", Category.USER),
    SNAPSHOT_NOT_FOUND("42P18", Category.USER),
    SUBSCRIPTION_EXPIRED("55000", Category.USER),
    PERMISSION_DENIED("42501", Category.USER),
    AUTHENTICATION_REQUIRED("28000", Category.USER),
    AUTHENTICATION_FAILED("28P01", Category.USER),
    READ_ONLY("25006", Category.USER),
    ACTIVE_TRANSACTION("25001", Category.USER),
    FAILED_TRANSACTION("25P02", Category.USER),
    REQUEST_REFUSED("08004", Category.USER),
    WRITE_CONFLICT("40001", Category.RETRY),
    QUERY_CANCELLED("57014", Category.CANCELLED),
    QUERY_TIMEOUT("57015", Category.CANCELLED),
    SLOW_CLIENT("57016", Category.CANCELLED),
    OUT_OF_MEMORY("53200", Category.RESOURCE),
    DISK_FULL("53100", Category.RESOURCE),
    TOO_MANY_REQUESTS("53300", Category.RESOURCE),
    SERVER_STOPPING("57P01", Category.RESOURCE),
    WORKER_LOST("57P02", Category.RETRY),
    CONNECTION_FAILURE("08006", Category.RETRY),
    NOT_LEADER("57P03", Category.RETRY),
    PORT_IN_USE("58001", Category.STARTUP),
    DATA_DIRECTORY_IN_USE("58002", Category.STARTUP),
    DATA_DIRECTORY_NEWER("58003", Category.STARTUP),
    METADATA_CORRUPT("58004", Category.STARTUP),
    CONFIGURATION_ERROR("F0000", Category.STARTUP),
    IO_ERROR("58030", Category.RESOURCE),
    INTERNAL_ERROR("XX000", Category.INTERNAL);

    /** What kind of trouble an error is: whose it is, and whether trying again can help. */
    public enum Category {
        USER(400),
        RETRY(503),
        CANCELLED(409),
        RESOURCE(503),
        STARTUP(500),
        INTERNAL(500);

        private final int httpStatus;

        Category(int httpStatus) {
            this.httpStatus = httpStatus;
        }

        public int httpStatus() {
            return httpStatus;
        }
    }

    private final String sqlState;
    private final Category category;

    ErrorCode(String sqlState, Category category) {
        this.sqlState = sqlState;
        this.category = category;
    }

    /** Five characters, ISO 9075 or PostgreSQL. */
    public String sqlState() {
        return sqlState;
    }

    public Category category() {
        return category;
    }
}

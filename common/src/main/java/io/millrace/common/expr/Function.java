package io.millrace.common.expr;

/**
 * Every built-in scalar function and operator, by the meaning it has after planning. Unless a line says otherwise: NULL in gives NULL out; the
 * comment gives argument types after implicit conversion ({@code T} = any one type, N = one numeric type) and where it is not obvious the result.
 * Semantics are PostgreSQL's where engines differ; overflow and bad input raise typed errors.
 */
public enum Function {
    // Logic: three-valued, arguments BOOLEAN, any number for AND and OR; evaluated left to right, later ones only where they matter
    AND,
    OR,
    NOT,
    IS_NULL,
    IS_NOT_NULL,
    IS_TRUE,
    IS_NOT_TRUE,
    IS_FALSE,
    IS_NOT_FALSE,
    /** First argument that is not NULL; (T, T, …). */
    COALESCE,
    /** NULL if both are equal, else the first; (T, T). */
    NULLIF,

    // Comparison: (T, T) -> BOOLEAN; NaN equals itself and is greater than every number, -0.0 equals 0.0; CHAR ignores trailing spaces
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IS_DISTINCT_FROM,
    IS_NOT_DISTINCT_FROM,
    /** (T, T, …): NULLs are ignored, NULL only if all are. */
    GREATEST,
    LEAST,

    // Arithmetic: (N, N) of the result's type, except DECIMAL, whose arguments keep their own precision and scale; integer division truncates
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MODULO,
    NEGATE,
    ABS,
    SIGN,
    /** (N) or (N, INTEGER digits); half away from zero for DECIMAL, half to even for DOUBLE, as PostgreSQL. */
    ROUND,
    TRUNCATE,
    CEIL,
    FLOOR,
    // (DOUBLE, …) -> DOUBLE
    POWER,
    SQRT,
    CBRT,
    EXP,
    LN,
    LOG10,
    LOG2,
    /** (base, x). */
    LOG,
    SIN,
    COS,
    TAN,
    COT,
    ASIN,
    ACOS,
    ATAN,
    ATAN2,
    SINH,
    COSH,
    TANH,
    DEGREES,
    RADIANS,
    PI,
    IS_NAN,
    IS_INFINITE,
    ASINH,
    ACOSH,
    ATANH,
    // of degrees
    SIND,
    COSD,
    TAND,
    COTD,
    ASIND,
    ACOSD,
    ATAND,
    ATAN2D,
    /** (BIGINT) -> DECIMAL(38, 0). */
    FACTORIAL,
    /** (N, N low, N high, INTEGER count) -> INTEGER, of DOUBLE or DECIMAL: 0 below, count + 1 above. */
    WIDTH_BUCKET,
    /** (DECIMAL) -> INTEGER: least number of digits after the point that keep the value. */
    MIN_SCALE,
    /** (BIGINT or BINARY) -> BIGINT. */
    BIT_COUNT,
    /** (BIGINT, INTEGER radix) -> VARCHAR. */
    TO_BASE,
    /** (VARCHAR, INTEGER radix) -> BIGINT. */
    FROM_BASE,
    // (BIGINT, BIGINT) -> BIGINT
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    BIT_NOT,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    GCD,
    LCM,
    /** Not deterministic; DOUBLE in [0, 1). */
    RANDOM,
    /** Not deterministic. */
    GENERATE_UUID,

    // Strings: VARCHAR, counted in Unicode code points
    CONCAT,
    /** As CONCAT, but NULL counts as empty (PostgreSQL's concat()). */
    CONCAT_NULL_AS_EMPTY,
    /** (separator, VARCHAR…): NULL arguments are skipped. */
    CONCAT_WS,
    LOWER,
    UPPER,
    INITCAP,
    CHAR_LENGTH,
    OCTET_LENGTH,
    BIT_LENGTH,
    /** (string, INTEGER from counted from 1[, INTEGER length]). */
    SUBSTRING,
    LEFT,
    RIGHT,
    /** (string, VARCHAR characters). */
    TRIM_BOTH,
    TRIM_LEADING,
    TRIM_TRAILING,
    LPAD,
    RPAD,
    REPLACE,
    TRANSLATE,
    /** (needle, haystack[, INTEGER from]) -> INTEGER, 0 if absent. */
    POSITION,
    /** (haystack, needle) -> BOOLEAN. */
    CONTAINS,
    STARTS_WITH,
    ENDS_WITH,
    REVERSE,
    REPEAT,
    /** (string, separator, INTEGER n). */
    SPLIT_PART,
    /** (string, separator) -> VARCHAR ARRAY. */
    STRING_TO_ARRAY,
    /** (array, separator[, null text]). */
    ARRAY_TO_STRING,
    /** (string, text, INTEGER from[, INTEGER length]). */
    OVERLAY,
    ASCII,
    CHR,
    /** (string, pattern[, escape]) -> BOOLEAN. */
    LIKE,
    /** Case-insensitive LIKE. */
    ILIKE,
    SIMILAR_TO,
    /** (string, POSIX pattern[, flags]) -> BOOLEAN. */
    REGEXP_LIKE,
    REGEXP_REPLACE,
    /** First match, or NULL. */
    REGEXP_SUBSTRING,
    /** First match's groups as VARCHAR ARRAY, or NULL. */
    REGEXP_MATCH,
    REGEXP_SPLIT_TO_ARRAY,
    REGEXP_COUNT,
    /** (string, pattern[, flags]): every match's groups as an array of arrays; with the flag g, else of the first. */
    REGEXP_MATCHES,
    /** (string, pattern[, INTEGER group]) -> VARCHAR ARRAY: of every match. */
    REGEXP_EXTRACT_ALL,
    /** (string, pattern, INTEGER start, INTEGER nth, INTEGER 0 its begin or 1 its end, flags, INTEGER group) -> INTEGER, 0 if there is none. */
    REGEXP_INSTR,
    FORMAT,
    /** As an identifier of SQL, quoted where it must be. */
    QUOTE_IDENT,
    /** As a literal of SQL. */
    QUOTE_LITERAL,
    /** Escapes such as \\0061 replaced by their characters. */
    UNISTR,
    /** (string, NFC|NFD|NFKC|NFKD). */
    NORMALIZE,
    STRIP_ACCENTS,
    /** (VARCHAR, VARCHAR) -> INTEGER. */
    LEVENSHTEIN,
    HAMMING_DISTANCE,
    SOUNDEX,
    URL_ENCODE,
    URL_DECODE,
    /** (url, HOST|PATH|PORT|PROTOCOL|QUERY|REF|AUTHORITY|USERINFO[, key of a query's parameter]). */
    URL_PART,
    MD5,
    SHA1,
    SHA256,
    SHA224,
    SHA384,
    SHA512,
    CRC32,
    CRC32C,
    /** (BINARY) -> BINARY of 8 bytes. */
    XXHASH64,
    /** (BINARY data, BINARY key, VARCHAR algorithm) -> BINARY. */
    HMAC,
    /** (BINARY, INTEGER position from 0) -> INTEGER. */
    GET_BYTE,
    GET_BIT,
    /** (BINARY, INTEGER position from 0, INTEGER value) -> BINARY. */
    SET_BYTE,
    SET_BIT,
    /** (BINARY, VARCHAR encoding) -> VARCHAR. */
    CONVERT_FROM,
    /** (VARCHAR, VARCHAR encoding) -> BINARY. */
    CONVERT_TO,
    /** BIGINT; stable across versions. */
    HASH64,
    /** (BINARY, VARCHAR format base64|hex|escape). */
    ENCODE,
    DECODE,
    TO_HEX,
    /** (VARCHAR item separator, VARCHAR pair separator as character sets: text, pairs, keyvalue) -> MAP; ASCII and full-width separators as given. */
    STR_TO_MAP,

    // Date and time
    /** Fixed for a statement, in a view the tick's logged time; TIMESTAMP WITH TIME ZONE. */
    NOW,
    CURRENT_DATE,
    LOCALTIMESTAMP,
    CURRENT_TIME,
    /** (VARCHAR unit literal, DATE|TIME|TIMESTAMP|TIMESTAMP_TZ|INTERVAL) -> BIGINT, or DECIMAL/DOUBLE as the planner types it. */
    EXTRACT,
    /** (VARCHAR unit literal, TIMESTAMP|TIMESTAMP_TZ|DATE). */
    DATE_TRUNC,
    /** (INTERVAL_DAY_TIME stride, TIMESTAMP, TIMESTAMP origin). */
    DATE_BIN,
    /** (DATE|TIMESTAMP|TIMESTAMP_TZ|TIME|INTERVAL, INTERVAL). */
    DATETIME_ADD,
    DATETIME_SUBTRACT,
    /** (DATE, INTEGER) -> DATE. */
    DATE_ADD_DAYS,
    /** (DATE, DATE) -> INTEGER days. */
    DATE_DIFF_DAYS,
    /** (TIMESTAMP, TIMESTAMP) -> INTERVAL_DAY_TIME. */
    TIMESTAMP_DIFF,
    /** (VARCHAR unit literal, T from, T to) -> BIGINT whole units (TIMESTAMPDIFF, DATEDIFF). */
    TIMESTAMP_DIFF_UNITS,
    INTERVAL_MULTIPLY,
    INTERVAL_DIVIDE,
    /** (timestamp, timestamp) -> INTERVAL_DAY_TIME. */
    AGE,
    /** (TIMESTAMP, VARCHAR zone) -> TIMESTAMP_TZ, (TIMESTAMP_TZ, VARCHAR zone) -> TIMESTAMP. */
    AT_TIME_ZONE,
    MAKE_DATE,
    MAKE_TIMESTAMP,
    /** (INTEGER hour, INTEGER minute, DOUBLE seconds) -> TIME. */
    MAKE_TIME,
    /** (DOUBLE or BIGINT seconds) -> TIMESTAMP_TZ. */
    TO_TIMESTAMP_SECONDS,
    /** (VARCHAR, VARCHAR format) -> TIMESTAMP. */
    TO_TIMESTAMP_FORMAT,
    TO_DATE_FORMAT,
    /** (T, VARCHAR format) -> VARCHAR. */
    TO_CHAR,
    /** (VARCHAR, VARCHAR format) -> DECIMAL. */
    TO_NUMBER,
    LAST_DAY,

    // JSON
    /** (JSON or VARCHAR, VARCHAR path) -> VARCHAR scalar text or NULL. */
    JSON_VALUE,
    JSON_QUERY,
    JSON_EXISTS,
    /** PostgreSQL's -> and ->>; the second argument VARCHAR or INTEGER. */
    JSON_GET,
    JSON_GET_TEXT,
    JSON_ARRAY_LENGTH,
    JSON_TYPEOF,
    JSON_OBJECT,
    JSON_ARRAY,
    /** Any type -> JSON. */
    TO_JSON,
    IS_JSON,
    /** (JSON, VARCHAR ARRAY path): as the operators #> and #>>. */
    JSON_GET_PATH,
    JSON_GET_PATH_TEXT,
    JSON_STRIP_NULLS,
    JSON_PRETTY,
    /** In the form of PostgreSQL's jsonb: members sorted, each key once, one way of spacing. */
    JSON_NORMAL,
    /** (JSON, VARCHAR ARRAY path, JSON value, BOOLEAN make it if it is missing). */
    JSON_SET,
    /** (JSON, VARCHAR ARRAY path, JSON value, BOOLEAN after). */
    JSON_INSERT,
    /** (JSON, JSON): whether the first contains the second, as the operator @>. */
    JSON_CONTAINS,
    /** (JSON, JSON): members or elements of both, as the operator ||. */
    JSON_CONCAT,
    /** (JSON, VARCHAR key or INTEGER index): without it, as the operator -. */
    JSON_DELETE,
    /** (JSON, VARCHAR path) -> JSON ARRAY: all that it finds. */
    JSON_PATH_QUERY,
    /** (JSON) -> VARCHAR ARRAY. */
    JSON_KEYS,
    /** (JSON) -> JSON ARRAY. */
    JSON_ELEMENTS,
    /** (JSON) -> MAP&lt;VARCHAR, JSON&gt;, as of an object. */
    JSON_MEMBERS,

    // Nested
    /** (T…) -> T ARRAY. */
    ARRAY_CONSTRUCT,
    /** (K, V, K, V, …) -> MAP. */
    MAP_CONSTRUCT,
    MAP_FROM_ARRAYS,
    ROW_CONSTRUCT,
    /** (ARRAY, INTEGER counted from 1) or (MAP, key): NULL where absent. */
    ELEMENT_AT,
    CARDINALITY,
    ARRAY_CONTAINS,
    ARRAY_POSITION,
    ARRAY_CONCAT,
    ARRAY_APPEND,
    ARRAY_PREPEND,
    ARRAY_REMOVE,
    ARRAY_DISTINCT,
    ARRAY_SORT,
    ARRAY_REVERSE,
    ARRAY_SLICE,
    ARRAY_MIN,
    ARRAY_MAX,
    ARRAY_UNION,
    ARRAY_INTERSECT,
    ARRAY_EXCEPT,
    ARRAYS_OVERLAP,
    ARRAY_FLATTEN,
    /** (ARRAY, T) -> INTEGER ARRAY. */
    ARRAY_POSITIONS,
    /** (ARRAY, T from, T to). */
    ARRAY_REPLACE,
    /** (T, INTEGER length). */
    ARRAY_FILL,
    /** (ARRAY, INTEGER elements to leave out at its end). */
    ARRAY_TRIM,
    /** (ARRAY, ARRAY) -> BOOLEAN: whether the first has every element of the second. */
    ARRAY_CONTAINS_ALL,
    /** (DOUBLE or BIGINT or DECIMAL ARRAY) -> its element. */
    ARRAY_SUM,
    /** (ARRAY…) -> ARRAY of ROW, the shorter padded with NULL. */
    ARRAYS_ZIP,
    /** (BIGINT from, BIGINT to[, BIGINT step]) -> ARRAY. */
    SEQUENCE,
    MAP_KEYS,
    MAP_VALUES,
    /** MAP -> ARRAY of ROW(key, value). */
    MAP_ENTRIES,
    MAP_CONTAINS_KEY,
    /** (MAP…): of a key met twice the last value counts. */
    MAP_CONCAT,
    /** (ARRAY of ROW(key, value)). */
    MAP_FROM_ENTRIES,

    /** Raises CARDINALITY_VIOLATION etc.; (VARCHAR message). */
    RAISE_ERROR,
    /** Name of the type, VARCHAR. */
    TYPEOF,

    // Functions of users
    /** (VARCHAR literal, any …): the literal says what is called, see {@link UserCode}. */
    USER,
    /** As USER; not deterministic. */
    USER_NOT_DETERMINISTIC;

    /** False where the same arguments may give another result: refused in continuous views unless the planner replaced it. */
    public boolean deterministic() {
        return switch (this) {
            case RANDOM, GENERATE_UUID, USER_NOT_DETERMINISTIC -> false;
            default -> true;
        };
    }

    /** Whether the value depends on the statement's clock and is replaced by a literal before execution. */
    public boolean statementTime() {
        return switch (this) {
            case NOW, CURRENT_DATE, LOCALTIMESTAMP, CURRENT_TIME -> true;
            default -> false;
        };
    }
}

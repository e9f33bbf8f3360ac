package io.millrace.common.expr;

/** Every built-in aggregate. NULL arguments are skipped unless said otherwise; of no rows the result is NULL, of the counts 0. */
public enum AggregateFunction {
    /** COUNT(*) without argument, COUNT(x) with. */
    COUNT,
    SUM,
    AVG,
    MIN,
    MAX,
    /** The first value met; the planner's helper for functionally dependent columns (MAX would do, at more cost). */
    ANY_VALUE,
    /** The value of the only row; CARDINALITY_VIOLATION if there are more. */
    SINGLE_VALUE,
    BOOL_AND,
    BOOL_OR,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_SLOPE,
    REGR_INTERCEPT,
    REGR_R2,
    REGR_COUNT,
    REGR_AVGX,
    REGR_AVGY,
    REGR_SXX,
    REGR_SYY,
    REGR_SXY,
    /** NULLs kept; ordered by the call's order keys, ties by remaining columns. */
    ARRAY_AGG,
    STRING_AGG,
    JSON_AGG,
    JSON_OBJECT_AGG,
    MAP_AGG,
    /** (value, key): the value at the least or greatest key. */
    MIN_BY,
    MAX_BY,
    /** Ordered-set aggregates: fraction literal first, the value in the order keys. */
    PERCENTILE_CONT,
    PERCENTILE_DISC,
    MODE,
    APPROX_COUNT_DISTINCT,
    APPROX_PERCENTILE,
    HISTOGRAM,
    /** GROUPING(columns) as a bit mask, computed from the grouping set. */
    GROUPING,

    // Window functions only
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    PERCENT_RANK,
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE
}

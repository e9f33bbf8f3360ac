package io.millrace.planner;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;

/** From a parsed query to a physical plan: validate, convert, rewrite, order joins, lower. Stateless and thread-safe. */
public final class Planner {
    private Planner() {}

    /**
     * Plans a query.
     *
     * @throws MillraceException what is wrong with the query, with line and column: UNDEFINED_TABLE, UNDEFINED_COLUMN, UNDEFINED_FUNCTION,
     *     AMBIGUOUS_COLUMN, DATATYPE_MISMATCH, GROUPING_ERROR, WINDOWING_ERROR, FEATURE_NOT_SUPPORTED, STATEMENT_TOO_COMPLEX, …
     */
    public static PlannedQuery plan(PlannerRequest request) {
        throw new MillraceException(ErrorCode.FEATURE_NOT_SUPPORTED, "queries cannot be planned: " + request.query());
    }
}

package io.millrace.frontend.oracle.generate;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.testkit.oracle.DuckDb;
import io.millrace.testkit.oracle.RowDiff;
import java.util.List;
import java.util.function.Function;

/** One query, asked of both engines. */
final class QueryCheck {
    private final DuckDb duck;
    private final Function<String, List<List<Object>>> ours;

    /** What came of a query. */
    enum Outcome {
        AGREED,
        /** Both refused it. */
        BOTH_FAILED,
        /** The other engine refused it and we answered. */
        THEIRS_FAILED,
        /** We do not support it, and say so. */
        REFUSED,
        DIFFERENT
    }

    /** {@code detail}: the difference or the message. */
    record Result(Outcome outcome, String detail) {}

    QueryCheck(DuckDb duck, Function<String, List<List<Object>>> ours) {
        this.duck = duck;
        this.ours = ours;
    }

    Result check(String sql) {
        List<List<Object>> expected = null;
        String theirError = null;
        try {
            expected = duck.query(sql);
        } catch (IllegalStateException e) {
            theirError = String.valueOf(e.getCause().getMessage());
        }
        List<List<Object>> actual;
        try {
            actual = ours.apply(sql);
        } catch (MillraceException e) {
            String message = e.code() + ": " + e.getMessage();
            if (e.code() == ErrorCode.FEATURE_NOT_SUPPORTED || e.code() == ErrorCode.STATEMENT_TOO_COMPLEX) {
                return new Result(Outcome.REFUSED, message);
            }
            return new Result(theirError == null || e.code() == ErrorCode.INTERNAL_ERROR ? Outcome.DIFFERENT : Outcome.BOTH_FAILED,
                    message);
        }
        if (theirError != null) {
            return new Result(Outcome.THEIRS_FAILED, theirError);
        }
        String difference = RowDiff.unordered(expected, actual);
        return difference.isEmpty() ? new Result(Outcome.AGREED, "") : new Result(Outcome.DIFFERENT, difference);
    }
}

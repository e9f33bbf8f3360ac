package io.millrace.frontend.http.driver;

import io.millrace.common.expr.Expr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a driver sends to {@code POST /v1/sql}.
 *
 * @param rows parameters: one list for a single run, any number for a batch
 * @param batch whether the statement runs once for each row
 * @param expect what the statement must give; it does not run if it gives something else
 * @param timeoutMillis 0 for the session's
 * @param fetchRows most rows of a batch, 0 for the session's
 */
public record DriverRequest(
        String sql, List<List<Expr.Literal>> rows, boolean batch, Optional<Expect> expect, long timeoutMillis, int fetchRows) {
    private static final int FETCH_ROWS_MAX = 65_536;

    /** What a client called for. */
    public enum Expect {
        ROWS,
        COUNT
    }

    public DriverRequest {
        rows = List.copyOf(rows);
    }

    /** Settings for this request alone, by name. */
    public Map<String, String> settings() {
        if (timeoutMillis <= 0 && fetchRows <= 0) {
            return Map.of();
        }
        Map<String, String> settings = new HashMap<>();
        if (timeoutMillis > 0) {
            settings.put("statement_timeout", Long.toString(timeoutMillis));
        }
        if (fetchRows > 0) {
            settings.put("batch_rows", Integer.toString(Math.min(fetchRows, FETCH_ROWS_MAX)));
        }
        return settings;
    }
}

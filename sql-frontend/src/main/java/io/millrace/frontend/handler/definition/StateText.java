package io.millrace.frontend.handler.definition;

import io.millrace.cluster.view.ViewState;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What bounds a view's state, for EXPLAIN STATE and for strict mode. */
public final class StateText {
    private static final String REMEDIES =
            "aggregate or join by a window over a column with WATERMARK, read a table or a stream with PRIMARY KEY in place of the stream,"
                    + " or give the view WITH (ttl = '1 hour')";

    private StateText() {}

    /** One line an operator, and a WARNING where nothing bounds it. */
    public static List<String> lines(List<ViewState> state) {
        List<String> lines = new ArrayList<>();
        if (state.isEmpty()) {
            lines.add("no state");
        }
        for (ViewState operator : state) {
            lines.add(operator.note() + size(operator));
        }
        for (ViewState operator : state) {
            if (!operator.note().isBounded()) {
                lines.add("WARNING: " + operator.note().what() + " grows without bound as long as rows come; " + REMEDIES);
            }
        }
        return lines;
    }

    private static String size(ViewState operator) {
        if (operator.rows() >= 0) {
            return "; " + operator.rows() + " rows, " + operator.bytes() + " bytes now";
        }
        return operator.note().rowsMost() < 0
                ? "; size not known"
                : String.format(Locale.ROOT, "; at most %.0f rows, about %.0f bytes, as the inputs are now", operator.note().rowsMost(),
                        operator.note().bytesMost());
    }

    /** @throws MillraceException if something is kept that nothing bounds */
    static void requireBounded(List<ViewState> state) {
        for (ViewState operator : state) {
            if (!operator.note().isBounded()) {
                throw new MillraceException(
                        ErrorCode.INVALID_PARAMETER,
                        "strict_state refuses the view: " + operator.note().what() + " grows without bound as long as rows come")
                        .withHint(REMEDIES);
            }
        }
    }
}

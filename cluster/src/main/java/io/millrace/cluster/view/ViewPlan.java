package io.millrace.cluster.view;

import io.millrace.cluster.codec.RecordCodec;
import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.port.StateInput;
import io.millrace.common.port.StateOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The plan that a view's state is of, kept beside it. Planned anew, the same query may join in another order, since tables have grown; state of one plan
 * that another takes for its own would be a wrong answer.
 *
 * @param sql the query as it was when it was planned
 */
record ViewPlan(String sql, PlanNode plan) {
    private static final String SECTION = "plan";

    void write(StateOutput out) throws IOException {
        try (OutputStream section = out.section(SECTION)) {
            section.write(RecordCodec.encode(this, ViewPlan.class));
        }
    }

    /** @throws MillraceException CORRUPT_FILE if the checkpoint is of another query, or of a version whose plans are not understood */
    static ViewPlan read(StateInput in, String sql) throws IOException {
        try (InputStream section = in.section(SECTION)) {
            if (section == null) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE, "the checkpoint does not say which plan it is of");
            }
            ViewPlan found = RecordCodec.decode(section.readAllBytes(), ViewPlan.class);
            if (!found.sql.equals(sql)) {
                throw new MillraceException(ErrorCode.CORRUPT_FILE, "the checkpoint is of another query: " + found.sql);
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw new MillraceException(ErrorCode.CORRUPT_FILE, "the checkpoint's plan cannot be read: " + e.getMessage(), e);
        }
    }
}

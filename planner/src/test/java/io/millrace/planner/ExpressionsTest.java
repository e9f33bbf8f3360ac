package io.millrace.planner;

import io.millrace.common.error.MillraceException;
import io.millrace.planner.catalog.StatementCatalog;
import io.millrace.planner.convert.QueryConverter;
import io.millrace.planner.expression.ExpressionContext;
import io.millrace.planner.expression.ExpressionLowering;
import io.millrace.planner.support.CaseFile;
import io.millrace.planner.support.ExprText;
import io.millrace.planner.support.TestParser;
import io.millrace.planner.support.TestPlans;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.junit.jupiter.api.Test;

/** Expressions over the columns of one table, as the executor gets them: every conversion explicit. */
class ExpressionsTest {
    private static final ExpressionLowering LOWERING = new ExpressionLowering(
            new ExpressionContext(TestPlans.ZONE, TestPlans.STATEMENT_MICROS, false, Optional.empty()));

    @Test
    void lowered() {
        CaseFile.check("expressions.txt", expression -> {
            try {
                String sql = "select id, a, b, s, d, ts, tz, tm, n, x, r, f, tags, m, j, uid, c, v, iv, ym, bin, ro, si, " + expression
                        + " as result from t";
                RelNode root = new QueryConverter(new StatementCatalog(TestPlans.catalog()), TestPlans.ZONE, TestParser::parse)
                        .convert(TestParser.parse(sql), "public").root().project();
                return ExprText.of(LOWERING.lower(((Project) root).getProjects().getLast()), TestPlans.T);
            } catch (MillraceException e) {
                return e.code() + " " + e.getMessage();
            }
        });
    }
}

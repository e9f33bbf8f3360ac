package io.millrace.planner;

import io.millrace.common.plan.PlanNode;
import io.millrace.planner.catalog.StatementCatalog;
import io.millrace.planner.convert.QueryConverter;
import io.millrace.planner.expression.ExpressionContext;
import io.millrace.planner.expression.ExpressionLowering;
import io.millrace.planner.lowering.LoweringContext;
import io.millrace.planner.lowering.PhysicalLowering;
import io.millrace.planner.rewrite.RewriteContext;
import io.millrace.planner.rewrite.Rewriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Plans queries over {@link TpchCatalog}, step by step. */
final class Plans {
    private static final SqlParser.Config PARSER = SqlParser.config()
            .withParserFactory(SqlBabelParserImpl.FACTORY)
            .withConformance(SqlConformanceEnum.BABEL)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.TO_LOWER)
            .withQuotedCasing(Casing.UNCHANGED);

    static final ExpressionLowering EXPRESSIONS =
            new ExpressionLowering(new ExpressionContext(ZoneOffset.UTC, 1_700_000_000_000_000L, false, Optional.of(List.of())));

    private Plans() {}

    static SqlNode parse(String sql) {
        try {
            return SqlParser.create(sql, PARSER).parseQuery();
        } catch (SqlParseException e) {
            throw new IllegalArgumentException(sql, e);
        }
    }

    /** As it comes from conversion. */
    static RelNode logical(String sql) {
        return new QueryConverter(new StatementCatalog(new TpchCatalog()), ZoneOffset.UTC, Plans::parse).convert(parse(sql), "public")
                .root().project();
    }

    static RelNode rewritten(String sql, boolean optimize) {
        return Rewriter.rewrite(logical(sql), new RewriteContext(optimize, false, EXPRESSIONS));
    }

    static PlanNode physical(String sql) {
        return PhysicalLowering.lower(rewritten(sql, true), new LoweringContext(EXPRESSIONS, true, false, false));
    }

    static PlanNode physicalUnoptimized(String sql) {
        return PhysicalLowering.lower(rewritten(sql, false), new LoweringContext(EXPRESSIONS, false, false, false));
    }

    /** To be stepped for ever. */
    static PlanNode continuous(String sql) {
        RelNode rewritten = Rewriter.rewrite(logical(sql), new RewriteContext(true, true, EXPRESSIONS));
        return PhysicalLowering.lower(rewritten, new LoweringContext(EXPRESSIONS, true, true, false));
    }

    /** With exchanges. */
    static PlanNode distributed(String sql) {
        return PhysicalLowering.lower(rewritten(sql, true), new LoweringContext(EXPRESSIONS, true, false, true));
    }

    static String text(RelNode node) {
        return RelOptUtil.toString(node);
    }

    static String text(PlanNode node) {
        return PlanText.render(node, n -> "");
    }
}

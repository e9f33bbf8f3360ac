package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import io.millrace.common.expr.Expr;
import io.millrace.common.plan.PlanNode;
import io.millrace.common.type.Schema;
import io.millrace.common.type.SqlType;
import io.millrace.planner.support.TestCatalog;
import io.millrace.planner.support.TestPlans;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan says beside its tree: dependencies, parameters, the columns that it is written to. */
class PlannerTest {
    @Test
    void dependenciesReachThroughViews() {
        assertEquals(List.of("id-public.big_totals", "id-public.totals", "id-public.t"),
                TestPlans.plan("select * from big_totals").dependencies());
        assertEquals(List.of("id-public.u", "id-public.t"),
                TestPlans.plan("select a from u where exists (select 1 from t where t.id = u.id)").dependencies());
    }

    @Test
    void parametersTakeTheirTypesFromTheirPlaces() {
        PlannedQuery described = TestPlans.plan("select ? + 1, lower(?), ? from t where d = ? and b in (?, 2) limit ?");
        assertEquals(List.of(SqlType.INTEGER, SqlType.VARCHAR, SqlType.VARCHAR, SqlType.DATE, SqlType.BIGINT, SqlType.INTEGER),
                described.parameterTypes());
    }

    @Test
    void parametersAreReplacedByTheirValues() {
        Optional<List<Expr.Literal>> values = Optional.of(List.of(Expr.literal("7", SqlType.VARCHAR), Expr.literal(2L, SqlType.BIGINT)));
        PlannedQuery planned =
                Planner.plan(TestPlans.request("select a from t where a = ? limit ?", TestPlans.catalog(), values, Optional.empty()));
        String text = PlanText.render(planned.plan(), node -> "");
        assertTrue(text.contains("a = 7"), text);
        assertTrue(PlanNode.flatten(planned.plan()).stream().anyMatch(n -> n instanceof PlanNode.Sort sort && sort.fetch() == 2), text);
    }

    @Test
    void targetColumnsAreAssigned() {
        Schema target = TestCatalog.columns("x", SqlType.decimal(10, 2), "y", SqlType.varchar(3), "z", SqlType.TIMESTAMP);
        PlannedQuery planned = assign("select a, s, d from t", target);
        assertEquals(target, planned.schema());
        assertEquals(target.fields().stream().map(f -> f.type()).toList(),
                planned.plan().schema().fields().stream().map(f -> f.type()).toList());

        MillraceException mismatch = assertThrows(MillraceException.class, () -> assign("select f, s, d from t", target));
        assertEquals(ErrorCode.DATATYPE_MISMATCH, mismatch.code());
        assertEquals("column x is of type DECIMAL(10, 2) but the expression is of type BOOLEAN", mismatch.getMessage());
        assertEquals(ErrorCode.SYNTAX_ERROR, assertThrows(MillraceException.class, () -> assign("select a from t", target)).code());
    }

    private static PlannedQuery assign(String sql, Schema target) {
        return Planner.plan(TestPlans.request(sql, TestPlans.catalog(), Optional.empty(), Optional.of(target)));
    }

    @Test
    void longListsBecomeOneTest() {
        StringBuilder sql = new StringBuilder("select a from t where b in (0");
        for (int i = 1; i < 2000; i++) {
            sql.append(", ").append(i);
        }
        PlanNode scan = PlanNode.flatten(TestPlans.plan(sql.append(")").toString()).plan()).getLast();
        assertTrue(((PlanNode.Scan) scan).filter() instanceof Expr.In in && in.values().size() == 2000);
    }
}

package io.millrace.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.expr.Function;
import io.millrace.planner.function.FunctionCatalog;
import io.millrace.planner.support.TestPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionCatalogTest {
    /** Words of which the tests' parser makes something else. */
    private static final Set<String> PARSER_KEYWORDS = Set.of("date_diff", "datediff", "uuid", "collect_list", "list", "first", "json_agg",
            "jsonb_agg", "json_arrayagg", "json_object_agg", "jsonb_object_agg", "json_objectagg", "listagg", "group_concat", "json_each",
            "json_each_text", "jsonb_each", "jsonb_each_text");

    @Test
    void everyExamplePlans() {
        List<String> failed = new ArrayList<>();
        for (FunctionCatalog.Entry entry : FunctionCatalog.entries()) {
            if (entry.example().isEmpty() || PARSER_KEYWORDS.contains(entry.name())) {
                continue;
            }
            try {
                TestPlans.plan(entry.example().startsWith("SELECT ") ? entry.example() : "select " + entry.example());
            } catch (RuntimeException e) {
                failed.add(entry.signature() + ": " + e.getMessage());
            }
        }
        assertEquals(List.of(), failed);
    }

    @Test
    void namesAreLowerCaseAndDescribed() {
        for (FunctionCatalog.Entry entry : FunctionCatalog.entries()) {
            assertEquals(entry.name().toLowerCase(Locale.ROOT), entry.name());
            assertTrue(entry.description().endsWith("."), entry.signature());
        }
        assertTrue(FunctionCatalog.entries().size() > Function.values().length);
    }
}

package io.millrace.testkit.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.common.error.ErrorCode;
import io.millrace.common.error.MillraceException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlFileRunnerTest {
    private static final String FILE = """
            # a comment
            statement ok
            CREATE TABLE t (a INTEGER)

            statement error 42P01 does not exist
            SELECT * FROM nowhere

            query rowsort
            SELECT a
            FROM t
            ----
            2 | (empty)
            1.50 | NULL
            """;

    private static List<List<Object>> answer(String sql) {
        if (sql.contains("nowhere")) {
            throw new MillraceException(ErrorCode.UNDEFINED_TABLE, "table \"nowhere\" does not exist");
        }
        return sql.startsWith("SELECT") ? List.of(Arrays.asList(new BigDecimal("1.50"), null), List.of(2, "")) : List.of();
    }

    @Test
    void everyBlockIsRunAndCompared() {
        SqlFile file = SqlFile.parse("f", FILE);
        assertEquals(3, file.blocks().size());
        assertEquals(List.of(), new SqlFileRunner(SqlFileRunnerTest::answer).run(file));
    }

    @Test
    void aDifferenceNamesItsLineAndShowsBothSides() {
        List<String> differences = new SqlFileRunner(sql -> List.of(List.of(1))).run(SqlFile.parse("f", FILE));
        assertEquals(2, differences.size());
        assertTrue(differences.get(0).startsWith("f:5\n"), differences.get(0));
        assertTrue(differences.get(1).contains("  - 2 | (empty)"), differences.get(1));
        assertTrue(differences.get(1).contains("  + 1"), differences.get(1));
    }
}

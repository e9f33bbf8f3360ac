package io.millrace.common.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretOptionsTest {
    @Test
    void secretsAreHiddenHoweverTheyAreQuoted() {
        String[][] table = {
                {"CREATE STREAM s WITH (password = 'p1')", "p1", "CREATE STREAM s WITH (password = '…')"},
                {"CREATE STREAM s WITH (password = 'it''s')", "it's", "CREATE STREAM s WITH (password = '…')"},
                {"CREATE STREAM s WITH (password = $$p1$$)", "p1", "CREATE STREAM s WITH (…)"},
                {"CREATE STREAM s WITH (password = E'a\\'b')", "a'b", "CREATE STREAM s WITH (…)"},
                {"CREATE STREAM s with  (x = 'p1', password = $$p1$$)", "p1", "CREATE STREAM s WITH (…)"},
        };
        for (String[] row : table) {
            assertEquals(row[2], SecretOptions.hide(row[0], Map.of("password", row[1], "x", "y")), row[0]);
        }
    }
}

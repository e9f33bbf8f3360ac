package io.millrace.frontend.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** Reads a result that is larger than its memory; run in a process of its own. */
final class ManyRows {
    private ManyRows() {}

    public static void main(String[] arguments) throws Exception {
        long rows = Long.parseLong(arguments[1]);
        long count = 0;
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT n, 'the text of row ' || CAST(n AS VARCHAR) FROM UNNEST(sequence(1, " + rows + ")) AS u (n)")) {
            while (result.next()) {
                count++;
                if (result.getLong(1) != count || !result.getString(2).endsWith(" " + count)) {
                    throw new IllegalStateException("row " + count + " is " + result.getLong(1));
                }
            }
        }
        System.out.println(count + " rows");
    }
}

package io.millrace.frontend.shell;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes SQL's words, and the names of tables and columns that the server knows. */
final class SqlCompleter implements Completer {
    private static final List<String> WORDS = List.of(
            "SELECT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "JOIN", "LEFT JOIN", "INNER JOIN", "ON",
            "USING",
            "UNION", "ALL", "DISTINCT", "WITH", "AS", "CASE", "WHEN", "THEN", "ELSE", "END", "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE",
            "BETWEEN", "EXISTS", "CAST", "INTERVAL", "CREATE", "TABLE", "EXTERNAL TABLE", "STREAM", "VIEW", "MATERIALIZED VIEW", "SCHEMA",
            "INSERT INTO", "INSERT OVERWRITE", "VALUES", "UPDATE", "SET", "DELETE FROM", "MERGE INTO", "TRUNCATE", "COPY", "DROP", "ALTER",
            "SUBSCRIBE TO", "EXPLAIN", "ANALYZE", "SHOW", "TABLES", "STREAMS", "SCHEMAS", "QUERIES", "SETTINGS", "DESCRIBE", "KILL QUERY",
            "USE", "PRIMARY KEY", "PARTITIONED BY", "WATERMARK FOR", "EMIT ON WINDOW CLOSE", "TUMBLE", "HOP", "SESSION", "OVER",
            "PARTITION BY", "COUNT", "SUM", "AVG", "MIN", "MAX");

    private final SqlClient client;
    private final Set<String> names = new TreeSet<>();

    SqlCompleter(SqlClient client) {
        this.client = client;
    }

    /** Asks the server for names anew; none are better than an error here. */
    void refresh() {
        try {
            HttpResponse<InputStream> answer = client.send(
                    "SELECT table_name, column_name FROM information_schema.columns", "csv");
            try (InputStream body = answer.body()) {
                if (answer.statusCode() == 200) {
                    ByteArrayOutputStream text = new ByteArrayOutputStream();
                    body.transferTo(text);
                    names.clear();
                    text.toString(StandardCharsets.UTF_8).lines().skip(1).forEach(line -> names.addAll(List.of(line.split(","))));
                }
            }
        } catch (java.io.IOException | RuntimeException e) {
            names.clear();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().toLowerCase(Locale.ROOT);
        for (String name : names) {
            if (name.startsWith(word)) {
                candidates.add(new Candidate(name));
            }
        }
        boolean upper = !line.word().isEmpty() && Character.isUpperCase(line.word().charAt(0));
        for (String sqlWord : WORDS) {
            if (sqlWord.toLowerCase(Locale.ROOT).startsWith(word)) {
                candidates.add(new Candidate(upper ? sqlWord : sqlWord.toLowerCase(Locale.ROOT)));
            }
        }
    }
}
